import { printGoNumber } from './go-format.ts'
import { isRecord, sortedEntries } from './json.ts'
import { DOUBLE_QUOTED_ESCAPES } from './yaml-escapes.ts'
import { readPlainScalar } from './yaml-scalar.ts'

/**
 * Prints a JSON value as kubectl's `-o kyaml` does: YAML in which brackets say what belongs together, and quotes what is
 * text. Lists of objects and of lists stand close, a comma follows everything else. (sigs.k8s.io/yaml/kyaml)
 */
export function printKyaml(value: unknown): string {
  return `---\n${print(value, 0)}\n`
}

function print(value: unknown, level: number): string {
  if (Array.isArray(value)) return printList(value, level)
  if (isRecord(value)) return printObject(value, level)
  if (typeof value === 'string') return printText(value, margin(level + 1))
  return typeof value === 'number' ? printGoNumber(value) : String(value ?? null)
}

function printList(list: readonly unknown[], level: number): string {
  if (list.length === 0) return '[]'
  const isClose = list.every(item => Array.isArray(item) || isRecord(item))
  if (isClose) return `[${list.map(item => print(item, level)).join(', ')}]`
  const lines = list.map(item => `${margin(level + 1)}${print(item, level + 1)},\n`)
  return `[\n${lines.join('')}${margin(level)}]`
}

function printObject(object: Readonly<Record<string, unknown>>, level: number): string {
  const fields = sortedEntries(object).filter(([, value]) => value !== undefined)
  if (fields.length === 0) return '{}'
  const lines = fields.map(([key, value]) => `${margin(level + 1)}${printKey(key)}: ${print(value, level + 1)},\n`)
  return `{\n${lines.join('')}${margin(level)}}`
}

function margin(level: number): string {
  return '  '.repeat(level)
}

/** A key needs no quotes where nobody could take it for anything but text. (`needsQuotes`) */
function printKey(key: string): string {
  const isWord = /^[\p{L}\p{N}_]([-./\p{L}\p{N}_]*[\p{L}\p{N}_])?$/u.test(key)
  const isOther = typeof readPlainScalar(key) !== 'string' || /^([tf]|\d{4}-\d{1,2}-\d{1,2})$/i.test(key)
  return isWord && !isOther ? key : `"${escaped(key)}"`
}

/** Each line of a text stands on its own; a backslash keeps the space that one begins with. */
function printText(text: string, indent: string): string {
  if (!text.includes('\n')) return `"${escaped(text)}"`
  const parts = text.split('\n')
  const last = parts.pop() ?? ''
  const begun = (line: string) => `${indent}${/^\s/.test(line) ? '\\' : ' '}${escaped(line)}`
  const lines = [...parts.map(line => `${begun(line)}\\n\\\n`), ...(last === '' ? [] : [`${begun(last)}\\\n`])]
  return `"\\\n${lines.join('')}${indent}"`
}

function escaped(text: string): string {
  return text.toWellFormed().replace(/["\\]|[^\P{C}]|[\p{Z}]/gu, character => {
    if (character === ' ') return character
    const known = DOUBLE_QUOTED_ESCAPES[character]
    if (known !== undefined) return known
    const code = character.codePointAt(0) ?? 0
    const digits = code < 0x20 || code === 0x7f ? 2 : code < 0x10000 ? 4 : 8
    return `\\${{ 2: 'x', 4: 'u', 8: 'U' }[digits]}${code.toString(16).padStart(digits, '0')}`
  })
}
