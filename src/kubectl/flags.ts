/** One option of a verb, as pflag knows it. */
export interface Flag {
  readonly name: string
  readonly short?: string
  /** `list`: may be repeated, and a value holds several between commas. */
  readonly type: 'bool' | 'string' | 'list' | 'int' | 'duration'
  /** What the flag means without a value; it then takes one only after a `=`. */
  readonly bare?: string
}

/** The values that a command line gives to flags; a flag that it does not name is not there. */
export class FlagValues {
  readonly #values: ReadonlyMap<string, readonly string[]>

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values
  }

  names(): readonly string[] {
    return [...this.#values.keys()]
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  /** The last value given; empty for none. */
  text(name: string): string {
    return this.#values.get(name)?.at(-1) ?? ''
  }

  isOn(name: string): boolean {
    return this.text(name) === 'true'
  }

  number(name: string): number | undefined {
    return this.has(name) ? Number(this.text(name)) : undefined
  }

  /** The same values but for one flag. */
  without(name: string): FlagValues {
    return new FlagValues(new Map([...this.#values].filter(([other]) => other !== name)))
  }

  /** Every value given, each as it was written. */
  all(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  list(name: string): readonly string[] {
    return (this.#values.get(name) ?? []).flatMap(value => value.split(','))
  }
}

export type ParsedFlags =
  | {
      readonly ok: true
      readonly args: readonly string[]
      readonly afterDash: readonly string[]
      readonly flags: FlagValues
    }
  | { readonly ok: false; readonly error: string }

/**
 * Takes a command line's words apart into flags and the rest, in upstream's way: `--flag value`, `--flag=value`, `-f
 * value`, `-fvalue`, `-f=value`, `-ab` for two booleans; `--` ends the flags. (pflag `FlagSet.Parse`)
 */
export function parseFlags(words: readonly string[], known: readonly Flag[]): ParsedFlags {
  const args: string[] = []
  const values = new Map<string, string[]>()
  const give = (flag: Flag, value: string) => {
    values.set(flag.name, [...(values.get(flag.name) ?? []), value])
  }
  const queue = [...words]
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') {
      return { ok: true, args: [...args, ...queue], afterDash: queue, flags: new FlagValues(values) }
    }
    if (!word.startsWith('-') || word === '-') {
      args.push(word)
      continue
    }
    const error = word.startsWith('--')
      ? takeLong(word.slice(2), queue, known, give)
      : takeShort(word.slice(1), queue, known, give)
    if (error) return { ok: false, error }
  }
  return { ok: true, args, afterDash: [], flags: new FlagValues(values) }
}

type Give = (flag: Flag, value: string) => void

function takeLong(text: string, queue: string[], known: readonly Flag[], give: Give): string | undefined {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const flag = known.find(one => one.name === name)
  if (!name || name.startsWith('-') || equals === 0) return `bad flag syntax: --${text}`
  if (!flag) return `unknown flag: --${name}`
  if (equals >= 0) return giveChecked(flag, text.slice(equals + 1), give)
  const value = flag.type === 'bool' ? 'true' : (flag.bare ?? queue.shift())
  if (value === undefined) return `flag needs an argument: --${name}`
  return giveChecked(flag, value, give)
}

/** Letters after one dash: booleans in a row, the last of which may take the rest as its value. */
function takeShort(text: string, queue: string[], known: readonly Flag[], give: Give): string | undefined {
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? ''
    const flag = known.find(one => one.short === letter)
    if (!flag) return `unknown shorthand flag: '${letter}' in -${text}`
    const rest = text.slice(at + 1)
    if (/^=./s.test(rest)) return giveChecked(flag, rest.slice(1), give)
    if (flag.type !== 'bool') {
      const value = rest || queue.shift()
      if (value === undefined) return `flag needs an argument: '${letter}' in -${text}`
      return giveChecked(flag, value, give)
    }
    give(flag, 'true')
  }
  return undefined
}

/** (Go's `time.ParseDuration`) */
const DURATION = /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+)$/

function giveChecked(flag: Flag, value: string, give: Give): string | undefined {
  if (flag.type === 'int' && !/^[-+]?\d+$/.test(value)) {
    const problem = `strconv.ParseInt: parsing "${value}": invalid syntax`
    return `invalid argument "${value}" for "${nameOf(flag)}" flag: ${problem}`
  }
  if (flag.type === 'duration' && !DURATION.test(value)) {
    const problem = /^[-+]?[\d.]+$/.test(value) ? 'missing unit in duration' : 'invalid duration'
    return `invalid argument "${value}" for "${nameOf(flag)}" flag: time: ${problem} "${value}"`
  }
  if (flag.type !== 'bool') {
    give(flag, value)
    return undefined
  }
  if (/^(1|t|T|true|TRUE|True)$/.test(value)) give(flag, 'true')
  else if (/^(0|f|F|false|FALSE|False)$/.test(value)) give(flag, 'false')
  else {
    return `invalid argument "${value}" for "${nameOf(flag)}" flag: strconv.ParseBool: parsing "${value}": invalid syntax`
  }
  return undefined
}

function nameOf(flag: Flag): string {
  return flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`
}
