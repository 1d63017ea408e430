import type { Node } from '../kubernetes/node.ts'
import type { NodeSelectorRequirement } from '../kubernetes/node-selector.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import { unmetRequirement } from './node-selector-term.ts'
import { FITS, refuse, type Verdict } from './verdict.ts'

/**
 * The node must carry every label of `nodeSelector`, and one term of the required node affinity must hold on it; a
 * required affinity without terms holds nowhere.
 * (scheduler plugin `NodeAffinity`; component-helpers `nodeaffinity.RequiredNodeAffinity.Match`)
 */
export function checkNodeAffinity({ spec }: PodTemplate, node: Node): Verdict {
  const labels = node.metadata.labels ?? {}
  for (const [key, wanted] of Object.entries(spec.nodeSelector ?? {})) {
    const found = Object.hasOwn(labels, key) ? labels[key] : undefined
    if (found === wanted) continue
    return refuse({ code: 'node-selector', key, wanted, ...(found === undefined ? {} : { found }) })
  }
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  if (!required) return FITS
  const unmet: (NodeSelectorRequirement | 'empty')[] = []
  // A manifest that the API server has not seen may lack the list itself.
  for (const term of required.nodeSelectorTerms ?? []) {
    const requirement = unmetRequirement(term, node)
    if (!requirement) return FITS
    unmet.push(requirement)
  }
  return refuse({ code: 'node-affinity', unmet })
}
