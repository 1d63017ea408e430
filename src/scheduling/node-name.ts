import type { Node } from '../kubernetes/node.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import { FITS, refuse, type Verdict } from './verdict.ts'

/** A pod that names its node fits that one only. (scheduler plugin `NodeName`) */
export function checkNodeName({ spec }: PodTemplate, node: Node): Verdict {
  if (!spec.nodeName || spec.nodeName === node.metadata.name) return FITS
  return refuse({ code: 'other-node-name', wanted: spec.nodeName })
}
