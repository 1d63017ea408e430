import { isDeepStrictEqual } from 'node:util'
import {
  compareQuantities,
  milliValue,
  parseQuantity,
  printQuantity,
  wholeValue,
} from '../../../src/kubernetes/quantity.ts'
import type { Outcome } from '../kinds.ts'

interface RecordedQuantity {
  readonly case: string
  readonly input: { readonly text: string }
  readonly expect: unknown
}

/** One amount: as it is printed back, its format, its 64-bit values and its sign, or the error. */
export function* quantity({ case: name, input, expect }: RecordedQuantity): Iterable<Outcome> {
  const got = answer(input.text)
  yield isDeepStrictEqual(got, expect) ? { name } : { name, disagreement: { input, expected: expect, got } }
}

function answer(text: string): unknown {
  const parsed = parseQuantity(text)
  if (!parsed.ok) return { error: parsed.issue.text }
  const { value } = parsed
  const zero = parseQuantity('0')
  const sign = zero.ok ? compareQuantities(value, zero.value) : undefined
  return {
    canonical: printQuantity(value),
    format: value.format,
    value: String(wholeValue(value)),
    milliValue: String(milliValue(value)),
    sign,
    isZero: value.unscaled === 0n,
  }
}
