import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ResourceList } from '../../../src/kubernetes/resource-list.ts'
import type { Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { startCycle } from '../../../src/scheduling/filters.ts'
import { imageLocalityScore } from '../../../src/scheduling/image-locality.ts'
import { nodeTable } from '../../../src/scheduling/node-table.ts'
import { normalizeByHighest } from '../../../src/scheduling/normalize.ts'
import { podInfo } from '../../../src/scheduling/pod-info.ts'
import { asksForCpuOrMemory, balancedScoreFor, leastAllocatedScore } from '../../../src/scheduling/resource-scores.ts'
import { scoreNodes } from '../../../src/scheduling/scores.ts'
import { untoleratedPreferences } from '../../../src/scheduling/taint-preference.ts'
import { cluster, type Given, node, on, pod } from './objects.ts'

describe('what stays free', () => {
  const score = (allocatable: ResourceList, used: ResourceList, asked: ResourceList) =>
    leastAllocatedScore(
      podInfo(pod('p', { requests: asked })),
      nodeTable(cluster([node('n', { allocatable })], [on('n', 'q', { requests: used })])),
      0,
    )

  test.each<[string, ResourceList, ResourceList, ResourceList, number]>([
    [
      'the mean of cpu and memory',
      { cpu: '4', memory: '8Gi' },
      { cpu: '1', memory: '2Gi' },
      { cpu: '1', memory: '2Gi' },
      50,
    ],
    ['each cut off by itself', { cpu: '3', memory: '3Gi' }, { cpu: '1', memory: '0' }, { cpu: '1', memory: '2Gi' }, 33],
    ['and the mean too', { cpu: '100', memory: '100Gi' }, { cpu: '0', memory: '0' }, { cpu: '10', memory: '11Gi' }, 89],
    ['all of it', { cpu: '4', memory: '8Gi' }, { cpu: '0', memory: '0' }, { cpu: '0', memory: '0' }, 100],
    ['none of it', { cpu: '4', memory: '8Gi' }, { cpu: '4', memory: '8Gi' }, { cpu: '0', memory: '0' }, 0],
    ['less than none is none', { cpu: '4', memory: '8Gi' }, { cpu: '4', memory: '4Gi' }, { cpu: '1', memory: '0' }, 25],
    [
      'the other way round too',
      { cpu: '4', memory: '8Gi' },
      { cpu: '2', memory: '8Gi' },
      { cpu: '0', memory: '1Gi' },
      25,
    ],
    ['who asks for nothing counts as 100m and 200Mi', { cpu: '1', memory: '2000Mi' }, {}, {}, 80],
    ['a resource that the node lacks does not count', { cpu: '4' }, { cpu: '1' }, { cpu: '1' }, 50],
    ['nor the other', { memory: '8Gi' }, { memory: '1Gi' }, { memory: '1Gi' }, 75],
    ['nor both', {}, {}, {}, 0],
  ])('%s', (_, allocatable, used, asked, expected) => {
    expect(score(allocatable, used, asked)).toBe(expected)
  })
})

describe('balance', () => {
  const score = (version: '1.36' | '1.37', used: ResourceList, asked: ResourceList, allocatable: ResourceList) => {
    const table = nodeTable(cluster([node('n', { allocatable })], [on('n', 'q', { requests: used })]))
    return balancedScoreFor(version)(podInfo(pod('p', { requests: asked })), table, 0)
  }
  const all = { cpu: '10', memory: '10Gi' }

  test.each<[string, ResourceList, ResourceList, number, number]>([
    // 1.37: 50 + (50 + with - without) / 2, cut off; up to 1.36: with.
    ['kept', {}, { cpu: '5', memory: '5Gi' }, 75, 100],
    ['lost', {}, { cpu: '5' }, 62, 75],
    ['lost altogether', {}, { cpu: '10' }, 50, 50],
    ['won', { cpu: '10' }, { memory: '10Gi' }, 100, 100],
    ['won in part', { cpu: '5' }, { memory: '1Gi' }, 77, 80],
    ['worse by a hair', { cpu: '5' }, { cpu: '1m', memory: '1Mi' }, 74, 74],
    ['of a node that is overfull: no more than full', { cpu: '12', memory: '15Gi' }, { cpu: '1' }, 75, 100],
    ['of memory that is overfull', { memory: '15Gi' }, { cpu: '5' }, 87, 75],
  ])('%s', (_, used, asked, expected, before) => {
    expect(score('1.37', used, asked, all)).toBe(expected)
    expect(score('1.36', used, asked, all)).toBe(before)
  })

  test('one resource alone is balanced', () => {
    expect(score('1.37', {}, { cpu: '3' }, { cpu: '10' })).toBe(75)
    expect(score('1.36', {}, { memory: '3Gi' }, { memory: '10Gi' })).toBe(100)
  })

  test('the newest version is the default', () => {
    const table = nodeTable(cluster([node('n', { allocatable: all })]))
    const info = podInfo(pod('p', { requests: { cpu: '5' } }))
    expect(balancedScoreFor(undefined)(info, table, 0)).toBe(62)
  })

  test.each<[ResourceList, boolean]>([
    [{}, false],
    [{ cpu: '0', 'example.com/gpu': '1' }, false],
    [{ cpu: '1m' }, true],
    [{ memory: '1' }, true],
  ])('a pod that asks for %j is scored: %s', (requests, expected) => {
    expect(asksForCpuOrMemory(podInfo(pod('p', { requests })))).toBe(expected)
  })
})

describe('images', () => {
  const MIB = 1024 * 1024
  const image = (name: string, mebibytes: number) => ({ names: [name], sizeBytes: mebibytes * MIB })
  const score = (images: ReturnType<typeof image>[][], given: Given = {}, row = 0) =>
    imageLocalityScore(
      podInfo(pod('p', given)),
      nodeTable(cluster(images.map((list, i) => node(`n${i}`, { images: list })))),
      row,
    )

  test.each<[string, number, number]>([
    ['too small to count', 23, 0],
    ['just large enough', 33, 1],
    ['half of the range', 512, 50],
    ['all of it', 1000, 100],
    ['more than that', 5000, 100],
  ])('%s', (_, mebibytes, expected) => {
    expect(score([[image('app:1', mebibytes)]])).toBe(expected)
  })

  test('count the less the fewer nodes have them', () => {
    const large = [image('app:1', 1000)]
    expect(score([large, large, [], []])).toBe(48)
    expect(score([large, [], [], []])).toBe(23)
    expect(score([large, large, [], []], {}, 2)).toBe(0)
  })

  test('of a node without images, or with others, count nothing', () => {
    expect(score([[]])).toBe(0)
    expect(imageLocalityScore(podInfo(pod('p')), nodeTable(cluster([node('n')])), 0)).toBe(0)
    expect(score([[image('app:2', 500)]])).toBe(0)
  })

  test.each<[string, string, boolean]>([
    ['app', 'app:latest', true],
    ['app:1', 'app:latest', false],
    ['registry:5000/app', 'registry:5000/app:latest', true],
    ['registry:5000/app:1', 'registry:5000/app:1', true],
    ['app', 'app', false],
  ])('%s is %s: %s', (wanted, listed, found) => {
    expect(score([[image(listed, 1000)]], { containers: [{ name: 'c', image: wanted }] })).toBe(found ? 100 : 0)
  })

  test('of all containers, init containers too, are added, and so is what is most', () => {
    const both = [image('app:1', 1000), image('db:1', 500)]
    const two = {
      containers: [
        { name: 'c', image: 'app:1' },
        { name: 'd', image: 'db:1' },
      ],
    }
    // (1500 - 23) / (2000 - 23)
    expect(score([both], two)).toBe(74)
    expect(
      score([both], { containers: [{ name: 'c', image: 'app:1' }], initContainers: [{ name: 'i', image: 'db:1' }] }),
    ).toBe(74)
    expect(
      score([both], {
        containers: [
          { name: 'c', image: 'app:1' },
          { name: 'e', image: 'none' },
        ],
      }),
    ).toBe(49)
    expect(score([both], { containers: [{ name: 'c' }] })).toBe(0)
  })

  test('under any of their names', () => {
    const named = { names: ['app@sha256:0', 'app:1'], sizeBytes: 1000 * MIB }
    expect(score([[named]])).toBe(100)
  })

  test('have the size that the first node by name says', () => {
    const nodes = [node('b', { images: [image('app:1', 900)] }), node('a', { images: [image('app:1', 512)] })]
    expect(imageLocalityScore(podInfo(pod('p')), nodeTable(cluster(nodes)), 0)).toBe(50)
  })

  test('without a size count nothing', () => {
    expect(
      imageLocalityScore(podInfo(pod('p')), nodeTable(cluster([node('n', { images: [{ names: ['app:1'] }, {}] })])), 0),
    ).toBe(0)
  })
})

describe('taints that are preferences', () => {
  const soft = (key: string, value?: string): Taint => ({
    key,
    effect: 'PreferNoSchedule',
    ...(value !== undefined && { value }),
  })

  test.each<[string, Taint[], Toleration[], number]>([
    ['are counted', [soft('a'), soft('b')], [], 2],
    ['unless tolerated', [soft('a'), soft('b')], [{ key: 'a', operator: 'Exists' }], 1],
    ['for their own effect', [soft('a')], [{ key: 'a', operator: 'Exists', effect: 'PreferNoSchedule' }], 0],
    ['not for another', [soft('a')], [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }], 1],
    [
      'and hard taints are not',
      [
        { key: 'a', effect: 'NoSchedule' },
        { key: 'b', effect: 'NoExecute' },
      ],
      [],
      0,
    ],
  ])('%s', (_, taints, tolerations, expected) => {
    expect(untoleratedPreferences(pod('p', { tolerations }), node('n', { taints }))).toBe(expected)
  })

  test('need the gate for numbers, and no list at all', () => {
    const rated = node('n', { taints: [soft('n', '5')] })
    const wanting = pod('p', { tolerations: [{ key: 'n', operator: 'Gt', value: '4' }] })
    expect(untoleratedPreferences(wanting, rated)).toBe(1)
    expect(untoleratedPreferences(wanting, rated, { TaintTolerationComparisonOperators: true })).toBe(0)
    expect(untoleratedPreferences(pod('p'), rated)).toBe(1)
    expect(untoleratedPreferences(pod('p'), { metadata: { name: 'n' } })).toBe(0)
  })
})

