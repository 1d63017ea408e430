import { parseGoInt64 } from './decimal-int.ts'
import { invalidValue, printFieldError } from './field-error.ts'
import { type Complaint, joinComplaints } from './issue.ts'
import { labelKeyComplaints, labelValueComplaints } from './label.ts'
import type { LabelSelector, LabelSelectorOperator } from './label-selector.ts'
import type { Labels } from './object-meta.ts'
import type { KubernetesVersion } from './version.ts'

export const SELECTOR_OPERATORS = ['=', '==', '!=', 'in', 'notin', 'exists', '!', 'gt', 'lt'] as const
export type SelectorOperator = (typeof SELECTOR_OPERATORS)[number]

/** One of the conditions that a selector joins with commas; all must hold. `values` are sorted, each once. */
export interface Requirement {
  readonly key: string
  readonly operator: SelectorOperator
  readonly values: readonly string[]
}

export type SelectorParsing =
  | { readonly ok: true; readonly value: readonly Requirement[] }
  | { readonly ok: false; readonly issue: Complaint }

/**
 * Reads a selector of labels as `-l` takes it: `app=web,tier in (a,b),!old,n>5`. The requirements come back sorted by
 * key. A text without any selects everything. The issue's text is upstream's. (apimachinery `labels.Parse`)
 */
export function parseSelector(text: string, version?: KubernetesVersion): SelectorParsing {
  const tokens = tokensOf(text)
  const requirements: Requirement[] = []
  let at = 0
  while (tokens[at] !== undefined) {
    if (!isIdentifier(tokens[at]) && tokens[at] !== '!') {
      return refuse(at === 0 ? "!, identifier, or 'end of string'" : "identifier after ','", tokens[at])
    }
    const read = readRequirement(tokens, at, version)
    if (!read.ok)
      return { ok: false, issue: { ...read.issue, text: `unable to parse requirement: ${read.issue.text}` } }
    requirements.push(read.requirement)
    at = read.next
    if (tokens[at] === undefined) break
    if (tokens[at] !== ',') return refuse("',' or 'end of string'", tokens[at])
    at += 1
    if (tokens[at] === undefined) return refuse("identifier after ','", undefined)
  }
  return { ok: true, value: requirements.toSorted((a, b) => compareTexts(a.key, b.key)) }
}

/** Writes requirements back as a selector, in their order: `app=web,tier in (a,b),!old`. (`labels.Selector.String`) */
export function printSelector(requirements: readonly Requirement[]): string {
  return requirements.map(printRequirement).join(',')
}

/** Whether labels meet every requirement; without any, they do. (`labels.Selector.Matches`) */
export function selectorMatches(requirements: readonly Requirement[], labels: Labels): boolean {
  return requirements.every(requirement => requirementMatches(requirement, labels))
}

/**
 * The requirements of a selector as it stands in an object; `undefined` for one that selects nothing: a selector that is
 * not there, or with an operator nobody knows. (meta/v1 `LabelSelectorAsSelector`)
 */
export function requirementsOf(selector: LabelSelector | undefined): readonly Requirement[] | undefined {
  if (!selector) return undefined
  const { matchLabels = {}, matchExpressions = [] } = selector
  const pairs = Object.entries(matchLabels).map(
    ([key, value]): Requirement => ({ key, operator: '=', values: [value] }),
  )
  const requirements = [...pairs]
  for (const { key, operator, values = [] } of matchExpressions) {
    if (!Object.hasOwn(OPERATOR_OF, operator)) return undefined
    requirements.push({ key, operator: OPERATOR_OF[operator], values: sortedTexts(values) })
  }
  return requirements.toSorted((a, b) => compareTexts(a.key, b.key))
}

/** Whether an object's selector selects these labels. One that is not there selects nothing, an empty one everything. */
export function labelSelectorMatches(selector: LabelSelector | undefined, labels: Labels): boolean {
  const requirements = requirementsOf(selector)
  return requirements !== undefined && selectorMatches(requirements, labels)
}

const OPERATOR_OF: Readonly<Record<LabelSelectorOperator, SelectorOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
}

/** How an operator is written between a key and a value. */
const SIGNS: Readonly<Record<string, SelectorOperator>> = {
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
  in: 'in',
  notin: 'notin',
}

const SPECIAL = new Set(['=', '==', '!=', '!', '(', ')', ',', '>', '<'])

/** Words and signs; a NUL ends a word or stands for the end, as in upstream's lexer. */
function tokensOf(text: string): readonly string[] {
  const tokens: readonly string[] = text.match(/==|!=|[=!(),<>]|\0|[^=!(),<> \t\r\n\0]+/g) ?? []
  const end = tokens.indexOf('\0')
  return end < 0 ? tokens : tokens.slice(0, end)
}

function isIdentifier(token: string | undefined): token is string {
  return token !== undefined && !SPECIAL.has(token)
}

type RequirementParsing =
  | { readonly ok: true; readonly requirement: Requirement; readonly next: number }
  | { readonly ok: false; readonly issue: Complaint }

