import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { MISCONCEPTIONS, type Misconception, rulesOf, rulesUnder } from '../../../src/quiz/misconceptions.ts'
import { nodeName } from '../../../src/quiz/nodes.ts'
import { KUBERNETES } from '../../../src/quiz/rules.ts'
import { fateQuestions, node, nodesQuestions, pod, taint } from './situations.ts'

const rules = rulesOf({})

describe('rules without a misreading are those of Kubernetes', () => {
  test('for the nodes that can be chosen', () => {
    fc.assert(
      fc.property(nodesQuestions, ({ pod: newcomer, nodes }) => {
        expect(rules.choosable(newcomer, nodes)).toEqual(KUBERNETES.choosable(newcomer, nodes))
      }),
      { numRuns: 1000 },
    )
  })

  test('for what becomes of running pods', () => {
    fc.assert(
      fc.property(fateQuestions, ({ pods, added }) => {
        for (const { spec } of pods) {
          const running = { tolerations: spec.tolerations ?? [] }
          expect(rules.fate(running, added)).toBe(KUBERNETES.fate(running, added))
        }
      }),
      { numRuns: 1000 },
    )
  })
})

const DOORS = [
  node('none'),
  node('soft', ['a=v:PreferNoSchedule']),
  node('same', ['a=v:NoSchedule']),
  node('other-value', ['a=V:NoSchedule']),
  node('other-effect', ['a=v:NoExecute']),
  node('other-key', ['b=v:NoSchedule']),
  node('two', ['a=v:NoSchedule', 'b=v:NoExecute']),
]

describe('which nodes someone chooses', () => {
  test.each<[Misconception, readonly Toleration[], readonly string[], readonly string[]]>([
    [
      'effect-ignored',
      [{ key: 'a', value: 'v', effect: 'NoSchedule' }],
      ['none', 'soft', 'same'],
      ['none', 'soft', 'same', 'other-effect'],
    ],
    [
      'value-ignored',
      [{ key: 'a', value: 'v', effect: 'NoSchedule' }],
      ['none', 'soft', 'same'],
      ['none', 'soft', 'same', 'other-value'],
    ],
    [
      'values-compare-loosely',
      [{ key: 'a', value: 'v', effect: 'NoSchedule' }],
      ['none', 'soft', 'same'],
      ['none', 'soft', 'same', 'other-value'],
    ],
    [
      'omitted-operator-exists',
      [{ key: 'a', effect: 'NoSchedule' }],
      ['none', 'soft'],
      ['none', 'soft', 'same', 'other-value'],
    ],
    [
      'one-is-enough',
      [{ key: 'a', value: 'v' }],
      ['none', 'soft', 'same', 'other-effect'],
      ['none', 'soft', 'same', 'other-effect', 'two'],
    ],
    ['attracts', [{ key: 'a', value: 'v', effect: 'NoSchedule' }], ['none', 'soft', 'same'], ['same']],
    ['prefer-blocks', [{ key: 'a', value: 'v', effect: 'NoSchedule' }], ['none', 'soft', 'same'], ['none', 'same']],
    ['no-execute-only-evicts', [], ['none', 'soft'], ['none', 'soft', 'other-effect']],
    [
      'effects-ranked',
      [{ key: 'a', value: 'v', effect: 'NoExecute' }],
      ['none', 'soft', 'other-effect'],
      ['none', 'soft', 'same', 'other-effect'],
    ],
    ['empty-effect-is-none', [{ key: 'b', operator: 'Exists' }], ['none', 'soft', 'other-key'], ['none', 'soft']],
    [
      'empty-key-is-none',
      [{ operator: 'Exists', effect: 'NoExecute' }],
      ['none', 'soft', 'other-effect'],
      ['none', 'soft'],
    ],
    [
      'empty-key-any-effect',
      [{ operator: 'Exists', effect: 'NoExecute' }],
      ['none', 'soft', 'other-effect'],
      DOORS.map(nodeName),
    ],
    [
      'tolerations-combine',
      [
        { key: 'a', operator: 'Exists', effect: 'PreferNoSchedule' },
        { key: 'c', operator: 'Exists', effect: 'NoExecute' },
      ],
      ['none', 'soft'],
      ['none', 'soft', 'other-effect'],
    ],
  ])('who holds %s', (misconception, tolerations, truth, misread) => {
    const newcomer = pod('p', tolerations)
    expect(KUBERNETES.choosable(newcomer, DOORS).map(nodeName)).toEqual(truth)
    expect(rulesUnder(misconception).choosable(newcomer, DOORS).map(nodeName)).toEqual(misread)
  })

  test('a key that opens nothing draws nobody anywhere', () => {
    const newcomer = pod('p', [{ key: 'z', operator: 'Exists' }])
    expect(rulesUnder('attracts').choosable(newcomer, DOORS).map(nodeName)).toEqual(['none', 'soft'])
  })

  test.each(MISCONCEPTIONS)('%s leaves cordons and selectors as they are', misconception => {
    const nodes = [node('cordoned', [], { unschedulable: true }), node('unlabelled')]
    const newcomer = pod('p', [{ key: 'a', operator: 'Exists' }], { nodeSelector: { disk: 'ssd' } })
    expect(rulesUnder(misconception).choosable(newcomer, nodes)).toEqual([])
  })
})

describe('what someone thinks becomes of a running pod', () => {
  const pass = (tolerationSeconds?: number): Toleration => ({
    key: 'a',
    operator: 'Exists',
    effect: 'NoExecute',
    ...(tolerationSeconds !== undefined && { tolerationSeconds }),
  })

  test.each<[Misconception, readonly Toleration[], string, string, string]>([
    ['no-schedule-evicts', [], 'a:NoSchedule', 'stays', 'now'],
    ['no-schedule-evicts', [], 'a:PreferNoSchedule', 'stays', 'stays'],
    ['effect-ignored', [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }], 'a:NoExecute', 'now', 'stays'],
    ['longest-pass-wins', [pass(60), pass(90)], 'a:NoExecute', '60s', '90s'],
    ['longest-pass-wins', [pass(60), pass()], 'a:NoExecute', '60s', 'stays'],
    ['pass-ignored', [pass(60)], 'a:NoExecute', '60s', 'stays'],
    ['pass-ignored', [], 'a:NoExecute', 'now', 'now'],
    ['default-pass-for-all', [], 'a:NoExecute', 'now', '300s'],
    ['default-pass-for-all', [pass()], 'a:NoExecute', 'stays', 'stays'],
  ])('who holds %s', (misconception, tolerations, added, truth, misread) => {
    expect(KUBERNETES.fate({ tolerations }, [taint(added)])).toBe(truth)
    expect(rulesUnder(misconception).fate({ tolerations }, [taint(added)])).toBe(misread)
  })

  test('who thinks that a DaemonSet’s pods tolerate everything lets them stay, and no others', () => {
    const { fate } = rulesUnder('daemon-set-tolerates-all')
    expect(fate({ tolerations: [], owner: 'DaemonSet' }, [taint('a:NoExecute')])).toBe('stays')
    expect(fate({ tolerations: [], owner: 'ReplicaSet' }, [taint('a:NoExecute')])).toBe('now')
  })

  test('who thinks that one toleration is enough overlooks the taint that has none', () => {
    const taints = [taint('a:NoExecute'), taint('b:NoExecute')]
    expect(KUBERNETES.fate({ tolerations: [pass()] }, taints)).toBe('now')
    expect(rulesUnder('one-is-enough').fate({ tolerations: [pass()] }, taints)).toBe('stays')
  })
})
