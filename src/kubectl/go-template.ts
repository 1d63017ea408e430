import { quoteGo } from '../kubernetes/go-text.ts'
import { printGoValue } from './go-format.ts'
import { isRecord, sortedEntries } from './json.ts'

/*
 * Go's text/template in its common forms: fields, variables, range, if, with, else, pipes and the functions that
 * templates for kubectl use.
 */

export type TemplateResult =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly error: string }

class GoTemplateError extends Error {}

type Node =
  | { readonly node: 'text'; readonly text: string }
  | { readonly node: 'value'; readonly variable?: string; readonly pipe: Pipe }
  | {
      readonly node: 'if' | 'with' | 'range'
      readonly variables: readonly string[]
      readonly pipe: Pipe
      readonly body: readonly Node[]
      readonly otherwise: readonly Node[]
    }

/** Commands, each given the last one's value as its last argument. */
type Pipe = readonly (readonly Operand[])[]

type Operand =
  | { readonly operand: 'value'; readonly value: unknown }
  | { readonly operand: 'path'; readonly from?: string; readonly names: readonly string[] }
  | { readonly operand: 'function'; readonly name: string }
  | { readonly operand: 'pipe'; readonly pipe: Pipe; readonly names: readonly string[] }

/** Prints what `kubectl get -o go-template=TEMPLATE` prints of an object, or says what is wrong with the template. (cli-runtime `GoTemplatePrinter`) */
export function printGoTemplate(template: string, object: unknown): TemplateResult {
  let parsed = false
  try {
    const nodes = new Parser(template).nodes()
    parsed = true
    return { ok: true, stdout: execute(nodes, object, new Map([['$', object]])) }
  } catch (error) {
    if (!(error instanceof GoTemplateError)) throw error
    const what = parsed
      ? `executing template ${quoteGo(template)}: template: output`
      : `parsing template ${template}, template: output:1`
    return { ok: false, error: `error ${what}: ${error.message}` }
  }
}

type Variables = ReadonlyMap<string, unknown>

function execute(nodes: readonly Node[], dot: unknown, given: Variables): string {
  const variables = new Map(given)
  let printed = ''
  for (const node of nodes) {
    if (node.node === 'text') printed += node.text
    else if (node.node === 'value') {
      const value = evaluate(node.pipe, dot, variables)
      if (node.variable === undefined) printed += printValue(value)
      else variables.set(node.variable, value)
    } else printed += executeBlock(node, dot, variables)
  }
  return printed
}

function executeBlock(node: Extract<Node, { body: readonly Node[] }>, dot: unknown, variables: Variables): string {
  const value = evaluate(node.pipe, dot, variables)
  if (node.node !== 'range') {
    const inner = node.node === 'with' ? value : dot
    const [name] = node.variables
    const known = name === undefined ? variables : new Map(variables).set(name, value)
    return isTrue(value) ? execute(node.body, inner, known) : execute(node.otherwise, dot, variables)
  }
  const entries = entriesOf(value)
  if (entries.length === 0) return execute(node.otherwise, dot, variables)
  return entries
    .map(([key, item]) => {
      const known = new Map(variables)
      const [first, second] = node.variables
      if (second !== undefined) known.set(first ?? '', key).set(second, item)
      else if (first !== undefined) known.set(first, item)
      return execute(node.body, item, known)
    })
    .join('')
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item] as const)
  if (isRecord(value)) return sortedEntries(value)
  if (value === null || value === undefined) return []
  throw new GoTemplateError(`range can't iterate over ${printGoValue(value)}`)
}

function evaluate(pipe: Pipe, dot: unknown, variables: Variables): unknown {
  let last: unknown
  for (const [index, command] of pipe.entries()) {
    const [first, ...rest] = command
    const args = rest.map(operand => operandValue(operand, dot, variables))
    if (first?.operand === 'function') last = call(first.name, index > 0 ? [...args, last] : args)
    else if (first) last = operandValue(first, dot, variables)
  }
  return last
}

function operandValue(operand: Operand, dot: unknown, variables: Variables): unknown {
  switch (operand.operand) {
    case 'value':
      return operand.value
    case 'function':
      return call(operand.name, [])
    case 'pipe':
      return fieldOf(evaluate(operand.pipe, dot, variables), operand.names)
    case 'path': {
      if (operand.from === undefined) return fieldOf(dot, operand.names)
      if (!variables.has(operand.from)) throw new GoTemplateError(`undefined variable "${operand.from}"`)
      return fieldOf(variables.get(operand.from), operand.names)
    }
  }
}

