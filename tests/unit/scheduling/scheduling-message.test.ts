import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import type { KubernetesVersion } from '../../../src/kubernetes/version.ts'
import type { SchedulingState } from '../../../src/scheduling/node-table.ts'
import { type Decision, schedule } from '../../../src/scheduling/schedule.ts'
import {
  explainDecision,
  printDecision,
  printPostFilter,
  printReasons,
} from '../../../src/scheduling/scheduling-message.ts'
import type { SchedulingReason } from '../../../src/scheduling/verdict.ts'
import { cluster, node, on, pod } from './objects.ts'
import { randomCluster } from './random-cluster.ts'

describe('reasons', () => {
  const taint = { key: 'dedicated', value: 'batch', effect: 'NoSchedule' as const }
  const skew = { topologyKey: 'zone', domain: 'x', matching: 1, countsItself: true, minimum: 0, maxSkew: 1 }
  const shortage = (resource: string) => ({ resource, asked: 2, free: 1, allocatable: 1 })

  test.each<[SchedulingReason, string[]]>([
    [{ code: 'other-node-name', wanted: 'm' }, ["node(s) didn't match the requested node name"]],
    [{ code: 'unschedulable' }, ['node(s) were unschedulable']],
    [{ code: 'untolerated-taint', taint }, ['node(s) had untolerated taint(s)']],
    [{ code: 'node-selector', key: 'a', wanted: 'b' }, ["node(s) didn't match Pod's node affinity/selector"]],
    [{ code: 'node-affinity', unmet: [] }, ["node(s) didn't match Pod's node affinity/selector"]],
    [{ code: 'conflicting-node-names' }, ['pod affinity terms conflict']],
    [
      { code: 'host-port-taken', port: { ip: '0.0.0.0', protocol: 'TCP', port: 80 } },
      ["node(s) didn't have free ports for the requested pod ports"],
    ],
    [
      {
        code: 'insufficient-resources',
        shortages: ['pods', 'cpu', 'memory', 'ephemeral-storage', 'example.com/gpu'].map(shortage),
      },
      [
        'Too many pods',
        'Insufficient cpu',
        'Insufficient memory',
        'Insufficient ephemeral-storage',
        'Insufficient example.com/gpu',
      ],
    ],
    [
      { code: 'spread-label-missing', topologyKey: 'zone' },
      ["node(s) didn't match pod topology spread constraints (missing required label)"],
    ],
    [{ code: 'spread-skew', ...skew }, ["node(s) didn't match pod topology spread constraints"]],
    [{ code: 'pod-affinity', topologyKey: 'zone' }, ["node(s) didn't match pod affinity rules"]],
    [{ code: 'pod-anti-affinity', topologyKey: 'zone' }, ["node(s) didn't match pod anti-affinity rules"]],
    [
      { code: 'existing-anti-affinity', topologyKey: 'zone' },
      ["node(s) didn't satisfy existing pods anti-affinity rules"],
    ],
    [
      { code: 'not-among-named', plugins: ['NodeAffinity', 'NodeName'] },
      ["node(s) didn't satisfy plugin(s) [NodeAffinity NodeName]"],
    ],
  ])('%j', (reason, texts) => {
    expect(printReasons(reason)).toEqual(texts)
  })

  test.each<[KubernetesVersion, string]>([
    ['1.34', 'node(s) had untolerated taint {dedicated: batch}'],
    ['1.35', 'node(s) had untolerated taint(s)'],
    ['1.36', 'node(s) had untolerated taint(s)'],
    ['1.37', 'node(s) had untolerated taint(s)'],
  ])('up to 1.34 the taint was named: %s', (version, text) => {
    expect(printReasons({ code: 'untolerated-taint', taint }, version)).toEqual([text])
  })

  test('a taint without a value left a gap', () => {
    const bare = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' as const }
    expect(printReasons({ code: 'untolerated-taint', taint: bare }, '1.34')).toEqual([
      'node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }',
    ])
  })
})

const controlPlane = node('cp', { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] })
const worker = (name: string) => node(name)
const VERSIONS: readonly KubernetesVersion[] = ['1.34', '1.35', '1.36', '1.37']

