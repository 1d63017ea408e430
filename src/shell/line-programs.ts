import { linesOf, readInputs } from './inputs.ts'
import type { Io, Program } from './machine.ts'
import { type Options, readOptions } from './options.ts'

/** Programs that read lines and print lines. */
export const LINE_PROGRAMS: Readonly<Record<string, Program>> = {
  head: (args, io) => reading('head', args, io, 'n:c:qv', head),
  tail: (args, io) => reading('tail', args, io, 'n:c:fqv', tail),
  sort: (args, io) => reading('sort', args, io, 'rnuk:t:fbVhM', sort),
  uniq: (args, io) => reading('uniq', args, io, 'cdui', uniq),
  wc: (args, io) => reading('wc', args, io, 'lwcm', countWords),
  cut: (args, io) => reading('cut', args, io, 'd:f:c:b:s', cut),
  tr: (args, io) => translate(args, io),
  tac: (args, io) => reading('tac', args, io, '', text => print([...linesOf(text)].reverse())),
  nl: (args, io) => reading('nl', args, io, 'b:', numberLines),
  column: (args, io) => reading('column', args, io, 'ts:', alignColumns),
  tee: (args, io) => {
    const append = args.includes('-a')
    for (const name of args.filter(arg => arg !== '-a'))
      io.machine.write(name, (append ? (io.machine.read(name) ?? '') : '') + io.stdin)
    io.out(io.stdin)
    return 0
  },
}

/** What a program prints of one text; `name` is the file's. */
type Reading = (text: string, options: Options, name: string) => string | { readonly error: string }

function reading(program: string, args: readonly string[], io: Io, known: string, read: Reading): number {
  // `head -5` is `head -n 5`.
  const options = readOptions(
    args.map(arg => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg)),
    known,
    {
      lines: 'n',
      bytes: 'c',
      reverse: 'r',
      unique: 'u',
      key: 'k',
      delimiter: 'd',
      fields: 'f',
      count: 'c',
      table: 't',
    },
  )
  if (!options.ok) {
    io.err(`${program}: ${options.error}\nTry '${program} --help' for more information.\n`)
    return 1
  }
  const { inputs, failed } = readInputs(program, options.args, io)
  const isJoined = program === 'sort' || program === 'uniq'
  const texts = isJoined ? [{ name: '', text: inputs.map(one => one.text).join('') }] : inputs
  let status = failed ? 1 : 0
  for (const { name, text } of texts) {
    const printed = read(text, options, name)
    if (typeof printed === 'string') io.out(printed)
    else {
      io.err(`${program}: ${printed.error}\n`)
      status = 1
    }
  }
  return status
}

function print(lines: readonly string[]): string {
  return lines.map(line => `${line}\n`).join('')
}

/** Keeps a missing newline at the end missing. */
function firstLines(text: string, count: number): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  return (count < 0 ? lines.slice(0, count) : lines.slice(0, count)).join('')
}

function head(text: string, options: Options): string | { error: string } {
  const bytes = options.value('c')
  if (bytes !== undefined) return text.slice(0, Number(bytes))
  const count = options.value('n') ?? '10'
  if (!/^-?\d+$/.test(count)) return { error: `invalid number of lines: ‘${count}’` }
  return firstLines(text, Number(count))
}

function tail(text: string, options: Options): string | { error: string } {
  const bytes = options.value('c')
  if (bytes !== undefined) return bytes.startsWith('+') ? text.slice(Number(bytes) - 1) : text.slice(-Number(bytes))
  const count = options.value('n') ?? '10'
  if (!/^[-+]?\d+$/.test(count)) return { error: `invalid number of lines: ‘${count}’` }
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  if (count.startsWith('+')) return lines.slice(Math.max(0, Number(count) - 1)).join('')
  return Number(count) === 0 ? '' : lines.slice(-Math.abs(Number(count))).join('')
}

function sort(text: string, options: Options): string {
  const key = options.value('k')
  const separator = options.value('t')
  const numeric = options.has('n') || (key?.includes('n') ?? false)
  const reverse = options.has('r') || (key?.includes('r') ?? false)
  const lines = [...linesOf(text)].map(line => ({ line, key: sortKey(line, key, separator) }))
  const compare = (a: string, b: string) => {
    if (numeric) return (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0)
    if (options.has('V')) return compareVersions(a, b)
    return options.has('f') ? compareText(a.toUpperCase(), b.toUpperCase()) : compareText(a, b)
  }
  // Lines with equal keys are told apart as a whole.
  lines.sort((a, b) => (compare(a.key, b.key) || compareText(a.line, b.line)) * (reverse ? -1 : 1))
  const unique = lines.filter((one, index) => index === 0 || compare(one.key, lines[index - 1]?.key ?? '') !== 0)
  return print((options.has('u') ? unique : lines).map(one => one.line))
}

function sortKey(line: string, key: string | undefined, separator: string | undefined): string {
  if (key === undefined) return line
  const [from, to] = key.split(',').map(part => Number.parseInt(part, 10))
  const fields = separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator)
  return fields
    .slice((from ?? 1) - 1, to)
    .join(separator ?? '')
    .trimStart()
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(text => text.match(/\d+|\D+/g) ?? [])
  for (const [index, part] of (left ?? []).entries()) {
    const other = right?.[index]
    if (other === undefined) return 1
    const order = /^\d/.test(part) && /^\d/.test(other) ? Number(part) - Number(other) : compareText(part, other)
    if (order !== 0) return order
  }
  return (left?.length ?? 0) - (right?.length ?? 0)
}

