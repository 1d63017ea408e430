import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TAINT_EFFECTS, type Taint } from '../../../src/kubernetes/taint.ts'
import { TOLERATION_OPERATORS, type Toleration } from '../../../src/kubernetes/toleration.ts'
import {
  explainMatch,
  heededBy,
  MATCHING_RULES,
  type MatchRule,
  tolerates,
  untoleratedTaint,
} from '../../../src/scheduling/toleration.ts'
import { naivelyTolerates } from './naive-matcher.ts'

const GATE_ON = { TaintTolerationComparisonOperators: true }
const MAX = '9223372036854775807'
const MIN = '-9223372036854775808'

/** What the API server would refuse reaches the matcher too, and must get an answer. */
const unchecked = (fields: Record<string, unknown>) => fields as unknown as Toleration & Taint

describe('a toleration tolerates a taint', () => {
  test.each<[string, Toleration, Taint, boolean, MatchRule]>([
    [
      'Equal with the same key, value and effect',
      { key: 'k', operator: 'Equal', value: 'v', effect: 'NoSchedule' },
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      true,
      'equal',
    ],
    [
      'an omitted operator is Equal',
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      true,
      'equal',
    ],
    [
      'an omitted operator does not mean Exists',
      { key: 'k', effect: 'NoSchedule' },
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      false,
      'other-value',
    ],
    [
      'an omitted value equals an empty one',
      { key: 'k', effect: 'NoSchedule' },
      { key: 'k', effect: 'NoSchedule' },
      true,
      'equal',
    ],
    [
      'a value does not equal an omitted one',
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      { key: 'k', effect: 'NoSchedule' },
      false,
      'other-value',
    ],
    [
      'Exists tolerates any value',
      { key: 'k', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      true,
      'exists',
    ],
    [
      'Exists without an effect tolerates every effect',
      { key: 'k', operator: 'Exists' },
      { key: 'k', value: 'v', effect: 'PreferNoSchedule' },
      true,
      'exists',
    ],
    [
      'effects are not ranked: NoExecute is not covered by NoSchedule',
      { key: 'k', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'k', value: 'v', effect: 'NoExecute' },
      false,
      'other-effect',
    ],
    [
      'effects are not ranked: NoSchedule is not covered by NoExecute',
      { key: 'k', operator: 'Exists', effect: 'NoExecute' },
      { key: 'k', effect: 'NoSchedule' },
      false,
      'other-effect',
    ],
    [
      'Equal without an effect tolerates every effect',
      { key: 'k', operator: 'Equal', value: 'v' },
      { key: 'k', value: 'v', effect: 'NoExecute' },
      true,
      'equal',
    ],
    [
      'the passe-partout tolerates anything',
      { operator: 'Exists' },
      { key: 'x', value: 'y', effect: 'NoExecute' },
      true,
      'exists',
    ],
    [
      'Exists without a key keeps to its effect',
      { operator: 'Exists', effect: 'NoSchedule' },
      { key: 'x', value: 'y', effect: 'NoExecute' },
      false,
      'other-effect',
    ],
    [
      'Exists without a key tolerates every key of its effect',
      { operator: 'Exists', effect: 'NoSchedule' },
      { key: 'x', effect: 'NoSchedule' },
      true,
      'exists',
    ],
    [
      'Equal without a key compares the value alone',
      { operator: 'Equal', value: 'y' },
      { key: 'x', value: 'y', effect: 'NoSchedule' },
      true,
      'equal',
    ],
    [
      'an empty toleration tolerates every taint without a value',
      {},
      { key: 'x', effect: 'PreferNoSchedule' },
      true,
      'equal',
    ],
    ['an empty toleration minds a value', {}, { key: 'x', value: 'y', effect: 'NoSchedule' }, false, 'other-value'],
    [
      'Exists ignores a value of its own',
      { key: 'k', operator: 'Exists', value: 'w' },
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      true,
      'exists',
    ],
    [
      'values are compared letter for letter',
      { key: 'k', operator: 'Equal', value: 'v' },
      { key: 'k', value: 'V', effect: 'NoSchedule' },
      false,
      'other-value',
    ],
    [
      'values are not compared as numbers',
      { key: 'k', operator: 'Equal', value: '010' },
      { key: 'k', value: '10', effect: 'NoSchedule' },
      false,
      'other-value',
    ],
    [
      'keys are compared letter for letter',
      { key: 'K', operator: 'Exists' },
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      false,
      'other-key',
    ],
    [
      'an operator in lower case is no operator',
      unchecked({ key: 'k', operator: 'exists' }),
      { key: 'k', effect: 'NoSchedule' },
      false,
      'unknown-operator',
    ],
    [
      'an effect in lower case is another effect',
      unchecked({ key: 'k', operator: 'Exists', effect: 'noschedule' }),
      { key: 'k', effect: 'NoSchedule' },
      false,
      'other-effect',
    ],
    [
      'the empty key, written out, is every key',
      { key: '', operator: 'Exists' },
      { key: 'k', effect: 'NoSchedule' },
      true,
      'exists',
    ],
    [
      'the empty effect, written out, is every effect',
      unchecked({ key: 'k', operator: 'Exists', effect: '' }),
      { key: 'k', effect: 'NoExecute' },
      true,
      'exists',
    ],
    [
      'the empty operator, written out, is Equal',
      unchecked({ key: 'k', operator: '', value: 'v' }),
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      true,
      'equal',
    ],
    [
      'the effect is looked at before the key',
      { key: 'other', operator: 'Exists', effect: 'NoExecute' },
      { key: 'k', effect: 'NoSchedule' },
      false,
      'other-effect',
    ],
    [
      'the key is looked at before the value',
      { key: 'other', value: 'other' },
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      false,
      'other-key',
    ],
  ])('%s', (_, toleration, taint, expected, rule) => {
    expect(tolerates(toleration, taint)).toBe(expected)
    expect(explainMatch(toleration, taint)).toMatchObject({ tolerates: expected, rule })
  })
})

describe('Gt and Lt compare the taint with the toleration', () => {
  const matchOf = (operator: 'Gt' | 'Lt', wanted: string, found: string) =>
    explainMatch({ key: 'k', operator, value: wanted }, { key: 'k', value: found, effect: 'NoSchedule' }, GATE_ON).rule

  test.each<['Gt' | 'Lt', string, string, MatchRule]>([
    ['Gt', '900', '950', 'greater'],
    ['Gt', '900', '900', 'not-greater'],
    ['Gt', '900', '899', 'not-greater'],
    ['Lt', '900', '899', 'less'],
    ['Lt', '900', '900', 'not-less'],
    ['Lt', '900', '901', 'not-less'],
    ['Gt', '9', '10', 'greater'],
    ['Gt', '-10', '-9', 'greater'],
    ['Lt', '0', '-1', 'less'],
    ['Gt', '9223372036854775806', MAX, 'greater'],
    ['Lt', '-9223372036854775807', MIN, 'less'],
    ['Gt', '0', '9223372036854775808', 'not-a-number'],
    ['Lt', '0', '-9223372036854775809', 'not-a-number'],
    ['Gt', '900', 'high', 'not-a-number'],
    ['Gt', 'low', '900', 'not-a-number'],
    ['Gt', '', '900', 'not-a-number'],
    ['Gt', '900', '', 'not-a-number'],
    ['Gt', '0', '+5', 'not-a-number'],
    ['Gt', '0', '007', 'not-a-number'],
    ['Gt', '-0', '5', 'not-a-number'],
    ['Gt', '0', '0x1', 'not-a-number'],
    ['Gt', '0', '1.5', 'not-a-number'],
    ['Gt', '0', '1e3', 'not-a-number'],
    ['Gt', '0', ' 1', 'not-a-number'],
    ['Gt', '0', '١', 'not-a-number'],
    ['Gt', '0', '-', 'not-a-number'],
  ])('%s %s against %s: %s', (operator, wanted, found, rule) => {
    expect(matchOf(operator, wanted, found)).toBe(rule)
  })

  test('with the gate off, or left out, they tolerate nothing', () => {
    for (const operator of ['Gt', 'Lt'] as const) {
      const toleration: Toleration = { key: 'k', operator, value: '5' }
      for (const value of ['4', '5', '6']) {
        const taint: Taint = { key: 'k', value, effect: 'NoSchedule' }
        for (const gates of [undefined, {}, { TaintTolerationComparisonOperators: false }]) {
          expect(explainMatch(toleration, taint, gates)).toMatchObject({ tolerates: false, rule: 'gate-off' })
        }
      }
    }
  })

  test('a missing value on either side is no number', () => {
    expect(
      explainMatch({ key: 'k', operator: 'Gt' }, { key: 'k', value: '1', effect: 'NoSchedule' }, GATE_ON).rule,
    ).toBe('not-a-number')
    expect(
      explainMatch({ key: 'k', operator: 'Lt', value: '1' }, { key: 'k', effect: 'NoSchedule' }, GATE_ON).rule,
    ).toBe('not-a-number')
  })
})

describe('a match explains each field by itself', () => {
  test.each<[string, Toleration, Taint, Partial<ReturnType<typeof explainMatch>>]>([
    [
      'all are the same',
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      { key: 'same', value: 'same', effect: 'same' },
    ],
    [
      'all are wild',
      { operator: 'Exists' },
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      { key: 'any', value: 'any', effect: 'any' },
    ],
    [
      'all differ',
      { key: 'x', value: 'x', effect: 'NoExecute' },
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      { key: 'differs', value: 'differs', effect: 'differs' },
    ],
    [
      'the value is judged although the key already differs',
      { key: 'x', value: 'v' },
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      { rule: 'other-key', key: 'differs', value: 'same', effect: 'any' },
    ],
    [
      'a comparison that holds counts as the same',
      { key: 'k', operator: 'Lt', value: '9' },
      { key: 'k', value: '3', effect: 'NoSchedule' },
      { value: 'same' },
    ],
    [
      'a comparison that fails differs',
      { key: 'k', operator: 'Lt', value: '3' },
      { key: 'k', value: '9', effect: 'NoSchedule' },
      { value: 'differs' },
    ],
  ])('%s', (_, toleration, taint, expected) => {
    expect(explainMatch(toleration, taint, GATE_ON)).toMatchObject(expected)
  })
})

describe('the whole small space', () => {
  const values = [undefined, '', 'v', 'w', '5', '7', '-3', '007', MAX, MIN, '9223372036854775808']
  const tolerationSpace: Toleration[] = [undefined, '', 'k', 'x'].flatMap(key =>
    [undefined, '', ...TOLERATION_OPERATORS, 'exists'].flatMap(operator =>
      values.flatMap(value =>
        [undefined, '', ...TAINT_EFFECTS, 'Other'].map(effect => unchecked(given({ key, operator, value, effect }))),
      ),
    ),
  )
  const taintSpace: Taint[] = ['', 'k', 'x'].flatMap(key =>
    values.flatMap(value => [...TAINT_EFFECTS, '', 'Other'].map(effect => unchecked(given({ key, value, effect })))),
  )

  test('has 1 848 tolerations and 165 taints', () => {
    expect([tolerationSpace.length, taintSpace.length]).toEqual([1848, 165])
  })

  test.each([
    ['off', {}],
    ['on', GATE_ON],
  ])('agrees with the naive matcher, gate %s', (_, gates) => {
    const differing: unknown[] = []
    for (const toleration of tolerationSpace) {
      for (const taint of taintSpace) {
        const match = explainMatch(toleration, taint, gates)
        const answers = [
          tolerates(toleration, taint, gates),
          match.tolerates,
          MATCHING_RULES.some(rule => rule === match.rule),
          naivelyTolerates(toleration, taint, gates),
        ]
        if (new Set(answers).size > 1) differing.push({ toleration, taint, answers })
      }
    }
    expect(differing).toEqual([])
  })
})

describe('the first untolerated taint', () => {
  const a: Taint = { key: 'a', effect: 'NoSchedule' }
  const b: Taint = { key: 'b', effect: 'NoExecute' }
  const c: Taint = { key: 'c', effect: 'PreferNoSchedule' }

  test.each<[string, Taint[], Toleration[], Taint | undefined]>([
    ['is absent where there is no taint', [], [], undefined],
    ['is the first in the order of the node', [b, a], [], b],
    ['passes over what is tolerated', [a, b], [{ key: 'a', operator: 'Exists' }], b],
    [
      'is absent where each taint has its toleration',
      [a, b],
      [
        { key: 'b', operator: 'Exists' },
        { key: 'a', operator: 'Exists' },
      ],
      undefined,
    ],
    ['one toleration may serve several taints', [a, b, c], [{ operator: 'Exists' }], undefined],
    [
      'two tolerations do not add up',
      [{ key: 'a', value: 'v', effect: 'NoExecute' }],
      [
        { key: 'a', value: 'v', effect: 'NoSchedule' },
        { key: 'x', operator: 'Exists', effect: 'NoExecute' },
      ],
      { key: 'a', value: 'v', effect: 'NoExecute' },
    ],
  ])('%s', (_, taints, tolerations, expected) => {
    expect(untoleratedTaint(taints, tolerations)).toEqual(expected)
  })

  test('concerns only those whom its effect concerns', () => {
    const found = (appliesTo: (taint: Taint) => boolean) => [a, b, c].filter(appliesTo)
    expect(found(heededBy.filter)).toEqual([a, b])
    expect(found(heededBy.score)).toEqual([c])
    expect(found(heededBy.eviction)).toEqual([b])
    expect(untoleratedTaint([c, a, b], [], heededBy.eviction)).toEqual(b)
  })

  test('heeds the gate', () => {
    const taints: Taint[] = [{ key: 'n', value: '5', effect: 'NoSchedule' }]
    const tolerations: Toleration[] = [{ key: 'n', operator: 'Gt', value: '4' }]
    expect(untoleratedTaint(taints, tolerations)).toEqual(taints[0])
    expect(untoleratedTaint(taints, tolerations, undefined, GATE_ON)).toBeUndefined()
  })
})

describe('laws', () => {
  const keys = fc.constantFrom('a', 'b')
  const values = fc.constantFrom('', 'v', '5', '7')
  const effects = fc.constantFrom(...TAINT_EFFECTS)
  const taint: fc.Arbitrary<Taint> = fc.record({ key: keys, value: values, effect: effects })
  const toleration: fc.Arbitrary<Toleration> = fc.record(
    { key: keys, operator: fc.constantFrom(...TOLERATION_OPERATORS), value: values, effect: effects },
    { requiredKeys: [] },
  )
  const gates = fc.constantFrom({}, GATE_ON)
  const opens = (taints: Taint[], tolerations: Toleration[], gate: object) =>
    untoleratedTaint(taints, tolerations, heededBy.filter, gate) === undefined

  test('a toleration added never closes a node', () => {
    fc.assert(
      fc.property(fc.array(taint), fc.array(toleration), toleration, gates, (taints, tolerations, added, gate) => {
        expect(opens(taints, tolerations, gate) && !opens(taints, [...tolerations, added], gate)).toBe(false)
      }),
    )
  })

  test('a taint added never opens one', () => {
    fc.assert(
      fc.property(fc.array(taint), taint, fc.array(toleration), gates, (taints, added, tolerations, gate) => {
        expect(!opens(taints, tolerations, gate) && opens([...taints, added], tolerations, gate)).toBe(false)
      }),
    )
  })

  test('an empty effect is the union of the three effects', () => {
    fc.assert(
      fc.property(toleration, taint, gates, (any, found, gate) => {
        const { effect: _, ...withoutEffect } = any
        const each = TAINT_EFFECTS.some(effect => tolerates({ ...withoutEffect, effect }, found, gate))
        expect(tolerates(withoutEffect, found, gate)).toBe(each)
      }),
    )
  })

  test('an empty key is the union of all keys', () => {
    fc.assert(
      fc.property(toleration, taint, gates, (any, found, gate) => {
        const { key: _, ...withoutKey } = any
        const each = ['a', 'b'].some(key => tolerates({ ...withoutKey, key }, found, gate))
        expect(tolerates(withoutKey, found, gate)).toBe(each)
      }),
    )
  })

  test('the order of taints and of tolerations decides which taint is named, never whether one is', () => {
    fc.assert(
      fc.property(fc.array(taint), fc.array(toleration), gates, (taints, tolerations, gate) => {
        expect(opens(taints.toReversed(), tolerations.toReversed(), gate)).toBe(opens(taints, tolerations, gate))
      }),
    )
  })

  test('the gate only ever opens, and only through Gt and Lt', () => {
    fc.assert(
      fc.property(toleration, taint, (key, lock) => {
        const off = tolerates(key, lock)
        const on = tolerates(key, lock, GATE_ON)
        if (off !== on) expect([off, key.operator === 'Gt' || key.operator === 'Lt']).toEqual([false, true])
        else expect(on).toBe(off)
      }),
    )
  })

  test('the passe-partout tolerates every taint', () => {
    fc.assert(
      fc.property(taint, found => {
        expect(tolerates({ operator: 'Exists' }, found)).toBe(true)
      }),
    )
  })
})

function given(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
}
