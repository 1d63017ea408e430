import type { ObjectMeta } from './object-meta.ts'

/** (core/v1 `Namespace`) */
export interface Namespace {
  readonly apiVersion?: 'v1'
  readonly kind?: 'Namespace'
  readonly metadata: ObjectMeta
  readonly spec?: { readonly finalizers?: readonly string[] }
  readonly status?: { readonly phase?: 'Active' | 'Terminating' }
}
