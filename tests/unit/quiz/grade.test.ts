import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grade, itemsOf, missingItems, solve } from '../../../src/quiz/grade.ts'
import { MISCONCEPTIONS, rulesUnder } from '../../../src/quiz/misconceptions.ts'
import { nodeName } from '../../../src/quiz/nodes.ts'
import type { ChoiceQuestion, Choices, Question } from '../../../src/quiz/question.ts'
import { choiceQuestions, matchQuestions, node, nodesQuestions, pod } from './situations.ts'

const answerOf = (question: ChoiceQuestion): Choices => {
  const answer = solve(question)
  if (!('choices' in answer)) throw new Error('a choice is expected')
  return answer.choices
}

describe('of every question that is answered by choosing', () => {
  test('the solution is right', () => {
    fc.assert(
      fc.property(choiceQuestions, question => {
        const { right, suspects, items } = grade(question, solve(question))
        expect({ right, suspects }).toEqual({ right: true, suspects: [] })
        expect(items.every(item => item.right && item.given === item.answer)).toBe(true)
      }),
    )
  })

  test('the solution is one of the options that are offered', () => {
    fc.assert(
      fc.property(choiceQuestions, question => {
        const answers = answerOf(question)
        for (const { item, options } of itemsOf(question)) expect(options).toContain(answers[item])
      }),
    )
  })

  test('nothing else is right, and what is wrong is the item that differs', () => {
    fc.assert(
      fc.property(choiceQuestions, fc.nat(), fc.nat(), (question, at, to) => {
        const items = itemsOf(question)
        const { item, options } = items[at % items.length] ?? { item: '', options: [] }
        const others = options.filter(option => option !== answerOf(question)[item])
        const choices = { ...answerOf(question), [item]: others[to % others.length] ?? '' }
        const got = grade(question, { choices })
        expect(got.right).toBe(false)
        expect(got.items.filter(({ right }) => !right).map(each => each.item)).toEqual([item])
      }),
    )
  })

  test('every option has a reason', () => {
    fc.assert(
      fc.property(choiceQuestions, question => {
        const items = itemsOf(question)
        for (const { item, answer, why, whyNot } of grade(question, { choices: {} }).items) {
          const options = items.find(each => each.item === item)?.options ?? []
          expect(why.length).toBeGreaterThan(0)
          if (options.length === 2) continue
          expect(Object.keys(whyNot ?? {}).sort()).toEqual(options.filter(option => option !== answer).sort())
          for (const reasons of Object.values(whyNot ?? {})) expect(reasons.length).toBeGreaterThan(0)
        }
      }),
    )
  })

  test('a misreading is named where it predicts exactly the wrong response, and nowhere else', () => {
    fc.assert(
      fc.property(nodesQuestions, fc.infiniteStream(fc.boolean()), (question, coin) => {
        const { nodes, pod: newcomer } = question
        const chosen = nodes.filter(() => coin.next().value)
        const choices = Object.fromEntries(chosen.map(each => [nodeName(each), 'in']))
        const { right, suspects } = grade(question, { choices })
        const predicting = MISCONCEPTIONS.filter(
          each => String(rulesUnder(each).choosable(newcomer, nodes).map(nodeName)) === String(chosen.map(nodeName)),
        )
        expect(suspects).toEqual(right ? [] : predicting)
      }),
    )
  })

  test('an item that was left alone is wrong, unless leaving it alone is the answer', () => {
    fc.assert(
      fc.property(matchQuestions, question => {
        const [item] = grade(question, { choices: {} }).items
        expect(item).toMatchObject({ right: false })
        expect(item).not.toHaveProperty('given')
      }),
    )
    const question: Question = { kind: 'nodes', id: 'q', nodes: [node('shut', ['a:NoSchedule'])], pod: pod('p') }
    expect(grade(question, { choices: {} }).items).toMatchObject([{ given: 'out', right: true }])
  })
})

describe('what is missing', () => {
  const pods = [
    { item: 'p', options: ['stays', 'now'] },
    { item: 'q', options: ['stays', 'now'] },
  ]
  const nodes = pods.map(({ item }) => ({ item, options: ['in', 'out'], otherwise: 'out' }))

  test.each<[string, typeof nodes | typeof pods, Choices, readonly string[]]>([
    ['every item that nothing was given for', pods, { q: 'now' }, ['p']],
    ['nothing once all are given', pods, { p: 'now', q: 'now' }, []],
    ['all, where each may be left alone and all are', nodes, {}, ['p', 'q']],
    ['nothing, where each may be left alone and one is not', nodes, { p: 'in' }, []],
  ])('is %s', (_, items, choices, expected) => {
    expect(missingItems(items, choices)).toEqual(expected)
  })
})

test('a response of another kind is a bug', () => {
  const match: Question = {
    kind: 'match',
    id: 'm',
    toleration: { operator: 'Exists' },
    taint: { key: 'a', effect: 'NoExecute' },
  }
  const write: Question = { kind: 'write', id: 'w', nodes: [], pod: pod('p'), enter: [], stayOut: [] }
  expect(() => grade(match, { tolerations: [] })).toThrow('m is answered by choosing')
  expect(() => grade(write, { choices: {} })).toThrow('w is answered with tolerations')
})
