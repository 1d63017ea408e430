import type { LabelSelector } from '../kubernetes/label-selector.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import { type Requirement, requirementsOf, selectorMatches } from '../kubernetes/selector.ts'

/** A label selector made ready to be asked many times. */
export interface LabelMatcher {
  /** A selector without any requirement: it matches everything, and some rules treat it apart. */
  readonly empty: boolean
  /** Left out: it matches nothing. */
  readonly requirements?: readonly Requirement[]
  matches(labels: Labels): boolean
}

/**
 * Makes a selector ready. One that is left out matches nothing, an empty one everything. `also` are labels that must be
 * there besides; alone they select by themselves. (apimachinery `LabelSelectorAsSelector`; podtopologyspread
 * `mergeLabelSetWithSelector`)
 */
export function labelMatcher(selector: LabelSelector | undefined, also: Labels = {}): LabelMatcher {
  const own = requirementsOf(selector)
  const besides = requirementsOf({ matchLabels: also }) ?? []
  if (!own && besides.length === 0) return { empty: false, matches: () => false }
  const requirements = [...(own ?? []), ...besides]
  return { empty: requirements.length === 0, requirements, matches: labels => selectorMatches(requirements, labels) }
}
