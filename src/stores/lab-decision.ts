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
import type { LabClause, LabDecision, LabNodeDecision, LabPreemption, PodName, Unasked } from './lab-protocol.ts'

/** Nodes of a decision that are told one by one, and names that one clause gives. */
const MOST_NODES = 200
const MOST_NAMES = 100

/** What the scheduler finds about a pod now, whether it waits or has its place. `undefined`: there is no such pod. */
export function decisionAbout(cluster: Cluster, name: PodName): LabDecision | undefined {
  const pod = podNamed(cluster, name)
  if (!pod) return undefined
  const options = schedulingOptions(cluster)
  return unplaced(cluster, pod, (table, newcomer) => {
    const decision = schedule(table, newcomer, options)
    const { node, best, named, refusal } = decision
    const ranked = decision.nodes.toSorted((a, b) => rank(a) - rank(b) || b.total - a.total)
    const shown = ranked.filter(({ name: each }, index) => index < MOST_NODES || each === pod.spec.nodeName)
    const plugins = new Set(decision.nodes.flatMap(({ scores }) => scores.map(({ plugin }) => plugin)))
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller)?.kind
    const unasked = whyUnasked(pod)
    return {
      pod: name,
      ...(owner !== undefined && { owner }),
      tolerations: pod.spec.tolerations ?? [],
      ...(unasked && { unasked }),
      ...(pod.spec.nodeName !== undefined && { placedOn: pod.spec.nodeName }),
      ...(node !== undefined && { node }),
      best,
      nodes: shown.map(node => told(node, opened(cluster, newcomer, node.name))),
      moreNodes: ranked.length - shown.length,
      ...(named && { named: named.names.slice(0, MOST_NAMES) }),
      scored: [...plugins].map((plugin: ScorePlugin) => ({ plugin, weight: SCORE_WEIGHTS[plugin] })),
      message: printDecision(decision, newcomer, options.version),
      clauses: clausesOf(decision, newcomer, cluster),
      ...(refusal && { refusal }),
      ...(decision.preemption && { preemption: preemptionOf(decision.preemption) }),
    }
  })
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
  taints: LabNodeDecision['opened'],
): LabNodeDecision {
  return {
    name,
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
  return explainDecision(decision, pod, schedulingOptions(cluster).version).map(({ nodes, ...clause }) => {
    return { ...clause, ...(nodes && { count: nodes.length, nodes: nodes.slice(0, MOST_NAMES) }) }
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
