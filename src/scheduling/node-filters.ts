import type { Gates } from '../kubernetes/gates.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { checkNodeAffinity } from './node-affinity.ts'
import { checkNodeName } from './node-name.ts'
import { checkUnschedulable } from './node-unschedulable.ts'
import { checkTaints } from './taint-toleration.ts'
import { FITS, type Verdict } from './verdict.ts'

/** The filters that look at nothing but the pod and the node, in the order in which the scheduler runs them. */
const NODE_FILTERS: readonly ((pod: Pod, node: Node, gates?: Gates) => Verdict)[] = [
  checkNodeName,
  checkUnschedulable,
  checkTaints,
  checkNodeAffinity,
]

/**
 * The verdict of the first filter that refuses the node, as far as pod and node alone can tell: ports, resources and
 * other pods are not looked at. What a later filter would have said as well does not count.
 */
export function firstRejection(pod: Pod, node: Node, gates?: Gates): Verdict {
  for (const check of NODE_FILTERS) {
    const verdict = check(pod, node, gates)
    if (!verdict.fits) return verdict
  }
  return FITS
}
