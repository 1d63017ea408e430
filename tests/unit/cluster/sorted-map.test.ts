import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  entriesUnder,
  firstEntry,
  type SortedMap,
  sortedMapOf,
  valueAt,
  valuesUnder,
  withEntry,
  withoutEntry,
} from '../../../src/cluster/sorted-map.ts'

const key = fc.constantFrom(...'abcdefgh').chain(first => fc.nat(300).map(rest => `${first}/${rest}`))
const command = fc.oneof(
  { arbitrary: fc.record({ type: fc.constant('put' as const), key, value: fc.nat() }), weight: 3 },
  { arbitrary: fc.record({ type: fc.constant('drop' as const), key, value: fc.constant(0) }), weight: 1 },
)

describe('a sorted map', () => {
  test('holds what a plain map would hold after the same changes, in the order of its keys', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 100, maxLength: 1500, size: 'max' }), commands => {
        const plain = new Map<string, number>()
        let map: SortedMap<number> = sortedMapOf()
        for (const { type, key, value } of commands) {
          if (type === 'put') plain.set(key, value)
          else plain.delete(key)
          map = type === 'put' ? withEntry(map, key, value) : withoutEntry(map, key)
        }
        const sorted = [...plain].sort(([a], [b]) => (a < b ? -1 : 1))
        expect(entriesUnder(map)).toEqual(sorted)
        expect(map.size).toBe(plain.size)
        expect(entriesUnder(map, 'c/')).toEqual(sorted.filter(([one]) => one.startsWith('c/')))
        expect(valuesUnder(map)).toEqual(sorted.map(([, value]) => value))
        expect(firstEntry(map)).toEqual(sorted[0])
        for (const [one, value] of sorted) expect(valueAt(map, one)).toBe(value)
        expect(valueAt(map, 'zz')).toBeUndefined()
        expect(entriesUnder(sortedMapOf(sorted))).toEqual(sorted)
      }),
      { numRuns: 30 },
    )
  })

  test('leaves the map from which another is made as it was', () => {
    const map = sortedMapOf(Array.from({ length: 1000 }, (_, index) => [`k${index}`, index] as const))
    const before = structuredClone(map)
    withEntry(map, 'k5', -1)
    withEntry(map, 'new', 1)
    withoutEntry(map, 'k7')
    expect(map).toEqual(before)
  })

  test('is the same map when nothing changes', () => {
    const map = sortedMapOf([['a', 1]])
    expect(withEntry(map, 'a', 1)).toBe(map)
    expect(withoutEntry(map, 'b')).toBe(map)
  })
})
