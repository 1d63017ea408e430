import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sameJson } from '../../../src/kubernetes/same-json.ts'

test.each<[unknown, unknown, boolean]>([
  [1, 1, true],
  [1, '1', false],
  ['a', 'b', false],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [{ a: 1, b: [] }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: {} }, false],
  [[], {}, false],
  [{}, {}, true],
  [null, undefined, true],
  [undefined, [], true],
  [0, undefined, false],
  ['', undefined, false],
  [false, undefined, false],
  [[1, 2], [2, 1], false],
  [[1], [1, 2], false],
  [[1], { 0: 1 }, false],
  [[1, 2], [1, 3], false],
  [[1], 1, false],
  [[], 1, false],
  [null, {}, false],
  [null, 0, false],
  [[{ a: 1 }], [{ a: 1 }], true],
  [[{ a: 1 }], [{ a: 2 }], false],
  [{ a: { b: 1 } }, { a: 1 }, false],
  [{ a: 1 }, 'x', false],
  [{ toString: undefined, a: 1 }, { a: 1 }, true],
])('%j and %j are the same: %s', (a, b, same) => {
  expect(sameJson(a, b)).toBe(same)
  expect(sameJson(b, a)).toBe(same)
})

test('a copy is the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      expect(sameJson(value, structuredClone(value))).toBe(true)
    }),
  )
})
