import type { AdmissionContext } from './admit-pod.ts'
import type { FieldError } from './field-error.ts'
import { byteLength } from './go-text.ts'
import type { Issue } from './issue.ts'
import { type KindRules, rulesOf } from './kind-rules.ts'
import type { ObjectMeta } from './object-meta.ts'
import type { ServerSettings } from './server-settings.ts'
import { conflictStatus, forbiddenStatus, invalidStatus, type Status } from './status.ts'

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

/** How the API server looks at what comes from outside. */
export interface Inspection {
  /** Reads any JSON value by the schema of its kind. */
  readonly read: (object: unknown) => Admitted
  /** What is wrong with a new object, defaults and admission done. */
  readonly newErrors: (object: ApiObject, rules: KindRules, settings: ServerSettings) => readonly FieldError[]
  /** What is wrong with an update of `old`, which is stored. */
  readonly updateErrors: (
    object: ApiObject,
    old: ApiObject,
    rules: KindRules,
    settings: ServerSettings,
  ) => readonly FieldError[]
}

/**
 * What the API server makes of a new object: defaults, admission, a name. A namespace left out is `default`. What the store
 * gives (uid, times, versions) is not added. `inspection` looks at what a client sends; what the cluster's own programs
 * write, from what has been looked at, is taken as it is. (apiserver `createHandler`, registry `BeforeCreate`)
 */
export function prepareNew(object: ApiObject, context: WriteContext, inspection?: Inspection): Admitted {
  const read = inspection?.read(object) ?? { ok: true, value: object }
  if (!read.ok) return read
  const rules = rulesFor(read.value)
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
  return verdict(value, inspection?.newErrors(value, rules, context), rules)
}

/**
 * What the API server makes of an update of `old`, which is stored. What the new object leaves out of its metadata's
 * identity is the old one's. A `resourceVersion` that is not the stored one is a conflict. `inspection`: as for `prepareNew`.
 * (apiserver `UpdateResource`, registry `BeforeUpdate`)
 */
export function prepareUpdate(
  object: ApiObject,
  old: ApiObject,
  settings: ServerSettings,
  inspection?: Inspection,
): Admitted {
  const read = inspection?.read(object) ?? { ok: true, value: object }
  if (!read.ok) return read
  const rules = rulesFor(read.value)
  const { namespace = old.metadata.namespace, ...metadata } = read.value.metadata
  const placed = { ...read.value, metadata: { ...metadata, ...(rules.namespaced && namespace && { namespace }) } }
  const filled = rules.defaults ? asObject(rules.defaults(placed)) : placed
  const admitted = rules.admitUpdate ? asObject(rules.admitUpdate(filled, old)) : filled
  const { resourceVersion } = admitted.metadata
  if (resourceVersion && resourceVersion !== (old.metadata.resourceVersion ?? '')) {
    const status = conflictStatus(qualified(rules.resource, rules), old.metadata.name ?? '')
    return { ok: false, status, issues: [] }
  }
  const value = { ...admitted, metadata: keepIdentity(admitted.metadata, old.metadata) }
  return verdict(value, inspection?.updateErrors(value, old, rules, settings), rules)
}

function verdict(value: ApiObject, errors: readonly FieldError[] = [], rules: KindRules): Admitted {
  if (errors.length === 0) return { ok: true, value }
  const status = invalidStatus(qualified(rules.kind, rules), value.metadata.name ?? '', errors)
  return { ok: false, status, issues: errors }
}

function rulesFor({ apiVersion, kind }: ApiObject): KindRules {
  return rulesOf(apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '', kind)
}

/** In a namespace or in none, and without what only a deletion writes. */
function placeNew(object: ApiObject, { namespaced }: KindRules): ApiObject {
  const {
    namespace = 'default',
    deletionTimestamp,
    deletionGracePeriodSeconds,
    selfLink,
    ...metadata
  } = object.metadata
  return { ...object, metadata: { ...metadata, ...(namespaced && { namespace }) } }
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
