import { describe, expect, test } from 'vitest'
import type { TopologySpreadConstraint } from '../../../src/kubernetes/topology-spread.ts'
import { at, nodeTable } from '../../../src/scheduling/node-table.ts'
import { podInfo } from '../../../src/scheduling/pod-info.ts'
import { matchingPods, spreadConstraints, spreadFor } from '../../../src/scheduling/topology-spread.ts'
import { FITS, refuse, type Skew } from '../../../src/scheduling/verdict.ts'
import { cluster, type Given, node, on, pod } from './objects.ts'

const web = { app: 'web' }
const overZones = (more: Partial<TopologySpreadConstraint> = {}): TopologySpreadConstraint => ({
  topologyKey: 'zone',
  maxSkew: 1,
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: { matchLabels: web },
  ...more,
})
const skew = (given: Partial<Skew>) =>
  refuse({
    code: 'spread-skew',
    topologyKey: 'zone',
    domain: 'x',
    matching: 1,
    countsItself: true,
    minimum: 0,
    maxSkew: 1,
    ...given,
  })
const labelMissing = refuse({ code: 'spread-label-missing', topologyKey: 'zone' })

const x = node('x', { labels: { zone: 'x' } })
const y = node('y', { labels: { zone: 'y' } })
const nowhere = node('nowhere')

function verdicts(state: Parameters<typeof nodeTable>[0], given: Given) {
  const table = nodeTable(state)
  const spread = spreadFor(podInfo(pod('p', { labels: web, ...given })), table)
  return table.nodes.map((_, row) => spread?.check(row))
}

describe('a hard constraint', () => {
  const one = [on('x', 'q', { labels: web })]

  test('is not there where the pod has none, or soft ones only', () => {
    const soft = overZones({ whenUnsatisfiable: 'ScheduleAnyway' })
    expect(spreadFor(podInfo(pod('p')), nodeTable(cluster([x])))).toBeUndefined()
    expect(spreadFor(podInfo(pod('p', { topologySpreadConstraints: [soft] })), nodeTable(cluster([x])))).toBeUndefined()
  })

  test.each<[string, Partial<TopologySpreadConstraint>, ReturnType<typeof verdicts>]>([
    ['refuses where the pod would be one too many', {}, [skew({}), FITS]],
    ['lets pass what its skew allows', { maxSkew: 2 }, [FITS, FITS]],
    ['counts only the pods that it means', { labelSelector: { matchLabels: { app: 'db' } } }, [FITS, FITS]],
    ['counts none without a selector', { labelSelector: undefined as never }, [FITS, FITS]],
    ['counts none with an empty one, but the pod itself', { labelSelector: {} }, [FITS, FITS]],
    ['has two domains where three are asked for', { minDomains: 3 }, [skew({}), FITS]],
  ])('%s', (_, more, expected) => {
    expect(verdicts(cluster([x, y], one), { topologySpreadConstraints: [overZones(more)] })).toEqual(expected)
  })

  test('allows more the emptiest domain holds', () => {
    const pods = [...one, on('y', 'r', { labels: web }), on('x', 's', { labels: web })]
    const given = { topologySpreadConstraints: [overZones()] }
    expect(verdicts(cluster([x, y], pods), given)).toEqual([skew({ matching: 2, minimum: 1 }), FITS])
  })

  test('has its minimum at 0 while there are fewer domains than it asks for', () => {
    const pods = [...one, on('y', 'r', { labels: web })]
    const given = (minDomains: number) => ({ topologySpreadConstraints: [overZones({ minDomains })] })
    expect(verdicts(cluster([x, y], pods), given(2))).toEqual([FITS, FITS])
    expect(verdicts(cluster([x, y], pods), given(3))).toEqual([skew({}), skew({ domain: 'y' })])
  })

  test('does not count the pod itself where it does not mean it', () => {
    const given = { labels: { app: 'other' }, topologySpreadConstraints: [overZones()] }
    expect(verdicts(cluster([x, y], one), given)).toEqual([FITS, FITS])
    const two = [...one, on('x', 'r', { labels: web })]
    expect(verdicts(cluster([x, y], two), given)).toEqual([skew({ matching: 2, countsItself: false }), FITS])
  })

  test('adds up the nodes of a domain', () => {
    const beside = node('beside', { labels: { zone: 'x' } })
    const given = { topologySpreadConstraints: [overZones()] }
    expect(verdicts(cluster([x, y, beside], one), given)).toEqual([skew({}), FITS, skew({})])
  })

  test('refuses a node without the label, and does not count its pods', () => {
    const pods = [on('nowhere', 'q', { labels: web })]
    const given = { topologySpreadConstraints: [overZones()] }
    expect(verdicts(cluster([x, y, nowhere], pods), given)).toEqual([FITS, FITS, labelMissing])
    expect(verdicts(cluster([nowhere]), given)).toEqual([labelMissing])
  })

  test('takes an empty value for a domain', () => {
    const empty = node('empty', { labels: { zone: '' } })
    const pods = [on('empty', 'q', { labels: web })]
    const given = { topologySpreadConstraints: [overZones()] }
    expect(verdicts(cluster([empty, y], pods), given)).toEqual([skew({ domain: '' }), FITS])
  })

  test('leaves out pods of other namespaces, and those that are leaving', () => {
    const given = { topologySpreadConstraints: [overZones()] }
    const others = [
      on('x', 'q', { labels: web, namespace: 'other' }),
      on('x', 'r', { labels: web, deletionTimestamp: '2026-01-01T00:00:00Z' }),
    ]
    expect(verdicts(cluster([x, y], others), given)).toEqual([FITS, FITS])
    expect(verdicts(cluster([x, y], others), { ...given, namespace: 'other' })).toEqual([skew({}), FITS])
  })

  test('is one of several that must all hold, the first being named', () => {
    const hosts = overZones({ topologyKey: 'host' })
    const labelled = (name: string, zone: string) => node(name, { labels: { host: name, zone } })
    const nodes = [labelled('x', 'x'), labelled('x2', 'x'), labelled('y', 'y')]
    const given = { topologySpreadConstraints: [hosts, overZones()] }
    const onHost = skew({ topologyKey: 'host' })
    expect(verdicts(cluster(nodes, one), given)).toEqual([onHost, skew({}), FITS])
  })

  test('counts only nodes that carry the labels of all of them', () => {
    const given = { topologySpreadConstraints: [overZones(), overZones({ topologyKey: 'host' })] }
    const bare = node('bare', { labels: { zone: 'x' } })
    const whole = (name: string) => node(name, { labels: { zone: name, host: name } })
    const pods = [on('bare', 'q', { labels: web })]
    expect(verdicts(cluster([bare, whole('x'), whole('y')], pods), given)).toEqual([
      refuse({ code: 'spread-label-missing', topologyKey: 'host' }),
      FITS,
      FITS,
    ])
  })
})

