import { parseGoInt64 } from '../kubernetes/decimal-int.ts'
import type { Node } from '../kubernetes/node.ts'
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../kubernetes/node-selector.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import { fieldFaults, labelFaults } from './requirement-faults.ts'

/**
 * The first requirement of a term that does not hold on a node, `empty` for a term without any, which holds nowhere;
 * `undefined` where the term holds.
 *
 * A requirement that is none (an operator nobody knows, the wrong number of values, a `Gt` that names no integer) holds
 * nowhere, and so its term does not either. (component-helpers `nodeaffinity.nodeSelectorTerm.match`)
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
function holdsOnLabels(requirement: NodeSelectorRequirement, labels: Labels): boolean {
  const { key, operator, values = [] } = requirement
  if (!isSound(requirement, labelFaults)) return false
  const found = Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case 'In':
      return found !== undefined && values.includes(found)
    case 'NotIn':
      return found === undefined || !values.includes(found)
    case 'Exists':
      return found !== undefined
    case 'DoesNotExist':
      return found === undefined
    case 'Gt':
    case 'Lt': {
      const left = parseGoInt64(found ?? '')
      const right = parseGoInt64(values[0] ?? '')
      if (left === undefined || right === undefined) return false
      return operator === 'Gt' ? left > right : left < right
    }
  }
}

/** A field takes `In` or `NotIn` and exactly one value; the name is the only field that a node has. */
function holdsOnFields(requirement: NodeSelectorRequirement, node: Node): boolean {
  if (!isSound(requirement, fieldFaults)) return false
  const found = (requirement.key === 'metadata.name' ? node.metadata.name : undefined) ?? ''
  return (found === requirement.values?.[0]) === (requirement.operator === 'In')
}

/** Requirements are never changed, and are asked of every node: whether they are sound is found out once. */
const soundness = new WeakMap<NodeSelectorRequirement, boolean>()

function isSound(requirement: NodeSelectorRequirement, faults: typeof labelFaults): boolean {
  const known = soundness.get(requirement)
  if (known !== undefined) return known
  const sound = faults(requirement, '').length === 0
  soundness.set(requirement, sound)
  return sound
}
