import { expandText, expandWords } from './expand.ts'
import { type Chunk, type Editor, type Io, Machine } from './machine.ts'
import { type Command, parseScript, type Redirection, type Script, type Word } from './parse.ts'
import { PROGRAMS } from './programs.ts'
import type { Session } from './session.ts'

/** What a line did: the session after it, what it printed and how it ended. */
export interface RunResult {
  readonly session: Session
  readonly stdout: string
  readonly stderr: string
  /** Both streams in the order in which they were written. */
  readonly output: readonly Chunk[]
  readonly exitCode: number
  /**
   * Set where the line needs an editor that is not there: run it again, from the session before, with an `editor` that
   * gives the edited text.
   */
  readonly wantsEditor?: { readonly path: string; readonly text: string }
}

/** What is longer than this, in characters, is not run. */
const LONGEST_LINE = 1_000_000
/** How deep commands may call one another, and how many one line may run: no line runs for ever. */
const DEEPEST = 50
const MOST_COMMANDS = 10_000

/**
 * Runs what was typed, a line or several, as bash would with the programs that this terminal has. Nothing throws: what is
 * wrong is printed, as bash and the programs say it.
 */
export function run(session: Session, line: string, editor?: Editor): RunResult {
  const typed = line.replace(/\n+$/, '')
  const machine = new Machine({ ...session, history: remember(session.history, typed) }, editor)
  const output: Chunk[] = []
  const streams: Streams = {
    1: text => output.push({ stream: 1, text }),
    2: text => output.push({ stream: 2, text }),
  }
  const exitCode = new Shell(machine).typed(typed, streams)
  machine.update({ status: exitCode })
  const printed = (stream: 1 | 2) => output.flatMap(chunk => (chunk.stream === stream ? chunk.text : [])).join('')
  return {
    session: machine.session,
    stdout: printed(1),
    stderr: printed(2),
    output,
    exitCode,
    ...(machine.wantsEditor && { wantsEditor: machine.wantsEditor }),
  }
}

function remember(history: readonly string[], line: string): readonly string[] {
  return line.trim() === '' || line.startsWith(' ') || history.at(-1) === line ? history : [...history, line]
}

/** Where a command's two streams go. */
interface Streams {
  readonly 1: (text: string) => void
  readonly 2: (text: string) => void
}

/** One line while it runs. */
class Shell {
  readonly #machine: Machine
  #depth = 0
  #commands = 0

  constructor(machine: Machine) {
    this.#machine = machine
  }

  typed(text: string, streams: Streams): number {
    if (text.length <= LONGEST_LINE) return this.#text(text, '', streams)
    streams[2](`bash: ${text.length} characters are too long for a line\n`)
    return 1
  }

