import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, decodingError } from '../../../src/kubernetes/decode.ts'
import { INT_OR_STRING } from '../../../src/kubernetes/int-or-percent.ts'
import { NODE } from '../../../src/kubernetes/node-schema.ts'
import { POD } from '../../../src/kubernetes/pod-schema.ts'
import { QUANTITY, RESOURCE_LIST } from '../../../src/kubernetes/resource-schema.ts'
import {
  ANYTHING,
  always,
  BOOL,
  INT32,
  INT64,
  list,
  map,
  named,
  pointer,
  type Schema,
  STRING,
  struct,
} from '../../../src/kubernetes/schema.ts'
import { TIME } from '../../../src/kubernetes/time.ts'
import { DEPLOYMENT } from '../../../src/kubernetes/workload-schema.ts'

const THING = struct('v1.Thing', {
  text: STRING,
  flag: BOOL,
  count: INT32,
  big: INT64,
  names: list(STRING),
  labels: map(STRING),
  any: ANYTHING,
  maybe: pointer(INT32),
  maybeFlag: pointer(BOOL),
  maybeNames: pointer(list(STRING)),
  time: pointer(TIME),
  amounts: RESOURCE_LIST,
  inner: pointer(struct('v1.Inner', { name: always(STRING), mode: named('v1.Mode') })),
  inners: list(struct('v1.Inner', { name: always(STRING), mode: named('v1.Mode') })),
})

function value(input: unknown, schema: Schema = THING): unknown {
  const decoded = decode(input, schema)
  expect(decodingError(decoded)).toBeUndefined()
  return decoded.value
}

test.each<[string, unknown, unknown]>([
  ['values stay', { text: 'a', flag: true, count: 1, names: ['a'] }, { text: 'a', flag: true, count: 1, names: ['a'] }],
  ['zero values are left out', { text: '', flag: false, count: 0, names: [], labels: {} }, {}],
  [
    'pointers keep zero values',
    { maybe: 0, maybeFlag: false, maybeNames: [] },
    { maybe: 0, maybeFlag: false, maybeNames: [] },
  ],
  [
    'null says nothing',
    { text: null, flag: null, count: null, names: null, labels: null, maybe: null, any: null, time: null },
    {},
  ],
  ['null in a list is zero', { names: ['a', null], inners: [null] }, { names: ['a', ''], inners: [{ name: '' }] }],
  [
    'null in a map is zero',
    { labels: { a: null }, amounts: { cpu: null } },
    { labels: { a: '' }, amounts: { cpu: '0' } },
  ],
  ['what is always there is written', { inner: {} }, { inner: { name: '' } }],
  ['an object with nothing in it is there behind a pointer', { inner: { name: null } }, { inner: { name: '' } }],
  ['what nobody checks is kept', { any: { a: [1, { b: null }] } }, { any: { a: [1, { b: null }] } }],
  ['-0 is 0', { maybe: -0 }, { maybe: 0 }],
  ['half a character is replaced', { text: 'a\ud800' }, { text: 'a\ufffd' }],
  ['a time is turned to UTC', { time: '2026-01-01T01:00:00+01:00' }, { time: '2026-01-01T00:00:00Z' }],
  [
    'an amount becomes canonical',
    { amounts: { cpu: 0.5, memory: ' 1024Ki ' } },
    { amounts: { cpu: '500m', memory: '1Mi' } },
  ],
  ['undefined says nothing', { text: undefined, maybe: undefined }, {}],
])('%s', (_, input, expected) => {
  expect(value(input)).toStrictEqual(expected)
})

test('objects come in the order of their schema, maps in that of their keys', () => {
  const decoded = value({ labels: { b: '1', a: '2' }, flag: true, text: 'x' })
  expect(JSON.stringify(decoded)).toBe('{"text":"x","flag":true,"labels":{"a":"2","b":"1"}}')
})

