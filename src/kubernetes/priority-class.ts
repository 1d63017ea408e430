import type { ObjectMeta } from './object-meta.ts'
import type { PreemptionPolicy } from './pod.ts'

/** (scheduling/v1 `PriorityClass`) */
export interface PriorityClass {
  readonly apiVersion?: 'scheduling.k8s.io/v1'
  readonly kind?: 'PriorityClass'
  readonly metadata: ObjectMeta
  readonly value: number
  /** The class of pods that name none. */
  readonly globalDefault?: boolean
  readonly description?: string
  readonly preemptionPolicy?: PreemptionPolicy
}
