import { expect, test } from 'vitest'
import {
  duplicateValue,
  forbidden,
  invalidNamed,
  invalidValue,
  notSupported,
  printFieldError,
  requiredValue,
  tooLong,
} from '../../../src/kubernetes/field-error.ts'
import {
  badRequestStatus,
  conflictStatus,
  forbiddenStatus,
  invalidStatus,
  printInvalid,
} from '../../../src/kubernetes/status.ts'

const complaint = { code: 'negative', params: {}, text: 'must be greater than or equal to 0' } as const

test.each([
  [requiredValue('a'), 'a: Required value'],
  [requiredValue('a', 'required', 'why'), 'a: Required value: why'],
  [forbidden('a', 'immutable', 'why'), 'a: Forbidden: why'],
  [tooLong('a', 5), 'a: Too long: may not be more than 5 bytes'],
  [invalidValue('a', '<"', complaint), 'a: Invalid value: "<\\"": must be greater than or equal to 0'],
  [invalidValue('a', -1, complaint), 'a: Invalid value: -1: must be greater than or equal to 0'],
  [invalidValue('a', { b: '<' }, complaint), 'a: Invalid value: {"b":"\\u003c"}: must be greater than or equal to 0'],
  [invalidNamed('a', '<', complaint), 'a: Invalid value: "\\u003c": must be greater than or equal to 0'],
  [notSupported('a', 'x', ['B', 'A']), 'a: Unsupported value: "x": supported values: "B", "A"'],
  [duplicateValue('a', 'x'), 'a: Duplicate value: "x"'],
  [duplicateValue('a', { k: 1 }, 'duplicate', 'why'), 'a: Duplicate value: {"k":1}: why'],
])('%o is printed %s', (error, line) => {
  expect(printFieldError(error)).toBe(line)
})

test('what a locale needs stands in the params', () => {
  expect(notSupported('a', 'x', ['B', 'A']).params).toEqual({ value: 'x', supported: 'B, A' })
  expect(notSupported('a', { b: 1 }, ['B']).params).toEqual({ value: '{"b":1}', supported: 'B' })
  expect(duplicateValue('a', 'x').params).toEqual({ value: '"x"' })
  expect(tooLong('a', 5).params).toEqual({ max: 5 })
  expect(forbidden('a', 'immutable', 'why', { n: 1 }).params).toEqual({ n: 1 })
  expect(requiredValue('a')).not.toHaveProperty('value')
})

test('one error stands alone, several in brackets, the same one once', () => {
  const [one, two] = [requiredValue('a'), forbidden('b', 'immutable', 'why')]
  expect(invalidStatus('Pod', 'p', [one])).toEqual({
    code: 422,
    reason: 'Invalid',
    message: 'Pod "p" is invalid: a: Required value',
    causes: [{ reason: 'FieldValueRequired', message: 'Required value', field: 'a' }],
  })
  expect(invalidStatus('DaemonSet.apps', 'w', [one, two, requiredValue('a')])).toEqual({
    code: 422,
    reason: 'Invalid',
    message: 'DaemonSet.apps "w" is invalid: [a: Required value, b: Forbidden: why]',
    causes: [
      { reason: 'FieldValueRequired', message: 'Required value', field: 'a' },
      { reason: 'FieldValueForbidden', message: 'Forbidden: why', field: 'b' },
    ],
  })
})

test('kubectl prints one cause on the line, several below it, the same one once', () => {
  const cause = (field: string) => ({ reason: 'FieldValueRequired', message: 'Required value', field })
  expect(printInvalid('Pod', 'p', [cause('a'), cause('a')])).toBe('The Pod "p" is invalid: a: Required value')
  expect(printInvalid('Pod', 'p', [cause('a'), cause('b'), cause('a')])).toBe(
    'The Pod "p" is invalid: \n* a: Required value\n* b: Required value',
  )
})

test('the other answers have their words', () => {
  expect(badRequestStatus('Pod', 'v1', 'x')).toEqual({
    code: 400,
    reason: 'BadRequest',
    message: 'Pod in version "v1" cannot be handled as a Pod: x',
    causes: [],
  })
  expect(forbiddenStatus('pods', 'p', 'x')).toEqual({
    code: 403,
    reason: 'Forbidden',
    message: 'pods "p" is forbidden: x',
    causes: [],
  })
  expect(conflictStatus('pods', 'p')).toEqual({
    code: 409,
    reason: 'Conflict',
    message:
      'Operation cannot be fulfilled on pods "p": the object has been modified; please apply your changes to the latest version and try again',
    causes: [],
  })
})
