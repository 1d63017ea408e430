import type { Pod } from '../kubernetes/pod.ts'
import { isBefore, type KubernetesVersion } from '../kubernetes/version.ts'
import type { NoHelp, Preemption } from './preemption.ts'
import type { Decision } from './schedule.ts'
import type { SchedulingReason } from './verdict.ts'

/**
 * The text of the event about a decision: `FailedScheduling`, or `Scheduled` where a node was chosen; in the words of
 * `version`. (framework `FitError.Error`, `schedule_one.go`)
 */
export function printDecision(decision: Decision, pod: Pod, version?: KubernetesVersion): string {
  const { node, nodes, refusal, schedulerError } = decision
  if (node) return `Successfully assigned ${pod.metadata.namespace || 'default'}/${pod.metadata.name} to ${node}`
  if (schedulerError) return schedulerError
  if (nodes.length === 0) return 'no nodes available to schedule pods'
  const reasons = refusal
    ? printReasons(refusal.reason, version).join(', ')
    : histogram(nodes.flatMap(({ refusal: each }) => (each ? printReasons(each.reason, version) : [])))
  const after = printPostFilter(decision, version)
  return `0/${nodes.length} nodes are available: ${reasons}.${after && ` ${after}`}`
}

/** A piece of the text of `printDecision`. */
export interface Clause {
  readonly text: string
  /** What it is about; `joint`: it only joins two others. */
  readonly of: 'whole' | 'filter' | 'preemption' | 'joint'
  /** The nodes that its number counts, where it counts any; a node with several shortages is counted for each. */
  readonly nodes?: readonly string[]
  /** What a filter said of the first of them. */
  readonly reason?: SchedulingReason
  /** Why preemption is of no use on them, where no filter's reason says it. */
  readonly noHelp?: Extract<NoHelp, string>
}

/** The text of `printDecision` taken apart: joined, the pieces are the text. */
export function explainDecision(decision: Decision, pod: Pod, version?: KubernetesVersion): readonly Clause[] {
  const { node, nodes, refusal, schedulerError, preemption } = decision
  const whole = printDecision(decision, pod, version)
  if (node || schedulerError || nodes.length === 0) return [{ text: whole, of: 'whole' }]
  const after = printPostFilter(decision, version)
  const all = nodes.map(({ name }) => name)
  const head: Clause = { text: `0/${nodes.length} nodes are available: `, of: 'whole', nodes: all }
  const refused: readonly Clause[] = refusal
    ? [{ text: printReasons(refusal.reason, version).join(', '), of: 'filter', reason: refusal.reason }]
    : counted(
        nodes.flatMap(({ name, refusal: each }) => (each ? [[name, each.reason] as const] : [])),
        'filter',
        version,
      )
  const filters = [head, ...refused, { text: '.', of: 'joint' } as const]
  if (!after) return filters
  const space: Clause = { text: ' ', of: 'joint' }
  if (preemption?.outcome !== 'no-help') return [...filters, space, { text: after, of: 'preemption' }]
  const start = after.slice(0, after.indexOf(': ', after.indexOf('nodes are available')) + 2)
  const helpless = counted([...preemption.nodes], 'preemption', version)
  return [...filters, space, { text: start, of: 'preemption' }, ...helpless, { text: '.', of: 'joint' }]
}

/** The clauses of a histogram with the nodes that each counts, in its order, and what joins them. */
function counted(
  nodes: readonly (readonly [string, NoHelp])[],
  of: 'filter' | 'preemption',
  version: KubernetesVersion | undefined,
): readonly Clause[] {
  const byText = new Map<string, { readonly names: string[]; readonly why: NoHelp }>()
  for (const [name, why] of nodes) {
    for (const text of printNoHelp(why, version)) {
      const known = byText.get(text)
      if (known) known.names.push(name)
      else byText.set(text, { names: [name], why })
    }
  }
  return [...byText]
    .map(([text, { names, why }]): Clause => {
      const reason = typeof why === 'string' ? { noHelp: why } : { reason: why }
      return { text: `${names.length} ${text}`, of, nodes: names, ...reason }
    })
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .flatMap((clause, index): readonly Clause[] => (index === 0 ? [clause] : [{ text: ', ', of: 'joint' }, clause]))
}

