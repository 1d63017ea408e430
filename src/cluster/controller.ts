import type { Change, Cluster } from './cluster.ts'
import { withEntry } from './sorted-map.ts'

/**
 * A loop of the control plane, or a kubelet, taken apart: which things a change makes worth a look, and what one look at one
 * thing does. A thing is a key that the controller chooses, mostly `namespace/name`.
 */
export interface Controller {
  readonly name: string
  /** The keys of what has to be looked at because of a change. */
  readonly notice: (cluster: Cluster, change: Change) => readonly string[]
  /**
   * One look. It goes by what the cluster holds now, not by what has happened, so that one look too many does nothing: a
   * second one at the same moment gives the same cluster.
   */
  readonly look: (cluster: Cluster, key: string) => Cluster
}

/** How far along the clock a look lies that is kept under `timer`. */
export function dueAt(timer: string): number {
  return Number(timer.slice(0, timer.indexOf('/')))
}

/** The cluster in which `controller` looks at `key` when the clock reaches `at`. */
export function lookLater(cluster: Cluster, controller: string, key: string, at: number): Cluster {
  // Times are padded so that their order as text is their order.
  const timer = `${String(at).padStart(12, '0')}/${controller}/${key}`
  return { ...cluster, timers: withEntry(cluster.timers, timer, { controller, key }) }
}
