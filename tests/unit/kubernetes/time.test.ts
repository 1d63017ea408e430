import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTime } from '../../../src/kubernetes/time.ts'

test.each<[string, string]>([
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
  ['2026-01-01T01:30:00+01:30', '2026-01-01T00:00:00Z'],
  ['2026-01-01T00:00:00-00:30', '2026-01-01T00:30:00Z'],
  ['2025-12-31T23:59:59.999Z', '2025-12-31T23:59:59Z'],
  ['2025-12-31T23:59:59,5Z', '2025-12-31T23:59:59Z'],
  ['2026-01-01T5:00:00Z', '2026-01-01T05:00:00Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
  ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00Z'],
  ['0099-03-01T00:00:00Z', '0099-03-01T00:00:00Z'],
  ['2026-01-01T00:00:00+24:00', '2025-12-31T00:00:00Z'],
])('%s is %s', (text, value) => {
  expect(parseTime(text)).toEqual({ ok: true, value })
})

const AS = ' as "2006-01-02T15:04:05Z07:00": cannot parse'

test.each<[string, string]>([
  ['', `parsing time ""${AS} "" as "2006"`],
  ['yesterday', `parsing time "yesterday"${AS} "yesterday" as "2006"`],
  ['26-01-01', `parsing time "26-01-01"${AS} "26-01-01" as "2006"`],
  ['2026', `parsing time "2026"${AS} "" as "-"`],
  ['2026-1-01T00:00:00Z', `parsing time "2026-1-01T00:00:00Z"${AS} "1-01T00:00:00Z" as "01"`],
  ['2026-13-01T00:00:00Z', 'parsing time "2026-13-01T00:00:00Z": month out of range'],
  ['2026-00-01T00:00:00Z', 'parsing time "2026-00-01T00:00:00Z": month out of range'],
  ['2026-01-32T00:00:00Z', 'parsing time "2026-01-32T00:00:00Z": day out of range'],
  ['2026-01-00T00:00:00Z', 'parsing time "2026-01-00T00:00:00Z": day out of range'],
  ['2026-02-29T00:00:00Z', 'parsing time "2026-02-29T00:00:00Z": day out of range'],
  ['1900-02-29T00:00:00Z', 'parsing time "1900-02-29T00:00:00Z": day out of range'],
  ['2026-04-31T00:00:00Z', 'parsing time "2026-04-31T00:00:00Z": day out of range'],
  ['2026-01-01', `parsing time "2026-01-01"${AS} "" as "T"`],
  ['2026-01-01 00:00:00Z', `parsing time "2026-01-01 00:00:00Z"${AS} " 00:00:00Z" as "T"`],
  ['2026-01-01Tx', `parsing time "2026-01-01Tx"${AS} "x" as "15"`],
  ['2026-01-01T24:00:00Z', 'parsing time "2026-01-01T24:00:00Z": hour out of range'],
  ['2026-01-01T00:60:00Z', 'parsing time "2026-01-01T00:60:00Z": minute out of range'],
  ['2026-01-01T00:00:60Z', 'parsing time "2026-01-01T00:00:60Z": second out of range'],
  ['2026-01-01T00:0:00Z', `parsing time "2026-01-01T00:0:00Z"${AS} "0:00Z" as "04"`],
  ['2026-01-01T00:00', `parsing time "2026-01-01T00:00"${AS} "" as ":"`],
  ['2026-01-01T00:00:0Z', `parsing time "2026-01-01T00:00:0Z"${AS} "0Z" as "05"`],
  ['2026-01-01T00:00:00', `parsing time "2026-01-01T00:00:00"${AS} "" as "Z07:00"`],
  ['2026-01-01T00:00:00z', `parsing time "2026-01-01T00:00:00z"${AS} "z" as "Z07:00"`],
  ['2026-01-01T00:00:00+0100', `parsing time "2026-01-01T00:00:00+0100"${AS} "+0100" as "Z07:00"`],
  ['2026-01-01T00:00:00+25:00', 'parsing time "2026-01-01T00:00:00+25:00": time zone offset hour out of range'],
  ['2026-01-01T00:00:00+00:61', 'parsing time "2026-01-01T00:00:00+00:61": time zone offset minute out of range'],
  ['2026-01-01T00:00:00Zx', 'parsing time "2026-01-01T00:00:00Zx": extra text: "x"'],
])('%j is refused', (text, words) => {
  expect(parseTime(text)).toEqual({ ok: false, issue: { code: 'time-format', params: { time: text }, text: words } })
})

test('a time of the API reads back as itself, and any other text never throws', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), date => {
      const text = `${date.toISOString().slice(0, 19)}Z`
      expect(parseTime(text)).toEqual({ ok: true, value: text })
    }),
  )
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{0,12}[Z+-]?[0-9:]{0,6}$/)),
      text => {
        const parsed = parseTime(text)
        if (!parsed.ok) expect(parsed.issue.text).toMatch(/^parsing time /)
        else expect(parsed.value).toMatch(/Z$/)
      },
    ),
  )
})
