import { isRecord } from '../kubectl/json.ts'
import { decodeBase64, encodeBase64 } from './bytes.ts'

/** A value that a filter cannot be applied to, in jq's words. */
export class JqError extends Error {}

export function typeOf(value: unknown): string {
  return value === null || value === undefined ? 'null' : Array.isArray(value) ? 'array' : typeof value
}

/** A value in an error: `string ("abc")`. */
export function describeValue(value: unknown): string {
  const text = JSON.stringify(value ?? null)
  return `${typeOf(value)} (${text.length > 11 ? `${text.slice(0, 10)}...` : text})`
}

export function isTruthy(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false
}

const ORDER = ['null', 'boolean', 'number', 'string', 'array', 'object']

/** jq's order: by type, then by value. Negative if `a` comes first. */
function compareValues(a: unknown, b: unknown): number {
  const type = typeOf(a)
  const difference = ORDER.indexOf(type) - ORDER.indexOf(typeOf(b))
  if (difference !== 0 || type === 'null') return difference
  if (Array.isArray(a) && Array.isArray(b)) {
    for (const [index, one] of a.entries()) {
      const order = index < b.length ? compareValues(one, b[index]) : 1
      if (order !== 0) return order
    }
    return a.length - b.length
  }
  if (isRecord(a) && isRecord(b)) {
    const [left, right] = [Object.keys(a).sort(), Object.keys(b).sort()]
    return (
      compareValues(left, right) ||
      compareValues(
        left.map(key => a[key]),
        right.map(key => b[key]),
      )
    )
  }
  const [x, y] = [a as string, b as string]
  return x < y ? -1 : x > y ? 1 : 0
}

/** `.[key]` */
export function valueAt(value: unknown, key: unknown): unknown {
  const isNothing = value === null || value === undefined
  if (typeof key === 'string' && (isNothing || isRecord(value)))
    return !isNothing && Object.hasOwn(value, key) ? value[key] : null
  if (typeof key === 'number' && (isNothing || Array.isArray(value))) return value?.at(Math.floor(key)) ?? null
  throw new JqError(`Cannot index ${typeOf(value)} with ${typeof key === 'string' ? `string "${key}"` : typeOf(key)}`)
}

/** What is in a list or an object. */
export function valuesIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (isRecord(value)) return Object.values(value)
  throw new JqError(`Cannot iterate over ${describeValue(value)}`)
}

/** What jq's operators make of two values. */
export function combine(operator: string, a: unknown, b: unknown): unknown {
  if (/[=<>]/.test(operator)) {
    const order = compareValues(a, b)
    if (operator === '==' || operator === '!=') return (order === 0) === (operator === '==')
    return order === 0 ? operator.endsWith('=') : order < 0 === operator.startsWith('<')
  }
  if (typeof a === 'number' && typeof b === 'number') {
    if (operator === '+') return a + b
    if (operator === '-') return a - b
    if (operator === '*') return a * b
    if (b !== 0) return operator === '/' ? a / b : Math.trunc(a) % Math.trunc(b)
  }
  if (operator === '+') {
    if (!isTruthy(a)) return b
    if (!isTruthy(b)) return a
    if (typeof a === 'string' && typeof b === 'string') return a + b
    if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b]
    if (isRecord(a) && isRecord(b)) return { ...a, ...b }
  }
  if (operator === '-' && Array.isArray(a) && Array.isArray(b))
    return a.filter(one => !b.some(other => compareValues(one, other) === 0))
  if (operator === '/' && typeof a === 'string' && typeof b === 'string') return a.split(b)
  const verb = { '+': 'added', '-': 'subtracted', '*': 'multiplied' }[operator] ?? 'divided'
  throw new JqError(
    `${describeValue(a)} and ${describeValue(b)} cannot be ${verb}${b === 0 ? ' because the divisor is zero' : ''}`,
  )
}

function contains(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b)
  if (Array.isArray(a) && Array.isArray(b)) return b.every(one => a.some(other => contains(other, one)))
  if (isRecord(a) && isRecord(b))
    return Object.entries(b).every(([key, one]) => Object.hasOwn(a, key) && contains(a[key], one))
  return compareValues(a, b) === 0
}

/** What lies in a list of `[keys, value]`, brought together by keys in their order. */
function groups(keyed: unknown): readonly (readonly unknown[])[] {
  const found: { readonly key: unknown; readonly values: unknown[] }[] = []
  const pairs = (keyed as readonly (readonly [unknown, unknown])[]).toSorted(([a], [b]) => compareValues(a, b))
  for (const [key, value] of pairs) {
    const last = found.at(-1)
    if (last && compareValues(last.key, key) === 0) last.values.push(value)
    else found.push({ key, values: [value] })
  }
  return found.map(({ values }) => values)
}

