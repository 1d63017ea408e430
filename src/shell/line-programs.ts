import { toBytes } from './bytes.ts'
import { unescapeText } from './escapes.ts'
import { linesOf, pathOf, printLines, readInputs } from './inputs.ts'
import { type Options, readOptions } from './options.ts'
import { type Program, ProgramFailure } from './process.ts'

/** `head` and `tail`: the first or last lines of each input; `tail -n +2`: from a line on. (GNU coreutils) */
export const ends: Program = process => {
  const { has, value, operands } = readOptions(process, 'n:c:qvf#', { lines: 'n', bytes: 'c' })
  if (has('f')) throw new ProgramFailure('-f is not available here: files only change when a command changes them')
  const count = value('#') ?? value('c') ?? value('n') ?? '10'
  if (!/^[-+]?\d+$/.test(count))
    throw new ProgramFailure(`invalid number of ${has('c') ? 'bytes' : 'lines'}: ‘${count}’`)
  const isHead = process.name === 'head'
  const number = Number(count)
  const { inputs, failed } = readInputs(process, operands, (name, problem) =>
    problem === 'Is a directory'
      ? `error reading '${name}': ${problem}`
      : `cannot open '${name}' for reading: ${problem}`,
  )
  inputs.forEach(({ name, text }, index) => {
    if (operands.length > 1 && !has('q')) process.out(`${index > 0 ? '\n' : ''}==> ${name} <==\n`)
    const parts = has('c') ? [...text] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? [])
    const from = count.startsWith('+') ? Math.max(0, number - 1) : Math.max(0, parts.length - Math.abs(number))
    process.out((isHead ? parts.slice(0, number) : parts.slice(from)).join(''))
  })
  return failed ? 1 : 0
}

/** A program that makes of its inputs, taken together, some other text. */
function filter(
  known: string,
  long: Readonly<Record<string, string>>,
  change: (lines: readonly string[], options: Options) => readonly string[],
): Program {
  return process => {
    const options = readOptions(process, known, long)
    const { inputs, failed } = readInputs(process, options.operands)
    process.out(
      printLines(
        change(
          inputs.flatMap(({ text }) => linesOf(text)),
          options,
        ),
      ),
    )
    return failed ? 1 : 0
  }
}

export const tac = filter('', {}, lines => lines.toReversed())

/** `uniq`: neighbours that are the same become one. */
export const uniq = filter('cdui', { count: 'c', repeated: 'd', unique: 'u', 'ignore-case': 'i' }, (lines, { has }) => {
  const keyOf = (line: string) => (has('i') ? line.toLowerCase() : line)
  const groups: { line: string; count: number }[] = []
  for (const line of lines) {
    const last = groups.at(-1)
    if (last && keyOf(last.line) === keyOf(line)) last.count += 1
    else groups.push({ line, count: 1 })
  }
  const kept = groups.filter(({ count }) => (!has('d') || count > 1) && (!has('u') || count === 1))
  return kept.map(({ line, count }) => (has('c') ? `${String(count).padStart(7)} ${line}` : line))
})

/** `cut`: some fields or characters of each line. */
export const cut = filter('d:f:c:b:s', { fields: 'f', delimiter: 'd', characters: 'c' }, (lines, { has, value }) => {
  const list = value('f') ?? value('c') ?? value('b')
  if (list === undefined) throw new ProgramFailure('you must specify a list of bytes, characters, or fields')
  const delimiter = value('d') ?? '\t'
  if (delimiter.length !== 1) throw new ProgramFailure('the delimiter must be a single character')
  const ranges = list.split(',').map(readRange)
  const keeps = (_: string, index: number) => ranges.some(({ first, last }) => index + 1 >= first && index < last)
  return lines.flatMap(line => {
    if (!has('f')) return [...line].filter(keeps).join('')
    if (!line.includes(delimiter)) return has('s') ? [] : line
    return line.split(delimiter).filter(keeps).join(delimiter)
  })
})

function readRange(text: string): { readonly first: number; readonly last: number } {
  const [all, from = '', dash = '', to = ''] = /^(\d*)(-?)(\d*)$/.exec(text) ?? []
  if (!all) throw new ProgramFailure(`invalid field value ‘${text}’`)
  if (all === '-') throw new ProgramFailure('invalid range with no endpoint: -')
  const first = Number(from || 1)
  const last = dash ? Number(to || Number.POSITIVE_INFINITY) : first
  if (first === 0) throw new ProgramFailure('fields are numbered from 1')
  if (last < first) throw new ProgramFailure('invalid decreasing range')
  return { first, last }
}

