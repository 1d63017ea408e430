import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ANSWER_PHASES, type Answer, parseAnswer, printAnswer, VERDICTS } from '../../../src/learner/answer.ts'

const answers: fc.Arbitrary<Answer> = fc
  .record(
    {
      given: fc.dictionary(fc.string(), fc.string(), { maxKeys: 5 }),
      phase: fc.constantFrom(...ANSWER_PHASES),
      unsure: fc.boolean(),
      best: fc.constantFrom(...VERDICTS),
    },
    { requiredKeys: ['given', 'phase', 'unsure'] },
  )
  .map(({ given, ...answer }) => ({ ...answer, given: { ...given } }))

test('what was written down is read back', () => {
  fc.assert(
    fc.property(answers, answer => {
      expect(parseAnswer(printAnswer(answer))).toEqual(answer)
    }),
  )
})

describe('what this course did not write is nothing', () => {
  const good = { version: 1, given: { a: 'in' }, phase: 'open', unsure: false }

  test('and what it did write is something', () => {
    expect(parseAnswer(JSON.stringify(good))).toEqual({ given: { a: 'in' }, phase: 'open', unsure: false })
  })

  test.each<[string, string]>([
    ['an empty text', ''],
    ['half a record', JSON.stringify(good).slice(0, 20)],
    ['a list', '[]'],
    ['null', 'null'],
    ['a record without a version', JSON.stringify({ ...good, version: undefined })],
    ['a record of a version to come', JSON.stringify({ ...good, version: 2 })],
    ['no fields', JSON.stringify({ ...good, given: undefined })],
    ['a list of fields', JSON.stringify({ ...good, given: ['in'] })],
    ['a field that is no text', JSON.stringify({ ...good, given: { a: 1 } })],
    [
      'fields without end',
      JSON.stringify({ ...good, given: Object.fromEntries(Array.from({ length: 201 }, (_, i) => [i, ''])) }),
    ],
    ['a text without end', JSON.stringify({ ...good, given: { yaml: 'x'.repeat(20_001) } })],
    ['an unknown phase', JSON.stringify({ ...good, phase: 'won' })],
    ['a doubt that is neither yes nor no', JSON.stringify({ ...good, unsure: 'maybe' })],
    ['an unknown verdict', JSON.stringify({ ...good, best: 'perfect' })],
  ])('%s', (_, text) => {
    expect(parseAnswer(text)).toBeUndefined()
  })

  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        expect(parseAnswer(text)).toBeUndefined()
      }),
    )
  })

  test('what stands beside a record is left out of it', () => {
    expect(parseAnswer(JSON.stringify({ ...good, admin: true }))).not.toHaveProperty('admin')
    expect(parseAnswer(JSON.stringify(good).replace('"a"', '"__proto__"'))?.given).not.toHaveProperty('in')
  })
})
