import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TAINT_EFFECTS, type Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { type Eviction, evictionOf } from '../../../src/scheduling/eviction.ts'
import { tolerates } from '../../../src/scheduling/toleration.ts'

const a: Taint = { key: 'a', effect: 'NoExecute' }
const b: Taint = { key: 'b', value: 'v', effect: 'NoExecute' }
const pass = (key: string, tolerationSeconds?: number): Toleration => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
})

describe('what NoExecute does to a running pod', () => {
  test.each<[string, Toleration[], Taint[], Eviction]>([
    ['no taint: stays', [], [], { leaves: 'never', tolerated: [] }],
    [
      'NoSchedule and PreferNoSchedule never evict',
      [],
      [
        { key: 'a', effect: 'NoSchedule' },
        { key: 'b', effect: 'PreferNoSchedule' },
      ],
      { leaves: 'never', tolerated: [] },
    ],
    ['untolerated: at once, because of that taint', [], [a], { leaves: 'at-once', taint: a }],
    [
      'the first untolerated taint is named',
      [pass('x')],
      [{ key: 'x', effect: 'NoExecute' }, b, a],
      { leaves: 'at-once', taint: b },
    ],
    ['one untolerated taint outweighs any pass', [pass('a', 60)], [a, b], { leaves: 'at-once', taint: b }],
    [
      'a toleration of another effect does not count',
      [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }],
      [a],
      { leaves: 'at-once', taint: a },
    ],
    [
      'without seconds: for ever',
      [pass('a')],
      [a],
      { leaves: 'never', tolerated: [{ taint: a, toleration: pass('a') }] },
    ],
    [
      'with seconds: when they are over',
      [pass('a', 60)],
      [a],
      { leaves: 'in-time', seconds: 60, taint: a, toleration: pass('a', 60) },
    ],
    [
      'the first matching toleration counts: the pass',
      [pass('a', 60), pass('a')],
      [a],
      { leaves: 'in-time', seconds: 60, taint: a, toleration: pass('a', 60) },
    ],
    [
      'the first matching toleration counts: for ever',
      [pass('a'), pass('a', 60)],
      [a],
      { leaves: 'never', tolerated: [{ taint: a, toleration: pass('a') }] },
    ],
    [
      'over several taints the shortest pass counts',
      [pass('a', 60), pass('b', 20)],
      [a, b],
      { leaves: 'in-time', seconds: 20, taint: b, toleration: pass('b', 20) },
    ],
    [
      'of two equal passes the first taint is named',
      [pass('b', 20), pass('a', 20)],
      [a, b],
      { leaves: 'in-time', seconds: 20, taint: a, toleration: pass('a', 20) },
    ],
    [
      'a taint tolerated for ever does not lengthen the pass for another',
      [pass('a'), pass('b', 20)],
      [a, b],
      { leaves: 'in-time', seconds: 20, taint: b, toleration: pass('b', 20) },
    ],
    ['0 seconds', [pass('a', 0)], [a], { leaves: 'in-time', seconds: 0, taint: a, toleration: pass('a', 0) }],
    [
      'negative seconds are 0, and the first of those counts',
      [pass('a', -5), pass('b', -9)],
      [a, b],
      { leaves: 'in-time', seconds: 0, taint: a, toleration: pass('a', -5) },
    ],
    [
      '1 second is not 0',
      [pass('a', 1), pass('b', 0)],
      [a, b],
      { leaves: 'in-time', seconds: 0, taint: b, toleration: pass('b', 0) },
    ],
    [
      'the passe-partout keeps its pod everywhere',
      [{ operator: 'Exists' }],
      [a, b],
      {
        leaves: 'never',
        tolerated: [
          { taint: a, toleration: { operator: 'Exists' } },
          { taint: b, toleration: { operator: 'Exists' } },
        ],
      },
    ],
  ])('%s', (_, tolerations, taints, expected) => {
    expect(evictionOf(tolerations, taints)).toEqual(expected)
  })

  test('heeds the gate', () => {
    const taint: Taint = { key: 'sla', value: '950', effect: 'NoExecute' }
    const toleration: Toleration = { key: 'sla', operator: 'Gt', value: '900' }
    expect(evictionOf([toleration], [taint])).toEqual({ leaves: 'at-once', taint })
    expect(evictionOf([toleration], [taint], { TaintTolerationComparisonOperators: true })).toEqual({
      leaves: 'never',
      tolerated: [{ taint, toleration }],
    })
  })
})

describe('laws', () => {
  const taint: fc.Arbitrary<Taint> = fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    effect: fc.constantFrom(...TAINT_EFFECTS),
  })
  const toleration: fc.Arbitrary<Toleration> = fc.record(
    {
      operator: fc.constant('Exists' as const),
      key: fc.constantFrom('a', 'b', 'c'),
      effect: fc.constantFrom(...TAINT_EFFECTS),
      tolerationSeconds: fc.integer({ min: -2, max: 9 }),
    },
    { requiredKeys: ['operator'] },
  )
  const stay = (eviction: Eviction) =>
    eviction.leaves === 'never' ? Number.POSITIVE_INFINITY : eviction.leaves === 'at-once' ? -1 : eviction.seconds

  test('a taint added never lengthens the stay', () => {
    fc.assert(
      fc.property(fc.array(toleration), fc.array(taint), taint, (tolerations, taints, added) => {
        expect(stay(evictionOf(tolerations, [...taints, added]))).toBeLessThanOrEqual(
          stay(evictionOf(tolerations, taints)),
        )
      }),
    )
  })

  test('a toleration appended never shortens the stay', () => {
    fc.assert(
      fc.property(fc.array(toleration), toleration, fc.array(taint), (tolerations, added, taints) => {
        expect(stay(evictionOf([...tolerations, added], taints))).toBeGreaterThanOrEqual(
          stay(evictionOf(tolerations, taints)),
        )
      }),
    )
  })

  test('the order of the taints does not matter to the stay', () => {
    fc.assert(
      fc.property(fc.array(toleration), fc.array(taint), (tolerations, taints) => {
        expect(stay(evictionOf(tolerations, taints.toReversed()))).toBe(stay(evictionOf(tolerations, taints)))
      }),
    )
  })

  test('a pod that stays has a toleration for each NoExecute taint, and none of them has seconds', () => {
    fc.assert(
      fc.property(fc.array(toleration), fc.array(taint), (tolerations, taints) => {
        const eviction = evictionOf(tolerations, taints)
        const evicting = taints.filter(({ effect }) => effect === 'NoExecute')
        const kept =
          eviction.leaves !== 'never' ||
          (eviction.tolerated.length === evicting.length &&
            eviction.tolerated.every(
              ({ taint: lock, toleration: key }, i) =>
                lock === evicting[i] && tolerates(key, lock) && key.tolerationSeconds === undefined,
            ))
        expect(kept).toBe(true)
      }),
    )
  })
})
