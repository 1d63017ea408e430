import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printKyaml } from '../../../src/kubectl/kyaml-print.ts'
import { readManifest } from '../../../src/kubectl/manifest.ts'

test.each<[string, unknown, string]>([
  ['an object', { kind: 'Pod', apiVersion: 'v1' }, '{\n  apiVersion: "v1",\n  kind: "Pod",\n}'],
  ['nothing in it', { a: {}, b: [], c: null }, '{\n  a: {},\n  b: [],\n  c: null,\n}'],
  ['numbers and booleans', { a: 1, b: true, c: 0.5 }, '{\n  a: 1,\n  b: true,\n  c: 0.5,\n}'],
  ['a list of texts', { a: ['x', 'y'] }, '{\n  a: [\n    "x",\n    "y",\n  ],\n}'],
  ['a list of objects', { a: [{ b: 'c' }, { d: 1 }] }, '{\n  a: [{\n    b: "c",\n  }, {\n    d: 1,\n  }],\n}'],
  ['a list of lists', [[1], [2]], '[[\n  1,\n], [\n  2,\n]]'],
  ['keys of labels', { 'a.b/c-d': 'x', _e: 'y' }, '{\n  _e: "y",\n  a.b/c-d: "x",\n}'],
  [
    'keys that read as something else',
    { no: 1, '1': 2, 'a:b': 3, '-a': 4, 'a-': 5, '2026-01-02': 6, '': 7 },
    '{\n  "": 7,\n  "-a": 4,\n  "1": 2,\n  "2026-01-02": 6,\n  "a-": 5,\n  "a:b": 3,\n  "no": 1,\n}',
  ],
  ['quotes and backslashes', { a: 'say "\\"' }, '{\n  a: "say \\"\\\\\\"",\n}'],
  ['several lines', { a: 'x\n  y\n\nz' }, '{\n  a: "\\\n     x\\n\\\n    \\  y\\n\\\n     \\n\\\n     z\\\n    ",\n}'],
  ['lines that all end', { a: 'x\ny\n' }, '{\n  a: "\\\n     x\\n\\\n     y\\n\\\n    ",\n}'],
])('%s', (_, value, expected) => {
  expect(printKyaml(value)).toBe(`---\n${expected}\n`)
})

test('whatever is printed reads back as it was', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a\nb', ' a\n b\n', '\n', '\n\n x', 'yes', '1', '~'),
  )
  const key = fc.string({ unit: 'grapheme', maxLength: 8 })
  const { tree } = fc.letrec(tie => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      tie('list'),
      tie('object'),
    ),
    list: fc.array(tie('tree'), { maxLength: 4 }),
    object: fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  }))
  fc.assert(
    fc.property(tree, value => {
      const reading = readManifest(printKyaml(value))
      expect(reading).toMatchObject({ ok: true })
      expect(reading.ok && reading.documents[0]?.value).toEqual(value)
    }),
  )
})
