import type { LabelSelector } from './label-selector.ts'
import type { ObjectMeta } from './object-meta.ts'

/** (policy/v1 `PodDisruptionBudget`) */
export interface PodDisruptionBudget {
  readonly apiVersion?: 'policy/v1'
  readonly kind?: 'PodDisruptionBudget'
  readonly metadata: ObjectMeta
  readonly spec?: PodDisruptionBudgetSpec
  readonly status?: PodDisruptionBudgetStatus
}

export interface PodDisruptionBudgetSpec {
  /** A number, or a percentage such as `50%`; never together with `maxUnavailable`. */
  readonly minAvailable?: number | string
  readonly selector?: LabelSelector
  readonly maxUnavailable?: number | string
  readonly unhealthyPodEvictionPolicy?: string
}

export interface PodDisruptionBudgetStatus {
  readonly observedGeneration?: number
  /** Pods whose eviction was granted and has not been seen yet: name → RFC 3339. */
  readonly disruptedPods?: Readonly<Record<string, string>>
  readonly disruptionsAllowed: number
  readonly currentHealthy: number
  readonly desiredHealthy: number
  readonly expectedPods: number
  readonly conditions?: readonly PodDisruptionBudgetCondition[]
}

export interface PodDisruptionBudgetCondition {
  readonly type: string
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason: string
  readonly message: string
  readonly lastTransitionTime: string
  readonly observedGeneration?: number
}
