import type { AdmissionContext } from './admit-pod.ts'
import { type Decoded, decode, decodingError } from './decode.ts'
import type { FieldError } from './field-error.ts'
import { byteLength, printGoJson } from './go-text.ts'
import type { Issue } from './issue.ts'
import { type KindRules, rulesOf } from './kind-rules.ts'
import type { ObjectMeta } from './object-meta.ts'
import { OBJECT_META } from './object-meta-schema.ts'
import type { ServerSettings } from './server-settings.ts'
import { badRequestStatus, conflictStatus, forbiddenStatus, invalidStatus, type Status } from './status.ts'
import { objectMetaErrors, objectMetaUpdateErrors } from './validate-object-meta.ts'

/** Any object of the API, by the fields that all have. */
export interface ApiObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
  readonly [field: string]: unknown
}

/** What a write depends on beside the object: the server's version and gates, and what admission asks about the cluster. */
export interface WriteContext extends ServerSettings, AdmissionContext {}

/** The object as it is stored, or the server's answer together with the single things that are wrong. */
export type Admitted =
  | { readonly ok: true; readonly value: ApiObject }
  | { readonly ok: false; readonly status: Status; readonly issues: readonly Issue[] }

/**
 * What the API server makes of a new object, with strict field validation: decoding, defaults, admission, validation. A
 * namespace left out is `default`. What the store gives (uid, times, versions) is not added; of a kind without rules here
 * only the metadata is looked at. Takes any JSON value and never changes it. (apiserver `createHandler`, registry
 * `BeforeCreate`)
 */
export function admitNew(object: unknown, context: WriteContext): Admitted {
  const read = readObject(object)
  if (!read.ok) return read
  const { rules } = read
  const placed = placeNew(read.value, rules)
  const filled = rules.defaults ? asObject(rules.defaults(placed)) : placed
  const admitted = rules.admitNew?.(filled, context) ?? { ok: true, value: filled }
  if (!admitted.ok) {
    // A name that is still to be generated is not known yet.
    const { name, generateName } = placed.metadata
    const status = forbiddenStatus(qualified(rules.resource, rules), name || generateName || 'Unknown', admitted.text)
    return { ok: false, status, issues: [] }
  }
  const value = nameNew(asObject(admitted.value), context)
  const errors = rules.validateNew?.(value, context) ?? objectMetaErrors(value.metadata, rules.naming, context.version)
  return verdict(value, errors, rules)
}

/**
 * What the API server makes of an update of `old`, which is stored. What the new object leaves out of its metadata's
 * identity is the old one's. A `resourceVersion` that is not the stored one is a conflict. (apiserver `UpdateResource`,
 * registry `BeforeUpdate`)
 */
export function admitUpdate(object: unknown, old: ApiObject, { version, gates }: ServerSettings = {}): Admitted {
  const read = readObject(object)
  if (!read.ok) return read
  const { rules } = read
  const { namespace = old.metadata.namespace, ...metadata } = read.value.metadata
  const placed = {
    ...read.value,
    metadata: { ...metadata, ...(rules.naming.namespaced && namespace && { namespace }) },
  }
  const filled = rules.defaults ? asObject(rules.defaults(placed)) : placed
  const admitted = rules.admitUpdate ? asObject(rules.admitUpdate(filled, old)) : filled
  const { resourceVersion } = admitted.metadata
  if (resourceVersion && resourceVersion !== (old.metadata.resourceVersion ?? '')) {
    const status = conflictStatus(qualified(rules.resource, rules), old.metadata.name ?? '')
    return { ok: false, status, issues: [] }
  }
  const value = { ...admitted, metadata: keepIdentity(admitted.metadata, old.metadata) }
  const settings: ServerSettings = { ...(version && { version }), ...(gates && { gates }) }
  const errors =
    rules.validateUpdate?.(value, old, settings) ?? objectMetaUpdateErrors(value.metadata, old.metadata, version)
  return verdict(value, errors, rules)
}

