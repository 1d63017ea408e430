import { linesOf, pathOf, readInputs } from './inputs.ts'
import { readOptions } from './options.ts'
import { compileRegex, type PosixRegex, RegexError, replaceMatches } from './posix-regex.ts'
import { type Process, type Program, ProgramFailure } from './process.ts'

/** A line's number, the last line, so many lines more (after a comma), or the lines that match. */
type Address = number | 'last' | { readonly more: number } | PosixRegex

interface Instruction {
  readonly from?: Address
  readonly to?: Address
  readonly negated: boolean
  readonly verb: string
  /** What `a`, `i` and `c` write; how `s` replaces. */
  readonly text: string
  readonly regex?: PosixRegex
  /** The flags of `s`. */
  readonly flags: string
  readonly body: readonly Instruction[]
}

const LONG = { quiet: 'n', silent: 'n', expression: 'e', 'regexp-extended': 'E', 'in-place': 'i' }

/** GNU sed: `s`, `d`, `p`, `q`, `=`, `a`, `i`, `c`, `n` and `{…}` with addresses; `-n`, `-e`, `-E`, `-i`. */
export const sed: Program = process => {
  // `-i` takes the ending of a copy only if it stands in the same word.
  const args = process.args.map(arg => arg.replace(/^(-i|--in-place=)(?=.)/, '-I'))
  const options = readOptions({ ...process, args }, 'nEre:iI:sz', LONG)
  const { has } = options
  const [first, ...rest] = options.operands
  const scripts = options.values('e')
  if (scripts.length === 0 && first === undefined)
    throw new ProgramFailure('usage: sed [-n] [-E] [-i] SCRIPT [FILE]...')
  const names = scripts.length > 0 ? options.operands : rest
  const program = readScript(scripts.length > 0 ? scripts.join('\n') : (first ?? ''), has('E') || has('r'))
  const { inputs, failed } = readInputs(process, names, (name, problem) =>
    problem === 'Is a directory' ? `couldn't edit ${name}: not a regular file` : `can't read ${name}: ${problem}`,
  )
  let status = failed ? 2 : 0
  if (has('i') || has('I')) {
    for (const { name, text } of inputs) status = editFile(process, name, text, options.value('I')) || status
    return status
  }
  // Between two files a missing newline is made good.
  const text = inputs.map((input, index) =>
    index < inputs.length - 1 ? input.text.replace(/(?<!\n)$/, '\n') : input.text,
  )
  const edited = edit(text.join(''), program, has('n'))
  process.out(edited.text)
  return edited.status || status

  function editFile({ disk }: Process, name: string, text: string, ending = ''): number {
    const path = pathOf(process, name)
    if (ending) disk.write(path + ending, text)
    const result = edit(text, program, has('n'))
    disk.write(path, result.text)
    return result.status
  }
}

function edit(
  text: string,
  program: readonly Instruction[],
  isQuiet: boolean,
): { readonly text: string; readonly status: number } {
  const lines = linesOf(text)
  /** Ranges that have begun, and the line that ends each. */
  const open = new Map<Instruction, number>()
  let printed = ''
  let at = 0
  let line = ''
  let appended = ''
  let status = 0
  let ended = false
  /** A last line without a newline is printed without one, until something follows. */
  let isBare = false
  const write = (one: string, bare = false) => {
    printed += (isBare ? '\n' : '') + one + (bare ? '' : '\n')
    isBare = bare
  }
  const print = () => write(line, at === lines.length && !text.endsWith('\n'))
  const finish = (prints: boolean) => {
    if (prints && !isQuiet) print()
    if (appended) write(appended.slice(0, -1))
    appended = ''
  }
  while (at < lines.length && !ended) {
    line = lines[at++] ?? ''
    finish(runAll(program))
  }
  return { text: printed, status }

  /** Whether the line is still to be printed. */
  function runAll(body: readonly Instruction[]): boolean {
    for (const instruction of body) {
      if (concerns(instruction) === instruction.negated) continue
      if (!runOne(instruction)) return false
      if (ended) return true
    }
    return true
  }

  function runOne(instruction: Instruction): boolean {
    switch (instruction.verb) {
      case '{':
        return runAll(instruction.body)
      case 's':
        substitute(instruction)
        return true
      case 'p':
        print()
        return true
      case '=':
        write(String(at))
        return true
      case 'q':
        status = Number(instruction.text)
        ended = true
        return true
      case 'a':
        appended += `${instruction.text}\n`
        return true
      case 'i':
        write(instruction.text)
        return true
      case 'n':
        if (at >= lines.length) ended = true
        else {
          finish(true)
          line = lines[at++] ?? ''
        }
        return true
      case 'c':
        if (!open.has(instruction)) write(instruction.text)
    }
    return false
  }

  function substitute({ regex, text: by, flags }: Instruction) {
    if (!regex) return
    const nth = Number(/\d+/.exec(flags)?.[0] ?? 1)
    const { text: changed, count } = replaceMatches(line, regex, groups => fill(by, groups), flags.includes('g'), nth)
    line = changed
    if (count > 0 && flags.includes('p')) print()
  }

  function concerns(instruction: Instruction): boolean {
    const { from, to } = instruction
    if (from === undefined) return true
    const until = open.get(instruction)
    if (until === undefined) {
      if (!isAt(from)) return false
      const end =
        to === undefined
          ? at
          : typeof to === 'number'
            ? to
            : typeof to === 'object' && 'more' in to
              ? at + to.more
              : lines.length
      if (end > at) open.set(instruction, end)
      return true
    }
    if (at >= until || (typeof to === 'object' && 'test' in to && to.test(line))) open.delete(instruction)
    return at <= until
  }

  function isAt(address: Address): boolean {
    if (typeof address === 'number') return at === address
    if (address === 'last') return at === lines.length
    return 'test' in address && address.test(line)
  }
}