/** What preemption adds to the text; empty where it adds nothing. */
export function printPostFilter({ nodes, preemption }: Decision, version?: KubernetesVersion): string {
  if (!preemption) return ''
  // Resource claims are looked at first, and there are none: up to 1.34 and since 1.37 that goes without saying.
  const claims = version === '1.35' || version === '1.36' ? 'no new claims to deallocate, ' : ''
  const text = printPreemption(preemption, nodes.length, version)
  if (preemption.outcome === 'not-reached') return isBefore(version, '1.35') ? `preemption: ${text}` : 'not found'
  if (preemption.outcome === 'found' && isBefore(version, '1.37')) return ''
  return `${claims}preemption: ${text}`
}

/** Upstream's words for a reason: one text, or one for each resource that is short. (kubernetes-spec 5.2) */
export function printReasons(reason: SchedulingReason, version?: KubernetesVersion): readonly string[] {
  switch (reason.code) {
    case 'other-node-name':
      return ["node(s) didn't match the requested node name"]
    case 'unschedulable':
      return ['node(s) were unschedulable']
    case 'untolerated-taint': {
      const { key, value = '' } = reason.taint
      return [
        isBefore(version, '1.35')
          ? `node(s) had untolerated taint {${key}: ${value}}`
          : 'node(s) had untolerated taint(s)',
      ]
    }
    case 'node-selector':
    case 'node-affinity':
      return ["node(s) didn't match Pod's node affinity/selector"]
    case 'conflicting-node-names':
      return ['pod affinity terms conflict']
    case 'host-port-taken':
      return ["node(s) didn't have free ports for the requested pod ports"]
    case 'insufficient-resources':
      return reason.shortages.map(({ resource }) =>
        resource === 'pods' ? 'Too many pods' : `Insufficient ${resource}`,
      )
    case 'spread-label-missing':
      return ["node(s) didn't match pod topology spread constraints (missing required label)"]
    case 'spread-skew':
      return ["node(s) didn't match pod topology spread constraints"]
    case 'pod-affinity':
      return ["node(s) didn't match pod affinity rules"]
    case 'pod-anti-affinity':
      return ["node(s) didn't match pod anti-affinity rules"]
    case 'existing-anti-affinity':
      return ["node(s) didn't satisfy existing pods anti-affinity rules"]
    case 'not-among-named':
      return [`node(s) didn't satisfy plugin(s) [${reason.plugins.join(' ')}]`]
  }
}

function printPreemption(preemption: Preemption, nodes: number, version: KubernetesVersion | undefined): string {
  switch (preemption.outcome) {
    case 'found':
      return `found a potential placement for pod on node ${preemption.node}, preempting ${preemption.victims.length} victims`
    case 'not-eligible':
      return preemption.why === 'policy-never'
        ? 'not eligible due to preemptionPolicy=Never.'
        : 'not eligible due to a terminating pod on the nominated node.'
    case 'no-help':
      return `0/${nodes} nodes are available: ${histogram([...preemption.nodes.values()].flatMap(why => printNoHelp(why, version)))}.`
    case 'not-reached':
      return `0/${nodes} nodes are available: ${nodes} ${NOT_HELPFUL}.`
  }
}

const NOT_HELPFUL = 'Preemption is not helpful for scheduling'

function printNoHelp(why: NoHelp, version: KubernetesVersion | undefined): readonly string[] {
  if (why === 'unresolvable') return [NOT_HELPFUL]
  if (why === 'no-victims') return ['No preemption victims found for incoming pod']
  return printReasons(why, version)
}

/** Each text with its count, sorted as text: 10 comes before 2. */
function histogram(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts]
    .map(([text, count]) => `${count} ${text}`)
    .sort()
    .join(', ')
}
