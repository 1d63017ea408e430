import type { Labels } from './object-meta.ts'

export const LABEL_SELECTOR_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const
export type LabelSelectorOperator = (typeof LABEL_SELECTOR_OPERATORS)[number]

/** A selector of labels as it stands in objects. Empty: everything; left out: depends on the field, mostly nothing. (meta/v1) */
export interface LabelSelector {
  readonly matchLabels?: Labels
  readonly matchExpressions?: readonly LabelSelectorRequirement[]
}

export interface LabelSelectorRequirement {
  readonly key: string
  readonly operator: LabelSelectorOperator
  readonly values?: readonly string[]
}
