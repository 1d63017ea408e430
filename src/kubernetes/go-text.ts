const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

/** Quotes a text as Go's `%q` does: what Go calls printable stays, the rest is escaped. (strconv `Quote`) */
export function quoteGo(text: string): string {
  return `"${text.toWellFormed().replace(/[^ !#-[\]-~\p{L}\p{M}\p{N}\p{P}\p{S}]|["\\]/gu, escapeGo)}"`
}

/** Writes a value as Go's JSON encoder does: as `JSON.stringify`, with `<`, `>` and `&` escaped. (encoding/json `Marshal`) */
export function printGoJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, unicodeEscape)
}

/** The length that Go's `len` gives: bytes of UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

function escapeGo(character: string): string {
  const short = SHORT_ESCAPES[character]
  if (short) return short
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? unicodeEscape(character) : `\\U${code.toString(16).padStart(8, '0')}`
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
