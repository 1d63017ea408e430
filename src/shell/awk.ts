import { linesOf, readInputs } from './inputs.ts'
import type { Io } from './machine.ts'
import { readOptions } from './options.ts'

/*
 * awk as far as one filters and prints columns with it: patterns, `print`, `printf`, fields, NR, NF, variables, BEGIN and
 * END, comparison and arithmetic. No loops, arrays or functions.
 */

type Value = string | number

type Expression =
  | { readonly is: 'value'; readonly value: Value }
  | { readonly is: 'regex'; readonly regex: RegExp }
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: 'field'; readonly index: Expression }
  | { readonly is: 'assign'; readonly name: string; readonly operator: string; readonly value: Expression }
  | { readonly is: 'unary'; readonly operator: string; readonly of: Expression }
  | { readonly is: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }

interface Action {
  readonly verb: 'print' | 'printf' | 'expression'
  readonly values: readonly Expression[]
}

interface Rule {
  readonly when: 'BEGIN' | 'END' | Expression | undefined
  /** Left out: print the line. */
  readonly actions?: readonly Action[]
}

/** awk: prints what its rules say of each line. */
export function awk(args: readonly string[], io: Io): number {
  const options = readOptions(args, 'F:v:')
  if (!options.ok) return fail(io, options.error)
  const [program, ...names] = options.args
  if (program === undefined) return fail(io, 'usage: awk [-F fs][-v var=value][prog][file ...]')
  let rules: readonly Rule[]
  try {
    rules = new Reader(program).rules()
  } catch (error) {
    if (error instanceof SyntaxError) return fail(io, `syntax error: ${error.message}`)
    throw error
  }
  const { inputs, failed } = readInputs('awk', names, io)
  const variables = new Map<string, Value>([
    ['OFS', ' '],
    ['FS', options.value('F') ?? ' '],
  ])
  for (const pair of options.values('v')) variables.set(pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1))
  const run = new Run(variables, io.out)
  run.all(
    rules,
    inputs.flatMap(one => linesOf(one.text)),
  )
  return failed ? 2 : 0
}

function fail(io: Io, error: string): number {
  io.err(`awk: ${error}\n`)
  return 2
}

class Run {
  readonly #variables: Map<string, Value>
  readonly #out: (text: string) => void
  #line = ''
  #fields: readonly string[] = []

  constructor(variables: Map<string, Value>, out: (text: string) => void) {
    this.#variables = variables
    this.#out = out
  }

