import { printGoJson, quoteGo } from './go-text.ts'
import type { Complaint, Issue, IssueCode, IssueParams } from './issue.ts'

/** Kinds of field errors: what they are called where they are printed, and as the `reason` of a cause. (apimachinery `field`) */
export const FIELD_ERROR_TYPES = {
  required: { text: 'Required value', reason: 'FieldValueRequired' },
  forbidden: { text: 'Forbidden', reason: 'FieldValueForbidden' },
  invalid: { text: 'Invalid value', reason: 'FieldValueInvalid' },
  'not-supported': { text: 'Unsupported value', reason: 'FieldValueNotSupported' },
  duplicate: { text: 'Duplicate value', reason: 'FieldValueDuplicate' },
  'too-long': { text: 'Too long', reason: 'FieldValueTooLong' },
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

/** `path: Too long: detail`. */
export function tooLong(path: string, max: number): FieldError {
  return fieldError('too-long', path, 'too-long', { max }, undefined, `may not be more than ${max} bytes`)
}

/** `path: Invalid value: value: text`. A string is printed quoted as Go does, anything else as JSON. */
export function invalidValue(path: string, value: unknown, { code, params, text }: Complaint): FieldError {
  return fieldError(
    'invalid',
    path,
    code,
    params,
    typeof value === 'string' ? quoteGo(value) : printGoJson(value),
    text,
  )
}

/** As `invalidValue`, for a string whose Go type has a name of its own (an operator): it is printed as JSON. */
export function invalidNamed(path: string, value: string, { code, params, text }: Complaint): FieldError {
  return fieldError('invalid', path, code, params, printGoJson(value), text)
}

/** `path: Unsupported value: value: supported values: "A", "B"`, in the order given; the value is printed as JSON. */
export function notSupported(
  path: string,
  value: unknown,
  supported: readonly string[],
  code: IssueCode = 'unsupported-value',
): FieldError {
  const printed = printGoJson(value)
  const params = { value: typeof value === 'string' ? value : printed, supported: supported.join(', ') }
  const detail = `supported values: ${supported.map(quoteGo).join(', ')}`
  return fieldError('not-supported', path, code, params, printed, detail)
}

/** `path: Duplicate value: value: detail`. */
export function duplicateValue(path: string, value: unknown, code: IssueCode = 'duplicate', detail = ''): FieldError {
  const printed = typeof value === 'string' ? quoteGo(value) : printGoJson(value)
  return fieldError('duplicate', path, code, { value: printed }, printed, detail)
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
