import type { PodAffinityTerm } from '../../../src/kubernetes/affinity.ts'
import type { LabelSelector } from '../../../src/kubernetes/label-selector.ts'
import type { Node } from '../../../src/kubernetes/node.ts'
import type { NodeSelectorTerm } from '../../../src/kubernetes/node-selector.ts'
import type { Labels } from '../../../src/kubernetes/object-meta.ts'
import type { Container, Pod } from '../../../src/kubernetes/pod.ts'
import type { TopologySpreadConstraint } from '../../../src/kubernetes/topology-spread.ts'
import type { SchedulingState } from '../../../src/scheduling/node-table.ts'
import { naivelyTolerates } from './naive-matcher.ts'

/** What a second scheduler decides, which keeps no sums, prepares nothing and asks every question of the objects anew. */
export interface NaiveDecision {
  /** Node → the plugin that refuses it; feasible nodes are absent. */
  readonly refusedBy: Readonly<Record<string, string>>
  /** Node → total score; empty unless two or more nodes are feasible. */
  readonly totals: Readonly<Record<string, number>>
  readonly best: readonly string[]
  readonly preemption?: { readonly node: string; readonly victims: readonly string[] }
}

export function naivelySchedule(state: SchedulingState, pod: Pod): NaiveDecision {
  const refusedBy: Record<string, string> = {}
  const named = namedBy(pod)
  for (const node of state.nodes) {
    const by = named && !named.includes(nameOf(node)) ? '' : refuser(state, pod, node)
    if (by !== undefined) refusedBy[nameOf(node)] = named?.length === 0 ? 'NodeAffinity' : by
  }
  const feasible = state.nodes.filter(node => refusedBy[nameOf(node)] === undefined)
  if (feasible.length === 0) {
    const preemption = named?.length === 0 ? undefined : preempt(state, pod, refusedBy)
    return { refusedBy, totals: {}, best: [], ...(preemption && { preemption }) }
  }
  if (feasible.length === 1) return { refusedBy, totals: {}, best: feasible.map(nameOf) }
  const totals = totalScores(state, pod, feasible)
  const highest = Math.max(...Object.values(totals))
  return { refusedBy, totals, best: feasible.map(nameOf).filter(name => totals[name] === highest) }
}

/** The names that every term of the required affinity insists on, if each does; none left: a contradiction. */
function namedBy(pod: Pod): string[] | undefined {
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  const lists = terms.map(({ matchFields = [] }) =>
    matchFields
      .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
      .map(({ values = [] }) => values),
  )
  if (terms.length === 0 || lists.some(list => list.length === 0)) return undefined
  return lists.flatMap(list => (list[0] ?? []).filter(name => list.every(values => values.includes(name))))
}

function refuser(state: SchedulingState, pod: Pod, node: Node): string | undefined {
  if (node.spec?.unschedulable && !tolerates(pod, { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }))
    return 'NodeUnschedulable'
  if (!toleratesHardTaints(pod, node)) return 'TaintToleration'
  if (!nodeMatches(pod, node)) return 'NodeAffinity'
  if (portsClash(state, pod, node)) return 'NodePorts'
  if (lacks(state, pod, node).length > 0) return 'NodeResourcesFit'
  if (spreadRefuses(state, pod, node)) return 'PodTopologySpread'
  if (affinityRefusal(state, pod, node)) return 'InterPodAffinity'
  return undefined
}

