import type { Change, Cluster, Look } from './cluster.ts'
import { CONTROLLER_NAMES, type ControllerName } from './controller-name.ts'
import { valueAt, withEntry, withoutEntry } from './sorted-map.ts'

/**
 * A loop of the control plane, or a kubelet, taken apart: which things a change makes worth a look, and what one look at one
 * thing does. A thing is a key that the controller chooses, mostly `namespace/name`.
 */
export interface Controller {
  readonly name: ControllerName
  /** The keys of what has to be looked at because of a change. */
  readonly notice: (cluster: Cluster, change: Change) => readonly string[]
  /**
   * One look. It goes by what the cluster holds now, not by what has happened, so that one look too many does nothing: a
   * second one at the same moment gives the same cluster.
   */
  readonly look: (cluster: Cluster, key: string) => Cluster
}

/** The longest pause between two attempts, in seconds. (client-go `DefaultTypedControllerRateLimiter`) */
const LONGEST_PAUSE = 1000

/** The key under which a look is kept that is due now. */
export function workKey({ controller, key }: Look): string {
  return `${String(CONTROLLER_NAMES.indexOf(controller)).padStart(2, '0')}/${key}`
}

/** The cluster in which `controller` looks at `key` before any time passes. */
export function lookNow(cluster: Cluster, controller: ControllerName, key: string): Cluster {
  const look = { controller, key }
  return { ...cluster, work: withEntry(cluster.work, workKey(look), look) }
}

/** The second at which the look is due that is kept under `timer`. */
export function dueAt(timer: string): number {
  return Number(timer.slice(0, timer.indexOf('/')))
}

/** The cluster in which `controller` looks at `key` when the clock reaches `at`. */
export function lookLater(cluster: Cluster, controller: ControllerName, key: string, at: number): Cluster {
  // Times are padded so that their order as text is their order.
  const timer = `${String(Math.ceil(at)).padStart(12, '0')}/${controller}/${key}`
  return { ...cluster, timers: withEntry(cluster.timers, timer, { controller, key }) }
}

/**
 * The cluster in which `controller` tries again what failed, after a pause that doubles with each attempt. All that real
 * controllers try within the first second counts as one attempt. (client-go `workqueue`)
 */
export function tryAgain(cluster: Cluster, controller: ControllerName, key: string): Cluster {
  const pause = pauseBefore(cluster, controller, key)
  return lookLater(failed(cluster, controller, key), controller, key, cluster.now + pause)
}

/** How long the next attempt has to wait, in seconds: 1 before the first, then twice as long each time. */
export function pauseBefore(cluster: Cluster, controller: ControllerName, key: string): number {
  return Math.min(LONGEST_PAUSE, 2 ** (valueAt(cluster.attempts, `${controller}/${key}`) ?? 0))
}

/** The cluster in which one attempt more has failed. */
export function failed(cluster: Cluster, controller: ControllerName, key: string): Cluster {
  const name = `${controller}/${key}`
  return { ...cluster, attempts: withEntry(cluster.attempts, name, (valueAt(cluster.attempts, name) ?? 0) + 1) }
}

/** The cluster in which the attempts count from nothing again. */
export function succeeded(cluster: Cluster, controller: ControllerName, key: string): Cluster {
  const attempts = withoutEntry(cluster.attempts, `${controller}/${key}`)
  return attempts === cluster.attempts ? cluster : { ...cluster, attempts }
}
