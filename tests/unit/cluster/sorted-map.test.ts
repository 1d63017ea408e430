import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  differences,
  entriesUnder,
  firstEntry,
  leavesOf,
  type SortedMap,
  sortedMapOf,
  sortedMapOfLeaves,
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

describe('two maps of which one came from the other', () => {
  const entries = fc.uniqueArray(key, { minLength: 1, maxLength: 400, size: 'max' })

  test('differ where something was put or dropped, and share the leaves in which nothing was', () => {
    fc.assert(
      fc.property(entries, fc.array(command, { maxLength: 12 }), (keys, commands) => {
        const before: SortedMap<number> = sortedMapOf(keys.map(one => [one, -1] as const))
        const after = commands.reduce<SortedMap<number>>((map, { type, key: one, value }) => {
          return type === 'put' ? withEntry(map, one, value) : withoutEntry(map, one)
        }, before)
        const all = new Set([...keys, ...commands.map(({ key: one }) => one)])
        const changed = [...all].filter(one => valueAt(before, one) !== valueAt(after, one)).sort()
        expect(differences(before, after)).toEqual(changed)
        const known = new Set(leavesOf(before))
        expect(leavesOf(after).filter(leaf => !known.has(leaf)).length).toBeLessThanOrEqual(2 * commands.length)
      }),
    )
  })

  test('a map of the leaves of another holds the same, in the same leaves', () => {
    fc.assert(
      fc.property(entries, key, (keys, one) => {
        const map = sortedMapOf(keys.map(each => [each, 1] as const))
        const again = sortedMapOfLeaves(leavesOf(map))
        expect(entriesUnder(again)).toEqual(entriesUnder(map))
        expect(leavesOf(again)).toEqual(leavesOf(map))
        expect(entriesUnder(withEntry(again, one, 2))).toEqual(entriesUnder(withEntry(map, one, 2)))
        expect(entriesUnder(withoutEntry(again, one))).toEqual(entriesUnder(withoutEntry(map, one)))
      }),
    )
    expect(entriesUnder(sortedMapOfLeaves([]))).toEqual([])
  })
})
