import { type FieldError, forbidden, invalidValue, requiredValue, tooLong } from './field-error.ts'
import { byteLength, printGoJson } from './go-text.ts'
import type { Complaint } from './issue.ts'
import { dnsLabelComplaints, labelKeyComplaints } from './label.ts'
import type { ObjectMeta } from './object-meta.ts'
import { sameJson } from './same-json.ts'
import { labelsErrors } from './validate-labels.ts'
import type { KubernetesVersion } from './version.ts'

/** How the objects of a kind may be named, and whether they live in namespaces. */
export interface Naming {
  readonly namespaced: boolean
  readonly nameComplaints: (name: string) => readonly Complaint[]
}

/**
 * What the API server refuses in the metadata of a new object, whose name has been generated and whose namespace has been
 * filled in. (apimachinery `ValidateObjectMetaAccessor`)
 */
export function objectMetaErrors(meta: ObjectMeta, naming: Naming, version?: KubernetesVersion): readonly FieldError[] {
  const { name = '', generateName = '', namespace = '' } = meta
  const errors: FieldError[] = []
  if (generateName) {
    // What is put behind it makes a dash at its end harmless.
    const base = generateName.length > 1 && generateName.endsWith('-') ? `${generateName.slice(0, -2)}a` : generateName
    for (const complaint of naming.nameComplaints(base)) {
      errors.push(invalidValue('metadata.generateName', generateName, complaint))
    }
  }
  if (name) errors.push(...naming.nameComplaints(name).map(found => invalidValue('metadata.name', name, found)))
  else errors.push(requiredValue('metadata.name', 'name-required', 'name or generateName is required'))
  if (naming.namespaced) {
    for (const complaint of dnsLabelComplaints(namespace)) {
      errors.push(invalidValue('metadata.namespace', namespace, complaint))
    }
  } else if (namespace) {
    errors.push(forbidden('metadata.namespace', 'namespace-not-allowed', 'not allowed on this type'))
  }
  errors.push(...labelsErrors(meta.labels, 'metadata.labels', version))
  errors.push(...annotationsErrors(meta.annotations, 'metadata.annotations', version))
  return errors
}

/**
 * What the API server refuses in the metadata of an update: what cannot change, and what would be refused in a new object.
 * A uid or time that is left out is the old one. (apimachinery `ValidateObjectMetaAccessorUpdate`)
 */
export function objectMetaUpdateErrors(
  meta: ObjectMeta,
  old: ObjectMeta,
  version?: KubernetesVersion,
): readonly FieldError[] {
  const errors: FieldError[] = []
  for (const field of ['name', 'namespace', 'uid'] as const) {
    const [value = '', before = ''] = [meta[field], old[field]]
    if (value !== before) errors.push(immutable(`metadata.${field}`, value))
  }
  errors.push(...labelsErrors(meta.labels, 'metadata.labels', version))
  errors.push(...annotationsErrors(meta.annotations, 'metadata.annotations', version))
  return errors
}

/** What is wrong with annotations: their keys, whose case does not matter, and their size. (`ValidateAnnotations`) */
export function annotationsErrors(
  annotations: ObjectMeta['annotations'],
  path: string,
  version?: KubernetesVersion,
): readonly FieldError[] {
  const entries = Object.entries(annotations ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const errors = entries.flatMap(([key]) =>
    labelKeyComplaints(key.toLowerCase(), version).map(complaint => invalidValue(path, key, complaint)),
  )
  const size = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0)
  return size > MAX_ANNOTATIONS ? [...errors, tooLong(path, MAX_ANNOTATIONS)] : errors
}

/** `path: Invalid value: value: field is immutable`, if the value has changed. (`ValidateImmutableField`) */
export function immutableErrors(path: string, value: unknown, old: unknown): readonly FieldError[] {
  return sameJson(value, old) ? [] : [immutable(path, value)]
}

const MAX_ANNOTATIONS = 256 * 1024

function immutable(path: string, value: unknown): FieldError {
  const shown = value ?? null
  const params = { value: typeof shown === 'string' ? shown : printGoJson(shown) }
  return invalidValue(path, shown, { code: 'immutable', params, text: 'field is immutable' })
}
