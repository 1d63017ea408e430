import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { printYaml } from '../../../src/kubectl/yaml-print.ts'

describe('text', () => {
  test.each([
    ['plain', 'plain'],
    ['1', '"1"'],
    ['0x1f', '"0x1f"'],
    ['1_000', '"1_000"'],
    ['1e3', '"1e3"'],
    ['1.5', '"1.5"'],
    ['v1.5', 'v1.5'],
    ['5499867df', '5499867df'],
    ['12:30:45', '"12:30:45"'],
    ['true', '"true"'],
    ['yes', '"yes"'],
    ['On', '"On"'],
    ['y', '"y"'],
    ['null', '"null"'],
    ['~', '"~"'],
    ['', '""'],
    ['<<', '"<<"'],
    ['.inf', '".inf"'],
    ['2026-11-23T07:16:33Z', '"2026-11-23T07:16:33Z"'],
    ['2026-11-23', '"2026-11-23"'],
    ['10.244.0.0/24', '10.244.0.0/24'],
    ['256Gi', '256Gi'],
    ['a: b', "'a: b'"],
    ['a:b', 'a:b'],
    ['a #b', "'a #b'"],
    ['a#b', 'a#b'],
    ['- a', "'- a'"],
    ['-a', '-a'],
    ['--flag', '--flag'],
    ['*', "'*'"],
    ['@a', "'@a'"],
    ["it's", "it's"],
    ["'quoted'", "'''quoted'''"],
    ['"quoted"', '\'"quoted"\''],
    [' lead', "' lead'"],
    ['trail ', "'trail '"],
    ['a\tb', '"a\\tb"'],
    ['$(NODE_NAME)', '$(NODE_NAME)'],
    ['é', 'é'],
    ['\u0001', '"\\x01"'],
  ])('%j is printed %s', (text, expected) => {
    expect(printYaml({ a: text })).toBe(`a: ${expected}\n`)
  })

  test.each([
    ['a final newline', 'x\ny\n', '|\n  x\n  y'],
    ['no final newline', 'x\ny', '|-\n  x\n  y'],
    ['several final newlines', 'x\n\n', '|+\n  x\n'],
    ['an empty line inside', 'x\n\ny\n', '|\n  x\n\n  y'],
    ['a space at the start', ' x\ny\n', '|2\n   x\n  y'],
    ['a space before a newline, which no block can carry', 'x \ny\n', '"x \\ny\\n"'],
    ['a tab, which no block can carry', 'x\n\ty\n', '"x\\n\\ty\\n"'],
  ])('with %s', (_, text, expected) => {
    expect(printYaml({ a: text })).toBe(`a: ${expected}\n`)
  })

  test('is folded at the first lone space beyond the eightieth column, two further in', () => {
    const word = 'x'.repeat(40)
    expect(printYaml({ a: { b: `${word} ${word} ${word}` } })).toBe(`a:\n  b: ${word} ${word}\n    ${word}\n`)
  })
})

describe('structure', () => {
  test.each([
    ['lists are flush with their key', { a: [{ b: 1, c: [2] }] }, 'a:\n- b: 1\n  c:\n  - 2\n'],
    ['a list in a list', { a: [[1, 2], [3]] }, 'a:\n- - 1\n  - 2\n- - 3\n'],
    ['empty ones are written in flow style', { a: [], b: {}, c: [{}] }, 'a: []\nb: {}\nc:\n- {}\n'],
    ['keys are sorted, digits by value', { a10: 1, a9: 2, b: 3, 'a.b': 4 }, 'a.b: 4\na9: 2\na10: 1\nb: 3\n'],
    ['null, booleans and numbers', { a: null, b: true, c: 0.25, d: 0 }, 'a: null\nb: true\nc: 0.25\nd: 0\n'],
    ['keys that read as something else are quoted', { y: 1, '1': 2 }, '"1": 2\n"y": 1\n'],
  ])('%s', (_, value, expected) => {
    expect(printYaml(value)).toBe(expected)
  })
})

test('whatever is printed reads back as it was (YAML 1.1)', () => {
  // The library that reads here takes a dot and underscores for numbers; Go does not.
  const text = fc
    .oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[-:#'" \nab01.]*$/))
    .filter(one => !/^[-+]?[._]*$/.test(one) || one === '')
  const json = fc.letrec(tie => ({
    value: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('map')),
    list: fc.array(tie('value'), { maxLength: 3 }),
    map: fc.dictionary(
      text.filter(key => key !== '__proto__'),
      tie('value'),
      { maxKeys: 3, noNullPrototype: true },
    ),
  }))
  fc.assert(
    fc.property(json.map, value => {
      expect(parse(printYaml(value), { version: '1.1', logLevel: 'error' })).toEqual(value)
    }),
    { numRuns: 1000 },
  )
})
