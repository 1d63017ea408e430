import type { Eviction, ToleratedTaint } from './eviction.ts'

/** A pod's pending eviction: what started it, and when, in seconds of the caller's clock. */
export interface EvictionTimer extends ToleratedTaint {
  readonly startedAt: number
  readonly strikesAt: number
}

/** What the taint eviction controller says about a pod, in an event of type Normal and reason `TaintManagerEviction`. */
export type EvictionEvent = 'cancelling' | 'marking'

/** What a look at a pod changed. Once it is `deleted`, nothing that comes later concerns the controller. */
export interface Reviewed {
  /** Left out: none runs. */
  readonly timer?: EvictionTimer
  readonly deleted: boolean
  /** In order of emission. */
  readonly events: readonly EvictionEvent[]
}

/**
 * The taint eviction controller's look at one pod, after its node's `NoExecute` taints, its own tolerations or its node
 * have changed; `now` in seconds. A look at which nothing has changed changes nothing.
 *
 * A timer that runs is left as it is, whatever the new pass would be: neither a shorter nor a longer one moves it, nor
 * even one of 0 s. A taint that nothing tolerates ends it at once, and with it the pod's stay; toleration for ever and
 * the removal of every `NoExecute` taint cancel it. (tainteviction `processPodOnNode`; reference RULES.md 15 to 18)
 */
export function reviewEviction(timer: EvictionTimer | undefined, eviction: Eviction, now: number): Reviewed {
  const cancelling: readonly EvictionEvent[] = timer ? ['cancelling'] : []
  switch (eviction.leaves) {
    case 'never':
      return { deleted: false, events: cancelling }
    case 'at-once':
      return { deleted: true, events: [...cancelling, 'marking'] }
    case 'in-time': {
      if (timer) return { timer, deleted: false, events: [] }
      const { seconds, taint, toleration } = eviction
      if (seconds === 0) return { deleted: true, events: ['marking'] }
      return { timer: { startedAt: now, strikesAt: now + seconds, taint, toleration }, deleted: false, events: [] }
    }
  }
}

/** What a running timer does when the clock reaches `now`: from its second on the pod is deleted, before it nothing. */
export function strike(timer: EvictionTimer, now: number): Reviewed {
  if (now < timer.strikesAt) return { timer, deleted: false, events: [] }
  return { deleted: true, events: ['marking'] }
}

/** Says an event as the controller does; `pod` is `namespace/name`. (tainteviction `emitPodDeletionEvent`) */
export function printEvictionEvent(event: EvictionEvent, pod: string): string {
  return event === 'marking' ? `Marking for deletion Pod ${pod}` : `Cancelling deletion of Pod ${pod}`
}
