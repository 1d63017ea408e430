import type { NodeSelectorRequirement } from '../kubernetes/node-selector.ts'

/** A requirement of a node's labels on one line: `disk In ssd|nvme`. */
export function printRequirement({ key, operator, values = [] }: NodeSelectorRequirement): string {
  return [key, operator, values.join('|')].join(' ').trimEnd()
}
