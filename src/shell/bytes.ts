/** A text's UTF-8 as one character a byte. */
export function toBytes(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** The text whose UTF-8 these bytes are; bytes that are no UTF-8 become `�`. */
function fromBytes(bytes: string): string {
  return bytes.replace(
    /[\0-\x7f]+|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\s\S]/g,
    sequence => {
      if (sequence <= '\x7f' || sequence.charCodeAt(0) < 0x80) return sequence
      try {
        return decodeURIComponent(sequence.replace(/[\s\S]/g, byte => `%${byte.charCodeAt(0).toString(16)}`))
      } catch {
        return '\ufffd'
      }
    },
  )
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 of a text's UTF-8. */
export function encodeBase64(text: string): string {
  const bytes = toBytes(text)
  let encoded = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = [...bytes.slice(at, at + 3)].map(byte => byte.charCodeAt(0))
    const bits = (a << 16) | (b << 8) | c
    const digits = [18, 12, 6, 0].map(shift => DIGITS[(bits >> shift) & 63]).join('')
    encoded += digits.slice(0, bytes.length - at + 1).padEnd(4, '=')
  }
  return encoded
}

/** The text that base64 stands for; `isWhole` is false where it breaks off or holds something else. */
export function decodeBase64(text: string): { readonly text: string; readonly isWhole: boolean } {
  const digits = /^[A-Za-z\d+/]*={0,2}/.exec(text)?.[0] ?? ''
  let bytes = ''
  for (const group of digits.replace(/=+$/, '').match(/.{1,4}/g) ?? []) {
    const bits = [...group.padEnd(4, 'A')].reduce((sum, digit) => sum * 64 + DIGITS.indexOf(digit), 0)
    bytes += String.fromCharCode(bits >> 16, (bits >> 8) & 255, bits & 255).slice(0, group.length - 1)
  }
  return { text: fromBytes(bytes), isWhole: digits.length === text.length && digits.length % 4 === 0 }
}
