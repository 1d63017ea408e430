/** A program's options as letters, and what is left of its arguments. */
export interface Options {
  readonly args: readonly string[]
  has(letter: string): boolean
  /** The last value given to an option that takes one. */
  value(letter: string): string | undefined
  /** All values given to it. */
  values(letter: string): readonly string[]
}

export type OptionsResult = ({ readonly ok: true } & Options) | { readonly ok: false; readonly error: string }

/**
 * Reads arguments as GNU's getopt does: `-ab`, `-n5`, `-n 5`, `--long`, `--long=value`, in any place, up to `--`.
 * `known` names the letters, each followed by a colon if it takes a value; `long` gives long names their letters. What is
 * wrong is said as getopt says it, without the program's name.
 */
export function readOptions(
  args: readonly string[],
  known: string,
  long: Readonly<Record<string, string>> = {},
): OptionsResult {
  const given = new Map<string, string[]>()
  const rest: string[] = []
  const give = (letter: string, value: string) => {
    given.set(letter, [...(given.get(letter) ?? []), value])
  }
  const takesValue = (letter: string) => known[known.indexOf(letter) + 1] === ':'
  const queue = [...args]
  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    if (arg === '--') {
      rest.push(...queue)
      break
    }
    if (arg.startsWith('--')) {
      const [name = '', ...parts] = arg.slice(2).split('=')
      const letter = Object.hasOwn(long, name) ? long[name] : undefined
      if (letter === undefined) return { ok: false, error: `unrecognized option '--${name}'` }
      const value = parts.length > 0 ? parts.join('=') : takesValue(letter) ? queue.shift() : ''
      if (value === undefined) return { ok: false, error: `option '--${name}' requires an argument` }
      give(letter, value)
    } else if (arg.startsWith('-') && arg !== '-') {
      const error = readLetters(arg.slice(1), known, takesValue, queue, give)
      if (error) return { ok: false, error }
    } else rest.push(arg)
  }
  return {
    ok: true,
    args: rest,
    has: letter => given.has(letter),
    value: letter => given.get(letter)?.at(-1),
    values: letter => given.get(letter) ?? [],
  }
}

function readLetters(
  letters: string,
  known: string,
  takesValue: (letter: string) => boolean,
  queue: string[],
  give: (letter: string, value: string) => void,
): string | undefined {
  for (const [index, letter] of [...letters].entries()) {
    if (letter === ':' || !known.includes(letter)) return `invalid option -- '${letter}'`
    if (!takesValue(letter)) {
      give(letter, '')
      continue
    }
    const value = letters.slice(index + 1) || queue.shift()
    if (value === undefined) return `option requires an argument -- '${letter}'`
    give(letter, value)
    return undefined
  }
  return undefined
}
