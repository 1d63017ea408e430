import { describe, expect, test } from 'vitest'
import type { Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import type { Eviction } from '../../../src/scheduling/eviction.ts'
import {
  type EvictionTimer,
  printEvictionEvent,
  type Reviewed,
  reviewEviction,
  strike,
} from '../../../src/scheduling/eviction-timer.ts'

const taint: Taint = { key: 'a', effect: 'NoExecute' }
const toleration: Toleration = { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }
const inTime = (seconds: number): Eviction => ({ leaves: 'in-time', seconds, taint, toleration })
const never: Eviction = { leaves: 'never', tolerated: [] }
const atOnce: Eviction = { leaves: 'at-once', taint }
const timer: EvictionTimer = { startedAt: 10, strikesAt: 15, taint, toleration }

describe('a look at a pod whose timer does not run', () => {
  test.each<[string, Eviction, Reviewed]>([
    ['stays: nothing happens', never, { deleted: false, events: [] }],
    ['untolerated: deleted at once', atOnce, { deleted: true, events: ['marking'] }],
    ['a pass of 0 s: deleted at once', inTime(0), { deleted: true, events: ['marking'] }],
    ['a pass of 5 s: starts the timer, silently', inTime(5), { timer, deleted: false, events: [] }],
  ])('%s', (_, eviction, expected) => {
    expect(reviewEviction(undefined, eviction, 10)).toEqual(expected)
  })
})

describe('a look at a pod whose timer runs', () => {
  test.each<[string, Eviction, Reviewed]>([
    ['tolerated for ever now, or no taint any more: cancelled', never, { deleted: false, events: ['cancelling'] }],
    ['untolerated: cancelled, then deleted', atOnce, { deleted: true, events: ['cancelling', 'marking'] }],
    ['a shorter pass does not shorten it', inTime(1), { timer, deleted: false, events: [] }],
    ['a longer pass does not lengthen it', inTime(60), { timer, deleted: false, events: [] }],
    ['not even a pass of 0 s ends it', inTime(0), { timer, deleted: false, events: [] }],
  ])('%s', (_, eviction, expected) => {
    expect(reviewEviction(timer, eviction, 12)).toEqual(expected)
  })
})

test.each<[number, Reviewed]>([
  [14.9, { timer, deleted: false, events: [] }],
  [15, { deleted: true, events: ['marking'] }],
  [16, { deleted: true, events: ['marking'] }],
])('at %s s a timer that strikes at 15 s says %j', (now, expected) => {
  expect(strike(timer, now)).toEqual(expected)
})

test('the events read as the controller writes them', () => {
  expect(printEvictionEvent('marking', 'default/p')).toBe('Marking for deletion Pod default/p')
  expect(printEvictionEvent('cancelling', 'default/p')).toBe('Cancelling deletion of Pod default/p')
})