/** The text in each version, the oldest first; what the versions share is said once. */
function texts(state: SchedulingState, incoming: Pod): string[] {
  const decision = schedule(state, incoming)
  return [...new Set(VERSIONS.map(version => printDecision(decision, incoming, version)))]
}

/** The text of the newest version. */
function text(state: SchedulingState, incoming: Pod): string {
  return printDecision(schedule(state, incoming), incoming)
}

describe('a pod that fits nowhere', () => {
  test('is told so with counts sorted as text, and what preemption found', () => {
    const nodes = [controlPlane, worker('w1'), worker('w2')]
    const reasons = '1 node(s) had untolerated taint(s), 2 Insufficient cpu.'
    const preemption = 'preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.'
    expect(texts(cluster(nodes), pod('p', { requests: { cpu: '5' } }))).toEqual([
      `0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient cpu. ${preemption}`,
      `0/3 nodes are available: ${reasons} no new claims to deallocate, ${preemption}`,
      `0/3 nodes are available: ${reasons} ${preemption}`,
    ])
  })

  test('counts ten before two', () => {
    const nodes = Array.from({ length: 12 }, (_, i) =>
      node(`n${i}`, i < 2 ? { unschedulable: true } : { labels: { disk: 'hdd' } }),
    )
    expect(printDecision(schedule(cluster(nodes), pod('p', { nodeSelector: { disk: 'ssd' } })), pod('p'))).toBe(
      "0/12 nodes are available: 10 node(s) didn't match Pod's node affinity/selector, 2 node(s) were unschedulable. " +
        'preemption: 0/12 nodes are available: 12 Preemption is not helpful for scheduling.',
    )
  })

  test('counts a node once for each resource that it lacks', () => {
    const full = [on('w1', 'q', { requests: { cpu: '4', memory: '8Gi' } })]
    expect(text(cluster([worker('w1')], full), pod('p', { requests: { cpu: '1', memory: '1Gi' } }))).toBe(
      '0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory. ' +
        'preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    )
  })

  test('is told what would still be in the way', () => {
    const pods = [
      on('w1', 'high', { requests: { cpu: '3' }, priority: 9 }),
      on('w1', 'low', { requests: { cpu: '1' }, priority: 1 }),
    ]
    expect(text(cluster([worker('w1')], pods), pod('p', { requests: { cpu: '2' }, priority: 5 }))).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Insufficient cpu.',
    )
  })

  test('is promised a place, since 1.37 in so many words', () => {
    const pods = [on('w1', 'q', { requests: { cpu: '4' } })]
    expect(texts(cluster([worker('w1')], pods), pod('p', { requests: { cpu: '1' }, priority: 5 }))).toEqual([
      '0/1 nodes are available: 1 Insufficient cpu.',
      '0/1 nodes are available: 1 Insufficient cpu. preemption: found a potential placement for pod on node w1, preempting 1 victims',
    ])
  })

  test('is told that it may not preempt', () => {
    const pods = [on('w1', 'q', { requests: { cpu: '4' } })]
    expect(
      texts(
        cluster([worker('w1')], pods),
        pod('p', { requests: { cpu: '1' }, priority: 5, preemptionPolicy: 'Never' }),
      ),
    ).toEqual([
      '0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.',
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    ])
  })

  test('is told that its victims are leaving', () => {
    const conditions = [{ type: 'DisruptionTarget', status: 'True' as const, reason: 'PreemptionByScheduler' }]
    const pods = [
      on('w1', 'q', { requests: { cpu: '4' }, deletionTimestamp: '2026-01-01T00:00:00Z', status: { conditions } }),
    ]
    const promised = pod('p', { requests: { cpu: '1' }, priority: 5, status: { nominatedNodeName: 'w1' } })
    expect(text(cluster([worker('w1')], pods), promised)).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to a terminating pod on the nominated node.',
    )
  })

  test('that names contradicting nodes is told only that', () => {
    const matchFields = ['w1', 'w2'].map(name => ({ key: 'metadata.name', operator: 'In' as const, values: [name] }))
    const contradicting = pod('p', {
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } },
      },
    })
    expect(texts(cluster([worker('w1'), worker('w2')]), contradicting)).toEqual([
      '0/2 nodes are available: pod affinity terms conflict. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
      '0/2 nodes are available: pod affinity terms conflict. not found',
    ])
  })

  test('for want of nodes is told so', () => {
    expect(texts(cluster([]), pod('p'))).toEqual(['no nodes available to schedule pods'])
  })
})

