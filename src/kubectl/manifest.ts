import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import { readPlainScalar } from './yaml-scalar.ts'

/** One document of a YAML text, as the JSON that kubectl makes of it before the API server sees it. */
export interface ManifestDocument {
  readonly value: unknown
  /** Where the value at a path stands, or the nearest thing above it that is there: of a field, its key. */
  readonly positionOf: (path: Path) => Position
}

/** Keys of objects, indices of lists. */
export type Path = readonly (string | number)[]

/** Both count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** What can be wrong with a text as YAML; one word for each sentence that a locale has to have. */
export const YAML_FAULTS = [
  'too-large',
  'too-deep',
  'too-many-aliases',
  'alias',
  'tab',
  'indent',
  'list-indent',
  'duplicate-key',
  'quote-open',
  'bracket-open',
  'comma-missing',
  'colon-missing',
  'space-missing',
  'nested-key',
  'bad-start',
  'bad-escape',
  'bad-tag',
  'unexpected',
] as const
export type YamlFaultCode = (typeof YAML_FAULTS)[number]

export interface YamlFault extends Position {
  readonly code: YamlFaultCode
  /** The parser's own words, in English. */
  readonly text: string
}

export type ManifestReading =
  | { readonly ok: true; readonly documents: readonly ManifestDocument[] }
  | { readonly ok: false; readonly faults: readonly YamlFault[] }

/**
 * Reads a text of YAML as kubectl does: its structure by YAML 1.1, plain scalars as go-yaml v2 takes them (`yes` is a
 * boolean), keys always strings, anchors and `<<` resolved. Every document comes with the positions of its values; what
 * is no YAML comes back as faults, in order. Never throws, whatever the text. (sigs.k8s.io/yaml `YAMLToJSON`)
 */
export function readManifest(text: string): ManifestReading {
  const refused = refusalUnread(text)
  if (refused) return { ok: false, faults: [refused] }
  const lines = new LineCounter()
  try {
    const parsed = parseAllDocuments(text, {
      version: '1.1',
      schema: 'failsafe',
      lineCounter: lines,
      prettyErrors: false,
      // Compares every key with every other; `survey` sees as much in one pass.
      uniqueKeys: false,
    })
    const documents = Array.isArray(parsed) ? parsed : []
    const surveys = documents.map(({ contents }) => survey(contents))
    const errors = documents.flatMap(each => each.errors).slice(0, MOST_FAULTS)
    const faults = [
      ...errors.map(error => faultOf(followed(error, errors, text), text, lines)),
      ...surveys.flatMap(({ twice }) => twice).map(node => duplicateFault(node, lines)),
    ]
    if (faults.length > 0) return { ok: false, faults: faults.sort(byPlace).slice(0, MOST_FAULTS) }
    return { ok: true, documents: documents.map((document, index) => read(document, surveys[index] as Survey, lines)) }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, faults: [error.fault] }
    // What is nested deeper than the stack is no manifest.
    if (error instanceof RangeError) return { ok: false, faults: [{ code: 'too-deep', line: 1, column: 1, text: '' }] }
    throw error
  }
}

/** As much as an object may hold as data, and what is read in about a second. (core/v1 `MaxSecretSize`) */
const MAX_LENGTH = 1024 * 1024
/** Lines, and items between brackets: what takes the time. */
const MAX_ITEMS = 60_000
/** Values that a text may come to once its aliases are filled in. */
const MAX_VALUES = 200_000

/** What no YAML may hold. (go-yaml `readerc.go`) */
const CONTROL = /[^\P{Cc}\t\n\r\x85]|[\ufffe\uffff]/u

/** Why a text is not even parsed. */
function refusalUnread(text: string): YamlFault | undefined {
  if (text.length > MAX_LENGTH) return { code: 'too-large', line: 1, column: 1, text: '' }
  let [line, items, begins] = [1, 0, 0]
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character !== '\n' && character !== ',') continue
    items += 1
    if (character === '\n') [line, begins] = [line + 1, at + 1]
    if (items > MAX_ITEMS) return { code: 'too-large', line, column: at + 1 - begins, text: '' }
  }
  const at = text.search(CONTROL)
  if (at < 0) return undefined
  const before = text.slice(0, at).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  return { code: 'unexpected', line: before.length, column, text: 'control characters are not allowed' }
}

