import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import type { Taint } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import { evictionOf } from '../scheduling/eviction.ts'
import { firstRejection } from '../scheduling/node-filters.ts'
import { explainMatch, type Match } from '../scheduling/toleration.ts'

/** What a question is decided by: Kubernetes' rules, or one misreading of them. */
export interface Rules {
  /** Whether the toleration tolerates the taint, and which rule decides it. */
  readonly match: (toleration: Toleration, taint: Taint) => Pick<Match, 'tolerates' | 'rule'>
  /** The nodes that the scheduler can choose. */
  readonly choosable: (pod: Pod, nodes: readonly Node[]) => readonly Node[]
  /** What becomes of a running pod whose node carries the taints. */
  readonly fate: (pod: RunningPod, taints: readonly Taint[]) => Fate
}

/** A running pod as the API server holds it: with the tolerations that admission and its controller have added. */
export interface RunningPod {
  readonly tolerations: readonly Toleration[]
  /** The kind of its controller, if it has one. */
  readonly owner?: string
}

/** A running pod stays, leaves at once, or leaves after so many seconds (`60s`). */
export type Fate = 'stays' | 'now' | `${number}s`

/** The rules that the cluster itself runs on. */
export const KUBERNETES: Rules = {
  match: explainMatch,
  choosable: (pod, nodes) => nodes.filter(node => firstRejection(pod, node).fits),
  fate: ({ tolerations }, taints) => {
    const eviction = evictionOf(tolerations, taints)
    if (eviction.leaves === 'never') return 'stays'
    return fateAfter(eviction.leaves === 'at-once' ? 0 : eviction.seconds)
  },
}

/** The fate of a pod that has so many seconds left. */
export function fateAfter(seconds: number): Fate {
  return seconds > 0 ? `${seconds}s` : 'now'
}
