import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printTaint, TAINT_EFFECTS, type Taint } from '../../../src/kubernetes/taint.ts'
import { parseTaint } from '../../../src/kubernetes/taint-spec.ts'

test.each<[string, Taint]>([
  ['team=red:NoSchedule', { key: 'team', value: 'red', effect: 'NoSchedule' }],
  ['team:NoExecute', { key: 'team', effect: 'NoExecute' }],
  ['team=:PreferNoSchedule', { key: 'team', effect: 'PreferNoSchedule' }],
  ['example.com/team=red:NoSchedule', { key: 'example.com/team', value: 'red', effect: 'NoSchedule' }],
])('%s adds a taint', (text, taint) => {
  expect(parseTaint(text)).toEqual({ ok: true, value: { kind: 'add', taint } })
})

test.each<[string, { key: string; effect?: string }]>([
  ['team-', { key: 'team' }],
  ['team:NoExecute-', { key: 'team', effect: 'NoExecute' }],
  ['team=red:NoExecute-', { key: 'team', effect: 'NoExecute' }],
])('%s removes', (text, removal) => {
  expect(parseTaint(text)).toEqual({ ok: true, value: { kind: 'remove', ...removal } })
})

test.each<[string, string, string]>([
  ['a=b:Foo', 'unknown-effect', 'invalid taint effect: Foo, unsupported taint effect'],
  ['a=b:noschedule', 'unknown-effect', 'invalid taint effect: noschedule, unsupported taint effect'],
  ['a=b:', 'unknown-effect', 'invalid taint effect: , unsupported taint effect'],
  ['a b=c d:Foo', 'unknown-effect', 'invalid taint effect: Foo, unsupported taint effect'],
  ['a=b=c:NoSchedule', 'taint-spec-shape', 'invalid taint spec: a=b=c:NoSchedule'],
  ['a=b:c:NoSchedule', 'taint-spec-shape', 'invalid taint spec: a=b:c:NoSchedule'],
  ['a:b:NoSchedule-', 'taint-spec-shape', 'invalid taint spec: a:b:NoSchedule'],
  ['a', 'taint-spec-shape', 'invalid taint spec: a'],
  ['/a:NoSchedule', 'label-key-prefix-empty', 'invalid taint spec: /a:NoSchedule, prefix part must be non-empty'],
])('%s is refused', (text, code, words) => {
  expect(parseTaint(text)).toMatchObject({ ok: false, issue: { code, text: words } })
})

test.each<[string, string, RegExp]>([
  ['a=b', 'label-key-name-format', /^invalid taint spec: a=b, name part must consist of/],
  [
    '=b:NoSchedule',
    'label-key-name-empty',
    /^invalid taint spec: =b:NoSchedule, name part must be non-empty; name part must/,
  ],
  ['a b=c d:NoSchedule', 'label-value-format', /^invalid taint spec: a b=c d:NoSchedule, a valid label must/],
  ['a b=c:NoSchedule-', 'label-key-name-format', /^invalid taint spec: a b=c:NoSchedule, name part must/],
  ['a=c d:NoSchedule-', 'label-value-format', /^invalid taint spec: a=c d:NoSchedule, a valid label must/],
])('%s is refused for its labels', (text, code, words) => {
  expect(parseTaint(text)).toMatchObject({ ok: false, issue: { code, text: expect.stringMatching(words) } })
})

const name = fc.stringMatching(/^[a-zA-Z0-9]([-a-zA-Z0-9_.]{0,8}[a-zA-Z0-9])?$/)
const taint = fc
  .record({ key: name, value: fc.option(name, { nil: '' }), effect: fc.constantFrom(...TAINT_EFFECTS) })
  .map(({ key, value, effect }): Taint => ({ key, ...(value && { value }), effect }))

test('a printed taint reads back as itself, and with a dash as its removal', () => {
  fc.assert(
    fc.property(taint, taint => {
      expect(parseTaint(printTaint(taint))).toEqual({ ok: true, value: { kind: 'add', taint } })
      const { key, effect } = taint
      expect(parseTaint(`${printTaint(taint)}-`)).toEqual({ ok: true, value: { kind: 'remove', key, effect } })
    }),
  )
})

test('any text is read or refused with words, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a:=\-/ NoSchedule]*$/)), text => {
      const parsed = parseTaint(text)
      if (!parsed.ok) expect(parsed.issue.text).toMatch(/^invalid taint (spec|effect): /)
      else expect(parsed.value.kind).toBe(text.endsWith('-') ? 'remove' : 'add')
    }),
  )
})
