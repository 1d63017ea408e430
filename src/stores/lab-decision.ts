import { type Cluster, find, type Held } from '../cluster/cluster.ts'
import { isStatic } from '../cluster/static-pod.ts'
import type { Taint } from '../kubernetes/taint.ts'
import { SCORE_WEIGHTS, type ScorePlugin } from '../scheduling/profile.ts'
import type { NodeDecision } from '../scheduling/schedule.ts'
import { type Decision, schedule } from '../scheduling/schedule.ts'
import { explainDecision, printDecision } from '../scheduling/scheduling-message.ts'
import { heededBy, tolerates } from '../scheduling/toleration.ts'
import { type WhatIf, whatIf } from '../scheduling/what-if.ts'
import { gatesOf, podNamed, schedulingOptions, unplaced } from './lab-board.ts'
import type { PodName } from './lab-terms.ts'
import {
  type DecisionLook,
  FIRST_DECISION_LOOK,
  type LabClause,
  type LabDecision,
  type LabNodeDecision,
  type LabPreemption,
  type Unasked,
} from './lab-verdict.ts'

/** How many nodes are told one by one where one looks, how many names are given, and how many stand for what they share. */
const MOST_NODES = 50
const MOST_NAMES = 100
const A_DOZEN = 12

/** What the scheduler finds about a pod now, whether it waits or has its place. `undefined`: there is no such pod. */
export function decisionAbout(
  cluster: Cluster,
  name: PodName,
  look: DecisionLook = FIRST_DECISION_LOOK,
): LabDecision | undefined {
  const pod = podNamed(cluster, name)
  if (!pod) return undefined
  const options = schedulingOptions(cluster)
  return unplaced(cluster, pod, (table, newcomer) => {
    const decision = schedule(table, newcomer, options)
    const { node, named, refusal } = decision
    const best = new Set(decision.best)
    const tell = (each: NodeDecision) => told(each, best.has(each.name), opened(cluster, newcomer, each.name))
    const ranked = decision.nodes.toSorted((a, b) => rank(a) - rank(b) || b.total - a.total)
    const fitting = ranked.filter(each => !each.refusal)
    const refusing = ranked.filter(each => each.refusal)
    const placed = decision.nodes.find(each => each.name === pod.spec.nodeName)
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller)?.kind
    const unasked = whyUnasked(pod)
    return {
      pod: name,
      ...(owner !== undefined && { owner }),
      tolerations: pod.spec.tolerations ?? [],
      ...(unasked && { unasked }),
      ...(pod.spec.nodeName !== undefined && { placedOn: pod.spec.nodeName }),
      ...(node !== undefined && { node }),
      ties: best.size,
      ...lookedAt({ all: ranked, fits: fitting, refuses: refusing }[look.verdict], look, tell),
      all: ranked.length,
      refusing: refusing.length,
      leaders: fitting.filter((each, index) => index < A_DOZEN || each.name === node).map(tell),
      ...(placed && { placed: tell(placed) }),
      nearest: refusing
        .toSorted((a, b) => b.verdicts.length - a.verdicts.length)
        .slice(0, MOST_NAMES)
        .map(each => each.name),
      ...(named && { named: named.names.slice(0, MOST_NAMES) }),
      scored: scoredBy(decision),
      message: printDecision(decision, newcomer, options.version),
      clauses: clausesOf(decision, newcomer, cluster),
      ...(refusal && { refusal }),
      ...(decision.preemption && { preemption: preemptionOf(decision.preemption) }),
    }
  })
}

