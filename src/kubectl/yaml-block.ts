import { readPlainScalar } from './yaml-scalar.ts'

/**
 * Reads one YAML document as kubectl prints it: block style alone, each value in the style that its printer chooses. Gives
 * `undefined` for whatever looks different in any way, right or wrong: `readManifest` knows all of YAML, and takes twenty
 * times as long. What both read they read alike.
 */
export function readBlock(text: string): unknown {
  const reader = new BlockReader(text.split('\n'))
  try {
    return reader.document()
  } catch (error) {
    if (error instanceof Unusual) return undefined
    throw error
  }
}

/** Ends the reading: this is nothing that kubectl prints. */
class Unusual extends Error {}

/** A key, the colon, and what follows it on the line. */
const FIELD = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#,[\]{}&*!|>%@`?:-](?:[^:#]|:(?=\S)|#(?<=\S#))*?):(?: +(.*))?$/
/** A field of the API is its own name, as no word of YAML is. */
const SIMPLE_KEY = /^[a-z]{3,}[A-Z][A-Za-z]*$/
/** Plain keys may begin with these where something follows at once: `-a`, `?a`, `:a`. They are too rare to be looked at. */
const DASH = /^-( +|$)/

/** Nothing nests deeper in the API. */
const DEEPEST = 100

class BlockReader {
  readonly #lines: string[]
  #at = 0
  #depth = 0

  constructor(lines: readonly string[]) {
    this.#lines = lines.at(-1) === '' ? lines.slice(0, -1) : [...lines]
  }

