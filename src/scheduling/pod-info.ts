import type { Labels } from '../kubernetes/object-meta.ts'
import type { Pod, PodSpec } from '../kubernetes/pod.ts'
import { type HostPort, hostPortsOf } from './host-port.ts'
import { type AffinityTerm, affinityTerms, printTerms, type WeightedAffinityTerm } from './pod-affinity-term.ts'
import { type Amounts, assumedRequests, podRequests } from './pod-requests.ts'

/** What the scheduler needs to know of a pod again and again, worked out once. (framework `PodInfo`) */
export interface PodInfo {
  readonly pod: Pod
  readonly namespace: string
  readonly labels: Labels
  readonly priority: number
  /** Being deleted. */
  readonly terminating: boolean
  readonly demands: Demands
}

/** The part of it that the spec alone decides; pods of one template share it. */
export interface Demands {
  readonly requests: Amounts
  /** With a floor for containers that ask for nothing. */
  readonly assumed: Amounts
  readonly hostPorts: readonly HostPort[]
  /** Left out where the pod says nothing about other pods. */
  readonly podAffinity?: PodAffinityTerms
}

export interface PodAffinityTerms {
  readonly near: readonly AffinityTerm[]
  readonly apart: readonly AffinityTerm[]
  readonly preferredNear: readonly WeightedAffinityTerm[]
  readonly preferredApart: readonly WeightedAffinityTerm[]
  /** All of them, as others have to reckon with them. */
  readonly held: readonly HeldTerm[]
}

/** A term as it concerns others: they are welcome where its pod stands, or unwelcome, or not let in at all. */
export interface HeldTerm {
  /** Equal for terms that say the same. */
  readonly text: string
  readonly term: AffinityTerm
  /** `closed`: whom it means is not let in. */
  readonly welcome: number | 'closed'
}

/** What a required affinity to a pod counts as for that pod, beside preferences with weights of their own. (`HardPodAffinityWeight`) */
const REQUIRED_WEIGHT = 1

const NO_LABELS: Labels = {}

/** Works out what the scheduler needs to know of a pod. */
export function podInfo(pod: Pod): PodInfo {
  const namespace = pod.metadata.namespace || 'default'
  return {
    pod,
    namespace,
    labels: pod.metadata.labels ?? NO_LABELS,
    priority: pod.spec.priority ?? 0,
    terminating: pod.metadata.deletionTimestamp !== undefined,
    demands: demandsOf(pod.spec, namespace),
  }
}

/** Specs are never changed, so what follows from one is kept as long as the spec is. */
const known = new WeakMap<PodSpec, { readonly namespace: string; readonly demands: Demands }>()

function demandsOf(spec: PodSpec, namespace: string): Demands {
  const kept = known.get(spec)
  // Terms about other pods mean other pods in another namespace.
  if (kept?.namespace === namespace) return kept.demands
  const demands = workOut(spec, namespace)
  known.set(spec, { namespace, demands })
  return demands
}

function workOut(spec: PodSpec, namespace: string): Demands {
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {}
  const demands = {
    requests: podRequests(spec),
    assumed: assumedRequests(spec),
    hostPorts: hostPortsOf({ spec }),
  }
  if (!podAffinity && !podAntiAffinity) return demands
  const near = affinityTerms(podAffinity, namespace)
  const apart = affinityTerms(podAntiAffinity, namespace)
  const held = [
    ...near.required.map(term => holdTerm(term, REQUIRED_WEIGHT)),
    ...near.preferred.map(({ term, weight }) => holdTerm(term, weight)),
    ...apart.required.map(term => holdTerm(term, 'closed')),
    ...apart.preferred.map(({ term, weight }) => holdTerm(term, -weight)),
  ]
  return {
    ...demands,
    podAffinity: {
      near: near.required,
      apart: apart.required,
      preferredNear: near.preferred,
      preferredApart: apart.preferred,
      held,
    },
  }
}

function holdTerm(term: AffinityTerm, welcome: HeldTerm['welcome']): HeldTerm {
  return { text: `${welcome} ${term.topologyKey} ${printTerms([term])}`, term, welcome }
}
