import type { ApiResource } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'

/** One object and the resource that it is of. */
export interface Placed {
  readonly resource: ApiResource
  readonly object: KubeObject
}

/** What stands round several objects. */
export interface List {
  readonly apiVersion: 'v1'
  readonly kind: string
  readonly metadata: { readonly resourceVersion?: string }
}

/** What `get` puts round objects of any kind. */
export const LIST: List = { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' } }
