import { type Input, linesOf, readInputs } from './inputs.ts'
import { type Options, readOptions } from './options.ts'
import { compileRegex, type PosixRegex, quoteRegex, RegexError, regexOf, replaceMatches } from './posix-regex.ts'
import { type Process, type Program, ProgramFailure } from './process.ts'

const LONG = {
  'ignore-case': 'i',
  'invert-match': 'v',
  count: 'c',
  'line-number': 'n',
  'only-matching': 'o',
  quiet: 'q',
  'word-regexp': 'w',
  'files-with-matches': 'l',
  'after-context': 'A',
  'before-context': 'B',
  context: 'C',
  color: 'K',
}

/** GNU grep: prints the lines that match. 0 if there are any, 1 if there are none, 2 if something went wrong. */
export const grep: Program = process => {
  const options = readOptions(process, 'EFGPivcnoqswxlLhHA:B:C:m:e:K#', LONG, 2)
  const { has } = options
  const [first, ...rest] = options.operands
  const given = options.values('e')
  if (given.length === 0 && first === undefined) {
    process.err("Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n")
    return 2
  }
  const pattern = compile(given.length > 0 ? given.join('\n') : (first ?? ''), has)
  const names = given.length > 0 ? options.operands : rest
  const { inputs, failed } = readInputs(has('s') ? { ...process, err: () => {} } : process, names)
  const search: Search = {
    pattern,
    options,
    isNamed: has('H') || (names.length > 1 && !has('h')),
    before: countOf(options, 'B'),
    after: countOf(options, 'A'),
    printed: false,
  }
  const found = inputs.filter(input => searchInput(input, search, process)).length > 0
  if (failed && !(found && has('q'))) return 2
  return found ? 0 : 1
}

export const egrep: Program = process => grep({ ...process, args: ['-E', ...process.args] })

interface Search {
  readonly pattern: PosixRegex
  readonly options: Options
  /** A file's name stands before each of its lines. */
  readonly isNamed: boolean
  /** How many lines of context are asked for; none is not the same as 0. */
  readonly before: number | undefined
  readonly after: number | undefined
  /** Something was printed: what is no neighbour of it is parted by `--`. */
  printed: boolean
}

function countOf({ value }: Options, letter: string): number | undefined {
  const text = value(letter) ?? value('C') ?? value('#')
  if (text !== undefined && !/^\d+$/.test(text)) throw new ProgramFailure(`${text}: invalid context length argument`, 2)
  return text === undefined ? undefined : Number(text)
}

/** Each line of the text is a pattern of its own. */
function compile(text: string, has: Options['has']): PosixRegex {
  try {
    const sources = text.split('\n').map(one => {
      if (has('F')) return quoteRegex(one)
      return has('P') ? one : compileRegex(one, { extended: has('E') }).source
    })
    const source = sources.length > 1 ? sources.map(one => `(?:${one})`).join('|') : (sources[0] ?? '')
    const word = has('w') ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source
    return regexOf(has('x') ? `^(?:${source})$` : word, has('i'))
  } catch (error) {
    if (error instanceof RegexError) throw new ProgramFailure(error.message, 2)
    throw error
  }
}

/** Prints what one input gives; whether a line was selected. */
function searchInput({ name, text }: Input, search: Search, { out }: Process): boolean {
  const { pattern, options, isNamed } = search
  const { has } = options
  const label = name === '-' ? '(standard input)' : name
  const lines = linesOf(text)
  const all = lines.flatMap((line, index) => (pattern.test(line) === has('v') ? [] : index))
  const selected = all.slice(0, Number(options.value('m') ?? all.length))
  const found = selected.length > 0
  const start = (index: number, mark: string) =>
    `${isNamed ? label + mark : ''}${has('n') ? `${index + 1}${mark}` : ''}`
  if (has('q')) return found
  if (has('l') || has('L')) {
    if (found !== has('L')) out(`${label}\n`)
  } else if (has('c')) out(`${isNamed ? `${label}:` : ''}${selected.length}\n`)
  else if (has('o')) {
    for (const index of has('v') ? [] : selected)
      for (const match of matchesIn(lines[index] ?? '', pattern)) out(`${start(index, ':')}${match}\n`)
  } else out(withContext(lines, selected, search, start))
  return found
}

function matchesIn(line: string, pattern: PosixRegex): readonly string[] {
  const matches: string[] = []
  replaceMatches(line, pattern, ([match = '']) => String(match && matches.push(match)), true)
  return matches
}

function withContext(
  lines: readonly string[],
  selected: readonly number[],
  search: Search,
  start: (index: number, mark: string) => string,
): string {
  const { before = 0, after = 0 } = search
  const hasContext = search.before !== undefined || search.after !== undefined
  const isSelected = new Set(selected)
  let text = ''
  let next = 0
  for (const index of selected) {
    const from = Math.max(next, index - before)
    if (hasContext && search.printed && (from > next || next === 0)) text += '--\n'
    search.printed = true
    for (let at = from; at <= Math.min(lines.length - 1, index + after) && (at <= index || !isSelected.has(at)); at++) {
      text += `${start(at, isSelected.has(at) ? ':' : '-')}${lines[at]}\n`
      next = at + 1
    }
  }
  return text
}
