import { sameJson } from '../kubernetes/same-json.ts'
import { evictionOf } from '../scheduling/eviction.ts'
import { type EvictionEvent, printEvictionEvent, reviewEviction, strike } from '../scheduling/eviction-timer.ts'
import { resourceNamed } from './api-resource.ts'
import { deleteObject } from './api-server.ts'
import { type Change, type Cluster, find, type Held, podsOn, putObject } from './cluster.ts'
import { type Controller, lookLater } from './controller.ts'
import { recordEvent } from './event.ts'
import { keyOf } from './object.ts'
import { withPodCondition } from './pod-condition.ts'
import { valueAt, withEntry, withoutEntry } from './sorted-map.ts'

const NAME = 'taint-eviction-controller'

/**
 * Deletes the pods that do not tolerate the `NoExecute` taints of their nodes, now or when their time is up. It asks no
 * PodDisruptionBudget. (pkg/controller/tainteviction; kubernetes-spec 6.1)
 */
export const taintEvictionController: Controller = {
  name: NAME,
  notice: (cluster, change) => {
    if (change.resource === 'pods') return concernsPod(change) ? [keyOf(change.object)] : []
    if (change.resource !== 'nodes' || sameEvictingTaints(change)) return []
    return podsOn(cluster, change.object.metadata.name).map(keyOf)
  },
  look: (cluster, key) => {
    const [namespace = '', name = ''] = key.split('/')
    const pod = find(cluster, 'pods', name, namespace)
    const timer = valueAt(cluster.evictions, key)
    if (!pod) return timer ? said(withoutTimer(cluster, key), key, 'cancelling') : cluster
    const hasStruck = timer && cluster.now >= timer.strikesAt
    if (pod.metadata.deletionTimestamp && !hasStruck) return cluster
    const taints = find(cluster, 'nodes', pod.spec.nodeName ?? '')?.spec?.taints ?? []
    const reviewed = hasStruck
      ? strike(timer, cluster.now)
      : reviewEviction(timer, evictionOf(pod.spec.tolerations ?? [], taints, cluster.gates), cluster.now)
    const told = reviewed.events.reduce((next, event) => said(next, key, event), cluster)
    if (reviewed.deleted) return deleted(withoutTimer(told, key), pod)
    if (!reviewed.timer) return withoutTimer(told, key)
    if (reviewed.timer === timer) return told
    const started = { ...told, evictions: withEntry(told.evictions, key, reviewed.timer) }
    return lookLater(started, NAME, key, reviewed.timer.strikesAt)
  },
}

/** A pod that is ending already is not looked at again until it is gone. */
function concernsPod({ type, object, before }: Change): boolean {
  if (type === 'DELETED') return true
  if (object.metadata.deletionTimestamp) return false
  const [pod, old] = [object as Held['pods'], before as Held['pods'] | undefined]
  if (!old) return pod.spec.nodeName !== undefined
  return pod.spec.nodeName !== old.spec.nodeName || !sameJson(pod.spec.tolerations, old.spec.tolerations)
}

function sameEvictingTaints({ type, object, before }: Change): boolean {
  if (type === 'DELETED') return false
  return sameJson(evictingTaints(object as Held['nodes']), evictingTaints(before as Held['nodes'] | undefined))
}

function evictingTaints(node: Held['nodes'] | undefined) {
  return node?.spec?.taints?.filter(({ effect }) => effect === 'NoExecute') ?? []
}

/** The events name the pod without its UID: `kubectl describe` of the pod does not find them. */
function said(cluster: Cluster, key: string, event: EvictionEvent): Cluster {
  const [namespace = '', name = ''] = key.split('/')
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } }
  const message = printEvictionEvent(event, key)
  return recordEvent(cluster, pod, { reason: 'TaintManagerEviction', message, component: NAME })
}

function deleted(cluster: Cluster, pod: Held['pods']): Cluster {
  const { name, namespace } = pod.metadata
  if (pod.metadata.deletionTimestamp) return cluster
  const condition = {
    type: 'DisruptionTarget',
    status: 'True' as const,
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  }
  const marked = putObject(cluster, withPodCondition(pod, condition, cluster.now))
  const answer = deleteObject(marked, resourceNamed('pods'), name, namespace)
  return answer.ok ? answer.cluster : marked
}

function withoutTimer(cluster: Cluster, key: string): Cluster {
  const evictions = withoutEntry(cluster.evictions, key)
  return evictions === cluster.evictions ? cluster : { ...cluster, evictions }
}
