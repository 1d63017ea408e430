import { isRecord, sortedEntries } from '../kubectl/json.ts'
import { readManifest } from '../kubectl/manifest.ts'
import { printYaml } from '../kubectl/yaml-print.ts'
import { readInputs } from './inputs.ts'
import type { Io } from './machine.ts'
import { readOptions } from './options.ts'

/*
 * jq and yq as far as one looks into objects with them: paths, pipes, commas, comparisons, `select`, `map`, a few functions,
 * lists, objects and text with `\( … )` inside.
 */

/** Every result that a filter gives for one value. */
type Filter = (value: unknown) => readonly unknown[]

/** A filter that cannot be read, or a value that it cannot be applied to. */
class QueryError extends Error {}

/** `jq FILTER [FILE]`: prints JSON with two spaces, text bare with `-r`. */
export function jq(args: readonly string[], io: Io): number {
  return query(
    'jq',
    args,
    io,
    texts => texts.map(text => JSON.parse(text) as unknown),
    (value, { raw, compact }) => {
      if (raw && typeof value === 'string') return value
      return JSON.stringify(value, undefined, compact ? undefined : 2)
    },
  )
}

/** `yq FILTER [FILE]`: reads YAML, prints YAML; scalars are bare. */
export function yq(args: readonly string[], io: Io): number {
  const readAll = (texts: readonly string[]) =>
    texts.flatMap(text => {
      const reading = readManifest(text)
      if (reading.ok) return reading.documents.map(document => document.value)
      const [fault] = reading.faults
      throw new QueryError(`yaml: line ${fault?.line ?? 1}: ${fault?.text ?? 'unreadable'}`)
    })
  return query('yq', args[0] === 'eval' || args[0] === 'e' ? args.slice(1) : args, io, readAll, (value, { json }) => {
    if (json) return JSON.stringify(value, undefined, 2)
    return typeof value === 'string' ? value : printYaml(value).replace(/\n$/, '')
  })
}

interface Format {
  readonly raw: boolean
  readonly compact: boolean
  readonly json: boolean
}

function query(
  program: string,
  args: readonly string[],
  io: Io,
  readAll: (texts: readonly string[]) => readonly unknown[],
  print: (value: unknown, format: Format) => string,
): number {
  const options = readOptions(args, 'rceso:MCSn', {
    'raw-output': 'r',
    'compact-output': 'c',
    'exit-status': 'e',
    slurp: 's',
  })
  if (!options.ok) return fail(io, program, options.error)
  const [text = '.', ...names] = options.args
  const { inputs, failed } = readInputs(program, names, io)
  const format = { raw: options.has('r'), compact: options.has('c'), json: options.value('o') === 'json' }
  try {
    const filter = new Reader(text).filter()
    const values = readAll(inputs.map(one => one.text).filter(one => one.trim() !== ''))
    for (const value of options.has('s') ? [values] : values)
      for (const result of filter(value)) io.out(`${print(result, format)}\n`)
  } catch (error) {
    if (error instanceof QueryError) return fail(io, program, `error: ${error.message}`)
    if (error instanceof SyntaxError) return fail(io, program, `parse error: ${error.message}`)
    throw error
  }
  return failed ? 2 : 0
}

function fail(io: Io, program: string, message: string): number {
  io.err(`${program}: ${message}\n`)
  return 5
}

const TOKEN =
  /\s*("(?:\\.|[^"\\])*"|\.\.|\.[A-Za-z_][\w-]*|\d+(?:\.\d+)?|[A-Za-z_]\w*|==|!=|<=|>=|\/\/|[|,.()[\]{}:?<>+*/-])/y

class Reader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  filter(): Filter {
    const filter = this.#pipe()
    if (this.#peek() !== '') throw this.#unexpected()
    return filter
  }

