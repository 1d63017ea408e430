import { expect, test } from 'vitest'
import type { ServerSettings } from '../../../src/kubernetes/server-settings.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { validateTolerations } from '../../../src/kubernetes/validate-tolerations.ts'

const GATE: ServerSettings = { gates: { TaintTolerationComparisonOperators: true } }

function faults(toleration: object, settings?: ServerSettings, old?: readonly Toleration[]): readonly string[] {
  const errors = validateTolerations([toleration as Toleration], 'at', settings, old)
  return errors.map(({ path, code }) => `${path.replace('at[0]', '')} ${code}`)
}

test.each<[string, object, string[]]>([
  ['nothing said needs Exists', {}, ['.operator empty-key-needs-exists']],
  ['Exists needs no key', { operator: 'Exists' }, []],
  ['a key needs no operator', { key: 'a' }, []],
  ['Equal without a key', { operator: 'Equal', value: 'x' }, ['.operator empty-key-needs-exists']],
  ['a bad key', { key: 'a b' }, ['.key label-key-name-format']],
  ['a bad value is reported at the operator', { key: 'a', value: '-' }, ['.operator label-value-format']],
  ['a value for Exists', { key: 'a', operator: 'Exists', value: 'x' }, ['.operator exists-takes-no-value']],
  [
    'seconds with another effect',
    { key: 'a', effect: 'NoSchedule', tolerationSeconds: 0 },
    ['.effect seconds-need-no-execute'],
  ],
  ['seconds without an effect', { key: 'a', tolerationSeconds: 5 }, ['.effect seconds-need-no-execute']],
  ['seconds with NoExecute, negative too', { key: 'a', effect: 'NoExecute', tolerationSeconds: -5 }, []],
  ['an unknown effect', { key: 'a', effect: 'noexecute' }, ['.effect unknown-effect']],
  ['an unknown operator', { key: 'a', operator: 'In' }, ['.operator unknown-operator']],
  ['Gt with the gate off', { key: 'a', operator: 'Gt', value: '5' }, ['.operator comparison-operator-off']],
  [
    'Lt with the gate off, whatever its value',
    { key: 'a', operator: 'Lt', value: 'x' },
    ['.operator comparison-operator-off'],
  ],
  [
    'all at once, in this order',
    { operator: 'Foo', effect: 'Bar', tolerationSeconds: 1 },
    [
      '.operator empty-key-needs-exists',
      '.effect seconds-need-no-execute',
      '.operator unknown-operator',
      '.effect unknown-effect',
    ],
  ],
])('%s', (_, toleration, expected) => {
  expect(faults(toleration)).toEqual(expected)
})

test.each<[string, string[]]>([
  ['5', []],
  ['-5', []],
  ['', ['.value integer-empty', '.value integer-syntax']],
  ['abc', ['.value integer-format', '.value integer-syntax']],
  ['007', ['.value integer-format']],
  ['+5', ['.value integer-format']],
  ['-0', ['.value integer-format']],
  ['9223372036854775808', ['.value integer-out-of-range']],
  ['+9223372036854775808', ['.value integer-format', '.value integer-out-of-range']],
])('with the gate on, Gt and Lt take %j: %j', (value, expected) => {
  expect(faults({ key: 'a', operator: 'Gt', value }, GATE)).toEqual(expected)
  expect(faults({ key: 'a', operator: 'Lt', value }, GATE)).toEqual(expected)
})

test('Go’s words follow the rule’s own', () => {
  const texts = validateTolerations([{ key: 'a', operator: 'Gt', value: 'abc' }], 'at', GATE).map(({ text }) => text)
  expect(texts).toEqual([
    'Invalid value: "abc": must be a valid decimal integer in canonical form',
    'Invalid value: "abc": strconv.ParseInt: parsing "abc": invalid syntax',
  ])
  const [range] = validateTolerations([{ key: 'a', operator: 'Gt', value: '9223372036854775808' }], 'at', GATE)
  expect(range?.text).toBe(
    'Invalid value: "9223372036854775808": strconv.ParseInt: parsing "9223372036854775808": value out of range',
  )
  const [empty] = validateTolerations([{ key: 'a', operator: 'Gt' }], 'at', GATE)
  expect(empty?.text).toBe('Invalid value: "": must be non-empty')
})

test('what is stored with Gt or Lt may go on using them with the gate off', () => {
  const old: Toleration[] = [{ key: 'n', operator: 'Lt', value: '5' }]
  expect(faults({ key: 'a', operator: 'Gt', value: '5' }, {}, old)).toEqual([])
  expect(faults({ key: 'a', operator: 'Gt', value: '5' }, {}, [{ key: 'n', operator: 'Gt' }])).toEqual([])
  expect(faults({ key: 'a', operator: 'Gt', value: '5' }, {}, [{ key: 'n', operator: 'Exists' }])).toEqual([
    '.operator comparison-operator-off',
  ])
})

test('before 1.35 Gt and Lt are operators nobody knows', () => {
  const [error] = validateTolerations([{ key: 'a', operator: 'Gt', value: '5' }], 'at', { version: '1.34', ...GATE })
  expect(error).toMatchObject({
    code: 'unknown-operator',
    text: 'Unsupported value: "Gt": supported values: "Equal", "Exists"',
  })
})

test('an operator is shown as JSON, a value as Go quotes it', () => {
  const [error] = validateTolerations([{ key: 'a', operator: '<' as 'Lt' }], 'at')
  expect(error?.text).toBe('Unsupported value: "\\u003c": supported values: "Equal", "Exists"')
  const [value] = validateTolerations([{ key: 'a', operator: 'Exists', value: '<' }], 'at')
  expect(value?.text).toBe('Invalid value: "<": value must be empty when `operator` is \'Exists\'')
  const [keyless] = validateTolerations([{ operator: '<' as 'Lt' }], 'at')
  expect(keyless?.value).toBe('"\\u003c"')
  const [effect] = validateTolerations([{ key: 'a', effect: '&' as 'NoExecute', tolerationSeconds: 1 }], 'at')
  expect(effect?.value).toBe('"\\u0026"')
})

test('a value too long and misshapen is one error with both texts', () => {
  const [error, ...more] = validateTolerations([{ key: 'a', value: `${'v'.repeat(63)}-` }], 'at')
  expect(more).toEqual([])
  expect(error).toMatchObject({
    code: 'label-value-too-long',
    detail: expect.stringMatching(/^must be no more than 63 bytes;a valid label must/),
  })
})

test('each toleration is named by its index', () => {
  const errors = validateTolerations([{ operator: 'Exists' }, {}, {}], 'spec.template.spec.tolerations')
  expect(errors.map(({ path }) => path)).toEqual([
    'spec.template.spec.tolerations[1].operator',
    'spec.template.spec.tolerations[2].operator',
  ])
})
