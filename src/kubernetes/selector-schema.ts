import { always, list, map, named, STRING, struct } from './schema.ts'

/** (meta/v1 `LabelSelector`) */
export const LABEL_SELECTOR = struct('v1.LabelSelector', {
  matchLabels: map(STRING),
  matchExpressions: list(
    struct('v1.LabelSelectorRequirement', {
      key: always(STRING),
      operator: always(named('v1.LabelSelectorOperator')),
      values: list(STRING),
    }),
  ),
})

const NODE_SELECTOR_REQUIREMENTS = list(
  struct('v1.NodeSelectorRequirement', {
    key: always(STRING),
    operator: always(named('v1.NodeSelectorOperator')),
    values: list(STRING),
  }),
)

/** (core/v1 `NodeSelectorTerm`) */
export const NODE_SELECTOR_TERM = struct('v1.NodeSelectorTerm', {
  matchExpressions: NODE_SELECTOR_REQUIREMENTS,
  matchFields: NODE_SELECTOR_REQUIREMENTS,
})
