import { parseGoInt64 } from '../kubernetes/decimal-int.ts'
import { printGoJson, quoteGo } from '../kubernetes/go-text.ts'
import { type Complaint, joinComplaints } from '../kubernetes/issue.ts'
import { labelKeyComplaints, labelValueComplaints } from '../kubernetes/label.ts'
import {
  NODE_SELECTOR_OPERATORS,
  type NodeSelectorRequirement,
  type NodeSelectorTerm,
} from '../kubernetes/node-selector.ts'

/**
 * What keeps a term from being one, in upstream's words, each with its path; nothing wrong: an empty list. The API server
 * lets some of it pass in preferred terms, where it makes scoring fail.
 * (component-helpers `nodeaffinity.newNodeSelectorTerm`)
 */
export function termFaults(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  path: string,
): readonly string[] {
  return [
    ...matchExpressions.flatMap((requirement, i) => labelFaults(requirement, `${path}.matchExpressions[${i}]`)),
    ...matchFields.flatMap((requirement, i) => fieldFaults(requirement, `${path}.matchFields[${i}]`)),
  ]
}

/** What keeps a requirement on labels from being one. (apimachinery `labels.NewRequirement`) */
function labelFaults({ key, operator, values = [] }: NodeSelectorRequirement, path: string): readonly string[] {
  if (!NODE_SELECTOR_OPERATORS.includes(operator))
    return [unsupported(`${path}.operator`, operator, NODE_SELECTOR_OPERATORS)]
  const valueFaults = values.flatMap((value, i) =>
    invalid(`${path}.values[${i}][${key}]`, value, joinComplaints(labelValueComplaints(value), '; ')),
  )
  return [
    ...invalid(`${path}.key`, key, joinComplaints(labelKeyComplaints(key), '; ')),
    ...shapeFaults(operator, values, `${path}.values`),
    ...valueFaults,
  ]
}

/** What keeps a requirement on fields from being one. (`nodeSelectorRequirementsAsFieldSelector`) */
function fieldFaults({ operator, values = [] }: NodeSelectorRequirement, path: string): readonly string[] {
  if (operator !== 'In' && operator !== 'NotIn') return [unsupported(`${path}.operator`, operator, ['In', 'NotIn'])]
  return values.length === 1 ? [] : [`${path}.values: Invalid value: ${printGoJson(values)}: must have one element`]
}

function shapeFaults(
  operator: NodeSelectorRequirement['operator'],
  values: readonly string[],
  path: string,
): readonly string[] {
  const listFault = (text: string) => [`${path}: Invalid value: ${printGoJson(values)}: ${text}`]
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 ? [] : listFault("for 'in', 'notin' operators, values set can't be empty")
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0 ? [] : listFault('values set must be empty for exists and does not exist')
    case 'Gt':
    case 'Lt': {
      const wrongCount = values.length === 1 ? [] : listFault("for 'Gt', 'Lt' operators, exactly one value is required")
      const text = "for 'Gt', 'Lt' operators, the value must be an integer"
      const noIntegers = values.flatMap((value, i) =>
        parseGoInt64(value) === undefined ? [`${path}[${i}]: Invalid value: ${quoteGo(value)}: ${text}`] : [],
      )
      return [...wrongCount, ...noIntegers]
    }
  }
}

function invalid(path: string, value: string, complaint: Complaint | undefined): readonly string[] {
  return complaint ? [`${path}: Invalid value: ${quoteGo(value)}: ${complaint.text}`] : []
}

function unsupported(path: string, value: unknown, supported: readonly string[]): string {
  return `${path}: Unsupported value: ${printGoJson(value ?? '')}: supported values: ${supported.map(quoteGo).join(', ')}`
}