function tolerates(
  pod: Pod,
  taint: { key: string; value?: string; effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' },
) {
  return (pod.spec.tolerations ?? []).some(toleration => naivelyTolerates(toleration, taint))
}

function toleratesHardTaints(pod: Pod, node: Node): boolean {
  return (node.spec?.taints ?? []).every(taint => taint.effect === 'PreferNoSchedule' || tolerates(pod, taint))
}

function nodeMatches(pod: Pod, node: Node): boolean {
  const labels = node.metadata.labels ?? {}
  if (!Object.entries(pod.spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value)) return false
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return !required || required.nodeSelectorTerms.some(term => termHolds(term, node))
}

function termHolds({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: Node): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false
  const labels = { ...node.metadata.labels }
  const questions = [
    ...matchExpressions.map(requirement => ({ ...requirement, found: labels[requirement.key] })),
    ...matchFields.map(requirement => ({ ...requirement, found: node.metadata.name })),
  ]
  return questions.every(({ operator, values = [], found }) => {
    if (operator === 'Exists') return found !== undefined
    if (operator === 'DoesNotExist') return found === undefined
    if (operator === 'In') return found !== undefined && values.includes(found)
    if (operator === 'NotIn') return found === undefined || !values.includes(found)
    return operator === 'Gt' ? Number(found) > Number(values[0]) : Number(found) < Number(values[0])
  })
}

function selects(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return false
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
  const expressed = (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const found = labels[key]
    if (operator === 'Exists') return found !== undefined
    if (operator === 'DoesNotExist') return found === undefined
    if (operator === 'In') return found !== undefined && values.includes(found)
    return found === undefined || !values.includes(found)
  })
  return equal && expressed
}

function podsOn(state: SchedulingState, node: Node): Pod[] {
  return state.pods.filter(({ spec }) => spec.nodeName === node.metadata.name)
}

function hostPorts(pod: Pod) {
  const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  return [...sidecars, ...pod.spec.containers].flatMap(({ ports = [] }) => ports).filter(({ hostPort }) => hostPort)
}

function portsClash(state: SchedulingState, pod: Pod, node: Node): boolean {
  const anywhere = (ip: string | undefined) => !ip || ip === '0.0.0.0'
  return hostPorts(pod).some(wanted =>
    podsOn(state, node)
      .flatMap(hostPorts)
      .some(
        taken =>
          taken.hostPort === wanted.hostPort &&
          (taken.protocol ?? 'TCP') === (wanted.protocol ?? 'TCP') &&
          (anywhere(taken.hostIP) || anywhere(wanted.hostIP) || taken.hostIP === wanted.hostIP),
      ),
  )
}

const UNITS: Readonly<Record<string, number>> = { m: 1 / 1000, '': 1, Mi: 2 ** 20, Gi: 2 ** 30 }

function amount(text: string | undefined): number {
  const [, number = '0', unit = ''] = /^([0-9]+)([A-Za-z]*)$/.exec(text ?? '0') ?? []
  return Number(number) * (UNITS[unit] ?? Number.NaN)
}

/** `floor`: what a container counts as that does not ask. */
function asks(pod: Pod, resource: string, floor = '0'): number {
  const of = (container: Container) => amount(container.resources?.requests?.[resource] ?? floor)
  const inits = pod.spec.initContainers ?? []
  let sidecars = 0
  let largest = 0
  for (const container of inits) {
    largest = Math.max(largest, sidecars + of(container))
    if (container.restartPolicy === 'Always') sidecars += of(container)
  }
  const running = pod.spec.containers.reduce((sum, container) => sum + of(container), sidecars)
  return Math.max(running, largest) + amount(pod.spec.overhead?.[resource])
}

function used(state: SchedulingState, node: Node, resource: string, floor = '0'): number {
  return podsOn(state, node).reduce((sum, pod) => sum + asks(pod, resource, floor), 0)
}

function offers(node: Node, resource: string): number {
  return amount(node.status?.allocatable?.[resource])
}

/** 'never' where even the empty node would be too small. */
function lacks(state: SchedulingState, pod: Pod, node: Node): ('now' | 'never')[] {
  const short: ('now' | 'never')[] = podsOn(state, node).length + 1 > offers(node, 'pods') ? ['now'] : []
  for (const resource of ['cpu', 'memory', 'example.com/gpu']) {
    const wanted = asks(pod, resource)
    if (wanted === 0 || wanted <= offers(node, resource) - used(state, node, resource) + 1e-9) continue
    short.push(wanted > offers(node, resource) ? 'never' : 'now')
  }
  return short
}