test.each<[string, unknown, string, string, string]>([
  ['a number for a text', { text: 5 }, 'text', 'number', 'text of type string'],
  ['a text for a flag', { flag: 'true' }, 'flag', 'string', 'flag of type bool'],
  ['a flag for a number', { count: true }, 'count', 'bool', 'count of type int32'],
  ['a text for a number', { big: '1' }, 'big', 'string', 'big of type int64'],
  ['an object for a list', { names: {} }, 'names', 'object', 'names of type []string'],
  ['a list for a map', { labels: [] }, 'labels', 'array', 'labels of type map[string]string'],
  ['a text for an object', { inner: 'x' }, 'inner', 'string', 'inner of type v1.Inner'],
  ['a number in a list', { names: ['a', 1] }, 'names[1]', 'number', 'names of type string'],
  ['a number in a map', { labels: { 'a.b/c': 1 } }, 'labels[a.b/c]', 'number', 'labels of type string'],
  ['a list in a list of objects', { inners: [[]] }, 'inners[0]', 'array', 'inners of type v1.Inner'],
  ['a list for amounts', { amounts: 1 }, 'amounts', 'number', 'amounts of type v1.ResourceList'],
  ['a number for a time', { time: 5 }, 'time', 'number', 'time of type string'],
])('%s does not fit', (_, input, path, found, rest) => {
  const { mistyped, unknown, value } = decode(input, THING)
  expect(mistyped).toMatchObject([
    { path, code: 'wrong-type', text: `json: cannot unmarshal ${found} into Go struct field Thing.${rest}` },
  ])
  expect(unknown).toEqual([])
  expect(value).toBeTypeOf('object')
})

test('in an inner object the inner type is named, with the whole way to the field', () => {
  const { mistyped } = decode({ inners: [{}, { mode: 5 }] }, THING)
  expect(mistyped[0]).toEqual({
    path: 'inners[1].mode',
    code: 'wrong-type',
    params: { expected: 'string', found: 'number' },
    text: 'json: cannot unmarshal number into Go struct field Inner.inners.mode of type v1.Mode',
  })
})

test('a whole object of the wrong type has no field', () => {
  expect(decode('x', THING).mistyped[0]?.text).toBe('json: cannot unmarshal string into Go value of type v1.Thing')
  expect(decode([], THING).mistyped[0]?.text).toBe('json: cannot unmarshal array into Go value of type v1.Thing')
})

test.each<[string, unknown, boolean]>([
  ['count', 2 ** 31 - 1, true],
  ['count', 2 ** 31, false],
  ['count', -(2 ** 31), true],
  ['count', -(2 ** 31) - 1, false],
  ['count', 1.5, false],
  ['big', 2 ** 31, true],
  ['big', 2 ** 63, true],
  ['big', 2 ** 63 + 2048, false],
  ['big', -(2 ** 63), true],
  ['big', -(2 ** 63) - 2048, false],
  ['big', Number.POSITIVE_INFINITY, false],
  ['big', Number.NaN, false],
])('%s takes %d: %s', (field, number, fits) => {
  const { mistyped } = decode({ [field]: number }, THING)
  if (fits) expect(mistyped).toEqual([])
  else {
    expect(mistyped).toMatchObject([
      {
        code: 'wrong-number',
        params: { expected: 'int', found: String(number) },
        text: expect.stringContaining(`number ${number} into`),
      },
    ])
  }
})

test('unknown fields are all named, but only when every type is right', () => {
  const decoded = decode({ nope: 1, inners: [{ Name: 'x' }], text: 'a', nope2: 2 }, THING)
  expect(decoded.unknown.map(({ path }) => path)).toEqual(['nope', 'inners[0].Name', 'nope2'])
  expect(decodingError(decoded)).toBe(
    'strict decoding error: unknown field "nope", unknown field "inners[0].Name", unknown field "nope2"',
  )
  expect(decodingError(decode({ nope: 1, text: 5 }, THING))).toBe(
    'json: cannot unmarshal number into Go struct field Thing.text of type string',
  )
  expect(decodingError(decode({}, THING))).toBeUndefined()
})

