import type { PodDisruptionBudgetCondition, PodDisruptionBudgetStatus } from '../kubernetes/pod-disruption-budget.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { labelSelectorMatches } from '../kubernetes/selector.ts'
import { updateObject } from './api-server.ts'
import { printTime, readTime } from './clock.ts'
import { type Change, type Cluster, find, type Held, list } from './cluster.ts'
import { type Controller, lookLater } from './controller.ts'
import { recordEvent } from './event.ts'
import { keyOf } from './object.ts'
import { isReady } from './ready.ts'
import { amountOf, wantedReplicas } from './rolling-update.ts'

type Budget = Held['poddisruptionbudgets']
type Pod = Held['pods']

const NAME = 'disruption-controller'

/** How long an eviction that was granted counts before the pod is seen to go, in seconds. (`DeletionTimeout`) */
const GRANTED = 120

/** Counts for each PodDisruptionBudget how many pods may be evicted. (pkg/controller/disruption `trySync`) */
export const disruptionController: Controller = {
  name: NAME,
  notice: (cluster, change) => {
    if (change.resource === 'poddisruptionbudgets') return [keyOf(change.object)]
    if (change.resource === 'pods') return budgetsOf(cluster, change)
    if (change.resource !== 'deployments' && change.resource !== 'replicasets') return []
    return list(cluster, 'poddisruptionbudgets', change.object.metadata.namespace).map(keyOf)
  },
  look: (cluster, key) => {
    const [namespace = '', name = ''] = key.split('/')
    const budget = find(cluster, 'poddisruptionbudgets', name, namespace)
    return budget ? sync(cluster, budget, key) : cluster
  },
}

function budgetsOf(cluster: Cluster, { object, before }: Change): readonly string[] {
  const labels = [object, before].flatMap(pod => (pod ? [pod.metadata.labels ?? {}] : []))
  return list(cluster, 'poddisruptionbudgets', object.metadata.namespace)
    .filter(({ spec }) => labels.some(one => labelSelectorMatches(spec?.selector, one)))
    .map(keyOf)
}

function sync(cluster: Cluster, budget: Budget, key: string): Cluster {
  const pods = list(cluster, 'pods', budget.metadata.namespace).filter(({ metadata, status }) => {
    const hasEnded = status?.phase === 'Succeeded' || status?.phase === 'Failed'
    return !hasEnded && labelSelectorMatches(budget.spec?.selector, metadata.labels ?? {})
  })
  const status = statusOf(cluster, budget, pods)
  const told =
    pods.length === 0 && !sameJson(status, budget.status)
      ? recordEvent(cluster, budget, {
          reason: 'NoPods',
          message: 'No matching pods found',
          component: 'controllermanager',
        })
      : cluster
  const answer = updateObject(told, { ...budget, status }, { subresource: 'status' })
  const written = answer.ok ? answer.cluster : told
  const granted = Object.values(status.disruptedPods ?? {}).map(time => (readTime(time) ?? 0) + GRANTED)
  return granted.length > 0 ? lookLater(written, NAME, key, Math.min(...granted)) : written
}

function statusOf(cluster: Cluster, budget: Budget, pods: readonly Pod[]): PodDisruptionBudgetStatus {
  const { now } = cluster
  const disruptedPods = Object.fromEntries(
    Object.entries(budget.status?.disruptedPods ?? {}).filter(([name, time]) => {
      const pod = pods.find(({ metadata }) => metadata.name === name)
      return pod && !pod.metadata.deletionTimestamp && now < (readTime(time) ?? 0) + GRANTED
    }),
  )
  const { expected, desired } = demandOf(cluster, budget, pods)
  const isHealthy = (pod: Pod) => {
    return !pod.metadata.deletionTimestamp && !Object.hasOwn(disruptedPods, pod.metadata.name) && isReady(pod)
  }
  const healthy = pods.filter(isHealthy).length
  const allowed = expected > 0 ? Math.max(0, healthy - desired) : 0
  const { generation } = budget.metadata
  return {
    conditions: [conditionOf(budget, allowed, now)],
    currentHealthy: healthy,
    desiredHealthy: desired,
    ...(Object.keys(disruptedPods).length > 0 && { disruptedPods }),
    disruptionsAllowed: allowed,
    expectedPods: expected,
    ...(generation !== undefined && { observedGeneration: generation }),
  }
}

/** How many pods there should be, and how many of them healthy. (`getExpectedPodCount`) */
function demandOf(cluster: Cluster, { spec }: Budget, pods: readonly Pod[]) {
  const { minAvailable, maxUnavailable } = spec ?? {}
  if (maxUnavailable !== undefined) {
    const expected = scaleOf(cluster, pods)
    return { expected, desired: Math.max(0, expected - amountOf(maxUnavailable, expected, Math.ceil)) }
  }
  if (typeof minAvailable !== 'string') return { expected: pods.length, desired: minAvailable ?? 0 }
  const expected = scaleOf(cluster, pods)
  return { expected, desired: amountOf(minAvailable, expected, Math.ceil) }
}

/** How many pods their workloads ask for together; pods of no workload do not count. (`getExpectedScale`) */
function scaleOf(cluster: Cluster, pods: readonly Pod[]): number {
  const scales = new Map<string, number>()
  for (const { metadata } of pods) {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller)
    const replicaSet =
      owner?.kind === 'ReplicaSet' ? find(cluster, 'replicasets', owner.name, metadata.namespace) : undefined
    if (!replicaSet) continue
    const parent = replicaSet.metadata.ownerReferences?.find(({ controller }) => controller)
    const deployment =
      parent?.kind === 'Deployment' ? find(cluster, 'deployments', parent.name, metadata.namespace) : undefined
    const workload = deployment ?? replicaSet
    scales.set(workload.metadata.uid ?? '', wantedReplicas(workload.spec))
  }
  return [...scales.values()].reduce((sum, one) => sum + one, 0)
}

function conditionOf({ status, metadata }: Budget, allowed: number, now: number): PodDisruptionBudgetCondition {
  const old = status?.conditions?.find(({ type }) => type === 'DisruptionAllowed')
  const verdict = allowed > 0 ? 'True' : 'False'
  return {
    lastTransitionTime: old?.status === verdict ? old.lastTransitionTime : printTime(now),
    message: '',
    ...(metadata.generation !== undefined && { observedGeneration: metadata.generation }),
    reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
    status: verdict,
    type: 'DisruptionAllowed',
  }
}
