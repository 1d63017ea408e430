import { expect, test } from 'vitest'
import { type Answer, UNTOUCHED } from '../../../src/learner/answer.ts'
import { checkedAnswer, progressOf, retriedAnswer } from '../../../src/learner/progress.ts'

const half: Answer = { given: { a: 'in' }, phase: 'open', unsure: true }

test('counts what was checked and what was right', () => {
  const right = checkedAnswer(half, true)
  const wrong = checkedAnswer(half, false)
  const shown: Answer = { ...half, phase: 'shown' }
  expect(progressOf([undefined, half, shown, wrong, right])).toEqual({ total: 5, attempted: 2, right: 1 })
  expect(progressOf([])).toEqual({ total: 0, attempted: 0, right: 0 })
})

test('a question once right stays so, through new tries that fail', () => {
  const again = retriedAnswer(checkedAnswer(half, true))
  expect(again).toEqual({ ...UNTOUCHED, best: 'right' })
  expect(checkedAnswer(again, false)).toMatchObject({ phase: 'checked', best: 'right' })
  expect(progressOf([again])).toEqual({ total: 1, attempted: 1, right: 1 })
})

test('a question once wrong becomes right', () => {
  expect(checkedAnswer(retriedAnswer(checkedAnswer(half, false)), true).best).toBe('right')
})

test('a new try leaves nothing of the old answer', () => {
  expect(retriedAnswer(half)).toEqual(UNTOUCHED)
})

test('checking keeps what was given, and the doubt', () => {
  expect(checkedAnswer(half, true)).toEqual({ given: { a: 'in' }, phase: 'checked', unsure: true, best: 'right' })
})
