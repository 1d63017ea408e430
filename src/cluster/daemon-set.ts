import type { DaemonSetStatus } from '../kubernetes/workload.ts'
import { daemonSetTolerations, pinToNode, shouldRun } from '../scheduling/daemon-set.ts'
import { resourceNamed } from './api-resource.ts'
import { deleteObject, updateObject } from './api-server.ts'
import { readTime } from './clock.ts'
import { type Cluster, find, type Held, list, ownedBy } from './cluster.ts'
import { type Controller, failed, lookLater, pauseBefore } from './controller.ts'
import { currentRevision, REVISION_HASH } from './controller-revision.ts'
import { recordEvent } from './event.ts'
import { keyOf } from './object.ts'
import { claim, createPodFor } from './owned-pods.ts'
import { isAvailable, isReady, readySince } from './ready.ts'
import { amountOf } from './rolling-update.ts'
import { workloadsOf } from './workload.ts'

type DaemonSet = Held['daemonsets']
type Pod = Held['pods']

const NAME = 'daemonset-controller'

/** The annotation that counts the templates that a DaemonSet has had. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'

/** Keeps one pod of a DaemonSet on every node that is to have one. (pkg/controller/daemon `syncDaemonSet`) */
export const daemonSetController: Controller = {
  name: NAME,
  notice: (cluster, change) => {
    switch (change.resource) {
      case 'daemonsets':
        return [keyOf(change.object)]
      case 'pods':
        return workloadsOf(cluster, 'daemonsets', change)
      case 'nodes':
        return change.type === 'DELETED' ? [] : concernedBy(cluster, change.object as Held['nodes'])
      default:
        return []
    }
  },
  look: (cluster, key) => {
    const [namespace = '', name = ''] = key.split('/')
    const daemonSet = find(cluster, 'daemonsets', name, namespace)
    if (!daemonSet || daemonSet.metadata.deletionTimestamp) return cluster
    return sync(cluster, daemonSet, key)
  },
}

/**
 * The DaemonSets that a changed node gives something to do: a pod to make there, or one to take away. For the others
 * nothing is counted anew before something else happens. (`syncNodeUpdate`)
 */
function concernedBy(cluster: Cluster, node: Held['nodes']): readonly string[] {
  const concerned = list(cluster, 'daemonsets').filter(daemonSet => {
    const placement = shouldRun(daemonSet, node, cluster.gates)
    return podsByTarget(cluster, daemonSet).has(node.metadata.name)
      ? !placement.shouldContinueRunning.fits
      : placement.shouldRun.fits
  })
  return concerned.map(keyOf)
}

function sync(cluster: Cluster, daemonSet: DaemonSet, key: string): Cluster {
  const claimed = claim(cluster, 'pods', daemonSet, daemonSet.spec.selector)
  const { cluster: revised, hash } = currentRevision(claimed.cluster, daemonSet, claimed.owned)
  const managed = manage(revised, daemonSet, hash, key)
  const updated = rollOn(managed, daemonSet, hash)
  const status = statusOf(updated, daemonSet, hash)
  const answer = updateObject(updated, { ...daemonSet, status }, { subresource: 'status' })
  return lookWhenAvailable(answer.ok ? answer.cluster : updated, daemonSet, key)
}

/** Makes the pods that are missing, and deletes those that are too many or in the wrong place. (`manage`) */
function manage(cluster: Cluster, daemonSet: DaemonSet, hash: string, key: string): Cluster {
  const nodes = list(cluster, 'nodes')
  const byNode = podsByTarget(cluster, daemonSet)
  let next = cluster
  const missing: string[] = []
  for (const node of nodes) {
    const { name } = node.metadata
    const pods = byNode.get(name) ?? []
    const placement = shouldRun(daemonSet, node, cluster.gates)
    if (!placement.shouldContinueRunning.fits) {
      next = pods.filter(({ metadata }) => !metadata.deletionTimestamp).reduce(remover(daemonSet), next)
      continue
    }
    if (pods.length === 0) {
      if (placement.shouldRun.fits) missing.push(name)
      continue
    }
    next = withoutEnded(next, daemonSet, pods, name, key)
    const running = pods.filter(pod => !pod.metadata.deletionTimestamp && !hasEnded(pod))
    const { surge } = leewayOf(daemonSet, nodes.length)
    // While a surge is on, the old pod and the new one are both wanted.
    if (surge === 0) next = running.toSorted(byAge).slice(1).reduce(remover(daemonSet), next)
  }
  const known = new Set(nodes.map(({ metadata }) => metadata.name))
  const stranded = [...byNode].flatMap(([node, pods]) =>
    known.has(node) ? [] : pods.filter(({ spec }) => !spec.nodeName),
  )
  const cleared = stranded.filter(({ metadata }) => !metadata.deletionTimestamp).reduce(remover(daemonSet), next)
  return missing.reduce((after, node) => createOn(after, daemonSet, node, hash), cleared)
}