test('what is counted for one pod is not taken for what another asks', () => {
  const table = nodeTable(cluster([x, y], [on('x', 'q', { labels: web })]))
  const ask = (given: Given) => spreadFor(podInfo(pod('p', { labels: web, ...given })), table)?.check(0)
  const ofDb = overZones({ labelSelector: { matchLabels: { app: 'db' } } })
  expect(ask({ topologySpreadConstraints: [overZones()] })).toEqual(skew({}))
  expect(ask({ topologySpreadConstraints: [ofDb] })).toEqual(FITS)
  expect(ask({ topologySpreadConstraints: [overZones()], namespace: 'other' })).toEqual(FITS)
})

describe('which nodes count', () => {
  const ssd = node('x', { labels: { zone: 'x', disk: 'ssd' } })
  const tainted = node('z', { labels: { zone: 'z' }, taints: [{ key: 'a', effect: 'NoSchedule' }] })
  const full = [on('x', 'q', { labels: web })]

  test.each<[string, Partial<TopologySpreadConstraint>, boolean]>([
    ['nodes that the selector excludes do not', {}, true],
    ['said outright, they do not', { nodeAffinityPolicy: 'Honor' }, true],
    ['ignored, they do', { nodeAffinityPolicy: 'Ignore' }, false],
  ])('%s', (_, more, fits) => {
    const given = { nodeSelector: { disk: 'ssd' }, topologySpreadConstraints: [overZones(more)] }
    // Without zone y the only domain is the emptiest too.
    expect(verdicts(cluster([ssd, y], full), given)[0]?.fits).toBe(fits)
  })

  test.each<[string, Partial<TopologySpreadConstraint>, boolean]>([
    ['tainted nodes do', {}, false],
    ['said outright, they do', { nodeTaintsPolicy: 'Ignore' }, false],
    ['honoured, they do not', { nodeTaintsPolicy: 'Honor' }, true],
  ])('%s', (_, more, fits) => {
    expect(verdicts(cluster([x, tainted], full), { topologySpreadConstraints: [overZones(more)] })[0]?.fits).toBe(fits)
  })

  test('a tolerated taint is none', () => {
    const given = {
      tolerations: [{ operator: 'Exists' as const }],
      topologySpreadConstraints: [overZones({ nodeTaintsPolicy: 'Honor' })],
    }
    expect(verdicts(cluster([x, tainted], full), given)[0]).toEqual(skew({}))
  })

  test('the gate decides about numbers', () => {
    const rated = node('z', { labels: { zone: 'z' }, taints: [{ key: 'n', value: '5', effect: 'NoSchedule' }] })
    const table = nodeTable(cluster([x, rated], full))
    const info = podInfo(
      pod('p', {
        labels: web,
        tolerations: [{ key: 'n', operator: 'Gt', value: '4' }],
        topologySpreadConstraints: [overZones({ nodeTaintsPolicy: 'Honor' })],
      }),
    )
    const on = { TaintTolerationComparisonOperators: true }
    expect([spreadFor(info, table)?.check(0).fits, spreadFor(info, table, on)?.check(0).fits]).toEqual([true, false])
  })
})

