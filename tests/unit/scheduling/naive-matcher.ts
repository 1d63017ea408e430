import type { Gates } from '../../../src/kubernetes/gates.ts'
import type { Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'

/**
 * A second matcher, written from the field comments of core/v1 and from nothing in `src`: it asks of each field alone
 * whether it objects, in no order, and compares numbers as sign, length and digits instead of as numbers.
 */
export function naivelyTolerates(toleration: Toleration, taint: Taint, gates: Gates = {}): boolean {
  const objections = [effectObjects, keyObjects, valueObjects].filter(objects => objects(toleration, taint, gates))
  return objections.length === 0
}

function effectObjects({ effect }: Toleration, taint: Taint): boolean {
  return effect !== undefined && effect.length > 0 && effect !== taint.effect
}

function keyObjects({ key }: Toleration, taint: Taint): boolean {
  return key !== undefined && key.length > 0 && key !== taint.key
}

function valueObjects(toleration: Toleration, taint: Taint, gates: Gates): boolean {
  const operator = String(toleration.operator ?? '')
  const wanted = toleration.value ?? ''
  const found = taint.value ?? ''
  if (operator === 'Exists') return false
  if (operator === 'Equal' || operator === '') return wanted !== found
  if (!gates.TaintTolerationComparisonOperators) return true
  if (!isInt64(wanted) || !isInt64(found)) return true
  if (operator === 'Lt') return order(found, wanted) >= 0
  if (operator === 'Gt') return order(found, wanted) <= 0
  return true
}

function isInt64(text: string): boolean {
  const digits = text.startsWith('-') ? text.slice(1) : text
  if (digits === '' || [...digits].some(digit => !'0123456789'.includes(digit))) return false
  if (digits.startsWith('0') && text !== '0') return false
  return text.startsWith('-') ? !longer(digits, '9223372036854775808') : !longer(digits, '9223372036854775807')
}

/** Below 0 where `a` is the smaller of two canonical integers, above 0 where it is the larger. */
function order(a: string, b: string): number {
  if (a === b) return 0
  const negative = a.startsWith('-')
  if (negative !== b.startsWith('-')) return negative ? -1 : 1
  if (negative) return longer(a.slice(1), b.slice(1)) ? -1 : 1
  return longer(a, b) ? 1 : -1
}

/** Whether one row of digits stands for a larger number than another. */
function longer(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length
}
