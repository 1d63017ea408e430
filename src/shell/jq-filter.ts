import { isRecord } from '../kubectl/json.ts'
import {
  combine,
  describeValue,
  isTruthy,
  JQ_FUNCTIONS,
  JqError,
  plain,
  typeOf,
  valueAt,
  valuesIn,
} from './jq-values.ts'

/** All that a filter gives for one value. Throws a `JqError` where it cannot be applied. */
export type Filter = (value: unknown) => readonly unknown[]

/** A filter that cannot be read. */
export class FilterError extends Error {}

const TOKEN =
  /\s*(\d+\.?\d*(?:[eE][-+]?\d+)?|\$?[A-Za-z_]\w*|@\w+|\.[A-Za-z_]\w*|\/\/|\.\.|[=!<>]=|\|=|[.[\]{}()|,:;<>+\-*/%?"=]|$)/y
/** From the loosest to the tightest. */
const LEVELS = [/^\/\/$/, /^or$/, /^and$/, /^([=!]=|[<>]=?)$/, /^[-+]$/, /^[*/%]$/]
const KEYWORD = /^(then|elif|else|end|and|or|as|reduce|foreach|def|try|catch|label)$/
const DEEPEST = 200

/**
 * Reads a jq filter: paths, pipes and commas, operators, text with `\( … )`, lists and objects, `if`, and the functions of
 * values. What changes a value in place (`=`, `|=`, `del`) and functions of one's own are refused. Throws a `FilterError`.
 * (jq 1.7 manual)
 */
export function readFilter(text: string, variables: ReadonlyMap<string, unknown>): Filter {
  let at = 0
  let depth = 0
  /** What each name stands for while the filter runs. */
  let known = new Map([...variables].map(([name, value]) => [name, { value }]))
  if (peek() === '') return identity
  const filter = readPipe()
  if (peek() !== '') throw wrong()
  return filter

  function readPipe(): Filter {
    if (++depth > DEEPEST) throw new FilterError('nested too deeply')
    const left = readComma()
    const filter = accept('as') ? readBinding(left) : accept('|') ? joinPipe(left, readPipe()) : left
    depth--
    return filter
  }

  /** `SOURCE as $name | BODY` */
  function readBinding(source: Filter): Filter {
    const name = take()
    expect('|')
    const outer = known
    const cell: { value: unknown } = { value: null }
    known = new Map(known).set(name, cell)
    const body = readPipe()
    known = outer
    return value =>
      source(value).flatMap(one => {
        cell.value = one
        return body(value)
      })
  }

  function readComma(): Filter {
    const left = readLevel(0)
    if (!accept(',')) return left
    const right = readComma()
    return value => [...left(value), ...right(value)]
  }

  function readLevel(level: number): Filter {
    const operators = LEVELS[level]
    if (!operators) return readPostfix()
    let left = readLevel(level + 1)
    while (operators.test(peek())) left = join(left, take(), readLevel(level + 1))
    if (level === 0 && /^\|?=$/.test(peek()))
      throw new FilterError('what changes a value (=, |=, del) is not available here')
    return left
  }

  function readPostfix(): Filter {
    if (++depth > DEEPEST) throw new FilterError('nested too deeply')
    let filter = readTerm()
    for (;;) {
      const token = peek()
      const of = filter
      if (token === '?') {
        take()
        filter = value => {
          try {
            return of(value)
          } catch (error) {
            if (error instanceof JqError) return []
            throw error
          }
        }
      } else if (/^\.\w/.test(token)) filter = value => of(value).map(one => valueAt(one, token.slice(1)))
      else if (token !== '[' && token !== '.') break
      else if (token === '.') filter = index(of, readDot())
      else filter = readBrackets(of)
      if (/^\.\w/.test(token)) take()
    }
    depth--
    return filter
  }

  /** `."a b"`, or `.[` whose dot says nothing. */
  function readDot(): Filter {
    take()
    if (peek() === '"') return readText()
    if (peek() !== '[') throw wrong()
    return identity
  }

  function readBrackets(of: Filter): Filter {
    expect('[')
    if (accept(']')) return value => of(value).flatMap(valuesIn)
    const from = peek() === ':' ? undefined : readPipe()
    if (!accept(':')) {
      expect(']')
      return index(of, from ?? identity)
    }
    const to = peek() === ']' ? undefined : readPipe()
    expect(']')
    return value =>
      of(value).map(one => {
        if (!isTruthy(one)) return null
        if (typeof one !== 'string' && !Array.isArray(one)) throw new JqError(`Cannot index ${typeOf(one)} with object`)
        return one.slice(Number(from?.(value)[0] ?? 0), to && Number(to(value)[0]))
      })
  }

  function readTerm(): Filter {
    if (peek() === '"') return readText()
    const token = take()
    if (/^\d/.test(token)) return constant(Number(token))
    if (/^\.\w/.test(token)) return value => [valueAt(value, token.slice(1))]
    switch (token) {
      case '.':
        return peek() === '"' ? index(identity, readText()) : identity
      case '..':
        return descend
      case '-': {
        const of = readPostfix()
        return value => of(value).map(one => combine('-', 0, one))
      }
      case '(':
        return readUntil(')')
      case '[': {
        if (accept(']')) return constant([])
        const body = readUntil(']')
        return value => [body(value)]
      }
      case '{':
        return readObject()
      case 'if':
        return readIf()
      case 'null':
        return constant(null)
      case 'true':
      case 'false':
        return constant(token === 'true')
    }
    if (token.startsWith('$')) return variable(token)
    if (!/^[\w@]/.test(token) || KEYWORD.test(token)) throw wrong(token)
    return readCall(token)
  }

  function variable(name: string): Filter {
    const cell = known.get(name)
    if (!cell) throw new FilterError(`${name} is not defined`)
    return () => [cell.value]
  }

  function readUntil(closer: string): Filter {
    const body = readPipe()
    expect(closer)
    return body
  }

  function readIf(): Filter {
    const test = readPipe()
    expect('then')
    const yes = readPipe()
    const no = readElse()
    return value => test(value).flatMap(one => (isTruthy(one) ? yes : no)(value))
  }

  function readElse(): Filter {
    if (accept('elif')) return readIf()
    if (accept('else')) return readUntil('end')
    expect('end')
    return identity
  }

  function readObject(): Filter {
    let made: (value: unknown) => readonly object[] = () => [{}]
    while (!accept('}')) {
      const before = made
      const name = peek()
      const key = name === '"' ? readText() : accept('(') ? readUntil(')') : constant(take().replace(/^\$/, ''))
      const of = accept(':') ? readFieldValue() : name.startsWith('$') ? variable(name) : index(identity, key)
      made = value =>
        before(value).flatMap(object =>
          key(value).flatMap(one => {
            if (typeof one !== 'string') throw new JqError('Object keys must be strings')
            return of(value).map(field => ({ ...object, [one]: field }))
          }),
        )
      if (peek() !== '}') expect(',')
    }
    return made
  }

  /** A field's value ends at a comma. */
  function readFieldValue(): Filter {
    const left = readLevel(0)
    if (!accept('|')) return left
    const right = readFieldValue()
    return value => left(value).flatMap(right)
  }

  function readCall(name: string): Filter {
    const argument = accept('(') ? readUntil(')') : undefined
    if (name === 'empty') return () => []
    if (name === 'recurse') return descend
    if (name === 'values') return value => (isTruthy(value) || value === false ? [value] : [])
    if (name === 'error')
      return value => {
        throw new JqError(plain((argument ?? identity)(value)[0]))
      }
    if (argument) {
      if (name === 'map') return value => [valuesIn(value).flatMap(argument)]
      if (name === 'select') return value => argument(value).flatMap(one => (isTruthy(one) ? [value] : []))
      if (name === 'any' || name === 'all')
        return value => [valuesIn(value)[name === 'any' ? 'some' : 'every'](one => isTruthy(argument(one)[0]))]
      if (name === 'with_entries') {
        return value => [apply('from_entries', (apply('to_entries', value) as readonly unknown[]).flatMap(argument))]
      }
      if (name.endsWith('_by'))
        return value => [
          apply(
            name,
            valuesIn(value).map(one => [argument(one), one]),
          ),
        ]
    }
    if (!Object.hasOwn(JQ_FUNCTIONS, name)) throw new FilterError(`${name}/${argument ? 1 : 0} is not available here`)
    return argument ? value => argument(value).map(one => apply(name, value, one)) : value => [apply(name, value)]
  }

  function readText(): Filter {
    let rest = text.slice(at).trimStart()
    at = text.length - rest.length + 1
    const parts: Filter[] = []
    for (;;) {
      rest = /^(?:\\[^(]|[^"\\])*/.exec(text.slice(at))?.[0] ?? ''
      parts.push(constant(unquote(rest)))
      at += rest.length
      if (text[at] === '"') break
      if (text[at] !== '\\') throw new FilterError('syntax error, a text is not closed')
      at += 2
      parts.push(readUntil(')'))
    }
    at++
    return value =>
      parts.reduce<readonly string[]>(
        (texts, part) => part(value).flatMap(one => texts.map(start => start + plain(one))),
        [''],
      )
  }

  function accept(token: string): boolean {
    const isHere = peek() === token
    if (isHere) take()
    return isHere
  }

  function expect(token: string) {
    if (!accept(token)) throw wrong()
  }

  function peek(): string {
    const start = at
    const token = take()
    at = start
    return token
  }

  function take(): string {
    TOKEN.lastIndex = at
    const found = TOKEN.exec(text)
    if (!found) throw new FilterError(`syntax error at ${text.slice(at).trim().slice(0, 20)}`)
    at = TOKEN.lastIndex
    return found[1] ?? ''
  }

  function wrong(token = peek()): FilterError {
    return new FilterError(`syntax error, unexpected ${token || 'end of the filter'}`)
  }
}

/** Many pipes one after the other can give more than anyone reads. */
function joinPipe(left: Filter, right: Filter): Filter {
  return value => {
    const values = left(value).flatMap(right)
    if (values.length > 1_000_000) throw new FilterError('more than a million values come of it')
    return values
  }
}

function identity(value: unknown): readonly unknown[] {
  return [value]
}

function constant(value: unknown): Filter {
  return () => [value]
}

function index(of: Filter, key: Filter): Filter {
  return value => of(value).flatMap(one => key(value).map(name => valueAt(one, name)))
}

function join(left: Filter, operator: string, right: Filter): Filter {
  if (operator === '//') {
    return value => {
      const found = left(value).filter(isTruthy)
      return found.length > 0 ? found : right(value)
    }
  }
  if (operator === 'and' || operator === 'or') {
    const stops = operator === 'or'
    return value => left(value).flatMap(one => (isTruthy(one) === stops ? [stops] : right(value).map(isTruthy)))
  }
  return value => right(value).flatMap(b => left(value).map(a => combine(operator, a, b)))
}

function descend(value: unknown): readonly unknown[] {
  return [value, ...(Array.isArray(value) || isRecord(value) ? valuesIn(value).flatMap(descend) : [])]
}

function apply(name: string, value: unknown, argument?: unknown): unknown {
  const result = JQ_FUNCTIONS[name]?.(value, argument)
  if (result === undefined) throw new JqError(`${describeValue(value)} has no ${name}`)
  return result
}

function unquote(raw: string): string {
  try {
    return String(JSON.parse(`"${raw.replace(/[\n\t\r]/g, one => JSON.stringify(one).slice(1, -1))}"`))
  } catch {
    throw new FilterError(`syntax error, invalid escape in "${raw}"`)
  }
}
