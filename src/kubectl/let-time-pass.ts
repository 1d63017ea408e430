import type { Change, Cluster } from '../cluster/cluster.ts'
import { advance, advanceUntil, settle, type Worked } from '../cluster/controllers.ts'
import { type Call, Exhausted, Interrupted } from './call.ts'

/**
 * Lets the clock run until `done` holds, `seconds` at most; whether it holds then. Where the terminal stops the command
 * before that, the command ends there.
 */
export function waitUntil(call: Call, done: (cluster: Cluster) => boolean, seconds: number): boolean {
  const left = secondsLeft(call)
  const end = call.cluster.now + Math.min(Math.max(0, seconds), left)
  const { gaveUp } = passed(call, advanceUntil(call.cluster, done, end - call.cluster.now, call.effort))
  if (gaveUp && call.cluster.now < end) throw new Exhausted()
  if (gaveUp && seconds > left) throw new Interrupted()
  return !gaveUp
}

/**
 * What changes while one watches: as long as the terminal lets the command run, else until nothing moves any more. Tells
 * each change as it comes; the command ends there if the terminal stops it.
 */
export function watch(call: Call, show: (change: Change) => void): void {
  const left = secondsLeft(call)
  const isEndless = left === Number.POSITIVE_INFINITY
  const { events } = passed(
    call,
    isEndless ? settle(call.cluster, call.effort) : advance(call.cluster, left, call.effort),
  )
  for (const change of events) show(change)
  if (!isEndless) throw new Interrupted()
}

/** Controllers do what follows from what the command has done so far, as far as its effort reaches. */
export function letControllersWork(call: Call): void {
  if (call.cluster.unseen === undefined) return
  passed(call, advance(call.cluster, 0, call.effort))
}

function passed(call: Call, stepped: Worked): Worked {
  call.cluster = stepped.cluster
  call.effort -= stepped.effort
  return stepped
}

function secondsLeft({ cluster, round }: Call): number {
  return Math.max(0, round.until - cluster.now)
}