/** The window that one looks through; where there are fewer by now than before it, the last of them. */
function lookedAt(
  ranked: readonly NodeDecision[],
  { filter, from, count }: DecisionLook,
  tell: (node: NodeDecision) => LabNodeDecision,
): Pick<LabDecision, 'nodes' | 'from' | 'matching'> {
  const text = filter.trim().toLowerCase()
  const matching = ranked.filter(({ name }) => name.toLowerCase().includes(text))
  const most = Math.min(Math.max(1, count), MOST_NODES)
  const last = Math.floor(Math.max(0, matching.length - 1) / most) * most
  const first = Math.min(Math.max(0, from), last)
  return { nodes: matching.slice(first, first + most).map(tell), from: first, matching: matching.length }
}

function scoredBy({ nodes }: Decision): LabDecision['scored'] {
  const loud = new Map<ScorePlugin, boolean>()
  for (const { scores } of nodes) {
    for (const { plugin, weighted } of scores) loud.set(plugin, loud.get(plugin) === true || weighted !== 0)
  }
  return Array.from(loud, ([plugin, speaks]) => ({ plugin, weight: SCORE_WEIGHTS[plugin], silent: !speaks }))
}

/** What would have to change to let a pod in on a node. `undefined`: there is no such pod, or no such node. */
export function whatIfOf(cluster: Cluster, name: PodName, node: string): WhatIf | undefined {
  const pod = podNamed(cluster, name)
  if (!pod || !find(cluster, 'nodes', node)) return undefined
  return unplaced(cluster, pod, (table, newcomer) => whatIf(table, newcomer, node, gatesOf(cluster)))
}

/** Those that take the pod come first. */
function rank({ refusal }: NodeDecision): number {
  return refusal ? 1 : 0
}

const OURS = 'default-scheduler'

/** Why no scheduler of this cluster looks at a pod before it has its place. */
function whyUnasked(pod: Held['pods']): Unasked | undefined {
  if (isStatic(pod)) return 'static'
  if (pod.spec.schedulingGates?.length) return 'gates'
  return (pod.spec.schedulerName ?? OURS) === OURS ? undefined : 'other-scheduler'
}

/** The taints that would have kept the pod out of a node, and that it tolerates. */
function opened(cluster: Cluster, { spec }: Held['pods'], node: string): readonly Taint[] {
  const taints = find(cluster, 'nodes', node)?.spec?.taints ?? []
  return taints.filter(taint => {
    const isTolerated = spec.tolerations?.some(toleration => tolerates(toleration, taint, gatesOf(cluster)))
    return heededBy.filter(taint) && isTolerated
  })
}

function told(
  { name, verdicts, refusal, scores, total }: NodeDecision,
  best: boolean,
  taints: LabNodeDecision['opened'],
): LabNodeDecision {
  return {
    name,
    best,
    verdicts: verdicts.map(({ plugin, verdict }) => {
      return { plugin, fits: verdict.fits, ...(!verdict.fits && { reason: verdict.reason }) }
    }),
    ...(refusal && { refusal }),
    scores: scores.map(({ plugin, raw, normalized, weighted }) => ({ plugin, raw, score: normalized, weighted })),
    total,
    opened: taints,
  }
}

function clausesOf(decision: Decision, pod: Held['pods'], cluster: Cluster): readonly LabClause[] {
  const reasons = new Map(decision.nodes.map(({ name, refusal }) => [name, refusal?.reason]))
  return explainDecision(decision, pod, schedulingOptions(cluster).version).map(({ nodes, ...clause }) => {
    if (!nodes) return clause
    const some = nodes.slice(0, A_DOZEN).map(name => {
      const reason = reasons.get(name)
      return { name, ...(reason && { reason }) }
    })
    return { ...clause, count: nodes.length, nodes: some }
  })
}

function preemptionOf(preemption: NonNullable<Decision['preemption']>): LabPreemption {
  switch (preemption.outcome) {
    case 'found': {
      const victims = preemption.victims.map(({ namespace, pod }) => ({ namespace, name: pod.metadata.name ?? '' }))
      return { outcome: 'found', node: preemption.node, victims }
    }
    case 'not-eligible':
      return preemption
    default:
      return { outcome: preemption.outcome }
  }
}
