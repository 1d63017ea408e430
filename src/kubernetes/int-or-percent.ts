import type { Schema } from './schema.ts'

/** A number, or a text that is a percentage such as `25%` or the name of a port. (apimachinery `intstr.IntOrString`) */
export const INT_OR_STRING: Schema = {
  kind: 'custom',
  go: 'intstr.IntOrString',
  read: value => {
    if (typeof value === 'string') return { ok: true, value }
    if (value === null) return { ok: true, value: 0 }
    if (typeof value !== 'number') return { ok: false, refused: { go: 'int32' } }
    if (Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31) return { ok: true, value: value + 0 }
    return { ok: false, refused: { go: 'int32', number: value } }
  },
}

/** The number before `%`, or `undefined` for what is no percentage. */
export function parsePercent(value: number | string): number | undefined {
  const digits = typeof value === 'string' ? /^([0-9]+)%$/.exec(value)?.[1] : undefined
  return digits === undefined ? undefined : Number(digits)
}