function readRequirement(
  tokens: readonly string[],
  start: number,
  version: KubernetesVersion | undefined,
): RequirementParsing {
  const negated = tokens[start] === '!'
  const at = negated ? start + 1 : start
  const key = tokens[at]
  if (!isIdentifier(key)) return refuse('identifier', key)
  const keyComplaint = joinComplaints(labelKeyComplaints(key, version), '; ')
  if (keyComplaint) return { ok: false, issue: printed('<nil>', key, keyComplaint) }
  const sign = tokens[at + 1]
  if (negated || sign === undefined || sign === ',') {
    const operator = negated ? '!' : 'exists'
    return { ok: true, requirement: { key, operator, values: [] }, next: at + 1 }
  }
  const operator = Object.hasOwn(SIGNS, sign) ? SIGNS[sign] : undefined
  if (!operator) return refuse('in, notin, =, ==, !=, gt, lt', sign)
  const read = operator === 'in' || operator === 'notin' ? readValues(tokens, at + 2) : readValue(tokens, at + 2)
  if (!read.ok) return read
  const values = sortedTexts(read.values)
  const issue = valuesComplaint(key, operator, values, version)
  return issue ? { ok: false, issue } : { ok: true, requirement: { key, operator, values }, next: read.next }
}

type ValuesParsing =
  | { readonly ok: true; readonly values: readonly string[]; readonly next: number }
  | { readonly ok: false; readonly issue: Complaint }

/** Nothing before the next comma is the empty value: `app=`. */
function readValue(tokens: readonly string[], at: number): ValuesParsing {
  const token = tokens[at]
  if (token === undefined || token === ',') return { ok: true, values: [''], next: at }
  return isIdentifier(token) ? { ok: true, values: [token], next: at + 1 } : refuse('identifier', token)
}

/** `(a,b)`; nothing between commas or brackets is the empty value. */
function readValues(tokens: readonly string[], at: number): ValuesParsing {
  if (tokens[at] !== '(') return refuse("'('", tokens[at], ' ')
  let next = at + 1
  if (tokens[next] === ')') return { ok: true, values: [''], next: next + 1 }
  if (tokens[next] !== ',' && !isIdentifier(tokens[next])) return refuse("',', ')' or identifier", tokens[next])
  const values: string[] = []
  for (;;) {
    const token = tokens[next]
    next += 1
    const following = tokens[next]
    if (isIdentifier(token)) {
      values.push(token)
      if (following !== ',' && following !== ')') return refuse("',' or ')'", following)
    } else if (token === ',') {
      if (values.length === 0 || following === ')' || following === ',') values.push('')
    } else {
      return refuse("',', or identifier", token)
    }
    if (following === ')') return { ok: true, values, next: next + 1 }
  }
}

function valuesComplaint(
  key: string,
  operator: SelectorOperator,
  values: readonly string[],
  version: KubernetesVersion | undefined,
): Complaint | undefined {
  const complaints: Complaint[] = []
  if (operator === 'gt' || operator === 'lt') {
    for (const [index, value] of values.entries()) {
      if (parseGoInt64(value) !== undefined) continue
      const text = "for 'Gt', 'Lt' operators, the value must be an integer"
      complaints.push(printed(`values[${index}]`, value, { code: 'selector-needs-integer', params: { value }, text }))
    }
  }
  for (const [index, value] of values.entries()) {
    const complaint = joinComplaints(labelValueComplaints(value, version), '; ')
    if (complaint) complaints.push(printed(`values[${index}][${key}]`, value, complaint))
  }
  const joined = joinComplaints(complaints, ', ')
  return complaints.length > 1 && joined ? { ...joined, text: `[${joined.text}]` } : joined
}

function printed(path: string, value: string, complaint: Complaint): Complaint {
  return { ...complaint, text: printFieldError(invalidValue(path, value, complaint)) }
}

function refuse(expected: string, token = '', separator = ', '): { readonly ok: false; readonly issue: Complaint } {
  const text = `found '${token}'${separator}expected: ${expected}`
  return { ok: false, issue: { code: 'selector-syntax', params: { found: token, expected }, text } }
}

function printRequirement({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'exists':
      return key
    case '!':
      return `!${key}`
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.join(',')})`
    case 'gt':
      return `${key}>${values.join(',')}`
    case 'lt':
      return `${key}<${values.join(',')}`
    default:
      return `${key}${operator}${values.join(',')}`
  }
}

function requirementMatches({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case 'exists':
      return value !== undefined
    case '!':
      return value === undefined
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value)
    case 'gt':
    case 'lt': {
      const [left, right] = [parseGoInt64(value ?? ''), parseGoInt64(values[0] ?? '')]
      if (left === undefined || right === undefined) return false
      return operator === 'gt' ? left > right : left < right
    }
    default:
      return value !== undefined && values.includes(value)
  }
}

function sortedTexts(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareTexts)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