  #pipe(): Filter {
    this.#depth += 1
    if (this.#depth > 100) throw new QueryError('the filter is nested too deeply')
    const left = this.#comma()
    this.#depth -= 1
    if (!this.#take('|')) return left
    const right = this.#pipe()
    return value => left(value).flatMap(right)
  }

  #comma(): Filter {
    const filters = [this.#alternative()]
    while (this.#take(',')) filters.push(this.#alternative())
    return value => filters.flatMap(filter => filter(value))
  }

  #alternative(): Filter {
    const left = this.#logic('or', () => this.#logic('and', () => this.#comparison()))
    if (!this.#take('//')) return left
    const right = this.#alternative()
    return value => {
      const found = left(value).filter(one => one !== null && one !== false)
      return found.length > 0 ? found : right(value)
    }
  }

  #logic(word: 'and' | 'or', next: () => Filter): Filter {
    let left = next()
    while (this.#take(word)) {
      const [first, second] = [left, next()]
      const both = word === 'and'
      left = value => first(value).flatMap(a => (isTrue(a) === both ? second(value).map(isTrue) : [!both]))
    }
    return left
  }

  #comparison(): Filter {
    const left = this.#sum()
    const operator = ['==', '!=', '<=', '>=', '<', '>'].find(one => this.#take(one))
    if (operator === undefined) return left
    const right = this.#sum()
    return value => right(value).flatMap(b => left(value).map(a => compare(operator, a, b)))
  }

  #sum(): Filter {
    let left = this.#postfix()
    for (;;) {
      const operator = ['+', '-'].find(one => this.#take(one))
      if (operator === undefined) return left
      const [first, second] = [left, this.#postfix()]
      left = value => second(value).flatMap(b => first(value).map(a => (operator === '+' ? add(a, b) : subtract(a, b))))
    }
  }

  #postfix(): Filter {
    let filter = this.#primary()
    for (;;) {
      const before = filter
      const token = this.#peek()
      if (token === '[') {
        this.#next()
        const step = this.#brackets()
        filter = value => before(value).flatMap(one => step(one, value))
      } else if (/^\.[A-Za-z_]/.test(token)) {
        this.#next()
        filter = value => before(value).map(one => fieldOf(one, token.slice(1)))
      } else if (token === '?') {
        this.#next()
        filter = value => orNothing(() => before(value))
      } else return filter
    }
  }

  /** What follows an opening bracket: nothing, an index, a key or a slice. */
  #brackets(): (value: unknown, context: unknown) => readonly unknown[] {
    if (this.#take(']')) return value => everyElement(value)
    const from = this.#peek() === ':' ? undefined : this.#pipe()
    if (this.#take(':')) {
      const to = this.#peek() === ']' ? undefined : this.#pipe()
      this.#expect(']')
      return (value, context) => [slice(value, from?.(context)[0], to?.(context)[0])]
    }
    this.#expect(']')
    return (value, context) => (from?.(context) ?? []).map(key => elementOf(value, key))
  }

  #primary(): Filter {
    const token = this.#next()
    if (token === '.') {
      if (this.#peek().startsWith('"')) {
        const name = this.#string(this.#next())
        return value => name(value).map(one => fieldOf(value, String(one)))
      }
      return value => [value]
    }
    if (token === '..') return everything
    if (/^\.[A-Za-z_]/.test(token)) return value => [fieldOf(value, token.slice(1))]
    if (token === '(') {
      const inside = this.#pipe()
      this.#expect(')')
      return inside
    }
    if (token === '[') {
      if (this.#take(']')) return () => [[]]
      const inside = this.#pipe()
      this.#expect(']')
      return value => [inside(value)]
    }
    if (token === '{') return this.#object()
    if (token === '-') {
      const number = this.#postfix()
      return value => number(value).map(one => -Number(one))
    }
    if (token.startsWith('"')) return this.#string(token)
    if (/^\d/.test(token)) return () => [Number(token)]
    if (/^[A-Za-z_]/.test(token)) return this.#call(token)
    throw this.#unexpected(token)
  }

  #object(): Filter {
    const fields: { readonly name: Filter; readonly of: Filter }[] = []
    while (!this.#take('}')) {
      const token = this.#next()
      if (!/^["A-Za-z_]/.test(token)) throw this.#unexpected(token)
      const name: Filter = token.startsWith('"') ? this.#string(token) : () => [token]
      const own: Filter = value => name(value).map(one => fieldOf(value, String(one)))
      fields.push({ name, of: this.#take(':') ? this.#alternative() : own })
      if (!this.#take(',') && this.#peek() !== '}') throw this.#unexpected()
    }
    return value =>
      fields.reduce<readonly Readonly<Record<string, unknown>>[]>(
        (objects, field) =>
          objects.flatMap(object => field.of(value).map(one => ({ ...object, [String(field.name(value)[0])]: one }))),
        [{}],
      )
  }

  #string(token: string): Filter {
    const pieces = token.slice(1, -1).split(/\\\(((?:[^()]|\([^()]*\))*)\)/)
    const parts = pieces.map((piece, index): Filter => {
      if (index % 2 === 1) return new Reader(piece.replaceAll('\\"', '"')).filter()
      const text = JSON.parse(`"${piece}"`) as unknown
      return () => [text]
    })
    return value => [parts.map(part => printInside(part(value)[0])).join('')]
  }

  #call(name: string): Filter {
    if (name === 'true' || name === 'false') return () => [name === 'true']
    if (name === 'null') return () => [null]
    if (name === 'empty') return () => []
    const argument = this.#take('(') ? this.#pipe() : undefined
    if (argument) this.#expect(')')
    const called = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
    if (!called) throw new QueryError(`${name}/${argument ? 1 : 0} is not defined`)
    return value => called(value, argument ?? (one => [one]))
  }

  #peek(): string {
    TOKEN.lastIndex = this.#at
    const found = TOKEN.exec(this.#text)
    if (!found && this.#text.slice(this.#at).trim() !== '') throw this.#unexpected(this.#text.slice(this.#at).trim())
    return found?.[1] ?? ''
  }

  #next(): string {
    const token = this.#peek()
    TOKEN.lastIndex = this.#at
    this.#at += TOKEN.exec(this.#text)?.[0].length ?? 0
    return token
  }

  #take(token: string): boolean {
    const found = this.#peek() === token
    if (found) this.#next()
    return found
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#unexpected()
  }

  #unexpected(token = this.#peek()): QueryError {
    return new QueryError(`syntax error, unexpected ${token || 'end of the filter'}`)
  }
}

const FUNCTIONS: Readonly<Record<string, (value: unknown, argument: Filter) => readonly unknown[]>> = {
  add: value => [everyElement(value).reduce((sum, one) => add(sum, one), null)],
  any: (value, test) => [everyElement(value).some(one => test(one).some(isTrue))],
  all: (value, test) => [everyElement(value).every(one => test(one).some(isTrue))],
  contains: (value, argument) => argument(value).map(one => contains(value, one)),
  endswith: (value, argument) => argument(value).map(one => String(value).endsWith(String(one))),
  first: value => [elementOf(value, 0)],
  has: (value, argument) => argument(value).map(key => elementOf(value, key) !== null),
  join: (value, argument) => argument(value).map(mark => everyElement(value).map(printInside).join(String(mark))),
  keys: value => [
    isRecord(value) ? sortedEntries(value).map(([key]) => key) : everyElement(value).map((_, index) => index),
  ],
  last: value => [elementOf(value, -1)],
  length: value => [lengthOf(value)],
  map: (value, filter) => [everyElement(value).flatMap(filter)],
  not: value => [!isTrue(value)],
  select: (value, test) => test(value).flatMap(one => (isTrue(one) ? [value] : [])),
  sort: value => [[...everyElement(value)].sort(order)],
  sort_by: (value, key) => [[...everyElement(value)].sort((a, b) => order(key(a)[0], key(b)[0]))],
  startswith: (value, argument) => argument(value).map(one => String(value).startsWith(String(one))),
  test: (value, argument) => argument(value).map(one => matches(value, one)),
  to_entries: value => [isRecord(value) ? Object.entries(value).map(([key, one]) => ({ key, value: one })) : []],
  tonumber: value => [Number(value)],
  tostring: value => [printInside(value)],
  type: value => [Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value],
  unique: value => [
    [...everyElement(value)].sort(order).filter((one, index, all) => index === 0 || order(one, all[index - 1]) !== 0),
  ],
}

function isTrue(value: unknown): boolean {
  return value !== null && value !== false && value !== undefined
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return value === null ? 'null' : typeof value
}

function fieldOf(value: unknown, name: string): unknown {
  if (value === null) return null
  if (!isRecord(value)) throw new QueryError(`Cannot index ${kindOf(value)} with "${name}"`)
  return Object.hasOwn(value, name) ? value[name] : null
}

function elementOf(value: unknown, key: unknown): unknown {
  if (typeof key === 'string') return fieldOf(value, key)
  if (value === null) return null
  if (!Array.isArray(value)) throw new QueryError(`Cannot index ${kindOf(value)} with ${JSON.stringify(key)}`)
  return (value.at(Number(key)) as unknown) ?? null
}

function everyElement(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (isRecord(value)) return Object.values(value)
  throw new QueryError(`Cannot iterate over ${kindOf(value)}`)
}

function everything(value: unknown): readonly unknown[] {
  return [value, ...(Array.isArray(value) || isRecord(value) ? everyElement(value).flatMap(everything) : [])]
}

function slice(value: unknown, from: unknown, to: unknown): unknown {
  const [start, end] = [from ?? 0, to ?? undefined].map(one => (one === undefined ? undefined : Number(one)))
  if (typeof value === 'string' || Array.isArray(value)) return value.slice(start, end)
  throw new QueryError(`Cannot index ${kindOf(value)} with object`)
}

function orNothing(find: () => readonly unknown[]): readonly unknown[] {
  try {
    return find()
  } catch (error) {
    if (error instanceof QueryError) return []
    throw error
  }
}

function lengthOf(value: unknown): number {
  if (value === null) return 0
  return typeof value === 'string' ? [...value].length : everyElement(value).length
}

function add(a: unknown, b: unknown): unknown {
  if (a === null) return b
  if (b === null) return a
  if (typeof a === 'number' && typeof b === 'number') return a + b
  if (typeof a === 'string' && typeof b === 'string') return a + b
  if (Array.isArray(a) && Array.isArray(b)) return [...(a as unknown[]), ...(b as unknown[])]
  if (isRecord(a) && isRecord(b)) return { ...a, ...b }
  throw new QueryError(`${kindOf(a)} and ${kindOf(b)} cannot be added`)
}

function subtract(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  throw new QueryError(`${kindOf(a)} and ${kindOf(b)} cannot be subtracted`)
}

function compare(operator: string, a: unknown, b: unknown): boolean {
  const found = order(a, b)
  if (operator === '==') return found === 0
  if (operator === '!=') return found !== 0
  if (operator === '<') return found < 0
  if (operator === '<=') return found <= 0
  return operator === '>' ? found > 0 : found >= 0
}

/** null, false, true, numbers, texts, lists, objects, in this order. */
function order(a: unknown, b: unknown): number {
  const rank = (value: unknown) =>
    value === null || value === undefined
      ? 0
      : value === false
        ? 1
        : value === true
          ? 2
          : ['number', 'string', 'array', 'object'].indexOf(kindOf(value)) + 3
  if (rank(a) !== rank(b)) return rank(a) - rank(b)
  const [left, right] = typeof a === 'number' ? [a, b] : [printInside(a), printInside(b)]
  return (left as string) < (right as string) ? -1 : (left as string) > (right as string) ? 1 : 0
}

function contains(value: unknown, part: unknown): boolean {
  if (typeof value === 'string') return value.includes(String(part))
  if (Array.isArray(value) && Array.isArray(part)) return part.every(one => value.some(other => contains(other, one)))
  if (isRecord(value) && isRecord(part))
    return Object.entries(part).every(([key, one]) => Object.hasOwn(value, key) && contains(value[key], one))
  return order(value, part) === 0
}

function matches(value: unknown, pattern: unknown): boolean {
  try {
    return new RegExp(String(pattern)).test(String(value))
  } catch {
    throw new QueryError(`${String(pattern)} is not valid in a regex`)
  }
}

function printInside(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}
