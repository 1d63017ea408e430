import { linesOf, readInputs } from './inputs.ts'
import type { Io } from './machine.ts'
import { readOptions } from './options.ts'
import { posixRegex } from './posix-regex.ts'

/** Which lines an instruction concerns: a number, the last (`$`), those that match, or from one of these to another. */
type Address = number | '$' | RegExp

interface Instruction {
  readonly from?: Address
  readonly to?: Address
  readonly negated: boolean
  readonly does:
    | { readonly verb: 'd' | 'p' | 'q' }
    | {
        readonly verb: 's'
        readonly pattern: RegExp
        readonly replacement: string
        readonly nth: number
        readonly every: boolean
        readonly print: boolean
      }
    | { readonly verb: 'a' | 'i' | 'c'; readonly text: string }
}

/** GNU sed, as far as lessons use it: `s`, `d`, `p`, `q`, `a`, `i` and `c`, with addresses; `-i`, `-n`, `-E`, `-e`. */
export function sed(args: readonly string[], io: Io): number {
  const options = readOptions(
    args.map(arg => (/^-i./.test(arg) ? '-i' : arg)),
    'nEre:if:',
    {
      'in-place': 'i',
      quiet: 'n',
      expression: 'e',
      'regexp-extended': 'E',
    },
  )
  if (!options.ok) return fail(io, options.error)
  const scripts = options.values('e')
  const [first, ...rest] = options.args
  if (scripts.length === 0 && first === undefined)
    return fail(io, undefined, 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n')
  const names = scripts.length === 0 ? rest : options.args
  const text = scripts.length === 0 ? (first ?? '') : scripts.join('\n')
  const program = readProgram(text, options.has('E') || options.has('r'))
  if (typeof program === 'string') return fail(io, `-e expression #1, ${program}`)
  const { inputs, failed } = readInputs('sed', names, io)
  if (options.has('i')) for (const one of inputs) io.machine.write(one.name, edit(one.text, program, options.has('n')))
  else io.out(edit(inputs.map(one => one.text).join(''), program, options.has('n')))
  return failed ? 2 : 0
}

function fail(io: Io, error: string | undefined, text?: string): number {
  io.err(text ?? `sed: ${error}\n`)
  return 1
}

function edit(text: string, program: readonly Instruction[], quiet: boolean): string {
  const lines = linesOf(text)
  const open = new Set<Instruction>()
  let printed = ''
  for (const [index, original] of lines.entries()) {
    // A last line without an end keeps having none.
    const end = index === lines.length - 1 && !text.endsWith('\n') ? '' : '\n'
    let line: string | undefined = original
    let after = ''
    let quits = false
    for (const instruction of program) {
      if (line === undefined) break
      if (concerns(instruction, line, index, lines.length, open) === instruction.negated) continue
      const { does } = instruction
      if (does.verb === 's') {
        const replaced: string = substitute(line, does)
        if (does.print && replaced !== line) printed += replaced + end
        line = replaced
      } else if (does.verb === 'd') line = undefined
      else if (does.verb === 'p') printed += line + end
      else if (does.verb === 'q') quits = true
      else if (does.verb === 'a') after += `${does.text}\n`
      else if (does.verb === 'i') printed += `${does.text}\n`
      else if (does.verb === 'c') [line, after] = [undefined, `${does.text}\n`]
    }
    if (line !== undefined && !quiet) printed += line + end
    printed += after
    if (quits) break
  }
  return printed
}

function concerns(
  instruction: Instruction,
  line: string,
  index: number,
  count: number,
  open: Set<Instruction>,
): boolean {
  const { from, to } = instruction
  const at = (address: Address) => {
    if (address instanceof RegExp) return address.test(line)
    return address === '$' ? index === count - 1 : index + 1 === address
  }
  if (from === undefined) return true
  if (to === undefined) return at(from)
  if (open.has(instruction)) {
    if (at(to) || (typeof to === 'number' && index + 1 >= to)) open.delete(instruction)
    return typeof to !== 'number' || index + 1 <= to
  }
  if (!at(from)) return false
  if (!(typeof to === 'number' && to <= index + 1)) open.add(instruction)
  return true
}

type Substitution = Extract<Instruction['does'], { verb: 's' }>

function substitute(line: string, { pattern, replacement, nth, every }: Substitution): string {
  let count = 0
  return line.replace(pattern, (match: string, ...groups: unknown[]) => {
    count += 1
    if (count < nth) return match
    if (!every && count > nth) return match
    return replacement.replace(/\\(.)|&/gs, (found, escaped?: string) => {
      if (found === '&') return match
      if (escaped === 'n') return '\n'
      if (escaped === 't') return '\t'
      return escaped !== undefined && /\d/.test(escaped)
        ? String((escaped === '0' ? match : groups[Number(escaped) - 1]) ?? '')
        : (escaped ?? '')
    })
  })
}

/** The instructions of a script, or what is wrong with it in sed's words. */
function readProgram(text: string, extended: boolean): readonly Instruction[] | string {
  const program: Instruction[] = []
  let rest = text
  for (;;) {
    rest = rest.replace(/^[\s;]+/, '')
    if (rest === '') return program
    const from = readAddress(rest, extended)
    rest = from.rest
    const to =
      from.address !== undefined && rest.startsWith(',') ? readAddress(rest.slice(1).trimStart(), extended) : undefined
    if (to) rest = to.rest
    rest = rest.trimStart()
    const negated = rest.startsWith('!')
    if (negated) rest = rest.slice(1).trimStart()
    const does = readVerb(rest, extended)
    if (typeof does === 'string') return does
    rest = does.rest
    program.push({
      ...(from.address !== undefined && { from: from.address }),
      ...(to?.address !== undefined && { to: to.address }),
      negated,
      does: does.does,
    })
  }
}

function readAddress(text: string, extended: boolean): { address?: Address; rest: string } {
  const number = /^(\d+|\$)/.exec(text)?.[0]
  if (number) return { address: number === '$' ? '$' : Number(number), rest: text.slice(number.length) }
  const found = /^\/((?:\\.|[^/\\])*)\//.exec(text)
  const expression = found && posixRegex((found[1] ?? '').replaceAll('\\/', '/'), { extended })
  return found && expression ? { address: expression, rest: text.slice(found[0].length) } : { rest: text }
}

function readVerb(text: string, extended: boolean): { does: Instruction['does']; rest: string } | string {
  const verb = text[0] ?? ''
  if (verb === 's') return readSubstitution(text, extended)
  if (verb === 'd' || verb === 'p' || verb === 'q') return { does: { verb }, rest: text.slice(1) }
  if (verb === 'a' || verb === 'i' || verb === 'c') {
    const [line = '', ...rest] = text
      .slice(1)
      .replace(/^\s*\\?\n?/, '')
      .split('\n')
    return { does: { verb, text: line }, rest: rest.join('\n') }
  }
  return verb === '' ? 'char 0: missing command' : `char 1: unknown command: \`${verb}'`
}

function readSubstitution(text: string, extended: boolean): { does: Instruction['does']; rest: string } | string {
  const separator = text[1] ?? ''
  const parts: string[] = ['']
  let at = 2
  for (; at < text.length && parts.length < 3; at++) {
    const character = text[at] ?? ''
    if (character === separator) parts.push('')
    else if (character === '\\' && text[at + 1] === separator) {
      parts[parts.length - 1] += separator
      at += 1
    } else if (character === '\\') {
      parts[parts.length - 1] += character + (text[at + 1] ?? '')
      at += 1
    } else parts[parts.length - 1] += character
  }
  const [pattern = '', replacement = ''] = parts
  if (parts.length < 3) return `char ${text.length}: unterminated \`s' command`
  const flags = /^[gIip\d]*/.exec(text.slice(at))?.[0] ?? ''
  const nth = Number(/\d+/.exec(flags)?.[0] ?? 1)
  // Every match is visited: `substitute` counts which of them are wanted.
  const expression = posixRegex(pattern, { extended, ignoreCase: /i/i.test(flags), global: true })
  if (!expression) return `char ${text.length}: unterminated address regex`
  return {
    does: { verb: 's', pattern: expression, replacement, nth, every: flags.includes('g'), print: flags.includes('p') },
    rest: text.slice(at + flags.length),
  }
}
