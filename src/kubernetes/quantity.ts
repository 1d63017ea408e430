import { parseGoInt64 } from './decimal-int.ts'
import type { Complaint } from './issue.ts'

export const QUANTITY_FORMATS = ['DecimalSI', 'BinarySI', 'DecimalExponent'] as const
/** How a quantity is written: `500m` and `2k`, `64Mi`, `12e6`. */
export type QuantityFormat = (typeof QUANTITY_FORMATS)[number]

/** An amount of a resource: `unscaled` × 10^`exponent`, exact. (apimachinery `resource.Quantity`) */
export interface Quantity {
  readonly unscaled: bigint
  readonly exponent: number
  readonly format: QuantityFormat
  /** How upstream holds it, which decides what becomes of a value beyond 64 bits: 0, or what wraps around. */
  readonly form: 'int64' | 'decimal'
  /** As it was written, where upstream prints it back unchanged. */
  readonly text?: string
}

export type QuantityParsing =
  | { readonly ok: true; readonly value: Quantity }
  | { readonly ok: false; readonly issue: Complaint }

const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const NANO = -9
const MILLI = -3
const MAX_INT64 = 2n ** 63n - 1n

/**
 * Reads an amount: `250m`, `1.5Gi`, `1e3`, `0.5`. It takes what upstream takes (`m` and `-` are 0, `5.` and `007` are fine,
 * as `+1` is), rounds up to billionths and caps binary amounts at 2^63 - 1. Spaces are refused here; the JSON decoder
 * trims them. (apimachinery `resource.ParseQuantity`)
 */
export function parseQuantity(text: string): QuantityParsing {
  const parts = splitQuantity(text)
  if (!parts) return refuse('quantity-format', text, FORMAT_TEXT)
  const suffix = readSuffix(parts.suffix)
  if (!suffix) return refuse('quantity-suffix', text, "unable to parse quantity's suffix")
  const quick = asInt64(text, parts, suffix)
  if (quick) return { ok: true, value: quick }
  if (!/[0-9]/.test(parts.number)) return refuse('quantity-number', text, 'unable to parse numeric part of quantity')
  return { ok: true, value: asDecimal(parts, suffix) }
}

/**
 * Writes an amount in its canonical form: no fraction, the largest suffix that fits; a binary amount that is not whole, or
 * smaller than 1024, in decimal. Beyond `E` upstream loses the suffix. (`Quantity.String`, `CanonicalizeBytes`)
 */
export function printQuantity(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text
  if (quantity.unscaled === 0n) return '0'
  const whole = quantity.format === 'BinarySI' ? wholeBinary(quantity) : undefined
  if (whole !== undefined) {
    const { mantissa, times } = withoutFactors(whole, 1024n)
    return `${mantissa}${BINARY_SUFFIXES[times] ?? ''}`
  }
  const { mantissa, times } = withoutFactors(quantity.unscaled, 10n)
  const exponent = Math.floor((quantity.exponent + times) / 3) * 3
  const digits = mantissa * 10n ** BigInt(quantity.exponent + times - exponent)
  if (quantity.format === 'DecimalExponent') return exponent === 0 ? `${digits}` : `${digits}e${exponent}`
  return `${digits}${DECIMAL_SUFFIXES[exponent / 3 + 3] ?? ''}`
}

/** The amount as a 64-bit integer, rounded up, away from zero; beyond 64 bits 0 or wrapped around, as upstream. (`Value`) */
export function wholeValue(quantity: Quantity): bigint {
  return scaledValue(quantity, 0)
}

/** The amount in thousandths as a 64-bit integer, with the same rounding and the same faults. (`MilliValue`) */
export function milliValue(quantity: Quantity): bigint {
  return scaledValue(quantity, MILLI)
}