describe('a pod that fits', () => {
  test('is said to be assigned', () => {
    expect(texts(cluster([worker('w1')]), pod('p', { namespace: 'shop' }))).toEqual([
      'Successfully assigned shop/p to w1',
    ])
    const { namespace: _, ...metadata } = pod('p').metadata
    const bare = { ...pod('p'), metadata }
    expect(texts(cluster([worker('w1')]), bare)).toEqual(['Successfully assigned default/p to w1'])
  })

  test('has nothing said of preemption', () => {
    expect(printPostFilter(schedule(cluster([worker('w1')]), pod('p')))).toBe('')
  })

  test('may meet a plugin that fails', () => {
    const failed: Decision = { best: [], nodes: [], schedulerError: 'running PreScore plugin "NodeAffinity": oh' }
    expect(printDecision(failed, pod('p'))).toBe('running PreScore plugin "NodeAffinity": oh')
  })
})

describe('the message taken apart', () => {
  test('every number knows its nodes', () => {
    const gpu = { taints: [{ key: 'gpu', effect: 'NoSchedule' as const }] }
    const state = cluster([node('a', gpu), node('b'), node('c', gpu)])
    const newcomer = pod('p', { nodeSelector: { disk: 'ssd' } })
    const clauses = explainDecision(schedule(state, newcomer), newcomer)
    expect(clauses.filter(({ nodes }) => nodes).map(({ of, text, nodes }) => [of, text, nodes])).toEqual([
      ['whole', '0/3 nodes are available: ', ['a', 'b', 'c']],
      ['filter', "1 node(s) didn't match Pod's node affinity/selector", ['b']],
      ['filter', '2 node(s) had untolerated taint(s)', ['a', 'c']],
      ['preemption', '3 Preemption is not helpful for scheduling', ['a', 'b', 'c']],
    ])
    expect(clauses.flatMap(({ noHelp }) => noHelp ?? [])).toEqual(['unresolvable'])
  })

  test('what only joins is told from what says something', () => {
    const pieces = (nodes: Parameters<typeof cluster>[0], newcomer: Pod, version?: KubernetesVersion) =>
      explainDecision(schedule(cluster(nodes), newcomer), newcomer, version).map(({ of, reason }) => [of, reason?.code])
    const matchFields = ['a', 'b'].map(name => ({ key: 'metadata.name', operator: 'In' as const, values: [name] }))
    const nodeSelectorTerms = [{ matchFields }]
    const torn = pod('p', {
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
    })
    const end = [
      ['joint', undefined],
      ['joint', undefined],
      ['preemption', undefined],
    ]
    expect(pieces([node('a')], pod('p'))).toEqual([['whole', undefined]])
    expect(pieces([], pod('p'))).toEqual([['whole', undefined]])
    expect(pieces([node('a')], torn, '1.37')).toEqual([
      ['whole', undefined],
      ['filter', 'conflicting-node-names'],
      ...end,
    ])
    expect(pieces([node('a')], torn, '1.34')).toEqual(pieces([node('a')], torn, '1.37'))
    const gpu = node('a', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] })
    const other = node('b', { labels: { disk: 'hdd' } })
    expect(pieces([gpu, other], pod('p', { nodeSelector: { disk: 'ssd' }, tolerations: [] }), '1.36')).toEqual([
      ['whole', undefined],
      ['filter', 'node-selector'],
      ['joint', undefined],
      ['filter', 'untolerated-taint'],
      ...end,
      ['preemption', undefined],
      ['joint', undefined],
    ])
  })

  test('the pieces joined are the message, and each number is how many nodes it has', () => {
    const version = fc.constantFrom('1.34' as const, '1.35' as const, '1.37' as const)
    fc.assert(
      fc.property(randomCluster(), version, ({ state, pod: newcomer }, spoken) => {
        const decision = schedule(state, newcomer)
        const clauses = explainDecision(decision, newcomer, spoken)
        expect(clauses.map(({ text }) => text).join('')).toBe(printDecision(decision, newcomer, spoken))
        for (const { of, text, nodes } of clauses) {
          if (of !== 'whole' && nodes) expect(Number.parseInt(text, 10)).toBe(nodes.length)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
