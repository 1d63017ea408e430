import { evaluateArithmetic } from './arithmetic.ts'
import { expandBraces } from './braces.ts'
import { unescapeText } from './escapes.ts'
import { globSource, isGlob, patternRegex } from './glob.ts'
import { pieceEnd } from './quoting.ts'

/** What a word can ask for while it is expanded. */
export interface Surroundings {
  /** A variable's or a special parameter's value (`?`, `#`, `1`). */
  readonly lookUp: (name: string) => string | undefined
  readonly assign: (name: string, value: string) => void
  /** `$@`: what a script was called with. */
  readonly positional: readonly string[]
  /** What commands print, without the newlines at its end. */
  readonly substitute: (commands: string) => string
  /** A file that holds what commands print: `<(…)`. */
  readonly fileOf: (commands: string) => string
  /** The paths that a pattern matches, sorted. */
  readonly paths: (pattern: string) => readonly string[]
}

/** A word that cannot be expanded: bash's text, without `bash: `. */
export class ExpansionError extends Error {}

/**
 * All that bash makes of one word: braces, `~`, parameters, commands and arithmetic, then fields, then paths, and at last the
 * quotes go. (Bash manual: Shell Expansions)
 */
export function expandWord(word: string, around: Surroundings): readonly string[] {
  if (word === '"$@"') return around.positional
  return expandBraces(word).flatMap(one => {
    const fields = new Fields(around.lookUp('IFS') ?? ' \t\n')
    walk(one, 'word', around, fields)
    return fields.all().flatMap(({ text, pattern }) => {
      const paths = isGlob(pattern) ? around.paths(pattern) : []
      return paths.length > 0 ? paths : [text]
    })
  })
}

/** A word where one text is wanted (an assignment, a file's name): no fields, no paths. */
export function expandText(word: string, around: Surroundings): string {
  return collect(word, 'word', around).text
}

/** A heredoc's text: parameters, commands and arithmetic; quotes stand for themselves. */
export function expandHeredoc(text: string, around: Surroundings): string {
  return collect(text, 'heredoc', around).text
}

type Mode = 'word' | 'double' | 'heredoc'

interface Field {
  text: string
  /** The text with a backslash before what was quoted. */
  pattern: string
}

interface Sink {
  add(text: string, how: 'quoted' | 'plain' | 'split'): void
}

/** Gathers fields: text from an unquoted expansion is split where blanks stand in it. */
class Fields implements Sink {
  readonly #done: Field[] = []
  readonly #parts: RegExp
  #current: Field | undefined

  constructor(separators: string) {
    const set = separators.replace(/[\\\]^-]/g, '\\$&')
    this.#parts = separators ? new RegExp(`([${set}]+)|[^${set}]+`, 'g') : /[\s\S]+/g
  }

  add(text: string, how: 'quoted' | 'plain' | 'split') {
    if (how === 'split') {
      for (const [part, separator] of text.matchAll(this.#parts)) {
        if (separator) this.#end()
        else this.add(part, 'plain')
      }
      return
    }
    this.#current ??= { text: '', pattern: '' }
    this.#current.text += text
    this.#current.pattern += how === 'quoted' ? quotePattern(text) : text.replaceAll('\\', '\\\\')
  }

  all(): readonly Field[] {
    this.#end()
    return this.#done
  }

  #end() {
    if (this.#current) this.#done.push(this.#current)
    this.#current = undefined
  }
}

function collect(word: string, mode: Mode, around: Surroundings): Field {
  const field = { text: '', pattern: '' }
  walk(word, mode, around, {
    add(text, how) {
      field.text += text
      field.pattern += how === 'quoted' ? quotePattern(text) : text.replaceAll('\\', '\\\\')
    },
  })
  return field
}

function quotePattern(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&')
}

