import { describe, expect, test } from 'vitest'
import { domainSums } from '../../../src/scheduling/domain-sums.ts'
import { addPod, at, nodeTable, removePod } from '../../../src/scheduling/node-table.ts'
import { type PodInfo, podInfo } from '../../../src/scheduling/pod-info.ts'
import { tally } from '../../../src/scheduling/tally.ts'
import { topologyOf } from '../../../src/scheduling/topology.ts'
import { cluster, type Given, node, on, pod } from './objects.ts'

const names = (infos: readonly PodInfo[] | undefined) => infos?.map(({ pod: { metadata } }) => metadata.name)
const shy: Given = { affinity: { podAntiAffinity: {} } }

describe('the table', () => {
  test('holds the pods that stand on its nodes, and not those that have ended', () => {
    const pods = [
      on('a', 'q'),
      on('b', 'r'),
      on('a', 'done', { status: { phase: 'Succeeded' } }),
      on('a', 'failed', { status: { phase: 'Failed' } }),
      on('a', 'starting', { status: { phase: 'Pending' } }),
      on('a', 'new', { status: {} }),
      on('nowhere', 's'),
      pod('waiting'),
    ]
    const table = nodeTable(cluster([node('a'), node('b')], pods))
    expect(table.pods.map(names)).toEqual([['q', 'starting', 'new'], ['r']])
  })

  test('sums what they ask for, and forgets it when they go', () => {
    const asking = on('a', 'q', {
      requests: { cpu: '1', memory: '1Ki', 'ephemeral-storage': '3', 'example.com/gpu': '2' },
    })
    const table = nodeTable(cluster([node('a'), node('b')], [asking, on('a', 'r')]))
    const sums = () => [
      table.requestedCpu[0],
      table.requestedMemory[0],
      table.requestedStorage[0],
      table.assumedCpu[0],
      table.assumedMemory[0],
      table.requestedOthers[0]?.get('example.com/gpu'),
    ]
    expect(sums()).toEqual([1000, 1024, 3, 1100, 1024 + 200 * 2 ** 20, 2])
    expect([table.requestedCpu[1], table.assumedCpu[1]]).toEqual([0, 0])
    removePod(table, at(at(table.pods, 0), 0), 0)
    expect(sums()).toEqual([0, 0, 0, 100, 200 * 2 ** 20, 0])
  })

  test('knows which terms its pods hold, and where', () => {
    const term = { topologyKey: 'zone', labelSelector: {} }
    const near: Given = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } }
    const all: Given = {
      affinity: {
        podAffinity: {
          ...near.affinity?.podAffinity,
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, podAffinityTerm: term }],
        },
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [term],
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, podAffinityTerm: term }],
        },
      },
    }
    const table = nodeTable(
      cluster([node('a'), node('b')], [on('a', 'q', near), on('b', 'r', all), on('a', 's', near), on('a', 't', shy)]),
    )
    const held = () => [...table.heldTerms.values()].map(({ held: { welcome }, rows }) => [welcome, [...rows]])
    const theirs = [
      [7, [[1, 1]]],
      ['closed', [[1, 1]]],
      [-7, [[1, 1]]],
    ]
    expect(held()).toEqual([
      [
        1,
        [
          [0, 2],
          [1, 1],
        ],
      ],
      ...theirs,
    ])
    removePod(table, at(at(table.pods, 0), 0), 0)
    expect(held()).toEqual([
      [
        1,
        [
          [0, 1],
          [1, 1],
        ],
      ],
      ...theirs,
    ])
    removePod(table, at(at(table.pods, 0), 0), 0)
    expect(held()).toEqual([[1, [[1, 1]]], ...theirs])
    removePod(table, at(at(table.pods, 1), 0), 1)
    expect(held()).toEqual([])
  })

  test('lists the rows where pods came and went', () => {
    const table = nodeTable(cluster([node('a'), node('b')], [on('b', 'q')]))
    addPod(table, podInfo(pod('p')), 0)
    removePod(table, at(at(table.pods, 1), 0), 1)
    expect(table.changes).toEqual([1, 0, 1])
  })

  test('has no pod to take away that is not there', () => {
    const table = nodeTable(cluster([node('a')]))
    expect(() => removePod(table, podInfo(pod('p')), 0)).toThrow('default/p')
    expect(() => addPod(table, podInfo(pod('p')), 7)).toThrow('7')
  })

  test('knows the labels of namespaces; the default one always is there', () => {
    const namespaces = [{ metadata: { name: 'blue', labels: { team: 'blue' } } }, { metadata: { name: 'plain' } }]
    const { namespaceLabels } = nodeTable(cluster([], [], { namespaces }))
    expect([...namespaceLabels]).toEqual([
      ['default', {}],
      ['blue', { team: 'blue' }],
      ['plain', {}],
    ])
    const named = [{ metadata: { name: 'default', labels: { team: 'red' } } }]
    expect(nodeTable(cluster([], [], { namespaces: named })).namespaceLabels.get('default')).toEqual({ team: 'red' })
  })

  test('knows who waits for room on which node', () => {
    const waiting = (name: string, nodeName: string) => pod(name, { status: { nominatedNodeName: nodeName } })
    const nominated = [waiting('p', 'b'), waiting('q', 'gone'), waiting('r', 'b'), pod('s')]
    const table = nodeTable(cluster([node('a'), node('b')], [], { nominated }))
    expect([...table.nominated].map(([row, infos]) => [row, names(infos)])).toEqual([[1, ['p', 'r']]])
  })

  test('takes nodes without anything', () => {
    const table = nodeTable(cluster([{ metadata: {} }]))
    expect([table.allocatableCpu[0], table.allocatablePods[0], table.labels[0], table.rows.get('')]).toEqual([
      0,
      0,
      {},
      0,
    ])
  })
})

