import { expect, test } from 'vitest'
import { byteLength, printGoJson, quoteGo } from '../../../src/kubernetes/go-text.ts'

test.each<[string, string]>([
  ['', '""'],
  ['a b', '"a b"'],
  ['say "x"', '"say \\"x\\""'],
  ['a\\b', '"a\\\\b"'],
  ['\u0007\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
  ['\u0000\u001f\u007f', '"\\x00\\x1f\\x7f"'],
  ['é<&>', '"é<&>"'],
  ['日本🔑', '"日本🔑"'],
  ['\u00a0', '"\\u00a0"'],
  ['\u200b', '"\\u200b"'],
  ['\ue000', '"\\ue000"'],
  ['\u{f0000}', '"\\U000f0000"'],
  ['\ud800', '"\ufffd"'],
  ['!#[]^_`{|}~', '"!#[]^_`{|}~"'],
])('%j is quoted %s', (text, quoted) => {
  expect(quoteGo(text)).toBe(quoted)
})

test.each<[unknown, string]>([
  [{ a: '<b>' }, '{"a":"\\u003cb\\u003e"}'],
  ['a&b', '"a\\u0026b"'],
  ['\u2028\u2029', '"\\u2028\\u2029"'],
  [null, 'null'],
  [-1, '-1'],
  [['é'], '["é"]'],
])('%j is written %s', (value, json) => {
  expect(printGoJson(value)).toBe(json)
})

test.each<[string, number]>([
  ['', 0],
  ['a', 1],
  ['\u007f', 1],
  ['\u0080', 2],
  ['\u07ff', 2],
  ['\u0800', 3],
  ['\uffff', 3],
  ['🔑', 4],
  ['aé日🔑', 10],
])('%j has %d bytes', (text, bytes) => {
  expect(byteLength(text)).toBe(bytes)
})