function walk(word: string, mode: Mode, around: Surroundings, sink: Sink): void {
  const isQuoted = mode !== 'word'
  const literal = isQuoted ? 'quoted' : 'plain'
  const found = isQuoted ? 'quoted' : 'split'
  for (let at = 0; at < word.length; ) {
    const character = word[at] ?? ''
    if (mode === 'heredoc' && character === '"') {
      sink.add('"', 'quoted')
      at++
      continue
    }
    const end = pieceEnd(word, at, isQuoted)
    const piece = word.slice(at, end)
    if (character === '\\') addEscaped(piece, mode, sink)
    else if (character === '`') sink.add(around.substitute(piece.slice(1, -1).replace(/\\([\\`$])/g, '$1')), found)
    else if (character === '$') {
      const simple = /^\$([A-Za-z_]\w*|[\d?$#@*!-])/.exec(word.slice(at, at + 256))
      if (piece.startsWith("$'")) sink.add(unescapeText(piece.slice(2, -1)), 'quoted')
      else if (piece.startsWith('$((') && piece.endsWith('))')) sink.add(arithmetic(piece.slice(3, -2), around), found)
      else if (piece.startsWith('$(')) sink.add(around.substitute(piece.slice(2, -1)), found)
      else if (piece.startsWith('${')) addParameter(piece, mode, around, sink)
      else if (simple) {
        sink.add(around.lookUp(simple[1] ?? '') ?? '', found)
        at += simple[0].length
        continue
      } else if (isQuoted || word[at + 1] !== '"') sink.add('$', literal)
    } else if (character === '"') {
      sink.add('', 'quoted')
      walk(piece.slice(1, -1), 'double', around, sink)
    } else if (isQuoted) sink.add(piece, 'quoted')
    else if (character === "'") sink.add(piece.slice(1, -1), 'quoted')
    else if (/^[<>]\(/.test(piece)) sink.add(around.fileOf(piece.slice(2, -1)), 'quoted')
    else if (character === '~' && at === 0 && /^~(\/|$)/.test(word)) sink.add(around.lookUp('HOME') ?? '~', 'quoted')
    else sink.add(piece, 'plain')
    at = end
  }
}

/** Inside double quotes a backslash is kept but before what it can escape. */
function addEscaped(piece: string, mode: Mode, sink: Sink): void {
  if (piece === '\\\n') return
  const escapes = mode === 'word' ? /[\s\S]/ : mode === 'double' ? /[$`"\\]/ : /[$`\\]/
  sink.add(escapes.test(piece.slice(1)) ? piece.slice(1) : piece, 'quoted')
}

function arithmetic(text: string, around: Surroundings): string {
  const expression = collect(text, 'double', around).text
  const value = evaluateArithmetic(expression, name => around.lookUp(name) ?? '')
  if (Number.isNaN(value)) throw new ExpansionError(`${expression}: syntax error in expression`)
  return String(value)
}

/** `${…}`. (Bash manual: Shell Parameter Expansion) */
function addParameter(piece: string, mode: Mode, around: Surroundings, sink: Sink): void {
  const inside = piece.slice(2, -1)
  const [, name, colon, operator = '', word = ''] =
    /^([A-Za-z_]\w*|\d+|[?$#@*!-])(:?)([-=?+])([\s\S]*)$/.exec(inside) ?? []
  if (name === undefined) {
    sink.add(valueOfParameter(inside, piece, around), mode === 'word' ? 'split' : 'quoted')
    return
  }
  const value = around.lookUp(name)
  const isMissing = value === undefined || (colon === ':' && value === '')
  if (operator === '+' ? isMissing : !isMissing) {
    sink.add(operator === '+' ? '' : (value ?? ''), mode === 'word' ? 'split' : 'quoted')
    return
  }
  if (operator === '?') {
    const text = collect(word, mode, around).text
    throw new ExpansionError(`${name}: ${text || `parameter ${colon ? 'null or ' : ''}not set`}`)
  }
  if (operator === '=') around.assign(name, collect(word, mode, around).text)
  walk(word, mode === 'word' ? 'word' : 'double', around, sink)
}

function valueOfParameter(inside: string, piece: string, around: Surroundings): string {
  const length = /^#([A-Za-z_]\w*|[\d?@*])$/.exec(inside)?.[1]
  if (length) return String([...(around.lookUp(length) ?? '')].length)
  const [, name, rest = ''] = /^([A-Za-z_]\w*|\d+|[?$#@*!-])([\s\S]*)$/.exec(inside) ?? []
  if (!name) throw new ExpansionError(`${piece}: bad substitution`)
  return transform(around.lookUp(name) ?? '', rest, piece, around)
}

/** `${x#…}`, `${x%…}`, `${x/…/…}` and `${x:1:2}`. */
function transform(value: string, rest: string, piece: string, around: Surroundings): string {
  const [, trim = '', word = ''] = /^(##?|%%?|\/\/?)([\s\S]*)$/.exec(rest) ?? []
  const slash = trim.startsWith('/') ? word.indexOf('/', 1) : -1
  const pattern = collect(slash < 0 ? word : word.slice(0, slash), 'word', around).pattern
  const source = globSource(pattern, trim.length < 2 && !trim.startsWith('/'))
  if (trim.startsWith('#')) return value.replace(patternRegex(`^(?:${source})`), '')
  if (trim.startsWith('%'))
    return value.replace(patternRegex(`^(${trim === '%' ? '[^]*' : '[^]*?'})(?:${source})$`), '$1')
  if (trim) {
    const text = slash < 0 ? '' : collect(word.slice(slash + 1), 'word', around).text
    return value.replace(patternRegex(source || '(?!)', trim === '//' ? 'g' : ''), () => text)
  }
  const [, start, count] = /^:(\d+)(?::(\d+))?$/.exec(rest) ?? []
  if (start !== undefined)
    return value.slice(Number(start), count === undefined ? undefined : Number(start) + Number(count))
  if (rest !== '') throw new ExpansionError(`${piece}: bad substitution`)
  return value
}
