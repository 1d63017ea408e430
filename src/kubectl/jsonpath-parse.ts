/** A parsed template: pieces of text and actions, in order. */
export type Template = readonly Action[]

/** What stands between two braces, or a piece of text between actions; its steps are walked one after the other. */
export type Action = readonly Step[]

export type Step =
  | { readonly step: 'text'; readonly text: string }
  | { readonly step: 'field'; readonly name: string }
  | { readonly step: 'identifier'; readonly name: string }
  | { readonly step: 'slice'; readonly start: Bound; readonly end: Bound; readonly stride: Bound }
  | { readonly step: 'filter'; readonly left: Action; readonly operator: string; readonly right: Action }
  | { readonly step: 'union'; readonly branches: readonly Action[] }
  | { readonly step: 'int' | 'float'; readonly value: number }
  | { readonly step: 'bool'; readonly value: boolean }
  | { readonly step: 'wildcard' | 'recursive' }

/** One number between the colons of `[start:end:stride]`; left out where none is written. */
export interface Bound {
  readonly value?: number
  /** An end that nobody wrote: `[3]` is `[3:4]`. */
  readonly derived?: boolean
}

/** What is wrong with a template, in upstream's words. */
export class TemplateError extends Error {}

/**
 * Parses a jsonpath template as client-go does. Throws a `TemplateError` with upstream's text for one that it refuses;
 * much that looks wrong is accepted, and does something else than it seems. (client-go `util/jsonpath` `Parse`)
 */
export function parseTemplate(text: string): Template {
  const template: Action[] = []
  let rest = text
  for (;;) {
    const open = rest.indexOf('{')
    const literal = open < 0 ? rest : rest.slice(0, open)
    if (literal) template.push([{ step: 'text', text: literal }])
    if (open < 0) return template
    const scanner = new Scanner(rest.slice(open + 1))
    template.push(parseAction(scanner))
    rest = scanner.rest()
  }
}

/** Parses the inside of one action. What follows its closing brace is dropped, as upstream does. */
function parseInside(text: string): Action {
  return parseAction(new Scanner(`${text}}`))
}

/** Reads steps up to and including the closing brace. */
function parseAction(scanner: Scanner): Action {
  const steps: Step[] = []
  for (;;) {
    if (scanner.skip('}')) return steps
    if (scanner.skip('[?(')) steps.push(parseFilter(scanner))
    else if (scanner.skip('..')) steps.push(...parseRecursive(scanner, steps))
    else steps.push(...parseStep(scanner))
  }
}

function parseStep(scanner: Scanner): readonly Step[] {
  const first = scanner.next()
  if (first === '' || isEndOfLine(first)) throw new TemplateError('unclosed action')
  if (first === ' ' || first === '@' || first === '$') return []
  if (first === '[') return parseArray(scanner)
  if (first === '"' || first === "'") return [parseQuoted(scanner, first)]
  if (first === '.') return [parseField(scanner)]
  if (/[+\-\p{Nd}]/u.test(first)) return [parseNumber(scanner, first)]
  if (isWordCharacter(first)) return [parseIdentifier(first + scanner.until(isTerminator))]
  const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  throw new TemplateError(`unrecognized character in action: U+${code} '${first}'`)
}

function parseRecursive(scanner: Scanner, before: readonly Step[]): readonly Step[] {
  if (before.at(-1)?.step === 'recursive') throw new TemplateError('invalid multiple recursive descent')
  return isWordCharacter(scanner.peek()) ? [{ step: 'recursive' }, parseField(scanner)] : [{ step: 'recursive' }]
}

function parseIdentifier(name: string): Step {
  return name === 'true' || name === 'false' ? { step: 'bool', value: name === 'true' } : { step: 'identifier', name }
}

function parseField(scanner: Scanner): Step {
  let name = ''
  while (!isTerminator(scanner.peek())) {
    const character = scanner.next()
    name += character === '\\' ? scanner.next() : character
  }
  return name === '*' ? { step: 'wildcard' } : { step: 'field', name: name.replaceAll('\\', '') }
}

function parseNumber(scanner: Scanner, first: string): Step {
  const text = first + scanner.until(character => !/[.\p{Nd}]/u.test(character))
  if (/^[+-]?\d+$/.test(text)) return { step: 'int', value: Number(text) }
  if (/^[+-]?(\d+\.\d*|\.\d+)$/.test(text)) return { step: 'float', value: Number(text) }
  throw new TemplateError(`cannot parse number ${text}`)
}

