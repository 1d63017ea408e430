/*
 * Where a cursor stands in a text of manifests that is still being written: by indentation alone, as no parser reads a text
 * that is not finished. What stands in braces is not looked into.
 */

/** A place in one document of a text. */
export interface ManifestPlace {
  /** As far as the document says so already. */
  readonly apiVersion?: string
  readonly kind?: string
  /** The keys above, from the document's root: those of lists say nothing of the index. */
  readonly path: readonly string[]
  /** The key that the cursor is at or behind; left out where a key may still be written. */
  readonly key?: string
  /** `key`: a key stands here or may be written; `value`: what follows the colon, or an item of a list. */
  readonly at: 'key' | 'value'
  /** What stands here already: from…to of the text. */
  readonly from: number
  readonly to: number
  /** The other keys of the same object. */
  readonly siblings: ReadonlyMap<string, string>
  /** A dash opens an item on this line. */
  readonly hasDash: boolean
}

/** The place of `offset` (an index into `text`); `undefined` where nothing can be said: in a comment, in braces, in a text block. */
export function placeAt(text: string, offset: number): ManifestPlace | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  const raw = text.slice(start, end < 0 ? text.length : end)
  const column = offset - start
  const { lines, index } = documentRound(text, start)
  if (/^---/.test(raw) || /(^|\s)#/.test(raw.slice(0, column)) || /[{[][^}\]]*$/.test(raw.slice(0, column)))
    return undefined
  const line = readLine(raw)
  const isBlank = line.key === undefined && raw.trim() === ''
  const own = isBlank ? { ...line, column } : line
  const parents = pathAbove(lines, index, own)
  if (!parents) return undefined
  const root = { ...named(lines, 'apiVersion'), ...named(lines, 'kind') }
  const siblings = siblingsOf(lines, index, own)
  const hasDash = own.dashes.length > 0
  const common = { ...root, siblings, hasDash }
  if (line.key === undefined) {
    const word = /^[^#]*/.exec(raw.slice(own.column))?.[0].trimEnd() ?? ''
    const from = start + own.column
    // An item without a key may be the beginning of one, or a text by itself: the schema tells.
    return { ...common, path: parents, at: 'key', from, to: isBlank ? offset : from + word.length }
  }
  const keyEnd = line.column + line.written.length
  if (column <= keyEnd)
    return { ...common, path: parents, key: line.key, at: 'key', from: start + line.column, to: start + keyEnd }
  const valueStart = Math.min(raw.length, raw.length - raw.slice(line.valueAt).trimStart().length)
  const from = line.value === '' ? Math.max(column, valueStart) : valueStart
  return {
    ...common,
    path: parents,
    key: line.key,
    at: 'value',
    from: start + from,
    to: start + from + line.value.length,
  }
}

interface Line {
  /** The columns of its dashes. */
  readonly dashes: readonly number[]
  /** Where what follows them begins. */
  readonly column: number
  readonly key?: string
  /** The key as it stands there. */
  readonly written: string
  readonly valueAt: number
  readonly value: string
}

const KEY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s'"#{}[\],&*!|>%@`][^#]*?)\s*:(?=\s|$)/

function readLine(raw: string): Line {
  let column = /^ */.exec(raw)?.[0].length ?? 0
  const dashes: number[] = []
  for (let dash = /^-( +|$)/.exec(raw.slice(column)); dash; dash = /^-( +|$)/.exec(raw.slice(column))) {
    dashes.push(column)
    column += dash[0].length
  }
  const found = KEY.exec(raw.slice(column))
  const written = found?.[1] ?? ''
  const valueAt = column + (found?.[0].length ?? 0)
  const value = raw
    .slice(valueAt)
    .replace(/\s#.*$/, '')
    .trim()
  const key = written.replace(/^(["'])(.*)\1$/, '$2')
  return { dashes, column, written, valueAt, value, ...(found && { key }) }
}

/** The lines of the document that the line at `start` is in, and which of them it is. */
function documentRound(text: string, start: number): { readonly lines: readonly string[]; readonly index: number } {
  const all = text.split('\n')
  const at = text.slice(0, start).split('\n').length - 1
  const first = all.slice(0, at).findLastIndex(line => /^---/.test(line)) + 1
  const next = all.slice(at + 1).findIndex(line => /^---/.test(line))
  return { lines: all.slice(first, next < 0 ? all.length : at + 1 + next), index: at - first }
}

/** The keys above a line; `undefined` where one of them opens a block of text. */
function pathAbove(lines: readonly string[], index: number, own: Line): readonly string[] | undefined {
  const path: string[] = []
  let limit = own.dashes[0] ?? own.column
  // A list may stand in the same column as its key.
  let mayEqual = own.dashes.length > 0
  for (let at = index - 1; at >= 0 && (limit > 0 || mayEqual); at -= 1) {
    const raw = lines[at] ?? ''
    if (isEmpty(raw)) continue
    const line = readLine(raw)
    const isAbove = line.column < limit || (mayEqual && line.column === limit)
    if (isAbove && line.key !== undefined) {
      if (/^[|>][+-]?\d*$/.test(line.value)) return undefined
      path.unshift(line.key)
      limit = line.dashes[0] ?? line.column
      mayEqual = line.dashes.length > 0
    } else if (!mayEqual && line.dashes.length > 0 && line.column === limit) {
      // The first key of the same item.
      limit = line.dashes[0] ?? limit
      mayEqual = true
    }
  }
  return path
}

function siblingsOf(lines: readonly string[], index: number, own: Line): ReadonlyMap<string, string> {
  const siblings = new Map<string, string>()
  const look = (at: number): boolean => {
    const raw = lines[at] ?? ''
    if (isEmpty(raw)) return true
    const line = readLine(raw)
    const first = line.dashes[0] ?? line.column
    if (line.column === own.column && line.key !== undefined) siblings.set(line.key, unquoted(line.value))
    return first >= own.column
  }
  if (own.dashes.length === 0) for (let at = index - 1; at >= 0 && look(at); at -= 1);
  for (
    let at = index + 1;
    at < lines.length && (readLine(lines[at] ?? '').dashes[0] ?? own.column) >= own.column && look(at);
    at += 1
  );
  return siblings
}

function named<Name extends 'apiVersion' | 'kind'>(
  lines: readonly string[],
  name: Name,
): { readonly [N in Name]?: string } {
  const line = lines.map(readLine).find(each => each.key === name && each.column === 0)
  return (line && line.value !== '' ? { [name]: unquoted(line.value) } : {}) as { readonly [N in Name]?: string }
}

function unquoted(value: string): string {
  return value.replace(/^(["'])(.*)\1$/, '$2')
}

function isEmpty(raw: string): boolean {
  return /^\s*(#|$)/.test(raw)
}
