/** What is wrong with a pattern, in GNU's words. */
export class RegexError extends Error {}

export interface RegexOptions {
  /** `-E`: parentheses, braces, `|`, `+` and `?` are special without a backslash; otherwise with one. */
  readonly extended?: boolean
  readonly ignoreCase?: boolean
  /** `\n` and `\t` stand for a newline and a tab, as in sed. */
  readonly hasEscapes?: boolean
  /** As sed has it, an operator without anything to work on is an error; for grep it stands for itself, or for nothing. */
  readonly isStrict?: boolean
}

/** One match: the whole text first, then the groups. */
interface Match {
  readonly index: number
  readonly groups: readonly (string | undefined)[]
}

/** A compiled pattern. */
export interface PosixRegex {
  /** The same in JavaScript's syntax. */
  readonly source: string
  /** How many groups it has. */
  readonly groups: number
  readonly test: (text: string) => boolean
  /** The first match at or after a place, as long as it can be. */
  readonly find: (text: string, from: number) => Match | undefined
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{N}',
  alpha: '\\p{L}',
  blank: ' \\t',
  digit: '0-9',
  lower: '\\p{Ll}',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\s',
  upper: '\\p{Lu}',
  xdigit: '\\da-fA-F',
}

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\b(?=\\w)',
  '>': '\\b(?<=\\w)',
  b: '\\b',
  B: '\\B',
  w: '[\\p{L}\\p{N}_]',
  W: '[^\\p{L}\\p{N}_]',
  s: '\\s',
  S: '\\S',
}

/**
 * Compiles a POSIX regular expression, basic or extended, with GNU's additions. Throws a `RegexError`.
 * (GNU grep manual: Regular Expressions)
 */
export function compileRegex(pattern: string, options: RegexOptions = {}): PosixRegex {
  return regexOf(translate(pattern, options), options.ignoreCase)
}

/**
 * A pattern from JavaScript's syntax. POSIX takes the longest match where JavaScript takes the first alternative that fits:
 * where there are alternatives it is asked for a longer one. Throws a `RegexError`.
 */