/** A pod that failed is deleted after a pause, one that succeeded at once; both make room for the next. */
function withoutEnded(
  cluster: Cluster,
  daemonSet: DaemonSet,
  pods: readonly Pod[],
  node: string,
  key: string,
): Cluster {
  let next = cluster
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp || !hasEnded(pod)) continue
    const what = `daemon pod ${keyOf(pod)} on node ${node}, will try to`
    if (pod.status?.phase === 'Succeeded') {
      const message = `Found succeeded ${what} delete it`
      next = recordEvent(next, daemonSet, { reason: 'SucceededDaemonPod', message, component: NAME })
      next = remover(daemonSet)(next, pod)
      continue
    }
    const retry = `${key}/${node}`
    const due = createdAt(pod) + pauseBefore(next, NAME, retry)
    if (next.now < due) {
      next = lookLater(next, NAME, key, due)
      continue
    }
    const message = `Found failed ${what} kill it`
    next = recordEvent(next, daemonSet, { type: 'Warning', reason: 'FailedDaemonPod', message, component: NAME })
    next = remover(daemonSet)(failed(next, NAME, retry), pod)
  }
  return next
}

/** Lets pods of an older template give way, as many at a time as may be missing. (`rollingUpdate`) */
function rollOn(cluster: Cluster, daemonSet: DaemonSet, hash: string): Cluster {
  const { updateStrategy, minReadySeconds = 0 } = daemonSet.spec
  if (updateStrategy?.type === 'OnDelete') return cluster
  const nodes = list(cluster, 'nodes')
  const wanted = nodes.filter(node => shouldRun(daemonSet, node, cluster.gates).shouldRun.fits).length
  const { surge, unavailable } = leewayOf(daemonSet, wanted)
  const works = (pod: Pod) => isAvailable(pod, minReadySeconds, cluster.now)
  const byNode = podsByTarget(cluster, daemonSet)
  const pairs = nodes.flatMap(({ metadata }) => {
    const pods = byNode.get(metadata.name)?.filter(pod => !pod.metadata.deletionTimestamp && !hasEnded(pod)) ?? []
    if (!byNode.has(metadata.name)) return []
    const fresh = pods.find(pod => pod.metadata.labels?.[REVISION_HASH] === hash)
    const stale = pods.find(pod => pod !== fresh)
    return { node: metadata.name, fresh, stale }
  })
  if (surge > 0) return surgeOn(cluster, daemonSet, hash, pairs, surge, works)
  const missing = pairs.filter(({ fresh, stale }) => (fresh ? Boolean(stale) || !works(fresh) : !stale)).length
  const stale = pairs.flatMap(pair => (pair.stale && !pair.fresh ? pair.stale : []))
  const candidates = stale.filter(works).slice(0, Math.max(0, unavailable - missing))
  return [...stale.filter(pod => !works(pod)), ...candidates].reduce(remover(daemonSet), cluster)
}

interface Pair {
  readonly node: string
  readonly fresh: Pod | undefined
  readonly stale: Pod | undefined
}

/** With a surge the new pod comes first, and the old one goes when it works. */
function surgeOn(
  cluster: Cluster,
  daemonSet: DaemonSet,
  hash: string,
  pairs: readonly Pair[],
  surge: number,
  works: (pod: Pod) => boolean,
): Cluster {
  const done = pairs.flatMap(({ fresh, stale }) => (fresh && stale && works(fresh) ? stale : []))
  const surging = pairs.filter(({ fresh, stale }) => fresh && stale && !works(fresh)).length
  const open = pairs.filter(({ fresh, stale }) => !fresh && stale)
  const broken = open.filter(({ stale }) => stale && !works(stale))
  const next = open.filter(pair => !broken.includes(pair)).slice(0, Math.max(0, surge - surging))
  const cleared = done.reduce(remover(daemonSet), cluster)
  return [...broken, ...next].reduce((after, { node }) => createOn(after, daemonSet, node, hash), cleared)
}

