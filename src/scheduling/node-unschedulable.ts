import type { Gates } from '../kubernetes/gates.ts'
import type { Node } from '../kubernetes/node.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import type { Taint } from '../kubernetes/taint.ts'
import { untoleratedTaint } from './toleration.ts'
import { FITS, refuse, type Verdict } from './verdict.ts'

/** What a cordoned node counts as, whether or not it carries the taint itself. */
const CORDONED: readonly Taint[] = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }]

/**
 * A cordoned node (`spec.unschedulable`) takes only pods that tolerate `node.kubernetes.io/unschedulable:NoSchedule`.
 * (scheduler plugin `NodeUnschedulable`)
 */
export function checkUnschedulable({ spec }: PodTemplate, node: Node, gates?: Gates): Verdict {
  if (!node.spec?.unschedulable) return FITS
  return untoleratedTaint(CORDONED, spec.tolerations ?? [], undefined, gates) ? refuse({ code: 'unschedulable' }) : FITS
}