function spreadSelector(pod: Pod, { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint) {
  const own = Object.entries(pod.metadata.labels ?? {}).filter(([key]) => matchLabelKeys.includes(key))
  const ownLabels: LabelSelector[] = own.length > 0 ? [{ matchLabels: Object.fromEntries(own) }] : []
  // The selector's own demand and the pod's label may contradict each other: both must hold.
  const selectors = [...(labelSelector ? [labelSelector] : []), ...ownLabels]
  return selectors.length > 0 ? selectors : undefined
}

function meant(selectors: LabelSelector[] | undefined, pod: Pod): boolean {
  return selectors?.every(selector => selects(selector, pod.metadata.labels ?? {})) ?? false
}

function isEmpty(selectors: LabelSelector[] | undefined): boolean {
  return !!selectors?.every(
    ({ matchLabels = {}, matchExpressions = [] }) => Object.keys(matchLabels).length + matchExpressions.length === 0,
  )
}

function countMeant(state: SchedulingState, pod: Pod, node: Node, selectors: LabelSelector[] | undefined): number {
  if (isEmpty(selectors)) return 0
  return podsOn(state, node).filter(
    other =>
      !other.metadata.deletionTimestamp &&
      other.metadata.namespace === pod.metadata.namespace &&
      meant(selectors, other),
  ).length
}

function included(pod: Pod, node: Node, constraint: TopologySpreadConstraint): boolean {
  if (constraint.nodeAffinityPolicy !== 'Ignore' && !nodeMatches(pod, node)) return false
  return constraint.nodeTaintsPolicy !== 'Honor' || toleratesHardTaints(pod, node)
}

function spreadRefuses(state: SchedulingState, pod: Pod, node: Node): 'label' | 'skew' | undefined {
  const hard = (pod.spec.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
  )
  for (const constraint of hard) {
    const { topologyKey, maxSkew, minDomains = 1 } = constraint
    const domain = node.metadata.labels?.[topologyKey]
    if (domain === undefined) return 'label'
    const selectors = spreadSelector(pod, constraint)
    const counts: Record<string, number> = {}
    for (const other of state.nodes) {
      const labels = other.metadata.labels ?? {}
      if (!hard.every(each => labels[each.topologyKey] !== undefined) || !included(pod, other, constraint)) continue
      const value = labels[topologyKey] ?? ''
      counts[value] = (counts[value] ?? 0) + countMeant(state, pod, other, selectors)
    }
    const least = Object.keys(counts).length < minDomains ? 0 : Math.min(...Object.values(counts))
    if ((counts[domain] ?? 0) + (meant(selectors, pod) ? 1 : 0) - least > maxSkew) return 'skew'
  }
  return undefined
}

function means(state: SchedulingState, term: PodAffinityTerm, owner: Pod, target: Pod): boolean {
  const namespace = target.metadata.namespace ?? ''
  const labels = [{ metadata: { name: 'default' } }, ...(state.namespaces ?? [])].find(
    ({ metadata }) => metadata.name === namespace,
  )?.metadata as { labels?: Labels } | undefined
  const { namespaces = [], namespaceSelector, labelSelector } = term
  const listed =
    namespaces.length === 0 && !namespaceSelector
      ? namespace === owner.metadata.namespace
      : namespaces.includes(namespace)
  return (
    (listed || selects(namespaceSelector, labels?.labels ?? {})) && selects(labelSelector, target.metadata.labels ?? {})
  )
}

function required(pod: Pod, kind: 'podAffinity' | 'podAntiAffinity'): readonly PodAffinityTerm[] {
  return pod.spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? []
}

function preferred(pod: Pod, kind: 'podAffinity' | 'podAntiAffinity') {
  return pod.spec.affinity?.[kind]?.preferredDuringSchedulingIgnoredDuringExecution ?? []
}

/** The pods on nodes that share the node's value of the key. */
function neighbours(state: SchedulingState, node: Node, key: string): Pod[] {
  const domain = node.metadata.labels?.[key]
  if (domain === undefined) return []
  return state.nodes.filter(({ metadata }) => metadata.labels?.[key] === domain).flatMap(other => podsOn(state, other))
}

function affinityRefusal(state: SchedulingState, pod: Pod, node: Node): 'near' | 'apart' | 'theirs' | undefined {
  const near = required(pod, 'podAffinity')
  const suits = (other: Pod) => near.every(term => means(state, term, pod, other))
  if (!near.every(({ topologyKey }) => node.metadata.labels?.[topologyKey] !== undefined)) return 'near'
  if (!near.every(({ topologyKey }) => neighbours(state, node, topologyKey).some(suits))) {
    const anywhere = state.nodes.some(other =>
      near.some(
        ({ topologyKey }) => other.metadata.labels?.[topologyKey] !== undefined && podsOn(state, other).some(suits),
      ),
    )
    if (anywhere || !suits(pod)) return 'near'
  }
  const crowded = required(pod, 'podAntiAffinity').some(term =>
    neighbours(state, node, term.topologyKey).some(other => means(state, term, pod, other)),
  )
  if (crowded) return 'apart'
  const shunned = state.nodes
    .flatMap(other => podsOn(state, other).map(resident => ({ other, resident })))
    .some(({ other, resident }) =>
      required(resident, 'podAntiAffinity').some(
        term =>
          means(state, term, resident, pod) &&
          node.metadata.labels?.[term.topologyKey] !== undefined &&
          node.metadata.labels[term.topologyKey] === other.metadata.labels?.[term.topologyKey],
      ),
    )
  return shunned ? 'theirs' : undefined
}

function totalScores(state: SchedulingState, pod: Pod, feasible: Node[]): Record<string, number> {
  const columns = [
    [3, tainted(pod, feasible)],
    [2, liked(pod, feasible)],
    [1, feasible.map(node => spare(state, pod, node))],
    [2, uncrowded(state, pod, feasible)],
    [2, welcome(state, pod, feasible)],
    [1, feasible.map(node => balance(state, pod, node))],
    [1, feasible.map(node => imagesThere(state, pod, node))],
  ] as const
  return Object.fromEntries(
    feasible.map((node, i) => [
      nameOf(node),
      columns.reduce((sum, [weight, scores]) => sum + weight * (scores[i] ?? 0), 0),
    ]),
  )
}

function tainted(pod: Pod, nodes: Node[]): number[] {
  const counts = nodes.map(
    node =>
      (node.spec?.taints ?? []).filter(taint => taint.effect === 'PreferNoSchedule' && !tolerates(pod, taint)).length,
  )
  const most = Math.max(...counts)
  return counts.map(count => (most === 0 ? 100 : 100 - Math.floor((100 * count) / most)))
}

function liked(pod: Pod, nodes: Node[]): number[] {
  const terms = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  const sums = nodes.map(node =>
    terms.reduce((sum, { weight, preference }) => sum + (termHolds(preference, node) ? weight : 0), 0),
  )
  const most = Math.max(...sums)
  return sums.map(sum => (most === 0 ? 0 : Math.floor((100 * sum) / most)))
}

function spare(state: SchedulingState, pod: Pod, node: Node): number {
  const scores = (
    [
      ['cpu', '100m'],
      ['memory', '200Mi'],
    ] as const
  ).map(([resource, floor]) => {
    const all = offers(node, resource)
    const taken = used(state, node, resource, floor) + asks(pod, resource, floor)
    // Thousandths of a cpu are whole numbers upstream.
    const [whole, part] = [Math.round(all * 1000), Math.round(taken * 1000)]
    return part > whole ? 0 : Math.floor(((whole - part) * 100) / whole)
  })
  return Math.floor(scores.reduce((sum, score) => sum + score, 0) / 2)
}

function balance(state: SchedulingState, pod: Pod, node: Node): number {
  if (asks(pod, 'cpu') === 0 && asks(pod, 'memory') === 0) return 0
  const even = (more: number) => {
    const degree = (resource: string) => {
      const [whole, part] = [offers(node, resource), used(state, node, resource) + more * asks(pod, resource)]
      return Math.min(1, Math.round(part * 1000) / Math.round(whole * 1000))
    }
    return Math.floor((1 - Math.abs((degree('cpu') - degree('memory')) / 2)) * 100)
  }
  return 50 + Math.trunc((50 + even(1) - even(0)) / 2)
}

function imagesThere(state: SchedulingState, pod: Pod, node: Node): number {
  const wanted = [...(pod.spec.initContainers ?? []), ...pod.spec.containers]
  const has = (where: Node, name: string) => (where.status?.images ?? []).filter(({ names }) => names?.includes(name))
  const sum = wanted.reduce((total, { image = '' }) => {
    const name = image.includes(':') ? image : `${image}:latest`
    if (has(node, name).length === 0) return total
    // A node may list an image twice, and then counts twice.
    const listings = state.nodes.flatMap(each => has(each, name))
    return total + Math.floor((listings[0]?.sizeBytes ?? 0) * (listings.length / state.nodes.length))
  }, 0)
  const [least, most] = [23 * 2 ** 20, 1000 * 2 ** 20 * wanted.length]
  return Math.floor((100 * (Math.min(most, Math.max(least, sum)) - least)) / (most - least))
}

function uncrowded(state: SchedulingState, pod: Pod, nodes: Node[]): number[] {
  const own = pod.spec.topologySpreadConstraints ?? []
  const services = (state.services ?? []).filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.metadata.namespace &&
      selects({ matchLabels: spec?.selector ?? {} }, pod.metadata.labels ?? {}),
  )
  const together: LabelSelector = { matchLabels: Object.assign({}, ...services.map(({ spec }) => spec?.selector)) }
  const defaults: TopologySpreadConstraint[] =
    own.length > 0 || services.length === 0
      ? []
      : [
          {
            topologyKey: 'kubernetes.io/hostname',
            maxSkew: 3,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: together,
          },
          {
            topologyKey: 'topology.kubernetes.io/zone',
            maxSkew: 5,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: together,
          },
        ]
  const constraints = [...own, ...defaults].filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'ScheduleAnyway')
  if (constraints.length === 0) return nodes.map(() => 0)
  const complete = (node: Node) =>
    own.length === 0 || constraints.every(({ topologyKey }) => node.metadata.labels?.[topologyKey] !== undefined)
  const domainOf = (node: Node, key: string) => node.metadata.labels?.[key] ?? ''
  const raw = nodes.map(node => {
    if (!complete(node)) return undefined
    let score = 0
    for (const constraint of constraints) {
      const key = constraint.topologyKey
      if (node.metadata.labels?.[key] === undefined) continue
      const selectors = spreadSelector(pod, constraint)
      const eligible = nodes.filter(complete)
      const size =
        key === 'kubernetes.io/hostname' ? eligible.length : new Set(eligible.map(each => domainOf(each, key))).size
      const crowd =
        key === 'kubernetes.io/hostname'
          ? countMeant(state, pod, node, selectors)
          : state.nodes
              .filter(
                each =>
                  complete(each) && included(pod, each, constraint) && domainOf(each, key) === domainOf(node, key),
              )
              .reduce((sum, each) => sum + countMeant(state, pod, each, selectors), 0)
      score += crowd * Math.log(size + 2) + constraint.maxSkew - 1
    }
    return Math.round(score)
  })
  const scored = raw.filter(score => score !== undefined)
  const [least, most] = [Math.min(...scored), Math.max(...scored)]
  return raw.map(score => {
    if (score === undefined) return 0
    return most === 0 ? 100 : Math.floor((100 * (most + least - score)) / most)
  })
}