  all(rules: readonly Rule[], lines: readonly string[]): void {
    for (const rule of rules) if (rule.when === 'BEGIN') this.#act(rule)
    for (const [index, line] of lines.entries()) {
      this.#line = line
      this.#fields = splitFields(line, String(this.#variables.get('FS')))
      this.#variables.set('NR', index + 1).set('NF', this.#fields.length)
      for (const rule of rules) {
        if (rule.when === 'BEGIN' || rule.when === 'END') continue
        if (rule.when === undefined || isTrue(this.#value(rule.when))) this.#act(rule)
      }
    }
    for (const rule of rules) if (rule.when === 'END') this.#act(rule)
  }

  #act(rule: Rule): void {
    if (!rule.actions) this.#out(`${this.#line}\n`)
    for (const { verb, values } of rule.actions ?? []) {
      const texts = values.map(value => this.#value(value))
      if (verb === 'printf') this.#out(format(texts))
      if (verb !== 'print') continue
      const separator = String(this.#variables.get('OFS'))
      this.#out(`${texts.length === 0 ? this.#line : texts.map(printValue).join(separator)}\n`)
    }
  }

  #value(expression: Expression): Value {
    switch (expression.is) {
      case 'value':
        return expression.value
      case 'regex':
        return expression.regex.test(this.#line) ? 1 : 0
      case 'variable':
        return this.#variables.get(expression.name) ?? ''
      case 'field': {
        const index = toNumber(this.#value(expression.index))
        return index === 0 ? this.#line : (this.#fields[index - 1] ?? '')
      }
      case 'assign': {
        const given = this.#value(expression.value)
        const operator = expression.operator.slice(0, -1)
        const known = this.#variables.get(expression.name) ?? ''
        const value = operator ? arithmetic(operator, toNumber(known), toNumber(given)) : given
        this.#variables.set(expression.name, value)
        return value
      }
      case 'unary': {
        const value = this.#value(expression.of)
        return expression.operator === '!' ? (isTrue(value) ? 0 : 1) : -toNumber(value)
      }
      case 'binary':
        return this.#binary(expression)
    }
  }

  #binary({ operator, left, right }: Extract<Expression, { is: 'binary' }>): Value {
    if (operator === '&&') return isTrue(this.#value(left)) && isTrue(this.#value(right)) ? 1 : 0
    if (operator === '||') return isTrue(this.#value(left)) || isTrue(this.#value(right)) ? 1 : 0
    if (operator === '~' || operator === '!~') {
      const regex = right.is === 'regex' ? right.regex : new RegExp(String(this.#value(right)))
      return regex.test(String(this.#value(left))) === (operator === '~') ? 1 : 0
    }
    const [a, b] = [this.#value(left), this.#value(right)]
    if (operator === ' ') return printValue(a) + printValue(b)
    if ('+-*/%'.includes(operator)) return arithmetic(operator, toNumber(a), toNumber(b))
    return compare(operator, a, b) ? 1 : 0
  }
}

function splitFields(line: string, separator: string): readonly string[] {
  if (separator === ' ') return line.match(/\S+/g) ?? []
  if (line === '') return []
  return line.split(separator.length === 1 ? separator : new RegExp(separator))
}

function arithmetic(operator: string, a: number, b: number): number {
  if (operator === '+') return a + b
  if (operator === '-') return a - b
  if (operator === '*') return a * b
  return operator === '/' ? a / b : a % b
}

/** Two texts that both look like numbers compare as numbers. */
function compare(operator: string, a: Value, b: Value): boolean {
  const numeric = [a, b].every(value => typeof value === 'number' || /^\s*[-+]?(\d+\.?\d*|\.\d+)\s*$/.test(value))
  const [left, right] = numeric ? [toNumber(a), toNumber(b)] : [printValue(a), printValue(b)]
  if (operator === '==') return left === right
  if (operator === '!=') return left !== right
  if (operator === '<') return left < right
  if (operator === '<=') return left <= right
  return operator === '>' ? left > right : left >= right
}

function isTrue(value: Value): boolean {
  return typeof value === 'number' ? value !== 0 : value !== ''
}

function toNumber(value: Value): number {
  return typeof value === 'number' ? value : Number.parseFloat(value) || 0
}

function printValue(value: Value): string {
  if (typeof value === 'string') return value
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
}

function format([template = '', ...values]: readonly Value[]): string {
  const queue = [...values]
  return String(template).replace(
    /%(-?)(\d*)(?:\.(\d+))?([sdif%])/g,
    (_, left: string, width: string, precision: string | undefined, letter: string) => {
      if (letter === '%') return '%'
      const value = queue.shift() ?? ''
      const text =
        letter === 's'
          ? printValue(value)
          : letter === 'f'
            ? toNumber(value).toFixed(Number(precision ?? 6))
            : String(Math.trunc(toNumber(value)))
      return left ? text.padEnd(Number(width)) : text.padStart(Number(width))
    },
  )
}

const TOKEN =
  /\s*(?:(\/(?:\\.|[^/\\\n])+\/)|("(?:\\.|[^"\\])*")|(\d+\.?\d*|\.\d+)|([A-Za-z_]\w*)|(\+\+|--|[-+*/%]=|==|!=|<=|>=|&&|\|\||!~|[-+*/%<>=!~(){};,$]))/y

/** Reads a program. Throws a SyntaxError at what it does not know. */
class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text.replace(/#.*$/gm, '').replace(/\n/g, ';').trim()
  }

  rules(): readonly Rule[] {
    const rules: Rule[] = []
    while (this.#peek() !== '') {
      if (this.#take(';')) continue
      const when = this.#take('BEGIN')
        ? 'BEGIN'
        : this.#take('END')
          ? 'END'
          : this.#peek() === '{'
            ? undefined
            : this.#or()
      rules.push(this.#take('{') ? { when, actions: this.#actions() } : { when })
    }
    return rules
  }

  #actions(): readonly Action[] {
    const actions: Action[] = []
    while (!this.#take('}')) {
      if (this.#take(';')) continue
      if (this.#peek() === '') throw new SyntaxError('unexpected end of program')
      const verb = this.#take('printf') ? 'printf' : this.#take('print') ? 'print' : 'expression'
      actions.push({ verb, values: verb === 'expression' ? [this.#or()] : this.#values() })
    }
    return actions
  }

  #values(): readonly Expression[] {
    const values: Expression[] = []
    while (!['', ';', '}'].includes(this.#peek())) {
      values.push(this.#or())
      if (!this.#take(',')) break
    }
    return values
  }

  #or(): Expression {
    return this.#binary(['||'], () => this.#binary(['&&'], () => this.#comparison()))
  }

  #comparison(): Expression {
    return this.#binary(['==', '!=', '<=', '>=', '<', '>', '~', '!~'], () => this.#joined())
  }

  /** Two values side by side become one text. */
  #joined(): Expression {
    let left = this.#sum()
    while (/^(["$(\d]|[A-Za-z_])/.test(this.#peek()) && !['BEGIN', 'END'].includes(this.#peek()))
      left = { is: 'binary', operator: ' ', left, right: this.#sum() }
    return left
  }

  #sum(): Expression {
    return this.#binary(['+', '-'], () => this.#binary(['*', '/', '%'], () => this.#unary()))
  }

  #binary(operators: readonly string[], next: () => Expression): Expression {
    let left = next()
    for (;;) {
      const operator = operators.find(one => this.#take(one))
      if (operator === undefined) return left
      left = { is: 'binary', operator, left, right: next() }
    }
  }

  #unary(): Expression {
    if (this.#take('!')) return { is: 'unary', operator: '!', of: this.#unary() }
    if (this.#take('-')) return { is: 'unary', operator: '-', of: this.#unary() }
    return this.#primary()
  }

  #primary(): Expression {
    if (this.#take('$')) return { is: 'field', index: this.#unary() }
    if (this.#take('(')) {
      const inside = this.#or()
      if (!this.#take(')')) throw new SyntaxError(`a parenthesis is open at ${this.#peek() || 'the end'}`)
      return inside
    }
    const token = this.#next()
    if (/^\/./.test(token)) return { is: 'regex', regex: readRegex(token.slice(1, -1)) }
    if (token.startsWith('"')) return { is: 'value', value: resolveEscapes(token.slice(1, -1)) }
    if (/^[.\d]/.test(token)) return { is: 'value', value: Number(token) }
    if (!/^[A-Za-z_]/.test(token)) throw new SyntaxError(`at ${token || 'the end of the program'}`)
    for (const step of ['++', '--'])
      if (this.#take(step))
        return { is: 'assign', name: token, operator: `${step[0]}=`, value: { is: 'value', value: 1 } }
    const operator = ['=', '+=', '-=', '*=', '/=', '%='].find(one => this.#take(one))
    return operator ? { is: 'assign', name: token, operator, value: this.#or() } : { is: 'variable', name: token }
  }

  #peek(): string {
    TOKEN.lastIndex = this.#at
    const found = TOKEN.exec(this.#text)
    if (!found && this.#text.slice(this.#at).trim() !== '') throw new SyntaxError(`at ${this.#text.slice(this.#at)}`)
    return found?.[0].trim() ?? ''
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
}

function readRegex(source: string): RegExp {
  try {
    return new RegExp(source.replaceAll('\\/', '/'))
  } catch {
    throw new SyntaxError(`illegal regular expression /${source}/`)
  }
}

function resolveEscapes(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => ({ n: '\n', t: '\t' })[letter] ?? letter)
}
