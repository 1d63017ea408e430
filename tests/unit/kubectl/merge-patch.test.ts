import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonPatch } from '../../../src/kubectl/json-patch.ts'
import { mergePatch, strategicPatch, threeWayPatch } from '../../../src/kubectl/merge-patch.ts'

describe('a merge patch', () => {
  test.each([
    ['adds and changes', { a: 1 }, { a: 2, b: 3 }, { a: 2, b: 3 }],
    ['removes with null', { a: 1, b: { c: 1, d: 2 } }, { a: null, b: { c: null } }, { b: { d: 2 } }],
    ['replaces lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ])('%s', (_, object, patch, expected) => {
    expect(mergePatch(object, patch)).toEqual(expected)
  })

  test('never reaches a prototype', () => {
    mergePatch({}, JSON.parse('{"__proto__":{"polluted":1}}'))
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})

describe('a strategic patch', () => {
  test.each([
    [
      'merges containers by name',
      { containers: [{ name: 'a', image: '1' }, { name: 'b' }] },
      { containers: [{ name: 'a', image: '2' }, { name: 'c' }] },
      { containers: [{ name: 'a', image: '2' }, { name: 'b' }, { name: 'c' }] },
    ],
    [
      'removes an element',
      { containers: [{ name: 'a' }, { name: 'b' }] },
      { containers: [{ $patch: 'delete', name: 'a' }] },
      { containers: [{ name: 'b' }] },
    ],
    [
      'replaces tolerations whole',
      { tolerations: [{ key: 'a' }] },
      { tolerations: [{ key: 'b' }] },
      { tolerations: [{ key: 'b' }] },
    ],
    ['replaces taints whole', { taints: [{ key: 'a' }] }, { taints: [] }, { taints: [] }],
    ['removes a field', { spec: { taints: [1], x: 1 } }, { spec: { taints: null } }, { spec: { x: 1 } }],
    ['replaces an object', { spec: { a: 1 } }, { spec: { $patch: 'replace', b: 2 } }, { spec: { b: 2 } }],
  ])('%s', (_, object, patch, expected) => {
    expect(strategicPatch(object, patch)).toEqual(expected)
  })
})

describe('what apply sends', () => {
  test.each([
    ['nothing where nothing changes', { a: 1 }, { a: 1 }, { a: 1, b: 2 }, {}],
    ['what changes', { a: 1 }, { a: 2 }, { a: 1, b: 2 }, { a: 2 }],
    ['what somebody else changed back', { a: 1 }, { a: 1 }, { a: 9 }, { a: 1 }],
    ['the removal of what it said before', { a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2, c: 3 }, { b: null }],
    ['no removal of what others set', { a: 1 }, { a: 1 }, { a: 1, c: 3 }, {}],
    [
      'a changed container alone',
      { containers: [{ name: 'a', image: '1' }] },
      { containers: [{ name: 'a', image: '2' }] },
      { containers: [{ name: 'a', image: '1', pull: 'x' }] },
      { containers: [{ name: 'a', image: '2' }] },
    ],
    [
      'a container that has gone',
      { containers: [{ name: 'a' }, { name: 'b' }] },
      { containers: [{ name: 'a' }] },
      { containers: [{ name: 'a' }, { name: 'b' }] },
      { containers: [{ $patch: 'delete', name: 'b' }] },
    ],
  ])('%s', (_, original, modified, current, patch) => {
    expect(threeWayPatch(original, modified, current)).toEqual(patch)
  })

  test('makes the object say all that the manifest says', () => {
    const value = fc.oneof(fc.integer(), fc.string(), fc.array(fc.integer(), { maxLength: 2 }))
    const fields = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.oneof(value, fc.dictionary(fc.constantFrom('x', 'y'), value)),
    )
    fc.assert(
      fc.property(fields, fields, fields, (original, modified, current) => {
        expect(strategicPatch(current, threeWayPatch(original, modified, current))).toMatchObject(modified)
      }),
    )
  })
})

describe('a JSON patch', () => {
  const object = { a: [1, 2], b: { 'c/d': 1 } }

  test.each([
    ['adds to a list', [{ op: 'add', path: '/a/1', value: 9 }], { ...object, a: [1, 9, 2] }],
    ['adds at the end', [{ op: 'add', path: '/a/-', value: 9 }], { ...object, a: [1, 2, 9] }],
    ['reads escapes', [{ op: 'replace', path: '/b/c~1d', value: 2 }], { ...object, b: { 'c/d': 2 } }],
    ['removes', [{ op: 'remove', path: '/b' }], { a: [1, 2] }],
    ['moves', [{ op: 'move', from: '/a/0', path: '/x' }], { a: [2], b: object.b, x: 1 }],
    ['tests', [{ op: 'test', path: '/a/0', value: 1 }], object],
  ])('%s', (_, operations, value) => {
    expect(jsonPatch(object, operations)).toEqual({ ok: true, value })
  })

  test.each([
    [[{ op: 'remove', path: '/nope' }]],
    [[{ op: 'replace', path: '/nope', value: 1 }]],
    [[{ op: 'add', path: '/a/9', value: 1 }]],
    [[{ op: 'test', path: '/a/0', value: 2 }]],
    [[{ op: 'fly', path: '/a' }]],
    [[{ op: 'remove', path: 'a' }]],
    ['text'],
  ])('refuses %j', operations => {
    expect(jsonPatch(object, operations)).toEqual({ ok: false })
  })
})
