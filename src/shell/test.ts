import { pathOf } from './inputs.ts'
import type { Process, Program } from './process.ts'

const COMPARES: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
}

/** `test` and `[`, one condition at a time: `&&` and `||` join them. */
export const test: Program = process => {
  const words = process.name === '[' ? process.args.slice(0, -1) : process.args
  const isNegated = words[0] === '!' && words.length > 1
  const isOpen = process.name === '[' && process.args.at(-1) !== ']'
  const result = isOpen ? "missing `]'" : holds(process, isNegated ? words.slice(1) : words)
  if (typeof result === 'boolean') return result === isNegated ? 1 : 0
  process.err(`bash: ${process.name}: ${result}\n`)
  return 2
}

/** Whether it is so; a text says what is wrong with the question. */
function holds(process: Process, words: readonly string[]): boolean | string {
  const [first = '', second = '', third] = words
  if (words.length < 2) return first !== ''
  if (words.length > 3) return 'too many arguments'
  if (third === undefined) return isSo(process, first, second)
  if (second === '=' || second === '==') return first === third
  if (second === '!=') return first !== third
  const compare = Object.hasOwn(COMPARES, second) ? COMPARES[second] : undefined
  if (!compare) return `${second}: binary operator expected`
  for (const text of [first, third]) if (!/^[-+]?\d+$/.test(text)) return `${text}: integer expression expected`
  return compare(Number(first), Number(third))
}

function isSo(process: Process, operator: string, word: string): boolean | string {
  const { disk } = process
  const path = pathOf(process, word)
  switch (operator) {
    case '-z':
      return word === ''
    case '-n':
      return word !== ''
    case '-d':
      return disk.isDirectory(path)
    case '-f':
      return disk.exists(path) && !disk.isDirectory(path)
    case '-s':
      return Boolean(disk.read(path))
    case '-e':
    case '-r':
    case '-w':
      return word !== '' && disk.exists(path)
  }
  return `${operator}: unary operator expected`
}
