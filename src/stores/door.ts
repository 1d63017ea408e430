import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import type { Taint } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import { firstRejection } from '../scheduling/node-filters.ts'
import {
  explainMatch,
  type FieldMatch,
  heededBy,
  type Match,
  tolerates,
  untoleratedTaint,
} from '../scheduling/toleration.ts'
import type { Reason } from '../scheduling/verdict.ts'

/** A toleration held against a taint, and what came of it. */
export interface Tried {
  readonly taint: Taint
  readonly toleration: Toleration
  readonly match: Match
}

/** A node's door as a newcomer finds it. */
export type Door =
  /**
   * Refused; `nearest` is the key that came nearest to the lock that refuses, where the ring holds any, and `locks`
   * says how many locks bar this door, opened or not.
   */
  | { readonly open: false; readonly reason: Reason; readonly nearest?: Tried; readonly locks: number }
  /** Every lock opens, but for `knock`: the first `PreferNoSchedule` taint that asks to try another node first. */
  | { readonly open: true; readonly opened: readonly Tried[]; readonly knock?: Taint }

/**
 * Looks at a node's door for a pod that is not placed yet: whether the scheduler's filters let it in, and which of its
 * tolerations decides at each taint. Ports, resources and other pods are not looked at.
 */
export function doorOf(pod: Pod, node: Node): Door {
  const tolerations = pod.spec.tolerations ?? []
  const taints = node.spec?.taints ?? []
  const verdict = firstRejection(pod, node)
  if (!verdict.fits) {
    const { reason } = verdict
    const nearest = reason.code === 'untolerated-taint' ? nearestKey(tolerations, reason.taint) : undefined
    return { open: false, reason, ...(nearest && { nearest }), locks: taints.filter(heededBy.filter).length }
  }
  const opened = taints.flatMap(taint => {
    const toleration = tolerations.find(candidate => tolerates(candidate, taint))
    return toleration ? [{ taint, toleration, match: explainMatch(toleration, taint) }] : []
  })
  const knock = untoleratedTaint(taints, tolerations, heededBy.score)
  return { open: true, opened, ...(knock && { knock }) }
}

/** The first of the tolerations that agree with the taint in the most fields. */
function nearestKey(tolerations: readonly Toleration[], taint: Taint): Tried | undefined {
  const tried = tolerations.map(toleration => ({ taint, toleration, match: explainMatch(toleration, taint) }))
  return tried.toSorted((a, b) => agreement(b.match) - agreement(a.match))[0]
}

/** The key counts before all else: a toleration for another key is of no use, however well the rest agrees. */
function agreement({ key, value, effect }: Match): number {
  const agrees = (field: FieldMatch): number => (field === 'differs' ? 0 : 1)
  return 4 * agrees(key) + agrees(value) + agrees(effect)
}
