import { linesOf, readInputs } from './inputs.ts'
import type { Io } from './machine.ts'
import { type Options, readOptions } from './options.ts'
import { posixRegex } from './posix-regex.ts'

const LONG = {
  'extended-regexp': 'E',
  'fixed-strings': 'F',
  'ignore-case': 'i',
  'invert-match': 'v',
  count: 'c',
  'line-number': 'n',
  'only-matching': 'o',
  quiet: 'q',
  'word-regexp': 'w',
  'line-regexp': 'x',
  'files-with-matches': 'l',
  'after-context': 'A',
  'before-context': 'B',
  context: 'C',
  'max-count': 'm',
  regexp: 'e',
  color: 'y',
} as const

/** GNU grep: which lines of its input match. */
export function grep(args: readonly string[], io: Io): number {
  const options = readOptions(args.map(oldContext), 'EFGPivcnoqwxlhHsA:B:C:m:e:y', LONG)
  if (!options.ok) return fail(io, options.error)
  const patterns = options.values('e')
  const [first, ...rest] = options.args
  if (patterns.length === 0 && first === undefined)
    return fail(io, undefined, "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n")
  const names = patterns.length === 0 ? rest : options.args
  const expression = readPattern(patterns.length === 0 ? (first ?? '') : patterns.join('\n'), options)
  if (!expression) return fail(io, 'Unmatched [, [^, [:, [., or [=')
  const { inputs, failed } = readInputs('grep', names, io)
  const named = (inputs.length > 1 || options.has('H')) && !options.has('h')
  let found = false
  for (const { name, text } of inputs) {
    const prefix = named ? name || '(standard input)' : ''
    if (grepLines(linesOf(text), expression, options, prefix, io)) found = true
  }
  return failed ? 2 : found ? 0 : 1
}

/** `-3` is `-C 3`. */
function oldContext(arg: string): string {
  return /^-\d+$/.test(arg) ? `-C${arg.slice(1)}` : arg
}

function fail(io: Io, error: string | undefined, text?: string): number {
  io.err(text ?? `grep: ${error}\n`)
  return 2
}

function readPattern(text: string, options: Options): RegExp | undefined {
  const extended = options.has('E') || options.has('P')
  const sources = text.split('\n').map(line => posixRegex(line, { extended, literal: options.has('F') })?.source)
  if (sources.some(source => source === undefined)) return undefined
  let source = sources.length === 1 ? (sources[0] ?? '') : sources.map(one => `(?:${one})`).join('|')
  if (options.has('w')) source = `(?<!\\w)(?:${source})(?!\\w)`
  if (options.has('x')) source = `^(?:${source})$`
  return new RegExp(source, options.has('i') ? 'giu' : 'gu')
}

/** Prints what one input gives; whether a line was selected. */
function grepLines(lines: readonly string[], expression: RegExp, options: Options, prefix: string, io: Io): boolean {
  const most = Number(options.value('m') ?? Number.POSITIVE_INFINITY)
  const selected: number[] = []
  for (const [index, line] of lines.entries()) {
    if (selected.length >= most) break
    expression.lastIndex = 0
    if (expression.test(line) !== options.has('v')) selected.push(index)
  }
  if (options.has('q')) return selected.length > 0
  if (options.has('l')) {
    if (selected.length > 0) io.out(`${prefix || '(standard input)'}\n`)
    return selected.length > 0
  }
  if (options.has('c')) io.out(`${prefix && `${prefix}:`}${selected.length}\n`)
  else if (options.has('o')) printMatches(lines, selected, expression, options, prefix, io)
  else printWithContext(lines, selected, options, prefix, io)
  return selected.length > 0
}

function printMatches(
  lines: readonly string[],
  selected: readonly number[],
  expression: RegExp,
  options: Options,
  prefix: string,
  io: Io,
): void {
  if (options.has('v')) return
  expression.lastIndex = 0
  for (const index of selected)
    for (const [match] of (lines[index] ?? '').matchAll(expression))
      if (match) io.out(`${lineStart(prefix, index, ':', options)}${match}\n`)
}

/** Lines that are not neighbours are parted by `--` where context is shown. */
function printWithContext(
  lines: readonly string[],
  selected: readonly number[],
  options: Options,
  prefix: string,
  io: Io,
): void {
  const before = Number(options.value('B') ?? options.value('C') ?? 0)
  const after = Number(options.value('A') ?? options.value('C') ?? 0)
  const hasContext = options.has('A') || options.has('B') || options.has('C')
  const isSelected = new Set(selected)
  let printed = -1
  for (const index of selected) {
    const start = Math.max(printed + 1, index - before)
    if (hasContext && printed >= 0 && start > printed + 1) io.out('--\n')
    const end = Math.min(lines.length - 1, index + after)
    for (let at = start; at <= end; at++) {
      // The line of the next match prints itself, with its own context behind it.
      if (at > index && isSelected.has(at)) break
      io.out(`${lineStart(prefix, at, isSelected.has(at) ? ':' : '-', options)}${lines[at]}\n`)
      printed = at
    }
  }
}

function lineStart(prefix: string, index: number, mark: string, options: Options): string {
  return `${prefix && prefix + mark}${options.has('n') ? `${index + 1}${mark}` : ''}`
}