  #text(text: string, stdin: string, streams: Streams): number {
    const parsed = parseScript(text)
    if (parsed.ok) return this.#script(parsed.value, stdin, streams)
    streams[2](`bash: ${parsed.error}\n`)
    return 2
  }

  #script(script: Script, stdin: string, streams: Streams): number {
    if (this.#depth >= DEEPEST) {
      streams[2]('bash: commands call one another too deeply\n')
      return 1
    }
    this.#depth += 1
    let status = 0
    for (const step of script) {
      if ((step.after === '&&' && status !== 0) || (step.after === '||' && status === 0)) continue
      status = this.#pipeline(step.pipeline, stdin, streams)
      if (step.negated) status = status === 0 ? 1 : 0
      this.#machine.update({ status })
    }
    this.#depth -= 1
    return status
  }

  /** Each command of a pipeline ends before the next begins: what it printed is the next one's input. */
  #pipeline(commands: readonly Command[], stdin: string, streams: Streams): number {
    const [only] = commands
    if (only && commands.length === 1) return this.#command(only, stdin, streams)
    let input = stdin
    let status = 0
    for (const [index, command] of commands.entries()) {
      let piped = ''
      const collect = (text: string) => {
        piped += text
      }
      const isLast = index === commands.length - 1
      status = this.#isolated(() => this.#command(command, input, isLast ? streams : { ...streams, 1: collect }))
      input = piped
    }
    return status
  }

  #command(command: Command, stdin: string, streams: Streams): number {
    this.#commands += 1
    if (this.#commands > MOST_COMMANDS) {
      if (this.#commands === MOST_COMMANDS + 1) streams[2]('bash: this line runs too many commands\n')
      return 1
    }
    const redirected = this.#redirect(command.redirections, stdin, streams)
    if (!redirected) return 1
    const status = this.#redirectedCommand(command, redirected.stdin, redirected.streams)
    redirected.close()
    return status
  }

  #redirectedCommand({ group, loop, words, assignments }: Command, stdin: string, streams: Streams): number {
    if (group) {
      const runs = () => this.#script(group.script, stdin, streams)
      return group.isolated ? this.#isolated(runs) : runs()
    }
    if (loop) {
      let status = 0
      for (const value of this.#fields(loop.words, streams)) {
        this.#assign(loop.name, value, false)
        status = this.#script(loop.body, stdin, streams)
      }
      return status
    }
    return this.#simple(this.#withoutAlias(words), assignments, stdin, streams)
  }

  #simple(words: readonly Word[], assignments: Command['assignments'], stdin: string, streams: Streams): number {
    const [name, ...args] = this.#fields(words, streams)
    const values = assignments.map(one => [one.name, this.#expanded(one.value, streams)] as const)
    if (name === undefined) {
      for (const [variable, value] of values) this.#assign(variable, value, false)
      return 0
    }
    if (values.length === 0) return this.#program(name, args, stdin, streams)
    // Assignments before a command last as long as the command.
    return this.#isolated(() => {
      for (const [variable, value] of values) this.#assign(variable, value, true)
      return this.#program(name, args, stdin, streams)
    })
  }

  #program(name: string, args: readonly string[], stdin: string, streams: Streams): number {
    const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined
    if (!program) {
      streams[2](`bash: ${name}: command not found\n`)
      return 127
    }
    if (this.#depth >= DEEPEST) {
      streams[2]('bash: commands call one another too deeply\n')
      return 1
    }
    const io: Io = {
      machine: this.#machine,
      stdin,
      out: streams[1],
      err: streams[2],
      run: (inner, innerArgs, input = '') => this.#program(inner, innerArgs, input, streams),
      runText: (text, input = '') => this.#text(text, input, streams),
    }
    this.#depth += 1
    const status = program(args, io)
    this.#depth -= 1
    return status
  }

  /** What runs in a subshell changes files and the cluster, but neither variables nor the folder. */
  #isolated(runs: () => number): number {
    const { variables, aliases, folder } = this.#machine.session
    const status = runs()
    this.#machine.update({ variables, aliases, folder })
    return status
  }

  /** An alias stands for the words that it was given, once. */
  #withoutAlias(words: readonly Word[]): readonly Word[] {
    const [first, ...rest] = words
    const name = first?.map(piece => (piece.piece === 'text' && !piece.quoted ? piece.text : ' ')).join('')
    const alias = name === undefined ? undefined : this.#machine.session.aliases.get(name)
    if (alias === undefined) return words
    const parsed = parseScript(alias)
    const command = parsed.ok && parsed.value.length === 1 ? parsed.value[0]?.pipeline : undefined
    const [only] = command?.length === 1 ? command : []
    return only ? [...only.words, ...rest] : words
  }

  /** Opens what a command reads and writes; `undefined`, with the reason printed, if a file cannot be read. */
  #redirect(redirections: readonly Redirection[], stdin: string, streams: Streams) {
    let input = stdin
    const to: { 1: (text: string) => void; 2: (text: string) => void } = { ...streams }
    const closing: (() => void)[] = []
    for (const redirection of redirections) {
      if (redirection.kind === 'copy') {
        to[redirection.from] = to[redirection.to]
        continue
      }
      if (redirection.kind === 'text') {
        input = this.#expanded(redirection.text, streams)
        continue
      }
      const path = this.#expanded(redirection.path, streams)
      if (redirection.kind === 'in') {
        const text = this.#machine.read(path)
        if (text === undefined) {
          streams[2](`bash: ${path}: No such file or directory\n`)
          return undefined
        }
        input = text
        continue
      }
      if (this.#machine.isFolder(path)) {
        streams[2](`bash: ${path}: Is a directory\n`)
        return undefined
      }
      let written = redirection.append ? (this.#machine.read(path) ?? '') : ''
      const write = (text: string) => {
        written += text
      }
      // The file is emptied before its command runs: `sort f > f` loses f here as it does in a shell.
      this.#machine.write(path, written)
      closing.push(() => this.#machine.write(path, written))
      if (redirection.stream !== 2) to[1] = write
      if (redirection.stream !== 1) to[2] = write
    }
    return { stdin: input, streams: to, close: () => closing.forEach(close => void close()) }
  }

  #fields(words: readonly Word[], streams: Streams): readonly string[] {
    return expandWords(words, this.#machine, script => this.#substitute(script, streams))
  }

  #expanded(word: Word, streams: Streams): string {
    return expandText(word, this.#machine, script => this.#substitute(script, streams))
  }

  #substitute(script: Script, streams: Streams): string {
    let printed = ''
    const collect = (text: string) => {
      printed += text
    }
    const status = this.#isolated(() => this.#script(script, '', { ...streams, 1: collect }))
    this.#machine.update({ status })
    return printed
  }

  #assign(name: string, value: string, exported: boolean): void {
    const { variables } = this.#machine.session
    const known = variables.get(name)?.exported ?? false
    this.#machine.update({ variables: new Map(variables).set(name, { value, exported: exported || known }) })
  }
}
