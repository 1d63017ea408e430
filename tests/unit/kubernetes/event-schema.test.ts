import { expect, test } from 'vitest'
import { decode } from '../../../src/kubernetes/decode.ts'
import { EVENT } from '../../../src/kubernetes/event-schema.ts'

const event = (eventTime: unknown) => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'e', namespace: 'default' },
  involvedObject: { kind: 'Pod', name: 'p' },
  reason: 'Scheduled',
  eventTime,
})

test.each<[string, unknown]>([
  ['a second', '2026-11-24T09:00:00Z'],
  ['a fraction of one, as it was written', '2026-11-24T09:00:00.250000Z'],
  ['none, which is said with null', null],
])('the time of an event is %s', (_, time) => {
  const { value, mistyped } = decode(event(time), EVENT)
  expect(mistyped).toEqual([])
  expect(value).toMatchObject({ eventTime: time, reason: 'Scheduled', involvedObject: { kind: 'Pod', name: 'p' } })
})

test.each<[string, unknown]>([
  ['a number', 5],
  ['no time at all', 'yesterday'],
  ['a list', []],
])('the time of an event is not %s', (_, time) => {
  expect(decode(event(time), EVENT).mistyped.map(({ path }) => path)).toEqual(['eventTime'])
})
