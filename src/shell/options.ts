import { type Process, ProgramFailure } from './process.ts'

/** A program's options, and what is left of its arguments. */
export interface Options {
  readonly operands: readonly string[]
  readonly has: (letter: string) => boolean
  /** The last value given to an option that takes one. */
  readonly value: (letter: string) => string | undefined
  readonly values: (letter: string) => readonly string[]
}

/**
 * Reads arguments as GNU's getopt does: `-ab`, `-n5`, `-n 5`, `--long`, `--long=value`, in any place, up to `--`. `known`
 * lists the letters, each followed by a colon if it takes a value; `#` stands for `-5`, `.` ends the options at the first
 * operand. `long` gives long names their letters. Throws a `ProgramFailure` with `status` for any other.
 */
export function readOptions(
  { args }: Process,
  known: string,
  long: Readonly<Record<string, string>> = {},
  status = 1,
): Options {
  const given = new Map<string, string[]>()
  const operands: string[] = []
  const queue = [...args]
  const give = (letter: string, value: string) => given.set(letter, [...(given.get(letter) ?? []), value])
  const takesValue = (letter: string) => known[known.indexOf(letter) + 1] === ':'
  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    if (arg === '--') break
    if (!arg.startsWith('-') || arg === '-') {
      operands.push(arg)
      if (known.includes('.')) break
    } else if (arg.startsWith('--')) {
      const [name = '', ...parts] = arg.slice(2).split('=')
      const letter = Object.hasOwn(long, name) ? long[name] : undefined
      if (!letter)
        throw new ProgramFailure(`unrecognized option '--${name}'${whatIsKnown(known)}`, name === 'help' ? 0 : status)
      const value = parts.length > 0 ? parts.join('=') : takesValue(letter) ? queue.shift() : ''
      if (value === undefined) throw new ProgramFailure(`option '--${name}' requires an argument`, status)
      give(letter, value)
    } else if (/^-\d+$/.test(arg) && known.includes('#')) give('#', arg.slice(1))
    else giveLetters(arg.slice(1))
  }
  operands.push(...queue)
  return {
    operands,
    has: letter => given.has(letter),
    value: letter => given.get(letter)?.at(-1),
    values: letter => given.get(letter) ?? [],
  }

  function giveLetters(letters: string) {
    for (let at = 0; at < letters.length; at++) {
      const letter = letters[at] ?? ''
      if (/[:#.]/.test(letter) || !known.includes(letter))
        throw new ProgramFailure(`invalid option -- '${letter}'${whatIsKnown(known)}`, status)
      if (!takesValue(letter)) {
        give(letter, '')
        continue
      }
      const value = letters.slice(at + 1) || queue.shift()
      if (value === undefined) throw new ProgramFailure(`option requires an argument -- '${letter}'`, status)
      give(letter, value)
      return
    }
  }
}

/** The real program knows more: this one says what it knows. */
function whatIsKnown(known: string): string {
  const letters = known.match(/\w/g) ?? []
  return letters.length > 0 ? ` (here it knows -${letters.join(' -')})` : ''
}
