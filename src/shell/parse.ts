import { pieceEnd, ShellSyntaxError } from './quoting.ts'

/** A command as bash's grammar sees it. Words stay as they were written: what they stand for is known when they run. */
export type Command =
  | { readonly kind: 'pipe'; readonly parts: readonly PipelinePart[]; readonly negated: boolean }
  | { readonly kind: 'and' | 'or'; readonly left: Command; readonly right: Command }
  | { readonly kind: 'list'; readonly parts: readonly Command[] }

/** One part of a pipeline: a simple command, or a compound one. */
export type PipelinePart = { readonly redirects: readonly Redirect[] } & (
  | { readonly kind: 'simple'; readonly words: readonly string[] }
  | { readonly kind: 'group' | 'subshell'; readonly body: Command }
  | { readonly kind: 'for'; readonly name: string; readonly words: readonly string[]; readonly body: Command }
  | { readonly kind: 'while' | 'until'; readonly test: Command; readonly body: Command }
  | { readonly kind: 'if'; readonly test: Command; readonly body: Command; readonly otherwise?: Command }
)

/** `2> FILE` is `{ fd: 2, operator: '>', word: 'FILE' }`; a heredoc has its text in `word`. */
export interface Redirect {
  readonly fd: number
  readonly operator: string
  readonly word: string
  /** A heredoc whose delimiter was quoted: nothing in it is expanded. */
  readonly literal?: boolean
}

/** What the first line of commands says (nothing, if it is blank or a comment), and the text after it. */
export interface ParsedLine {
  readonly command?: Command
  readonly rest: string
}

/** What waits for its text at the end of the line. */
interface Heredoc {
  fd: number
  operator: string
  word: string
  literal: boolean
}