/** Below 0, 0 or above 0, as `a` is less than, equal to or more than `b`, whatever their formats. (`Quantity.Cmp`) */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const sign = Number(a.unscaled > 0n) - Number(a.unscaled < 0n)
  const otherSign = Number(b.unscaled > 0n) - Number(b.unscaled < 0n)
  if (sign !== otherSign || sign === 0) return sign - otherSign
  // Amounts whose sizes differ need no common exponent, which a text like 1e999999999 would make enormous.
  const sizes = magnitude(a) - magnitude(b)
  if (sizes !== 0) return sizes * sign
  const exponent = Math.min(a.exponent, b.exponent)
  const difference =
    a.unscaled * 10n ** BigInt(a.exponent - exponent) - b.unscaled * 10n ** BigInt(b.exponent - exponent)
  return Number(difference > 0n) - Number(difference < 0n)
}

/** The amount in whole thousandths, rounded up: what the API makes of every resource. (core/v1 `SetDefaults_ResourceList`) */
export function roundUpToMilli(quantity: Quantity): Quantity {
  const { unscaled, exponent, format, form } = quantity
  if (exponent >= MILLI) return quantity
  return { unscaled: divideUp(unscaled, MILLI - exponent), exponent: MILLI, format, form }
}

const FORMAT_TEXT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

function refuse(code: Complaint['code'], quantity: string, text: string): QuantityParsing {
  return { ok: false, issue: { code, params: { quantity }, text } }
}

interface Parts {
  readonly negative: boolean
  /** Sign, digits and point as they were written. */
  readonly number: string
  /** Digits before the point, without leading zeros; `0` if none is left. */
  readonly whole: string
  readonly fraction: string
  readonly suffix: string
}

