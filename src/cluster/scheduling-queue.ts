import type { FilterPlugin } from '../scheduling/profile.ts'
import type { Cluster, Held, Waiting } from './cluster.ts'
import { lookLater, lookNow } from './controller.ts'
import { keyOf } from './object.ts'
import { firstEntry, valueAt, valuesUnder, withEntry, withoutEntry } from './sorted-map.ts'

/** How long a pod that could not be placed waits for anything to change, in seconds. (`podMaxInUnschedulablePodsDuration`) */
const LONGEST_WAIT = 300

/** The longest pause after an attempt that failed, in seconds; the first is 1 s. (`podMaxBackoffSeconds`) */
const LONGEST_PAUSE = 10

/** What the scheduler keeps of a pod that it has in its queue; `undefined` for any other. */
export function waitingOf(cluster: Cluster, key: string): Waiting | undefined {
  return valueAt(cluster.waiting, key)
}

/** The pod has its turn: the more important first, then who came first. (`PrioritySort`) */
export function enqueue(cluster: Cluster, pod: Held['pods']): Cluster {
  const key = keyOf(pod)
  const known = waitingOf(cluster, key)
  const since = known?.since ?? cluster.resourceVersion
  const importance = String(2 ** 31 - (pod.spec.priority ?? 0)).padStart(10, '0')
  const turn = `${importance}/${String(since).padStart(12, '0')}/${key}`
  const waiting: Waiting = { uid: pod.metadata.uid ?? '', attempts: 0, ...known, since, turn, rejectedBy: [] }
  const unparked = known ? unpark(cluster, key, known) : cluster
  const queued = {
    ...unparked,
    waiting: withEntry(unparked.waiting, key, waiting),
    activeQueue: withEntry(unparked.activeQueue, turn, key),
  }
  return lookNow(queued, 'scheduler', 'schedule')
}

/** The pod is no longer the scheduler's concern. */
export function dequeue(cluster: Cluster, key: string): Cluster {
  const known = waitingOf(cluster, key)
  if (!known) return cluster
  return { ...unpark(cluster, key, known), waiting: withoutEntry(cluster.waiting, key) }
}

/** The key of the pod whose turn it is. */
export function nextInQueue(cluster: Cluster): string | undefined {
  return firstEntry(cluster.activeQueue)?.[1]
}

/**
 * The pod waits until something changes for one of the filters that refused it, or for five minutes; without such filters it
 * is tried again after a pause.
 */
export function park(cluster: Cluster, pod: Held['pods'], rejectedBy: readonly FilterPlugin[]): Cluster {
  const key = keyOf(pod)
  const known = waitingOf(cluster, key)
  if (!known) throw new Error(`pod ${key} is not in the queue`)
  const attempts = known.attempts + 1
  const { turn: _, ...rest } = known
  const retryAt = cluster.now + Math.min(LONGEST_PAUSE, 2 ** (attempts - 1))
  const waiting: Waiting = { ...rest, attempts, rejectedBy, failedAt: cluster.now, retryAt }
  const parked = rejectedBy.reduce((map, plugin) => withEntry(map, `${plugin}/${key}`, key), cluster.parked)
  const next = {
    ...cluster,
    activeQueue: known.turn === undefined ? cluster.activeQueue : withoutEntry(cluster.activeQueue, known.turn),
    waiting: withEntry(cluster.waiting, key, waiting),
    parked,
  }
  if (rejectedBy.length === 0) return lookLater(next, 'scheduler', `retry/${key}`, retryAt)
  return lookLater(next, 'scheduler', `flush/${key}`, cluster.now + LONGEST_WAIT)
}

/** The keys of the pods that wait because this filter refused them. */
export function parkedBy(cluster: Cluster, plugin: FilterPlugin): readonly string[] {
  return valuesUnder(cluster.parked, `${plugin}/`)
}

/** The pod has its turn again as soon as its pause is over. */
export function retry(cluster: Cluster, pod: Held['pods']): Cluster {
  const key = keyOf(pod)
  const known = waitingOf(cluster, key)
  if (!known || known.turn !== undefined) return cluster
  if (cluster.now >= (known.retryAt ?? 0)) return enqueue(cluster, pod)
  return lookLater(cluster, 'scheduler', `retry/${key}`, known.retryAt ?? cluster.now)
}

/** The pod has its turn again if nothing has changed for it for five minutes. (`flushUnschedulablePodsLeftover`) */
export function flush(cluster: Cluster, pod: Held['pods']): Cluster {
  const known = waitingOf(cluster, keyOf(pod))
  if (!known || known.turn !== undefined || cluster.now - (known.failedAt ?? 0) < LONGEST_WAIT) return cluster
  return enqueue(cluster, pod)
}

function unpark(cluster: Cluster, key: string, { turn, rejectedBy }: Waiting): Cluster {
  return {
    ...cluster,
    activeQueue: turn === undefined ? cluster.activeQueue : withoutEntry(cluster.activeQueue, turn),
    parked: rejectedBy.reduce((map, plugin) => withoutEntry(map, `${plugin}/${key}`), cluster.parked),
  }
}
