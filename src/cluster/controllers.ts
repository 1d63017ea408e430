import { type Change, type Cluster, list, takeUnseen } from './cluster.ts'
import { type Controller, dueAt, lookNow, workKey } from './controller.ts'
import { componentOf } from './controller-name.ts'
import { daemonSetController } from './daemon-set.ts'
import { deploymentController } from './deployment.ts'
import { disruptionController } from './disruption.ts'
import { endpointsController } from './endpoints.ts'
import { eventExpiry } from './event.ts'
import { garbageCollector } from './garbage-collector.ts'
import { kubelet, kubeletRuns } from './kubelet.ts'
import { namespaceController } from './namespace.ts'
import { nodeLifecycleController } from './node-lifecycle.ts'
import { podGarbageCollector } from './pod-garbage-collector.ts'
import { replicaSetController } from './replica-set.ts'
import { scheduler } from './scheduler.ts'
import { firstEntry, withEntry, withoutEntry } from './sorted-map.ts'
import { taintEvictionController } from './taint-eviction.ts'

/** What came about while controllers worked. */
export interface Worked {
  readonly cluster: Cluster
  /** Every change of an object, in order: what a watch on everything would report. */
  readonly events: readonly Change[]
  /** Whether controllers were still busy, or pods still moving, when the bound was reached. */
  readonly gaveUp: boolean
  /** How many looks controllers took and how many changes came about, together: what the step has cost. */
  readonly effort: number
}

/** How long nothing may change before a cluster counts as settled, and how long to wait for that, in seconds. */
const QUIET = 3
const SETTLE_LIMIT = 60

/** The effort after which controllers are stopped where nobody says less; what they have not done they do in the next step. */
export const MOST_EFFORT = 10_000_000

/** The last second that a time of the API can name: the clock stops there. (RFC 3339) */
const END_OF_TIME = 253_402_300_799

const CONTROLLERS: readonly Controller[] = [
  kubelet,
  taintEvictionController,
  nodeLifecycleController,
  podGarbageCollector,
  daemonSetController,
  replicaSetController,
  deploymentController,
  garbageCollector,
  namespaceController,
  scheduler,
  disruptionController,
  endpointsController,
  eventExpiry,
]

/**
 * Lets the clock run until nothing has changed for 3 s, 60 s at most; a pod that is starting or ending on a node that
 * answers counts as change. Timers that strike later stay pending. A cluster that has settled stays the same.
 */
export function settle(cluster: Cluster, effort = MOST_EFFORT): Worked {
  const deadline = cluster.now + SETTLE_LIMIT
  const until = (current: Cluster) =>
    isMoving(current) ? deadline : Math.min(deadline, Math.max(current.now, current.changedAt + QUIET))
  const stepped = run(cluster, until, effort)
  const { now, changedAt } = stepped.cluster
  return { ...stepped, gaveUp: stepped.gaveUp || isMoving(stepped.cluster) || now < changedAt + QUIET }
}

/** Lets `seconds` pass. `gaveUp` says that the effort was used up before they were over: the clock stands where it was then. */
export function advance(cluster: Cluster, seconds: number, effort = MOST_EFFORT): Worked {
  const end = cluster.now + seconds
  return run(cluster, () => end, effort)
}

/**
 * Lets time pass until `done` holds, `seconds` at most: how a command that blocks waits. `gaveUp` says that it does not
 * hold.
 */
export function advanceUntil(
  cluster: Cluster,
  done: (cluster: Cluster) => boolean,
  seconds: number,
  effort = MOST_EFFORT,
): Worked {
  const end = cluster.now + seconds
  const stepped = run(cluster, current => (done(current) ? current.now : end), effort)
  return { ...stepped, gaveUp: !done(stepped.cluster) }
}

/**
 * Lets controllers work, then goes on to the next timer, as long as that is not beyond what `until` says at each halt.
 * `gaveUp` says that the effort was used up before.
 */
function run(cluster: Cluster, until: (cluster: Cluster) => number, most: number): Worked {
  const events: Change[] = []
  let current = cluster
  let effort = 0
  for (;;) {
    const rested = work(current, most - effort)
    current = rested.cluster
    effort += rested.effort
    for (const event of rested.events) events.push(event)
    if (rested.gaveUp) return { cluster: current, events, gaveUp: true, effort }
    const end = Math.min(until(current), END_OF_TIME)
    if (end <= current.now) return { cluster: current, events, gaveUp: false, effort }
    const next = firstEntry(current.timers)
    if (!next || dueAt(next[0]) > end) return { cluster: { ...current, now: end }, events, gaveUp: false, effort }
    current = strike({ ...current, now: Math.max(current.now, dueAt(next[0])) })
  }
}

/** The looks that are due become work. */
function strike(cluster: Cluster): Cluster {
  let { work, timers } = cluster
  for (let next = firstEntry(timers); next && dueAt(next[0]) <= cluster.now; next = firstEntry(timers)) {
    const [timer, look] = next
    timers = withoutEntry(timers, timer)
    work = withEntry(work, workKey(look), look)
  }
  return { ...cluster, work, timers }
}

/** Lets controllers work until there is nothing to do at this second, or the effort is used up. */
export function work(cluster: Cluster, most: number): Worked {
  const events: Change[] = []
  let current = cluster
  for (let looks = 0; ; looks += 1) {
    const effort = looks + events.length
    if (effort >= most) {
      const gaveUp = current.unseen !== undefined || current.work.size > 0
      return { cluster: current, events, gaveUp, effort }
    }
    const { cluster: seen, changes } = takeUnseen(current)
    current = noticed(seen, changes)
    for (const change of changes) events.push(change)
    const next = firstEntry(current.work)
    if (!next) return { cluster: current, events, gaveUp: false, effort: looks + events.length }
    const [key, look] = next
    const controller = CONTROLLERS.find(({ name }) => name === look.controller)
    if (!controller) throw new Error(`no controller named ${look.controller}`)
    const taken = { ...current, work: withoutEntry(current.work, key) }
    current = isDown(taken, controller) ? taken : controller.look(taken, look.key)
  }
}

/** Controllers take note of what has come about, and do nothing about it yet. */
export function noted(cluster: Cluster): Cluster {
  const { cluster: seen, changes } = takeUnseen(cluster)
  return noticed(seen, changes)
}

function noticed(cluster: Cluster, changes: readonly Change[]): Cluster {
  let next = cluster
  for (const change of changes) {
    for (const controller of CONTROLLERS) {
      if (isDown(cluster, controller)) continue
      for (const key of controller.notice(cluster, change)) next = lookNow(next, controller.name, key)
    }
  }
  return next
}

/** Whether the program that a controller is part of does not run. What it misses it sees when it is back. */
function isDown({ down }: Cluster, { name }: Controller): boolean {
  const component = componentOf(name)
  return down.length > 0 && component !== undefined && down.includes(component)
}

/** Whether a pod is starting or ending on a node whose kubelet runs. */
function isMoving(cluster: Cluster): boolean {
  return list(cluster, 'pods').some(({ metadata, spec, status }) => {
    if (!spec.nodeName || !kubeletRuns(cluster, spec.nodeName)) return false
    return metadata.deletionTimestamp !== undefined || (status?.phase === 'Pending' && status.startTime !== undefined)
  })
}
