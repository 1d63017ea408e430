/** A line of a shell: lists of pipelines, each with what decides whether it runs. */
export type Script = readonly Step[]

export interface Step {
  /** `&&`: after a success; `||`: after a failure; `;`: in any case. */
  readonly after: ';' | '&&' | '||'
  /** `!` before the pipeline turns its status round. */
  readonly negated: boolean
  readonly pipeline: readonly Command[]
}

export interface Command {
  /** `NAME=value` before the command's own words. */
  readonly assignments: readonly { readonly name: string; readonly value: Word }[]
  readonly words: readonly Word[]
  readonly redirections: readonly Redirection[]
  /** `( … )` or `{ …; }` instead of words. */
  readonly group?: { readonly script: Script; readonly isolated: boolean }
  /** `for NAME in …; do …; done` instead of words. */
  readonly loop?: { readonly name: string; readonly words: readonly Word[]; readonly body: Script }
}

export type Redirection =
  | { readonly kind: 'in'; readonly path: Word }
  | { readonly kind: 'out'; readonly stream: 1 | 2 | 'both'; readonly append: boolean; readonly path: Word }
  /** `2>&1`, `1>&2` */
  | { readonly kind: 'copy'; readonly from: 1 | 2; readonly to: 1 | 2 }
  /** `<<EOF`, `<<<` */
  | { readonly kind: 'text'; readonly text: Word }

/** A word in pieces, each with what expansion may still do to it. */
export type Word = readonly Piece[]

export type Piece =
  | { readonly piece: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly piece: 'variable'; readonly name: string; readonly fallback?: Word; readonly quoted: boolean }
  | { readonly piece: 'command'; readonly script: Script; readonly quoted: boolean }

export type ParseResult =
  | { readonly ok: true; readonly value: Script }
  /** `incomplete`: more lines could mend it (an open quote, a heredoc without its end). */
  | { readonly ok: false; readonly error: string; readonly incomplete: boolean }

/** Parses what was typed, one line or several, as bash would. Nothing is expanded yet. */
export function parseScript(text: string): ParseResult {
  try {
    const parser = new Parser(text)
    return { ok: true, value: parser.script([]) }
  } catch (error) {
    if (error instanceof SyntaxProblem) return { ok: false, error: error.message, incomplete: error.incomplete }
    throw error
  }
}

class SyntaxProblem extends Error {
  readonly incomplete: boolean
  constructor(message: string, incomplete: boolean) {
    super(message)
    this.incomplete = incomplete
  }
}

const OPERATORS = ['&&', '||', '|&', '|', ';', '&', '(', ')', '\n'] as const

/** How deep groups and substitutions may stand in one another. */
const MAX_DEPTH = 100

interface HereDocument {
  readonly end: string
  readonly stripTabs: boolean
  readonly expand: boolean
  readonly fill: (text: Word) => void
}

class Parser {
  readonly #text: string
  #at = 0
  /** Heredocs whose text begins on the next line. */
  #waiting: HereDocument[] = []
  #depth = 0

  constructor(text: string) {
    this.#text = text.replace(/\r\n/g, '\n')
  }

  /** Reads steps up to the end or to one of the words that close a group; that word is left where it is. */
  script(closers: readonly string[]): Script {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw new SyntaxProblem('syntax error: nested too deeply', false)
    const script = this.#steps(closers)
    this.#depth -= 1
    return script
  }

