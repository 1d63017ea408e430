import { type Flow, flowsIn, isInFlow } from './manifest-flow.ts'
import { isEmptyLine, type ManifestLine, readLine, unquoted } from './manifest-line.ts'

/*
 * Where a cursor stands in a text of manifests that is still being written: no parser reads a text that is not finished.
 * What is written in lines goes by their indentation; what stands in braces, by its commas.
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
  /** What it stands in: lines, of which `item` opens one of a list with a dash; `{…}`; `[…]`. */
  readonly style: 'block' | 'item' | Flow['style']
}

/** The place of `offset` (an index into `text`); `undefined` where nothing can be said: in a comment, in a text block. */
export function placeAt(text: string, offset: number): ManifestPlace | undefined {
  const begins = documentBegin(text, offset)
  const next = text.slice(begins).search(/^---/m)
  if (begins > offset) return undefined
  const place = placeIn(text.slice(begins, next < 0 ? text.length : begins + next), offset - begins)
  return place && { ...place, from: place.from + begins, to: place.to + begins }
}

/** Behind the last line of dashes that the cursor is not before; behind the cursor where it is on one. */
function documentBegin(text: string, offset: number): number {
  const before = [...text.matchAll(/^---.*(?:\n|$)/gm)].findLast(({ index }) => index <= offset)
  return before ? before.index + before[0].length + (before[0].endsWith('\n') ? 0 : 1) : 0
}

function placeIn(text: string, offset: number): ManifestPlace | undefined {
  const { flows, texts, masked } = flowsIn(text)
  if (texts.some(({ from, to }) => offset >= from && offset <= to)) return undefined
  const lines = masked.split('\n')
  const flow = flows.find(each => isInFlow(each, offset))
  const outside = blockPlace(lines, flow ? flow.from : offset)
  const root = { ...valueNamed('apiVersion', lines), ...valueNamed('kind', lines) }
  if (!flow || !outside) return outside && { ...root, ...outside }
  const path = outside.key === undefined ? outside.path : [...outside.path, outside.key]
  const inside = flowPlace(flow, path, offset)
  // A document may be one pair of braces, as JSON is.
  const named = path.length === 0 ? { ...entryNamed('apiVersion', flow), ...entryNamed('kind', flow) } : root
  return inside && { ...named, ...inside }
}

function flowPlace(flow: Flow, path: readonly string[], offset: number): ManifestPlace | undefined {
  if (flow.comments.some(({ from, to }) => offset > from && offset <= to)) return undefined
  const entry = flow.entries.findLast(({ from }) => from <= offset)
  if (!entry) throw new Error(`${offset} is not in a flow from ${flow.from}`)
  const { key, colon, value } = entry
  if (value && 'entries' in value && isInFlow(value, offset))
    return flowPlace(value, key ? [...path, key.text] : path, offset)
  const here = { from: offset, to: offset }
  const others = flow.style === 'braces' ? flow.entries.filter(other => other !== entry) : []
  const siblings = new Map(
    others.flatMap(other =>
      other.key && other.colon !== undefined
        ? [[other.key.text, other.value && 'text' in other.value ? other.value.text : '']]
        : [],
    ),
  )
  const common = { path, siblings, style: flow.style }
  if (!key || colon === undefined) return { ...common, at: 'key', ...rangeOf(key ?? value ?? here) }
  const own = { ...common, key: key.text }
  if (offset <= colon) return { ...own, at: 'key', ...rangeOf(key) }
  return { ...own, at: 'value', ...rangeOf(value ?? here) }
}

function rangeOf({ from, to }: { readonly from: number; readonly to: number }) {
  return { from, to }
}

/** The place in a document of which each line counts by itself. */
function blockPlace(lines: readonly string[], offset: number): ManifestPlace | undefined {
  const { index, column } = lineOf(lines, offset)
  const start = offset - column
  const raw = lines[index] ?? ''
  if (/(^|\s)#/.test(raw.slice(0, column))) return undefined
  const line = readLine(raw)
  const isBlank = line.key === undefined && raw.trim() === ''
  const own = isBlank ? { ...line, column } : line
  const path = pathAbove(lines, index, own)
  if (!path) return undefined
  const style: ManifestPlace['style'] = own.dashes.length > 0 ? 'item' : 'block'
  const common = { path, siblings: siblingsOf(lines, index, own), style }
  if (line.key === undefined) {
    const from = start + own.column
    // An item without a key may be the beginning of one, or a text by itself: the schema tells.
    return { ...common, at: 'key', from, to: isBlank ? offset : from + line.value.length }
  }
  const keyEnd = line.column + line.written.length
  if (column <= keyEnd) return { ...common, key: line.key, at: 'key', from: start + line.column, to: start + keyEnd }
  const valueStart = Math.min(raw.length, raw.length - raw.slice(line.valueAt).trimStart().length)
  const from = start + (line.value === '' ? Math.max(column, valueStart) : valueStart)
  return { ...common, key: line.key, at: 'value', from, to: from + line.value.length }
}

function lineOf(lines: readonly string[], offset: number): { readonly index: number; readonly column: number } {
  let [index, column] = [0, offset]
  for (const { length } of lines) {
    if (column <= length) break
    index += 1
    column -= length + 1
  }
  return { index, column }
}

/** The keys above a line; `undefined` where one of them opens a block of text. */
function pathAbove(lines: readonly string[], index: number, own: ManifestLine): readonly string[] | undefined {
  const path: string[] = []
  let limit = own.dashes[0] ?? own.column
  // A list may stand in the same column as its key.
  let mayEqual = own.dashes.length > 0
  for (let at = index - 1; at >= 0 && (limit > 0 || mayEqual); at -= 1) {
    const raw = lines[at] ?? ''
    if (isEmptyLine(raw)) continue
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

function siblingsOf(lines: readonly string[], index: number, own: ManifestLine): ReadonlyMap<string, string> {
  const siblings = new Map<string, string>()
  const look = (at: number): boolean => {
    const raw = lines[at] ?? ''
    if (isEmptyLine(raw)) return true
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

type Named<Name extends string> = { readonly [N in Name]?: string }

function valueNamed<Name extends string>(name: Name, lines: readonly string[]): Named<Name> {
  const line = lines.map(readLine).find(({ key, column }) => key === name && column === 0)
  return named(name, line && unquoted(line.value))
}

function entryNamed<Name extends string>(name: Name, { entries }: Flow): Named<Name> {
  const value = entries.find(({ key }) => key?.text === name)?.value
  return named(name, value && 'text' in value ? value.text : undefined)
}

function named<Name extends string>(name: Name, value: string | undefined): Named<Name> {
  return (value ? { [name]: value } : {}) as Named<Name>
}
