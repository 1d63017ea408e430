import { describe, expect, test } from 'vitest'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import { chooser } from '../../../src/scheduling/choose.ts'
import { addPod, nodeTable, type SchedulingState } from '../../../src/scheduling/node-table.ts'
import { podInfo } from '../../../src/scheduling/pod-info.ts'
import { type SchedulingOptions, schedule } from '../../../src/scheduling/schedule.ts'
import { FITS } from '../../../src/scheduling/verdict.ts'
import { cluster, type Given, node, on, pod } from './objects.ts'

const isNamed = (name: string): Given => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }],
      },
    },
  },
})

/** What `schedule` decides; `choose` must choose the same. */
function decide(state: SchedulingState, incoming: Pod, options: SchedulingOptions = {}) {
  const decision = schedule(state, incoming, options)
  const table = nodeTable(state)
  const choice = chooser(table, options).choose(podInfo(incoming), options.seed ?? 0)
  expect(choice && { node: table.nodes[choice.row]?.metadata.name, among: choice.among }).toEqual(
    decision.node === undefined ? undefined : { node: decision.node, among: decision.best.length },
  )
  return decision
}

describe('a decision', () => {
  test('lists for each node what every filter said, up to the first that refused it', () => {
    const nodes = [
      node('a', { unschedulable: true, taints: [{ key: 'k', effect: 'NoSchedule' }] }),
      node('b', { taints: [{ key: 'k', effect: 'NoSchedule' }] }),
      node('c'),
    ]
    const decision = decide(cluster(nodes), pod('p'))
    expect(
      decision.nodes.map(({ name, verdicts, refusal }) => [name, verdicts.map(({ plugin }) => plugin), refusal]),
    ).toEqual([
      ['a', ['NodeName', 'NodeUnschedulable'], { plugin: 'NodeUnschedulable', reason: { code: 'unschedulable' } }],
      [
        'b',
        ['NodeName', 'NodeUnschedulable', 'TaintToleration'],
        { plugin: 'TaintToleration', reason: { code: 'untolerated-taint', taint: { key: 'k', effect: 'NoSchedule' } } },
      ],
      [
        'c',
        [
          'NodeName',
          'NodeUnschedulable',
          'TaintToleration',
          'NodeAffinity',
          'NodePorts',
          'NodeResourcesFit',
          'PodTopologySpread',
          'InterPodAffinity',
        ],
        undefined,
      ],
    ])
    expect(decision.nodes[2]?.verdicts.every(({ verdict }) => verdict === FITS)).toBe(true)
    expect(decision.nodes[0]?.verdicts.map(({ verdict }) => verdict.fits)).toEqual([true, false])
  })

  test('takes the only feasible node without scoring it', () => {
    const decision = decide(cluster([node('a'), node('b', { unschedulable: true })]), pod('p'))
    expect([decision.node, decision.best, decision.nodes[0]?.scores, decision.nodes[0]?.total]).toEqual([
      'a',
      ['a'],
      [],
      0,
    ])
    expect('preemption' in decision).toBe(false)
  })

  test('takes the node with the highest total', () => {
    const decision = decide(cluster([node('a'), node('b')], [on('a', 'q', { requests: { cpu: '2' } })]), pod('p'))
    expect([decision.node, decision.best]).toEqual(['b', ['b']])
    const [a, b] = decision.nodes
    expect((b?.total ?? 0) - (a?.total ?? 0)).toBe(26)
    expect(b?.total).toBe(b?.scores.reduce((sum, { weighted }) => sum + weighted, 0))
  })

  test('says a tie, and lets the seed break it', () => {
    const state = cluster([node('a'), node('b'), node('c', { taints: [{ key: 'k', effect: 'PreferNoSchedule' }] })])
    const decisions = Array.from({ length: 20 }, (_, seed) => decide(state, pod('p'), { seed }))
    expect(decisions.every(({ best }) => best.join() === 'a,b')).toBe(true)
    expect(new Set(decisions.map(({ node: chosen }) => chosen))).toEqual(new Set(['a', 'b']))
    expect(schedule(state, pod('p')).node).toBe(schedule(state, pod('p'), { seed: 0 }).node)
  })

  test('heeds the gate and the version', () => {
    const rated = cluster([node('a', { taints: [{ key: 'n', value: '5', effect: 'NoSchedule' }] })])
    const wanting = pod('p', { tolerations: [{ key: 'n', operator: 'Gt', value: '4' }] })
    expect(decide(rated, wanting).node).toBeUndefined()
    expect(decide(rated, wanting, { gates: { TaintTolerationComparisonOperators: true } }).node).toBe('a')
    const scoreIn = (version: '1.35' | '1.37') =>
      decide(cluster([node('a'), node('b')]), pod('p', { requests: { cpu: '2' } }), { version }).nodes[0]?.scores.find(
        ({ plugin }) => plugin === 'NodeResourcesBalancedAllocation',
      )?.raw
    expect([scoreIn('1.35'), scoreIn('1.37')]).toEqual([75, 62])
  })

  test('without nodes has none', () => {
    expect(decide(cluster([]), pod('p'))).toEqual({
      best: [],
      nodes: [],
      preemption: { outcome: 'no-help', nodes: new Map() },
    })
  })
})

