import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Node } from '../../../src/kubernetes/node.ts'
import type { PodSpec } from '../../../src/kubernetes/pod.ts'
import type { Taint } from '../../../src/kubernetes/taint.ts'
import { nodeTable } from '../../../src/scheduling/node-table.ts'
import { schedule } from '../../../src/scheduling/schedule.ts'
import { type Remedy, whatIf } from '../../../src/scheduling/what-if.ts'
import { cluster, node, pod } from './objects.ts'
import { randomCluster } from './random-cluster.ts'

const GPU: Taint = { key: 'gpu', value: 'true', effect: 'NoSchedule' }
const GPU_OUT: Taint = { key: 'gpu', value: 'true', effect: 'NoExecute' }
const SPOT: Taint = { key: 'spot', effect: 'NoSchedule' }
const SOFT: Taint = { key: 'soft', effect: 'PreferNoSchedule' }
const CORDON: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

function remedies(spec: Partial<PodSpec>, one: Node, others: readonly Node[] = []): readonly Remedy[] {
  return whatIf(cluster([one, ...others]), pod('p', spec), 'n1').remedies
}

describe('the changes that let a pod in', () => {
  test.each<[string, Partial<PodSpec>, Node, readonly Remedy[]]>([
    ['none where it fits', {}, node('n1', { taints: [SOFT] }), []],
    [
      'one taint: its exact key, or its removal',
      {},
      node('n1', { taints: [GPU, SOFT] }),
      [
        { change: 'tolerate', toleration: { key: 'gpu', operator: 'Equal', value: 'true', effect: 'NoSchedule' } },
        { change: 'untaint', taint: GPU },
      ],
    ],
    [
      'two effects of one key: a toleration without an effect, the removal of the key',
      {},
      node('n1', { taints: [GPU, GPU_OUT] }),
      [
        { change: 'tolerate', toleration: { key: 'gpu', operator: 'Exists' } },
        { change: 'untaint-key', key: 'gpu' },
      ],
    ],
    [
      'two keys of one effect: a toleration of the effect',
      {},
      node('n1', { taints: [GPU, SPOT] }),
      [{ change: 'tolerate', toleration: { operator: 'Exists', effect: 'NoSchedule' } }],
    ],
    [
      'two keys and two effects: nothing less than the master key',
      {},
      node('n1', { taints: [GPU_OUT, SPOT] }),
      [{ change: 'tolerate', toleration: { operator: 'Exists' } }],
    ],
    [
      'the taint that is left when the other is tolerated',
      { tolerations: [{ key: 'gpu', operator: 'Exists' }] },
      node('n1', { taints: [GPU_OUT, SPOT] }),
      [
        { change: 'tolerate', toleration: { key: 'spot', operator: 'Exists', effect: 'NoSchedule' } },
        { change: 'untaint', taint: SPOT },
      ],
    ],
    [
      'a cordon: its toleration, or to uncordon',
      {},
      node('n1', { taints: [CORDON], unschedulable: true }),
      [
        { change: 'tolerate', toleration: { key: CORDON.key, operator: 'Exists', effect: 'NoSchedule' } },
        { change: 'uncordon' },
      ],
    ],
    ['a label that the selector wants', { nodeSelector: { disk: 'ssd' } }, node('n1'), [label('disk', 'ssd')]],
    [
      'a label with another value',
      { nodeSelector: { disk: 'ssd' } },
      node('n1', { labels: { disk: 'hdd' } }),
      [{ change: 'label', key: 'disk', value: 'ssd', found: 'hdd' }],
    ],
    ['nothing where two labels are missing', { nodeSelector: { disk: 'ssd', zone: 'a' } }, node('n1'), []],
    [
      'nothing where a taint and a label are in the way',
      { nodeSelector: { disk: 'ssd' } },
      node('n1', { taints: [GPU] }),
      [],
    ],
    [
      'each value that an affinity allows',
      required({ key: 'zone', operator: 'In', values: ['a', 'b'] }),
      node('n1'),
      [label('zone', 'a'), label('zone', 'b')],
    ],
    ['a label that only has to be there', required({ key: 'gpu', operator: 'Exists' }), node('n1'), [label('gpu', '')]],
    [
      'a label that must not be there',
      required({ key: 'gpu', operator: 'DoesNotExist' }),
      node('n1', { labels: { gpu: '' } }),
      [{ change: 'unlabel', key: 'gpu' }],
    ],
    ['the next number', required({ key: 'cores', operator: 'Gt', values: ['8'] }), node('n1'), [label('cores', '9')]],
    [
      'beyond two digits too',
      required({ key: 'cores', operator: 'Gt', values: ['10'] }),
      node('n1'),
      [label('cores', '11')],
    ],
    ['the number before', required({ key: 'cores', operator: 'Lt', values: ['8'] }), node('n1'), [label('cores', '7')]],
    ['down to 0', required({ key: 'cores', operator: 'Lt', values: ['1'] }), node('n1'), [label('cores', '0')]],
    ['nothing beyond what is no number', required({ key: 'cores', operator: 'Gt', values: ['8x'] }), node('n1'), []],
    ['nor beyond no number at all', required({ key: 'cores', operator: 'Gt', values: ['x8'] }), node('n1'), []],
    [
      'a label whose value is not allowed',
      required({ key: 'disk', operator: 'NotIn', values: ['hdd'] }),
      node('n1', { labels: { disk: 'hdd' } }),
      [{ change: 'unlabel', key: 'disk' }],
    ],
    [
      'what several terms ask for, once; each of its own besides',
      eitherOf(
        [{ key: 'zone', operator: 'In', values: ['a'] }],
        [{ key: 'zone', operator: 'In', values: ['a', 'b'] }],
        [{ key: 'disk', operator: 'Exists' }],
      ),
      node('n1'),
      [label('zone', 'a'), label('zone', 'b'), label('disk', '')],
    ],
    [
      'which labels several terms do not want, once',
      eitherOf(
        [{ key: 'gpu', operator: 'DoesNotExist' }],
        [{ key: 'gpu', operator: 'NotIn', values: [''] }],
        [{ key: 'old', operator: 'DoesNotExist' }],
      ),
      node('n1', { labels: { gpu: '', old: '' } }),
      [
        { change: 'unlabel', key: 'gpu' },
        { change: 'unlabel', key: 'old' },
      ],
    ],
    [
      'a cordon that no taint shows yet',
      {},
      node('n1', { unschedulable: true }),
      [
        { change: 'tolerate', toleration: { key: CORDON.key, operator: 'Exists', effect: 'NoSchedule' } },
        { change: 'uncordon' },
      ],
    ],
    ['nothing below 0', required({ key: 'cores', operator: 'Lt', values: ['0'] }), node('n1'), []],
    ['nothing for a name', { nodeName: 'other' }, node('n1'), []],
  ])('%s', (_, spec, one, expected) => {
    expect(remedies(spec, one)).toEqual(expected)
  })

  test('the label of a spread constraint, with each value that other nodes have', () => {
    const spread = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' } as const
    const spec = { topologySpreadConstraints: [{ ...spread, labelSelector: { matchLabels: { app: 'web' } } }] }
    const others = [node('n2', { labels: { zone: 'a' } }), node('n3', { labels: { zone: 'b' } })]
    expect(remedies(spec, node('n1'), others)).toEqual([label('zone', 'a'), label('zone', 'b')])
  })
})

