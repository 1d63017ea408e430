import type { Gates } from '../kubernetes/gates.ts'
import type { Node } from '../kubernetes/node.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import { heededBy, tolerates } from './toleration.ts'

/**
 * How many `PreferNoSchedule` taints of the node the pod does not tolerate; the fewer the better. Only tolerations of that
 * effect, or of none, count: one for `NoSchedule` does not help. (scheduler plugin `TaintToleration`, score)
 */
export function untoleratedPreferences({ spec }: PodTemplate, node: Node, gates?: Gates): number {
  const taints = (node.spec?.taints ?? []).filter(heededBy.score)
  const tolerations = spec.tolerations ?? []
  return taints.filter(taint => !tolerations.some(toleration => tolerates(toleration, taint, gates))).length
}
