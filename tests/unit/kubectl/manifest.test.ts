import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Path, readManifest } from '../../../src/kubectl/manifest.ts'

const valuesOf = (text: string) => {
  const reading = readManifest(text)
  return reading.ok ? reading.documents.map(({ value }) => value) : reading.faults
}
const faultOf = (text: string) => {
  const reading = readManifest(text)
  if (reading.ok) return 'none'
  const [{ code, line, column } = { code: 'none', line: 0, column: 0 }] = reading.faults
  return `${code} ${line}:${column}`
}

describe('a manifest is read', () => {
  test.each<[string, string, unknown]>([
    ['lists and objects', 'a:\n- b: c\n- [1, {d: e}]\n', { a: [{ b: 'c' }, [1, { d: 'e' }]] }],
    ['JSON', '{"a": [true, null, "yes", 1.5]}', { a: [true, null, 'yes', 1.5] }],
    [
      'unquoted words of YAML 1.1 as booleans',
      'a: yes\nb: Off\nc: "on"\nd: \'n\'',
      { a: true, b: false, c: 'on', d: 'n' },
    ],
    ['keys as text, whatever they look like', 'y: 1\n1: 2\nnull: 3', { true: 1, '1': 2, null: 3 }],
    ['what is left out as null', 'a:\nb: ~\n', { a: null, b: null }],
    ['several lines as text', 'a: |\n  b\n  c\n', { a: 'b\nc\n' }],
    ['!!str as text', 'a: !!str yes', { a: 'yes' }],
    ['!!int by its text', 'a: !!int 5', { a: 5 }],
    ['aliases', 'a: &x {b: c}\nd: *x\n', { a: { b: 'c' }, d: { b: 'c' } }],
    [
      '<< under what stands there itself',
      'a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n',
      { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } },
    ],
    [
      '<< of a list, the first of which wins',
      'a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne:\n  <<: [*x, *y]\n',
      { a: { b: 1 }, c: { b: 2, d: 3 }, e: { b: 1, d: 3 } },
    ],
    ['__proto__ as a field like any other', '__proto__: {a: 1}', Object.fromEntries([['__proto__', { a: 1 }]])],
    ['comments as nothing', '# nothing\n', undefined],
  ])('%s', (_, text, expected) => {
    expect(valuesOf(text)).toEqual(expected === undefined ? [] : [expected])
  })

  test('document by document', () => {
    expect(valuesOf('a: 1\n---\nb: 2\n')).toEqual([{ a: 1 }, { b: 2 }])
  })
})

test.each<[Path, string]>([
  [[], '1:1'],
  [['spec'], '1:1'],
  [['spec', 'tolerations'], '2:3'],
  [['spec', 'tolerations', 0], '3:5'],
  [['spec', 'tolerations', 0, 'effect'], '4:5'],
  [['spec', 'tolerations', 0, 'value'], '3:5'],
  [['spec', 'tolerations', 7, 'key'], '2:3'],
  [['spec', 'tolerations', 1, 'key'], '5:7'],
])('the value at %j is found at %s', (path, expected) => {
  const reading = readManifest('spec:\n  tolerations:\n  - key: a\n    effect: b\n  - { key: c }\n')
  const { line, column } = (reading.ok && reading.documents[0]?.positionOf(path)) || { line: 0, column: 0 }
  expect(`${line}:${column}`).toBe(expected)
})

describe('what is no YAML is told with its place', () => {
  test.each<[string, string]>([
    ['- key: a\n\toperator: Exists', 'tab 2:1'],
    ['a:\n  b: 1\n c: 2', 'indent 3:2'],
    ['- key: a\n operator: Exists', 'indent 2:2'],
    ['key: a\nkey: b', 'duplicate-key 2:1'],
    ['key: "a\noperator: b', 'quote-open 2:12'],
    ['{key: a', 'bracket-open 1:8'],
    ['[a, b', 'bracket-open 1:6'],
    ['{a: 1 b: 2}', 'comma-missing 1:5'],
    ['- key: a\noperator: Exists', 'indent 2:1'],
    ['- key: a\n  effect: b\n   operator: c', 'indent 3:4'],
    ['- key: a\n  operator Exists', 'colon-missing 2:3'],
    ['- key: a\n - key: b', 'list-indent 2:2'],
    ['"a" b', 'unexpected 1:5'],
    ['}', 'unexpected 1:1'],
    ['a: !<tag:yaml.org,2002:binary> !!str x', 'bad-tag 1:32'],
    ['operator Exists\nkey: a', 'colon-missing 1:1'],
    ['key: a: b', 'nested-key 1:6'],
    ['value: @a', 'bad-start 1:8'],
    ['value: "\\q"', 'bad-escape 1:9'],
    ['a: *x', 'alias 1:4'],
    ['a: &x [*x]', 'alias 1:8'],
  ])('%j', (text, expected) => {
    expect(faultOf(text)).toBe(expected)
  })

  test('a bomb of aliases is refused', () => {
    const levels = 'bcdefghij'.split('').map((name, at) => `${name}: &${name} [${`*${'abcdefghi'[at]},`.repeat(9)}]`)
    expect(faultOf(['a: &a [x]', ...levels].join('\n'))).toMatch(/^too-many-aliases/)
  })

  test('so is what is nested without end, and what is too long', () => {
    expect(faultOf('['.repeat(100_000))).toMatch(/^too-deep/)
    expect(faultOf('a'.repeat(4_000_000))).toBe('too-large 1:1')
  })
})

test('no text makes it throw', () => {
  const words = fc.constantFrom(
    '- ',
    'key',
    ': ',
    '\n',
    '  ',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    '&a ',
    '*a',
    '<<: ',
    '\t',
    '#',
    '|',
    '---\n',
    '!',
    'yes',
    ',',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 30 }).map(parts => parts.join('')),
      ),
      text => {
        const reading = readManifest(text)
        if (reading.ok) expect(() => JSON.stringify(reading.documents.map(({ value }) => value))).not.toThrow()
        else expect(reading.faults.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true)
      },
    ),
    { numRuns: 2000 },
  )
})