const BLANK = /(?:[ \t\r]|\\\n)*(?:(?<![^\s;|&()])#[^\n]*)?/y
const OPERATOR = /&&|\|\||;;|\|&|[|;&()\n]/y
const REDIRECT = /(\d*)(<<<|<<-|<<|<&|<>|>>|>&|>\||<(?!\()|>(?!\())|&>>|&>/y
const PLAIN_WORD = /[^\s;|&()<>'"`$\\]+(?=[\s;|&()<>]|$)/y
const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/
const NOT_HERE = /^(case|select|function|coproc|time|\[\[)$/
const CLOSES = /^(do|done|then|elif|else|fi|\})$/
const DEEPEST = 100

/**
 * Reads one line of commands: up to the newline that ends it, with the compound commands and heredocs that go on after
 * it. An alias's text takes the place of the command word that names it. Throws a `ShellSyntaxError` where the text is no
 * command. (Bash manual: Shell Grammar, Aliases, Redirections)
 */
export function parseLine(source: string, aliases: ReadonlyMap<string, string>): ParsedLine {
  let text = source
  let at = 0
  let depth = 0
  let heredocs: Heredoc[] = []

  skipBlank()
  if (at >= text.length) return { rest: '' }
  if (text[at] === '\n') return { rest: text.slice(at + 1) }
  const command = parseList(true)
  if (at < text.length && text[at] !== '\n') throw unexpected()
  takeNewline()
  return { command, rest: text.slice(at) }

  function parseList(isLine: boolean): Command {
    const parts: Command[] = []
    for (;;) {
      if (isLine) skipBlank()
      else skipLines()
      if (at >= text.length || /[)\n]/.test(text[at] ?? '') || CLOSES.test(peekWord())) break
      parts.push(parseAndOr())
      skipBlank()
      const operator = peek(OPERATOR)
      if (operator === '&') throw new ShellSyntaxError('commands in the background (&) are not available here')
      if (operator === ';') at++
      else if (operator !== '\n' || isLine) break
    }
    if (parts.length === 0) throw unexpected()
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'list', parts }
  }

  function parseAndOr(): Command {
    let left = parsePipeline()
    for (;;) {
      skipBlank()
      const operator = peek(OPERATOR)
      if (operator !== '&&' && operator !== '||') return left
      at += 2
      skipLines()
      left = { kind: operator === '&&' ? 'and' : 'or', left, right: parsePipeline() }
    }
  }

  function parsePipeline(): Command {
    let negated = false
    for (skipBlank(); peekWord() === '!'; skipBlank()) {
      at++
      negated = !negated
    }
    const parts = [parsePart()]
    for (;;) {
      skipBlank()
      const operator = peek(OPERATOR)
      if (operator !== '|' && operator !== '|&') return { kind: 'pipe', parts, negated }
      at += operator.length
      const last = parts.at(-1)
      if (last && operator === '|&')
        parts[parts.length - 1] = { ...last, redirects: [...last.redirects, { fd: 2, operator: '>&', word: '1' }] }
      skipLines()
      parts.push(parsePart())
    }
  }

  function parsePart(): PipelinePart {
    if (++depth > DEEPEST) throw new ShellSyntaxError('commands are nested too deeply')
    const seen = new Set<string>()
    skipBlank()
    while (spliceAlias(seen)) skipBlank()
    const part = parseCompound() ?? parseSimple(seen)
    depth--
    return part
  }

  function parseCompound(): PipelinePart | undefined {
    if (text.startsWith('((', at)) throw new ShellSyntaxError('(( is not available here')
    if (text[at] === '(') {
      at++
      const body = parseList(false)
      if (text[at] !== ')') throw unexpected()
      at++
      return { kind: 'subshell', body, redirects: parseRedirects() }
    }
    const word = peekWord()
    if (NOT_HERE.test(word)) throw new ShellSyntaxError(`${word} is not available here`)
    if (word === '{') {
      at++
      const body = parseList(false)
      expectWord('}')
      return { kind: 'group', body, redirects: parseRedirects() }
    }
    if (word === 'for') return parseFor()
    if (word === 'while' || word === 'until') {
      at += word.length
      const test = parseList(false)
      return { kind: word, test, body: parseDo(), redirects: parseRedirects() }
    }
    if (word !== 'if') return undefined
    const command = parseIf()
    return { ...command, redirects: parseRedirects() }
  }

  function parseFor(): PipelinePart {
    at += 3
    skipBlank()
    const name = takeWord()
    if (!/^[A-Za-z_]\w*$/.test(name))
      throw name ? new ShellSyntaxError(`\`${name}': not a valid identifier`) : unexpected()
    skipLines()
    const words: string[] = []
    if (peekWord() === 'in') {
      at += 2
      for (skipBlank(); !/[;\n]/.test(text[at] ?? ';'); skipBlank()) {
        const word = takeWord()
        if (!word) throw unexpected()
        words.push(word)
      }
    } else words.push('"$@"')
    skipBlank()
    if (text[at] === ';') at++
    return { kind: 'for', name, words, body: parseDo(), redirects: parseRedirects() }
  }

  function parseDo(): Command {
    expectWord('do')
    const body = parseList(false)
    expectWord('done')
    return body
  }

  /** From `if` or `elif` to `fi`. */
  function parseIf(): PipelinePart {
    at += peekWord().length
    const test = parseList(false)
    expectWord('then')
    const body = parseList(false)
    const word = peekWord()
    if (word === 'elif') {
      const nested = parseIf()
      return { kind: 'if', test, body, otherwise: { kind: 'pipe', parts: [nested], negated: false }, redirects: [] }
    }
    if (word !== 'else') {
      expectWord('fi')
      return { kind: 'if', test, body, redirects: [] }
    }
    at += 4
    const otherwise = parseList(false)
    expectWord('fi')
    return { kind: 'if', test, body, otherwise, redirects: [] }
  }

  function parseSimple(seen: Set<string>): PipelinePart {
    const words: string[] = []
    const redirects: Redirect[] = []
    let inPrefix = true
    for (;;) {
      skipBlank()
      if (parseRedirect(redirects)) continue
      if (inPrefix && spliceAlias(seen)) continue
      const word = takeWord()
      if (!word) break
      words.push(word)
      inPrefix &&= ASSIGNMENT.test(word)
      if (words.length > 1) continue
      skipBlank()
      if (/\(\s*\)/y.test(text.slice(at, at + 8))) throw new ShellSyntaxError('functions are not available here')
    }
    if (words.length === 0 && redirects.length === 0) throw unexpected()
    if (text[at] === '(') throw unexpected()
    return { kind: 'simple', words, redirects }
  }

  /** Puts the alias's text where its name stands. After an alias that ends in a blank, the next word may be one too. */
  function spliceAlias(seen: Set<string>): boolean {
    const word = peekWord()
    const value = aliases.get(word)
    if (value === undefined || seen.has(word)) return false
    seen.add(word)
    let next = at + word.length
    let following = ''
    if (/[ \t]$/.test(value)) {
      next = matchEnd(BLANK, text, next)
      const name = plainWordAt(text, next)
      const inner = aliases.get(name)
      if (inner !== undefined && !seen.has(name)) {
        seen.add(name)
        following = inner
        next += name.length
      }
    }
    text = text.slice(0, at) + value + following + text.slice(next)
    return true
  }

  function parseRedirects(): Redirect[] {
    const redirects: Redirect[] = []
    do skipBlank()
    while (parseRedirect(redirects))
    return redirects
  }

  function parseRedirect(redirects: Redirect[]): boolean {
    REDIRECT.lastIndex = at
    const found = REDIRECT.exec(text)
    if (!found) return false
    at = REDIRECT.lastIndex
    const operator = found[2] ?? found[0]
    skipBlank()
    const word = takeWord()
    if (!word) throw unexpected()
    const redirect = { fd: Number(found[1] || (operator.startsWith('<') ? 0 : 1)), operator, word, literal: false }
    redirects.push(redirect)
    if (operator === '<<' || operator === '<<-') {
      redirect.literal = /['"\\]/.test(word)
      heredocs.push(redirect)
    }
    return true
  }

  function takeNewline() {
    if (text[at] === '\n') at++
    for (const heredoc of heredocs) {
      const delimiter = heredoc.word.replace(/['"\\]/g, '')
      const start = at
      const lines: string[] = []
      for (;;) {
        if (at >= text.length)
          throw new ShellSyntaxError(`here-document at "${text.slice(start, start + 20)}" wants \`${delimiter}'`, true)
        const newline = text.indexOf('\n', at)
        const end = newline < 0 ? text.length : newline
        const line = heredoc.operator === '<<-' ? text.slice(at, end).replace(/^\t+/, '') : text.slice(at, end)
        at = Math.min(end + 1, text.length)
        if (line === delimiter) break
        lines.push(line, '\n')
      }
      heredoc.word = lines.join('')
    }
    heredocs = []
  }

  function skipBlank() {
    at = matchEnd(BLANK, text, at)
  }

  function skipLines() {
    for (skipBlank(); text[at] === '\n'; skipBlank()) takeNewline()
  }

  function peek(pattern: RegExp): string {
    return text.slice(at, matchEnd(pattern, text, at))
  }

  /** The word here, if nothing in it is quoted; empty otherwise. */
  function peekWord(): string {
    return plainWordAt(text, at)
  }

  function takeWord(): string {
    const start = at
    while (at < text.length && (!/[\s;|&()<>]/.test(text[at] ?? '') || /[<>]\(/y.test(text.slice(at, at + 2))))
      at = pieceEnd(text, at)
    return text.slice(start, at)
  }

  function expectWord(word: string) {
    skipLines()
    if (peekWord() !== word) throw unexpected()
    at += word.length
  }

  function unexpected(): ShellSyntaxError {
    if (at >= text.length) return new ShellSyntaxError('syntax error: unexpected end of file', true)
    const token = peek(OPERATOR) || peek(REDIRECT) || takeWord()
    return new ShellSyntaxError(`syntax error near unexpected token \`${token === '\n' ? 'newline' : token}'`)
  }
}

/**
 * Whether these lines can run as they are: no quote, heredoc, loop or `\` at the end of a line waits for more. What can
 * never become a command is complete too: it is refused when it runs.
 */
export function isComplete(text: string): boolean {
  try {
    for (let rest = text; rest; ) rest = parseLine(rest, new Map()).rest
    return true
  } catch (error) {
    if (error instanceof ShellSyntaxError) return !error.incomplete
    throw error
  }
}

function plainWordAt(text: string, at: number): string {
  return text.slice(at, matchEnd(PLAIN_WORD, text, at))
}

/** Where a sticky pattern's match at `at` ends; `at` if there is none. */
function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
