import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sameTaint, type Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { grade, solve } from '../../../src/quiz/grade.ts'
import type { WriteQuestion } from '../../../src/quiz/question.ts'
import type { Note } from '../../../src/quiz/reason.ts'
import { node, pod, taints, tolerations } from './situations.ts'

/** Lets the pod in at `enter`, keeps it out at `out` and says nothing of `beside`. */
const ask = (enter: readonly string[], out: readonly string[] = [], beside: readonly string[] = []): WriteQuestion => ({
  kind: 'write',
  id: 'q',
  nodes: [node('enter', enter), node('out', out), node('beside', beside)],
  pod: pod('p'),
  enter: ['enter'],
  stayOut: out.length > 0 ? ['out'] : [],
})
const notesOn = (question: WriteQuestion, ...written: Toleration[]) => grade(question, { tolerations: written }).notes

describe('the tolerations that the course would write', () => {
  test.each<[string, WriteQuestion, readonly Toleration[]]>([
    [
      'name key, value and effect',
      ask(['gpu=a100:NoSchedule']),
      [{ key: 'gpu', operator: 'Equal', value: 'a100', effect: 'NoSchedule' }],
    ],
    [
      'take any value of a taint without one',
      ask(['gpu:NoSchedule']),
      [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }],
    ],
    [
      'take no value where another value must stay out',
      ask(['gpu:NoSchedule'], ['gpu=a100:NoSchedule']),
      [{ key: 'gpu', operator: 'Equal', effect: 'NoSchedule' }],
    ],
    [
      'are one for each lock',
      ask(['gpu:NoSchedule', 'tenant:NoExecute']),
      [
        { key: 'gpu', operator: 'Exists', effect: 'NoSchedule' },
        { key: 'tenant', operator: 'Exists', effect: 'NoExecute' },
      ],
    ],
    [
      'pass over a mere preference',
      ask(['gpu:NoSchedule', 'spot:PreferNoSchedule']),
      [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }],
    ],
  ])('%s', (_, question, expected) => {
    expect(solve(question)).toEqual({ tolerations: expected })
    expect(grade(question, { tolerations: expected })).toMatchObject({ right: true, notes: [], suspects: [] })
  })

  test('are one for a lock that several nodes have', () => {
    const nodes = [node('a', ['gpu:NoSchedule']), node('b', ['gpu:NoSchedule'])]
    const question: WriteQuestion = { ...ask([]), nodes, enter: ['a', 'b'] }
    expect(solve(question)).toEqual({ tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }] })
  })
})

/** A second opinion on matching, written from the documentation's words. */
const opens = ({ key, operator, value, effect }: Toleration, taint: Taint): boolean =>
  (!effect || effect === taint.effect) &&
  (!key || key === taint.key) &&
  (operator === 'Exists' || (value ?? '') === (taint.value ?? ''))

