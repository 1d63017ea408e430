import { expect, test } from 'vitest'
import { goSorted } from '../../../src/kubectl/go-sort.ts'

/** Places in the order in which Go 1.26's `sort.Sort` leaves keys, where the key 0 is less than any, itself included. */
const CASES: readonly (readonly [what: string, count: number, key: (i: number) => number, order: string])[] = [
  ['twelve keep the order of equals', 12, i => 1 + (i % 3), '0 3 6 9 1 4 7 10 2 5 8 11'],
  ['what is sorted stays', 13, () => 1, '0 1 2 3 4 5 6 7 8 9 10 11 12'],
  [
    'equals move about where there are more',
    20,
    i => 1 + ((i * 7) % 4),
    '0 16 4 12 8 19 3 15 7 11 10 6 14 2 18 9 13 5 17 1',
  ],
  [
    'what falls is turned round first',
    24,
    i => 24 - Math.floor(i / 2),
    '23 22 21 20 19 18 17 16 14 15 12 13 11 10 8 9 7 6 5 4 3 2 0 1',
  ],
  [
    'what is less than itself moves too',
    30,
    i => i % 3,
    '9 15 0 6 18 21 3 24 27 12 7 4 10 13 28 1 16 25 22 19 8 20 5 23 2 17 26 11 14 29',
  ],
  [
    'a heap ends what does not get better',
    64,
    () => 0,
    '60 45 21 33 56 17 41 9 49 28 61 63 15 35 7 39 58 43 3 47 23 51 11 54 12 30 25 14 32 6 34 16 36 2 55 40 53 8 42 20 44 0 46 10 48 19 50 24 52 57 38 62 1 5 13 4 29 37 18 31 22 59 26 27',
  ],
  [
    'one that is out of place in many is moved there',
    70,
    i => (i === 40 ? 1 : 1 + i),
    [0, 40, ...Array.from({ length: 69 }, (_, i) => i + 1).filter(i => i !== 40)].join(' '),
  ],
  [
    'the middle of many is that of nine',
    90,
    i => 1 + ((i * i) % 11),
    '11 88 77 66 55 44 0 33 22 43 78 56 12 54 89 1 10 65 87 67 45 21 34 23 76 32 83 17 28 61 49 50 82 16 60 27 5 72 38 39 71 6 31 2 75 20 46 86 68 35 42 24 64 53 13 79 9 57 29 7 15 4 62 18 84 48 59 81 26 51 70 40 37 73 3 47 74 30 69 41 80 36 25 8 52 85 19 63 58 14',
  ],
]

test.each(CASES)('%s', (_, count, key, order) => {
  const items = Array.from({ length: count }, (_one, place) => ({ key: key(place), place }))
  const sorted = goSorted(items, (a, b) => a.key === 0 || (b.key !== 0 && a.key < b.key))
  expect(sorted.map(one => one.place).join(' ')).toBe(order)
})