function welcome(state: SchedulingState, pod: Pod, nodes: Node[]): number[] {
  const residents = state.nodes.flatMap(node => podsOn(state, node).map(resident => ({ node, resident })))
  const raw = nodes.map(node => {
    let score = 0
    for (const { node: theirs, resident } of residents) {
      const together = (key: string) =>
        node.metadata.labels?.[key] !== undefined && node.metadata.labels[key] === theirs.metadata.labels?.[key]
      for (const [sign, kind] of [
        [1, 'podAffinity'],
        [-1, 'podAntiAffinity'],
      ] as const) {
        for (const { weight, podAffinityTerm: term } of preferred(pod, kind))
          if (together(term.topologyKey) && means(state, term, pod, resident)) score += sign * weight
        for (const { weight, podAffinityTerm: term } of preferred(resident, kind))
          if (together(term.topologyKey) && means(state, term, resident, pod)) score += sign * weight
      }
      for (const term of required(resident, 'podAffinity'))
        if (together(term.topologyKey) && means(state, term, resident, pod)) score += 1
    }
    return score
  })
  const [least, most] = [Math.min(...raw), Math.max(...raw)]
  return raw.map(score => (most === least ? 0 : Math.floor((100 * (score - least)) / (most - least) + 1e-9)))
}

interface Plan {
  readonly node: string
  readonly victims: readonly Pod[]
  readonly violations: number
}

