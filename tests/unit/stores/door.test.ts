import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Node } from '../../../src/kubernetes/node.ts'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import { TAINT_EFFECTS, type Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { firstRejection } from '../../../src/scheduling/node-filters.ts'
import { doorOf } from '../../../src/stores/door.ts'

const GPU: Taint = { key: 'gpu', value: 'yes', effect: 'NoSchedule' }
const ILL: Taint = { key: 'ill', effect: 'NoExecute' }
const SPOT: Taint = { key: 'spot', effect: 'PreferNoSchedule' }

test('a door without a lock opens by no key', () => {
  expect(doorOf(podWith({ operator: 'Exists' }), nodeWith())).toEqual({ open: true, opened: [] })
})

test('every lock is opened by the first key of the ring that fits', () => {
  const exists: Toleration = { key: 'gpu', operator: 'Exists' }
  const master: Toleration = { operator: 'Exists' }
  const door = doorOf(podWith(exists, master), nodeWith(GPU, SPOT, ILL))
  expect(door).toMatchObject({
    open: true,
    opened: [
      { taint: GPU, toleration: exists, match: { rule: 'exists', key: 'same' } },
      { taint: SPOT, toleration: master, match: { rule: 'exists', key: 'any' } },
      { taint: ILL, toleration: master, match: { rule: 'exists', key: 'any' } },
    ],
  })
})

test('a preference that no key answers asks to knock elsewhere, and refuses nobody', () => {
  expect(doorOf(podWith(), nodeWith(SPOT))).toEqual({ open: true, opened: [], knock: SPOT })
  const toleration: Toleration = { key: 'spot', operator: 'Exists' }
  expect(doorOf(podWith(toleration), nodeWith(SPOT))).toMatchObject({
    open: true,
    opened: [{ taint: SPOT, toleration }],
  })
  expect(doorOf(podWith(toleration), nodeWith(SPOT))).not.toHaveProperty('knock')
})

test('a key for another effect does not answer a preference', () => {
  const toleration: Toleration = { key: 'spot', operator: 'Exists', effect: 'NoSchedule' }
  expect(doorOf(podWith(toleration), nodeWith(SPOT))).toMatchObject({ open: true, knock: SPOT })
})

test('a preference is not among the locks that bar a door', () => {
  expect(doorOf(podWith(), nodeWith(SPOT, ILL, GPU))).toMatchObject({ open: false, reason: { taint: ILL }, locks: 2 })
})

test('an empty ring has no nearest key', () => {
  const reason = { code: 'untolerated-taint', taint: GPU }
  expect(doorOf(podWith(), nodeWith(GPU))).toEqual({ open: false, reason, locks: 1 })
})

test.each<[string, readonly Toleration[], number]>([
  [
    'the key of the same name, whatever else agrees',
    [
      { key: 'disk', value: 'yes', effect: 'NoSchedule' },
      { key: 'gpu', value: 'no', effect: 'NoExecute' },
    ],
    1,
  ],
  [
    'the one that differs in one field only',
    [
      { key: 'gpu', value: 'no', effect: 'NoExecute' },
      { key: 'gpu', value: 'no', effect: 'NoSchedule' },
    ],
    1,
  ],
  [
    'the first of equals',
    [
      { key: 'gpu', value: 'no' },
      { key: 'gpu', value: 'maybe' },
    ],
    0,
  ],
])('the nearest key is %s', (_, tolerations, nearest) => {
  const door = doorOf(podWith(...tolerations), nodeWith(GPU))
  expect(door).toMatchObject({ open: false, nearest: { toleration: tolerations[nearest], taint: GPU } })
})

test('a node that is refused for another reason names no key', () => {
  const cordoned: Node = { metadata: { name: 'node' }, spec: { unschedulable: true, taints: [GPU] } }
  expect(doorOf(podWith({ key: 'gpu' }), cordoned)).toEqual({
    open: false,
    reason: { code: 'unschedulable' },
    locks: 1,
  })
})

test('a door is open where the scheduler’s filters let the pod in, and nowhere else', () => {
  const key = fc.constantFrom('a', 'b')
  const value = fc.constantFrom('x', 'y')
  const effect = fc.constantFrom(...TAINT_EFFECTS)
  const taints = fc.uniqueArray(fc.record({ key, value, effect }), {
    selector: taint => `${taint.key} ${taint.effect}`,
  })
  const operator = fc.constantFrom('Exists' as const, 'Equal' as const)
  const tolerations = fc.array(fc.record({ key, operator, value, effect }, { requiredKeys: ['operator'] }))
  fc.assert(
    fc.property(taints, tolerations, (locks, keys) => {
      const [pod, node] = [podWith(...keys), nodeWith(...locks)]
      expect(doorOf(pod, node).open).toBe(firstRejection(pod, node).fits)
    }),
  )
})

function podWith(...tolerations: readonly Toleration[]): Pod {
  return { metadata: { name: 'pod' }, spec: { containers: [], tolerations } }
}

function nodeWith(...taints: readonly Taint[]): Node {
  return { metadata: { name: 'node' }, spec: { taints } }
}
