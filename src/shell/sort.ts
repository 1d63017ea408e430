import { linesOf, printLines, readInputs } from './inputs.ts'
import { readOptions } from './options.ts'
import { type Program, ProgramFailure } from './process.ts'

const LONG = {
  reverse: 'r',
  'numeric-sort': 'n',
  'version-sort': 'V',
  unique: 'u',
  key: 'k',
  'field-separator': 't',
  'ignore-case': 'f',
}

/** The fields from one to another (to the end, if that is left out), and how they compare. */
interface Key {
  readonly from: number
  readonly to?: number
  readonly flags: string
}

/** GNU sort, by bytes: `-n`, `-r`, `-u`, `-f`, `-b`, `-V`, `-s`, `-t`, `-k`. */
export const sort: Program = process => {
  const { has, value, values, operands } = readOptions(process, 'rnVufbsk:t:', LONG, 2)
  const flags = [...'rnVfb'].filter(has).join('')
  const separator = value('t')
  const given = values('k').map(text => readKey(text, flags))
  const keys = given.length > 0 ? given : [{ from: 1, flags }]
  const { inputs, failed } = readInputs(process, operands, (name, problem) => `cannot read: ${name}: ${problem}`)
  if (failed) return 2
  const rows = inputs
    .flatMap(({ text }) => linesOf(text))
    .map(line => ({ line, keys: keys.map(key => keyOf(line, key, separator)) }))
  type Row = (typeof rows)[number]
  const compareKeys = (a: Row, b: Row) => {
    for (const [index, key] of keys.entries()) {
      const order = compare(a.keys[index] ?? '', b.keys[index] ?? '', key.flags)
      if (order !== 0) return key.flags.includes('r') ? -order : order
    }
    return 0
  }
  /** Lines whose keys are the same are told apart as a whole. */
  const compareRows = (a: Row, b: Row) => {
    const order = compareKeys(a, b)
    if (order !== 0 || has('u') || has('s')) return order
    return compareText(a.line, b.line) * (has('r') ? -1 : 1)
  }
  rows.sort(compareRows)
  const kept = has('u')
    ? rows.filter((row, index) => index === 0 || compareKeys(rows[index - 1] ?? row, row) !== 0)
    : rows
  process.out(printLines(kept.map(({ line }) => line)))
  return 0
}

function readKey(text: string, flags: string): Key {
  const [all, from = '', own = '', to, more = ''] = /^(\d+)([a-zA-Z]*)(?:,(\d+)([a-zA-Z]*))?$/.exec(text) ?? []
  if (all === undefined || /[^rnVfb]/.test(own + more))
    throw new ProgramFailure(`the key ‘${text}’ is not available here`, 2)
  return { from: Number(from), ...(to && { to: Number(to) }), flags: own + more || flags }
}

/** What a key sees of a line. Without a separator a field begins with the blanks before it. */
function keyOf(line: string, { from, to, flags }: Key, separator: string | undefined): string {
  const fields = separator === undefined ? (line.match(/[ \t]*[^ \t]+|[ \t]+$/g) ?? []) : line.split(separator)
  const key = fields.slice(from - 1, to).join(separator ?? '')
  return flags.includes('b') ? key.trimStart() : key
}

function compare(a: string, b: string, flags: string): number {
  if (flags.includes('n')) return numberOf(a) - numberOf(b)
  if (flags.includes('V')) return compareVersions(a, b)
  return flags.includes('f') ? compareText(a.toUpperCase(), b.toUpperCase()) : compareText(a, b)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function numberOf(text: string): number {
  return Number(/^[ \t]*(-?(?:\d+\.?\d*|\.\d+))/.exec(text)?.[1] ?? 0)
}

/** Runs of digits compare as numbers; of other characters letters come first, and `~` before the end. (gnulib `filevercmp`) */
function compareVersions(a: string, b: string): number {
  const [left = [], right = []] = [a, b].map(text => text.match(/\d+|\D/g) ?? [])
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x = '', y = ''] = [left[at], right[at]]
    const areNumbers = /^\d/.test(x) && /^\d/.test(y)
    const order = areNumbers ? Number(x) - Number(y) : rank(x) - rank(y)
    if (order !== 0) return order
  }
  return 0
}

function rank(character: string): number {
  if (/^(\d|$)/.test(character)) return 0
  const code = character.charCodeAt(0)
  return character === '~' ? -1 : /[a-z]/i.test(character) ? code : code + 256
}
