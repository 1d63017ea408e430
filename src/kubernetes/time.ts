import { quoteGo } from './go-text.ts'
import type { Complaint } from './issue.ts'
import type { Schema } from './schema.ts'

export type TimeParsing =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly issue: Complaint }

/**
 * Reads a time as RFC 3339 has it and gives it back as the API does: in UTC and whole seconds, `2026-01-01T00:00:00Z`.
 * The issue's text is Go's. (time `Parse` with the layout `RFC3339`)
 */
export function parseTime(text: string): TimeParsing {
  if (isPrinted(text)) return { ok: true, value: text }
  let rest = text
  let day = 0
  let plain = ''
  for (const { layout, pattern, name, max = Number.POSITIVE_INFINITY } of ELEMENTS) {
    const [matched, number = ''] = pattern.exec(rest) ?? []
    if (matched === undefined) return refuse(text, ` as "${LAYOUT}": cannot parse ${quoteGo(rest)} as "${layout}"`)
    rest = rest.slice(matched.length)
    if (Number(number) > max || (name === 'month' && number === '00')) return refuse(text, `: ${name} out of range`)
    if (name === 'day') day = Number(number)
    plain += name === undefined ? matched : number.padStart(2, '0')
  }
  const zone = /^(?:Z|([-+])([0-9]{2}):([0-9]{2}))/.exec(rest)
  if (!zone) return refuse(text, ` as "${LAYOUT}": cannot parse ${quoteGo(rest)} as "Z07:00"`)
  const [matched, sign, hours = '0', minutes = '0'] = zone
  if (Number(hours) > 24) return refuse(text, ': time zone offset hour out of range')
  if (Number(minutes) > 60) return refuse(text, ': time zone offset minute out of range')
  if (matched.length < rest.length) return refuse(text, `: extra text: ${quoteGo(rest.slice(matched.length))}`)
  const utc = new Date(`${plain}Z`)
  // A day that its month does not have is taken for one of the next month, or not taken at all.
  if (utc.getUTCDate() !== day) return refuse(text, ': day out of range')
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  const value = new Date(utc.getTime() - offset * 60_000).toISOString().replace(/\.000Z$/, 'Z')
  return { ok: true, value }
}

/** Whether a time is already as the API prints it, as almost all are. */
function isPrinted(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/.test(text)) return false
  const time = new Date(text)
  return !Number.isNaN(time.getTime()) && time.toISOString() === text.replace('Z', '.000Z')
}

/** A time in an object; null says nothing. (meta/v1 `Time`) */
export const TIME: Schema = {
  kind: 'custom',
  go: 'v1.Time',
  read: value => {
    if (value === null) return { ok: true, value: undefined }
    if (typeof value !== 'string') return { ok: false, refused: { go: 'string' } }
    const parsed = parseTime(value)
    return parsed.ok ? parsed : { ok: false, refused: parsed.issue }
  },
}

const LAYOUT = '2006-01-02T15:04:05Z07:00'

interface TimeElement {
  /** As Go writes it in its reference time. */
  readonly layout: string
  readonly pattern: RegExp
  /** A number's name; left out for what stands between the numbers. */
  readonly name?: string
  readonly max?: number
}

/** As in Go, the hour may have one digit, and the seconds a fraction. The day is looked at last. */
const ELEMENTS: readonly TimeElement[] = [
  { layout: '2006', pattern: /^([0-9]{4})/, name: 'year' },
  { layout: '-', pattern: /^-/ },
  { layout: '01', pattern: /^([0-9]{2})/, name: 'month', max: 12 },
  { layout: '-', pattern: /^-/ },
  { layout: '02', pattern: /^([0-9]{2})/, name: 'day' },
  { layout: 'T', pattern: /^T/ },
  { layout: '15', pattern: /^([0-9]{1,2})/, name: 'hour', max: 23 },
  { layout: ':', pattern: /^:/ },
  { layout: '04', pattern: /^([0-9]{2})/, name: 'minute', max: 59 },
  { layout: ':', pattern: /^:/ },
  { layout: '05', pattern: /^([0-9]{2})(?:[.,][0-9]+)?/, name: 'second', max: 59 },
]

function refuse(time: string, rest: string): TimeParsing {
  return { ok: false, issue: { code: 'time-format', params: { time }, text: `parsing time ${quoteGo(time)}${rest}` } }
}
