import { printInvalid, type Status } from '../kubernetes/status.ts'
import { Failure } from './call.ts'

/** What the API server refused, and what kubectl was doing when it did. */
export class ServerError extends Error {
  readonly status: Status
  readonly kind: string
  readonly objectName: string
  /** `error when creating "pod.yaml": `; empty where kubectl says nothing of it. */
  readonly prefix: string

  constructor(status: Status, kind: string, objectName: string, prefix = '') {
    super(status.message)
    this.status = status
    this.kind = kind
    this.objectName = objectName
    this.prefix = prefix
  }

  /** The same refusal, said with what kubectl was doing. */
  during(prefix: string): ServerError {
    return new ServerError(this.status, this.kind, this.objectName, prefix)
  }

  /** As one of several errors. */
  line(): string {
    const { reason, message } = this.status
    return `Error from server${reason && ` (${reason})`}: ${this.prefix}${message}`
  }

  /** As the only error: what is invalid is said cause by cause. (kubectl `util/helpers.go`, `checkErr`) */
  failure(): Failure {
    const { reason, causes } = this.status
    const isInvalid = reason === 'Invalid' && causes.length > 0
    return new Failure(`${isInvalid ? printInvalid(this.kind, this.objectName, causes) : this.line()}\n`)
  }
}

/** An error among those that a command collects: kubectl's own words, or a refusal. */
export type Collected = string | ServerError

/**
 * Does something for each of several things, and goes on with the next where one fails, or where a text says why it is not
 * there; ends with a `Failure` that says all that failed: a single error with `error: ` where it is kubectl's own, several
 * one a line without. (`ContinueOnError`)
 */
export function forEach<T extends object>(items: readonly (T | string)[], does: (item: T) => void): void {
  const errors: Collected[] = []
  for (const item of items) {
    try {
      if (typeof item === 'string') errors.push(item)
      else does(item)
    } catch (error) {
      if (error instanceof ServerError) errors.push(error)
      else if (!(error instanceof Failure)) throw error
      else if (error.parts.length > 0) errors.push(...error.parts)
      else errors.push(error.text.replace(/^error: /, '').replace(/\n$/, ''))
    }
  }
  if (errors.length > 0) throw collected(errors)
}

/** The `Failure` that says these errors. */
export function collected(errors: readonly Collected[]): Failure {
  const [only] = errors
  if (errors.length === 1 && only !== undefined) {
    if (only instanceof ServerError) return only.failure()
    return new Failure(/^(Error from server|The |error: )/.test(only) ? `${only}\n` : `error: ${only}\n`)
  }
  const parts = errors.map(error => (error instanceof ServerError ? error.line() : error))
  return new Failure(parts.map(part => `${part}\n`).join(''), parts)
}
