import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NODE_CONDITION_TYPES, type Node, type NodeCondition } from '../../../src/kubernetes/node.ts'
import { printTaint, TAINT_EFFECTS, type Taint } from '../../../src/kubernetes/taint.ts'
import { taintByConditions, taintForEviction } from '../../../src/scheduling/condition-taints.ts'

const NOW = '2026-11-24T06:00:00Z'
const BEFORE = '2026-11-24T05:00:00Z'
const node = (conditions: NodeCondition[], spec: Node['spec'] = {}): Node => ({
  metadata: { name: 'n' },
  spec,
  status: { conditions },
})

describe('NoSchedule taints follow the conditions', () => {
  test.each<[NodeCondition, string | undefined]>([
    [{ type: 'Ready', status: 'True' }, undefined],
    [{ type: 'Ready', status: 'False' }, 'node.kubernetes.io/not-ready'],
    [{ type: 'Ready', status: 'Unknown' }, 'node.kubernetes.io/unreachable'],
    [{ type: 'MemoryPressure', status: 'True' }, 'node.kubernetes.io/memory-pressure'],
    [{ type: 'MemoryPressure', status: 'False' }, undefined],
    [{ type: 'MemoryPressure', status: 'Unknown' }, undefined],
    [{ type: 'DiskPressure', status: 'True' }, 'node.kubernetes.io/disk-pressure'],
    [{ type: 'DiskPressure', status: 'False' }, undefined],
    [{ type: 'DiskPressure', status: 'Unknown' }, undefined],
    [{ type: 'PIDPressure', status: 'True' }, 'node.kubernetes.io/pid-pressure'],
    [{ type: 'PIDPressure', status: 'False' }, undefined],
    [{ type: 'PIDPressure', status: 'Unknown' }, undefined],
    [{ type: 'NetworkUnavailable', status: 'True' }, 'node.kubernetes.io/network-unavailable'],
    [{ type: 'NetworkUnavailable', status: 'False' }, undefined],
    [{ type: 'NetworkUnavailable', status: 'Unknown' }, undefined],
  ])('%j makes %s', (condition, key) => {
    const expected: Taint[] = key ? [{ key, effect: 'NoSchedule', timeAdded: NOW }] : []
    expect(taintByConditions(node([condition]), NOW)).toEqual(expected)
  })

  test('a condition nobody knows makes none', () => {
    const odd = { type: 'Haunted', status: 'True' } as unknown as NodeCondition
    expect(taintByConditions(node([odd]), NOW)).toEqual([])
  })

  test('several come in the order of the conditions, the cordon last', () => {
    const ill = node(
      [
        { type: 'DiskPressure', status: 'True' },
        { type: 'Ready', status: 'Unknown' },
      ],
      { unschedulable: true },
    )
    expect(taintByConditions(ill, NOW).map(printTaint)).toEqual([
      'node.kubernetes.io/disk-pressure:NoSchedule',
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unschedulable:NoSchedule',
    ])
  })

  const own: Taint = { key: 'dedicated', value: 'batch', effect: 'NoSchedule' }
  const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule', timeAdded: BEFORE }
  const evicting: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', timeAdded: BEFORE }

  test('what is there already keeps its place and its time', () => {
    const ill = node([{ type: 'Ready', status: 'False' }], { taints: [notReady, own] })
    expect(taintByConditions(ill, NOW)).toEqual([notReady, own])
  })

  test('what no longer holds goes, and nothing else', () => {
    const well = node([{ type: 'Ready', status: 'True' }], { taints: [own, notReady, evicting] })
    expect(taintByConditions(well, NOW)).toEqual([own, evicting])
  })

  test('a cordon set by its taint alone goes', () => {
    const taints: Taint[] = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }]
    expect(taintByConditions(node([], { taints }), NOW)).toEqual([])
    expect(taintByConditions(node([], { taints, unschedulable: true }), NOW)).toEqual(taints)
  })

  test('the same key with another effect is not its own', () => {
    const taints: Taint[] = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoExecute' }]
    expect(taintByConditions(node([], { taints }), NOW)).toEqual(taints)
  })

  test('a node without spec and status has none', () => {
    expect(taintByConditions({ metadata: { name: 'n' } }, NOW)).toEqual([])
  })
})

describe('NoExecute taints follow Ready alone', () => {
  const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', timeAdded: NOW }
  const unreachable: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: NOW }
  const older = { ...unreachable, timeAdded: BEFORE }
  const own: Taint = { key: 'a', effect: 'NoExecute' }
  const noSchedule: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }

  test.each<[string, NodeCondition[], Taint[], Taint[]]>([
    ['False: not-ready', [{ type: 'Ready', status: 'False' }], [], [notReady]],
    ['Unknown: unreachable', [{ type: 'Ready', status: 'Unknown' }], [], [unreachable]],
    ['True: neither', [{ type: 'Ready', status: 'True' }], [older, own], [own]],
    ['one takes the place of the other', [{ type: 'Ready', status: 'False' }], [older, own], [own, notReady]],
    ['what is there keeps its time', [{ type: 'Ready', status: 'Unknown' }], [older, own], [older, own]],
    ['pressure does not evict', [{ type: 'MemoryPressure', status: 'True' }], [], []],
    ['without Ready nothing changes', [], [older, own], [older, own]],
    ['NoSchedule is not touched', [{ type: 'Ready', status: 'True' }], [noSchedule], [noSchedule]],
  ])('%s', (_, conditions, taints, expected) => {
    expect(taintForEviction(node(conditions, { taints }), NOW)).toEqual(expected)
  })

  test('a node without spec and status has none', () => {
    expect(taintForEviction({ metadata: { name: 'n' } }, NOW)).toEqual([])
  })
})

test('once is enough, and taints stay unique by key and effect', () => {
  const condition = fc.record({
    type: fc.constantFrom(...NODE_CONDITION_TYPES),
    status: fc.constantFrom('True' as const, 'False' as const, 'Unknown' as const),
  })
  const taint = fc.record({
    key: fc.constantFrom('a', 'node.kubernetes.io/not-ready', 'node.kubernetes.io/unschedulable'),
    effect: fc.constantFrom(...TAINT_EFFECTS),
  })
  const unique = fc.uniqueArray(taint, { selector: printTaint })
  const conditions = fc.uniqueArray(condition, { selector: ({ type }) => type })
  fc.assert(
    fc.property(conditions, unique, fc.boolean(), (conditions, taints, unschedulable) => {
      for (const bring of [taintByConditions, taintForEviction]) {
        const once = bring(node(conditions, { taints, unschedulable }), NOW)
        expect(bring(node(conditions, { taints: once, unschedulable }), NOW)).toEqual(once)
        expect(new Set(once.map(printTaint)).size).toBe(once.length)
      }
    }),
  )
})

test('only Ready makes taints that evict, wherever it stands among the conditions', () => {
  const pressed: NodeCondition = { type: 'MemoryPressure', status: 'False' }
  const evicting = (...conditions: NodeCondition[]) => taintForEviction(node(conditions), NOW).map(printTaint)
  expect(evicting(pressed, { type: 'Ready', status: 'True' })).toEqual([])
  expect(evicting(pressed, { type: 'Ready', status: 'Unknown' })).toEqual(['node.kubernetes.io/unreachable:NoExecute'])
  expect(evicting(pressed)).toEqual([])
  expect(taintForEviction({ metadata: { name: 'n' }, status: {} }, NOW)).toEqual([])
})
