const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
}

export interface RegexOptions {
  /** `-E`: parentheses, braces, `|`, `+` and `?` are special without a backslash; otherwise with one. */
  readonly extended: boolean
  readonly ignoreCase?: boolean
  /** `-F`: nothing is special. */
  readonly literal?: boolean
  /** Match again and again (`g`). */
  readonly global?: boolean
}

/** A POSIX expression, basic or extended, with GNU's `\w`, `\s`, `\b`, `\<` and `\>`; `undefined` if it is none. */
export function posixRegex(pattern: string, options: RegexOptions): RegExp | undefined {
  const flags = `u${options.ignoreCase ? 'i' : ''}${options.global ? 'g' : ''}`
  try {
    return new RegExp(options.literal ? escapeRegex(pattern) : translate(pattern, options.extended), flags)
  } catch {
    return undefined
  }
}

function translate(pattern: string, extended: boolean): string {
  let source = ''
  let at = 0
  while (at < pattern.length) {
    const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0)
    if (character === '[') {
      const set = readSet(pattern, at)
      source += set.source
      at = set.end
      continue
    }
    at += character.length
    if (character === '\\') {
      const next = pattern[at] ?? '\\'
      at += 1
      source += translateEscape(next, extended)
    } else if ('(){}|+?'.includes(character)) source += extended ? character : `\\${character}`
    else if (character === '*' && (source === '' || /(^|[^\\])(\(|\||\^)$/.test(source))) source += '\\*'
    else if (character === '^' && !extended && source !== '' && !source.endsWith('(')) source += '\\^'
    else if (character === '$' && !extended && at < pattern.length && !pattern.startsWith('\\)', at)) source += '\\$'
    else source += character === ']' || character === '/' ? `\\${character}` : character
  }
  return source
}

function translateEscape(next: string, extended: boolean): string {
  if (/[wWsSbB1-9]/.test(next)) return `\\${next}`
  if (next === '<') return '\\b(?=\\w)'
  if (next === '>') return '\\b(?<=\\w)'
  if ('(){}|+?'.includes(next)) return extended ? `\\${next}` : next
  if (next === 'n') return '\n'
  if (next === 't') return '\t'
  return escapeRegex(next)
}

/** A bracket expression: a backslash means itself, `[:digit:]` stands for its characters. */
function readSet(pattern: string, start: number): { readonly source: string; readonly end: number } {
  let at = start + 1
  let source = '['
  if (pattern[at] === '^') {
    source += '^'
    at += 1
  }
  for (let first = true; at < pattern.length; first = false) {
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at, at + 12))
    const character = pattern[at] ?? ''
    if (character === ']' && !first) return { source: `${source}]`, end: at + 1 }
    if (named) {
      source += CLASSES[named[1] ?? ''] ?? ''
      at += named[0].length
    } else {
      source += /[\\[\]^]/.test(character) ? `\\${character}` : character
      at += 1
    }
  }
  throw new SyntaxError('unmatched [')
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