/** How many faults of one text are told at most. */
const MOST_FAULTS = 100

/** What has to be known of a whole document before its values are read. */
interface Survey {
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<ParsedNode, ParsedNode>
  /** The keys that their maps have already. */
  readonly twice: readonly ParsedNode[]
}

/** An anchor counts from where it stands until another of its name. */
function survey(contents: ParsedNode | null): Survey {
  const anchors = new Map<string, ParsedNode>()
  const targets = new Map<ParsedNode, ParsedNode>()
  const twice: ParsedNode[] = []
  visit(contents)
  return { targets, twice }

  function visit(node: ParsedNode | null): void {
    if (node === null) return
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      if (target) targets.set(node, target)
      return
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node)
    if (isSeq(node)) for (const item of node.items) visit(item as ParsedNode)
    if (!isMap(node)) return
    const keys = new Set<unknown>()
    for (const { key, value } of (node as YAMLMap<ParsedNode, ParsedNode | null>).items) {
      if (isScalar(key)) {
        if (keys.has(key.value)) twice.push(key)
        keys.add(key.value)
      }
      visit(key)
      visit(value)
    }
  }
}

function duplicateFault(key: ParsedNode, lines: LineCounter): YamlFault {
  return { code: 'duplicate-key', text: 'Map keys must be unique', ...positionOf(lines, key.range[0]) }
}

function byPlace(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column
}

/** A fault found after parsing; it ends the reading. */
class Refusal extends Error {
  readonly fault: YamlFault
  constructor(fault: YamlFault) {
    super(fault.code)
    this.fault = fault
  }
}

function read(document: Document.Parsed, { targets }: Survey, lines: LineCounter): ManifestDocument {
  /** The aliases that are being filled in, to see one that contains itself. */
  const open = new Set<ParsedNode>()
  let values = 0
  return {
    value: jsonOf(document.contents),
    positionOf: path => positionIn(path),
  }

  function jsonOf(node: ParsedNode | null): unknown {
    values += 1
    if (node === null) return null
    if (values > MAX_VALUES) throw refusal(open.size > 0 ? 'too-many-aliases' : 'too-large', node)
    if (isAlias(node)) {
      const target = targetOf(node)
      if (open.has(target)) throw refusal('alias', node)
      open.add(target)
      const value = jsonOf(target)
      open.delete(target)
      return value
    }
    if (isScalar(node)) return scalarOf(node)
    if (isSeq(node)) return node.items.map(item => jsonOf(item as ParsedNode))
    return objectOf(node as YAMLMap<ParsedNode, ParsedNode | null>)
  }

  /** What `<<` brings gives way to what the object says itself. */
  function objectOf(map: YAMLMap<ParsedNode, ParsedNode | null>): Readonly<Record<string, unknown>> {
    const own: [string, unknown][] = []
    const merged: [string, unknown][] = []
    for (const { key, value } of map.items) {
      const brought = jsonOf(value)
      if (!isMergeKey(key)) own.push([keyOf(key), brought])
      else for (const each of [brought].flat()) merged.unshift(...Object.entries(each ?? {}))
    }
    return Object.fromEntries([...merged, ...own])
  }

  function keyOf(node: ParsedNode): string {
    const key = jsonOf(node)
    if (typeof key === 'object' && key !== null) throw refusal('unexpected', node)
    return String(key)
  }

  function targetOf(node: ParsedNode): ParsedNode {
    const target = isAlias(node) ? targets.get(node) : node
    if (!target) throw refusal('alias', node)
    return target
  }

  function positionIn(path: Path): Position {
    let node = document.contents
    let at = node ? positionAt(node) : { line: 1, column: 1 }
    for (const step of path) {
      if (!node) break
      const target: ParsedNode = targetOf(node)
      const pair = isMap(target) ? target.items.find(({ key }) => keyOf(key as ParsedNode) === step) : undefined
      const next = pair ? pair.value : isSeq(target) ? target.items[Number(step)] : undefined
      if (next === undefined && !pair) break
      at = positionAt((pair?.key ?? next) as ParsedNode)
      node = (next ?? null) as ParsedNode | null
    }
    return at
  }

  function refusal(code: YamlFaultCode, node: ParsedNode): Refusal {
    return new Refusal({ code, text: '', ...positionAt(node) })
  }

  function positionAt({ range }: ParsedNode): Position {
    return positionOf(lines, range[0])
  }
}

