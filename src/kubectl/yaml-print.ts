import { printGoNumber } from './go-format.ts'
import { isRecord } from './json.ts'
import { DOUBLE_QUOTED_ESCAPES } from './yaml-escapes.ts'

/** Where upstream's emitter folds long text: at the first space beyond this column. */
const FOLD_AFTER = 80

/**
 * Prints a JSON value as kubectl's `-o yaml` does: keys in go-yaml's order, lists flush with their key, text quoted only
 * where it would read as something else, long text folded, text of several lines as a block. (sigs.k8s.io/yaml on
 * go-yaml v2)
 */
export function printYaml(value: unknown): string {
  if (isEmptyCollection(value) || !isCollection(value)) return `${printScalarOrEmpty(value, 0, 0)}\n`
  return printCollection(value, 0)
}

function isCollection(value: unknown): value is readonly unknown[] | Readonly<Record<string, unknown>> {
  return Array.isArray(value) || isRecord(value)
}

function isEmptyCollection(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && fieldsOf(value).length === 0
}

/** All lines of a list or an object that holds something, each indented by `indent`. */
function printCollection(value: readonly unknown[] | Readonly<Record<string, unknown>>, indent: number): string {
  const margin = ' '.repeat(indent)
  if (Array.isArray(value)) return value.map(item => `${margin}- ${printItem(item, indent)}`).join('')
  return fieldsOf(value as Readonly<Record<string, unknown>>)
    .map(([key, field]) => `${margin}${printField(key, field, indent)}`)
    .join('')
}

/** What follows `- `: an object's or a list's first line stands on the dash's line. */
function printItem(item: unknown, indent: number): string {
  if (isCollection(item) && !isEmptyCollection(item)) return printCollection(item, indent + 2).slice(indent + 2)
  return `${printScalarOrEmpty(item, indent + 2, indent + 2)}\n`
}

function printField(key: string, field: unknown, indent: number): string {
  const name = printText(key, { column: indent, indent, isKey: true })
  if (!isCollection(field) || isEmptyCollection(field))
    return `${name}: ${printScalarOrEmpty(field, indent + 2, indent + [...name].length + 2)}\n`
  return `${name}:\n${printCollection(field, Array.isArray(field) ? indent : indent + 2)}`
}

function printScalarOrEmpty(value: unknown, indent: number, column: number): string {
  if (Array.isArray(value)) return '[]'
  if (isRecord(value)) return '{}'
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return printText(value, { column, indent, isKey: false })
  return typeof value === 'number' ? printGoNumber(value) : String(value)
}

interface Place {
  /** The column at which the text begins. */
  readonly column: number
  /** The indentation of the lines that follow the first. */
  readonly indent: number
  /** Keys are never folded and never become blocks. */
  readonly isKey: boolean
}

function printText(text: string, place: Place): string {
  const allowed = analyze(text)
  if (text.includes('\n')) {
    const block = allowed.block && !place.isKey
    return block ? printBlock(text, place.indent) : printDoubleQuoted(text, place)
  }
  if (readsAsSomethingElse(text)) return printDoubleQuoted(text, place)
  if (allowed.plain) return fold(text, place)
  return allowed.singleQuoted ? printSingleQuoted(text, place) : printDoubleQuoted(text, place)
}

/** Which styles can carry this text. (go-yaml `yaml_emitter_analyze_scalar`, outside flow collections) */
function analyze(text: string): { plain: boolean; singleQuoted: boolean; block: boolean } {
  const special = /[^\n\x20-\x7e\x85\u00a0-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\ud800-\udfff]/u.test(text)
  const spaceBeforeBreak = / \n/.test(text)
  const spaceAfterBreak = /\n /.test(text)
  const indicators =
    /^(---|\.\.\.)/.test(text) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[-?:](\s|$)/.test(text) ||
    /:(\s|$)|\s#/.test(text)
  const edges = /^[ \n]|[ \n]$/.test(text)
  return {
    plain: !special && !indicators && !edges && !text.includes('\n'),
    singleQuoted: !special && !spaceBeforeBreak && !spaceAfterBreak,
    block: !special && !spaceBeforeBreak && !text.endsWith(' '),
  }
}

function printBlock(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? '2' : ''
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : ''
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const margin = ' '.repeat(indent)
  return `|${hint}${chomp}\n${body
    .split('\n')
    .map(line => (line ? margin + line : ''))
    .join('\n')}`
}

