import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LabelSelector } from '../../../src/kubernetes/label-selector.ts'
import type { Labels } from '../../../src/kubernetes/object-meta.ts'
import {
  labelSelectorMatches,
  parseSelector,
  printSelector,
  type Requirement,
  requirementsOf,
  selectorMatches,
} from '../../../src/kubernetes/selector.ts'

function requirements(text: string): readonly Requirement[] {
  const parsed = parseSelector(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.issue.text}`)
  return parsed.value
}

test.each<[string, string]>([
  ['', ''],
  [' ', ''],
  ['app = web', 'app=web'],
  ['app==web', 'app==web'],
  ['b!=2,a', 'a,b!=2'],
  ['x in (b,a,b)', 'x in (a,b)'],
  ['x notin ()', 'x notin ()'],
  ['x in (,)', 'x in ()'],
  ['x in (a,,b)', 'x in (,a,b)'],
  ['x in (,a)', 'x in (,a)'],
  ['! x', '!x'],
  ['n > 5,n<9', 'n>5,n<9'],
  ['in in (in,notin)', 'in in (in,notin)'],
  ['a=,b', 'a=,b'],
  ['a\u0000b=c', 'a'],
])('%j is %s', (text, printed) => {
  expect(printSelector(requirements(text))).toBe(printed)
})

test.each<[string, string, string]>([
  [',', 'selector-syntax', "found ',', expected: !, identifier, or 'end of string'"],
  ['a,', 'selector-syntax', "found '', expected: identifier after ','"],
  ['a,,b', 'selector-syntax', "found ',', expected: identifier after ','"],
  ['a=b=c', 'selector-syntax', "found '=', expected: ',' or 'end of string'"],
  ['!', 'selector-syntax', "unable to parse requirement: found '', expected: identifier"],
  ['a b', 'selector-syntax', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['a in b', 'selector-syntax', "unable to parse requirement: found 'b' expected: '('"],
  ['a in (', 'selector-syntax', "unable to parse requirement: found '', expected: ',', ')' or identifier"],
  ['a in (b', 'selector-syntax', "unable to parse requirement: found '', expected: ',' or ')'"],
  ['a in (b c)', 'selector-syntax', "unable to parse requirement: found 'c', expected: ',' or ')'"],
  ['a in (,=', 'selector-syntax', "unable to parse requirement: found '=', expected: ',', or identifier"],
  ['a in (=)', 'selector-syntax', "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
  ['a=(b)', 'selector-syntax', "unable to parse requirement: found '(', expected: identifier"],
  [
    '/a',
    'label-key-prefix-empty',
    'unable to parse requirement: <nil>: Invalid value: "/a": prefix part must be non-empty',
  ],
  [
    'n>x',
    'selector-needs-integer',
    "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
  ],
  [
    'a constructor b',
    'selector-syntax',
    "unable to parse requirement: found 'constructor', expected: in, notin, =, ==, !=, gt, lt",
  ],
])('%j is refused: %s', (text, code, words) => {
  expect(parseSelector(text)).toMatchObject({ ok: false, issue: { code, text: words } })
})

test('a value that breaks two rules gets both texts in brackets', () => {
  expect(parseSelector('n>-')).toMatchObject({
    ok: false,
    issue: {
      code: 'selector-needs-integer',
      text: expect.stringMatching(/^unable to parse requirement: \[values\[0\]: .* integer, values\[0\]\[n\]: .*\]$/),
    },
  })
})

test.each<[string, Labels, boolean]>([
  ['', {}, true],
  ['app=web', { app: 'web' }, true],
  ['app=web', { app: 'db' }, false],
  ['app=web', {}, false],
  ['app=', { app: '' }, true],
  ['app=', {}, false],
  ['app!=web', {}, true],
  ['app!=web', { app: 'db' }, true],
  ['app!=web', { app: 'web' }, false],
  ['app in (a,b)', { app: 'b' }, true],
  ['app in (a,b)', { app: 'c' }, false],
  ['app notin (a,b)', { app: 'c' }, true],
  ['app notin (a,b)', { app: 'a' }, false],
  ['app notin (a,b)', {}, true],
  ['app', { app: '' }, true],
  ['app', {}, false],
  ['!app', {}, true],
  ['!app', { app: '' }, false],
  ['n>5', { n: '6' }, true],
  ['n>5', { n: '5' }, false],
  ['n<5', { n: '4' }, true],
  ['n<5', { n: '5' }, false],
  ['n>5', {}, false],
  ['n>5', { n: 'x' }, false],
  ['a=1,b=2', { a: '1', b: '2' }, true],
  ['a=1,b=2', { a: '1' }, false],
  ['constructor', {}, false],
])('%s on %j: %s', (text, labels, matches) => {
  expect(selectorMatches(requirements(text), labels)).toBe(matches)
})

test.each<[string, LabelSelector | undefined, Labels, boolean]>([
  ['no selector selects nothing', undefined, {}, false],
  ['an empty selector selects everything', {}, {}, true],
  ['pairs must all be there', { matchLabels: { a: '1', b: '2' } }, { a: '1' }, false],
  [
    'pairs and expressions must all hold',
    { matchLabels: { a: '1' }, matchExpressions: [{ key: 'b', operator: 'Exists' }] },
    { a: '1', b: '' },
    true,
  ],
  ['NotIn holds without the label', { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] }, {}, true],
  [
    'In needs one of the values',
    { matchExpressions: [{ key: 'a', operator: 'In', values: ['1', '2'] }] },
    { a: '2' },
    true,
  ],
  ['DoesNotExist', { matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, { a: '2' }, false],
  [
    'an unknown operator selects nothing',
    { matchExpressions: [{ key: 'a', operator: 'toString' as 'In' }] },
    {},
    false,
  ],
])('%s', (_, selector, labels, matches) => {
  expect(labelSelectorMatches(selector, labels)).toBe(matches)
})

test('the requirements of an object’s selector print as kubectl prints it', () => {
  const selector: LabelSelector = {
    matchLabels: { tier: 'front', app: 'web' },
    matchExpressions: [{ key: 'b', operator: 'In', values: ['y', 'x'] }],
  }
  expect(printSelector(requirementsOf(selector) ?? [])).toBe('app=web,b in (x,y),tier=front')
})

const name = fc.stringMatching(/^[a-z]([a-z0-9.]{0,4}[a-z0-9])?$/)
const requirement = fc.oneof(
  fc.tuple(name, fc.constantFrom('=', '==', '!='), name).map(parts => parts.join('')),
  fc
    .tuple(name, fc.constantFrom('in', 'notin'), fc.array(name, { maxLength: 3 }))
    .map(([k, o, v]) => `${k} ${o} (${v})`),
  fc.tuple(fc.constantFrom('', '!'), name).map(parts => parts.join('')),
  fc.tuple(name, fc.constantFrom('<', '>'), fc.nat()).map(parts => parts.join('')),
)

test('a printed selector reads back as itself', () => {
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 5 }), parts => {
      const read = requirements(parts.join(' , '))
      expect(requirements(printSelector(read))).toEqual(read)
    }),
  )
})

test('any text is read or refused with words, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'ab=!,()<> in\u0000') })), text => {
      const parsed = parseSelector(text)
      if (!parsed.ok) expect(parsed.issue.text).toMatch(/found|Invalid value/)
      else expect(parsed.value.every(({ key }) => key !== '')).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
