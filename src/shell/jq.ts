import { type Input, readInputs } from './inputs.ts'
import { FilterError, readFilter } from './jq-filter.ts'
import { isTruthy, JqError } from './jq-values.ts'
import { type Options, readOptions } from './options.ts'
import { type Process, type Program, ProgramFailure } from './process.ts'

const LONG = {
  'raw-output': 'r',
  'compact-output': 'c',
  'exit-status': 'e',
  slurp: 's',
  'null-input': 'n',
  'join-output': 'j',
}

/** `jq FILTER [FILE…]` */
export const jq: Program = process =>
  query(process, {
    read: text => [...readJson(text)],
    print: (value, { has }) => {
      if ((has('r') || has('j')) && typeof value === 'string') return value
      return JSON.stringify(value ?? null, undefined, has('c') ? 0 : 2)
    },
  })

/** How a query reads its input and prints what it finds. */
export interface QueryFormat {
  /** Throws a `ProgramFailure` at what it cannot read. */
  readonly read: (text: string) => readonly unknown[]
  readonly print: (value: unknown, options: Options) => string
  /** What stands between the results for one value and those for the next. */
  readonly between?: string
}

/** Applies a jq filter to each value of the input. */
export function query(process: Process, { read, print, between = '' }: QueryFormat): number {
  const variables = new Map<string, unknown>()
  const args = [...process.args]
  for (let at = args.findIndex(isVariable); at >= 0; at = args.findIndex(isVariable)) {
    const [kind, name = '', value = ''] = args.splice(at, 3)
    variables.set(`$${name}`, kind === '--arg' ? value : [...readJson(value)][0])
  }
  const options = readOptions({ ...process, args }, 'rcesnjMCPo:', LONG, 2)
  const { has } = options
  const [text = '.', ...names] = options.operands
  const { inputs, failed } = readInputs(
    process,
    names,
    (name, problem) => `error: Could not open file ${name}: ${problem}`,
  )
  let status = failed ? 2 : 0
  let last: unknown
  try {
    const filter = readFilter(text, variables)
    const values = has('n') ? [{ value: null, place: '<unknown>' }] : inputs.flatMap(input => valuesOf(input, read))
    const [{ place } = { place: '<stdin>:0' }] = values
    const all = has('s') ? [{ value: values.map(({ value }) => value), place }] : values
    for (const [index, one] of all.entries()) {
      try {
        if (index > 0) process.out(between)
        for (last of filter(one.value)) process.out(`${print(last, options)}${has('j') ? '' : '\n'}`)
      } catch (error) {
        if (!(error instanceof JqError)) throw error
        process.err(`${process.name}: error (at ${one.place}): ${error.message}\n`)
        status = 5
      }
    }
  } catch (error) {
    if (error instanceof FilterError)
      throw new ProgramFailure(`error: ${error.message}\n${process.name}: 1 compile error`, 3)
    throw error
  }
  return status || (has('e') && !isTruthy(last) ? 1 : 0)
}

/** The values of an input; jq says of each how many lines it had read. */
function valuesOf({ name, text }: Input, read: QueryFormat['read']) {
  const place = `${name === '-' ? '<stdin>' : name}:${text.split('\n').length - 1}`
  return read(text).map(value => ({ value, place }))
}

function isVariable(arg: string): boolean {
  return arg === '--arg' || arg === '--argjson'
}

/** The values of a text, one after the other. */
function* readJson(text: string): Generator<unknown> {
  const value = /\s*(?:("(?:\\[\s\S]|[^"\\])*"|[[{])|[^\s[\]{}",:]+)/y
  const rest = /\s*\S/y
  for (let at = 0; isMore(rest, text, at); at = value.lastIndex) {
    value.lastIndex = at
    const opened = value.exec(text)?.[1]
    if (opened === '[' || opened === '{') value.lastIndex = closingPlace(text, value.lastIndex - 1)
    const end = value.lastIndex || at + 1
    value.lastIndex = end
    try {
      yield JSON.parse(text.slice(at, end))
    } catch {
      const before = text.slice(0, end)
      const column = end - before.lastIndexOf('\n')
      throw new ProgramFailure(
        `parse error: Invalid numeric literal at line ${before.split('\n').length}, column ${column}`,
        2,
      )
    }
  }
}

function isMore(rest: RegExp, text: string, at: number): boolean {
  rest.lastIndex = at
  return rest.test(text)
}

function closingPlace(text: string, start: number): number {
  const token = /"(?:\\[\s\S]|[^"\\])*"|[[\]{}]/g
  token.lastIndex = start
  let open = 0
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (/^[[{]/.test(found[0])) open++
    if (/^[\]}]/.test(found[0])) open--
    if (open === 0) return token.lastIndex
  }
  return text.length
}
