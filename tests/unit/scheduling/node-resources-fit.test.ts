import { describe, expect, test } from 'vitest'
import type { ResourceList } from '../../../src/kubernetes/resource-list.ts'
import { checkResources, hasRoom } from '../../../src/scheduling/node-resources-fit.ts'
import { nodeTable } from '../../../src/scheduling/node-table.ts'
import { podInfo } from '../../../src/scheduling/pod-info.ts'
import type { Shortage } from '../../../src/scheduling/verdict.ts'
import { cluster, node, on, pod } from './objects.ts'

const GIB = 2 ** 30

function shortagesOf(
  allocatable: ResourceList,
  used: ResourceList,
  asked: ResourceList,
  pods = 1,
): readonly Shortage[] {
  const residents = Array.from({ length: pods }, (_, i) => on('n', `q${i}`, i === 0 ? { requests: used } : {}))
  const table = nodeTable(cluster([node('n', { allocatable })], residents))
  const info = podInfo(pod('p', { requests: asked }))
  const verdict = checkResources(info, table, 0)
  expect(hasRoom(info, table, 0)).toBe(verdict.fits)
  if (verdict.fits) return []
  if (verdict.reason.code !== 'insufficient-resources') throw new Error(verdict.reason.code)
  // A refusal that names no shortage would be none.
  expect(verdict.reason.shortages).not.toEqual([])
  return verdict.reason.shortages
}

describe('a node has room', () => {
  const all = { cpu: '4', memory: '8Gi', pods: '3', 'ephemeral-storage': '10Gi', 'example.com/gpu': '2' }

  test.each<[string, ResourceList, ResourceList, readonly Shortage[]]>([
    ['for what is left exactly', { cpu: '1', memory: '2Gi' }, { cpu: '3', memory: '6Gi' }, []],
    [
      'not for a thousandth more',
      { cpu: '1' },
      { cpu: '3001m' },
      [{ resource: 'cpu', asked: 3001, free: 3000, allocatable: 4000 }],
    ],
    [
      'not for a byte more',
      { memory: '2Gi' },
      { memory: '6442450945' },
      [{ resource: 'memory', asked: 6 * GIB + 1, free: 6 * GIB, allocatable: 8 * GIB }],
    ],
    [
      'nor of storage',
      { 'ephemeral-storage': '4Gi' },
      { 'ephemeral-storage': '7Gi' },
      [{ resource: 'ephemeral-storage', asked: 7 * GIB, free: 6 * GIB, allocatable: 10 * GIB }],
    ],
    ['for the last storage', { 'ephemeral-storage': '4Gi' }, { 'ephemeral-storage': '6Gi' }, []],
    ['for the last of an extended resource', { 'example.com/gpu': '1' }, { 'example.com/gpu': '1' }, []],
    [
      'not for more of it',
      { 'example.com/gpu': '1' },
      { 'example.com/gpu': '2' },
      [{ resource: 'example.com/gpu', asked: 2, free: 1, allocatable: 2 }],
    ],
    [
      'not for one that it does not have',
      {},
      { 'example.com/fpga': '1' },
      [{ resource: 'example.com/fpga', asked: 1, free: 0, allocatable: 0 }],
    ],
    ['for none of what it does not have', {}, { 'example.com/fpga': '0' }, []],
    [
      'and says everything that is short, in one order',
      { cpu: '4', memory: '8Gi', 'ephemeral-storage': '10Gi', 'example.com/gpu': '2' },
      { 'example.com/gpu': '1', memory: '1Gi', 'ephemeral-storage': '1Gi', cpu: '1' },
      [
        { resource: 'cpu', asked: 1000, free: 0, allocatable: 4000 },
        { resource: 'memory', asked: GIB, free: 0, allocatable: 8 * GIB },
        { resource: 'ephemeral-storage', asked: GIB, free: 0, allocatable: 10 * GIB },
        { resource: 'example.com/gpu', asked: 1, free: 0, allocatable: 2 },
      ],
    ],
    ['a full node takes what asks for nothing', { cpu: '4', memory: '8Gi' }, {}, []],
    ['an overfull node too', { cpu: '9', memory: '99Gi', 'ephemeral-storage': '11Gi' }, {}, []],
    ['and one that asks for something else', { cpu: '9' }, { memory: '1Gi' }, []],
    [
      'what is overfull counts against those only who ask for it',
      { memory: '99Gi', cpu: '4' },
      { cpu: '1', memory: '0' },
      [{ resource: 'cpu', asked: 1000, free: 0, allocatable: 4000 }],
    ],
  ])('%s', (_, used, asked, expected) => {
    expect(shortagesOf(all, used, asked)).toEqual(expected)
  })

  test('for one more pod, and not for two', () => {
    expect(shortagesOf(all, {}, {}, 2)).toEqual([])
    expect(shortagesOf(all, {}, {}, 3)).toEqual([{ resource: 'pods', asked: 1, free: 0, allocatable: 3 }])
    expect(shortagesOf(all, { cpu: '4' }, { cpu: '1' }, 4)).toEqual([
      { resource: 'pods', asked: 1, free: -1, allocatable: 3 },
      { resource: 'cpu', asked: 1000, free: 0, allocatable: 4000 },
    ])
  })

  test('not for any pod where it says nothing of pods', () => {
    expect(shortagesOf({ cpu: '4' }, {}, {}, 0)).toEqual([{ resource: 'pods', asked: 1, free: 0, allocatable: 0 }])
  })
})
