import { sameJson } from '../kubernetes/same-json.ts'
import type { ReplicaSetStatus } from '../kubernetes/workload.ts'
import { resourceNamed } from './api-resource.ts'
import { deleteObject, updateObject } from './api-server.ts'
import { printTime, readTime } from './clock.ts'
import { type Change, type Cluster, find, type Held, ownedBy } from './cluster.ts'
import { type Controller, lookLater, succeeded, tryAgain } from './controller.ts'
import { recordEvent } from './event.ts'
import { keyOf } from './object.ts'
import { claim, createPodFor, isActive } from './owned-pods.ts'
import { isAvailable, isReady, readySince } from './ready.ts'
import { workloadsOf } from './workload.ts'
import { withWorkloadCondition } from './workload-condition.ts'

const NAME = 'replicaset-controller'

/** How many pods are deleted in one look, and made in one second: the others follow. (`BurstReplicas`) */
const BURST = 500

/** Keeps as many pods as a ReplicaSet asks for. (pkg/controller/replicaset `syncReplicaSet`) */
export const replicaSetController: Controller = {
  name: NAME,
  notice: (cluster, change) => {
    if (change.resource === 'replicasets') return [keyOf(change.object)]
    return change.resource === 'pods' && isOfInterest(change) ? workloadsOf(cluster, 'replicasets', change) : []
  },
  look: (cluster, key) => {
    const [namespace = '', name = ''] = key.split('/')
    const replicaSet = find(cluster, 'replicasets', name, namespace)
    return replicaSet ? sync(cluster, replicaSet, key) : cluster
  },
}

/** Whether a pod has changed in what a ReplicaSet goes by: what the scheduler and kubelets say beside it says nothing to it. */
function isOfInterest({ type, object, before }: Change): boolean {
  if (type !== 'MODIFIED' || !before) return true
  const [pod, old] = [object as Held['pods'], before as Held['pods']]
  return (
    pod.status?.phase !== old.status?.phase ||
    readySince(pod) !== readySince(old) ||
    pod.metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
    !sameJson(pod.metadata.labels, old.metadata.labels) ||
    !sameJson(pod.metadata.ownerReferences, old.metadata.ownerReferences)
  )
}

function sync(cluster: Cluster, replicaSet: Held['replicasets'], key: string): Cluster {
  const claimed = claim(cluster, 'pods', replicaSet, replicaSet.spec?.selector)
  const isEnding = replicaSet.metadata.deletionTimestamp !== undefined
  const scaled: Scaled = isEnding ? { cluster: claimed.cluster } : scale(claimed.cluster, replicaSet, claimed.owned)
  const isSame = scaled.cluster === claimed.cluster
  const owned = isSame ? claimed.owned : ownedBy(scaled.cluster, replicaSet.metadata.uid ?? '', 'pods')
  const status = statusOf(replicaSet, owned, scaled.failure, cluster.now)
  const answer = updateObject(scaled.cluster, { ...replicaSet, status }, { subresource: 'status' })
  const written = answer.ok ? answer.cluster : scaled.cluster
  const counted = scaled.failure === undefined ? succeeded(written, NAME, key) : tryAgain(written, NAME, key)
  const going = scaled.isPartial ? lookLater(counted, NAME, key, cluster.now + 1) : counted
  return lookWhenAvailable(going, replicaSet, owned, key)
}

interface Scaled {
  readonly cluster: Cluster
  /** What went wrong. */
  readonly failure?: string
  /** Whether more are to be made when the second is over. */
  readonly isPartial?: boolean
}

/** (`manageReplicas`) */
function scale(cluster: Cluster, replicaSet: Held['replicasets'], owned: readonly Held['pods'][]): Scaled {
  const pods = owned.filter(isActive)
  const missing = (replicaSet.spec?.replicas ?? 1) - pods.length
  if (missing < 0) return { cluster: deletePods(cluster, replicaSet, pods, Math.min(-missing, BURST)) }
  const room = missing > 0 ? roomFor(owned, printTime(cluster.now)) : 0
  const isPartial = missing > room
  let next = cluster
  for (let index = 0; index < Math.min(missing, room); index += 1) {
    const { selector, template } = replicaSet.spec ?? {}
    if (!template) throw new Error(`ReplicaSet ${keyOf(replicaSet)} has no template`)
    const attempt = createPodFor(next, replicaSet, selector, template, NAME)
    next = attempt.cluster
    // What the API server refuses once it refuses again.
    if (attempt.failure !== undefined) return { cluster: next, failure: attempt.failure }
  }
  return { cluster: next, isPartial }
}

/**
 * How many more pods may be made in this second. One that failed as soon as it was made, because its kubelet refuses it, is
 * replaced in the next: the controllers may ask the server twenty times a second. (kube-controller-manager `--kube-api-qps`)
 */
function roomFor(owned: readonly Held['pods'][], time: string): number {
  const made = owned.filter(({ metadata }) => metadata.creationTimestamp === time)
  return made.some(({ status }) => status?.phase === 'Failed') ? 0 : BURST - made.length
}

