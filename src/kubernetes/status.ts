import { FIELD_ERROR_TYPES, type FieldError, printFieldError } from './field-error.ts'
import { quoteGo } from './go-text.ts'

/** What the API server answers when it refuses. (apimachinery `meta/v1` `Status`) */
export interface Status {
  readonly code: number
  readonly reason: string
  readonly message: string
  readonly causes: readonly StatusCause[]
}

export interface StatusCause {
  readonly reason: string
  readonly message: string
  readonly field: string
}

/**
 * The answer to an object that validation refuses: `Pod "p" is invalid: …`, `DaemonSet.apps "w" is invalid: [a, b]`.
 * `kind` is qualified by its group. Each error is said once. (apimachinery `NewInvalid`; that the causes say it once too is
 * recorded: an update checks some things twice)
 */
export function invalidStatus(kind: string, name: string, errors: readonly FieldError[]): Status {
  const unique = [...new Map(errors.map(error => [printFieldError(error), error]))]
  const lines = unique.map(([line]) => line)
  return {
    code: 422,
    reason: 'Invalid',
    message: `${kind} ${quoteGo(name)} is invalid: ${lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`}`,
    causes: unique.map(([, { type, text, path }]) => ({
      reason: FIELD_ERROR_TYPES[type].reason,
      message: text,
      field: path,
    })),
  }
}

/**
 * The answer to what cannot be decoded: `Pod in version "v1" cannot be handled as a Pod: …`.
 * (apiserver `transformDecodeError`)
 */
export function badRequestStatus(kind: string, version: string, text: string): Status {
  const message = `${kind} in version ${quoteGo(version)} cannot be handled as a ${kind}: ${text}`
  return { code: 400, reason: 'BadRequest', message, causes: [] }
}

/** The answer to what admission refuses: `pods "p" is forbidden: …`. (apimachinery `NewForbidden`) */
export function forbiddenStatus(resource: string, name: string, text: string): Status {
  return { code: 403, reason: 'Forbidden', message: `${resource} ${quoteGo(name)} is forbidden: ${text}`, causes: [] }
}

/** The answer to an update of an object that has changed since it was read; `resource` is qualified by its group. (`NewConflict`) */
export function conflictStatus(resource: string, name: string): Status {
  const text = 'the object has been modified; please apply your changes to the latest version and try again'
  const message = `Operation cannot be fulfilled on ${resource} ${quoteGo(name)}: ${text}`
  return { code: 409, reason: 'Conflict', message, causes: [] }
}

/**
 * What kubectl prints of a status that says Invalid, without the newline at its end: one line for one distinct cause,
 * a list for more. (kubectl `util/helpers.go`, `statusCausesToAggrError`, `MultilineError`)
 */
export function printInvalid(kind: string, name: string, causes: readonly StatusCause[]): string {
  const lines = [...new Set(causes.map(({ field, message }) => `${field}: ${message}`))]
  const prefix = `The ${kind} ${quoteGo(name)} is invalid: `
  if (lines.length === 1) return prefix + lines[0]
  return [prefix, ...lines.map(line => `* ${line}`)].join('\n')
}
