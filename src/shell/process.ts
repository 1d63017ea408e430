import type { Cluster } from '../cluster/cluster.ts'
import type { Parts as KubectlParts } from '../kubectl/call.ts'
import type { KubeConfig } from '../kubectl/config.ts'
import type { Disk } from './disk.ts'
import type { ShellState, Variable } from './session.ts'

/** What a program is given and may do. It writes to `out` and `err` and returns its exit status. */
export type Program = (process: Process) => number

export interface Process {
  /** How it was called: messages begin with it. */
  readonly name: string
  readonly args: readonly string[]
  /** The exported variables, and those before the command's name. */
  readonly env: ReadonlyMap<string, string>
  readonly stdin: Input
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether a person reads what `out` writes, and no pipe or file. */
  readonly toTerminal: boolean
  /** The files of the machine it runs on. */
  readonly disk: Disk
  /** The shell that called it: builtins change it, programs only read. */
  readonly shell: LiveShell
  readonly run: Run
  /** Runs another program, with this one's input and output where none are given, and `NAME=value` in its environment. */
  readonly spawn: (words: readonly string[], io?: Partial<Io>, assignments?: readonly string[]) => number
  /** Runs shell text: in this shell, or in a copy of it that what happens inside does not reach. */
  readonly runText: (text: string, shell?: LiveShell) => number
}

export interface Io {
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
}

export interface Output {
  readonly write: (text: string) => void
  readonly isTerminal: boolean
}

/** Text that is read once, by lines or whole. */
export class Input {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** All that has not been read. */
  rest(): string {
    const rest = this.#text.slice(this.#at)
    this.#at = this.#text.length
    return rest
  }

  /** The next line without its newline; `undefined` at the end. */
  line(): string | undefined {
    if (this.#at >= this.#text.length) return undefined
    const newline = this.#text.indexOf('\n', this.#at)
    const end = newline < 0 ? this.#text.length : newline
    const line = this.#text.slice(this.#at, end)
    this.#at = end + 1
    return line
  }
}

/** A shell while a line runs in it. */
export interface LiveShell {
  readonly host: string
  directory: string
  variables: Map<string, Variable>
  aliases: Map<string, string>
  /** `$0`, `$1`, `$2`, … */
  positional: readonly string[]
  status: number
}

/** What a shell and its kubectl can do, by name. A part may come later than the rest: its code is heavy. */
export interface Parts extends KubectlParts {
  readonly programs: Programs
  readonly tools: Programs
  /** The files of the cluster's machines. */
  readonly machines: {
    readonly MANIFESTS: string
    readonly manifestsOn: (cluster: Cluster, node: string) => Readonly<Record<string, string>>
    readonly changeManifest: (
      run: Pick<Run, 'cluster' | 'effort'>,
      node: string,
      file: string,
      text: string | undefined,
    ) => void
  }
}

interface Programs {
  readonly PROGRAMS: ReadonlyMap<string, Program>
}

/** One run of a line: what all its commands share. */
export interface Run {
  cluster: Cluster
  /** What `kubectl config` changes. */
  config: KubeConfig
  /** The shells of the session; the last one reads what comes next. */
  readonly shells: LiveShell[]
  history: readonly string[]
  /** How much the cluster's controllers may still do within this line, as `Stepped` counts it. */
  effort: number
  /** Those that are there. */
  readonly parts: Partial<Parts>
  readonly disk: (host: string) => Disk
  /** A file that is gone when the line is done; its path. */
  readonly temporaryFile: (host: string, text: string) => string
  /** What the person makes of a file in an editor. */
  readonly edit: (file: EditedFile) => string
  /** Counts what could go on for ever: throws a `Halt` when a line has had its share. */
  readonly spend: (what: 'commands' | 'characters', count: number) => void
  /** How many shells stand inside each other. */
  depth: number
  /** How many `$(…)` have run. */
  substitutions: number
}

/** A file as an editor opens it: a new file is empty. */
export interface EditedFile {
  readonly path: string
  readonly text: string
}

/** Ends a program: the message goes to stderr after its name. */
export class ProgramFailure extends Error {
  readonly status: number

  constructor(message: string, status = 1) {
    super(message)
    this.status = status
  }
}

/** Ends a shell: `exit`. */
export class ShellExit extends Error {
  readonly status: number

  constructor(status: number) {
    super('exit')
    this.status = status
  }
}

/** Ends the whole line, because it would not end by itself. */
export class Halt extends Error {}

/** A shell that goes on where a session left it. */
export function wakeShell({ host, directory, variables, aliases }: ShellState, status = 0): LiveShell {
  return { host, directory, variables: new Map(variables), aliases: new Map(aliases), positional: ['bash'], status }
}

/** A copy of a shell for what runs in parentheses, in a pipe or in `$(…)`. */
export function copyShell(shell: LiveShell): LiveShell {
  return { ...shell, variables: new Map(shell.variables), aliases: new Map(shell.aliases) }
}