function deletePods(
  cluster: Cluster,
  replicaSet: Held['replicasets'],
  pods: readonly Held['pods'][],
  count: number,
): Cluster {
  const neighbours = relatedPods(cluster, replicaSet)
  const ranked = pods.toSorted((a, b) => compareForDeletion(a, b, neighbours, cluster.now))
  return ranked.slice(0, count).reduce((next, { metadata }) => {
    const answer = deleteObject(next, resourceNamed('pods'), metadata.name, metadata.namespace)
    if (!answer.ok) return next
    const message = `Deleted pod: ${metadata.name}`
    return recordEvent(answer.cluster, replicaSet, { reason: 'SuccessfulDelete', message, component: NAME })
  }, cluster)
}

/** How many active pods of the same Deployment (or of this ReplicaSet alone) each node has. */
function relatedPods(cluster: Cluster, replicaSet: Held['replicasets']): ReadonlyMap<string, number> {
  const owner = replicaSet.metadata.ownerReferences?.find(({ controller }) => controller)
  const siblings = owner ? ownedBy(cluster, owner.uid, 'replicasets') : [replicaSet]
  const counts = new Map<string, number>()
  for (const { metadata } of siblings) {
    for (const { spec } of ownedBy(cluster, metadata.uid ?? '', 'pods').filter(isActive)) {
      if (spec.nodeName) counts.set(spec.nodeName, (counts.get(spec.nodeName) ?? 0) + 1)
    }
  }
  return counts
}

/**
 * Which of two pods goes first: the one without a node, not running, not ready, that costs less, that has more siblings on
 * its node, that has been ready for less time, that has restarted more often, that is younger; times are told apart by
 * powers of two. (pkg/controller `ActivePodsWithRanks.Less`)
 */
function compareForDeletion(
  a: Held['pods'],
  b: Held['pods'],
  neighbours: ReadonlyMap<string, number>,
  now: number,
): number {
  const ready = [readySince(a), readySince(b)] as const
  const related = (pod: Held['pods']) => neighbours.get(pod.spec.nodeName ?? '') ?? 0
  return (
    Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName)) ||
    phaseRank(a) - phaseRank(b) ||
    Number(isReady(a)) - Number(isReady(b)) ||
    deletionCost(a) - deletionCost(b) ||
    related(b) - related(a) ||
    (ready[0] !== undefined && ready[1] !== undefined ? doublings(ready[0], now) - doublings(ready[1], now) : 0) ||
    restarts(b) - restarts(a) ||
    doublings(createdAt(a), now) - doublings(createdAt(b), now) ||
    ((a.metadata.uid ?? '') < (b.metadata.uid ?? '') ? -1 : 1)
  )
}

function phaseRank({ status }: Held['pods']): number {
  return status?.phase === 'Running' ? 2 : status?.phase === 'Unknown' ? 1 : 0
}

function deletionCost({ metadata }: Held['pods']): number {
  const cost = Number(metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0)
  return Number.isInteger(cost) ? cost : 0
}

function doublings(since: number, now: number): number {
  return Math.floor(Math.log2(Math.max(1, now - since)))
}

function restarts({ status }: Held['pods']): number {
  return Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount))
}

function createdAt({ metadata }: Held['pods']): number {
  return readTime(metadata.creationTimestamp) ?? 0
}

/** (`calculateStatus`) */
function statusOf(
  { metadata, spec, status }: Held['replicasets'],
  owned: readonly Held['pods'][],
  failure: string | undefined,
  now: number,
): ReplicaSetStatus {
  const pods = owned.filter(isActive)
  const labels = Object.entries(spec?.template?.metadata?.labels ?? {})
  const isFullyLabeled = (pod: Held['pods']) => labels.every(([key, value]) => pod.metadata.labels?.[key] === value)
  const fullyLabeledReplicas = pods.filter(isFullyLabeled).length
  const readyReplicas = pods.filter(isReady).length
  const availableReplicas = pods.filter(pod => isAvailable(pod, spec?.minReadySeconds ?? 0, now)).length
  const others = (status?.conditions ?? []).filter(({ type }) => type !== 'ReplicaFailure')
  const condition = { type: 'ReplicaFailure', status: 'True' as const, reason: 'FailedCreate' }
  const conditions =
    failure === undefined ? others : withWorkloadCondition(status?.conditions, { ...condition, message: failure }, now)
  return {
    ...(availableReplicas > 0 && { availableReplicas }),
    ...(conditions.length > 0 && { conditions }),
    ...(fullyLabeledReplicas > 0 && { fullyLabeledReplicas }),
    ...(metadata.generation !== undefined && { observedGeneration: metadata.generation }),
    ...(readyReplicas > 0 && { readyReplicas }),
    replicas: pods.length,
    terminatingReplicas: owned.filter(isTerminating).length,
  }
}

function isTerminating({ metadata, status }: Held['pods']): boolean {
  return metadata.deletionTimestamp !== undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed'
}

function lookWhenAvailable(
  cluster: Cluster,
  { spec }: Held['replicasets'],
  pods: readonly Held['pods'][],
  key: string,
): Cluster {
  const { minReadySeconds = 0 } = spec ?? {}
  if (minReadySeconds === 0) return cluster
  const due = pods
    .filter(pod => isActive(pod) && isReady(pod) && !isAvailable(pod, minReadySeconds, cluster.now))
    .map(pod => (readySince(pod) ?? 0) + minReadySeconds)
  return due.length === 0 ? cluster : lookLater(cluster, NAME, key, Math.min(...due))
}
