import type { Issue, IssueCode } from './issue.ts'
import type { CustomSchema, Fields, Schema, StructSchema } from './schema.ts'

/**
 * A JSON value read by a schema, with everything in it that does not fit. What does not fit is left out, or is a zero
 * value where something has to stand.
 */
export interface Decoded {
  readonly value: unknown
  /** Of the wrong type, in the order of the text. The API server reports the first and no more. */
  readonly mistyped: readonly Issue[]
  /** Fields that nobody knows. The API server reports all of them, but only if nothing is mistyped. */
  readonly unknown: readonly Issue[]
}

/** What objects that stand in many others were read as, by the schema; those that are to be remembered have an empty map. */
export type Readings = WeakMap<object, Map<Schema, unknown>>

/** Where a value stands: `path` with the indices; `struct` and `field` as Go names it, without them. */
export interface Place {
  readonly path: string
  readonly struct: string
  readonly field: string
}

/**
 * Reads any JSON value by a schema, as the API server does with strict field validation. Zero values are left out or
 * written as each field's presence has it; `null` says nothing. Never throws. `place` is where the value stands in its
 * object; left out, it is the object. What `readings` holds is not read again. (sigs.k8s.io/json `UnmarshalStrict`: encoding/json with case-sensitive names)
 */
export function decode(
  value: unknown,
  schema: Schema,
  place: Place = { path: '', struct: '', field: '' },
  readings?: Readings,
): Decoded {
  const found: Found = { mistyped: [], unknown: [], ...(readings && { readings }) }
  return { value: read(value, schema, place, found), ...found }
}

/**
 * What the API server says of what did not fit, after `cannot be handled as a Pod: `; `undefined` if everything did.
 * (apimachinery `runtime.NewStrictDecodingError`)
 */
export function decodingError({ mistyped, unknown }: Decoded): string | undefined {
  if (mistyped[0]) return mistyped[0].text
  if (unknown.length === 0) return undefined
  return `strict decoding error: ${[...new Set(unknown.map(({ text }) => text))].join(', ')}`
}

interface Found {
  readonly mistyped: Issue[]
  readonly unknown: Issue[]
  readonly readings?: Readings
}

function read(value: unknown, schema: Schema, place: Place, found: Found): unknown {
  const known = typeof value === 'object' && value !== null ? found.readings?.get(value) : undefined
  if (!known) return readAnew(value, schema, place, found)
  if (known.has(schema)) return known.get(schema)
  const faults = found.mistyped.length + found.unknown.length
  const reading = readAnew(value, schema, place, found)
  if (found.mistyped.length + found.unknown.length === faults) known.set(schema, reading)
  return reading
}

/** `undefined`: nothing was said, or nothing that fits. */
function readAnew(value: unknown, schema: Schema, place: Place, found: Found): unknown {
  if (value === undefined) return undefined
  if (value === null && schema.presence === 'pointer') return undefined
  switch (schema.kind) {
    case 'anything':
      return value === null ? undefined : value
    case 'custom':
      return readCustom(value, schema, place, found)
    case 'string':
      if (typeof value === 'string') return value.toWellFormed()
      break
    case 'bool':
      if (typeof value === 'boolean') return value
      break
    case 'int':
      // -0 + 0 is 0.
      if (typeof value === 'number' && fitsInt(value, schema.go)) return value + 0
      if (typeof value === 'number') return refuse('wrong-number', `number ${value}`, schema, place, found)
      break
    case 'list':
      if (Array.isArray(value)) {
        return value.map((item: unknown, index) => {
          const at = { ...place, path: `${place.path}[${index}]` }
          return read(item, schema.of, at, found) ?? zeroOf(schema.of)
        })
      }
      break
    case 'map':
      if (isObject(value)) {
        const entries = Object.entries(value).map(([key, item]) => {
          const at = { ...place, path: `${place.path}[${key}]` }
          return [key, read(item, schema.of, at, found) ?? zeroOf(schema.of)] as const
        })
        return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
      }
      break
    case 'struct':
      if (isObject(value)) return readStruct(value, schema, place, found)
      break
  }
  if (value === null) return undefined
  return refuse('wrong-type', jsonTypeOf(value), schema, place, found)
}

function readStruct(
  value: Readonly<Record<string, unknown>>,
  schema: StructSchema,
  place: Place,
  found: Found,
): unknown {
  const said = new Map<string, unknown>()
  const struct = schema.go.slice(schema.go.indexOf('.') + 1)
  for (const [name, item] of Object.entries(value)) {
    const path = place.path ? `${place.path}.${name}` : name
    const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined
    if (!field) {
      found.unknown.push({ path, code: 'unknown-field', params: { field: name }, text: `unknown field "${path}"` })
      continue
    }
    const at = { path, struct, field: place.field ? `${place.field}.${name}` : name }
    said.set(name, read(item, field, at, found))
  }
  // Written in the order of the schema, which is Go's.
  const entries = Object.entries(schema.fields).flatMap(([name, field]) => {
    const item = said.get(name) ?? (field.presence === 'always' ? zeroOf(field) : undefined)
    return item === undefined || (!field.presence && isZero(item)) ? [] : [[name, item] as const]
  })
  return Object.fromEntries(entries)
}

function readCustom(value: unknown, schema: CustomSchema, place: Place, found: Found): unknown {
  const result = schema.read(value)
  if (result.ok) return result.value
  const { refused } = result
  if (!('go' in refused)) {
    found.mistyped.push({ path: place.path, ...refused })
    return undefined
  }
  const actual = { ...schema, go: refused.go }
  if (refused.number === undefined) return refuse('wrong-type', jsonTypeOf(value), actual, place, found)
  return refuse('wrong-number', `number ${refused.number}`, actual, place, found)
}

function refuse(
  code: IssueCode,
  what: string,
  { kind, go }: Schema,
  { path, struct, field }: Place,
  found: Found,
): undefined {
  const where = struct ? `struct field ${struct}.${field}` : 'value'
  const text = `json: cannot unmarshal ${what} into Go ${where} of type ${go}`
  found.mistyped.push({ path, code, params: { expected: kind, found: what.replace('number ', '') }, text })
  return undefined
}

function zeroOf(schema: Schema): unknown {
  switch (schema.kind) {
    case 'string':
      return ''
    case 'bool':
      return false
    case 'int':
      return 0
    case 'list':
      return []
    case 'map':
    case 'anything':
      return {}
    case 'struct':
      return zeroStruct(schema.fields)
    case 'custom': {
      const zero = schema.read(null)
      return zero.ok ? zero.value : undefined
    }
  }
}

function zeroStruct(fields: Fields): Record<string, unknown> {
  const entries = Object.entries(fields).filter(([, { presence }]) => presence === 'always')
  return Object.fromEntries(entries.map(([name, schema]) => [name, zeroOf(schema)]))
}

function isZero(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (isObject(value)) return Object.keys(value).length === 0
  return value === '' || value === 0 || value === false
}

function fitsInt(value: number, go: string): boolean {
  // 2^63 itself is what the largest int64 becomes in a JavaScript number.
  const [min, max] = go === 'int32' ? [-(2 ** 31), 2 ** 31 - 1] : [-(2 ** 63), 2 ** 63]
  return Number.isInteger(value) && value >= min && value <= max
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function jsonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string' || typeof value === 'object') return typeof value
  return 'number'
}
