import { atom, type ReadableAtom } from 'nanostores'
import { $about, $clock, $doors, $happened, $history, decide, whatIf } from './lab.ts'
import { $chosenPod } from './lab-desk.ts'
import type { DecideAnswer, WhatIfAnswer } from './lab-protocol.ts'
import type { PodName } from './lab-terms.ts'
import { type DecisionLook, FIRST_DECISION_LOOK } from './lab-verdict.ts'

/*
 * What the scheduler decides about the pod in question, and what would let it in where it is refused: asked of the worker
 * again whenever something has changed, and as long as somebody looks.
 */

export interface Decided {
  readonly pod: PodName
  readonly answer: DecideAnswer
  /** Of each node that one looks at more closely, what would let the pod in. */
  readonly remedies: ReadonlyMap<string, WhatIfAnswer>
}

/** The last answer; nothing until there is one. */
export const $decided = atom<Decided | undefined>()

/** Something has changed since, and the answer to it is on its way. */
export const $deciding = atom(false)

/** The nodes of which one wants to know what would let the pod in. */
export const $asked = atom<readonly string[]>([])

/** Which nodes one looks at; of another pod it begins anew. */
export const $decisionLook = atom<DecisionLook>(FIRST_DECISION_LOOK)

/** Looks at other nodes; what is left out stays. A new filter begins with its first page. */
export function lookAtNodes(changes: Partial<DecisionLook>): void {
  $decisionLook.set({ ...$decisionLook.get(), from: 0, ...changes })
}

/** What a decision depends on. */
const SOURCES: readonly ReadableAtom<unknown>[] = [
  $chosenPod,
  $doors,
  $happened,
  $history,
  $about,
  $clock,
  $asked,
  $decisionLook,
]

/** The pod that is in question: the one that was chosen, else the one by whose eyes doors are seen. */
export function podInQuestion(): PodName | undefined {
  const doors = $doors.get()
  return $chosenPod.get() ?? doors?.seenBy ?? doors?.choices[0]
}

/** Keeps `$decided` true to the lab until the function that it gives is called. One question is out at a time. */
export function watchDecision(): () => void {
  const stops = SOURCES.map(source => source.listen(askAgain))
  watchers += 1
  askAgain()
  return () => {
    for (const stop of stops) stop()
    watchers -= 1
  }
}

let watchers = 0
/** The pod whose nodes one looks at. */
let lookedAt: PodName | undefined
let changes = 0
let isAsking = false

function askAgain(): void {
  changes += 1
  if (!isAsking) void askUntilTrue()
}

/** Asks, and asks again where something has changed meanwhile: what is no longer true is never shown. */
async function askUntilTrue(): Promise<void> {
  isAsking = true
  $deciding.set(true)
  for (let asked = -1; asked !== changes && watchers > 0; ) {
    asked = changes
    // Several stores change with one view.
    await undefined
    const pod = podInQuestion()
    if (pod?.name !== lookedAt?.name || pod?.namespace !== lookedAt?.namespace) $decisionLook.set(FIRST_DECISION_LOOK)
    lookedAt = pod
    asked = changes
    const decided = pod && (await decidedAbout(pod, () => asked !== changes))
    if (asked === changes) $decided.set(decided)
  }
  isAsking = false
  $deciding.set(false)
}

async function decidedAbout(pod: PodName, isStale: () => boolean): Promise<Decided> {
  const answer = await decide(pod, $decisionLook.get())
  const remedies = new Map<string, WhatIfAnswer>()
  const refused = answer.ok ? answer.decision.nearest : []
  for (const node of $asked.get().filter(name => refused.includes(name))) {
    if (isStale()) break
    remedies.set(node, await whatIf(pod, node))
  }
  return { pod, answer, remedies }
}
