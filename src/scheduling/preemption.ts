import type { PodDisruptionBudget } from '../kubernetes/pod-disruption-budget.ts'
import { type Cycle, firstRefusal, type Refusal, tryWith, tryWithout } from './filters.ts'
import { labelMatcher } from './label-match.ts'
import { at, trial } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { mayBeResolved, type SchedulingReason } from './verdict.ts'

/** What preemption could do for a pod that fits nowhere. */
export type Preemption =
  /** These pods make room on this node; the pod waits until they are gone. */
  | { readonly outcome: 'found'; readonly node: string; readonly victims: readonly PodInfo[] }
  | { readonly outcome: 'not-eligible'; readonly why: 'policy-never' | 'victims-terminating' }
  /** For every node why the removal of less important pods does not help. */
  | { readonly outcome: 'no-help'; readonly nodes: ReadonlyMap<string, NoHelp> }
  /** A plugin refused the pod before any node was looked at, and preemption did not get its turn. */
  | { readonly outcome: 'not-reached' }

/** `unresolvable`: no pod stood in the way; `no-victims`: none is less important; else what is still in the way without them. */
export type NoHelp = 'unresolvable' | 'no-victims' | SchedulingReason

/**
 * Looks for a node where the removal of less important pods lets the pod in, and for the victims that cost least.
 *
 * Of each node that a resolvable reason refused, all pods of lower priority are taken away; if the pod then fits, as many
 * as possible are put back, those that a PodDisruptionBudget protects first, then the most important. Among the nodes the
 * one is chosen that breaks the fewest budgets, then has the least important first victim, the smallest sum of
 * priorities, the fewest victims, and the latest start of its most important ones.
 * (scheduler plugin `DefaultPreemption`; framework/preemption `Evaluator.Preempt`)
 */
export function preempt(cycle: Cycle, refusals: ReadonlyMap<number, Refusal>): Preemption {
  const { info, table } = cycle
  if (info.pod.spec.preemptionPolicy === 'Never') return { outcome: 'not-eligible', why: 'policy-never' }
  if (waitsForVictims(cycle, refusals)) return { outcome: 'not-eligible', why: 'victims-terminating' }
  const candidates: Candidate[] = []
  const nodes = new Map<string, NoHelp>()
  for (const [row, { reason }] of refusals) {
    const name = at(table.nodes, row).metadata.name ?? ''
    const found = mayBeResolved(reason) ? trial(table, () => victimsOn(cycle, row)) : 'unresolvable'
    if (typeof found === 'object' && 'victims' in found) candidates.push({ ...found, node: name })
    else nodes.set(name, found)
  }
  const best = cheapest(candidates)
  return best ? { outcome: 'found', node: best.node, victims: best.victims } : { outcome: 'no-help', nodes }
}

interface Victims {
  /** From the most important to the least. */
  readonly victims: readonly PodInfo[]
  /** How many of them a PodDisruptionBudget would have protected. */
  readonly violations: number
}

interface Candidate extends Victims {
  readonly node: string
}

/**
 * A pod that made room already does not do so again while its victims are leaving, unless its node has become
 * impossible meanwhile. (`PodEligibleToPreemptOthers`)
 */
function waitsForVictims({ info, table }: Cycle, refusals: ReadonlyMap<number, Refusal>): boolean {
  const row = table.rows.get(info.pod.status?.nominatedNodeName ?? '')
  if (row === undefined) return false
  const refusal = refusals.get(row)
  if (refusal && !mayBeResolved(refusal.reason)) return false
  return at(table.pods, row).some(other => other.priority < info.priority && leavesForPreemption(other))
}

function leavesForPreemption({ pod, terminating }: PodInfo): boolean {
  const target = pod.status?.conditions?.find(({ type }) => type === 'DisruptionTarget')
  return terminating && target?.status === 'True' && target.reason === 'PreemptionByScheduler'
}