describe('matchLabelKeys', () => {
  const keys = { matchLabelKeys: ['tier', 'absent'] }
  const front = { app: 'web', tier: 'front' }

  test.each<[string, NonNullable<Given['labels']>, Partial<TopologySpreadConstraint>, number]>([
    ['narrow the selector to pods like this one', front, keys, 1],
    ['say nothing where the pod lacks the label', web, keys, 2],
    ['select alone where there is no selector', front, { ...keys, labelSelector: undefined as never }, 1],
    ['select nothing where there is neither', web, { ...keys, labelSelector: undefined as never }, 0],
  ])('%s', (_, labels, more, expected) => {
    const table = nodeTable(
      cluster([x], [on('x', 'q', { labels: front }), on('x', 'r', { labels: { app: 'web', tier: 'back' } })]),
    )
    const info = podInfo(pod('p', { labels, topologySpreadConstraints: [overZones(more)] }))
    const [constraint] = spreadConstraints(info, 'DoNotSchedule')
    expect(constraint && matchingPods(constraint, 'default', table)[0]).toBe(expected)
  })
})

describe('while preemption tries', () => {
  const table = nodeTable(cluster([x, y, nowhere], [on('x', 'q', { labels: web })]))
  const info = podInfo(pod('p', { labels: web, topologySpreadConstraints: [overZones()] }))
  const resident = at(at(table.pods, 0), 0)

  test('pods that go make room, and take it when they come back', () => {
    const spread = spreadFor(info, table)
    expect(spread?.check(0)).toEqual(skew({}))
    spread?.move(resident, 0, -1)
    expect(spread?.check(0)).toEqual(FITS)
    spread?.move(resident, 0, 1)
    expect(spread?.check(0)).toEqual(skew({}))
  })

  test('the emptiest domain moves with them', () => {
    const spread = spreadFor(info, table)
    spread?.move(resident, 1, 1)
    expect(spread?.check(0)).toEqual(FITS)
    spread?.move(resident, 1, -1)
    expect(spread?.check(0)).toEqual(skew({}))
  })

  test.each<[string, Given, number]>([
    ['of another namespace', { labels: web, namespace: 'other' }, 0],
    ['that it does not mean', { labels: { app: 'db' } }, 0],
    ['on a node without the label', { labels: web }, 2],
  ])('a pod %s changes nothing', (_, given, row) => {
    const spread = spreadFor(info, table)
    spread?.move(podInfo(pod('o', given)), row, -1)
    expect(spread?.check(0)).toEqual(skew({}))
  })

  test('a pod that is leaving, and was not counted, is taken off all the same, as upstream does', () => {
    const leaving = podInfo(pod('o', { labels: web, deletionTimestamp: '2026-01-01T00:00:00Z' }))
    const spread = spreadFor(info, table)
    spread?.move(leaving, 0, -1)
    expect(spread?.check(0)).toEqual(FITS)
  })

  test('a pod on a node that does not count changes nothing', () => {
    const other = podInfo(
      pod('p', { labels: web, nodeSelector: { disk: 'ssd' }, topologySpreadConstraints: [overZones()] }),
    )
    const ssd = node('s', { labels: { zone: 's', disk: 'ssd' } })
    const spread = spreadFor(other, nodeTable(cluster([ssd, x], [on('s', 'q', { labels: web })])))
    spread?.move(resident, 1, 1)
    expect(spread?.check(0)).toEqual(FITS)
  })
})