describe('a pod that names its node', () => {
  test('is looked at there only', () => {
    const decision = decide(cluster([node('a'), node('b')]), pod('p', isNamed('b')))
    const others = { reason: { code: 'not-among-named', plugins: ['NodeAffinity'] } }
    expect([decision.node, decision.named, decision.nodes[0]?.refusal, decision.nodes[0]?.verdicts]).toEqual([
      'b',
      { names: ['b'], plugins: ['NodeAffinity'] },
      others,
      [],
    ])
  })

  test('fits nowhere if there is no such node', () => {
    const decision = decide(cluster([node('a')]), pod('p', isNamed('gone')))
    expect([decision.node, decision.preemption]).toEqual([
      undefined,
      { outcome: 'no-help', nodes: new Map([['a', 'unresolvable']]) },
    ])
  })

  test('may name several, in any order', () => {
    const both = pod('p', {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: ['c', 'a'].map(name => ({
              matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: [name] }],
            })),
          },
        },
        podAffinity: {},
      },
    })
    const decision = decide(cluster([node('a'), node('b'), node('c')]), both, { seed: 1 })
    expect(decision.best).toEqual(['a', 'c'])
  })

  test('is refused by the plugin whose names contradict each other', () => {
    const terms = ['a', 'b'].map(name => ({ key: 'metadata.name', operator: 'In' as const, values: [name] }))
    const twice = pod('p', {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: terms }] },
        },
      },
    })
    const refusal = { plugin: 'NodeAffinity', reason: { code: 'conflicting-node-names' } }
    const decision = decide(cluster([node('a')]), twice)
    expect([decision.refusal, decision.nodes[0]?.refusal]).toEqual([refusal, refusal])
  })

  test('is refused outright where the names contradict each other', () => {
    const contradicting = pod('p', { nodeName: 'a', ...isNamed('b') })
    const refusal = { reason: { code: 'not-among-named', plugins: ['NodeAffinity', 'NodeName'] } }
    expect(decide(cluster([node('a')]), contradicting)).toEqual({
      best: [],
      nodes: [{ name: 'a', refusal, verdicts: [], scores: [], total: 0 }],
      refusal,
      preemption: { outcome: 'not-reached' },
    })
    const looksAround = pod('p', {
      ...contradicting.spec,
      affinity: { ...contradicting.spec.affinity, podAffinity: {} },
    })
    expect(decide(cluster([node('a')]), looksAround).node).toBeUndefined()
  })
})

describe('a pod whose preference is none', () => {
  const faulty = (more: Given = {}) =>
    pod('p', {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, preference: { matchExpressions: [{ key: 'gen', operator: 'Gt', values: ['-5'] }] } },
          ],
        },
        ...more.affinity,
      },
    })

  test.each<[string, Given]>([
    ['alone', {}],
    ['that looks at other pods', { affinity: { podAffinity: {} } }],
  ])('%s is not scheduled at all, unless one node is feasible', (_, more) => {
    const decision = decide(cluster([node('a'), node('b')]), faulty(more))
    expect(decision.schedulerError).toContain(
      'running PreScore plugin "NodeAffinity": [0].matchExpressions[0].values[0][gen]: ',
    )
    expect([decision.node, decision.best, decision.nodes[0]?.scores]).toEqual([undefined, [], []])
    expect(decide(cluster([node('a'), node('b', { unschedulable: true })]), faulty(more)).node).toBe('a')
  })
})

