import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TOLERATION_ISSUE_CODES } from '../../../src/kubernetes/issue.ts'
import { readTolerations } from '../../../src/kubernetes/read-tolerations.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'

test.each<[string, unknown, Toleration[]]>([
  ['a list is read as it is', [{ key: 'a', operator: 'Exists' }], [{ key: 'a', operator: 'Exists' }]],
  ['nothing is no toleration', undefined, []],
  ['null is no toleration', null, []],
  ['an empty text is left out', [{ key: 'a', value: '', effect: '', operator: '' }], [{ key: 'a' }]],
  ['a field that is null is left out', [{ key: null, operator: 'Exists' }], [{ operator: 'Exists' }]],
  [
    'zero seconds are not left out',
    [{ operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 }],
    [{ operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 }],
  ],
])('%s', (_, value, tolerations) => {
  expect(readTolerations(value)).toEqual({ ok: true, value: tolerations })
})

test.each<[unknown, string, string, string]>([
  [
    [{ key: 'a', value: true }],
    'spec.tolerations[0].value',
    'wrong-type',
    'json: cannot unmarshal bool into Go struct field Toleration.spec.tolerations.value of type string',
  ],
  [
    [{ key: 'a' }, { key: 5 }],
    'spec.tolerations[1].key',
    'wrong-type',
    'json: cannot unmarshal number into Go struct field Toleration.spec.tolerations.key of type string',
  ],
  [
    [{ operator: 'Exists', tolerationSeconds: '5' }],
    'spec.tolerations[0].tolerationSeconds',
    'wrong-type',
    'json: cannot unmarshal string into Go struct field Toleration.spec.tolerations.tolerationSeconds of type int64',
  ],
  [
    [{ operator: 'Exists', tolerationSeconds: 1.5 }],
    'spec.tolerations[0].tolerationSeconds',
    'wrong-number',
    'json: cannot unmarshal number 1.5 into Go struct field Toleration.spec.tolerations.tolerationSeconds of type int64',
  ],
  [
    ['a'],
    'spec.tolerations[0]',
    'wrong-type',
    'json: cannot unmarshal string into Go struct field PodSpec.spec.tolerations of type v1.Toleration',
  ],
  [
    { operator: 'Exists' },
    'spec.tolerations',
    'wrong-type',
    'json: cannot unmarshal object into Go struct field PodSpec.spec.tolerations of type []v1.Toleration',
  ],
  [
    [{ effect: ['NoSchedule'] }],
    'spec.tolerations[0].effect',
    'wrong-type',
    'json: cannot unmarshal array into Go struct field Toleration.spec.tolerations.effect of type v1.TaintEffect',
  ],
  [
    [{ key: 'a', opertor: 'Exists' }],
    'spec.tolerations[0].opertor',
    'unknown-field',
    'unknown field "spec.tolerations[0].opertor"',
  ],
  [[{ Key: 'a' }], 'spec.tolerations[0].Key', 'unknown-field', 'unknown field "spec.tolerations[0].Key"'],
])('%j does not fit', (value, path, code, text) => {
  expect(readTolerations(value)).toMatchObject({ ok: false, issues: [{ path, code, text }] })
})

test('what does not fit is reported together, and the rules only once everything fits', () => {
  const reading = readTolerations([{ key: 1, value: 2, nope: 3 }, { operator: 'Foo' }])
  expect(reading).toMatchObject({
    ok: false,
    issues: [{ code: 'wrong-type' }, { code: 'wrong-type' }, { code: 'unknown-field' }],
  })
  expect(readTolerations([{ operator: 'Foo' }])).toMatchObject({
    ok: false,
    issues: [{ code: 'empty-key-needs-exists' }, { code: 'unknown-operator' }],
  })
})

test('the gate lets Gt and Lt through', () => {
  const value = [{ key: 'a', operator: 'Gt', value: '5' }]
  expect(readTolerations(value)).toMatchObject({ ok: false, issues: [{ code: 'comparison-operator-off' }] })
  expect(readTolerations(value, { gates: { TaintTolerationComparisonOperators: true } })).toEqual({ ok: true, value })
})

test('any JSON is read or refused with path, code and words, and never throws', () => {
  const field = fc.oneof(
    fc.constantFrom('key', 'operator', 'value', 'effect', 'tolerationSeconds', '__proto__'),
    fc.string(),
  )
  const leaf = fc.oneof(fc.constantFrom('Exists', 'Equal', 'NoExecute', '', 'a', 0, 1.5, null, true), fc.jsonValue())
  const toleration = fc.array(fc.tuple(field, leaf), { maxLength: 5 }).map(entries => Object.fromEntries(entries))
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.oneof(toleration, leaf), { maxLength: 3 }), fc.jsonValue()), value => {
      const reading = readTolerations(value)
      if (reading.ok) {
        for (const { key = '', operator = '', value = '', effect = '', tolerationSeconds = 0 } of reading.value) {
          expect([typeof key, typeof operator, typeof value, typeof effect]).toEqual(Array(4).fill('string'))
          expect(Number.isInteger(tolerationSeconds)).toBe(true)
          expect(key !== '' || operator === 'Exists').toBe(true)
        }
        expect(readTolerations(reading.value)).toEqual(reading)
      } else {
        expect(reading.issues.length).toBeGreaterThan(0)
        for (const { path, code, text } of reading.issues) {
          expect(path).toMatch(/^spec\.tolerations/)
          expect(TOLERATION_ISSUE_CODES).toContain(code)
          expect(text).not.toBe('')
        }
      }
    }),
  )
})
