const CANONICAL = /^(0|-?[1-9][0-9]*)$/
const MIN = -(2n ** 63n)
const MAX = 2n ** 63n - 1n

/**
 * Reads a canonical decimal integer that fits 64 bits, the only form of number that `Gt` and `Lt` compare.
 * `007`, `+5`, `-0`, `1.5`, spaces and anything beyond int64 give `undefined`.
 * (apimachinery `content.IsDecimalInteger`, then `strconv.ParseInt`.)
 */
export function parseInt64(text: string): bigint | undefined {
  if (!CANONICAL.test(text)) return undefined
  const value = BigInt(text)
  return value >= MIN && value <= MAX ? value : undefined
}
