import type { ObjectMeta } from '../kubernetes/object-meta.ts'

/** Any object of the API as JSON; the kinds that rules read have their own types in `src/kubernetes`. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta & { readonly name: string }
  readonly [field: string]: unknown
}

/** An object as a client sends it. Nothing about it is checked yet but that it says what it is. */
export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata?: ObjectMeta
  readonly [field: string]: unknown
}

/** `namespace/name`, or `/name` for what lies in no namespace. In the order of these keys the API server lists. */
export function objectKey(name: string, namespace?: string): string {
  return `${namespace ?? ''}/${name}`
}

/** The key under which an object is kept. */
export function keyOf({ metadata }: KubeObject): string {
  return objectKey(metadata.name, metadata.namespace)
}

/** Whether a JSON value is an object, with fields of whatever kind. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