/** `column -t`: a table whose columns are as wide as what they hold. */
export const column = filter('ts:', { table: 't', separator: 's' }, (lines, { has, value }) => {
  const separators = value('s')
  const rows = lines
    .filter(line => line.trim())
    .map(line => (separators === undefined ? (line.match(/\S+/g) ?? []) : line.split(separators)))
  if (!has('t')) return lines
  const widths = (index: number) => Math.max(...rows.map(row => row[index]?.length ?? 0))
  const most = Math.max(0, ...rows.map(({ length }) => length))
  const width = Array.from({ length: most }, (_, index) => widths(index))
  return rows.map(row =>
    width.map((size, index) => (index < most - 1 ? (row[index] ?? '').padEnd(size) : (row[index] ?? ''))).join('  '),
  )
})

/** `wc`: lines, words and bytes; columns are as wide as the largest number may be. */
export const wc: Program = process => {
  const { has, operands } = readOptions(process, 'lwcm', { lines: 'l', words: 'w', bytes: 'c', chars: 'm' })
  const { inputs, failed } = readInputs(process, operands)
  const rows = inputs.map(({ name, text }) => ({
    name,
    counts: [text.split('\n').length - 1, text.match(/\S+/g)?.length ?? 0, [...text].length, toBytes(text).length],
  }))
  const sums = [0, 1, 2, 3].map(index => rows.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0))
  if (operands.length > 1) rows.push({ name: 'total', counts: sums })
  const asked = [...'lwmc'].map(has)
  const shown = asked.includes(true) ? asked : [true, true, false, true]
  const isPlain = shown.filter(Boolean).length === 1 && operands.length < 2
  const width = isPlain ? 0 : operands.length === 0 || operands.includes('-') ? 7 : String(sums[3]).length
  for (const { name, counts } of rows) {
    const numbers = counts.filter((_, index) => shown[index]).map(count => String(count).padStart(width))
    process.out(`${numbers.join(' ')}${operands.length > 0 ? ` ${name}` : ''}\n`)
  }
  return failed ? 1 : 0
}

const SETS: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  blank: '\t ',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  punct: '!-/:-@[-`{-~',
  space: '\t-\r ',
}

/** `tr`: one character for another. */
export const tr: Program = process => {
  const { has, operands } = readOptions(process, 'dscC.', { delete: 'd', 'squeeze-repeats': 's', complement: 'c' })
  const [from, to] = operands
  if (from === undefined) throw new ProgramFailure('missing operand')
  if (to === undefined && !has('d') && !has('s'))
    throw new ProgramFailure(`missing operand after ‘${from}’\nTwo strings must be given when translating.`)
  const first = readSet(from)
  const second = to === undefined ? first : readSet(to)
  const isComplement = has('c') || has('C')
  let text = ''
  let last = ''
  for (const character of process.stdin.rest()) {
    const isIn = first.includes(character) !== isComplement
    if (isIn && has('d')) continue
    const changed =
      isIn && to !== undefined && !has('d')
        ? (second[isComplement ? second.length : first.lastIndexOf(character)] ?? second.at(-1) ?? '')
        : character
    const isSqueezed = has('s') && (to === undefined ? isIn : second.includes(changed))
    if (!isSqueezed || changed !== last) text += changed
    last = changed
  }
  process.out(text)
  return 0
}

function readSet(text: string): readonly string[] {
  const spelled = text.replace(/\[:(\w+):\]/g, (all, name: string) => SETS[name] ?? all)
  return [...unescapeText(spelled).matchAll(/([\s\S])-([\s\S])|[\s\S]/gu)].flatMap(([one, from, to]) => {
    if (from === undefined || to === undefined) return one
    const [first, last] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]
    if (first > last) throw new ProgramFailure(`range-endpoints of '${one}' are in reverse collating sequence order`)
    return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index))
  })
}

/** `tee`: writes its input to files, and on. */
export const tee: Program = process => {
  const { has, operands } = readOptions(process, 'a', { append: 'a' })
  const text = process.stdin.rest()
  let status = 0
  for (const name of operands) {
    const path = pathOf(process, name)
    const problem = process.disk.write(path, (has('a') ? (process.disk.read(path) ?? '') : '') + text)
    if (!problem) continue
    process.err(`tee: ${name}: ${problem}\n`)
    status = 1
  }
  process.out(text)
  return status
}

/** `seq [FIRST [STEP]] LAST`: whole numbers, one a line. */
export const seq: Program = ({ args, out, run }) => {
  const wrong = args.find(arg => !/^-?\d+$/.test(arg))
  if (wrong !== undefined) throw new ProgramFailure(`‘${wrong}’ is no whole number: only those are available here`)
  const numbers = args.map(Number)
  const [first = 1, step = 1] = numbers.length > 2 ? numbers : [numbers.length > 1 ? numbers[0] : 1]
  const count = Math.max(0, Math.floor(((numbers.at(-1) ?? 0) - first) / (step || 1)) + 1)
  run.spend('characters', count * 2)
  out(printLines(Array.from({ length: count }, (_, index) => String(first + index * (step || 1)))))
  return 0
}