test.each<[string, Partial<PodSpec>, string, string | undefined]>([
  ['another node', { nodeName: 'other' }, 'not-among-named', undefined],
  ['other nodes', namesAre(['n2', 'n3']), 'not-among-named', undefined],
  ['two names at once', { nodeName: 'n1', ...namesAre(['n2']) }, 'not-among-named', undefined],
  ['no node that could be', namesAre(['n1'], ['n2']), 'conflicting-node-names', 'NodeAffinity'],
])('a pod that names %s is helped by no change', (_, spec, code, plugin) => {
  const { fits, remedies: found, reasons } = whatIf(cluster([node('n1', { taints: [GPU] })]), pod('p', spec), 'n1')
  expect([fits, found]).toEqual([false, []])
  expect(reasons.map(({ plugin: by, reason }) => [reason.code, by])).toEqual([[code, plugin]])
})

test('a pod that names the node is helped like any other', () => {
  const state = nodeTable(cluster([node('n1', { taints: [GPU] })]))
  expect(whatIf(state, pod('p', namesAre(['n1'])), 'n1').remedies).toHaveLength(2)
  const bare = cluster([{ metadata: { name: 'n1' }, status: { allocatable: { pods: '1' } } }])
  expect(whatIf(bare, pod('p', { nodeSelector: { disk: 'ssd' } }), 'n1').remedies).toEqual([label('disk', 'ssd')])
})

