/**
 * What a plain (unquoted) scalar of YAML stands for, as go-yaml v2 takes it and so Kubernetes: YAML 1.1's words for
 * booleans and null, integers in four bases with `_` between digits, floats; everything else is text. A date stays text,
 * and so do numbers in base 60. (go-yaml v2 `resolve`)
 */
export function readPlainScalar(text: string): string | number | boolean | null {
  const word = WORDS.get(text)
  if (word !== undefined) return word
  return readNumber(text) ?? text
}

const WORDS = new Map<string, boolean | null>([
  ...spellings(true, 'y', 'yes', 'true', 'on'),
  ...spellings(false, 'n', 'no', 'false', 'off'),
  ...spellings(null, 'null'),
  ['~', null],
  ['', null],
])

/** Small, capitalised, and all capitals; nothing in between. */
function spellings<Value>(value: Value, ...words: readonly string[]): [string, Value][] {
  return words.flatMap(word => {
    const capitalised = word.slice(0, 1).toUpperCase() + word.slice(1)
    return [word, capitalised, word.toUpperCase()].map((spelling): [string, Value] => [spelling, value])
  })
}

function readNumber(text: string): number | undefined {
  if (!/^[-+.\d]/.test(text)) return undefined
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '')
  const integer = /^([-+]?)(0b[01]+|0x[\da-f]+|0o?[0-7]+|0|[1-9]\d*)$/i.exec(plain)
  if (integer) {
    const [, sign = '', digits = ''] = integer
    const value = Number(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits)
    return sign === '-' ? 0 - value : value
  }
  return /^[-+]?(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : undefined
}
