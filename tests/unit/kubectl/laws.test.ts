import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import { restoreSnapshot, saveSnapshot } from '../../../src/cluster/snapshot.ts'
import { step } from '../../../src/cluster/step.ts'
import { run } from '../../../src/shell/run.ts'
import { type Told, tell } from '../../fuzz/play.ts'
import { faultsIn } from '../cluster/faults.ts'

/** Random sessions of random lines: whatever is typed, and however it goes on. */
const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 })

function* lines(of: number): Iterable<Told & { readonly after: Cluster }> {
  for (const told of tell({ seed: of, stories: 1 })) {
    if (told.outcome instanceof Error) throw told.outcome
    yield { ...told, after: told.outcome.session.cluster }
  }
}

/** A cluster as text: two that read the same are the same, names, UIDs and what controllers remember included. */
function text(cluster: Cluster): string {
  return JSON.stringify(saveSnapshot(cluster))
}

describe('whatever is typed', () => {
  test('leaves a cluster in which everything is valid and holds together', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(seed, of => {
        for (const { line, before, after } of lines(of)) {
          if (after === before.cluster) continue
          const rested = step(after, { type: 'wait', seconds: 0 }).cluster
          expect([line, ...faultsIn(rested)]).toEqual([line])
        }
      }),
      { numRuns: 60 },
    )
  })

  test('can be undone by going back, and done again the same way', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(seed, of => {
        for (const { line, before, after } of lines(of)) {
          if (after === before.cluster) continue
          const restored = restoreSnapshot(JSON.parse(text(before.cluster)))
          if (!restored.ok) throw new Error(restored.text)
          const start = text(before.cluster)
          const again = run({ ...before, cluster: restored.cluster }, line, ({ text: open }) => open)
          const once = run(before, line, ({ text: open }) => open)
          expect(text(again.session.cluster)).toBe(text(once.session.cluster))
          expect(again.output).toEqual(once.output)
          expect(text(before.cluster)).toBe(start)
        }
      }),
      { numRuns: 30 },
    )
  })
})