function preempt(state: SchedulingState, pod: Pod, refusedBy: Record<string, string>) {
  if (pod.spec.preemptionPolicy === 'Never') return undefined
  const plans = state.nodes.flatMap(node => {
    const by = refusedBy[nameOf(node)] ?? ''
    const curable =
      by === 'NodePorts' ||
      (by === 'NodeResourcesFit' && !lacks(state, pod, node).includes('never')) ||
      (by === 'PodTopologySpread' && spreadRefuses(state, pod, node) === 'skew') ||
      (by === 'InterPodAffinity' && affinityRefusal(state, pod, node) !== 'near')
    return curable ? planOn(state, pod, node) : []
  })
  const priority = ({ spec }: Pod) => spec.priority ?? 0
  const cost = ({ violations, victims }: Plan): number[] => {
    const highest = Math.max(...victims.map(priority))
    const firstOfThose =
      victims
        .filter(victim => priority(victim) === highest)
        .map(startOf)
        .sort()[0] ?? ''
    const sum = victims.reduce((total, victim) => total + priority(victim) + 2 ** 31, 0)
    return [violations, highest, sum, victims.length, -Date.parse(firstOfThose)]
  }
  const [best] = plans.sort((a, b) => {
    const [left, right] = [cost(a), cost(b)]
    const i = left.findIndex((value, index) => value !== right[index])
    return i < 0 ? 0 : (left[i] ?? 0) - (right[i] ?? 0)
  })
  return best && { node: best.node, victims: best.victims.map(({ metadata }) => metadata.name ?? '').sort() }
}