export function regexOf(source: string, ignoreCase = false): PosixRegex {
  const compile = (text: string, flags: string) => {
    try {
      return new RegExp(text, flags + (ignoreCase ? 'ui' : 'u'))
    } catch {
      throw new RegexError('Invalid regular expression')
    }
  }
  const regex = compile(source, 'g')
  const hasChoice = /\||\)[?*{]/.test(source)
  return {
    source,
    groups: source.match(/(?<!\\)(?:\\\\)*\((?!\?)/g)?.length ?? 0,
    test(text) {
      regex.lastIndex = 0
      return regex.test(text)
    },
    find(text, from) {
      regex.lastIndex = from
      let found = regex.exec(text)
      while (found && hasChoice) {
        const longer = compile(`(?:${source})(?<=^[^]{${found.index + found[0].length + 1},})`, 'y')
        longer.lastIndex = found.index
        const better = longer.exec(text)
        if (!better) break
        found = better
      }
      return found ? { index: found.index, groups: [...found] } : undefined
    },
  }
}

/** Replaces the `nth` match, or all from it on, by what `fill` makes of its groups; `count` says how many were. */
export function replaceMatches(
  text: string,
  regex: PosixRegex,
  fill: (groups: Match['groups']) => string,
  isGlobal: boolean,
  nth = 1,
): { readonly text: string; readonly count: number } {
  let result = ''
  let from = 0
  let [seen, count, lastEnd] = [0, 0, -1]
  for (let start = 0; start <= text.length; ) {
    const found = regex.find(text, start)
    if (!found) break
    const match = found.groups[0] ?? ''
    const end = found.index + match.length
    // An empty match right behind another one is none.
    if (match || found.index !== lastEnd) {
      if (++seen >= nth) {
        result += text.slice(from, found.index) + fill(found.groups)
        from = end
        count++
        if (!isGlobal) break
      }
    }
    lastEnd = end
    start = match ? end : end + 1
  }
  return { text: result + text.slice(from), count }
}

/** A text that stands for itself, as the source of a regular expression. */
export function quoteRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

function translate(pattern: string, { extended = false, hasEscapes = false, isStrict = false }: RegexOptions): string {
  let source = ''
  /** Where the last thing that can be repeated begins; -1 if there is none. */
  let atom = -1
  /** It is repeated already, or it is an anchor: it must be wrapped before it is repeated. */
  let isBound = false
  const open: number[] = []
  let groups = 0
  const add = (text: string, bound = false) => {
    atom = source.length
    isBound = bound
    source += text
  }
  const repeat = (text: string) => {
    if (isBound) source = `${source.slice(0, atom)}(?:${source.slice(atom)})`
    source += text
    isBound = true
  }
  for (let at = 0; at < pattern.length; ) {
    const [token = '', before = '', character = ''] = /^(\\?)([\s\S])/u.exec(pattern.slice(at)) ?? ['\\']
    const rest = pattern.slice(at + token.length)
    if (token === '\\') throw new RegexError('Trailing backslash')
    at += token.length
    // In a basic expression what a backslash precedes is special, in an extended one what it does not.
    const isSpecial = /[(){}|+?]/.test(character) && (before !== '') !== extended
    const interval =
      isSpecial && character === '{' ? (extended ? /^(\d*)(,?)(\d*)\}/ : /^(\d*)(,?)(\d*)\\\}/).exec(rest) : undefined
    if (token === '[') {
      const set = readSet(rest, hasEscapes)
      add(set.source)
      at += set.length
    } else if (isSpecial && character === '(') {
      open.push(source.length)
      groups++
      source += '('
      atom = -1
    } else if (isSpecial && character === ')' && open.length > 0) {
      atom = open.pop() ?? 0
      source += ')'
      isBound = false
    } else if (isSpecial && character === ')' && (!extended || isStrict)) throw new RegexError('Unmatched ) or \\)')
    else if (isSpecial && character === '|') {
      source += '|'
      atom = -1
    } else if (interval || token === '*' || (isSpecial && /[+?]/.test(character))) {
      const [all = '', least, comma, most] = interval ?? []
      const isLost = atom < 0
      if (isLost && isStrict && (extended || interval)) throw new RegexError('Invalid preceding regular expression')
      if (isLost && !extended) add(quoteRegex(character))
      else at += all.length
      if (!isLost) repeat(interval ? `{${least || 0}${comma}${most}}` : character)
    } else if (isSpecial && character === '{' && !extended) throw new RegexError('Unmatched \\{')
    else if (token === '^' && (extended || /^$|\\[(|]$/.test(pattern.slice(0, at - 1)))) {
      add('^', true)
      atom = -1
    } else if (token === '$' && (extended || /^($|\\[)|])/.test(rest))) add('$', true)
    else if (token === '.') add('[^]')
    else if (before && Object.hasOwn(ESCAPES, character)) add(ESCAPES[character] ?? '', true)
    else if (before && /[1-9]/.test(character)) {
      if (Number(character) > groups) throw new RegexError('Invalid back reference')
      add(`(?:\\${character})`)
    } else add(before && hasEscapes && /[nt]/.test(character) ? token : quoteRegex(character))
  }
  if (open.length > 0) throw new RegexError('Unmatched ( or \\(')
  return source
}

/** What follows a `[`: a backslash stands for itself, `[:digit:]` for its characters. */
function readSet(text: string, hasEscapes: boolean): { readonly source: string; readonly length: number } {
  const [all, not = '', inside] = /^(\^?)(\]?(?:\[:\w*:\]|[^\]])*)\]/.exec(text) ?? []
  if (all === undefined || inside === undefined) throw new RegexError('Unmatched [, [^, [:, [., or [=')
  const source = inside.replace(
    /\[:(\w*):\]|\\([nt])|([\s\S])-([\s\S])|[\s\S]/gu,
    (one, name?: string, letter?: string, from?: string, to?: string) => {
      if (name !== undefined) {
        if (!Object.hasOwn(CLASSES, name)) throw new RegexError('Invalid character class name')
        return CLASSES[name] ?? ''
      }
      if (letter) return (hasEscapes ? '' : '\\\\') + (hasEscapes ? one : letter)
      if (from === undefined || to === undefined) return quoteRegex(one).replace('-', '\\-')
      if (from > to) throw new RegexError('Invalid range end')
      return `${quoteRegex(from)}-${quoteRegex(to)}`
    },
  )
  return { source: `[${not}${source}]`, length: all.length }
}
