import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareQuantities,
  milliValue,
  parseQuantity,
  printQuantity,
  type Quantity,
  roundUpToMilli,
  wholeValue,
} from '../../../src/kubernetes/quantity.ts'

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.issue.text}`)
  return parsed.value
}

test.each<[string, string, bigint, bigint]>([
  ['0', '0', 0n, 0n],
  ['250m', '250m', 1n, 250n],
  ['1', '1', 1n, 1000n],
  ['0.5', '500m', 1n, 500n],
  ['1.5Gi', '1536Mi', 1610612736n, 1610612736000n],
  ['1023', '1023', 1023n, 1023000n],
  ['1024Ki', '1Mi', 1048576n, 1048576000n],
  ['1e3', '1e3', 1000n, 1000000n],
  ['1.5e3', '1500', 1500n, 1500000n],
  ['15e3', '15e3', 15000n, 15000000n],
  ['1.5e7', '1.5e7', 15000000n, 15000000000n],
  ['1.5e8', '150e6', 150000000n, 150000000000n],
  ['1000E', '1', 0n, 0n],
  ['-1.5', '-1500m', -2n, -1500n],
  ['+1', '+1', 1n, 1000n],
  ['5.', '5.', 5n, 5000n],
  ['m', '0', 0n, 0n],
  ['.', '0', 0n, 0n],
  ['9223372036854775807', '9223372036854775807', 9223372036854775807n, -1000n],
  ['9223372036854775808', '9223372036854775808', -9223372036854775808n, 0n],
  ['9Ei', '9223372036854775807', 9223372036854775807n, -1000n],
  ['-9Ei', '-9223372036854775807', -9223372036854775807n, 1000n],
  ['0.1Ki', '102400m', 103n, 102400n],
  ['0.0001Ki', '102400u', 1n, 103n],
])('%s is %s, %d as a whole and %d in thousandths', (text, canonical, whole, milli) => {
  const value = quantity(text)
  expect(printQuantity(value)).toBe(canonical)
  expect(wholeValue(value)).toBe(whole)
  expect(milliValue(value)).toBe(milli)
})

// A text that upstream's quick reader takes is kept, where it is canonical already: `canonicalizeBytes` then never runs.
test.each<[string, bigint, number, Quantity['format'], Quantity['form'], string?]>([
  ['1', 1n, 0, 'DecimalSI', 'int64', '1'],
  ['250m', 250n, -3, 'DecimalSI', 'int64', '250m'],
  ['1000', 1000n, 0, 'DecimalSI', 'int64'],
  ['100', 100n, 0, 'DecimalSI', 'int64', '100'],
  ['0.5', 5n, -1, 'DecimalSI', 'int64'],
  ['1.500', 1500n, -3, 'DecimalSI', 'int64', '1.500'],
  ['8Ki', 8192n, 0, 'BinarySI', 'int64'],
  ['9Ki', 9216n, 0, 'BinarySI', 'int64', '9Ki'],
  ['12345678901Ki', 12641975194624n, 0, 'BinarySI', 'int64', '12345678901Ki'],
  ['123456789012Ki', 126419751948288000000000n, -9, 'BinarySI', 'decimal'],
  ['1.5Ki', 1536000000000n, -9, 'BinarySI', 'decimal'],
  ['0.5Ki', 512000000000n, -9, 'BinarySI', 'decimal'],
  ['123456789012345678', 123456789012345678n, 0, 'DecimalSI', 'int64', '123456789012345678'],
  ['1234567890123456789', 1234567890123456789000000000n, -9, 'DecimalSI', 'decimal'],
  ['-1.5', -15n, -1, 'DecimalSI', 'int64'],
  ['+1', 1n, 0, 'DecimalSI', 'int64', '+1'],
  ['1n', 1n, -9, 'DecimalSI', 'int64', '1n'],
  ['0.1n', 1n, -9, 'DecimalSI', 'decimal'],
  ['-0.1n', -1n, -9, 'DecimalSI', 'decimal'],
  ['1e3', 1n, 3, 'DecimalExponent', 'int64', '1e3'],
  ['1e-9', 1n, -9, 'DecimalExponent', 'int64', '1e-9'],
  ['1e-10', 1n, -9, 'DecimalExponent', 'decimal'],
  ['007', 7n, 0, 'DecimalSI', 'int64', '007'],
  ['5.', 5n, 0, 'DecimalSI', 'int64', '5.'],
  ['12345678.0000000001', 12345678000000001n, -9, 'DecimalSI', 'decimal'],
  ['1Ei', 1152921504606846976000000000n, -9, 'BinarySI', 'decimal'],
  ['8Ei', 9223372036854775807n, 0, 'BinarySI', 'decimal'],
  ['-8Ei', -9223372036854775807n, 0, 'BinarySI', 'decimal'],
  ['1e2000', 1n, 2000, 'DecimalExponent', 'int64'],
  ['1e1000', 1n, 1000, 'DecimalExponent', 'int64'],
  ['1.5k', 15n, 2, 'DecimalSI', 'int64'],
  ['1E', 1n, 18, 'DecimalSI', 'int64', '1E'],
  ['1e4294967296', 1n, 0, 'DecimalExponent', 'int64', '1e4294967296'],
  ['m', 0n, -3, 'DecimalSI', 'int64'],
  ['0Ki', 0n, 0, 'BinarySI', 'int64'],
  ['-0', 0n, 0, 'DecimalSI', 'int64'],
])('%s is held as %d × 10^%d, %s, as %s', (written, unscaled, exponent, format, form, text) => {
  expect(quantity(written)).toEqual({ unscaled, exponent, format, form, ...(text !== undefined && { text }) })
})

test.each<[string, string]>([
  ['', 'quantity-format'],
  [' 1', 'quantity-format'],
  ['1 ', 'quantity-format'],
  ['1GB', 'quantity-format'],
  ['0x10', 'quantity-format'],
  ['1.2.3', 'quantity-format'],
  ['1\n', 'quantity-format'],
  ['1K', 'quantity-suffix'],
  ['1mi', 'quantity-suffix'],
  ['1e', 'quantity-suffix'],
  ['1m1', 'quantity-suffix'],
  ['1e99999999999999999999', 'quantity-suffix'],
  ['Pi', 'quantity-number'],
  ['-.Ei', 'quantity-number'],
])('%j is refused: %s', (text, code) => {
  expect(parseQuantity(text)).toMatchObject({ ok: false, issue: { code, params: { quantity: text } } })
})

test.each<[string, string, number]>([
  ['1', '1000m', 0],
  ['1Gi', '1G', 1],
  ['1023Mi', '1Gi', -1],
  ['-1', '1', -2],
  ['0', '-1m', 1],
  ['0', '0Gi', 0],
  ['1n', '0', 1],
  ['-2', '-1', -1],
  ['1e2000000000', '2e2000000000', -1],
  ['1e2000000000', '1', 1],
  ['-1e2000000000', '-1', -1],
])('%s against %s gives the sign of %d', (a, b, sign) => {
  expect(Math.sign(compareQuantities(quantity(a), quantity(b)))).toBe(Math.sign(sign))
  expect(Math.sign(compareQuantities(quantity(b), quantity(a)))).toBe(-Math.sign(sign) + 0)
})

test.each<[string, string]>([
  ['100u', '1m'],
  ['1500u', '2m'],
  ['-1500u', '-2m'],
  ['1.1Gi', '1181116006400m'],
  ['1.00001Gi', '1073752561419m'],
  ['250m', '250m'],
  ['+1', '+1'],
  ['9Ei', '9223372036854775807'],
])('%s is kept as %s by the API', (text, kept) => {
  expect(printQuantity(roundUpToMilli(quantity(text)))).toBe(kept)
})

const amounts = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.stringMatching(/^[0-9]{1,21}$/),
    fc.option(fc.stringMatching(/^[0-9]{0,12}$/)),
    fc.constantFrom(
      '',
      'n',
      'u',
      'm',
      'k',
      'M',
      'G',
      'T',
      'P',
      'E',
      'Ki',
      'Mi',
      'Gi',
      'Ti',
      'Pi',
      'Ei',
      'e3',
      'E-6',
      'e+12',
    ),
  )
  .map(([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${suffix}`)

