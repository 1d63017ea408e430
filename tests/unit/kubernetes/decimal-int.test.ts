import { expect, test } from 'vitest'
import { isDecimalInteger, parseGoInt64, parseInt64 } from '../../../src/kubernetes/decimal-int.ts'

test.each<[string, boolean, bigint | undefined, bigint | undefined]>([
  ['0', true, 0n, 0n],
  ['5', true, 5n, 5n],
  ['-5', true, -5n, -5n],
  ['10', true, 10n, 10n],
  ['9223372036854775807', true, 9223372036854775807n, 9223372036854775807n],
  ['9223372036854775808', true, undefined, undefined],
  ['-9223372036854775808', true, -9223372036854775808n, -9223372036854775808n],
  ['-9223372036854775809', true, undefined, undefined],
  ['99999999999999999999', true, undefined, undefined],
  ['-0', false, undefined, 0n],
  ['+5', false, undefined, 5n],
  ['007', false, undefined, 7n],
  ['-007', false, undefined, -7n],
  ['00000000000000000000000001', false, undefined, 1n],
  ['', false, undefined, undefined],
  ['-', false, undefined, undefined],
  ['1.5', false, undefined, undefined],
  ['1e3', false, undefined, undefined],
  ['0x1', false, undefined, undefined],
  [' 1', false, undefined, undefined],
  ['1\n', false, undefined, undefined],
  ['--1', false, undefined, undefined],
  ['５', false, undefined, undefined],
])('%j: canonical %s, %s, and %s to Go', (text, canonical, strict, go) => {
  expect(isDecimalInteger(text)).toBe(canonical)
  expect(parseInt64(text)).toBe(strict)
  expect(parseGoInt64(text)).toBe(go)
})