describe('any spelling that does the job is right', () => {
  const lists = fc.array(taints, { maxLength: 3 })
  const questions = fc.tuple(lists, lists).map(([enter, out]): WriteQuestion => {
    const [kept, left] = [enter, out].map(list =>
      list.filter((each, i) => list.findIndex(o => sameTaint(o, each)) === i),
    )
    const nodes = [
      { metadata: { name: 'enter' }, spec: { taints: kept ?? [] } },
      { metadata: { name: 'out' }, spec: { taints: left ?? [] } },
    ]
    return { kind: 'write', id: 'q', nodes, pod: pod('p'), enter: ['enter'], stayOut: ['out'] }
  })

  test('and none that does not', () => {
    fc.assert(
      fc.property(questions, fc.array(tolerations, { maxLength: 4 }), ({ nodes, ...question }, written) => {
        const mayGo = (at: number) => {
          const barriers = (nodes[at]?.spec?.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule')
          return barriers.every(taint => {
            const first = written.find(toleration => opens(toleration, taint))
            return first && (taint.effect !== 'NoExecute' || (first.tolerationSeconds ?? 1) > 0)
          })
        }
        const { right, items } = grade({ ...question, nodes }, { tolerations: written })
        expect(right).toBe(mayGo(0) && !mayGo(1))
        for (const { why } of items) expect(why.length).toBeGreaterThan(0)
      }),
      { numRuns: 2000 },
    )
  })

  const respell = fc.func<[Toleration], string>(
    fc.constantFrom('as it is', 'no operator', 'any value', 'any effect', 'any key', 'twice'),
  )
  test('whether fields are left out, widened, repeated or in another order', () => {
    const question = ask(['gpu=a100:NoSchedule', 'tenant=red:NoExecute', 'disk:NoSchedule'])
    const answer = solve(question)
    const solution = 'tolerations' in answer ? answer.tolerations : []
    fc.assert(
      fc.property(respell, fc.boolean(), fc.array(tolerations), (spelling, reversed, more) => {
        const endless = more.map(({ tolerationSeconds: _, ...toleration }) => toleration)
        const written = solution.flatMap((toleration): Toleration[] => {
          const { operator, effect, key, value, ...rest } = toleration
          switch (spelling(toleration)) {
            case 'no operator':
              return operator === 'Equal'
                ? [{ ...rest, ...(key && { key }), ...(value && { value }), ...(effect && { effect }) }]
                : [toleration]
            case 'any value':
              return [{ ...(key && { key }), operator: 'Exists', ...(effect && { effect }) }]
            case 'any effect':
              return [{ ...(key && { key }), operator: 'Exists' }]
            case 'any key':
              return [{ operator: 'Exists', ...(effect && { effect }) }]
            case 'twice':
              return [toleration, toleration]
            default:
              return [toleration]
          }
        })
        const list = [...written, ...endless]
        expect(grade(question, { tolerations: reversed ? list.reverse() : list }).right).toBe(true)
      }),
    )
  })
})

describe('what is opened beyond what was asked', () => {
  const gpu: Toleration = { key: 'gpu', operator: 'Equal', value: 'a100', effect: 'NoSchedule' }

  test.each<[string, WriteQuestion, readonly Toleration[], readonly Note[]]>([
    ['nothing', ask(['gpu=a100:NoSchedule']), [gpu], []],
    [
      'nothing: a taint without value has no other',
      ask(['gpu:NoSchedule']),
      [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }],
      [],
    ],
    [
      'nothing: the preference stands on the same door',
      ask(['gpu:NoSchedule', 'spot:PreferNoSchedule']),
      [
        { key: 'gpu', effect: 'NoSchedule' },
        { key: 'spot', effect: 'PreferNoSchedule' },
      ],
      [],
    ],
    [
      'every lock there is',
      ask(['gpu=a100:NoSchedule']),
      [gpu, { operator: 'Exists' }],
      [{ code: 'opens-everything' }],
    ],
    [
      'every lock there is, in three steps',
      ask(['gpu=a100:NoSchedule']),
      [
        { operator: 'Exists', effect: 'NoSchedule' },
        { operator: 'Exists', effect: 'PreferNoSchedule' },
        { operator: 'Exists', effect: 'NoExecute' },
      ],
      [{ code: 'opens-everything' }],
    ],
    [
      'every key of an effect',
      ask(['gpu=a100:NoSchedule']),
      [{ operator: 'Exists', effect: 'NoSchedule' }],
      [{ code: 'opens-other-keys', effect: 'NoSchedule' }],
    ],
    [
      'other values',
      ask(['gpu=a100:NoSchedule']),
      [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }],
      [{ code: 'opens-other-values', taint: { key: 'gpu', value: 'a100', effect: 'NoSchedule' } }],
    ],
    [
      'other effects',
      ask(['gpu=a100:NoSchedule']),
      [{ key: 'gpu', value: 'a100' }],
      [{ code: 'opens-other-effects', key: 'gpu', effects: ['PreferNoSchedule', 'NoExecute'] }],
    ],
    [
      'the effects that are not asked for',
      ask(['gpu=a100:NoSchedule', 'gpu=a100:NoExecute']),
      [{ key: 'gpu', value: 'a100' }],
      [{ code: 'opens-other-effects', key: 'gpu', effects: ['PreferNoSchedule'] }],
    ],
    [
      'a lock that stands nowhere',
      ask(['gpu=a100:NoSchedule']),
      [gpu, { key: 'tenant', value: 'red' }],
      [{ code: 'unneeded', toleration: { key: 'tenant', value: 'red' } }],
    ],
    [
      'another node',
      ask(['gpu=a100:NoSchedule'], [], ['gpu=b200:NoSchedule']),
      [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }],
      [
        { code: 'opens-node', node: 'beside' },
        { code: 'opens-other-values', taint: { key: 'gpu', value: 'a100', effect: 'NoSchedule' } },
      ],
    ],
  ])('%s', (_, question, written, expected) => {
    expect(notesOn(question, ...written)).toEqual(expected)
  })

  test('nothing is said of a response that is wrong', () => {
    expect(notesOn(ask(['gpu=a100:NoSchedule'], ['spot:NoExecute']), { operator: 'Exists' })).toEqual([])
  })
})

describe('a pass that ends', () => {
  const tenant = (tolerationSeconds: number): Toleration => ({
    key: 'tenant',
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds,
  })

  test('is right, and the seconds are told', () => {
    expect(grade(ask(['tenant:NoExecute']), { tolerations: [tenant(60)] })).toMatchObject({
      right: true,
      notes: [{ code: 'leaves-after', node: 'enter', seconds: 60 }],
    })
  })

  test.each([0, -5])('is no entry at all after %i s', seconds => {
    const { right, items } = grade(ask(['tenant:NoExecute']), { tolerations: [tenant(seconds)] })
    expect(right).toBe(false)
    expect(items).toMatchObject([{ item: 'enter', given: 'out', why: [{ code: 'no-stay' }] }])
  })
})

test('who forgets the operator is told what they may think', () => {
  const { right, suspects, items } = grade(ask(['gpu=a100:NoSchedule'], ['tenant:NoExecute']), {
    tolerations: [{ key: 'gpu', effect: 'NoSchedule' }],
  })
  expect({ right, suspects }).toEqual({ right: false, suspects: ['value-ignored', 'omitted-operator-exists'] })
  expect(items.map(({ item, answer, given }) => [item, answer, given])).toEqual([
    ['enter', 'in', 'out'],
    ['out', 'out', 'out'],
  ])
})