  document(): unknown {
    this.#skipBlank()
    const value = this.#node(Math.max(this.#indent(), 0))
    this.#skipBlank()
    if (this.#at < this.#lines.length) throw new Unusual()
    return value
  }

  /** The list or object that begins at the present line, which is indented by `indent`. */
  #node(indent: number): unknown {
    this.#depth += 1
    if (this.#depth > DEEPEST) throw new Unusual()
    const value = DASH.test(this.#text(indent)) ? this.#list(indent) : this.#object(indent)
    this.#depth -= 1
    return value
  }

  #list(indent: number): readonly unknown[] {
    const items: unknown[] = []
    while (this.#indent() === indent) {
      const dash = DASH.exec(this.#text(indent))
      if (!dash) break
      const rest = this.#text(indent).slice(dash[0].length)
      const inner = indent + dash[0].length
      if (rest === '') throw new Unusual()
      if (DASH.test(rest) || FIELD.test(rest)) {
        // What follows the dash stands as if the dash were a space.
        this.#lines[this.#at] = ' '.repeat(inner) + rest
        items.push(this.#node(inner))
      } else {
        this.#at += 1
        items.push(this.#scalar(rest, indent))
      }
    }
    return items
  }

  #object(indent: number): Readonly<Record<string, unknown>> {
    const fields = new Map<string, unknown>()
    while (this.#indent() === indent && !DASH.test(this.#text(indent))) {
      const [, name, rest = ''] = FIELD.exec(this.#text(indent)) ?? []
      if (name === undefined) throw new Unusual()
      this.#at += 1
      const key = SIMPLE_KEY.test(name) ? name : keyOf(name)
      if (fields.has(key)) throw new Unusual()
      fields.set(key, rest === '' ? this.#below(indent) : this.#scalar(rest, indent))
    }
    if (fields.size === 0) throw new Unusual()
    return Object.fromEntries(fields)
  }

  /** What stands under a key: something further in, a list that is flush with it, or nothing. */
  #below(indent: number): unknown {
    this.#skipBlank()
    const next = this.#indent()
    if (next > indent) return this.#node(next)
    return next === indent && DASH.test(this.#text(indent)) ? this.#list(indent) : null
  }

  /** A scalar whose first line begins with `first`; its further lines are indented by more than `indent`. */
  #scalar(first: string, indent: number): unknown {
    switch (first[0]) {
      case '|':
        return this.#literal(first, indent)
      case '"':
        return plainText(unfold(this.#quoted(first, indent, /^"(?:[^"\\]|\\.)*"$/s), '"'))
      case "'":
        return unfold(this.#quoted(first, indent, /^'(?:[^']|'')*'$/), "'").replaceAll("''", "'")
      case '{':
      case '[':
        if (first === '{}') return {}
        if (first === '[]') return []
        throw new Unusual()
      default:
        return this.#plain(first, indent)
    }
  }

  #plain(first: string, indent: number): unknown {
    const lines = [first]
    while (this.#indent() > indent) {
      if (lines.at(-1)?.endsWith(' ')) throw new Unusual()
      lines.push((this.#lines[this.#at] ?? '').replace(/^ +/, ''))
      this.#at += 1
    }
    const text = lines.join(' ')
    return lines.length > 1 ? plain(text) : readPlainScalar(plain(text))
  }

  /** The text between the quotes, with its line breaks. */
  #quoted(first: string, indent: number, whole: RegExp): string {
    let text = first
    while (!whole.test(text)) {
      const line = this.#lines[this.#at]
      if (line === undefined || (!isBlank(line) && indentOf(line) <= indent)) throw new Unusual()
      text += `\n${line}`
      this.#at += 1
      if (text.length > LONGEST) throw new Unusual()
    }
    return text.slice(1, -1)
  }

  #literal(header: string, indent: number): string {
    const [, hint, chomp] = /^\|([1-9]?)([-+]?)$/.exec(header) ?? []
    if (hint === undefined) throw new Unusual()
    const start = this.#at
    const inside = (line: string) => isBlank(line) || indentOf(line) > indent
    while (this.#at < this.#lines.length && inside(this.#lines[this.#at] ?? '')) this.#at += 1
    const lines = this.#lines.slice(start, this.#at)
    const shown = lines.filter(line => !isBlank(line))
    const margin = hint === '' ? indentOf(shown[0] ?? '') : indent + Number(hint)
    if (shown.length === 0 || shown.some(line => indentOf(line) < margin)) throw new Unusual()
    const body = lines.map(line => line.slice(margin)).join('\n')
    const end = body.replace(/\n+$/, '')
    if (chomp === '-') return end
    return chomp === '+' ? `${body}\n` : `${end}\n`
  }

  #indent(): number {
    const line = this.#lines[this.#at]
    if (line === undefined) return -1
    const indent = indentOf(line)
    // A blank line between values, a comment, a tab: all of that is for the other reader.
    if (line[indent] === undefined ? this.#at < this.#lines.length - 1 : /[#\t]/.test(line[indent])) throw new Unusual()
    return line[indent] === undefined ? -1 : indent
  }

  #text(indent: number): string {
    return (this.#lines[this.#at] ?? '').slice(indent)
  }

  #skipBlank(): void {
    while (this.#at < this.#lines.length && isBlank(this.#lines[this.#at] ?? '')) this.#at += 1
  }
}

/** A key is text, whatever it would be as a value. */
function keyOf(name: string): string {
  if (name.startsWith('"')) return plainText(name.slice(1, -1))
  return name.startsWith("'") ? name.slice(1, -1).replaceAll("''", "'") : String(readPlainScalar(plain(name)))
}

/** Text without quotes, if it can be that. */
function plain(text: string): string {
  if (/^[,\]}&*!>%@`#]|^[-?:]( |$)|: |:$| #|\t| $|^<</.test(text)) throw new Unusual()
  return text
}

/** A quoted text of many lines is looked at anew with each: beyond this it is for the other reader. */
const LONGEST = 100_000

/** Nothing but spaces: no other white space is kubectl's to leave. */
function isBlank(line: string): boolean {
  return indentOf(line) === line.length
}

function indentOf(line: string): number {
  let indent = 0
  while (line[indent] === ' ') indent += 1
  return indent
}

/**
 * A line break within quotes stands for the space that was there: lines are folded at the first space of several, so that none
 * is empty or ends in one, and between double quotes `\` keeps the further ones. (go-yaml `yaml_emitter_write_*_quoted`)
 */
function unfold(text: string, quote: '"' | "'"): string {
  if (!text.includes('\n')) return text
  const lines = text.split('\n').map((line, index) => (index === 0 ? line : line.replace(/^ +/, '')))
  const isUnusual = lines.some((line, index) => {
    if (line === '' || line.startsWith('\t')) return true
    return index < lines.length - 1 && (/[ \t]$/.test(line) || (quote === '"' && isEscaping(line)))
  })
  if (isUnusual) throw new Unusual()
  return lines.join(' ')
}

/** Whether the backslash at the end of a line is itself not escaped. */
function isEscaping(line: string): boolean {
  return (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
}

function plainText(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs, (_, x, u, long, letter) => {
    const code = x ?? u ?? long
    if (code === undefined) {
      const known = ESCAPES[letter as string]
      if (known === undefined) throw new Unusual()
      return known
    }
    const point = Number.parseInt(code as string, 16)
    if (point > 0x10ffff) throw new Unusual()
    return String.fromCodePoint(point)
  })
}
