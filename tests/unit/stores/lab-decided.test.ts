import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DecideAnswer, WhatIfAnswer } from '../../../src/stores/lab-protocol.ts'
import type { LabDoors } from '../../../src/stores/lab-shown.ts'
import type { PodName } from '../../../src/stores/lab-terms.ts'

const POD = { namespace: 'default', name: 'web' }
const OTHER = { namespace: 'default', name: 'other' }

/** What was asked and not answered yet, oldest first. */
let asked: { readonly pod: PodName; readonly node?: string; readonly answer: (answer: object) => void }[] = []

vi.mock('../../../src/stores/lab.ts', async () => {
  const { atom } = await import('nanostores')
  const ask = (pod: PodName, node?: string) =>
    new Promise(resolve => {
      asked.push({ pod, ...(node !== undefined && { node }), answer: resolve })
    })
  return {
    $about: atom(),
    $clock: atom(0),
    $doors: atom<Partial<LabDoors>>({ seenBy: POD, choices: [POD, OTHER] }),
    $happened: atom(),
    $history: atom(),
    decide: (pod: PodName) => ask(pod),
    whatIf: ask,
  }
})

const { $clock } = await import('../../../src/stores/lab.ts')
const { $asked, $decided, $deciding, watchDecision } = await import('../../../src/stores/lab-decided.ts')
const { choosePod } = await import('../../../src/stores/lab-desk.ts')

let stop: () => void

beforeEach(() => {
  asked = []
  choosePod(undefined)
  $asked.set([])
  $decided.set(undefined)
  stop = watchDecision()
})

afterEach(async () => {
  stop()
  for (const each of asked) each.answer(decided())
  await rest()
})

function rest(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve))
}

/** The world goes on: another moment of the clock. */
function tick(): void {
  const clock = $clock as unknown as { get: () => number; set: (value: number) => void }
  clock.set(clock.get() + 1)
}

function decided(mark = 0): DecideAnswer {
  return { ok: true, decision: { nearest: ['a', 'c'], matching: mark } } as unknown as DecideAnswer
}

test('one question is out at a time, however often things change, and its answer is not shown once it is old', async () => {
  await rest()
  expect(asked.map(({ pod }) => pod)).toEqual([POD])
  for (let change = 0; change < 5; change += 1) tick()
  await rest()
  expect(asked).toHaveLength(1)
  asked[0]?.answer(decided(1))
  await rest()
  expect($decided.get()).toBeUndefined()
  expect([asked.length, $deciding.get()]).toEqual([2, true])
  asked[1]?.answer(decided(2))
  await rest()
  expect($decided.get()).toMatchObject({ pod: POD, answer: { decision: { matching: 2 } } })
  expect([asked.length, $deciding.get()]).toEqual([2, false])
})

test('another pod is asked about as soon as the answer to the one before is in', async () => {
  await rest()
  choosePod(OTHER)
  asked[0]?.answer(decided())
  await rest()
  expect(asked.at(-1)?.pod).toEqual(OTHER)
  asked.at(-1)?.answer(decided())
  await rest()
  expect($decided.get()?.pod).toEqual(OTHER)
})

test('of the nodes that one looks at, those that refuse are asked about one by one', async () => {
  await rest()
  asked[0]?.answer(decided())
  await rest()
  $asked.set(['a', 'b', 'c', 'gone'])
  await rest()
  asked[1]?.answer(decided())
  await rest()
  expect(asked.map(({ node }) => node)).toEqual([undefined, undefined, 'a'])
  const answer: WhatIfAnswer = { ok: true, fits: false, remedies: [], reasons: [] }
  asked[2]?.answer(answer)
  await rest()
  expect(asked.map(({ node }) => node)).toEqual([undefined, undefined, 'a', 'c'])
  asked[3]?.answer(answer)
  await rest()
  expect([...($decided.get()?.remedies.keys() ?? [])]).toEqual(['a', 'c'])
})

test('nobody is asked while nobody looks', async () => {
  await rest()
  asked[0]?.answer(decided())
  await rest()
  stop()
  tick()
  await rest()
  expect(asked).toHaveLength(1)
  stop = watchDecision()
  await rest()
  expect(asked).toHaveLength(2)
})
