import { printGoJson, quoteGo } from './go-text.ts'
import type { Complaint, Issue, IssueCode, IssueParams } from './issue.ts'

/** Kinds of field errors: what they are called where they are printed, and as the `reason` of a cause. (apimachinery `field`) */
export const FIELD_ERROR_TYPES = {
  required: { text: 'Required value', reason: 'FieldValueRequired' },
  forbidden: { text: 'Forbidden', reason: 'FieldValueForbidden' },
  invalid: { text: 'Invalid value', reason: 'FieldValueInvalid' },
  'not-supported': { text: 'Unsupported value', reason: 'FieldValueNotSupported' },
  duplicate: { text: 'Duplicate value', reason: 'FieldValueDuplicate' },
} as const
export type FieldErrorType = keyof typeof FIELD_ERROR_TYPES

/** What validation refuses in one field. `text` is what upstream prints after the field's path. */
export interface FieldError extends Issue {
  readonly type: FieldErrorType
  /** The refused value as upstream prints it; left out where it prints none. */
  readonly value?: string
  /** Upstream's explanation; empty where the type says it all. */
  readonly detail: string
}

/** `path: Required value: detail`. */
export function requiredValue(path: string, code: IssueCode = 'required', detail = ''): FieldError {
  return fieldError('required', path, code, {}, undefined, detail)
}

/** `path: Forbidden: detail`. */
export function forbidden(path: string, code: IssueCode, detail: string, params: IssueParams = {}): FieldError {
  return fieldError('forbidden', path, code, params, undefined, detail)
}

/** `path: Invalid value: value: text`. A string is printed quoted, a number as it is, anything else as JSON. */
export function invalidValue(path: string, value: unknown, { code, params, text }: Complaint): FieldError {
  return fieldError('invalid', path, code, params, printValue(value), text)
}

/** `path: Unsupported value: value: supported values: "A", "B"`, in the order given. */
export function notSupported(path: string, value: unknown, supported: readonly string[], code: IssueCode): FieldError {
  const list = supported.map(quoteGo).join(', ')
  const params = { value: String(value), supported: supported.join(', ') }
  return fieldError('not-supported', path, code, params, printValue(value), `supported values: ${list}`)
}

/** `path: Duplicate value: value: detail`. */
export function duplicateValue(path: string, value: unknown, code: IssueCode = 'duplicate', detail = ''): FieldError {
  return fieldError('duplicate', path, code, { value: printValue(value) }, printValue(value), detail)
}

/** The line that stands for one error in the server's message: `spec.tolerations[0].effect: Required value`. */
export function printFieldError(error: FieldError): string {
  return `${error.path}: ${error.text}`
}

function fieldError(
  type: FieldErrorType,
  path: string,
  code: IssueCode,
  params: IssueParams,
  value: string | undefined,
  detail: string,
): FieldError {
  const text = [FIELD_ERROR_TYPES[type].text, value, detail].filter(Boolean).join(': ')
  return { path, code, params, text, type, detail, ...(value !== undefined && { value }) }
}

/** (apimachinery `field.Error.ErrorBody`) */
function printValue(value: unknown): string {
  return typeof value === 'string' ? quoteGo(value) : printGoJson(value)
}
