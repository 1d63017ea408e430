/** One line of a manifest that is written in lines, as far as it can be told from the line alone. */
export interface ManifestLine {
  /** The columns of its dashes. */
  readonly dashes: readonly number[]
  /** Where what follows them begins. */
  readonly column: number
  readonly key?: string
  /** The key as it stands there. */
  readonly written: string
  /** Where what follows the colon begins; without a key, what follows the dashes. */
  readonly valueAt: number
  readonly value: string
}

const KEY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s'"#{}[\],&*!|>%@`][^#]*?)\s*:(?=\s|$)/

export function readLine(raw: string): ManifestLine {
  let column = /^ */.exec(raw)?.[0].length ?? 0
  const dashes: number[] = []
  for (let dash = /^-( +|$)/.exec(raw.slice(column)); dash; dash = /^-( +|$)/.exec(raw.slice(column))) {
    dashes.push(column)
    column += dash[0].length
  }
  const found = KEY.exec(raw.slice(column))
  const written = found?.[1] ?? ''
  const valueAt = column + (found?.[0].length ?? 0)
  const value = raw
    .slice(valueAt)
    .replace(/(^|\s)#.*$/, '')
    .trim()
  return { dashes, column, written, valueAt, value, ...(found && { key: unquoted(written) }) }
}

/** A scalar without its quotes. */
export function unquoted(value: string): string {
  return value.replace(/^(["'])(.*)\1$/s, '$2')
}

/** Nothing, or a comment. */
export function isEmptyLine(raw: string): boolean {
  return /^\s*(#|$)/.test(raw)
}
