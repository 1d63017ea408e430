/** Prints a value as Go's `json.Marshal` does: keys sorted, no spaces, `<`, `>` and `&` escaped. */
export function printJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printJson).join(',')}]`
  if (!isRecord(value)) return printScalar(value)
  return `{${sortedEntries(value)
    .map(([key, field]) => `${printScalar(key)}:${printJson(field)}`)
    .join(',')}}`
}

/**
 * Prints a value as Go's `json.MarshalIndent` with four spaces, without a newline at the end. `isOrdered`: as a struct, whose
 * fields stay in their order.
 */
export function printIndentedJson(value: unknown, margin = '', isOrdered = false): string {
  const inner = `${margin}    `
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map(item => inner + printIndentedJson(item, inner, isOrdered)).join(',\n')}\n${margin}]`
  }
  if (!isRecord(value)) return printScalar(value)
  const fields = (isOrdered ? Object.entries(value) : sortedEntries(value)).map(
    ([key, field]) => `${inner}${printScalar(key)}: ${printIndentedJson(field, inner, isOrdered)}`,
  )
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${margin}}`
}

/** Whether this is a JSON object: neither a list nor null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The fields that are there, in the order of their keys' bytes, as Go sorts a map's keys. */
export function sortedEntries(record: Readonly<Record<string, unknown>>): (readonly [string, unknown])[] {
  return Object.entries(record)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

function printScalar(value: unknown): string {
  return JSON.stringify(value ?? null).replace(/[<>&\u2028\u2029]/g, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
