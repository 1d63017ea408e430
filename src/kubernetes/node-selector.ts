export const NODE_SELECTOR_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const
export type NodeSelectorOperator = (typeof NODE_SELECTOR_OPERATORS)[number]

/** Terms of which one must hold. (core/v1 `NodeSelector`) */
export interface NodeSelector {
  readonly nodeSelectorTerms: readonly NodeSelectorTerm[]
}

/** Requirements that must all hold; a term without any holds nowhere. */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly NodeSelectorRequirement[]
  /** On fields instead of labels; `metadata.name` is the only one there is. */
  readonly matchFields?: readonly NodeSelectorRequirement[]
}

export interface NodeSelectorRequirement {
  readonly key: string
  readonly operator: NodeSelectorOperator
  readonly values?: readonly string[]
}
