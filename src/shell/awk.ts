import {
  awkRegex,
  calculate,
  isTrue,
  type Machine,
  setField,
  setRecord,
  splitFields,
  toNumber,
  toText,
  type Value,
  variable,
} from './awk-machine.ts'
import { unescapeText } from './escapes.ts'
import { linesOf, readInputs } from './inputs.ts'
import { readOptions } from './options.ts'
import { type PosixRegex, replaceMatches } from './posix-regex.ts'
import { formatText } from './printf.ts'
import { type Program, ProgramFailure } from './process.ts'

/** `set`: it can be assigned to. `regex`: it was written as one. */
interface Expression {
  readonly get: () => Value
  readonly set?: (value: Value) => void
  readonly regex?: PosixRegex
}
type Statement = () => void

interface Rule {
  /** Left out: every line. */
  readonly when?: 'BEGIN' | 'END' | Expression
  readonly act: Statement
}

/** Ends the rules of a line (`next`), or all of them (`exit`). */
class Signal extends Error {}

const TOKEN =
  /[ \t]*(?:#.*)?(?:\\\n)?(?:("(?:\\.|[^"\\\n])*"|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[A-Za-z_]\w*|\+\+|--|[-+*/%=!<>]=|&&|\|\||!~|[-+*/%^<>=!~?:(){}[\];,$\n])|$)/y
const REGEX = /[ \t]*\/((?:\\.|[^/\\\n])+)\//y
const KEYWORD = /^(BEGIN|END|if|else|for|in|next|exit|delete|print|printf)$/
const END = /^[;\n}]?$/
const BREAK = /^[;\n]$/
/** From the loosest to the tightest; two values side by side (`' '`) become one text. */
const LEVELS = [/^\|\|$/, /^&&$/, /^in$/, /^!?~$/, /^([=!<>]=|[<>])$/, /^ $/, /^[-+]$/, /^[*/%]$/, /^\^$/]
const DEEPEST = 500

/**
 * `awk`, as far as one filters, prints and counts with it: patterns, `print` and `printf`, fields, variables, arrays with
 * `for (key in array)`, `if`, and functions for texts. Other loops, files and functions of one's own are refused.
 */
export const awk: Program = process => {
  const options = readOptions(process, 'F:v:.', {}, 2)
  const [text, ...names] = options.operands
  if (text === undefined) throw new ProgramFailure('usage: awk [-F fs][-v var=value][prog][file ...]', 2)
  const separator = unescapeText(options.value('F') ?? ' ')
  const machine: Machine = {
    variables: new Map([
      ['FS', separator],
      ['OFS', ' '],
    ]),
    arrays: new Map(),
    fields: [''],
    status: 0,
    out: process.out,
  }
  for (const pair of options.values('v'))
    machine.variables.set(pair.replace(/=.*/s, ''), unescapeText(pair.replace(/^.*?=/s, '')))
  const rules = readRules(text, machine)
  try {
    runRules(rules, when => when === 'BEGIN')
    if (rules.some(({ when }) => when !== 'BEGIN')) {
      const { inputs, failed } = readInputs(process, names, (name, problem) => `cannot open ${name} (${problem})`)
      if (failed) machine.status = 2
      for (const [index, line] of inputs.flatMap(input => linesOf(input.text)).entries()) {
        machine.variables.set('NR', index + 1)
        setRecord(machine, line)
        runRules(rules, when => typeof when !== 'string' && (!when || isTrue(when.get())))
      }
    }
    runRules(rules, when => when === 'END')
  } catch (error) {
    if (!(error instanceof Signal)) throw error
  }
  return machine.status
}

function runRules(rules: readonly Rule[], concerns: (when: Rule['when']) => boolean): void {
  try {
    for (const { when, act } of rules) if (concerns(when)) act()
  } catch (error) {
    if (!(error instanceof Signal && error.message === 'next')) throw error
  }
}

