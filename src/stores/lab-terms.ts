import type { Preset } from '../cluster/presets.ts'

/*
 * What the lab’s page and its worker both name: presets, versions, gates, pods.
 */

/** The clusters that the lab can begin with. */
export const LAB_PRESETS = [
  'kind',
  'one-node',
  'zones',
  'ha',
  'mixed',
  'broken',
  'large',
] as const satisfies readonly Preset[]
export type LabPreset = Preset

/** The Kubernetes versions that one can choose: the newest, and the exam's. */
export const LAB_VERSIONS = ['v1.37', 'v1.35'] as const
export type LabVersion = (typeof LAB_VERSIONS)[number]

/** The one feature gate that changes what is simulated: `Gt` and `Lt` in tolerations. */
export interface LabGates {
  readonly TaintTolerationComparisonOperators: boolean
}

/** A pod by name. */
export interface PodName {
  readonly namespace: string
  readonly name: string
}