describe('pods that were promised a node', () => {
  const promised = (name: string, where: string, given: Given = {}) =>
    pod(name, { ...given, status: { nominatedNodeName: where } })

  test('take it if they fit, whatever others would score', () => {
    const state = cluster([node('a'), node('b')], [on('b', 'q', { requests: { cpu: '2' } })])
    const decision = decide(state, promised('p', 'b'))
    expect([decision.node, decision.best, decision.nodes[0]?.scores]).toEqual(['b', ['b'], []])
  })

  test('go elsewhere if they do not', () => {
    const state = cluster([node('a'), node('b', { unschedulable: true })])
    expect(decide(state, promised('p', 'b')).node).toBe('a')
    expect(decide(state, promised('p', 'gone')).node).toBe('a')
  })

  test('not where they name another', () => {
    expect(
      decide(cluster([node('a'), node('b')]), { ...promised('p', 'a'), spec: pod('p', isNamed('b')).spec }).node,
    ).toBe('b')
  })

  const waiting = (priority: number, given: Given = {}) =>
    promised('w', 'a', { requests: { cpu: '3' }, priority, ...given })
  const incoming = (priority: number) => pod('p', { requests: { cpu: '2' }, priority })

  test.each<[string, Pod, number, string | undefined]>([
    ['keep their room against less important ones', waiting(5), 4, undefined],
    ['and as important ones', waiting(5), 5, undefined],
    ['not against more important ones', waiting(5), 6, 'a'],
    ['not where there is room for both', waiting(5, { requests: { cpu: '2' } }), 4, 'a'],
  ])('%s', (_, nominated, priority, expected) => {
    expect(decide(cluster([node('a')], [], { nominated: [nominated] }), incoming(priority)).node).toBe(expected)
  })

  test('do not stand in their own way', () => {
    const again = waiting(5)
    expect(decide(cluster([node('a')], [], { nominated: [again] }), again).node).toBe('a')
    const namesake = { ...waiting(5), metadata: { name: 'w', namespace: 'other' } }
    expect(decide(cluster([node('a')], [], { nominated: [namesake] }), again).node).toBeUndefined()
  })

  test('may not even come: a pod that needs them near needs them there', () => {
    const near: Given = {
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } } },
          ],
        },
      },
    }
    const a = node('a', { labels: { zone: 'x' } })
    const nominated = [promised('w', 'a', { labels: { app: 'web' }, priority: 5 })]
    const decision = decide(cluster([a], [], { nominated }), pod('p', near))
    expect(decision.nodes[0]?.refusal?.plugin).toBe('InterPodAffinity')
  })

  test('push pods away that they avoid', () => {
    const shy: Given = {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } } },
          ],
        },
      },
    }
    const a = node('a', { labels: { zone: 'x' } })
    const table = nodeTable(cluster([a], [], { nominated: [promised('w', 'a', { ...shy, priority: 5 })] }))
    const decision = schedule(table, pod('p', { labels: { app: 'web' } }))
    expect(decision.nodes[0]?.refusal).toEqual({
      plugin: 'InterPodAffinity',
      reason: { code: 'existing-anti-affinity', topologyKey: 'zone' },
    })
    expect(decision.nodes[0]?.verdicts.at(-1)?.verdict.fits).toBe(false)
    expect(table.pods[0]).toEqual([])
  })
})