function parseQuoted(scanner: Scanner, quote: string): Step {
  let inside = ''
  for (;;) {
    const character = scanner.next()
    if (character === '' || character === '\n') throw new TemplateError('unterminated quoted string')
    // Upstream looks at the one byte before: a quote after `\\` counts as escaped too.
    if (character === quote && !inside.endsWith('\\')) break
    inside += character
  }
  return { step: 'text', text: unquote(inside, quote) }
}

/** `[…]` that is not a filter: a union, a quoted key, an index or a slice. */
function parseArray(scanner: Scanner): readonly Step[] {
  const inside = scanner.until(character => character === ']' || character === '\n')
  if (scanner.next() !== ']') throw new TemplateError('unterminated array')
  const text = inside === '*' ? ':' : inside
  const branches = text.split(',')
  if (branches.length > 1)
    return [{ step: 'union', branches: branches.map(branch => parseInside(`[${branch.replace(/^ +| +$/g, '')}]`)) }]
  const key = /^'([^']*)'$/.exec(text)
  return key ? parseInside(`.${key[1]}`) : [parseSlice(text)]
}

function parseSlice(text: string): Step {
  const parts = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text)
  if (!parts) throw new TemplateError(`invalid array index ${text}`)
  const start = parseBound(parts[1] ?? '')
  const end = parts[2] === undefined ? { value: (start.value ?? 0) + 1, derived: true } : parseBound(parts[2].slice(1))
  return { step: 'slice', start, end, stride: parseBound((parts[3] ?? '').slice(1)) }
}

function parseBound(text: string): Bound {
  if (text === '-') throw new TemplateError('array index - is not a number')
  return text ? { value: Number(text) } : {}
}

function parseFilter(scanner: Scanner): Step {
  const text = readFilter(scanner)
  const parts = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text)
  if (!parts) return { step: 'filter', left: parseInside(text), operator: 'exists', right: [] }
  const [, left = '', operator = '', right = ''] = parts
  return { step: 'filter', left: parseInside(left), operator, right: parseInside(right) }
}

/** What stands between `[?(` and `)]`. A parenthesis inside the first pair of quotes does not end it. */
function readFilter(scanner: Scanner): string {
  let inside = ''
  let quote = ''
  let closed = true
  for (;;) {
    const character = scanner.next()
    if (character === '' || character === '\n') throw new TemplateError('unterminated filter')
    if (character === '"' || character === "'") {
      if (!quote) [quote, closed] = [character, false]
      else if (character === quote && !inside.endsWith('\\')) closed = true
    } else if (character === ')' && closed) break
    inside += character
  }
  if (scanner.next() !== ']') throw new TemplateError('unclosed array expect ]')
  return inside
}

/** Resolves Go's escapes; a quote of the other kind may not be escaped, an own one must be. (`strconv.UnquoteChar`) */
function unquote(inside: string, quote: string): string {
  const invalid = () => new TemplateError(`unquote string ${quote}${inside}${quote} error invalid syntax`)
  return inside.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.?))/gsu,
    (_, x?: string, u?: string, U?: string, octal?: string, letter?: string) => {
      const code = octal ? Number.parseInt(octal, 8) : Number.parseInt(x ?? u ?? U ?? '', 16)
      if (letter === undefined) {
        if (code > 0x10ffff || (octal && code > 255)) throw invalid()
        return String.fromCodePoint(code)
      }
      const character = letter === quote ? quote : UNESCAPES[letter]
      if (character === undefined) throw invalid()
      return character
    },
  )
}

const UNESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

function isTerminator(character: string): boolean {
  return character === '' || ' \t\r\n.,[]$@{}'.includes(character)
}

function isEndOfLine(character: string): boolean {
  return character === '\r' || character === '\n'
}

function isWordCharacter(character: string): boolean {
  return /^[_\p{L}\p{Nd}]$/u.test(character)
}

/** Walks text one code point at a time; the end reads as an empty string. */
class Scanner {
  readonly #characters: readonly string[]
  #at = 0

  constructor(text: string) {
    this.#characters = [...text]
  }

  peek(): string {
    return this.#characters[this.#at] ?? ''
  }

  next(): string {
    const character = this.peek()
    this.#at += 1
    return character
  }

  skip(prefix: string): boolean {
    const found = [...prefix].every((character, index) => this.#characters[this.#at + index] === character)
    if (found) this.#at += prefix.length
    return found
  }

  until(stops: (character: string) => boolean): string {
    let text = ''
    while (this.peek() !== '' && !stops(this.peek())) text += this.next()
    return text
  }

  rest(): string {
    return this.#characters.slice(this.#at).join('')
  }
}
