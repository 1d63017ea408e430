import type { LabelSelector } from './label-selector.ts'
import type { NodeSelector, NodeSelectorTerm } from './node-selector.ts'

/** `Pod.spec.affinity`. (core/v1 `Affinity`) */
export interface Affinity {
  readonly nodeAffinity?: NodeAffinity
  readonly podAffinity?: PodAffinity
  readonly podAntiAffinity?: PodAffinity
}

export interface NodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PreferredSchedulingTerm[]
}

export interface PreferredSchedulingTerm {
  /** 1 to 100. */
  readonly weight: number
  readonly preference: NodeSelectorTerm
}

/** Attraction to pods, or, as `podAntiAffinity`, repulsion: both have this shape. */
export interface PodAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[]
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[]
}

export interface WeightedPodAffinityTerm {
  /** 1 to 100. */
  readonly weight: number
  readonly podAffinityTerm: PodAffinityTerm
}

/** "The pods that these labels select, in these namespaces, within one value of the node label `topologyKey`." */
export interface PodAffinityTerm {
  readonly labelSelector?: LabelSelector
  /** Left out, and without a `namespaceSelector`: the pod's own namespace. */
  readonly namespaces?: readonly string[]
  readonly topologyKey: string
  readonly namespaceSelector?: LabelSelector
  readonly matchLabelKeys?: readonly string[]
  readonly mismatchLabelKeys?: readonly string[]
}
