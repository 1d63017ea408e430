import { quoteGo } from '../kubernetes/go-text.ts'
import { isRecord, sortedEntries } from './json.ts'

/** Prints a JSON value as Go's `%v` prints it once decoded: `map[a:1 b:[x y]]`, `<nil>`. */
export function printGoValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(printGoValue).join(' ')}]`
  if (isRecord(value))
    return `map[${sortedEntries(value)
      .map(([key, field]) => `${key}:${printGoValue(field)}`)
      .join(' ')}]`
  return typeof value === 'number' ? printGoNumber(value) : String(value)
}

/** Prints a JSON value as Go's `%#v`, in Go's own syntax. */
export function printGoSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (Array.isArray(value)) return `[]interface {}{${value.map(printGoSyntax).join(', ')}}`
  if (isRecord(value))
    return `map[string]interface {}{${sortedEntries(value)
      .map(([key, field]) => `${quoteGo(key)}:${printGoSyntax(field)}`)
      .join(', ')}}`
  if (typeof value === 'string') return quoteGo(value)
  return typeof value === 'number' ? printGoNumber(value) : String(value)
}

/** The Go type that a JSON value has once decoded, as `%T` names it. */
export function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return 'map[string]interface {}'
}

/** Prints a number as `%v`: floats in their shortest form, with an exponent below 1e-4 and from 1e21 on. */
export function printGoNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value)
  const size = Math.abs(value)
  const text = size < 1e-4 || size >= 1e21 ? value.toExponential() : String(value)
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}
