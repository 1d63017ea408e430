import type { LabelSelector } from './label-selector.ts'

/** `Pod.spec.topologySpreadConstraints[i]`. (core/v1 `TopologySpreadConstraint`) */
export interface TopologySpreadConstraint {
  readonly maxSkew: number
  readonly topologyKey: string
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway'
  readonly labelSelector?: LabelSelector
  readonly minDomains?: number
  /** Left out: `Honor`. */
  readonly nodeAffinityPolicy?: NodeInclusionPolicy
  /** Left out: `Ignore`. */
  readonly nodeTaintsPolicy?: NodeInclusionPolicy
  readonly matchLabelKeys?: readonly string[]
}

export type NodeInclusionPolicy = 'Honor' | 'Ignore'
