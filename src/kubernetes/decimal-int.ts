const CANONICAL = /^(0|-?[1-9][0-9]*)$/
const MIN = -(2n ** 63n)
const MAX = 2n ** 63n - 1n

/**
 * Whether a text is a decimal integer in its only form: not `007`, `+5`, `-0`, `1.5` or with spaces. Of any size.
 * (apimachinery `content.IsDecimalInteger`)
 */
export function isDecimalInteger(text: string): boolean {
  return CANONICAL.test(text)
}

/**
 * Reads a canonical decimal integer that fits 64 bits, the only form of number that `Gt` and `Lt` compare.
 * `007`, `+5`, `-0`, `1.5`, spaces and anything beyond int64 give `undefined`.
 * (apimachinery `content.IsDecimalInteger`, then `strconv.ParseInt`.)
 */
export function parseInt64(text: string): bigint | undefined {
  return isDecimalInteger(text) ? parseGoInt64(text) : undefined
}

/** Reads an integer that fits 64 bits as Go does, which also takes `007` and `+5`. (strconv `ParseInt(text, 10, 64)`) */
export function parseGoInt64(text: string): bigint | undefined {
  const digits = /^[-+]?0*([0-9]+)$/.exec(text)?.[1]
  if (digits === undefined || digits.length > 19) return undefined
  const value = BigInt(text.startsWith('-') ? `-${digits}` : digits)
  return value >= MIN && value <= MAX ? value : undefined
}