function startOf({ status }: Pod): string {
  return status?.startTime ?? ''
}

function planOn(state: SchedulingState, pod: Pod, node: Node): Plan[] {
  const importance = (a: Pod, b: Pod) =>
    (b.spec.priority ?? 0) - (a.spec.priority ?? 0) || (startOf(a) < startOf(b) ? -1 : 1)
  const lesser = podsOn(state, node)
    .filter(other => (other.spec.priority ?? 0) < (pod.spec.priority ?? 0))
    .sort(importance)
  const without = (gone: readonly Pod[]) => ({ ...state, pods: state.pods.filter(other => !gone.includes(other)) })
  const fits = (gone: readonly Pod[]) => refuser(without(gone), pod, node) === undefined
  if (lesser.length === 0 || !fits(lesser)) return []
  const allowed = (state.podDisruptionBudgets ?? []).map(({ status }) => status?.disruptionsAllowed ?? 0)
  const protectedOnes = lesser.filter(victim => {
    let broken = false
    for (const [i, { metadata, spec }] of (state.podDisruptionBudgets ?? []).entries()) {
      const labels = victim.metadata.labels ?? {}
      const applies =
        metadata.namespace === victim.metadata.namespace &&
        Object.keys(labels).length > 0 &&
        !isEmpty(spec?.selector ? [spec.selector] : undefined) &&
        selects(spec?.selector, labels)
      if (!applies) continue
      allowed[i] = (allowed[i] ?? 0) - 1
      if (allowed[i] < 0) broken = true
    }
    return broken
  })
  let gone: readonly Pod[] = lesser
  let violations = 0
  for (const victim of [...protectedOnes, ...lesser.filter(each => !protectedOnes.includes(each))]) {
    const spared = gone.filter(each => each !== victim)
    if (fits(spared)) gone = spared
    else if (protectedOnes.includes(victim)) violations += 1
  }
  return [{ node: nameOf(node), victims: gone, violations }]
}

function nameOf({ metadata }: Node): string {
  return metadata.name ?? ''
}