describe('what is known of a pod', () => {
  test('is its namespace, labels, priority and whether it leaves', () => {
    expect(podInfo(pod('p', { labels: { a: 'b' }, namespace: 'n', priority: 3 }))).toMatchObject({
      namespace: 'n',
      labels: { a: 'b' },
      priority: 3,
      terminating: false,
    })
    const bare = { metadata: { name: 'p' }, spec: { containers: [] } }
    expect(podInfo(bare)).toMatchObject({ namespace: 'default', labels: {}, priority: 0 })
    expect(podInfo(pod('p', { deletionTimestamp: '2026-01-01T00:00:00Z' })).terminating).toBe(true)
  })

  test('is kept for pods of one template, in one namespace', () => {
    const one = pod('p', shy)
    const other = { ...one, metadata: { ...one.metadata, name: 'q' } }
    const elsewhere = { ...one, metadata: { ...one.metadata, namespace: 'other' } }
    expect(podInfo(one).demands).toBe(podInfo(other).demands)
    expect(podInfo(elsewhere).demands).not.toBe(podInfo(one).demands)
    const term = { topologyKey: 'zone', labelSelector: {} }
    const near = pod('p', { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } })
    const nearElsewhere = { ...near, metadata: { ...near.metadata, namespace: 'other' } }
    const namespaces = [near, nearElsewhere, near].map(each => podInfo(each).demands.podAffinity?.near[0]?.namespaces)
    expect(namespaces).toEqual([['default'], ['other'], ['default']])
  })
})

describe('domains', () => {
  const table = nodeTable(
    cluster([
      node('a', { labels: { zone: 'x' } }),
      node('b'),
      node('c', { labels: { zone: 'y' } }),
      node('d', { labels: { zone: 'x' } }),
      node('e', { labels: { zone: '' } }),
    ]),
  )

  test('are numbered as they come; a node without the label has none', () => {
    const topology = topologyOf(table, 'zone')
    expect([[...topology.domainOf], topology.domains]).toEqual([
      [0, -1, 1, 0, 2],
      ['x', 'y', ''],
    ])
    expect(topologyOf(table, 'zone')).toBe(topology)
    expect([...topologyOf(table, 'constructor').domainOf]).toEqual([-1, -1, -1, -1, -1])
  })

  test('have sums', () => {
    const sums = domainSums(table)
    expect([sums.isEmpty(), sums.keys()]).toEqual([true, []])
    sums.add('zone', 0, 3)
    sums.add('zone', 3, -1)
    sums.add('zone', 1, 9)
    sums.add('rack', 0, 9)
    expect([0, 1, 2, 3].map(row => sums.of('zone', row))).toEqual([2, 0, 0, 2])
    expect([sums.has('zone', 3), sums.has('zone', 2), sums.has('zone', 1), sums.has('rack', 0)]).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect([sums.isEmpty(), sums.keys()]).toEqual([false, ['zone']])
    sums.add('zone', 0, -2)
    expect([sums.isEmpty(), sums.has('zone', 0), sums.keys()]).toEqual([true, false, ['zone']])
  })

  test('take whole columns', () => {
    const sums = domainSums(table)
    sums.addAll('zone', Int32Array.of(1, 5, 0, 2, 0))
    sums.addAll('zone', Int32Array.of(0, 0, 1, 0, 0), -10)
    expect([0, 1, 2, 3, 4].map(row => sums.of('zone', row))).toEqual([3, 0, -10, 3, 0])
    const none = domainSums(table)
    none.addAll('zone', Int32Array.of(0, 1, 0, 0, 0))
    expect(none.keys()).toEqual([])
  })
})

describe('a tally', () => {
  test('is kept, and follows the pods', () => {
    const table = nodeTable(cluster([node('a'), node('b')], [on('a', 'q', { labels: { app: 'web' } })]))
    let asked = 0
    const web = (info: PodInfo) => {
      asked += 1
      return info.labels.app === 'web'
    }
    const count = () => [...tally(table, 'web', web)]
    expect(count()).toEqual([1, 0])
    expect(asked).toBe(1)
    expect(count()).toEqual([1, 0])
    expect(asked).toBe(1)
    const info = podInfo(pod('p', { labels: { app: 'web' } }))
    addPod(table, info, 1)
    addPod(table, podInfo(pod('o')), 1)
    expect(count()).toEqual([1, 2 - 1])
    expect(asked).toBe(3)
    removePod(table, info, 1)
    expect(count()).toEqual([1, 0])
    expect([...tally(table, 'all', () => true)]).toEqual([1, 1])
  })

  test('that nobody asked for a long time is counted anew', () => {
    const table = nodeTable(cluster([node('a')], [on('a', 'q')]))
    let asked = 0
    const count = (question: string) =>
      tally(table, question, () => {
        asked += 1
        return true
      })
    count('first')
    for (let i = 0; i < 63; i += 1) count(`other ${i}`)
    asked = 0
    count('first')
    expect(asked).toBe(0)
    for (let i = 0; i < 64; i += 1) count(`another ${i}`)
    asked = 0
    count('first')
    expect([asked, table.tallies.size]).toEqual([1, 64])
  })
})
