import type { PreferredSchedulingTerm } from '../kubernetes/affinity.ts'
import type { Node } from '../kubernetes/node.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import { unmetRequirement } from './node-selector-term.ts'
import { termFaults } from './requirement-faults.ts'

/**
 * The weights of the pod's preferred node terms that hold on a node, added up. A term without requirements is passed
 * over. (scheduler plugin `NodeAffinity`, score; component-helpers `PreferredSchedulingTerms.Score`)
 */
export function preferenceForNode(pod: PodTemplate, node: Node): number {
  let sum = 0
  for (const { weight, preference } of preferredTerms(pod)) if (!unmetRequirement(preference, node)) sum += weight
  return sum
}

/** Whether the pod says that it prefers some nodes to others. */
export function prefersNodes(pod: PodTemplate): boolean {
  return preferredTerms(pod).length > 0
}

/**
 * What is wrong with the preferred terms, in upstream's words: the API server accepts values that are no label values,
 * and then scoring fails. `undefined`: nothing. (component-helpers `nodeaffinity.NewPreferredSchedulingTerms`)
 */
export function preferenceError(pod: PodTemplate): string | undefined {
  const faults = preferredTerms(pod).flatMap(({ weight, preference }, i) =>
    weight === 0 || isEmpty(preference) ? [] : termFaults(preference, `[${i}]`),
  )
  const different = [...new Set(faults)]
  return different.length > 1 ? `[${different.join(', ')}]` : different[0]
}

function preferredTerms({ spec }: PodTemplate): readonly PreferredSchedulingTerm[] {
  return spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
}

function isEmpty({ matchExpressions = [], matchFields = [] }: PreferredSchedulingTerm['preference']): boolean {
  return matchExpressions.length === 0 && matchFields.length === 0
}
