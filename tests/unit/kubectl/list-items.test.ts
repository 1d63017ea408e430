import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitterFor } from '../../../src/kubectl/list-items.ts'
import { readManifest } from '../../../src/kubectl/manifest.ts'
import { printYaml } from '../../../src/kubectl/yaml-print.ts'

function split(text: string, size = text.length || 1): { readonly texts: readonly string[]; readonly cut: boolean } {
  const splitter = splitterFor(text)
  const texts: string[] = []
  for (let at = 0; at < text.length; at += size) texts.push(...splitter.push(text.slice(at, at + size)))
  const end = splitter.end()
  return { texts: [...texts, ...end.texts], cut: end.cut }
}

function values(text: string, size?: number): readonly unknown[] {
  return split(text, size).texts.map(each => {
    if (splitterFor(text).form === 'json') return JSON.parse(each)
    const reading = readManifest(each)
    return reading.ok ? reading.documents[0]?.value : each
  })
}

const name = fc.oneof(fc.constantFrom('items', 'a"b', '\\', '{', ']', '- a', 'x\ny'), fc.string({ maxLength: 4 }))
const item = fc.record({
  kind: name,
  metadata: fc.dictionary(name, name, { maxKeys: 2, noNullPrototype: true }),
  spec: fc.record({ items: fc.array(name, { maxLength: 2 }) }),
})
const items = fc.array(item, { maxLength: 4 })
const size = fc.integer({ min: 1, max: 40 })

describe('a list is taken apart, wherever its text is cut into pieces', () => {
  test('as JSON, indented or not', () => {
    fc.assert(
      fc.property(items, size, fc.constantFrom(0, 4), (all, pieces, indent) => {
        const text = JSON.stringify({ apiVersion: 'v1', items: all, kind: 'List', metadata: {} }, null, indent)
        expect(values(text, pieces)).toEqual(all)
        expect(values(JSON.stringify(all, null, indent), pieces)).toEqual(all)
      }),
    )
  })

  test('as YAML', () => {
    fc.assert(
      fc.property(items, size, (all, pieces) => {
        const text = printYaml({ apiVersion: 'v1', items: all, kind: 'List', metadata: { resourceVersion: '' } })
        if (all.length > 0) expect(values(text, pieces)).toEqual(all)
      }),
    )
  })
})

describe('what is no list', () => {
  test.each([
    ['an object', '{"kind":"Node","spec":{"items":[{"a":1}]}}', [{ kind: 'Node', spec: { items: [{ a: 1 }] } }]],
    ['objects one after the other', '{"a":1}\n{"b":2}', [{ a: 1 }, { b: 2 }]],
    ['a list, then an object', '{"items":[{"a":1}]}\n{"b":2}', [{ a: 1 }, { b: 2 }]],
    ['a list of lists is one element', '[[{"a":1}]]', [[{ a: 1 }]]],
    ['documents', 'a: 1\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    [
      'a list among documents',
      'a: 1\n---\nitems:\n- b: 2\n- c: 3\nkind: List\n---\nd: 4\n',
      [{ a: 1 }, { b: 2 }, { c: 3 }, { d: 4 }],
    ],
    ['a list that is further in', 'items:\n  - a: 1\n    b: 2\n  - c: 3\n', [{ a: 1, b: 2 }, { c: 3 }]],
    ['lines that end as in DOS', 'items:\r\n- a: 1\r\n  b: 2\r\n', [{ a: 1, b: 2 }]],
    ['nothing but a comment', '# nothing\n', []],
    ['nothing', '', []],
  ])('%s', (_, text, expected) => {
    expect(values(text)).toEqual(expected)
  })
})

test('a list in YAML that ends before it says what it is has been cut', () => {
  expect(split('apiVersion: v1\nitems:\n- a: 1\n').cut).toBe(true)
  expect(split('kind: List\nitems:\n- a: 1\n').cut).toBe(false)
  expect(split('items:\n- a: 1\nkind: List\n').cut).toBe(false)
})

test('JSON that ends too early says so', () => {
  expect(split('{"items":[{"a":1},{"b":').cut).toBe(true)
  expect(split('{"items":[{"a":1}]}').cut).toBe(false)
})