test('what is printed reads back as the same amount, and prints the same again', () => {
  fc.assert(
    fc.property(amounts, text => {
      const value = quantity(text)
      const printed = printQuantity(value)
      // Upstream loses the suffix of what is larger than its largest one.
      fc.pre(value.exponent + String(value.unscaled).length < 20)
      expect(compareQuantities(quantity(printed), value)).toBe(0)
      expect(printQuantity(quantity(printed))).toBe(printed)
    }),
  )
})

test('comparing is an order', () => {
  fc.assert(
    fc.property(amounts, amounts, amounts, (a, b, c) => {
      const [x, y, z] = [quantity(a), quantity(b), quantity(c)]
      expect(Math.sign(compareQuantities(x, y))).toBe(-Math.sign(compareQuantities(y, x)) + 0)
      if (compareQuantities(x, y) <= 0 && compareQuantities(y, z) <= 0) {
        expect(compareQuantities(x, z)).toBeLessThanOrEqual(0)
      } else expect(compareQuantities(x, x)).toBe(0)
    }),
  )
})

test('a plain number of thousandths is exactly that', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), number => {
      expect(milliValue(quantity(`${number}m`))).toBe(BigInt(number))
      expect(wholeValue(quantity(String(number)))).toBe(BigInt(number))
      expect(wholeValue(quantity(`${number}m`))).toBe(BigInt(Math.sign(number) * Math.ceil(Math.abs(number) / 1000)))
    }),
  )
})

test('any text is read or refused, quickly, and never throws', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[-+]?[0-9.]{0,30}[eEinumkKMGTP]{0,2}[-+]?[0-9]{0,12}$/))
  fc.assert(
    fc.property(text, text => {
      const parsed = parseQuantity(text)
      if (parsed.ok) {
        expect(typeof printQuantity(parsed.value)).toBe('string')
        expect(BigInt.asIntN(64, milliValue(parsed.value))).toBe(milliValue(parsed.value))
        expect(BigInt.asIntN(64, wholeValue(parsed.value))).toBe(wholeValue(parsed.value))
        expect(
          compareQuantities(roundUpToMilli(parsed.value), parsed.value) * Number(parsed.value.unscaled < 0n ? -1 : 1),
        ).toBeGreaterThanOrEqual(0)
      } else expect(parsed.issue.text).not.toBe('')
    }),
    { numRuns: 1000 },
  )
})
