import type { ObjectMeta } from './object-meta.ts'

/** (core/v1 `ConfigMap`) */
export interface ConfigMap {
  readonly apiVersion?: 'v1'
  readonly kind?: 'ConfigMap'
  readonly metadata: ObjectMeta
  readonly immutable?: boolean
  readonly data?: Readonly<Record<string, string>>
  /** Base64. */
  readonly binaryData?: Readonly<Record<string, string>>
}