describe('choosing one after the other', () => {
  test('fills nodes up, and then says that there is none', () => {
    const nodes = ['a', 'b', 'c'].map(name => node(name, { allocatable: { cpu: '1', memory: '1Gi', pods: '3' } }))
    const table = nodeTable(cluster(nodes))
    const { choose } = chooser(table)
    const counts = [0, 0, 0]
    for (let i = 0; i < 9; i += 1) {
      const info = podInfo(pod(`p${i}`, { requests: { cpu: '100m' } }))
      const choice = choose(info, i)
      if (!choice) throw new Error(`no place for pod ${i}`)
      // The emptiest nodes are equals.
      expect(choice.among).toBe(3 - (i % 3))
      addPod(table, info, choice.row)
      counts[choice.row] = (counts[choice.row] ?? 0) + 1
    }
    expect(counts).toEqual([3, 3, 3])
    expect(choose(podInfo(pod('q', { requests: { cpu: '100m' } })), 0)).toBeUndefined()
  })

  test('keeps what it knows of many kinds of pods, and forgets the oldest', () => {
    const table = nodeTable(cluster([node('a'), node('b')]))
    const { choose } = chooser(table)
    const kinds = Array.from({ length: 40 }, (_, i) => podInfo(pod(`p${i}`, { requests: { cpu: `${i + 1}m` } })))
    for (const round of [0, 1, 2]) {
      for (const info of kinds) {
        const choice = choose(info, round)
        expect(choice?.among).toBe(schedule(table, info.pod).best.length)
        if (choice) addPod(table, info, choice.row)
      }
    }
    expect(table.changes).toHaveLength(120)
  })

  test('tells kinds apart by all that decides', () => {
    const nodes = [
      node('a', { labels: { disk: 'ssd' }, images: [{ names: ['db:1'], sizeBytes: 900_000_000 }] }),
      node('b', {
        taints: [{ key: 'k', effect: 'NoSchedule' }],
        allocatable: { cpu: '64', memory: '512Gi', pods: '110', 'example.com/gpu': '1' },
      }),
      node('c', { allocatable: { cpu: '64', memory: '512Gi', pods: '110' } }),
    ]
    const table = nodeTable(
      cluster(nodes, [on('c', 'q', { containers: [{ name: 'c', ports: [{ containerPort: 1, hostPort: 1 }] }] })]),
    )
    const { choose } = chooser(table)
    const givens: Given[] = [
      {},
      { tolerations: [{ operator: 'Exists' }] },
      { nodeSelector: { disk: 'ssd' } },
      { nodeName: 'a' },
      isNamed('a'),
      { containers: [{ name: 'c', image: 'db:1' }] },
      { containers: [{ name: 'c', ports: [{ containerPort: 1, hostPort: 1 }] }] },
      { initContainers: [{ name: 'i', image: 'db:1' }] },
      { requests: { 'example.com/gpu': '1' }, tolerations: [{ operator: 'Exists' }] },
      { requests: { cpu: '8' } },
      { requests: { memory: '100Gi' } },
      { requests: { 'ephemeral-storage': '1' } },
      { resources: { requests: { memory: '1Gi' } } },
    ]
    for (const [i, given] of givens.entries()) {
      const info = podInfo(pod(`p${i}`, given))
      const { node: chosen } = schedule(table, info.pod, { seed: i })
      const choice = choose(info, i)
      expect(choice && nodes[choice.row]?.metadata.name).toBe(chosen)
    }
  })

  test('measures preferences anew when the most preferred node fills up', () => {
    const preferring: Given = {
      requests: { cpu: '1' },
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: ['gold', 'silver'].map((metal, i) => ({
            weight: i === 0 ? 100 : 30,
            preference: { matchExpressions: [{ key: 'metal', operator: 'In' as const, values: [metal] }] },
          })),
        },
      },
    }
    const soft = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ key: `k${i}`, effect: 'PreferNoSchedule' as const }))
    const few = { cpu: '2', memory: '8Gi', pods: '110' }
    const nodes = [
      node('a', { labels: { metal: 'gold' }, allocatable: few, taints: soft(4) }),
      node('b', { labels: { metal: 'silver' }, allocatable: few, taints: soft(1) }),
      node('c', { allocatable: few, taints: soft(2) }),
    ]
    const table = nodeTable(cluster(nodes))
    const { choose } = chooser(table)
    const chosen: string[] = []
    for (let i = 0; i < 7; i += 1) {
      const info = podInfo(pod(`p${i}`, preferring))
      const choice = choose(info, i)
      expect(choice && nodes[choice.row]?.metadata.name).toBe(schedule(table, info.pod, { seed: i }).node)
      if (!choice) continue
      addPod(table, info, choice.row)
      chosen.push(nodes[choice.row]?.metadata.name ?? '')
    }
    expect(chosen.toSorted()).toEqual(['a', 'a', 'b', 'b', 'c', 'c'])
  })
})
