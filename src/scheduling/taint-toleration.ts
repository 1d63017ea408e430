import type { Gates } from '../kubernetes/gates.ts'
import type { Node } from '../kubernetes/node.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import { heededBy, untoleratedTaint } from './toleration.ts'
import { FITS, refuse, type Verdict } from './verdict.ts'

/**
 * Every `NoSchedule` and every `NoExecute` taint of the node needs a toleration of the pod; the reason names the first
 * without one. `PreferNoSchedule` never refuses. (scheduler plugin `TaintToleration`)
 */
export function checkTaints({ spec }: PodTemplate, node: Node, gates?: Gates): Verdict {
  const taint = untoleratedTaint(node.spec?.taints ?? [], spec.tolerations ?? [], heededBy.filter, gates)
  return taint ? refuse({ code: 'untolerated-taint', taint }) : FITS
}
