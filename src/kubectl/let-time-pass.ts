import type { Change, Cluster } from '../cluster/cluster.ts'
import { advance, advanceUntil, settle } from '../cluster/step.ts'
import { type Call, Interrupted } from './call.ts'

/**
 * Lets the clock run until `done` holds, `seconds` at most; whether it holds then. Where the terminal stops the command
 * before that, the command ends there.
 */
export function waitUntil(call: Call, done: (cluster: Cluster) => boolean, seconds: number): boolean {
  const left = secondsLeft(call)
  const { cluster, gaveUp } = advanceUntil(call.cluster, done, Math.min(Math.max(0, seconds), left))
  call.cluster = cluster
  if (gaveUp && seconds > left) throw new Interrupted()
  return !gaveUp
}

/**
 * What changes while one watches: as long as the terminal lets the command run, else until nothing moves any more. Tells
 * each change as it comes; the command ends there if the terminal stops it.
 */
export function watch(call: Call, show: (change: Change) => void): void {
  const left = secondsLeft(call)
  const { cluster, events } = left === Number.POSITIVE_INFINITY ? settle(call.cluster) : advance(call.cluster, left)
  call.cluster = cluster
  for (const change of events) show(change)
  if (left !== Number.POSITIVE_INFINITY) throw new Interrupted()
}

function secondsLeft({ cluster, round }: Call): number {
  return Math.max(0, round.until - cluster.now)
}
