import { parseGoInt64 } from '../kubernetes/decimal-int.ts'
import type { Node } from '../kubernetes/node.ts'
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../kubernetes/node-selector.ts'
import type { Labels } from '../kubernetes/object-meta.ts'

/**
 * The first requirement of a term that does not hold on a node, `empty` for a term without any, which holds nowhere;
 * `undefined` where the term holds.
 *
 * A requirement that is none (an operator nobody knows, the wrong number of values, a `Gt` that names no integer) holds
 * nowhere, and so its term does not either. Whether keys and values are written as labels are is the API server's to say.
 * (component-helpers `nodeaffinity.nodeSelectorTerm.match`)
 */
export function unmetRequirement(term: NodeSelectorTerm, node: Node): NodeSelectorRequirement | 'empty' | undefined {
  const { matchExpressions = [], matchFields = [] } = term
  if (matchExpressions.length === 0 && matchFields.length === 0) return 'empty'
  const labels = node.metadata.labels ?? {}
  return (
    matchExpressions.find(requirement => !holdsOnLabels(requirement, labels)) ??
    matchFields.find(requirement => !holdsOnFields(requirement, node))
  )
}

/** `NotIn` and `DoesNotExist` also hold where the label is missing. (apimachinery `labels.Requirement.Matches`) */
function holdsOnLabels({ key, operator, values = [] }: NodeSelectorRequirement, labels: Labels): boolean {
  const found = Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case 'In':
      return found !== undefined && values.includes(found)
    case 'NotIn':
      return values.length > 0 && (found === undefined || !values.includes(found))
    case 'Exists':
      return values.length === 0 && found !== undefined
    case 'DoesNotExist':
      return values.length === 0 && found === undefined
    case 'Gt':
    case 'Lt': {
      const left = parseGoInt64(found ?? '')
      const right = values.length === 1 ? parseLimit(values[0] ?? '') : undefined
      if (left === undefined || right === undefined) return false
      return operator === 'Gt' ? left > right : left < right
    }
    default:
      return false
  }
}

/** What a label is compared with must be a label value itself, and those have no sign: `-5` compares with nothing. */
function parseLimit(text: string): bigint | undefined {
  return /^[0-9]{1,63}$/.test(text) ? parseGoInt64(text) : undefined
}

/** A field takes `In` or `NotIn` and exactly one value; the name is the only field that a node has. */
function holdsOnFields({ key, operator, values = [] }: NodeSelectorRequirement, node: Node): boolean {
  const [wanted] = values
  if (wanted === undefined || values.length > 1) return false
  const found = (key === 'metadata.name' ? node.metadata.name : undefined) ?? ''
  if (operator === 'In') return found === wanted
  return operator === 'NotIn' && found !== wanted
}
