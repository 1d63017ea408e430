import type { PosixRegex } from './posix-regex.ts'
import { compileRegex } from './posix-regex.ts'
import { printNumber } from './printf.ts'
import { ProgramFailure } from './process.ts'

/** `undefined`: nothing was assigned; it is both `""` and 0. */
export type Value = string | number | undefined

/** What a program reads and writes while it runs. */
export interface Machine {
  readonly variables: Map<string, Value>
  readonly arrays: Map<string, Map<string, Value>>
  /** `$0`, then the fields. */
  fields: readonly string[]
  status: number
  readonly out: (text: string) => void
}

const MOST_FIELDS = 1000

/** Puts a line in the place of `$0` and takes it apart. */
export function setRecord(machine: Machine, line: string): void {
  machine.fields = [line, ...splitFields(line, variable(machine, 'FS'))]
  machine.variables.set('NF', machine.fields.length - 1)
}

/** The new text of a field from the first on; `$0` is joined again. */
export function setField(machine: Machine, index: number, text: string): void {
  const fields = machine.fields.slice(1)
  while (fields.length < Math.min(index, MOST_FIELDS)) fields.push('')
  fields[index - 1] = text
  machine.fields = [fields.join(variable(machine, 'OFS')), ...fields]
  machine.variables.set('NF', fields.length)
}

/** A variable's text. */
export function variable({ variables }: Machine, name: string): string {
  return toText(variables.get(name))
}

/** One blank stands for any number of them; another single character for itself; the rest is a regular expression. */
export function splitFields(line: string, separator: string | PosixRegex): readonly string[] {
  if (separator === ' ') return line.match(/\S+/g) ?? []
  if (line === '') return []
  if (typeof separator === 'string' && separator.length < 2) return line.split(separator)
  const { source } = typeof separator === 'string' ? awkRegex(separator) : separator
  return line.split(new RegExp(source, 'u'))
}

/** A regular expression as awk writes it. */
export function awkRegex(source: string): PosixRegex {
  return compileRegex(source.replaceAll('\\/', '/').replaceAll('\\"', '"'), { extended: true, hasEscapes: true })
}

export function toText(value: Value): string {
  return typeof value === 'number' ? printNumber(value) : (value ?? '')
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value
  return Number(/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?/i.exec(value ?? '')?.[0] ?? 0)
}

export function isTrue(value: Value): boolean {
  return isNumeric(value) ? toNumber(value) !== 0 : value !== ''
}

/** What the binary operators make of two values. Texts that both look like numbers compare as numbers. */
export function calculate(operator: string, a: Value, b: Value): Value {
  if (operator === ' ') return toText(a) + toText(b)
  const areNumbers = isNumeric(a) && isNumeric(b)
  const [left, right] = areNumbers || /[-+*/%^]/.test(operator) ? [toNumber(a), toNumber(b)] : [toText(a), toText(b)]
  switch (operator) {
    case '==':
      return Number(left === right)
    case '!=':
      return Number(left !== right)
    case '<':
      return Number(left < right)
    case '<=':
      return Number(left <= right)
    case '>':
      return Number(left > right)
    case '>=':
      return Number(left >= right)
  }
  const [x, y] = [Number(left), Number(right)]
  if (operator === '+') return x + y
  if (operator === '-') return x - y
  if (operator === '*') return x * y
  if (operator === '^') return x ** y
  if (y === 0) throw new ProgramFailure('division by zero', 2)
  return operator === '/' ? x / y : x % y
}

function isNumeric(value: Value): boolean {
  return typeof value !== 'string' || /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value)
}
