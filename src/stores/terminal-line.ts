import type { CompleteAnswer } from './lab-protocol.ts'
import type { TerminalEntry, TerminalLine } from './lab-shown.ts'

/*
 * What happens in the line that is being typed, and how what was printed is cut into pieces that can be drawn: pure.
 */

/** A text, and the index of the character before which the cursor stands. */
export interface TypedLine {
  readonly text: string
  readonly cursor: number
}

/** Tab: the line after what all candidates have in common was put in, and those among which one has to choose, if several. */
export function completeWith(
  { text, cursor }: TypedLine,
  { start, candidates, common }: Extract<CompleteAnswer, { readonly ok: true }>,
): { readonly line: TypedLine; readonly choices: readonly string[] } {
  const [first, second] = candidates
  if (first === undefined) return { line: { text, cursor }, choices: [] }
  if (second === undefined) return { line: replaceWord({ text, cursor }, start, first), choices: [] }
  const put = common.length > cursor - start ? common : text.slice(start, cursor)
  return {
    line: { text: text.slice(0, start) + put + text.slice(cursor), cursor: start + put.length },
    choices: candidates,
  }
}

/** Puts a whole candidate where a word was begun; a space follows, unless the word goes on (`-o=`, `kube-system/`). */
export function replaceWord({ text, cursor }: TypedLine, start: number, word: string): TypedLine {
  const goesOn = /[/=]$/.test(word) || text[cursor] === ' '
  const put = goesOn ? word : `${word} `
  return { text: text.slice(0, start) + put + text.slice(cursor), cursor: start + put.length }
}

/** What Ctrl with a letter makes of a line, as bash has it; nothing: `undefined`. */
export function editLine(letter: string, { text, cursor }: TypedLine): TypedLine | undefined {
  const [before, after] = [text.slice(0, cursor), text.slice(cursor)]
  switch (letter) {
    case 'a':
      return { text, cursor: 0 }
    case 'e':
      return { text, cursor: text.length }
    case 'u':
      return { text: after, cursor: 0 }
    case 'k':
      return { text: before, cursor }
    case 'w': {
      const left = before.replace(/\S*\s*$/, '')
      return { text: left + after, cursor: left.length }
    }
    case 'd':
      return { text: before + after.slice(1), cursor }
    default:
      return undefined
  }
}

/** The newest line before `before` that holds `query`: its index; none: `undefined`. */
export function searchBack(lines: readonly string[], query: string, before = lines.length): number | undefined {
  if (query === '') return undefined
  const found = lines.slice(0, before).findLastIndex(line => line.includes(query))
  return found < 0 ? undefined : found
}

/** What a paste over `from`…`to` makes of a line: lines that are complete and are to be run, and what is left to type on. */
export function pasteInto(
  text: string,
  from: number,
  to: number,
  pasted: string,
): { readonly run: readonly string[]; readonly rest: TypedLine } {
  const put = pasted.replace(/\r\n?/g, '\n')
  const run = (text.slice(0, from) + put + text.slice(to)).split('\n')
  const rest = run.pop() ?? ''
  return { run, rest: { text: rest, cursor: rest.length - (text.length - to) } }
}

/** An entry as the page has it: what came after its first lines stays in the runs in which it came, so that more moves nothing. */
export interface ShownEntry extends TerminalEntry {
  readonly more?: readonly (readonly TerminalLine[])[]
}

/** The entry with a run of lines more. */
export function withLines(entry: ShownEntry, lines: readonly TerminalLine[]): ShownEntry {
  return { ...entry, more: [...(entry.more ?? []), lines] }
}

/** How many lines the page shows: it stays quick, and as much as anybody scrolls through. */
const MOST_SHOWN = 300_000

/** The entries that are still shown: the oldest go where there are too many lines, as in any terminal; the last stays. */
export function stillShown(entries: readonly ShownEntry[], most = MOST_SHOWN): readonly ShownEntry[] {
  let lines = 0
  const gone = entries.findLastIndex((entry, index) => {
    lines += lengthOf(entry)
    return lines > most && index < entries.length - 1
  })
  return entries.slice(gone + 1)
}

function lengthOf({ lines, more = [] }: ShownEntry): number {
  return more.reduce((sum, run) => sum + run.length, lines.length)
}

/** Lines that stand together: `from`…`to` of a run's, all of one stream. */
export interface OutputBlock {
  readonly from: number
  readonly to: number
  readonly error: boolean
}

/** At most that many lines are laid out together: what is out of view costs nothing. */
export const MOST_IN_BLOCK = 100

/** Cuts a run of lines into blocks. */
export function blocksOf(lines: readonly TerminalLine[]): readonly OutputBlock[] {
  const blocks: OutputBlock[] = []
  let from = 0
  for (let to = 1; to <= lines.length; to += 1) {
    const error = lines[from]?.error === true
    const goesOn = to < lines.length && (lines[to]?.error === true) === error && to - from < MOST_IN_BLOCK
    if (goesOn) continue
    blocks.push({ from, to, error })
    from = to
  }
  return blocks
}

/** What is laid out together of a line that does not end, in characters. */
const MOST_IN_PIECE = 10_000

/** Cuts a text where it has gone on for long without a new line; joined, the pieces are the text. */
export function piecesOf(text: string): readonly string[] {
  return text.length <= MOST_IN_PIECE ? [text] : (text.match(LONG) ?? [])
}

const LONG = new RegExp(`[^\\n]{${MOST_IN_PIECE}}|(?:[^\\n]{0,${MOST_IN_PIECE - 1}}\\n)+|[^\\n]+$`, 'g')

/** How many lines of output are spoken, and how many characters of each. */
const SPOKEN = { lines: 3, characters: 160 }

/** The first lines of an output, columns told apart by commas, and how many more there are: what a screen reader says. */
export function spokenOutput(entry: ShownEntry): { readonly text: string; readonly more: number } {
  const first = entry.lines.slice(0, SPOKEN.lines)
  const said = first.map(({ text }) => {
    const columns = text.trim().replace(/\s{2,}/g, ', ')
    return columns.length > SPOKEN.characters ? `${columns.slice(0, SPOKEN.characters)}…` : columns
  })
  return { text: said.join('\n'), more: lengthOf(entry) - first.length }
}

/** Whether there is nothing to show of an entry: it wiped the screen that it stands on. */
export function isWipe({ line, lines }: TerminalEntry): boolean {
  return lines.length === 0 && line.trim() === 'clear'
}
