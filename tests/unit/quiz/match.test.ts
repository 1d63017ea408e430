import { describe, expect, test } from 'vitest'
import { printToleration, type Toleration } from '../../../src/kubernetes/toleration.ts'
import { grade, solve } from '../../../src/quiz/grade.ts'
import { DECIDING_RULES, type DecidingRule, RULE_ITEM } from '../../../src/quiz/match.ts'
import type { Misconception } from '../../../src/quiz/misconceptions.ts'
import type { MatchQuestion } from '../../../src/quiz/question.ts'
import { taint } from './situations.ts'

const ask = (toleration: Toleration, lock: string): MatchQuestion => ({
  kind: 'match',
  id: 'q',
  toleration,
  taint: taint(lock),
})
const gradeRule = (question: MatchQuestion, rule: DecidingRule) => grade(question, { choices: { [RULE_ITEM]: rule } })

const CASES: readonly [Toleration, string, DecidingRule, Readonly<Record<DecidingRule, readonly string[]>>][] = [
  [
    { operator: 'Exists' },
    'maintenance=yes:NoExecute',
    'exists',
    {
      exists: ['opened-by-master'],
      equal: ['operator-exists'],
      'other-key': ['key-any'],
      'other-value': ['value-any'],
      'other-effect': ['effect-any'],
    },
  ],
  [
    { operator: 'Exists', effect: 'NoSchedule' },
    'maintenance=yes:NoExecute',
    'other-effect',
    {
      exists: ['effect-differs'],
      equal: ['operator-exists'],
      'other-key': ['key-any'],
      'other-value': ['value-any'],
      'other-effect': ['effect-differs'],
    },
  ],
  [
    { key: 'gpu', effect: 'NoSchedule' },
    'gpu=a100:NoSchedule',
    'other-value',
    {
      exists: ['operator-omitted'],
      equal: ['operator-omitted', 'value-missing'],
      'other-key': ['key-same'],
      'other-value': ['operator-omitted', 'value-missing'],
      'other-effect': ['effect-same'],
    },
  ],
  [
    { key: 'gpu', operator: 'Equal', value: 'a100' },
    'gpu=a100:NoSchedule',
    'equal',
    {
      exists: ['operator-equal'],
      equal: ['opened'],
      'other-key': ['key-same'],
      'other-value': ['value-same'],
      'other-effect': ['effect-any'],
    },
  ],
  [
    { key: 'gpu', operator: 'Equal', value: 'a100' },
    'cpu=a100:NoSchedule',
    'other-key',
    {
      exists: ['operator-equal'],
      equal: ['key-differs'],
      'other-key': ['key-differs'],
      'other-value': ['value-same'],
      'other-effect': ['effect-any'],
    },
  ],
]

describe.each(CASES)('%j beside %s', (toleration, lock, answer, reasons) => {
  const question = ask(toleration, lock)

  test(`is decided by ${answer}`, () => {
    expect(solve(question)).toEqual({ choices: { [RULE_ITEM]: answer } })
  })

  test.each(DECIDING_RULES)('why %s is the rule or is not', rule => {
    const [item] = gradeRule(question, rule).items
    const said = rule === answer ? item?.why : item?.whyNot?.[rule]
    expect(said?.map(({ code }) => code)).toEqual(reasons[rule])
    expect(item?.right).toBe(rule === answer)
  })
})

test.each<[Toleration, string, DecidingRule, readonly Misconception[]]>([
  [
    { operator: 'Exists', effect: 'NoSchedule' },
    'm=yes:NoExecute',
    'exists',
    ['effect-ignored', 'empty-key-any-effect'],
  ],
  [{ operator: 'Exists', effect: 'NoSchedule' }, 'm=yes:NoExecute', 'other-key', ['empty-key-is-none']],
  [{ operator: 'Exists', effect: 'NoSchedule' }, 'm=yes:NoExecute', 'other-value', []],
  [{ key: 'gpu', effect: 'NoSchedule' }, 'gpu=a100:NoSchedule', 'exists', ['omitted-operator-exists']],
  [{ key: 'gpu', effect: 'NoSchedule' }, 'gpu=a100:NoSchedule', 'equal', ['value-ignored']],
  [{ operator: 'Exists' }, 'm=yes:NoExecute', 'other-effect', ['empty-effect-is-none']],
  [
    { key: 'gpu', operator: 'Exists', effect: 'NoExecute' },
    'gpu:NoSchedule',
    'exists',
    ['effect-ignored', 'effects-ranked'],
  ],
])('%j beside %s: who answers %s may think %j', (toleration, lock, rule, suspects) => {
  expect(gradeRule(ask(toleration, lock), rule).suspects, printToleration(toleration)).toEqual(suspects)
})
