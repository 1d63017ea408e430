import type { CompleteAnswer, TerminalEntry, TerminalLine } from './lab-protocol.ts'

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

/** Lines that stand together: `from`…`to` of an entry's, all of one stream. */
export interface OutputBlock {
  readonly from: number
  readonly to: number
  readonly error: boolean
}

/** At most that many lines are laid out together: what is out of view costs nothing. */
export const MOST_IN_BLOCK = 100

/** Cuts an entry's output into blocks. Those before the last stay as they are when more lines follow. */
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

/** How many lines of output are spoken, and how many characters of each. */
const SPOKEN = { lines: 3, characters: 160 }

/** The first lines of an output, columns told apart by commas, and how many more there are: what a screen reader says. */
export function spokenOutput({ lines }: TerminalEntry): { readonly text: string; readonly more: number } {
  const first = lines.slice(0, SPOKEN.lines)
  const said = first.map(({ text }) => {
    const columns = text.trim().replace(/\s{2,}/g, ', ')
    return columns.length > SPOKEN.characters ? `${columns.slice(0, SPOKEN.characters)}…` : columns
  })
  return { text: said.join('\n'), more: lines.length - first.length }
}

/** Whether there is nothing to show of an entry: it wiped the screen that it stands on. */
export function isWipe({ line, lines }: TerminalEntry): boolean {
  return lines.length === 0 && line.trim() === 'clear'
}
