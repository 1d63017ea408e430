import type { ApiResource } from '../cluster/api-resource.ts'
import type { Change, Cluster } from '../cluster/cluster.ts'
import type { KubeObject, Manifest } from '../cluster/object.ts'
import type { Columns } from './columns.ts'
import type { KubeConfig } from './config.ts'
import type { FileObject } from './file-object.ts'
import type { Flag, FlagValues } from './flags.ts'
import type { List, Placed } from './list.ts'

/** One verb of kubectl: the flags it knows beside the global ones, and what it does. */
export interface Verb {
  readonly name: string
  readonly flags: readonly Flag[]
  /** What upstream has under it, if it does nothing by itself. */
  readonly subcommands?: readonly string[]
  /** What follows it may be a kind that has flags of its own. */
  readonly takesKinds?: true
  /** Prints through the call. A `Failure` ends the command with its text on stderr. */
  readonly run: (call: Call) => void
}

/** What kubectl can do beside printing tables, by name. A part may come later than the rest: its code is heavy. */
export interface Parts {
  readonly changing: Verbs
  readonly writing: Verbs
  readonly telling: Verbs
  readonly explaining: Verbs
  readonly help: {
    readonly rootHelp: () => string
    readonly helpOf: (command: string, known: readonly Flag[]) => string
    readonly globalOptions: (flags: readonly Flag[]) => string
    readonly helpTopic: (verb: string, args: readonly string[]) => string
    readonly takesFlag: (command: string, flag: string) => boolean
    readonly unknownCommand: (name: string) => string
    readonly noContext: (verb: string, context: string) => string
  }
  /** `-o` and `--sort-by`. */
  readonly formats: {
    readonly printObjects: (
      call: Call,
      output: string,
      placed: readonly Placed[],
      list: List | undefined,
      continued?: boolean,
      isGet?: boolean,
    ) => void
    readonly sortObjects: (objects: readonly KubeObject[], path: string) => readonly KubeObject[]
    readonly sortRows: (objects: readonly KubeObject[], path: string) => readonly KubeObject[]
  }
  /** The tables of other kinds than nodes and pods. */
  readonly columns: { readonly otherColumns: (kind: string) => Columns }
  /** `--field-selector` */
  readonly fields: {
    readonly fieldMatcher: (resource: ApiResource, selector: string, labels: string) => (object: KubeObject) => boolean
    readonly unfindable: (resource: ApiResource, labels: string, fields: string, problem: string) => never
  }
  /** What a server has beside the objects that a cluster here holds. */
  readonly discovery: { readonly servedResources: (minor: number) => readonly ApiResource[] }
  /** `-f` */
  readonly files: {
    readonly readFiles: (call: Call) => readonly FileObject[]
    readonly identityToLookUp: (manifest: Manifest) => { readonly name: string; readonly namespace?: string }
  }
  /** What follows from a command, and `--watch`. */
  readonly time: {
    readonly letControllersWork: (call: Call) => void
    readonly watch: (call: Call, show: (change: Change) => void) => void
  }
}

interface Verbs {
  readonly VERBS: readonly Verb[]
}

/** What kubectl finds round it in a terminal. */
export interface Surroundings {
  /** What is piped into it. */
  readonly stdin: string
  /** A file's text; `undefined` if there is none of that name. */
  readonly readFile: (path: string) => string | undefined
  /** The files in a directory and below it, by their paths from there, sorted; `undefined` for what is no directory. */
  readonly filesUnder: (path: string) => readonly string[] | undefined
  /** Lets a text be edited, in a file that stays; `undefined` where no editor is there. */
  readonly edit: (text: string) => { readonly text: string; readonly path: string } | undefined
  /** The second of the clock at which the terminal stops the command. */
  readonly until: number
}

/** One command as its verb sees it. What the verb changes takes the place of `cluster` and `config`. */
export interface Call {
  cluster: Cluster
  config: KubeConfig
  /** How much the cluster's controllers may still do within this command, as `Stepped` counts it. */
  effort: number
  readonly round: Surroundings
  /** The verb that was called for. */
  readonly verb: string
  readonly args: readonly string[]
  /** Those of the arguments that stand behind `--`. */
  readonly afterDash: readonly string[]
  readonly flags: FlagValues
  /** `-n`, or the context's own namespace. */
  readonly namespace: string
  readonly parts: Partial<Parts>
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
}

/** What ends a command: `text` goes to stderr as it is. */
export class Failure extends Error {
  readonly text: string
  /** The single errors, where the text says several. */
  readonly parts: readonly string[]
  readonly exitCode: number

  constructor(text: string, parts: readonly string[] = [], exitCode = 1) {
    super(text)
    this.text = text
    this.parts = parts
    this.exitCode = exitCode
  }
}

/** The terminal stops the command: what it has printed and done stays. */
export class Interrupted extends Error {}

/** The cluster's controllers have done all that they may do within one command, and what it waits for has not come. */
export class Exhausted extends Error {}

/** `error: …`, as kubectl says what is wrong on its own side; a message that begins so is said as it is. */
export function failure(message: string): Failure {
  if (message.startsWith('error: ')) return new Failure(`${message}\n`, [message])
  return new Failure(`error: ${message}${message.endsWith('\n') ? '' : '\n'}`)
}

/** `error: …` with the hint where help is. (kubectl `cmdutil.UsageErrorf`) */
export function usageFailure(verb: string, message: string): Failure {
  return new Failure(`error: ${message}\nSee 'kubectl ${verb} -h' for help and examples\n`)
}

/** Several errors, one a line: without `error: ` if there are two or more. (kubectl `util/helpers.go`, `checkErr`) */
export function failures(messages: readonly string[]): Failure {
  const [only] = messages
  if (messages.length === 1 && only !== undefined) return isPrefixed(only) ? new Failure(`${only}\n`) : failure(only)
  return new Failure(messages.map(message => `${message}\n`).join(''))
}

function isPrefixed(message: string): boolean {
  return message.startsWith('Error from server') || message.startsWith('The ') || message.startsWith('error: ')
}