  #steps(closers: readonly string[]): Script {
    const steps: Step[] = []
    let after: Step['after'] = ';'
    for (;;) {
      this.#skipBlank()
      while (after === ';' && this.#takeSeparator()) this.#skipBlank()
      if (after !== ';') while (this.#take('\n')) this.#skipBlank()
      if (this.#atEnd() || this.#seesCloser(closers)) {
        if (after === ';') return steps
        if (this.#atEnd()) throw new SyntaxProblem('syntax error: unexpected end of file', true)
        throw this.#unexpected()
      }
      steps.push({ after, ...this.#pipeline() })
      this.#skipBlank()
      if (this.#take('&&')) after = '&&'
      else if (this.#take('||')) after = '||'
      else if (this.#takeSeparator()) after = ';'
      else if (this.#atEnd() || this.#seesCloser(closers)) return steps
      else throw this.#unexpected()
    }
  }

  #pipeline(): { negated: boolean; pipeline: readonly Command[] } {
    const negated = this.#look(/![ \t]/y) !== null
    if (negated) this.#at += 1
    const commands: Command[] = []
    for (;;) {
      const command = this.#command()
      this.#skipBlank()
      if (this.#take('|&')) commands.push(withErrors(command))
      else if (!this.#sees('||') && this.#take('|')) commands.push(command)
      else return { negated, pipeline: [...commands, command] }
      this.#skipBlank()
      while (this.#take('\n')) this.#skipBlank()
    }
  }

  #command(): Command {
    this.#skipBlank()
    if (this.#take('(')) return this.#grouped(')', true)
    if (this.#look(/\{[ \t\n]/y)) {
      this.#at += 1
      return this.#grouped('}', false)
    }
    if (this.#look(/for[ \t]/y)) return this.#loop()
    const assignments: { name: string; value: Word }[] = []
    const words: Word[] = []
    const redirections: Redirection[] = []
    for (;;) {
      this.#skipBlank()
      if (this.#atEnd() || this.#seesOperator()) break
      const redirection = this.#redirection(target => redirections.push(target))
      if (redirection) continue
      const name = words.length === 0 ? this.#look(/([A-Za-z_]\w*)=/y)?.[1] : undefined
      if (name !== undefined) this.#at += name.length + 1
      const word = this.#word()
      if (name !== undefined) assignments.push({ name, value: word })
      else words.push(word)
    }
    if (words.length + assignments.length + redirections.length === 0) throw this.#unexpected()
    return { assignments, words, redirections }
  }

  #grouped(closer: ')' | '}', isolated: boolean): Command {
    const script = this.script([closer])
    if (!this.#take(closer)) throw new SyntaxProblem('syntax error: unexpected end of file', true)
    return { assignments: [], words: [], redirections: this.#redirectionsAfter(), group: { script, isolated } }
  }

  #loop(): Command {
    this.#at += 3
    this.#skipBlank()
    const name = this.#look(/[A-Za-z_]\w*/y)?.[0]
    if (!name) throw this.#unexpected()
    this.#at += name.length
    this.#skipBlank()
    const words: Word[] = []
    if (this.#takeKeyword('in')) {
      for (this.#skipBlank(); !this.#atEnd() && !this.#seesOperator(); this.#skipBlank()) words.push(this.#word())
    }
    this.#skipSeparators()
    if (!this.#takeKeyword('do')) throw this.#unexpected()
    const body = this.script(['done'])
    if (!this.#takeKeyword('done')) throw new SyntaxProblem('syntax error: unexpected end of file', true)
    return { assignments: [], words: [], redirections: this.#redirectionsAfter(), loop: { name, words, body } }
  }

  #redirectionsAfter(): readonly Redirection[] {
    const redirections: Redirection[] = []
    do this.#skipBlank()
    while (this.#redirection(one => redirections.push(one)))
    return redirections
  }

  #redirection(give: (redirection: Redirection) => void): boolean {
    const found = this.#look(/(\d)?(<<<|<<-|<<|<|>>|>&|>)|&>>?/y)
    if (!found) return false
    this.#at += found[0].length
    const [operator = '', digit, symbol] = found
    if (operator.startsWith('&')) {
      give({ kind: 'out', stream: 'both', append: operator === '&>>', path: this.#target() })
      return true
    }
    if (symbol === '>&') {
      const to = this.#look(/[12]/y)?.[0]
      if (to) this.#at += 1
      if (to) give({ kind: 'copy', from: digit === '2' ? 2 : 1, to: to === '2' ? 2 : 1 })
      else give({ kind: 'out', stream: 'both', append: false, path: this.#target() })
    } else if (symbol === '<') give({ kind: 'in', path: this.#target() })
    else if (symbol === '<<<') give({ kind: 'text', text: [...this.#target(), textPiece('\n', true)] })
    else if (symbol === '<<' || symbol === '<<-') this.#hereDocument(symbol === '<<-', give)
    else give({ kind: 'out', stream: digit === '2' ? 2 : 1, append: symbol === '>>', path: this.#target() })
    return true
  }

  #target(): Word {
    this.#skipBlank()
    if (this.#atEnd() || this.#seesOperator()) throw this.#unexpected()
    return this.#word()
  }

  #hereDocument(stripTabs: boolean, give: (redirection: Redirection) => void): void {
    const word = this.#target()
    const end = word.map(piece => (piece.piece === 'text' ? piece.text : '')).join('')
    const expand = word.every(piece => piece.piece === 'text' && !piece.quoted)
    this.#waiting.push({ end, stripTabs, expand, fill: text => give({ kind: 'text', text }) })
  }

  /** Called behind a line's end: the texts of the heredocs that the line announced come next. */
  #readHereDocuments(): void {
    for (const document of this.#waiting) {
      const lines: string[] = []
      for (;;) {
        if (this.#atEnd()) throw new SyntaxProblem('syntax error: unexpected end of file', true)
        const stop = this.#text.indexOf('\n', this.#at)
        const line = this.#text.slice(this.#at, stop < 0 ? undefined : stop)
        this.#at = stop < 0 ? this.#text.length : stop + 1
        const bare = document.stripTabs ? line.replace(/^\t+/, '') : line
        if (bare === document.end) break
        lines.push(`${bare}\n`)
      }
      const text = lines.join('')
      document.fill(document.expand ? new Parser(text).#quoted('') : [textPiece(text, true)])
    }
    this.#waiting = []
  }

  #word(): Word {
    const pieces: Piece[] = []
    for (;;) {
      const character = this.#peek()
      if (character === '' || ' \t'.includes(character) || this.#seesOperator() || '<>'.includes(character))
        return pieces
      if (character === "'") pieces.push(this.#singleQuoted())
      else if (character === '"') {
        this.#at += 1
        pieces.push(textPiece('', true), ...this.#quoted('"'))
        if (!this.#take('"')) throw new SyntaxProblem(`unexpected EOF while looking for matching \`"'`, true)
      } else if (character === '\\') {
        if (this.#at + 1 >= this.#text.length) throw new SyntaxProblem('syntax error: unexpected end of file', true)
        const next = this.#text[this.#at + 1] ?? ''
        this.#at += 2
        if (next !== '\n') pieces.push(textPiece(next, true))
      } else if (this.#sees("$'")) {
        this.#at += 1
        pieces.push(textPiece(unescapeAnsi(this.#singleQuoted(true).text), true))
      } else pieces.push(this.#expansion(false) ?? textPiece(this.#plain(), false))
    }
  }

  #plain(): string {
    const start = this.#at
    this.#at += 1
    while (!this.#atEnd() && !/[\s'"\\$`|&;()<>]/.test(this.#peek())) this.#at += 1
    return this.#text.slice(start, this.#at)
  }

  #singleQuoted(escapes = false): { piece: 'text'; text: string; quoted: true } {
    let end = this.#text.indexOf("'", this.#at + 1)
    while (escapes && end >= 0 && this.#text[end - 1] === '\\') end = this.#text.indexOf("'", end + 1)
    if (end < 0) throw new SyntaxProblem("unexpected EOF while looking for matching `''", true)
    const text = this.#text.slice(this.#at + 1, end)
    this.#at = end + 1
    return { piece: 'text', text, quoted: true }
  }

  /** What stands between double quotes, or a heredoc's text up to its end. */
  #quoted(end: string): Word {
    const pieces: Piece[] = []
    let text = ''
    while (!this.#atEnd() && (end === '' || this.#peek() !== end)) {
      const character = this.#peek()
      const next = this.#text[this.#at + 1] ?? ''
      if (character === '\\' && (`$\`\\\n`.includes(next) || (end && next === end))) {
        this.#at += 2
        if (next !== '\n') text += next
        continue
      }
      const expansion = character === '$' || character === '`' ? this.#expansion(true) : undefined
      if (!expansion) {
        text += character
        this.#at += 1
        continue
      }
      pieces.push(textPiece(text, true), expansion)
      text = ''
    }
    return [...pieces, textPiece(text, true)]
  }

  /** `$NAME`, `${NAME}`, `${NAME:-word}`, `$(…)`, `` `…` ``; `undefined` where a dollar sign means itself. */
  #expansion(quoted: boolean): Piece | undefined {
    if (this.#take('`')) {
      const end = this.#text.indexOf('`', this.#at)
      if (end < 0) throw new SyntaxProblem("unexpected EOF while looking for matching ``'", true)
      const script = new Parser(this.#text.slice(this.#at, end)).script([])
      this.#at = end + 1
      return { piece: 'command', script, quoted }
    }
    if (this.#sees('$((')) throw new SyntaxProblem('this shell does no arithmetic', false)
    if (this.#take('$(')) {
      const script = this.script([')'])
      if (!this.#take(')')) throw new SyntaxProblem("unexpected EOF while looking for matching `)'", true)
      return { piece: 'command', script, quoted }
    }
    const braced = this.#look(/\$\{([A-Za-z_]\w*|[?$#@0-9])(?:(:?-)([^}]*))?\}/y)
    if (braced) {
      this.#at += braced[0].length
      const [, name = '', operator, fallback = ''] = braced
      const variable = { piece: 'variable', name, quoted } as const
      return operator ? { ...variable, fallback: new Parser(fallback).#quoted('') } : variable
    }
    if (this.#sees('${')) throw new SyntaxProblem('bad substitution', false)
    const name = this.#look(/\$([A-Za-z_]\w*|[?$#@0-9])/y)?.[1]
    if (name === undefined) return undefined
    this.#at += name.length + 1
    return { piece: 'variable', name, quoted }
  }

  /** Blanks, comments and lines continued by a backslash. */
  #skipBlank(): void {
    const blank = this.#look(/(?:[ \t]|\\\n)+/y)?.[0].length ?? 0
    this.#at += blank
    if (this.#peek() === '#' && (this.#at === 0 || /\s|[;&|()]/.test(this.#text[this.#at - 1] ?? ''))) {
      const end = this.#text.indexOf('\n', this.#at)
      this.#at = end < 0 ? this.#text.length : end
    }
  }

  #skipSeparators(): void {
    do this.#skipBlank()
    while (this.#takeSeparator())
  }

  #takeSeparator(): boolean {
    if (this.#sees('&&')) return false
    return this.#take(';') || this.#take('&') || this.#take('\n')
  }

  #take(operator: string): boolean {
    if (!this.#sees(operator)) return false
    this.#at += operator.length
    if (operator === '\n') this.#readHereDocuments()
    return true
  }

  #takeKeyword(word: string): boolean {
    if (!this.#seesKeyword(word)) return false
    this.#at += word.length
    return true
  }

  #seesKeyword(word: string): boolean {
    return this.#sees(word) && /^[\s;&|)<>]?$/.test(this.#text[this.#at + word.length] ?? '')
  }

  #seesOperator(): boolean {
    return OPERATORS.some(operator => this.#sees(operator))
  }

  #seesCloser(closers: readonly string[]): boolean {
    return closers.some(closer => (closer === ')' ? this.#sees(closer) : this.#seesKeyword(closer)))
  }

  #unexpected(): SyntaxProblem {
    if (this.#atEnd()) return new SyntaxProblem('syntax error: unexpected end of file', true)
    const token = OPERATORS.find(operator => this.#sees(operator)) ?? this.#peek()
    return new SyntaxProblem(`syntax error near unexpected token \`${token === '\n' ? 'newline' : token}'`, false)
  }

  #peek(): string {
    return this.#text[this.#at] ?? ''
  }

  #sees(text: string): boolean {
    return this.#text.startsWith(text, this.#at)
  }

  /** Holds a sticky expression against what comes next. */
  #look(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at
    return expression.exec(this.#text)
  }

  #atEnd(): boolean {
    return this.#at >= this.#text.length
  }
}

function textPiece(text: string, quoted: boolean): Piece {
  return { piece: 'text', text, quoted }
}

/** `a |& b` is `a 2>&1 | b`. */
function withErrors(command: Command): Command {
  return { ...command, redirections: [...command.redirections, { kind: 'copy', from: 2, to: 1 }] }
}

function unescapeAnsi(text: string): string {
  const known: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', e: '\x1b' }
  return text.replace(/\\(.)/gs, (_, letter: string) => known[letter] ?? letter)
}
