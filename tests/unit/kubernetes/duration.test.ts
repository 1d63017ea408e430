import { expect, test } from 'vitest'
import { humanDuration, shortHumanDuration } from '../../../src/kubernetes/duration.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365 * DAY

test.each<[number, string, string]>([
  [-2, '<invalid>', '<invalid>'],
  [-1.999, '0s', '0s'],
  [-1, '0s', '0s'],
  [-0.5, '0s', '0s'],
  [0, '0s', '0s'],
  [0.999, '0s', '0s'],
  [59, '59s', '59s'],
  [60, '60s', '1m'],
  [119, '119s', '1m'],
  [2 * MINUTE, '2m', '2m'],
  [2 * MINUTE + 1, '2m1s', '2m'],
  [10 * MINUTE - 1, '9m59s', '9m'],
  [10 * MINUTE, '10m', '10m'],
  [10 * MINUTE + 59, '10m', '10m'],
  [HOUR - 1, '59m', '59m'],
  [HOUR, '60m', '1h'],
  [3 * HOUR - 1, '179m', '2h'],
  [3 * HOUR, '3h', '3h'],
  [3 * HOUR + MINUTE, '3h1m', '3h'],
  [8 * HOUR - 1, '7h59m', '7h'],
  [8 * HOUR, '8h', '8h'],
  [DAY - 1, '23h', '23h'],
  [DAY, '24h', '1d'],
  [2 * DAY - 1, '47h', '1d'],
  [2 * DAY, '2d', '2d'],
  [2 * DAY + HOUR, '2d1h', '2d'],
  [8 * DAY - 1, '7d23h', '7d'],
  [8 * DAY, '8d', '8d'],
  [YEAR - 1, '364d', '364d'],
  [YEAR, '365d', '1y'],
  [2 * YEAR - 1, '729d', '1y'],
  [2 * YEAR, '2y', '2y'],
  [2 * YEAR + DAY, '2y1d', '2y'],
  [8 * YEAR - 1, '7y364d', '7y'],
  [8 * YEAR, '8y', '8y'],
  [8 * YEAR + DAY, '8y', '8y'],
])('%d seconds are %s, in short %s', (seconds, text, short) => {
  expect(humanDuration(seconds)).toBe(text)
  expect(shortHumanDuration(seconds)).toBe(short)
})