/** What upstream's hand-written scanner takes, which is more than the expression in its message. (`parseQuantityString`) */
function splitQuantity(text: string): Parts | undefined {
  const match = /^(([-+]?)0*([0-9]*)(?:\.([0-9]*))?)([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text)
  if (!match || text === '') return undefined
  const [, number = '', sign, whole = '', fraction = '', suffix = ''] = match
  return { negative: sign === '-', number, whole: whole || '0', fraction, suffix }
}

interface Suffix {
  readonly format: QuantityFormat
  /** Of 10, or of 2 in `BinarySI`. */
  readonly exponent: number
}

function readSuffix(suffix: string): Suffix | undefined {
  const decimal = DECIMAL_SUFFIXES.indexOf(suffix)
  if (decimal >= 0) return { format: 'DecimalSI', exponent: (decimal - 3) * 3 }
  const binary = BINARY_SUFFIXES.indexOf(suffix)
  if (binary > 0) return { format: 'BinarySI', exponent: binary * 10 }
  const exponent = /^[eE]/.test(suffix) ? parseGoInt64(suffix.slice(1)) : undefined
  // Go reads 64 bits and keeps 32.
  return exponent === undefined
    ? undefined
    : { format: 'DecimalExponent', exponent: Number(BigInt.asIntN(32, exponent)) }
}

/** The quick form, for what surely fits 64 bits with its digits; `undefined`: the exact one is needed. */
function asInt64(
  text: string,
  { negative, whole, fraction }: Parts,
  { format, exponent }: Suffix,
): Quantity | undefined {
  const binary = format === 'BinarySI'
  if (binary && fraction) return undefined
  const room = binary ? 14 - whole.length - (exponent * 3) / 10 : 18 - whole.length - fraction.length
  const scale = binary ? 0 : exponent - fraction.length
  if (room < 0 || scale < NANO) return undefined
  const digits = whole + fraction
  const value = BigInt(digits)
  const amount = binary ? value << BigInt(exponent) : value
  if (amount > MAX_INT64) return undefined
  const canonical = binary ? (value & 7n) !== 0n : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0')
  return {
    unscaled: negative ? -amount : amount,
    exponent: scale,
    format,
    form: 'int64',
    ...(canonical && { text }),
  }
}

/** The exact form, in whole billionths unless it is capped. */
function asDecimal({ negative, whole, fraction }: Parts, { format, exponent }: Suffix): Quantity {
  const binary = format === 'BinarySI'
  const digits = BigInt(whole + fraction)
  const amount = binary ? digits << BigInt(exponent) : digits
  const nanos = scaleBy(amount, (binary ? 0 : exponent) - fraction.length - NANO)
  const capped = binary && nanos.unscaled > MAX_INT64 * 10n ** BigInt(-NANO)
  const size = capped ? MAX_INT64 : nanos.unscaled
  return {
    unscaled: negative ? -size : size,
    exponent: capped ? 0 : NANO + nanos.exponent,
    // A binary fraction of one is written in decimal.
    format: binary && size > 0n && nanos.unscaled < 10n ** BigInt(-NANO) ? 'DecimalSI' : format,
    form: 'decimal',
  }
}

/**
 * `amount` × 10^`times`, rounded up, away from zero. Beyond a thousand digits the exponent is kept instead: the texts that
 * get there (`1.5e2000000000` with many digits) stop upstream, and must not stop us.
 */
function scaleBy(amount: bigint, times: number): { readonly unscaled: bigint; readonly exponent: number } {
  if (times > 1000) return { unscaled: amount, exponent: times }
  return { unscaled: times < 0 ? divideUp(amount, -times) : amount * 10n ** BigInt(times), exponent: 0 }
}

/** `amount` ÷ 10^`times`, rounded away from zero. */
function divideUp(amount: bigint, times: number): bigint {
  if (amount === 0n) return 0n
  const away = amount > 0n ? 1n : -1n
  // What is smaller than its divisor by this much needs no division.
  if (times > String(amount).length) return away
  const divisor = 10n ** BigInt(times)
  return amount % divisor === 0n ? amount / divisor : amount / divisor + away
}

function scaledValue({ unscaled, exponent, form }: Quantity, scale: number): bigint {
  const times = exponent - scale
  if (form === 'int64') {
    if (times < 0) return divideUp(unscaled, -times)
    const value = times > 19 ? MAX_INT64 + 1n : unscaled * 10n ** BigInt(times)
    return value === BigInt.asIntN(64, value) ? value : 0n
  }
  // 10^64 is a multiple of 2^64: nothing is left of it in 64 bits.
  if (times >= 0) return times >= 64 ? 0n : BigInt.asIntN(64, unscaled * 10n ** BigInt(times))
  const divisor = 10n ** BigInt(-times)
  // Every negative amount takes the quick way, also those that do not fit it. (`scaledValue` in scale_int.go)
  const dividend = unscaled < MAX_INT64 && -times < 19 ? BigInt.asIntN(64, unscaled) : unscaled
  const rounding = dividend % divisor === 0n ? 0n : 1n
  return BigInt.asIntN(64, dividend / divisor + rounding)
}

/** The whole amount that a binary suffix can express; `undefined` where decimal has to do. */
function wholeBinary({ unscaled, exponent }: Quantity): bigint | undefined {
  const whole = exponent < 0 ? unscaled / 10n ** BigInt(-exponent) : unscaled * 10n ** BigInt(exponent)
  const isExact = exponent >= 0 || whole * 10n ** BigInt(-exponent) === unscaled
  return isExact && (whole >= 1024n || whole <= -1024n) ? whole : undefined
}

/** How many digits an amount other than 0 has before the point; less than 1 for a fraction. */
function magnitude({ unscaled, exponent }: Quantity): number {
  return String(unscaled < 0n ? -unscaled : unscaled).length + exponent
}

/** `value` as `mantissa` × `factor`^`times`, with as many factors out as there are. `value` is not 0. */
function withoutFactors(value: bigint, factor: bigint): { readonly mantissa: bigint; readonly times: number } {
  let mantissa = value
  let times = 0
  while (mantissa % factor === 0n) {
    mantissa /= factor
    times += 1
  }
  return { mantissa, times }
}