function fieldOf(value: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>((at, name) => {
    // What is missing has no fields either; what is there and null is an error.
    if (at === undefined) return undefined
    if (at === null) throw new GoTemplateError(`nil pointer evaluating interface {}.${name}`)
    if (!isRecord(at))
      throw new GoTemplateError(
        `can't evaluate field ${name} in type ${Array.isArray(at) ? '[]interface {}' : typeof at}`,
      )
    return Object.hasOwn(at, name) ? at[name] : undefined
  }, value)
}

function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (isRecord(value)) return Object.keys(value).length > 0
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== ''
}

function printValue(value: unknown): string {
  return value === undefined ? '<no value>' : printGoValue(value)
}

function call(name: string, args: readonly unknown[]): unknown {
  return FUNCTIONS[name]?.(...args)
}

const FUNCTIONS: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
  and: (...args) => args.find(one => !isTrue(one)) ?? args.at(-1),
  or: (...args) => args.find(isTrue) ?? args.at(-1),
  not: value => !isTrue(value),
  eq: (value, ...others) => others.some(one => one === value),
  ne: (a, b) => a !== b,
  lt: (a, b) => order(a, b) < 0,
  le: (a, b) => order(a, b) <= 0,
  gt: (a, b) => order(a, b) > 0,
  ge: (a, b) => order(a, b) >= 0,
  len: value =>
    isRecord(value) ? Object.keys(value).length : Array.isArray(value) || typeof value === 'string' ? value.length : 0,
  index: (value, ...keys) =>
    keys.reduce((at, key) => {
      if (Array.isArray(at)) {
        if (Number(key) >= at.length) throw new GoTemplateError(`index out of range: ${String(key)}`)
        return at[Number(key)] as unknown
      }
      return isRecord(at) && Object.hasOwn(at, String(key)) ? at[String(key)] : undefined
    }, value),
  print: (...args) => args.map(printValue).join(''),
  println: (...args) => `${args.map(printValue).join(' ')}\n`,
  printf: (format, ...args) => printf(String(format), args),
  exists: (value, ...keys) =>
    keys.reduce<unknown>(
      (at, key) => (isRecord(at) && Object.hasOwn(at, String(key)) ? at[String(key)] : undefined),
      value,
    ) !== undefined,
  base64decode: value => {
    try {
      return new TextDecoder().decode(Uint8Array.from(atob(String(value)), one => one.charCodeAt(0)))
    } catch {
      throw new GoTemplateError('error calling base64decode: illegal base64 data')
    }
  },
}