function fill(template: string, groups: readonly (string | undefined)[]): string {
  return template.replace(/\\([\s\S])|&/g, (_, escaped?: string) => {
    if (escaped === undefined) return groups[0] ?? ''
    if (/\d/.test(escaped)) return groups[Number(escaped)] ?? ''
    return { n: '\n', t: '\t' }[escaped] ?? escaped
  })
}

function readScript(script: string, extended: boolean): readonly Instruction[] {
  let at = 0
  const program = readBody()
  if (at < script.length) throw wrong("unexpected `}'", 1)
  return program

  function readBody(): readonly Instruction[] {
    const body: Instruction[] = []
    for (take(/(?:[\s;]|#.*)*/y); at < script.length && script[at] !== '}'; take(/(?:[\s;]|#.*)*/y))
      body.push(readInstruction())
    return body
  }

  function readInstruction(): Instruction {
    const from = readAddress()
    const to = from !== undefined && take(/,\s*/y) ? readAddress() : undefined
    const negated = take(/\s*!?\s*/y).includes('!')
    const verb = take(/[\s\S]?/y)
    const base = {
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      negated,
      verb,
      text: '',
      flags: '',
      body: [],
    }
    if (verb === '{') {
      const body = readBody()
      if (!take(/\}/y)) throw new ProgramFailure("-e expression #1, char 0: unmatched `{'")
      return { ...base, body }
    }
    if (verb === 's') return { ...base, ...readSubstitution() }
    if (/[aic]/.test(verb)) {
      const text = /^\s*(?:\\\n?)?((?:\\[\s\S]|[^\\\n])*)/.exec(script.slice(at))
      at += text?.[0].length ?? 0
      if (!text?.[1]) throw wrong("expected \\ after `a', `c' or `i'")
      return { ...base, text: text[1].replace(/\\([\s\S])/g, '$1') }
    }
    if (verb === '') throw wrong('missing command')
    if (!/[dpqn=]/.test(verb))
      throw wrong(
        /[DFgGhHlNPRrtTvwWxyzbe:]/.test(verb)
          ? `the command ${verb} is not available here`
          : `unknown command: \`${verb}'`,
      )
    const text = verb === 'q' ? take(/[ \t]*\d*/y) : take(/[ \t]*/y)
    if (!/^\s*([;\n}#]|$)/.test(script.slice(at))) throw wrong('extra characters after command', 1)
    return { ...base, text }
  }

  function readAddress(): Address | undefined {
    const number = take(/\+?\d+/y)
    if (number) return number.startsWith('+') ? { more: Number(number) } : Number(number)
    if (take(/\$/y)) return 'last'
    const delimiter = take(/\/|\\[^\n]/y).slice(-1)
    return delimiter ? compile(readPart(delimiter, 'unterminated address regex'), take(/I?/y) === 'I') : undefined
  }

  function readSubstitution(): Pick<Instruction, 'regex' | 'text' | 'flags'> {
    const delimiter = take(/[^\n\\]/y)
    const [pattern, text] = [true, false].map(isPattern => readPart(delimiter, "unterminated `s' command", isPattern))
    const flags = take(/[\dgpiI]*/y)
    if (!/^\s*([;\n}#]|$)/.test(script.slice(at))) throw wrong("unknown option to `s'", 1)
    const regex = compile(pattern ?? '', /i/i.test(flags))
    const highest = Math.max(0, ...(text?.match(/\\\d/g) ?? []).map(group => Number(group.slice(1))))
    if (highest > regex.groups) throw wrong(`invalid reference \\${highest} on \`s' command's RHS`)
    return { regex, text: text ?? '', flags }
  }

  /** The text up to a delimiter, which a backslash or a pattern's brackets make an ordinary character. */
  function readPart(delimiter: string, problem: string, isPattern = true): string {
    let text = ''
    for (;;) {
      const piece = take(isPattern ? /\\[\s\S]|\[\^?\]?[^\]\n]*\]|[\s\S]/y : /\\[\s\S]|[\s\S]/y)
      if (piece === '' || delimiter === '') throw wrong(problem)
      if (piece === delimiter) return text
      text += piece === `\\${delimiter}` ? delimiter : piece
    }
  }

  function compile(source: string, ignoreCase: boolean): PosixRegex {
    try {
      return compileRegex(source, { extended, ignoreCase, hasEscapes: true, isStrict: true })
    } catch (error) {
      if (error instanceof RegexError) throw wrong(error.message)
      throw error
    }
  }

  function take(pattern: RegExp): string {
    pattern.lastIndex = at
    const found = pattern.exec(script)?.[0] ?? ''
    at += found.length
    return found
  }

  /** `ahead`: the character that is wrong has not been read yet. */
  function wrong(message: string, ahead = 0): ProgramFailure {
    return new ProgramFailure(`-e expression #1, char ${Math.min(at + ahead, script.length)}: ${message}`)
  }
}