/** (`SelectVictimsOnNode`) The table is afterwards as it was before. */
function victimsOn(cycle: Cycle, row: number): Victims | NoHelp {
  const { info, table } = cycle
  const lesser = at(table.pods, row)
    .filter(other => other.priority < info.priority)
    .sort(byImportance)
  if (lesser.length === 0) return 'no-victims'
  const before = [...at(table.pods, row)]
  for (const other of lesser) tryWithout(cycle, other, row)
  const gone = new Set(lesser)
  const refusal = firstRefusal(cycle, row)
  let violations = 0
  if (!refusal) {
    const { violating, others } = byBudget(lesser, table.budgets)
    for (const other of [...violating, ...others]) {
      tryWith(cycle, other, row)
      gone.delete(other)
      if (!firstRefusal(cycle, row)) continue
      tryWithout(cycle, other, row)
      gone.add(other)
      if (violating.includes(other)) violations += 1
    }
  }
  for (const other of gone) tryWith(cycle, other, row)
  putInOrder(at(table.pods, row), before)
  return refusal ? refusal.reason : { victims: lesser.filter(other => gone.has(other)), violations }
}

function putInOrder(pods: PodInfo[], order: readonly PodInfo[]): void {
  pods.sort((a, b) => order.indexOf(a) - order.indexOf(b))
}

/** The higher priority first, then what started earlier. (scheduler/util `MoreImportantPod`) */
function byImportance(a: PodInfo, b: PodInfo): number {
  return b.priority - a.priority || compareStarts(a, b)
}

/** A pod that has not started yet counts as starting now. Times in UTC compare as text. */
function compareStarts(a: PodInfo, b: PodInfo): number {
  const [first, second] = [startOf(a), startOf(b)]
  return first === second ? 0 : first < second ? -1 : 1
}

function startOf({ pod }: PodInfo): string {
  return pod.status?.startTime ?? 'now'
}

/** Which pods may not go without breaking a budget, given that those before them went. (`filterPodsWithPDBViolation`) */
function byBudget(
  pods: readonly PodInfo[],
  budgets: readonly PodDisruptionBudget[],
): { readonly violating: readonly PodInfo[]; readonly others: readonly PodInfo[] } {
  const left = budgets.map(({ metadata, spec, status }) => ({
    namespace: metadata.namespace || 'default',
    matcher: labelMatcher(spec?.selector),
    disrupted: status?.disruptedPods ?? {},
    allowed: status?.disruptionsAllowed ?? 0,
  }))
  const violating: PodInfo[] = []
  const others: PodInfo[] = []
  for (const info of pods) {
    const name = info.pod.metadata.name ?? ''
    const protecting = left.filter(
      ({ namespace, matcher, disrupted }) =>
        namespace === info.namespace &&
        Object.keys(info.labels).length > 0 &&
        !matcher.empty &&
        matcher.matches(info.labels) &&
        !Object.hasOwn(disrupted, name),
    )
    for (const budget of protecting) budget.allowed -= 1
    if (protecting.some(({ allowed }) => allowed < 0)) violating.push(info)
    else others.push(info)
  }
  return { violating, others }
}

/** The first difference counts; of equal candidates the first node's is taken. (`pickOneNodeForPreemption`) */
function cheapest(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, candidate) => (best && compareCosts(best, candidate) <= 0 ? best : candidate),
    undefined,
  )
}

function compareCosts(a: Candidate, b: Candidate): number {
  return (
    a.violations - b.violations ||
    highestPriority(a) - highestPriority(b) ||
    sumOfPriorities(a) - sumOfPriorities(b) ||
    a.victims.length - b.victims.length ||
    compareStarts(firstStarted(b), firstStarted(a))
  )
}

function highestPriority({ victims }: Candidate): number {
  return at(victims, 0).priority
}

/** Shifted, so that few victims of negative priority do not weigh more than many. */
function sumOfPriorities({ victims }: Candidate): number {
  return victims.reduce((sum, { priority }) => sum + priority + 2 ** 31, 0)
}

/** Of the most important victims the one that has run longest. */
function firstStarted(candidate: Candidate): PodInfo {
  const highest = candidate.victims.filter(({ priority }) => priority === highestPriority(candidate))
  return highest.reduce((first, victim) => (compareStarts(victim, first) < 0 ? victim : first))
}