test('every taint and every filter that stands in the way is named', () => {
  const { fits, reasons } = whatIf(
    cluster([node('n1', { taints: [GPU, SPOT], unschedulable: true })]),
    pod('p', { nodeSelector: { disk: 'ssd' } }),
    'n1',
  )
  expect(fits).toBe(false)
  expect(reasons.map(({ plugin, reason }) => [plugin, reason.code])).toEqual([
    ['NodeUnschedulable', 'unschedulable'],
    ['TaintToleration', 'untolerated-taint'],
    ['TaintToleration', 'untolerated-taint'],
    ['NodeAffinity', 'node-selector'],
  ])
})

test('a comparison counts with its gate alone', () => {
  const state = cluster([node('n1', { taints: [{ key: 'tier', value: '40', effect: 'NoSchedule' }] })])
  const below = pod('p', { tolerations: [{ key: 'tier', operator: 'Lt', value: '50' }] })
  expect(whatIf(state, below, 'n1').fits).toBe(false)
  expect(whatIf(state, below, 'n1', { TaintTolerationComparisonOperators: true }).fits).toBe(true)
})

test('an unknown node is a mistake of the caller', () => {
  expect(() => whatIf(cluster([]), pod('p'), 'n9')).toThrow('n9')
})

test('every remedy lets the pod in, and only where it does not fit is there a reason', () => {
  fc.assert(
    fc.property(randomCluster(), fc.nat(), ({ state, pod: newcomer }, which) => {
      const one = state.nodes[which % state.nodes.length]
      if (!one) return
      const name = one.metadata.name ?? ''
      const { fits, remedies: found, reasons } = whatIf(state, newcomer, name)
      const decided = schedule(state, newcomer).nodes.find(each => each.name === name)
      expect(fits).toBe(decided?.refusal === undefined)
      expect(reasons.length > 0).toBe(!fits)
      if (fits) expect(found).toEqual([])
      for (const remedy of found) {
        const nodes = state.nodes.map(each => (each === one ? changedBy(each, remedy) : each))
        expect(whatIf({ ...state, nodes }, givenTo(newcomer, remedy), name).fits).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})

function label(name: string, value: string): Remedy {
  return { change: 'label', key: name, value }
}

function required(requirement: object): Partial<PodSpec> {
  return eitherOf([requirement])
}

function eitherOf(...terms: readonly (readonly object[])[]): Partial<PodSpec> {
  return termsAre(terms.map(matchExpressions => ({ matchExpressions })))
}

/** One term that names nodes, by every list. */
function namesAre(...lists: readonly (readonly string[])[]): Partial<PodSpec> {
  return termsAre([{ matchFields: lists.map(values => ({ key: 'metadata.name', operator: 'In', values })) }])
}

function termsAre(nodeSelectorTerms: readonly object[]): Partial<PodSpec> {
  return {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  } as object
}

function givenTo<P extends { readonly spec: PodSpec }>(one: P, remedy: Remedy): P {
  if (remedy.change !== 'tolerate') return one
  return { ...one, spec: { ...one.spec, tolerations: [...(one.spec.tolerations ?? []), remedy.toleration] } }
}

function changedBy(one: Node, remedy: Remedy): Node {
  const taints = one.spec?.taints ?? []
  switch (remedy.change) {
    case 'tolerate':
      return one
    case 'untaint':
      return withSpec(one, {
        taints: taints.filter(each => each.key !== remedy.taint.key || each.effect !== remedy.taint.effect),
      })
    case 'untaint-key':
      return withSpec(one, { taints: taints.filter(each => each.key !== remedy.key) })
    case 'uncordon':
      return withSpec(one, { unschedulable: false })
    case 'label':
      return withLabels(one, { ...one.metadata.labels, [remedy.key]: remedy.value })
    case 'unlabel':
      return withLabels(
        one,
        Object.fromEntries(Object.entries(one.metadata.labels ?? {}).filter(([k]) => k !== remedy.key)),
      )
  }
}

function withSpec(one: Node, spec: NonNullable<Node['spec']>): Node {
  return { ...one, spec: { ...one.spec, ...spec } }
}

function withLabels(one: Node, labels: Readonly<Record<string, string>>): Node {
  return { ...one, metadata: { ...one.metadata, labels } }
}