function uniq(text: string, options: Options): string {
  const groups: { line: string; count: number }[] = []
  const same = (a: string, b: string) => (options.has('i') ? a.toLowerCase() === b.toLowerCase() : a === b)
  for (const line of linesOf(text)) {
    const last = groups.at(-1)
    if (last && same(last.line, line)) last.count += 1
    else groups.push({ line, count: 1 })
  }
  const kept = groups.filter(one => (!options.has('d') || one.count > 1) && (!options.has('u') || one.count === 1))
  return print(kept.map(({ line, count }) => (options.has('c') ? `${String(count).padStart(7)} ${line}` : line)))
}

function countWords(text: string, options: Options, name: string): string {
  const counts = {
    l: text.split('\n').length - 1,
    w: (text.match(/\S+/g) ?? []).length,
    c: encodeURIComponent(text.toWellFormed()).replace(/%../g, 'x').length,
    m: [...text].length,
  }
  const asked = (['l', 'w', 'm', 'c'] as const).filter(letter => options.has(letter))
  const shown = asked.length > 0 ? asked : (['l', 'w', 'c'] as const)
  const width = shown.length === 1 ? 0 : 7
  return `${shown.map(letter => String(counts[letter]).padStart(width)).join(' ')}${name && ` ${name}`}\n`
}

function cut(text: string, options: Options): string | { error: string } {
  const list = options.value('f') ?? options.value('c') ?? options.value('b')
  if (list === undefined) return { error: 'you must specify a list of bytes, characters, or fields' }
  const ranges = list.split(',').map(part => /^(\d*)(-?)(\d*)$/.exec(part))
  if (ranges.some(range => !range || range[0] === '')) return { error: `invalid field value ‘${list}’` }
  const keeps = (position: number) =>
    ranges.some(range => {
      const [, from = '', dash = '', to = ''] = range ?? []
      if (!dash) return position === Number(from)
      return position >= Number(from || 1) && (to === '' || position <= Number(to))
    })
  const separator = options.value('d') ?? '\t'
  return print(
    linesOf(text).flatMap(line => {
      if (!options.has('f')) return [...line].filter((_, index) => keeps(index + 1)).join('')
      if (!line.includes(separator)) return options.has('s') ? [] : line
      return line
        .split(separator)
        .filter((_, index) => keeps(index + 1))
        .join(separator)
    }),
  )
}

function numberLines(text: string): string {
  let number = 0
  return print(
    linesOf(text).map(line => {
      if (line === '') return '       '
      number += 1
      return `${String(number).padStart(6)}\t${line}`
    }),
  )
}

function alignColumns(text: string, options: Options): string {
  if (!options.has('t')) return text
  const separator = options.value('s') ?? /\s+/
  const rows = linesOf(text).map(line => line.trim().split(separator))
  const widths = rows.reduce<number[]>(
    (widest, row) =>
      row.map((cell, index) => Math.max(widest[index] ?? 0, cell.length)).concat(widest.slice(row.length)),
    [],
  )
  return print(
    rows.map(row =>
      row.map((cell, index) => (index < row.length - 1 ? cell.padEnd(widths[index] ?? 0) : cell)).join('  '),
    ),
  )
}

function translate(args: readonly string[], io: Io): number {
  const options = readOptions(args, 'dsc')
  const [from, to] = options.ok ? options.args : []
  if (!options.ok || from === undefined) {
    io.err(`tr: ${options.ok ? 'missing operand' : options.error}\nTry 'tr --help' for more information.\n`)
    return 1
  }
  const source = characterSet(from)
  const target = characterSet(to ?? '')
  const isIn = (character: string) => source.includes(character) !== options.has('c')
  let printed = ''
  for (const character of io.stdin) {
    if (!isIn(character)) {
      printed += character
      continue
    }
    if (options.has('d')) continue
    const replaced = target.length === 0 ? character : (target[source.indexOf(character)] ?? target.at(-1) ?? character)
    if (!(options.has('s') && printed.endsWith(replaced))) printed += replaced
  }
  io.out(printed)
  return 0
}

function characterSet(text: string): readonly string[] {
  const classes = text
    .replace('[:lower:]', 'a-z')
    .replace('[:upper:]', 'A-Z')
    .replace('[:digit:]', '0-9')
    .replace('[:alpha:]', 'A-Za-z')
    .replace('[:space:]', ' \t\n\r')
    .replace(/\\(.)/g, (_, letter: string) => ({ n: '\n', t: '\t', r: '\r' })[letter] ?? letter)
  const characters = [...classes]
  const set: string[] = []
  for (let at = 0; at < characters.length; at++) {
    const [first = '', dash, last] = characters.slice(at, at + 3)
    if (dash !== '-' || last === undefined) {
      set.push(first)
      continue
    }
    for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) set.push(String.fromCharCode(code))
    at += 2
  }
  return set
}