describe('scores are stretched to 0…100', () => {
  test.each<[number[], number[], number[]]>([
    [
      [0, 1, 2],
      [0, 50, 100],
      [100, 50, 0],
    ],
    [
      [0, 0],
      [0, 0],
      [100, 100],
    ],
    [
      [1, 1],
      [100, 100],
      [0, 0],
    ],
    [
      [1, 3],
      [33, 100],
      [67, 0],
    ],
    [[], [], []],
  ])('%j', (raw, forwards, backwards) => {
    expect(normalizeByHighest(raw)).toEqual(forwards)
    expect(normalizeByHighest(raw, true)).toEqual(backwards)
  })

  test('and keep their order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 2 }), raw => {
        const normalized = normalizeByHighest(raw)
        for (const [i, score] of raw.entries()) {
          expect(normalized[i]).toBeGreaterThanOrEqual(0)
          expect(normalized[i]).toBeLessThanOrEqual(100)
          for (const [j, other] of raw.entries())
            if (score < other) expect(normalized[i]).toBeLessThanOrEqual(normalized[j] ?? 0)
        }
      }),
    )
  })
})

describe('all scores of a node', () => {
  const table = nodeTable(
    cluster([
      node('a', { labels: { disk: 'ssd' } }),
      node('b', { taints: [{ key: 'k', effect: 'PreferNoSchedule' }] }),
    ]),
  )
  const ssd = { matchExpressions: [{ key: 'disk', operator: 'Exists' as const }] }
  const preferring: Given = {
    requests: { cpu: '2' },
    affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, preference: ssd }] } },
  }

  test('come in the order of the plugins, raw, normalised and weighted', () => {
    const [a, b] = scoreNodes(startCycle(podInfo(pod('p', preferring)), table), [0, 1])
    expect(a).toEqual([
      { plugin: 'TaintToleration', raw: 0, normalized: 100, weighted: 300 },
      { plugin: 'NodeAffinity', raw: 7, normalized: 100, weighted: 200 },
      { plugin: 'NodeResourcesFit', raw: 73, normalized: 73, weighted: 73 },
      { plugin: 'VolumeBinding', raw: 0, normalized: 0, weighted: 0 },
      { plugin: 'DynamicResources', raw: 0, normalized: 0, weighted: 0 },
      { plugin: 'NodeResourcesBalancedAllocation', raw: 62, normalized: 62, weighted: 62 },
      { plugin: 'ImageLocality', raw: 0, normalized: 0, weighted: 0 },
    ])
    expect(b?.slice(0, 2)).toEqual([
      { plugin: 'TaintToleration', raw: 1, normalized: 0, weighted: 0 },
      { plugin: 'NodeAffinity', raw: 0, normalized: 0, weighted: 0 },
    ])
  })

  test('leave out plugins that have nothing to say', () => {
    const [plain] = scoreNodes(startCycle(podInfo(pod('p')), table), [0, 1])
    expect(plain?.map(({ plugin }) => plugin)).toEqual([
      'TaintToleration',
      'NodeResourcesFit',
      'VolumeBinding',
      'DynamicResources',
      'ImageLocality',
    ])
  })
})
