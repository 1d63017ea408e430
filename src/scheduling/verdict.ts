import type { NodeSelectorRequirement } from '../kubernetes/node-selector.ts'
import type { Taint } from '../kubernetes/taint.ts'
import type { HostPort } from './host-port.ts'

/** Whether a node takes a pod, as one filter sees it, and why not. */
export type Verdict<Because = Reason> = { readonly fits: true } | { readonly fits: false; readonly reason: Because }

/** Why a filter refuses a node that looks at nothing but pod and node. */
export type Reason =
  | { readonly code: 'other-node-name'; readonly wanted: string }
  | { readonly code: 'unschedulable' }
  | { readonly code: 'untolerated-taint'; readonly taint: Taint }
  /** The first label of `nodeSelector` that the node does not carry; `found` is its own value, if it has the label. */
  | { readonly code: 'node-selector'; readonly key: string; readonly wanted: string; readonly found?: string }
  /** For each term the first requirement that does not hold; `empty` for a term without any, which holds nowhere. */
  | { readonly code: 'node-affinity'; readonly unmet: readonly (NodeSelectorRequirement | 'empty')[] }

/** Why a filter refuses a node, with what it found: a lesson teaches it, `kubectl` prints upstream's words for it. */
export type SchedulingReason =
  | Reason
  /** Every term names nodes, and no term the same one throughout. It concerns the pod, whatever the node. */
  | { readonly code: 'conflicting-node-names' }
  | { readonly code: 'host-port-taken'; readonly port: HostPort }
  /** Every resource of which the node has too little. */
  | { readonly code: 'insufficient-resources'; readonly shortages: readonly Shortage[] }
  | { readonly code: 'spread-label-missing'; readonly topologyKey: string }
  | ({ readonly code: 'spread-skew' } & Skew)
  /** A term of the pod's affinity that no pod within the node's domain satisfies. */
  | { readonly code: 'pod-affinity'; readonly topologyKey: string }
  /** A pod that the pod's anti-affinity avoids stands within the node's domain. */
  | { readonly code: 'pod-anti-affinity'; readonly topologyKey: string }
  /** A pod within the node's domain has an anti-affinity that avoids the pod. */
  | { readonly code: 'existing-anti-affinity'; readonly topologyKey: string }
  /** The pod names the nodes that it may run on, and this is none of them; no filter looked at it. */
  | { readonly code: 'not-among-named'; readonly plugins: readonly string[] }

/** Amounts of one resource: cpu in thousandths, everything else in its own unit. */
export interface Shortage {
  /** `pods`, `cpu`, `memory`, `ephemeral-storage`, or an extended resource's name. */
  readonly resource: string
  readonly asked: number
  /** Of what the node can allocate, that much is free. */
  readonly free: number
  readonly allocatable: number
}

/** `matching` pods stand in the node's domain and `minimum` in the emptiest; one more would make it uneven by more than `maxSkew`. */
export interface Skew {
  readonly topologyKey: string
  readonly domain: string
  readonly matching: number
  /** Whether the pod itself counts as matching. */
  readonly countsItself: boolean
  readonly minimum: number
  readonly maxSkew: number
}

/** What most verdicts are. */
export const FITS = { fits: true } as const

/** A refusal for `reason`. */
export function refuse<Because extends SchedulingReason>(
  reason: Because,
): { readonly fits: false; readonly reason: Because } {
  return { fits: false, reason }
}

/**
 * Whether the removal of pods from the node could do away with a reason, so that preemption is worth a try. Upstream's
 * status code: `Unschedulable` if so, `UnschedulableAndUnresolvable` if not. (kubernetes-spec 5.2)
 */
export function mayBeResolved(reason: SchedulingReason): boolean {
  switch (reason.code) {
    case 'host-port-taken':
    case 'spread-skew':
    case 'pod-anti-affinity':
    case 'existing-anti-affinity':
      return true
    case 'insufficient-resources':
      // "Too many pods" counts as resolvable even where the node takes no pod at all.
      return reason.shortages.every(({ resource, asked, allocatable }) => resource === 'pods' || asked <= allocatable)
    default:
      return false
  }
}
