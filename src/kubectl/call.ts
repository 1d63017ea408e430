import type { Cluster } from '../cluster/cluster.ts'
import type { Flag, FlagValues } from './flags.ts'

/** One verb of kubectl: the flags it knows beside the global ones, and what it does. */
export interface Verb {
  readonly name: string
  readonly flags: readonly Flag[]
  /** Prints through the call. A `Failure` ends the command with its text on stderr. */
  readonly run: (call: Call) => void
}

/** One command as its verb sees it. */
export interface Call {
  readonly cluster: Cluster
  readonly args: readonly string[]
  readonly flags: FlagValues
  /** `-n`, or the context's own namespace. */
  readonly namespace: string
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
}

/** What ends a command: `text` goes to stderr as it is, the exit status is 1. */
export class Failure extends Error {
  readonly text: string

  constructor(text: string) {
    super(text)
    this.text = text
  }
}

/** `error: …`, as kubectl says what is wrong on its own side. */
export function failure(message: string): Failure {
  return new Failure(`error: ${message}\n`)
}

/** `error: …` with the hint where help is. (kubectl `cmdutil.UsageErrorf`) */
export function usageFailure(verb: string, message: string): Failure {
  return new Failure(`error: ${message}\nSee 'kubectl ${verb} -h' for help and examples\n`)
}