function verdict(value: ApiObject, errors: readonly FieldError[], rules: KindRules): Admitted {
  if (errors.length === 0) return { ok: true, value }
  const status = invalidStatus(qualified(rules.kind, rules), value.metadata.name ?? '', errors)
  return { ok: false, status, issues: errors }
}

type ObjectReading =
  | { readonly ok: true; readonly value: ApiObject; readonly rules: KindRules }
  | Extract<Admitted, { ok: false }>

function readObject(object: unknown): ObjectReading {
  if (isDeeperThan(object, MAX_DEPTH)) return badRequest('error decoding from json: exceeded max depth')
  const { apiVersion, kind } = isObject(object) ? object : {}
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isObject(object)) {
    const missing = typeof kind === 'string' ? 'apiVersion' : 'Kind'
    return badRequest(`Object '${missing}' is missing in '${printGoJson(object ?? null)}'`)
  }
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  const rules = rulesOf(group, kind)
  const decoded = rules.schema ? decode(object, rules.schema) : decodeMetadata(object, kind)
  const error = decodingError(decoded)
  if (error === undefined) return { ok: true, value: asObject(decoded.value), rules }
  return {
    ok: false,
    status: badRequestStatus(kind, version, error),
    issues: [...decoded.mistyped, ...decoded.unknown],
  }
}

function badRequest(message: string): Extract<Admitted, { ok: false }> {
  return { ok: false, status: { code: 400, reason: 'BadRequest', message, causes: [] }, issues: [] }
}

/** Far deeper than any object of the API, and not so deep that walking it could end the program. Upstream allows 10 000. */
const MAX_DEPTH = 1000

function isDeeperThan(value: unknown, max: number): boolean {
  // Each object once a level: what is shared, or holds itself, must not multiply.
  let level = new Set([value])
  for (let depth = 0; depth <= max; depth += 1) {
    const objects = [...level].filter(item => typeof item === 'object' && item !== null)
    if (objects.length === 0) return false
    level = new Set(objects.flatMap(item => Object.values(item as object)))
  }
  return true
}

function decodeMetadata(object: Readonly<Record<string, unknown>>, kind: string): Decoded {
  const place = { path: 'metadata', struct: kind, field: 'metadata' }
  const decoded = decode(object.metadata ?? {}, OBJECT_META, place)
  return { ...decoded, value: { ...object, metadata: decoded.value } }
}

/** In a namespace or in none, and without what only a deletion writes. */
function placeNew(object: ApiObject, { naming }: KindRules): ApiObject {
  const {
    namespace = 'default',
    deletionTimestamp,
    deletionGracePeriodSeconds,
    selfLink,
    ...metadata
  } = object.metadata
  return { ...object, metadata: { ...metadata, ...(naming.namespaced && { namespace }) } }
}

/** A generated name is its prefix, cut to 58 characters, and five more. (apiserver `SimpleNameGenerator`) */
function nameNew(object: ApiObject, { randomSuffix }: AdmissionContext): ApiObject {
  const { name, generateName } = object.metadata
  if (name || !generateName) return object
  return { ...object, metadata: { ...object.metadata, name: `${cut(generateName, 58)}${randomSuffix()}` } }
}

function cut(text: string, bytes: number): string {
  let kept = text
  while (byteLength(kept) > bytes) kept = kept.slice(0, -1)
  return kept
}

const IDENTITY = [
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
] as const

function keepIdentity(meta: ObjectMeta, old: ObjectMeta): ObjectMeta {
  const kept = IDENTITY.filter(
    field => old[field] !== undefined && (meta[field] === undefined || STORED.includes(field)),
  )
  return { ...meta, ...Object.fromEntries(kept.map(field => [field, old[field]])) }
}

/** What the store keeps whatever the update says. */
const STORED: readonly string[] = ['creationTimestamp', 'deletionTimestamp', 'generation']

/** `daemonsets.apps`, or the bare word in the core group. */
function qualified(word: string, { group }: KindRules): string {
  return group ? `${word}.${group}` : word
}

/** Schemas, defaults and admission keep an object what it is. */
function asObject(value: unknown): ApiObject {
  return value as ApiObject
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