/**
 * Breaks lines at single spaces far to the right, never at the first or the last character. Each `'` is written as
 * `apostrophe`. (go-yaml `yaml_emitter_write_plain_scalar`, `yaml_emitter_write_single_quoted`)
 */
function fold(text: string, place: Place, apostrophe: "'" | "''" = "'"): string {
  let column = place.column
  let printed = ''
  const characters = [...text]
  characters.forEach((character, at) => {
    const inside = at > 0 && at < characters.length - 1
    const lone = inside && character === ' ' && characters[at - 1] !== ' ' && characters[at + 1] !== ' '
    if (lone && !place.isKey && column > FOLD_AFTER) {
      printed += `\n${' '.repeat(place.indent)}`
      column = place.indent
    } else {
      printed += character === "'" ? apostrophe : character
      column += character === "'" ? apostrophe.length : 1
    }
  })
  return printed
}

function printSingleQuoted(text: string, place: Place): string {
  return `'${fold(text, { ...place, column: place.column + 1 }, "''")}'`
}

function printDoubleQuoted(text: string, place: Place): string {
  let column = place.column + 1
  let printed = '"'
  const characters = [...text]
  characters.forEach((character, at) => {
    const inside = at > 0 && at < characters.length - 1
    if (character === ' ' && characters[at - 1] !== ' ' && inside && !place.isKey && column > FOLD_AFTER) {
      // A space that a line would begin with is kept by the backslash before it.
      printed += `\n${' '.repeat(place.indent)}${characters[at + 1] === ' ' ? '\\' : ''}`
      column = place.indent + (characters[at + 1] === ' ' ? 1 : 0)
      return
    }
    const escaped = escapeInQuotes(character)
    printed += escaped
    column += [...escaped].length
  })
  return `${printed}"`
}

function escapeInQuotes(character: string): string {
  const known = DOUBLE_QUOTED_ESCAPES[character]
  if (known) return known
  if (/[\x20-\x7e\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(character))
    return character
  const code = character.codePointAt(0) ?? 0
  return code < 0x100
    ? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`
    : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
}

/** Whether unquoted text would be read back as null, a boolean, a number or a time (YAML 1.1). (go-yaml `resolve`) */
function readsAsSomethingElse(text: string): boolean {
  if (/^(|~|null|Null|NULL|<<)$/.test(text)) return true
  if (/^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return true
  if (/^(\.nan|\.NaN|\.NAN|[-+]?\.(inf|Inf|INF))$/.test(text)) return true
  const plain = text.replaceAll('_', '')
  if (/^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/.test(plain) && /^[-+\d]/.test(text)) return true
  if (/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(plain) && /^[-+.\d]/.test(text)) return true
  if (/^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/.test(text)) return true
  return /^\d{4}-\d{1,2}-\d{1,2}(([Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[-+]\d\d:\d\d))|( \d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?))?$/.test(
    text,
  )
}

/** An object's fields that are there, in go-yaml's natural order: digits by value, letters after what is no letter. */
function fieldsOf(record: Readonly<Record<string, unknown>>): (readonly [string, unknown])[] {
  return Object.entries(record)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => compareKeys(a, b))
}

function compareKeys(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  const at = left.findIndex((character, index) => character !== right[index])
  if (at < 0 || at >= right.length) return left.length - right.length
  const [x = '', y = ''] = [left[at], right[at]]
  const [isLetterX, isLetterY] = [/\p{L}/u.test(x), /\p{L}/u.test(y)]
  if (isLetterX && isLetterY) return x < y ? -1 : 1
  if (isLetterX !== isLetterY) return isLetterY ? -1 : 1
  const lead =
    (x === '0' || y === '0') && /[1-9]\d*$/.test(a.slice(0, a.length - left.slice(at).join('').length)) ? '1' : ''
  const [digitsX, digitsY] = [digitsFrom(left, at), digitsFrom(right, at)]
  const difference = Number(lead + digitsX) - Number(lead + digitsY)
  return difference || digitsX.length - digitsY.length || (x < y ? -1 : 1)
}

function digitsFrom(characters: readonly string[], at: number): string {
  return /^\d*/.exec(characters.slice(at).join(''))?.[0] ?? ''
}