function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<'
}

/** A tag of YAML's own, or none, leaves the type to the text; quotes and `!!str` make it text. */
function scalarOf({
  type,
  tag,
  source,
  value,
}: {
  type?: unknown
  tag?: string
  source?: string
  value: unknown
}): unknown {
  const text = String(value ?? '')
  if (type !== 'PLAIN' || tag === 'tag:yaml.org,2002:str') return text
  return readPlainScalar(source ?? text)
}

function positionOf(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

/**
 * A field that is indented too far is taken for the end of the value above it, which then would be a key of two lines;
 * what is to be mended is the line below.
 */
function followed(error: YAMLError, errors: readonly YAMLError[], text: string): YAMLError {
  const twice = errors.filter(({ pos }) => pos[0] === error.pos[0]).map(({ code }) => code)
  if (!twice.includes('BLOCK_AS_IMPLICIT_KEY') || !twice.includes('MULTILINE_IMPLICIT_KEY')) return error
  const next = text.indexOf('\n', error.pos[0]) + 1
  return { ...error, name: error.name, message: error.message, code: 'BAD_INDENT', pos: [next, next] }
}

/** The parser points at where it gave up; a learner looks for what is to be mended. */
function faultOf(error: YAMLError, text: string, lines: LineCounter): YamlFault {
  const at = positionOf(lines, error.pos[0])
  const line = text.split('\n', at.line)[at.line - 1] ?? ''
  const indent = /^\s*/.exec(line)?.[0] ?? ''
  const tab = indent.indexOf('\t')
  const place = { line: at.line, text: error.message }
  if (tab >= 0) return { code: 'tab', column: tab + 1, ...place }
  const code = faultCode(error, at.column <= indent.length + 1)
  if (code === 'indent') {
    return { code: line.startsWith('-', indent.length) ? 'list-indent' : code, column: indent.length + 1, ...place }
  }
  return { code, column: at.column, ...place }
}

/** The parser's codes are fewer than what there is to explain; its words and the place in the line tell the rest apart. */
function faultCode({ code, message }: YAMLError, beginsLine: boolean): YamlFaultCode {
  switch (code) {
    case 'MULTILINE_IMPLICIT_KEY':
      return 'colon-missing'
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'nested-key'
    case 'BLOCK_IN_FLOW':
      return 'comma-missing'
    case 'BAD_SCALAR_START':
      return 'bad-start'
    case 'BAD_DQ_ESCAPE':
      return 'bad-escape'
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
      return 'alias'
    case 'MULTIPLE_TAGS':
    case 'TAG_RESOLVE_FAILED':
      return 'bad-tag'
    case 'RESOURCE_EXHAUSTION':
      return 'too-deep'
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      return MISSING.find(([words]) => words.test(message))?.[1] ?? (code === 'BAD_INDENT' ? 'indent' : 'unexpected')
    case 'UNEXPECTED_TOKEN':
      return beginsLine && message.endsWith('at node end') ? 'indent' : 'unexpected'
    default:
      return 'unexpected'
  }
}

const MISSING: readonly (readonly [RegExp, YamlFaultCode])[] = [
  [/^Missing closing/, 'quote-open'],
  [/end with/, 'bracket-open'],
  [/^Missing ,/, 'comma-missing'],
  [/followed by map values/, 'colon-missing'],
  [/without - indicator/, 'indent'],
  [/space/, 'space-missing'],
]
