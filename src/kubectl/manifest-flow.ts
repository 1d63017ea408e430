import { isEmptyLine, readLine, unquoted } from './manifest-line.ts'

/*
 * What stands in braces and brackets of a text of manifests that is still being written. What is not closed ends where a
 * line begins that can only stand outside of it.
 */

interface Range {
  readonly from: number
  readonly to: number
}

/** `{…}` or `[…]`, from its opening mark to behind its closing one, or to where it ends without. */
export interface Flow extends Range {
  readonly style: 'braces' | 'brackets'
  readonly isClosed: boolean
  /** What stands between the commas: one more than there are of them. */
  readonly entries: readonly FlowEntry[]
  readonly comments: readonly Range[]
}

export interface FlowEntry {
  /** Behind the comma before it. */
  readonly from: number
  /** What stands before a colon, or, in braces, alone. */
  readonly key?: Scalar
  readonly colon?: number
  readonly value?: Scalar | Flow
}

export interface Scalar extends Range {
  /** Without its quotes. */
  readonly text: string
}

export interface FlowsOfText {
  /** Those that no other contains. */
  readonly flows: readonly Flow[]
  /** Blocks of text, by their lines. */
  readonly texts: readonly Range[]
  /** The text with spaces for all of these: what is left goes by its lines. */
  readonly masked: string
}

/** The braces, brackets and blocks of text of one document. */
export function flowsIn(text: string): FlowsOfText {
  const flows: Flow[] = []
  const texts: Range[] = []
  for (let at = 0; at < text.length; at = endOfLine(text, at) + 1) {
    const raw = text.slice(at, endOfLine(text, at))
    if (isEmptyLine(raw)) continue
    const { key, column, dashes, valueAt } = readLine(raw)
    const outside = key === undefined ? (dashes.at(-1) ?? column - 1) : column
    const start = at + valueAt + (/^\s*(?:[&!]\S*\s+)*/.exec(raw.slice(valueAt))?.[0].length ?? 0)
    const next = text[start]
    if (next === '{' || next === '[') {
      const flow = readFlow(text.slice(0, endOfFlow(text, at, outside)), start)
      flows.push(flow)
      at = flow.to
    } else if (/^[|>][-+\d]*\s*(#.*)?$/.test(text.slice(start, at + raw.length))) {
      const from = at + raw.length + 1
      const to = endOfText(text, from, outside)
      if (to > from) texts.push({ from, to })
      at = Math.max(at, to - 1)
    }
  }
  return {
    flows,
    texts,
    masked: masked(
      text,
      [...flows, ...texts].sort((a, b) => a.from - b.from),
    ),
  }
}

/** Whether an offset is inside the marks. */
export function isInFlow({ from, to, isClosed }: Flow, offset: number): boolean {
  return offset > from && (isClosed ? offset < to : offset <= to)
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** Before the first line below that begins with a key or a dash no deeper than the line that opens the flow. */
function endOfFlow(text: string, opens: number, outside: number): number {
  for (let at = endOfLine(text, opens) + 1; at < text.length; at = endOfLine(text, at) + 1) {
    const { column, dashes, key } = readLine(text.slice(at, endOfLine(text, at)))
    if ((key !== undefined || dashes.length > 0) && (dashes[0] ?? column) <= outside) return at - 1
  }
  return text.length
}

/** Behind the last line that is deeper than the one that opens the text. */
function endOfText(text: string, from: number, outside: number): number {
  let end = from
  for (let at = from; at < text.length; at = endOfLine(text, at) + 1) {
    const raw = text.slice(at, endOfLine(text, at))
    const indent = raw.length - raw.trimStart().length
    if (raw.trim() === '') continue
    if (indent <= outside) break
    end = at + raw.length
  }
  return end
}

function masked(text: string, ranges: readonly Range[]): string {
  const ends = [0, ...ranges.map(({ to }) => to)]
  const parts = ranges.map(({ from, to }, index) => text.slice(ends[index], from) + blank(text.slice(from, to)))
  return parts.join('') + text.slice(ends.at(-1))
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

/** What is nested deeper is not told apart: no manifest is. */
const DEEPEST = 50

/** Reads on from an opening mark to the end of what it opens, or of the text. */
function readFlow(text: string, opens: number): Flow {
  let at = opens
  return read('')

  /** `wanted`: the closing marks of what it stands in. */
  function read(wanted: string): Flow {
    const from = at
    const style = text[at] === '{' ? 'braces' : 'brackets'
    const close = style === 'braces' ? '}' : ']'
    const entries: FlowEntry[] = []
    const comments: Range[] = []
    at += 1
    let entry: { from: number; key?: Scalar; colon?: number; value?: Scalar | Flow } = { from: at }
    const flow = (isClosed: boolean): Flow => ({
      style,
      from,
      to: at,
      isClosed,
      entries: [...entries, entry],
      comments,
    })
    while (at < text.length) {
      const mark = text[at] ?? ''
      if (mark === close) {
        at += 1
        return flow(true)
      }
      if ((mark === '}' || mark === ']') && wanted.includes(mark)) return flow(false)
      if (mark === ',') {
        entries.push(entry)
        at += 1
        entry = { from: at }
      } else if (mark === '#' && /\s/.test(text[at - 1] ?? '')) {
        comments.push({ from: at, to: endOfLine(text, at) })
        at = endOfLine(text, at)
      } else if ((mark === '{' || mark === '[') && wanted.length < DEEPEST) {
        entry.value = read(wanted + close)
      } else if (mark === ':' && isColon(entry)) {
        entry = { ...withKey(entry), colon: at }
        at += 1
      } else if (/[\s}\]{[:]/.test(mark)) {
        at += 1
      } else {
        const scalar = readScalar()
        if (style === 'braces' && entry.colon === undefined) entry.key ??= scalar
        else entry.value ??= scalar
      }
    }
    return flow(false)
  }

  function isColon({ colon, value }: FlowEntry): boolean {
    return colon === undefined && !(value && 'entries' in value) && (isQuote(text[at - 1]) || ends(at + 1))
  }

  function readScalar(): Scalar {
    const from = at
    const quote = text[at]
    if (isQuote(quote)) {
      const pattern = quote === '"' ? /"(?:[^"\\]|\\.)*"/y : /'(?:[^']|'')*'/y
      pattern.lastIndex = at
      at += pattern.exec(text)?.[0].length ?? text.slice(at, endOfLine(text, at)).trimEnd().length
    } else {
      while (at < text.length && !/[\n,{}[\]]/.test(text[at] ?? '') && !(text[at] === ':' && ends(at + 1))) {
        if (text[at] === '#' && /\s/.test(text[at - 1] ?? '')) break
        at += 1
      }
    }
    const to = from + text.slice(from, at).trimEnd().length
    return { from, to, text: unquoted(text.slice(from, to)) }
  }

  /** Whether what stands there cannot belong to a key. */
  function ends(place: number): boolean {
    return place >= text.length || /[\s,{}[\]]/.test(text[place] ?? '')
  }
}

function isQuote(mark: string | undefined): boolean {
  return mark === '"' || mark === "'"
}

/** In brackets, what a colon follows was no item: `[a: b]`. */
function withKey({ from, key, value }: FlowEntry): FlowEntry {
  const own = key ?? (value && 'text' in value ? value : undefined)
  return { from, ...(own && { key: own }) }
}
