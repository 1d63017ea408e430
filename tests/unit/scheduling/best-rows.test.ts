import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestRows } from '../../../src/scheduling/best-rows.ts'
import { breakTie } from '../../../src/scheduling/tie.ts'

describe('the rows with the highest score', () => {
  test('are none where none takes part', () => {
    expect(bestRows(0, () => 0).count()).toBe(0)
    expect(bestRows(3, () => -1).count()).toBe(0)
  })

  test('may be the only one', () => {
    const rows = bestRows(1, () => 0)
    expect([rows.count(), rows.pick(0)]).toEqual([1, 0])
  })

  test('are those that a search finds, however scores change', () => {
    const scores = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 20 })
    const changes = fc.array(fc.tuple(fc.nat(19), fc.integer({ min: -1, max: 4 })))
    fc.assert(
      fc.property(scores, changes, (start, list) => {
        const current = [...start]
        const rows = bestRows(start.length, row => start[row] ?? -1)
        for (const [row, score] of [[0, start[0] ?? -1] as const, ...list]) {
          if (row >= current.length) continue
          current[row] = score
          rows.set(row, score)
          const highest = Math.max(...current)
          const best = highest < 0 ? [] : [...current.keys()].filter(each => current[each] === highest)
          expect(rows.count()).toBe(best.length)
          expect(best.map((_, index) => rows.pick(index))).toEqual(best)
        }
      }),
    )
  })
})

describe('a tie', () => {
  test('is broken the same way for the same seed, within the count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer(), (count, seed) => {
        const picked = breakTie(count, seed)
        expect(picked).toBe(breakTie(count, seed))
        expect(Number.isInteger(picked) && picked >= 0 && picked < count).toBe(true)
      }),
    )
  })

  test('gives everyone a turn, near enough as often', () => {
    const turns = [0, 0, 0, 0, 0]
    for (let seed = 0; seed < 5000; seed += 1) {
      const picked = breakTie(5, seed)
      turns[picked] = (turns[picked] ?? 0) + 1
    }
    for (const count of turns) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  test('does not go round in turn', () => {
    const picked = [0, 1, 2, 3, 4, 5, 6, 7].map(seed => breakTie(4, seed))
    expect(new Set(picked.map((pick, seed) => (pick - seed + 8) % 4)).size).toBeGreaterThan(1)
    expect(new Set(picked.map((pick, seed) => (pick + seed) % 4)).size).toBeGreaterThan(1)
  })
})
