import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { list } from '../../../src/cluster/cluster.ts'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { valuesUnder } from '../../../src/cluster/sorted-map.ts'
import { readManifest } from '../../../src/kubectl/manifest.ts'
import { readBlock } from '../../../src/kubectl/yaml-block.ts'
import { printYaml } from '../../../src/kubectl/yaml-print.ts'

function readSlowly(text: string): unknown {
  const reading = readManifest(text)
  return reading.ok && reading.documents.length === 1 ? reading.documents[0]?.value : undefined
}

test('every object of every preset is read back as it was printed', () => {
  const objects = (['kind', 'mixed', 'broken'] as const).flatMap(preset => {
    return Object.values(presetCluster(preset).objects).flatMap(map => valuesUnder(map))
  })
  expect(objects.length).toBeGreaterThan(200)
  for (const object of objects) expect(readBlock(printYaml(object))).toEqual(JSON.parse(JSON.stringify(object)))
})

const SPECIAL = [
  '',
  ' ',
  'yes',
  '~',
  '1',
  '0x1',
  "it's",
  'a: b',
  '- a',
  'a #b',
  'a\nb',
  'a\n',
  '\na',
  ' a',
  'a\n\n',
  '\\',
  '"',
]
const string = fc.oneof(
  fc.constantFrom(...SPECIAL),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('a', 'b', ' ', '\n', "'", '"', '\\', ':', '#', '-', '\t', 'é', '\u00a0'),
    maxLength: 160,
  }),
  fc.lorem({ maxCount: 40 }),
)
const { value } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    string,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(string, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))

test('whatever is printed is read as the other reader reads it, or left to it', () => {
  let read = 0
  fc.assert(
    fc.property(fc.dictionary(string, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), object => {
      const text = printYaml(object)
      const found = readBlock(text)
      if (found === undefined) return
      read += 1
      expect(found).toEqual(readSlowly(text))
    }),
    { numRuns: 3000 },
  )
  expect(read).toBeGreaterThan(1000)
})

test('a backslash before the fold of a single-quoted text is a backslash', () => {
  const text = `a:\n- '${'b'.repeat(90)}\\\n  c: d'\n`
  expect(readBlock(text)).toEqual({ a: [`${'b'.repeat(90)}\\ c: d`] })
  expect(readBlock(text)).toEqual(readSlowly(text))
})

test('a quoted text that ends in several spaces far to the right is printed and read as it is', () => {
  const key = 'mauris aliquam ultricies turpis ullamcorper porttitor rutrum mollis non'
  const object = { '': { '': [[{ [key]: '\\  ' }]] } }
  const text = printYaml(object)
  expect(text).toBe(`"":\n  "":\n  - - ${key}: '\\  '\n`)
  expect(readBlock(text)).toEqual(object)
  expect(readSlowly(text)).toEqual(object)
})

describe('what kubectl does not print is left to the other reader', () => {
  test.each([
    ['flow style', 'a: {b: c}'],
    ['an anchor', 'a: &b c'],
    ['an alias', 'a: *b'],
    ['a tag', 'a: !!str 1'],
    ['a comment', 'a: b # c'],
    ['a line of comment', '# a\nb: c'],
    ['a folded text', 'a: >\n  b'],
    ['a key twice', 'a: b\na: c'],
    ['a merge', 'a:\n  <<: b'],
    ['an open quote', 'a: "b'],
    ['a quoted line that ends in a space', 'a: "b \n  c"'],
    ['a line of plain text that ends in a space', 'a: b \n  c'],
    ['an empty line within quotes', "a: 'b\n\n  c'"],
    ['a break that is escaped', 'a: "b\\\n  c"'],
    ['a tab', 'a:\n\tb: c'],
    ['two documents', 'a: b\n---\nc: d'],
    ['a scalar alone', 'a'],
    ['a line too far out', '  a: b\nc: d'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(readBlock(text)).toBeUndefined()
  })
})

test('mangled text is read as the other reader reads it, or left to it', () => {
  const source = printYaml(list(presetCluster('kind'), 'daemonsets')[0])
  const cut = fc.record({
    at: fc.nat(source.length),
    drop: fc.nat(20),
    put: fc.string({ unit: fc.constantFrom('a', ' ', '\n', '-', ':', '"', "'", '|', '#', '{', '['), maxLength: 6 }),
  })
  fc.assert(
    fc.property(fc.array(cut, { minLength: 1, maxLength: 2 }), cuts => {
      const text = cuts.reduce((all, { at, drop, put }) => all.slice(0, at) + put + all.slice(at + drop), source)
      const found = readBlock(text)
      if (found !== undefined) expect(found).toEqual(readSlowly(text))
    }),
    { numRuns: 2000 },
  )
})
