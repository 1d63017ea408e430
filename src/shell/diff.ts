import { pathOf, problemOf, readInput } from './inputs.ts'
import { type Options, readOptions } from './options.ts'
import { type Process, type Program, ProgramFailure } from './process.ts'

/** `diff`, plain or with `-u`: 0 if the files are the same, 1 if not, 2 if one cannot be read. (GNU diffutils) */
export const diff: Program = process => {
  const options = readOptions(process, 'uNrqU:', { unified: 'u', 'new-file': 'N', recursive: 'r', brief: 'q' }, 2)
  const [left, right] = options.operands
  if (left === undefined || right === undefined)
    throw new ProgramFailure(`missing operand after '${left ?? 'diff'}'`, 2)
  const { disk } = process
  if (![left, right].every(name => disk.isDirectory(pathOf(process, name))))
    return compareFiles(process, [left, right], options, '')
  const command = `diff ${process.args.filter(arg => arg.startsWith('-')).join(' ')}`
  const names = new Set([left, right].flatMap(name => disk.list(pathOf(process, name))))
  return [...names].sort().reduce((status, name) => {
    const paths = [`${left}/${name}`, `${right}/${name}`] as const
    return Math.max(status, compareFiles(process, paths, options, `${command} ${paths.join(' ')}\n`))
  }, 0)
}

function compareFiles(
  process: Process,
  names: readonly [string, string],
  { has, value }: Options,
  title: string,
): number {
  const texts = names.map(name => readInput(process, name) ?? (has('N') ? '' : undefined))
  const [before, after] = texts
  if (before === undefined || after === undefined) {
    for (const [index, name] of names.entries())
      if (texts[index] === undefined) process.err(`diff: ${name}: ${problemOf(process, name)}\n`)
    return 2
  }
  const [a, b] = [splitLines(before), splitLines(after)]
  const changes = changesBetween(a, b)
  if (changes.length === 0) return 0
  const heads = names
    .map((name, index) => `${index === 0 ? '---' : '+++'} ${name}\t${timeOf(process, name)}\n`)
    .join('')
  if (has('q')) process.out(`Files ${names[0]} and ${names[1]} differ\n`)
  else if (!has('u') && !has('U')) process.out(title + printNormal(a, b, changes))
  else process.out(title + heads + printUnified(a, b, changes, Number(value('U') ?? 3)))
  return 1
}

function timeOf(process: Process, name: string): string {
  const seconds = process.disk.modified(pathOf(process, name))
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}.000000000 +0000`
}

/** Lines with their ends: a last line without one differs from one with it. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** Lines `from` to `to` (not included) of one text. */
interface Span {
  readonly from: number
  readonly to: number
}

interface Change {
  readonly old: Span
  readonly new: Span
}

/** Above so many cells of the table, everything between the first and the last difference counts as changed. */
const LARGEST_TABLE = 4_000_000

/** The fewest lines removed and added that make one text of the other; of equals the changes that come last. */
function changesBetween(a: readonly string[], b: readonly string[]): readonly Change[] {
  let start = 0
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++
  let [endA, endB] = [a.length, b.length]
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  const width = endB - start + 1
  const isTooLarge = (endA - start + 1) * width > LARGEST_TABLE
  /** How many lines the rests of both texts have in common, from each pair of places on. */
  const common = new Uint32Array(isTooLarge ? 0 : (endA - start + 1) * width)
  for (let x = endA - 1; x >= start && !isTooLarge; x--) {
    for (let y = endB - 1; y >= start; y--) {
      const at = (x - start) * width + y - start
      common[at] =
        a[x] === b[y] ? (common[at + width + 1] ?? 0) + 1 : Math.max(common[at + width] ?? 0, common[at + 1] ?? 0)
    }
  }
  const changes: Change[] = []
  for (let [x, y] = [start, start]; x < endA || y < endB; ) {
    const [fromX, fromY] = [x, y]
    while ((x < endA || y < endB) && (isTooLarge || x >= endA || y >= endB || a[x] !== b[y])) {
      const at = (x - start) * width + y - start
      if (y >= endB || (x < endA && (common[at + width] ?? 0) >= (common[at + 1] ?? 0))) x++
      else y++
    }
    if (x > fromX || y > fromY) changes.push({ old: { from: fromX, to: x }, new: { from: fromY, to: y } })
    while (x < endA && y < endB && a[x] === b[y]) {
      x++
      y++
    }
  }
  return changes
}

function mark(sign: string, lines: readonly string[]): string {
  return lines.map(line => sign + (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)).join('')
}

function printNormal(a: readonly string[], b: readonly string[], changes: readonly Change[]): string {
  const print = ({ from, to }: Span) => (to - from > 1 ? `${from + 1},${to}` : String(to))
  return changes
    .map(({ old, new: now }) => {
      const [removed, added] = [mark('< ', a.slice(old.from, old.to)), mark('> ', b.slice(now.from, now.to))]
      const letter = removed && added ? 'c' : removed ? 'd' : 'a'
      return `${print(old)}${letter}${print(now)}\n${removed}${removed && added && '---\n'}${added}`
    })
    .join('')
}

function printUnified(a: readonly string[], b: readonly string[], changes: readonly Change[], context: number): string {
  const hunks: Change[][] = []
  for (const change of changes) {
    const hunk = hunks.at(-1)
    const last = hunk?.at(-1)
    if (last && change.old.from - last.old.to <= 2 * context) hunk?.push(change)
    else hunks.push([change])
  }
  return hunks.map(hunk => printHunk(a, b, hunk, context)).join('')
}

function printHunk(a: readonly string[], b: readonly string[], hunk: readonly Change[], context: number): string {
  const [first, last] = [hunk[0], hunk.at(-1)]
  if (!first || !last) return ''
  const lead = Math.min(context, first.old.from)
  const tail = Math.min(context, a.length - last.old.to)
  const print = (from: number, to: number) =>
    to - from === 1 ? String(to) : `${to > from ? from + 1 : from},${to - from}`
  let text = `@@ -${print(first.old.from - lead, last.old.to + tail)} +${print(first.new.from - lead, last.new.to + tail)} @@\n`
  let at = first.old.from - lead
  for (const { old, new: now } of hunk) {
    text +=
      mark(' ', a.slice(at, old.from)) + mark('-', a.slice(old.from, old.to)) + mark('+', b.slice(now.from, now.to))
    at = old.to
  }
  return text + mark(' ', a.slice(at, last.old.to + tail))
}
