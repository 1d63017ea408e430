import { isDeepStrictEqual } from 'node:util'
import type { Gates } from '../../../src/kubernetes/gates.ts'
import type { Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { evictionOf } from '../../../src/scheduling/eviction.ts'
import {
  type EvictionTimer,
  printEvictionEvent,
  type Reviewed,
  reviewEviction,
  strike,
} from '../../../src/scheduling/eviction-timer.ts'
import type { Outcome } from '../kinds.ts'

interface Evict {
  readonly case: string
  readonly input: {
    readonly tolerations?: readonly Toleration[]
    /** The second at which the pod appears. */
    readonly podAt?: number
    readonly timeline: readonly {
      readonly t: number
      readonly taints?: readonly Taint[]
      readonly tolerations?: readonly Toleration[]
    }[]
    readonly horizon: number
    readonly gates?: Gates
  }
  readonly expect: { readonly leaves: number | null; readonly events: readonly object[] }
}

/** One pod on one node, from its first second to the horizon: when the controller deletes it, and what it says. */
export function* evict({ case: name, input, expect }: Evict): Iterable<Outcome> {
  const got = observe(input)
  yield isDeepStrictEqual(got, expect) ? { name } : { name, disagreement: { input, expected: expect, got } }
}

function observe({ tolerations = [], podAt = 0, timeline, horizon, gates }: Evict['input']): Evict['expect'] {
  let taints: readonly Taint[] = []
  let timer: EvictionTimer | undefined
  let leaves: number | null = null
  const events: object[] = []
  const happen = (reviewed: Reviewed, now: number) => {
    timer = reviewed.timer
    if (reviewed.deleted) leaves = now
    for (const event of reviewed.events)
      events.push({ message: printEvictionEvent(event, 'default/p'), reason: 'TaintManagerEviction', type: 'Normal' })
  }
  for (let now = 0; now <= horizon && leaves === null; now += 1) {
    if (timer) happen(strike(timer, now), now)
    for (const change of timeline.filter(({ t }) => t === now)) {
      taints = change.taints ?? taints
      tolerations = change.tolerations ?? tolerations
    }
    if (now >= podAt && leaves === null) happen(reviewEviction(timer, evictionOf(tolerations, taints, gates), now), now)
  }
  return { events, leaves }
}
