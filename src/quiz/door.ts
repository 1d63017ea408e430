import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import type { Taint } from '../kubernetes/taint.ts'
import { isUniversal, type Toleration } from '../kubernetes/toleration.ts'
import { firstRejection } from '../scheduling/node-filters.ts'
import { explainMatch, heededBy } from '../scheduling/toleration.ts'
import { valueMiss } from './field.ts'
import type { DoorReason, ShutReason } from './reason.ts'

/** Whether the scheduler can choose the node for the pod, and everything that speaks for or against it. */
export interface Door {
  readonly open: boolean
  /** At least one. */
  readonly reasons: readonly DoorReason[]
}

/** Looks at a node as the scheduler's filters do, and says why of every lock that counts. */
export function lookAtDoor(pod: Pod, node: Node): Door {
  const verdict = firstRejection(pod, node)
  if (!verdict.fits && verdict.reason.code !== 'untolerated-taint') return { open: false, reasons: [verdict.reason] }
  const tolerations = pod.spec.tolerations ?? []
  const taints = node.spec?.taints ?? []
  if (taints.length === 0) {
    return {
      open: true,
      reasons: [{ code: 'no-lock' }, ...(tolerations.length ? [{ code: 'no-magnet' } as const] : [])],
    }
  }
  if (verdict.fits) return { open: true, reasons: taints.map(taint => whyNoObstacle(taint, tolerations)) }
  const shut = taints.filter(taint => heededBy.filter(taint) && !openingKey(taint, tolerations))
  const opened = taints.some(taint => openingKey(taint, tolerations))
  return {
    open: false,
    reasons: [
      ...shut.flatMap(taint => whyShut(taint, tolerations)),
      ...(opened ? [{ code: 'every-lock' } as const] : []),
    ],
  }
}

/** The first toleration that tolerates the taint, if any. */
export function openingKey(taint: Taint, tolerations: readonly Toleration[]): Toleration | undefined {
  return tolerations.find(toleration => explainMatch(toleration, taint).tolerates)
}

/**
 * Why none of the tolerations tolerates the taint: a reason for each that is for the taint's key and fails on the rest,
 * one for all if none is.
 */
export function whyShut(taint: Taint, tolerations: readonly Toleration[]): readonly ShutReason[] {
  if (tolerations.length === 0) return [{ code: 'no-keys', taint }]
  const near = tolerations.filter(toleration => explainMatch(toleration, taint).key !== 'differs')
  if (near.length === 0) return [{ code: 'no-key-for', taint }]
  return near.flatMap((toleration): readonly ShutReason[] => {
    if (explainMatch(toleration, taint).effect === 'differs')
      return [{ code: 'shut-effect-differs', taint, toleration }]
    const reason: ShutReason = { code: `shut-${valueMiss(toleration, taint)}`, taint, toleration }
    return toleration.operator ? [reason] : [reason, { code: 'operator-omitted' }]
  })
}

/** By which fields the toleration tolerates the taint. */
export function whyOpen(taint: Taint, toleration: Toleration): DoorReason {
  if (isUniversal(toleration)) return { code: 'opened-by-master', taint }
  const { key, value, effect } = explainMatch(toleration, taint)
  return { code: 'opened', taint, toleration, key, value, effect }
}

/** Why the taint keeps the pod from nothing: a toleration tolerates it, or it is a mere preference. */
function whyNoObstacle(taint: Taint, tolerations: readonly Toleration[]): DoorReason {
  const toleration = openingKey(taint, tolerations)
  return toleration ? whyOpen(taint, toleration) : { code: 'prefer', taint }
}
