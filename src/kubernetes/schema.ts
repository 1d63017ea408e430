import type { Complaint } from './issue.ts'

/**
 * What JSON may stand in a field, as the Go type behind it has it. A table of these describes an object; `decode` reads
 * any JSON value by it. `go` is the type's name as Go prints it.
 */
export type Schema = (
  | { readonly kind: 'string' | 'bool' | 'int' | 'anything' }
  | { readonly kind: 'list' | 'map'; readonly of: Schema }
  | { readonly kind: 'struct'; readonly fields: Fields }
  | { readonly kind: 'custom'; readonly read: ReadCustom }
) & { readonly go: string; readonly presence?: Presence }
export type StructSchema = Extract<Schema, { kind: 'struct' }>
export type CustomSchema = Extract<Schema, { kind: 'custom' }>

/** By JSON name, which is case-sensitive. */
export type Fields = Readonly<Record<string, Schema>>

/**
 * What becomes of a zero value (`""`, 0, false, an empty list): left out by default (`omitempty`); kept in a `pointer`,
 * which tells "not said" from zero; written even when it was not said where the field is there `always`.
 */
export type Presence = 'pointer' | 'always'

/**
 * Reads a type with a JSON form of its own (a quantity, a time). A refusal with `go`: it is not of that type; with `number`
 * too: it is a number that the type does not hold.
 */
export type ReadCustom = (
  value: unknown,
) =>
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refused: Complaint | { readonly go: string; readonly number?: number } }

export const STRING: Schema = { kind: 'string', go: 'string' }
export const BOOL: Schema = { kind: 'bool', go: 'bool' }
export const INT32: Schema = { kind: 'int', go: 'int32' }
export const INT64: Schema = { kind: 'int', go: 'int64' }
/** What this course neither reads nor checks: it is kept as it is. */
export const ANYTHING: Schema = { kind: 'anything', go: 'object' }

/** A string with a Go type of its own, such as `v1.TaintEffect`. */
export function named(go: string): Schema {
  return { kind: 'string', go }
}

export function list(of: Schema): Schema {
  return { kind: 'list', of, go: `[]${of.go}` }
}

/** An object whose keys are free, such as labels. */
export function map(of: Schema, go = `map[string]${of.go}`): Schema {
  return { kind: 'map', of, go }
}

/** An object with the fields given and no others; `go` is its type with its package, `v1.Toleration`. */
export function struct(go: string, fields: Fields): StructSchema {
  return { kind: 'struct', go, fields }
}

export function pointer(schema: Schema): Schema {
  return { ...schema, presence: 'pointer' }
}

export function always(schema: Schema): Schema {
  return { ...schema, presence: 'always' }
}