/** How many pods there may be more, and how many fewer, than one a node. */
function leewayOf({ spec }: DaemonSet, wanted: number): { readonly surge: number; readonly unavailable: number } {
  const { maxSurge = 0, maxUnavailable = 1 } = spec.updateStrategy?.rollingUpdate ?? {}
  const surge = amountOf(maxSurge, wanted, Math.ceil)
  const unavailable = amountOf(maxUnavailable, wanted, Math.ceil)
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable }
}

function createOn(cluster: Cluster, daemonSet: DaemonSet, node: string, hash: string): Cluster {
  const { selector, template } = daemonSet.spec
  const generation = daemonSet.metadata.annotations?.[TEMPLATE_GENERATION]
  const labels = {
    ...template.metadata?.labels,
    [REVISION_HASH]: hash,
    ...(generation !== undefined && { 'pod-template-generation': generation }),
  }
  const tolerations = daemonSetTolerations(template)
  const spec = { ...template.spec, affinity: pinToNode(template.spec.affinity, node), tolerations }
  return createPodFor(cluster, daemonSet, selector, { metadata: { ...template.metadata, labels }, spec }, NAME).cluster
}

function remover(daemonSet: DaemonSet): (cluster: Cluster, pod: Pod) => Cluster {
  return (cluster, { metadata }) => {
    const answer = deleteObject(cluster, resourceNamed('pods'), metadata.name, metadata.namespace)
    if (!answer.ok) return cluster
    const message = `Deleted pod: ${metadata.name}`
    return recordEvent(answer.cluster, daemonSet, { reason: 'SuccessfulDelete', message, component: NAME })
  }
}

/** A DaemonSet's pods by the node that they are on, or are meant for. (`getNodesToDaemonPods`) */
function podsByTarget(cluster: Cluster, daemonSet: DaemonSet): ReadonlyMap<string, readonly Pod[]> {
  const byNode = new Map<string, Pod[]>()
  for (const pod of ownedBy(cluster, daemonSet.metadata.uid ?? '', 'pods')) {
    const target = pod.spec.nodeName || pinnedTo(pod)
    if (target === undefined) continue
    const pods = byNode.get(target)
    if (pods) pods.push(pod)
    else byNode.set(target, [pod])
  }
  return byNode
}

function pinnedTo({ spec }: Pod): string | undefined {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return required?.nodeSelectorTerms[0]?.matchFields?.[0]?.values?.[0]
}

/** (`updateDaemonSetStatus`) */
function statusOf(cluster: Cluster, daemonSet: DaemonSet, hash: string): DaemonSetStatus {
  const byNode = podsByTarget(cluster, daemonSet)
  const { minReadySeconds = 0 } = daemonSet.spec
  let [desired, misscheduled] = [0, 0]
  const scheduled: Pod[] = []
  for (const node of list(cluster, 'nodes')) {
    const [oldest] = (byNode.get(node.metadata.name) ?? []).toSorted(byAge)
    if (shouldRun(daemonSet, node, cluster.gates).shouldRun.fits) {
      desired += 1
      if (oldest) scheduled.push(oldest)
    } else if (oldest) misscheduled += 1
  }
  const available = scheduled.filter(pod => isAvailable(pod, minReadySeconds, cluster.now)).length
  const updated = scheduled.filter(({ metadata }) => metadata.labels?.[REVISION_HASH] === hash).length
  const { generation } = daemonSet.metadata
  return {
    currentNumberScheduled: scheduled.length,
    desiredNumberScheduled: desired,
    ...(available > 0 && { numberAvailable: available }),
    numberMisscheduled: misscheduled,
    numberReady: scheduled.filter(isReady).length,
    ...(desired > available && { numberUnavailable: desired - available }),
    ...(generation !== undefined && { observedGeneration: generation }),
    ...(updated > 0 && { updatedNumberScheduled: updated }),
  }
}

function lookWhenAvailable(cluster: Cluster, daemonSet: DaemonSet, key: string): Cluster {
  const { minReadySeconds = 0 } = daemonSet.spec
  const pods = minReadySeconds > 0 ? ownedBy(cluster, daemonSet.metadata.uid ?? '', 'pods') : []
  const due = pods
    .filter(pod => isReady(pod) && !isAvailable(pod, minReadySeconds, cluster.now))
    .map(pod => (readySince(pod) ?? 0) + minReadySeconds)
  return due.length === 0 ? cluster : lookLater(cluster, NAME, key, Math.min(...due))
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed'
}

function byAge(a: Pod, b: Pod): number {
  return createdAt(a) - createdAt(b) || (a.metadata.name < b.metadata.name ? -1 : 1)
}

function createdAt({ metadata }: Pod): number {
  return readTime(metadata.creationTimestamp) ?? 0
}