test('a field named like something every object has is unknown all the same', () => {
  const input: unknown = JSON.parse('{"__proto__":{"text":"x"},"constructor":1,"toString":2}')
  const decoded = decode(input, THING)
  expect(decoded.unknown.map(({ params }) => params.field)).toEqual(['__proto__', 'constructor', 'toString'])
  expect(decoded.value).toStrictEqual({})
  const labels = value(JSON.parse('{"labels":{"__proto__":"x"}}'))
  expect(JSON.stringify(labels)).toBe('{"labels":{"__proto__":"x"}}')
})

test.each<[unknown, unknown]>([
  ['25%', '25%'],
  [5, 5],
  [null, 0],
  [-0, 0],
  [-(2 ** 31), -(2 ** 31)],
])('a number or text takes %j', (input, expected) => {
  expect(decode({ it: input }, struct('v1.It', { it: always(INT_OR_STRING) })).value).toStrictEqual({ it: expected })
})

test.each<[unknown, string, string]>([
  [true, 'wrong-type', 'json: cannot unmarshal bool into Go struct field It.it of type int32'],
  [1.5, 'wrong-number', 'json: cannot unmarshal number 1.5 into Go struct field It.it of type int32'],
  [2 ** 31, 'wrong-number', 'json: cannot unmarshal number 2147483648 into Go struct field It.it of type int32'],
])('a number or text does not take %j', (input, code, text) => {
  expect(decode({ it: input }, struct('v1.It', { it: INT_OR_STRING })).mistyped).toMatchObject([{ code, text }])
})

test.each<[unknown, string]>([
  ['abc', 'quantity-format'],
  [true, 'quantity-format'],
  [{}, 'quantity-format'],
  ['1K', 'quantity-suffix'],
])('an amount does not take %j', (input, code) => {
  const { mistyped } = decode({ it: input }, struct('v1.It', { it: QUANTITY }))
  expect(mistyped).toMatchObject([{ path: 'it', code }])
  expect(mistyped[0]?.text).not.toContain('Go struct field')
})

test('an amount of no resource is not rounded', () => {
  expect(value({ it: '1n' }, struct('v1.It', { it: QUANTITY }))).toEqual({ it: '1n' })
  expect(value({ amounts: { cpu: '1n' } })).toEqual({ amounts: { cpu: '1m' } })
})

test.each([
  ['Pod', POD],
  ['Node', NODE],
  ['Deployment', DEPLOYMENT],
])('any JSON is decoded as a %s or named as wrong, and what comes out decodes to itself', (_, schema) => {
  fc.assert(
    fc.property(garbageFor(schema), input => {
      const decoded = decode(input, schema)
      for (const { path, text } of [...decoded.mistyped, ...decoded.unknown]) {
        expect(typeof path).toBe('string')
        expect(text).not.toBe('')
      }
      if (decodingError(decoded) !== undefined) return
      const again = decode(decoded.value, schema)
      expect(decodingError(again)).toBeUndefined()
      expect(again.value).toStrictEqual(decoded.value)
    }),
  )
})

/** Values that have the schema's fields, mostly with the right types. */
function garbageFor(schema: Schema): fc.Arbitrary<unknown> {
  const wrong = fc.jsonValue({ maxDepth: 2 })
  const right = ((): fc.Arbitrary<unknown> => {
    switch (schema.kind) {
      case 'string':
        return fc.string()
      case 'bool':
        return fc.boolean()
      case 'int':
        return fc.integer()
      case 'list':
        return fc.array(garbageFor(schema.of), { maxLength: 2 })
      case 'map':
        return fc.dictionary(fc.string(), garbageFor(schema.of), { maxKeys: 2 })
      case 'struct':
        return fc.record(
          Object.fromEntries(Object.entries(schema.fields).map(([name, field]) => [name, garbageFor(field)])),
          { requiredKeys: [] },
        )
      default:
        return fc.constantFrom('1', '25%', '2026-01-01T00:00:00Z', 5, null)
    }
  })()
  return fc.oneof(
    { arbitrary: right, weight: 40 },
    { arbitrary: fc.constant(null), weight: 1 },
    { arbitrary: wrong, weight: 1 },
  )
}