function order(a: unknown, b: unknown): number {
  const [left, right] = typeof a === 'number' && typeof b === 'number' ? [a, b] : [String(a), String(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function printf(format: string, args: readonly unknown[]): string {
  const queue = [...args]
  return format.replace(/%(-?)(\d*)([svdqt%])/g, (_, left: string, width: string, verb: string) => {
    if (verb === '%') return '%'
    const value = queue.shift()
    const text = verb === 'q' ? JSON.stringify(value) : printValue(value)
    return left ? text.padEnd(Number(width)) : text.padStart(Number(width))
  })
}

const TOKEN =
  /\s*("(?:\\.|[^"\\])*"|`[^`]*`|-?\d+(?:\.\d+)?|\$\w*(?:\.[A-Za-z_]\w*)*|(?:\.[A-Za-z_]\w*)+|\.|:=|[A-Za-z_]\w*|\)(?:\.[A-Za-z_]\w*)*|[|(,=])/y

class Parser {
  /** Text and actions in turn; an action's trim marks are already applied to the texts beside it. */
  readonly #parts: readonly string[]
  #at = 0

  constructor(template: string) {
    const parts = template.split(/\{\{(.*?)\}\}/s)
    const unclosed = parts.some((part, index) => index % 2 === 0 && part.includes('{{'))
    if (unclosed) throw new GoTemplateError('unclosed action')
    this.#parts = parts.map((part, index) => {
      if (index % 2 === 1) return part.replace(/^- /, '').replace(/ -$/, '')
      const after = /^- /.test(parts[index + 1] ?? '') ? part.trimEnd() : part
      return / -$/.test(parts[index - 1] ?? '') ? after.trimStart() : after
    })
  }

  nodes(): readonly Node[] {
    const { body, end } = this.#until()
    if (end !== '') throw new GoTemplateError(`unexpected {{${end}}}`)
    return body
  }

  /** Nodes up to an `end` or an `else`, which is named. */
  #until(): { readonly body: readonly Node[]; readonly end: string } {
    const body: Node[] = []
    while (this.#at < this.#parts.length) {
      const part = this.#parts[this.#at] ?? ''
      const isText = this.#at % 2 === 0
      this.#at += 1
      if (isText) {
        if (part) body.push({ node: 'text', text: part })
        continue
      }
      const action = part.trim()
      if (action === 'end' || /^else\b/.test(action)) return { body, end: action }
      if (!/^\/\*.*\*\/$/s.test(action)) body.push(this.#action(action))
    }
    return { body, end: '' }
  }

  #action(text: string): Node {
    const block = /^(if|with|range)\s+(.*)$/s.exec(text)
    if (!block) {
      const assigned = /^(\$\w+)\s*:?=\s*(.*)$/s.exec(text)
      return assigned
        ? { node: 'value', variable: assigned[1] ?? '', pipe: parsePipe(assigned[2] ?? '') }
        : { node: 'value', pipe: parsePipe(text) }
    }
    const [, kind = '', rest = ''] = block
    const named = /^(\$\w+)(?:\s*,\s*(\$\w+))?\s*:=\s*(.*)$/s.exec(rest)
    const variables = named ? [named[1] ?? '', ...(named[2] ? [named[2]] : [])] : []
    const pipe = parsePipe(named ? (named[3] ?? '') : rest)
    const { body, end } = this.#until()
    return { node: kind as 'if', variables, pipe, body, otherwise: this.#otherwise(end) }
  }

  #otherwise(end: string): readonly Node[] {
    if (end === 'end') return []
    const chained = /^else\s+(if|with)\b/.exec(end)
    if (chained) return [this.#action(end.slice('else'.length).trim())]
    if (end !== 'else') throw new GoTemplateError('unexpected EOF')
    const { body, end: last } = this.#until()
    if (last !== 'end') throw new GoTemplateError('expected end; found {{else}}')
    return body
  }
}

function parsePipe(text: string): Pipe {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(text)?.[1]
    if (token === undefined) throw new GoTemplateError(`unexpected "${text.slice(at).trim()[0] ?? ''}" in operand`)
    tokens.push(token)
  }
  const pipe = readPipe(tokens)
  if (tokens.length > 0) throw new GoTemplateError(`unexpected "${tokens[0]}" in command`)
  return pipe
}

function readPipe(tokens: string[]): Pipe {
  const commands: Operand[][] = [[]]
  while (tokens.length > 0 && !tokens[0]?.startsWith(')')) {
    const token = tokens.shift() ?? ''
    if (token === '|') commands.push([])
    else commands.at(-1)?.push(readOperand(token, tokens))
  }
  if (commands.some(command => command.length === 0)) throw new GoTemplateError('missing value for command')
  return commands
}

function readOperand(token: string, tokens: string[]): Operand {
  if (token === '(') {
    const pipe = readPipe(tokens)
    const closing = tokens.shift()
    if (closing === undefined) throw new GoTemplateError('unclosed left paren')
    return { operand: 'pipe', pipe, names: namesIn(closing.slice(1)) }
  }
  if (token.startsWith('"')) return { operand: 'value', value: unquote(token) }
  if (token.startsWith('`')) return { operand: 'value', value: token.slice(1, -1) }
  if (/^-?\d/.test(token)) return { operand: 'value', value: Number(token) }
  if (token === 'true' || token === 'false') return { operand: 'value', value: token === 'true' }
  if (token === 'nil') return { operand: 'value', value: null }
  if (token.startsWith('.')) return { operand: 'path', names: namesIn(token) }
  if (token.startsWith('$')) {
    const dot = token.indexOf('.')
    const [from, path] = dot < 0 ? [token, ''] : [token.slice(0, dot), token.slice(dot)]
    return { operand: 'path', from, names: namesIn(path) }
  }
  if (/^[A-Za-z_]/.test(token)) {
    if (!Object.hasOwn(FUNCTIONS, token)) throw new GoTemplateError(`function "${token}" not defined`)
    return { operand: 'function', name: token }
  }
  throw new GoTemplateError(`unexpected "${token}" in operand`)
}

/** The names of `.a.b`. */
function namesIn(path: string): readonly string[] {
  return path.split('.').filter(name => name !== '')
}

function unquote(token: string): string {
  try {
    return JSON.parse(token) as string
  } catch {
    throw new GoTemplateError(`invalid syntax in ${token}`)
  }
}
