import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { printTolerations, readWritten } from '../../../src/quiz/written.ts'
import { tolerations } from './situations.ts'

const GPU: Toleration = { key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }
const LIST = '- key: gpu\n  operator: Exists\n  effect: NoSchedule\n'
const indented = (spaces: number) => LIST.replace(/^/gm, ' '.repeat(spaces)).trimEnd()

describe('tolerations are found', () => {
  test.each<[string, string]>([
    ['in a bare list', LIST],
    ['in a list that is indented as in the manifest', indented(4)],
    ['in JSON', '[{"key": "gpu", "operator": "Exists", "effect": "NoSchedule"}]'],
    ['under their field', `tolerations:\n${LIST}`],
    ['in a pod', `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  tolerations:\n${indented(2)}`],
    ['in a spec', `spec:\n  tolerations:\n${indented(4)}`],
    ['in a Deployment', `kind: Deployment\nspec:\n  template:\n    spec:\n      tolerations:\n${indented(6)}`],
    [
      'in a CronJob',
      `kind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          tolerations:\n${indented(10)}`,
    ],
  ])('%s', (_, text) => {
    expect(readWritten(text)).toEqual({ ok: true, tolerations: [GPU] })
  })

  test('where there are none', () => {
    expect(readWritten('tolerations: []')).toEqual({ ok: true, tolerations: [] })
    expect(readWritten('spec:\n  tolerations:\n')).toEqual({ ok: true, tolerations: [] })
  })

  test('as kubectl prints them', () => {
    fc.assert(
      fc.property(fc.array(tolerations, { minLength: 1, maxLength: 3 }), list => {
        const reading = readWritten(printTolerations(list))
        const normal = list.map(({ value, ...rest }) => ({ ...rest, ...(value && { value }) }))
        expect(reading).toEqual({ ok: true, tolerations: normal })
      }),
    )
  })
})

const issuesOf = (text: string) => {
  const reading = readWritten(text)
  return reading.ok ? [] : reading.issues.map(({ code, line, column }) => `${reading.code}: ${code} ${line}:${column}`)
}

describe('what holds no tolerations is told', () => {
  test.each<[string, readonly string[]]>([
    ['- key: gpu\n\toperator: Exists', ['unread: tab 2:1']],
    ['- key: gpu\n  key: cpu\n  key: ram', ['unread: duplicate-key 2:3']],
    ['# nothing', ['unread: no-tolerations 1:1']],
    ['Exists', ['unread: no-tolerations 1:1']],
    ['kind: Pod\nspec: {}', ['unread: no-tolerations 1:1']],
    ['key: gpu\noperator: Exists', ['unread: list-expected 1:1']],
    ['-key: gpu', ['unread: list-expected 1:1']],
    [`${LIST}---\n${LIST}`, ['unread: several-documents 5:1']],
    [
      'kind: Deployment\nspec:\n  tolerations: [{operator: Exists}]\n  template: {spec: {containers: []}}',
      ['unread: outside-template 3:3'],
    ],
    ['tolerations: {operator: Exists}', ['refused: list-expected 1:1']],
    ['tolerations: Exists', ['refused: list-expected 1:1']],
    ['- Exists', ['refused: fields-expected 1:3']],
    ['- key:gpu', ['refused: fields-expected 1:3']],
    ['- key: gpu\n  value: true', ['refused: text-unquoted 2:3']],
    ['- key: on\n  value: 5', ['refused: text-unquoted 1:3']],
    ['- key: {gpu: a}', ['refused: text-expected 1:3']],
    ['- operator: Exists\n  tolerationSeconds: "60"', ['refused: number-expected 2:3']],
    ['- operator: Exists\n  tolerationSeconds: 1.5', ['refused: number-expected 2:3']],
    [
      '- keys: gpu\n- effects: a\n  values: b',
      ['refused: unknown-field 1:3', 'refused: unknown-field 2:3', 'refused: unknown-field 3:3'],
    ],
    ['- effect: NoSchedule', ['refused: empty-key-needs-exists 1:3']],
    ['- key: gpu\n  operator: exists', ['refused: unknown-operator 2:3']],
    ['- key: gpu\n  operator: Gt\n  value: "5"', ['refused: comparison-operator-off 2:3']],
    ['- key: gpu\n  operator: Exists\n  value: a', ['refused: exists-takes-no-value 3:3']],
    ['- key: gpu\n  effect: noschedule', ['refused: unknown-effect 2:3']],
    ['- key: gpu\n  operator: Exists\n  tolerationSeconds: 60', ['refused: seconds-need-no-execute 1:3']],
    ['- key: gpu\n  value: a b', ['refused: label-value-format 2:3']],
    [
      '- key: /gpu\n- key: a/b/c\n- key: A/b',
      ['refused: label-key-prefix-empty 1:3', 'refused: label-key-parts 2:3', 'refused: label-key-prefix-format 3:3'],
    ],
  ])('%j', (text, expected) => {
    expect(issuesOf(text)).toEqual(expected)
  })
})

test.each<[string, string]>([
  [
    '- key: gpu\n  value: true',
    'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal bool into Go struct field Toleration.spec.tolerations.value of type string',
  ],
  [
    '- keys: gpu',
    'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.tolerations[0].keys"',
  ],
  [
    'tolerations: [{operator: Exists, value: a}]',
    'spec.tolerations[0].operator: Invalid value: "a": value must be empty when `operator` is \'Exists\'',
  ],
  [
    'spec: {template: {spec: {tolerations: [{effect: NoEntry, operator: Exists}]}}}',
    'spec.template.spec.tolerations[0].effect: Unsupported value: "NoEntry": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
  ],
])('%j is refused in the API server’s words', (text, words) => {
  const reading = readWritten(text)
  expect(reading.ok ? undefined : reading.issues[0]?.text).toBe(words)
})

test('every refusal has a code of its own and a place, whatever is written', () => {
  const scalar = fc.constantFrom(
    'gpu',
    '""',
    'yes',
    '5',
    'a b',
    '/x',
    'x/',
    'a/b/c',
    'Exists',
    'Equal',
    'Gt',
    'exists',
    'NoExecute',
    '-1',
    '"x"',
    '~',
    '[a]',
    '{a: b}',
    `${'x'.repeat(64)}`,
    `${'x'.repeat(254)}/a`,
    `a/${'x'.repeat(64)}`,
  )
  const field = fc.tuple(fc.constantFrom('key', 'operator', 'value', 'effect', 'tolerationSeconds', 'keys'), scalar)
  const item = fc.uniqueArray(field, { selector: ([name]) => name, minLength: 1 })
  const text = fc
    .array(item, { minLength: 1, maxLength: 3 })
    .map(items =>
      items
        .map(fields => fields.map(([name, value], at) => `${at ? '  ' : '- '}${name}: ${value}\n`).join(''))
        .join(''),
    )
  fc.assert(
    fc.property(text, written => {
      const reading = readWritten(written)
      if (reading.ok) return
      expect(reading.code).toBe('refused')
      expect(reading.issues.length).toBeGreaterThan(0)
      for (const { line, column, text: words } of reading.issues) {
        expect(line).toBeLessThanOrEqual(written.split('\n').length)
        expect(column).toBeGreaterThan(0)
        expect(words).toBeTruthy()
      }
    }),
    { numRuns: 2000 },
  )
})