type Apply = (value: unknown, argument: unknown) => unknown

/** The functions of values; those ending in `_by` are given `[keys, value]` for each value of a list. */
export const JQ_FUNCTIONS: Readonly<Record<string, Apply>> = {
  length: value => {
    if (typeof value === 'number') return Math.abs(value)
    if (typeof value === 'string') return [...value].length
    return isTruthy(value) ? valuesIn(value).length : 0
  },
  keys: value => (Array.isArray(value) ? [...value.keys()] : Object.keys(fields(value)).sort()),
  has: (value, key) => (isRecord(value) ? Object.hasOwn(value, String(key)) : Number(key) < valuesIn(value).length),
  contains,
  inside: (value, whole) => contains(whole, value),
  startswith: (value, start) => text(value).startsWith(text(start)),
  endswith: (value, end) => text(value).endsWith(text(end)),
  ltrimstr: (value, start) => (text(value).startsWith(text(start)) ? text(value).slice(text(start).length) : value),
  rtrimstr: (value, end) =>
    text(value).endsWith(text(end)) ? text(value).slice(0, -text(end).length || undefined) : value,
  ascii_downcase: value => text(value).toLowerCase(),
  ascii_upcase: value => text(value).toUpperCase(),
  split: (value, separator) => (value === '' ? [] : text(value).split(text(separator))),
  join: (value, separator) =>
    valuesIn(value)
      .map(one => (one === null ? '' : plain(one)))
      .join(text(separator)),
  test: (value, pattern) => regex(pattern).test(text(value)),
  tostring: plain,
  tojson: value => JSON.stringify(value),
  tonumber: value => {
    if (typeof value === 'number' || (typeof value === 'string' && /^\s*-?[\d.]+(e\d+)?\s*$/i.test(value)))
      return Number(value)
    throw new JqError(`${describeValue(value)} cannot be parsed as a number`)
  },
  type: typeOf,
  not: value => !isTruthy(value),
  add: value => valuesIn(value).reduce((sum, one) => combine('+', sum, one), null),
  any: value => valuesIn(value).some(isTruthy),
  all: value => valuesIn(value).every(isTruthy),
  first: value => valueAt(value, 0),
  last: value => valueAt(value, -1),
  reverse: value => valuesIn(value).toReversed(),
  sort: value => valuesIn(value).toSorted(compareValues),
  unique: value => groups(valuesIn(value).map(one => [one, one])).map(([one]) => one),
  min: value => valuesIn(value).toSorted(compareValues)[0] ?? null,
  max: value => valuesIn(value).toSorted(compareValues).at(-1) ?? null,
  floor: value => Math.floor(Number(value)),
  flatten: value => valuesIn(value).flat(100),
  to_entries: value => Object.entries(fields(value)).map(([key, one]) => ({ key, value: one })),
  from_entries: value =>
    Object.fromEntries(
      valuesIn(value).map(entry => [plain(valueAt(entry, 'key') ?? valueAt(entry, 'name')), valueAt(entry, 'value')]),
    ),
  sort_by: keyed => groups(keyed).flat(),
  group_by: groups,
  unique_by: keyed => groups(keyed).map(([one]) => one),
  min_by: keyed => groups(keyed)[0]?.[0] ?? null,
  max_by: keyed => groups(keyed).at(-1)?.at(-1) ?? null,
  '@text': plain,
  '@json': value => JSON.stringify(value),
  '@base64': value => encodeBase64(plain(value)),
  '@base64d': value => decodeBase64(plain(value)).text,
  '@csv': value =>
    valuesIn(value)
      .map(one => (typeof one === 'string' ? `"${one.replaceAll('"', '""')}"` : plain(one ?? '')))
      .join(','),
  '@tsv': value =>
    valuesIn(value)
      .map(one => plain(one ?? ''))
      .join('\t'),
}

/** Text as it is, anything else as JSON. */
export function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value
  throw new JqError(`${describeValue(value)} has no keys`)
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new JqError(`${describeValue(value)} is not a string`)
}

function regex(pattern: unknown): RegExp {
  try {
    return new RegExp(text(pattern))
  } catch {
    throw new JqError(`${plain(pattern)} is not a valid regex`)
  }
}
