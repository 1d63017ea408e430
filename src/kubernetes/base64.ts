/** A text's bytes (UTF-8) in base64, as a Secret holds them. */
export function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