/** Reads a program: what comes out does what it says with the machine. */
function readRules(text: string, machine: Machine): readonly Rule[] {
  let at = 0
  let depth = 0
  /** In `print a > b` the sign names a file. */
  let inPrint = false
  const rules: Rule[] = []
  for (skip(BREAK); peek(); skip(BREAK)) {
    const word = peek()
    const when = word === 'BEGIN' || word === 'END' ? (take() as 'BEGIN') : word === '{' ? undefined : readPattern()
    const act = peek() === '{' ? readBlock() : () => machine.out(`${machine.fields[0]}\n`)
    rules.push({ ...(when && { when }), act })
  }
  return rules

  /** `FROM, TO` holds from a line to another. */
  function readPattern(): Expression {
    const from = readExpression()
    if (!accept(',')) return from
    const to = readExpression()
    let isOpen = false
    return {
      get() {
        const holds = isOpen || isTrue(from.get())
        isOpen = holds && !isTrue(to.get())
        return Number(holds)
      },
    }
  }

  function readBlock(): Statement {
    const body: Statement[] = []
    expect('{')
    for (skip(BREAK); !accept('}'); skip(BREAK)) body.push(readStatement())
    return () => {
      for (const statement of body) statement()
    }
  }

  function readStatement(): Statement {
    skip(/^\n$/)
    const word = peek()
    if (word === '{') return readBlock()
    if (word === 'print' || word === 'printf') return readPrint()
    if (accept('if')) return readIf()
    if (accept('for')) return readEach()
    if (word === 'next' || word === 'exit') {
      take()
      const status = END.test(peek()) ? undefined : readExpression()
      return () => {
        if (status) machine.status = toNumber(status.get())
        throw new Signal(word)
      }
    }
    if (accept('delete')) {
      const array = arrayOf(take())
      const key = accept('[') ? readKey() : undefined
      return () => (key ? array().delete(key()) : array().clear())
    }
    return readExpression().get
  }

  function readIf(): Statement {
    const test = readGroup()
    const yes = readStatement()
    const start = at
    skip(BREAK)
    const no = accept('else') ? readStatement() : undefined
    if (!no) at = start
    return () => (isTrue(test.get()) ? yes() : no?.())
  }

  function readEach(): Statement {
    expect('(')
    const name = take()
    if (!accept('in')) throw new ProgramFailure('only for (KEY in ARRAY) is available here', 2)
    const array = arrayOf(take())
    expect(')')
    const body = readStatement()
    return () => {
      for (const key of [...array().keys()]) {
        machine.variables.set(name, key)
        body()
      }
    }
  }

  function readPrint(): Statement {
    const word = take()
    inPrint = true
    const values = END.test(peek()) ? [] : readList()
    inPrint = false
    if (peek() === '>') throw new ProgramFailure('print into a file is not available here', 2)
    if (word === 'printf') return () => machine.out(format(values))
    return () => {
      const texts = values.length > 0 ? values.map(({ get }) => toText(get())) : machine.fields.slice(0, 1)
      machine.out(`${texts.join(variable(machine, 'OFS'))}\n`)
    }
  }

  function format(values: readonly Expression[]): string {
    const [template = '', ...rest] = values.map(({ get }) => get())
    return formatText(toText(template), () => rest.shift() ?? '')
  }

  function readList(): readonly Expression[] {
    const values = [readExpression()]
    while (accept(',')) values.push(readExpression())
    return values
  }

  function readExpression(): Expression {
    if (++depth > DEEPEST) throw wrong()
    const left = readLevel(0)
    depth--
    if (accept('?')) {
      const yes = readExpression()
      expect(':')
      const no = readExpression()
      return { get: () => (isTrue(left.get()) ? yes : no).get() }
    }
    const { set } = left
    const operator = peek()
    if (!set || !/^[-+*/%]?=$/.test(operator)) return left
    take()
    const right = readExpression()
    return {
      get() {
        const value = operator === '=' ? right.get() : calculate(operator.slice(0, 1), left.get(), right.get())
        set(value)
        return value
      },
    }
  }

  function readLevel(level: number): Expression {
    const operators = LEVELS[level]
    if (!operators) return readUnary()
    let left = readLevel(level + 1)
    for (;;) {
      const next = peek()
      const operator = operators.test(' ') && /^["\d.$(\w]/.test(next) && !KEYWORD.test(next) ? ' ' : next
      if (!operators.test(operator) || (operator === '>' && inPrint)) return left
      if (operator !== ' ') take()
      left = join(left, operator, level)
    }
  }

  function join(left: Expression, operator: string, level: number): Expression {
    if (operator === 'in') {
      const array = arrayOf(take())
      return { get: () => Number(array().has(toText(left.get()))) }
    }
    const right = readLevel(level + 1)
    if (operator === '&&') return { get: () => Number(isTrue(left.get()) && isTrue(right.get())) }
    if (operator === '||') return { get: () => Number(isTrue(left.get()) || isTrue(right.get())) }
    if (!operator.endsWith('~')) return { get: () => calculate(operator, left.get(), right.get()) }
    return { get: () => Number(regexOf(right).test(toText(left.get())) === (operator === '~')) }
  }

  function readUnary(): Expression {
    if (++depth > DEEPEST) throw wrong()
    const sign = /^[-!]$/.test(peek()) ? take() : ''
    const of = sign ? readUnary() : readStep()
    depth--
    if (!sign) return of
    return { get: () => (sign === '!' ? Number(!isTrue(of.get())) : -toNumber(of.get())) }
  }

  function readStep(): Expression {
    const before = /^(\+\+|--)$/.test(peek()) ? take() : ''
    const of = readPrimary()
    const step = before || (/^(\+\+|--)$/.test(peek()) ? take() : '')
    const { set } = of
    if (!step) return of
    if (!set) throw wrong(step)
    return {
      get() {
        const old = toNumber(of.get())
        const value = step === '++' ? old + 1 : old - 1
        set(value)
        return before ? value : old
      },
    }
  }

  function readPrimary(): Expression {
    REGEX.lastIndex = at
    const source = REGEX.exec(text)?.[1]
    if (source !== undefined) {
      at = REGEX.lastIndex
      const regex = awkRegex(source)
      return { get: () => Number(regex.test(machine.fields[0] ?? '')), regex }
    }
    const token = peek()
    if (token === '(') return { get: readGroup().get }
    take()
    if (token === '$') {
      const index = /^[-+]/.test(peek()) ? readUnary() : readPrimary()
      const place = () => Math.max(0, Math.trunc(toNumber(index.get())))
      return {
        get: () => machine.fields[place()] ?? '',
        set: value => (place() > 0 ? setField(machine, place(), toText(value)) : setRecord(machine, toText(value))),
      }
    }
    const constant = token.startsWith('"') ? unescapeText(token.slice(1, -1)) : Number(token)
    if (/^["\d.]/.test(token)) return { get: () => constant }
    if (!/^\w/.test(token) || KEYWORD.test(token)) throw wrong(token)
    if (accept('[')) {
      const array = arrayOf(token)
      const key = readKey()
      return { get: () => array().get(key()), set: value => array().set(key(), value) }
    }
    if (/^(while|do|function|getline)$/.test(token)) throw new ProgramFailure(`${token} is not available here`, 2)
    if (text[at] === '(' || token === 'length') return readCall(token)
    return { get: () => machine.variables.get(token), set: value => machine.variables.set(token, value) }
  }

  /** Several values in parentheses are printed, or are one key. */
  function readGroup(): Expression {
    const wasInPrint = inPrint
    inPrint = false
    expect('(')
    const values = readList()
    expect(')')
    inPrint = wasInPrint
    const [only] = values
    if (only && values.length === 1) return only
    return { get: () => values.map(({ get }) => toText(get())).join(wasInPrint ? variable(machine, 'OFS') : '\x1c') }
  }

  function readKey(): () => string {
    const keys = readList()
    expect(']')
    return () => keys.map(({ get }) => toText(get())).join('\x1c')
  }

  function readCall(name: string): Expression {
    const wasInPrint = inPrint
    inPrint = false
    const hasArguments = accept('(') && !accept(')')
    const into = name === 'split' ? /^[^,]*,\s*(\w+)/.exec(text.slice(at))?.[1] : undefined
    const args = hasArguments ? readList() : []
    if (hasArguments) expect(')')
    inPrint = wasInPrint
    const [first, second, third] = args
    const textAt = (one: Expression | undefined) => (one ? toText(one.get()) : (machine.fields[0] ?? ''))
    const numberAt = (one: Expression | undefined) => Math.round(toNumber(one?.get()))
    switch (name) {
      case 'length':
        return { get: () => textAt(first).length }
      case 'substr':
        return {
          get() {
            const start = numberAt(second) - 1
            return textAt(first).slice(Math.max(0, start), third && Math.max(0, start + numberAt(third)))
          },
        }
      case 'index':
        return { get: () => textAt(first).indexOf(textAt(second)) + 1 }
      case 'toupper':
        return { get: () => textAt(first).toUpperCase() }
      case 'tolower':
        return { get: () => textAt(first).toLowerCase() }
      case 'int':
        return { get: () => Math.trunc(toNumber(first?.get())) }
      case 'sprintf':
        return { get: () => format(args) }
      case 'split':
        return {
          get() {
            const parts = splitFields(
              textAt(first),
              third ? (third.regex ?? toText(third.get())) : variable(machine, 'FS'),
            )
            machine.arrays.set(into ?? '', new Map(parts.map((part, index) => [String(index + 1), part])))
            return parts.length
          },
        }
      case 'sub':
      case 'gsub':
        return { get: () => substitute(name === 'gsub', args) }
    }
    throw new ProgramFailure(`function ${name} is not available here`, 2)
  }

  function substitute(isGlobal: boolean, [pattern, by, target]: readonly Expression[]): number {
    if (!pattern || !by) throw wrong('sub')
    const template = toText(by.get())
    const fill = ([match = '']: readonly (string | undefined)[]) =>
      template.replace(/\\([\\&])|&/g, (_, escaped?: string) => escaped ?? match)
    const old = target ? toText(target.get()) : (machine.fields[0] ?? '')
    const { text: changed, count } = replaceMatches(old, regexOf(pattern), fill, isGlobal)
    if (count > 0 && target) target.set?.(changed)
    else if (count > 0) setRecord(machine, changed)
    return count
  }

  function regexOf(expression: Expression): PosixRegex {
    return expression.regex ?? awkRegex(toText(expression.get()))
  }

  function arrayOf(name: string): () => Map<string, Value> {
    return () => {
      const array = machine.arrays.get(name) ?? new Map<string, Value>()
      machine.arrays.set(name, array)
      return array
    }
  }

  function skip(tokens: RegExp) {
    while (tokens.test(peek())) take()
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
    if (!found) throw wrong(text.slice(at).trim().slice(0, 20))
    at = TOKEN.lastIndex
    return found[1] ?? ''
  }

  function wrong(token = peek()): ProgramFailure {
    return new ProgramFailure(`line 1: syntax error at or near ${token.trim() || 'end of line'}`, 2)
  }
}
