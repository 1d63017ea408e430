import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepSame, withParts } from '../../../src/stores/same-parts.ts'

const json = fc.jsonValue({ maxDepth: 4 })

test('what is kept is what came, and what is the same is the very value of before', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      const kept = keepSame(before, after)
      expect(kept).toEqual(after)
      const copy = structuredClone(before)
      expect(keepSame(before, copy)).toBe(before)
    }),
  )
})

test('rooms are found again by name, wherever they stand', () => {
  const before = [
    { name: 'a', pods: [{ uid: '1', status: 'Running' }] },
    { name: 'b', pods: [] },
  ]
  const after = [
    { name: 'b', pods: [] },
    { name: 'a', pods: [{ uid: '0' }, { uid: '1', status: 'Running' }] },
  ]
  const kept = keepSame(before, after) as typeof after
  expect(kept[0]).toBe(before[1])
  expect(kept[1]).not.toBe(before[0])
  expect(kept[1]?.pods[1]).toBe(before[0]?.pods[0])
})

test('a part that is new leaves the others', () => {
  const view = { a: { n: 1 }, b: { n: 2 } }
  const next = withParts(view, { b: { n: 3 } })
  expect(next).toEqual({ a: { n: 1 }, b: { n: 3 } })
  expect(next.a).toBe(view.a)
  expect(withParts(view, { b: { n: 2 } })).toBe(view)
})
