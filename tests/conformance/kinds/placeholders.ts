/*
 * How recorded text with placeholders is held against ours. README.md beside the runner says what each stands for.
 */

/** One stream of one recorded step beside what we printed. */
export interface Stream {
  readonly expected: string
  readonly got: string
  /** All lines may come in any order. */
  readonly unordered: boolean
}

/** Which text each numbered placeholder (`r1`, `hash2`) stands for. */
export type Bindings = ReadonlyMap<string, string>

/** Lines that may trade places among themselves, each with the lines of ours that stand in their place. */
export interface Block {
  readonly expected: readonly Pattern[]
  readonly got: readonly string[]
}

/** An expected line, as a regular expression with a named group for every numbered placeholder. */
export interface Pattern {
  readonly expression: RegExp
  /** What stands before the first `<r…>` or `<hash…>`; left out where there is none. */
  readonly prefix?: string
}

const FORMS: Readonly<Record<string, string>> = {
  age: String.raw`(?:(?:\d+[smhdy]){1,2}(?: \(x\d+ over (?:\d+[smhdy]){1,2}\))?|<unknown>|<invalid>)`,
  duration: String.raw`\d+(?:\.\d+)?(?:ms|µs|ns|s|m|h)+`,
  time: String.raw`(?:\d{4}-\d\d-\d\dT[0-9:.]+Z|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [0-9:]{8} [+-]\d{4})`,
  version: String.raw`\d+`,
  uid: '[0-9a-f-]{36}',
  sha: '[A-Za-z0-9_.:-]+',
  id: '[A-Za-z0-9_.:-]+',
  rand: '[a-z0-9]{5}',
  'pod-ip': String.raw`\d+(?:\.\d+){3}`,
  'cluster-ip': String.raw`\d+(?:\.\d+){3}`,
  'node-ip': String.raw`\d+(?:\.\d+){3}`,
  r: '[a-z0-9]{5}',
  hash: '[a-z0-9]{4,10}',
  any: String.raw`\S+`,
  line: '.*',
  diff: String.raw`[\s\S]*`,
}
const PLACEHOLDER = /<(age|duration|time|version|uid|sha|id|rand|pod-ip|cluster-ip|node-ip|any|line|diff|r\d+|hash\d+)>/

/**
 * Takes a stream apart into blocks whose lines must correspond. `undefined` where no assignment could make them: texts
 * without placeholders that differ, or another number of lines.
 */
export function blocksOf(stream: Stream): readonly Block[] | undefined {
  if (!PLACEHOLDER.test(stream.expected)) {
    const [expected, got] = stream.unordered
      ? [sorted(stream.expected), sorted(stream.got)]
      : [stream.expected, stream.got]
    return expected === got ? [] : undefined
  }
  if (stream.expected.includes('<diff>'))
    return [{ expected: [pattern(fold(stream.expected))], got: [fold(stream.got)] }]
  const expected = fold(stream.expected).split('\n').map(pattern)
  const got = fold(stream.got).split('\n')
  if (expected.length !== got.length) return undefined
  if (stream.unordered) return [{ expected, got }]
  const blocks: Block[] = []
  for (let start = 0, end = 1; start < expected.length; start = end, end += 1) {
    const prefix = expected[start]?.prefix
    while (prefix !== undefined && end < expected.length && expected[end]?.prefix === prefix) end += 1
    blocks.push({ expected: expected.slice(start, end), got: got.slice(start, end) })
  }
  return blocks
}

/**
 * One assignment of texts to numbers under which every block agrees, beginning with `known`; `undefined` if there is
 * none. Different numbers of one kind never stand for one text.
 */
export function assign(blocks: readonly Block[], known: Bindings = new Map()): Bindings | undefined {
  const lines = blocks.flatMap(block => block.expected.map(one => ({ pattern: one, taken: new Set<string>(), block })))
  const free = new Map(blocks.map(block => [block, count(block.got)]))
  let budget = 200_000
  return search(lines, known)

  /** The line with the fewest ways to match goes first: a contradiction shows as early as it can. */
  function search(pending: readonly (typeof lines)[number][], bindings: Bindings): Bindings | undefined {
    if (pending.length === 0) return bindings
    budget -= 1
    if (budget < 0) throw new Error('too many assignments of texts to placeholders to try')
    let best: { line: (typeof lines)[number]; ways: readonly (readonly [string, Bindings])[] } | undefined
    for (const line of pending) {
      const ways = [...(free.get(line.block) ?? [])].flatMap(([text, left]) => {
        const extended = left > 0 ? match(line.pattern, text, bindings) : undefined
        return extended ? [[text, extended] as const] : []
      })
      if (ways.length === 0) return undefined
      if (!best || ways.length < best.ways.length) best = { line, ways }
      if (ways.length === 1) break
    }
    if (!best) return undefined
    const { line, ways } = best
    const rest = pending.filter(one => one !== line)
    const pool = free.get(line.block)
    for (const [text, extended] of ways) {
      pool?.set(text, (pool.get(text) ?? 0) - 1)
      const found = search(rest, extended)
      pool?.set(text, (pool.get(text) ?? 0) + 1)
      if (found) return found
    }
    return undefined
  }
}

function match(line: Pattern, text: string, bindings: Bindings): Bindings | undefined {
  const groups = line.expression.exec(text)
  if (!groups) return undefined
  let extended: Map<string, string> | undefined
  for (const [name, value] of Object.entries(groups.groups ?? {})) {
    const bound = (extended ?? bindings).get(name)
    if (bound === value) continue
    if (bound !== undefined) return undefined
    const kind = name.replace(/\d+$/, '')
    for (const [other, taken] of extended ?? bindings)
      if (taken === value && other.replace(/\d+$/, '') === kind) return undefined
    extended ??= new Map(bindings)
    extended.set(name, value)
  }
  return extended ?? bindings
}

function pattern(line: string): Pattern {
  const named = new Set<string>()
  const parts = line.split(new RegExp(PLACEHOLDER, 'g')).map((part, index) => {
    if (index % 2 === 0) return part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    const numbered = /^(r|hash)\d+$/.exec(part)
    if (!numbered) return FORMS[part] ?? ''
    if (named.has(part)) return `\\k<${part}>`
    named.add(part)
    return `(?<${part}>${FORMS[numbered[1] ?? '']})`
  })
  const first = /<(?:r|hash)\d+>/.exec(line)
  const expression = new RegExp(`^${parts.join('')}$`, 'u')
  return first ? { expression, prefix: line.slice(0, first.index) } : { expression }
}

/** In a stream with placeholders columns may be wider or narrower: runs of spaces count as two, none at a line's end. */
function fold(text: string): string {
  return text.replace(/ {2,}/g, '  ').replace(/ +$/gm, '')
}

function sorted(text: string): string {
  return text.split('\n').sort().join('\n')
}

function count(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return counts
}
