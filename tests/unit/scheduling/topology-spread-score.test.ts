import { describe, expect, test } from 'vitest'
import type { TopologySpreadConstraint } from '../../../src/kubernetes/topology-spread.ts'
import { nodeTable, type SchedulingState } from '../../../src/scheduling/node-table.ts'
import { podInfo } from '../../../src/scheduling/pod-info.ts'
import { belongsTogether, topologySpreadScores } from '../../../src/scheduling/topology-spread-score.ts'
import { cluster, type Given, node, on, plain, pod } from './objects.ts'

const web = { app: 'web' }
const HOST = 'kubernetes.io/hostname'
const ZONE = 'topology.kubernetes.io/zone'
const soft = (topologyKey: string, more: Partial<TopologySpreadConstraint> = {}): TopologySpreadConstraint => ({
  topologyKey,
  maxSkew: 1,
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels: web },
  ...more,
})
const at = (name: string, zone?: string, more: Parameters<typeof node>[1] = {}) =>
  node(name, { labels: { [HOST]: name, ...(zone !== undefined && { [ZONE]: zone }) }, ...more })
const residents = (where: string, count: number) =>
  Array.from({ length: count }, (_, i) => on(where, `${where}-${i}`, { labels: web }))

function scores(state: SchedulingState, given: Given = {}, feasible = [...state.nodes.keys()]) {
  const table = nodeTable(state)
  return plain(topologySpreadScores(podInfo(pod('p', { labels: web, ...given })), table, feasible))
}

describe('soft constraints', () => {
  test('are left out where there are none', () => {
    expect(scores(cluster([at('a')]))).toBeUndefined()
    expect(
      scores(cluster([at('a')]), { topologySpreadConstraints: [soft(ZONE, { whenUnsatisfiable: 'DoNotSchedule' })] }),
    ).toBeUndefined()
  })

  test('over hosts count the pods of each host: ln(2 + hosts) for each pod', () => {
    const state = cluster([at('a'), at('b'), at('c')], [...residents('a', 2), ...residents('b', 1)])
    // ln 5 = 1.609: 2 pods are 3.2, 1 pod is 1.6.
    expect(scores(state, { topologySpreadConstraints: [soft(HOST)] })).toEqual({
      raw: [3, 2, 0],
      normalized: [0, 33, 100],
    })
  })

  test('over zones count the pods of each zone: ln(2 + zones) for each pod', () => {
    const state = cluster(
      [at('a', 'x'), at('b', 'x'), at('c', 'y')],
      [...residents('a', 2), ...residents('b', 1), ...residents('c', 1)],
    )
    // ln 4 = 1.386: 3 pods are 4.2, 1 pod is 1.4; (5 - 4) / 4 and (5 - 1) / 4.
    expect(scores(state, { topologySpreadConstraints: [soft(ZONE)] })).toEqual({
      raw: [4, 4, 1],
      normalized: [25, 25, 100],
    })
  })

  test('water differences down by their skew, one less for each', () => {
    const state = cluster([at('a', 'x'), at('b', 'y')], residents('a', 1))
    const given = (maxSkew: number) => ({ topologySpreadConstraints: [soft(ZONE, { maxSkew })] })
    expect(scores(state, given(4))?.raw).toEqual([4, 3])
    expect(scores(state, given(1))?.raw).toEqual([1, 0])
  })

  test('add up', () => {
    const state = cluster([at('a', 'x'), at('b', 'x'), at('c', 'y')], residents('a', 1))
    // Hosts: ln 5, zones: ln 4.
    expect(scores(state, { topologySpreadConstraints: [soft(HOST), soft(ZONE)] })?.raw).toEqual([3, 1, 0])
  })

  test('all alike, nothing anywhere: 100 each', () => {
    expect(scores(cluster([at('a', 'x'), at('b', 'y')]), { topologySpreadConstraints: [soft(ZONE)] })).toEqual({
      raw: [0, 0],
      normalized: [100, 100],
    })
  })

  test('do not score a node without the label, and count it for nothing', () => {
    const state = cluster([at('a', 'x'), at('b'), at('c', 'y')], [...residents('a', 1), ...residents('b', 5)])
    expect(scores(state, { topologySpreadConstraints: [soft(ZONE)] })).toEqual({
      raw: [1, 0, 0],
      normalized: [0, 0, 100],
    })
  })

  test('the least of the scored counts, not that of the others', () => {
    const state = cluster([at('a', 'x'), at('b'), at('c', 'y')], [...residents('a', 3), ...residents('c', 2)])
    // 3 ln 4 = 4.2, 2 ln 4 = 2.8: (4 + 3 - 4) / 4 and (4 + 3 - 3) / 4.
    expect(scores(state, { topologySpreadConstraints: [soft(ZONE)] })).toEqual({
      raw: [4, 0, 3],
      normalized: [75, 0, 100],
    })
  })

  test('several need all their labels', () => {
    const bare = node('a', { labels: { [ZONE]: 'x' } })
    const state = cluster([bare, at('b', 'y')], [...residents('a', 1), ...residents('b', 1)])
    expect(scores(state, { topologySpreadConstraints: [soft(HOST), soft(ZONE)] })).toEqual({
      raw: [0, 2],
      normalized: [0, 100],
    })
  })

  test('count pods on nodes that are not feasible, in domains that are', () => {
    const state = cluster(
      [at('a', 'x'), at('b', 'x'), at('c', 'y'), at('d', 'z')],
      [...residents('b', 2), ...residents('d', 1)],
    )
    // Of three zones two have a feasible node: ln 4.
    expect(scores(state, { topologySpreadConstraints: [soft(ZONE)] }, [0, 2])?.raw).toEqual([3, 0])
    // Hosts: two are feasible: ln 4; what stands on other hosts is no matter.
    expect(scores(state, { topologySpreadConstraints: [soft(HOST)] }, [0, 1])?.raw).toEqual([0, 3])
  })

  test('leave out nodes as their policies say', () => {
    const tainted = at('b', 'x', { taints: [{ key: 'a', effect: 'NoSchedule' }] })
    const state = cluster([at('a', 'x'), tainted, at('c', 'y')], residents('b', 2))
    const given = (more: Partial<TopologySpreadConstraint>) => ({ topologySpreadConstraints: [soft(ZONE, more)] })
    expect(scores(state, given({}), [0, 2])?.raw).toEqual([3, 0])
    expect(scores(state, given({ nodeTaintsPolicy: 'Honor' }), [0, 2])?.raw).toEqual([0, 0])
    const ssd = { labels: { [HOST]: 'a', [ZONE]: 'x', disk: 'ssd' } }
    const mixed = cluster(
      [at('a', 'x', ssd), at('b', 'x'), at('c', 'y', { labels: { [HOST]: 'c', [ZONE]: 'y', disk: 'ssd' } })],
      residents('b', 2),
    )
    const choosy = { nodeSelector: { disk: 'ssd' } }
    expect(scores(mixed, { ...choosy, ...given({}) }, [0, 2])?.raw).toEqual([0, 0])
    expect(scores(mixed, { ...choosy, ...given({ nodeAffinityPolicy: 'Ignore' }) }, [0, 2])?.raw).toEqual([3, 0])
  })
})

describe('the system spreads pods that belong together', () => {
  const service = (selector: Record<string, string> | undefined, namespace?: string) => ({
    metadata: { name: 's', ...(namespace !== undefined && { namespace }) },
    spec: selector ? { selector } : {},
  })
  const nodes = [at('a', 'x'), at('b', 'x'), at('c', 'y')]
  const pods = residents('a', 2)

  test('of a Service: hosts with skew 3, zones with skew 5', () => {
    // Hosts: 2 ln 5 + 2 = 5.2, zones: 2 ln 4 + 4 = 6.8.
    expect(scores(cluster(nodes, pods, { services: [service(web)] }))).toEqual({
      raw: [12, 9, 6],
      normalized: [50, 75, 100],
    })
  })

  test.each<[string, Partial<SchedulingState>, Given, boolean]>([
    ['a Service that selects it', { services: [service(web)] }, {}, true],
    ['one of its own namespace', { services: [service(web, 'default')] }, {}, true],
    ['one of another namespace', { services: [service(web, 'other')] }, {}, false],
    ['one that selects others', { services: [service({ app: 'db' })] }, {}, false],
    ['one without a selector', { services: [service(undefined)] }, {}, false],
    ['one with an empty selector', { services: [service({})] }, {}, false],
    ['none', {}, {}, false],
  ])('%s: %#', (_, more, given, expected) => {
    const table = nodeTable(cluster(nodes, pods, more))
    const info = podInfo(pod('p', { labels: web, ...given }))
    expect(belongsTogether(info, table)).toBe(expected)
    expect(topologySpreadScores(info, table, [0, 1, 2]) !== undefined).toBe(expected)
  })

  const owner = (kind: string, controller = true) => ({
    ownerReferences: [
      { apiVersion: 'v1', kind: 'ReplicaSet', name: 'other', uid: '0', controller: false },
      { apiVersion: 'apps/v1', kind, name: 'r', uid: '1', controller },
    ],
  })
  const replicaSet = (selector: object, namespace = 'default') => ({
    replicaSets: [
      { metadata: { name: 'other', namespace }, spec: { selector: { matchLabels: { app: 'other' } } } },
      { metadata: { name: 'r', namespace }, spec: { selector } },
    ],
  })

  test.each<[string, Partial<SchedulingState>, Given, boolean]>([
    ['its ReplicaSet', replicaSet({ matchLabels: web }), owner('ReplicaSet'), true],
    [
      'its ReplicaSet, by expressions',
      replicaSet({ matchExpressions: [{ key: 'app', operator: 'Exists' }] }),
      owner('ReplicaSet'),
      true,
    ],
    ['an owner of another kind', replicaSet({ matchLabels: web }), owner('Job'), false],
    ['an owner that does not control it', replicaSet({ matchLabels: web }), owner('ReplicaSet', false), false],
    ['a ReplicaSet of another namespace', replicaSet({ matchLabels: web }, 'other'), owner('ReplicaSet'), false],
    ['a ReplicaSet that is gone', {}, owner('ReplicaSet'), false],
  ])('%s: %#', (_, more, given, expected) => {
    expect(belongsTogether(podInfo(pod('p', { labels: web, ...given })), nodeTable(cluster(nodes, pods, more)))).toBe(
      expected,
    )
  })

  test('Services and ReplicaSet select together', () => {
    const more = { services: [service(web), service({ tier: 'front' })], ...replicaSet({ matchLabels: { hash: '1' } }) }
    const labels = { app: 'web', tier: 'front', hash: '1' }
    const three = [
      on('a', 'q', { labels }),
      on('b', 'r', { labels: { ...labels, hash: '2' } }),
      on('c', 's', { labels: { app: 'web', hash: '1' } }),
      on('c', 't', { labels: { tier: 'front', hash: '1' } }),
    ]
    const got = scores(cluster(nodes, three, more), { labels, ...owner('ReplicaSet') })
    // Only q counts: on its host ln 5, in its zone ln 4.
    expect(got?.raw).toEqual([9, 7, 6])
  })

  test('a pod with constraints of its own has no others', () => {
    const state = cluster(nodes, pods, { services: [service(web)] })
    expect(scores(state, { topologySpreadConstraints: [soft(ZONE)] })?.raw).toEqual([3, 3, 0])
    const hard = soft(ZONE, { whenUnsatisfiable: 'DoNotSchedule' })
    expect(scores(state, { topologySpreadConstraints: [hard] })).toBeUndefined()
  })

  test('nodes that the pod’s selector excludes do not count for the zone', () => {
    const ssd = (name: string, zone: string) => at(name, zone, { labels: { [HOST]: name, [ZONE]: zone, disk: 'ssd' } })
    const state = cluster([ssd('a', 'x'), at('b', 'x'), ssd('c', 'y')], residents('b', 2), { services: [service(web)] })
    expect(scores(state, { nodeSelector: { disk: 'ssd' } }, [0, 2])?.raw).toEqual([6, 6])
    expect(scores(state, {}, [0, 2])?.raw).toEqual([9, 6])
  })

  test('hosts are compared even where nodes have no zone', () => {
    const state = cluster([at('a'), at('b', 'x')], residents('a', 1), { services: [service(web)] })
    // a: ln 4 + 2 for its host; b: 2 for its host, 4 for its zone.
    expect(scores(state)).toEqual({ raw: [3, 6], normalized: [100, 50] })
  })

  test('nodes without a zone count as a zone of their own', () => {
    const state = cluster([at('a'), at('b', 'x')], residents('b', 3), { services: [service(web)] })
    // b: 3 ln 4 + 2 for its host, 3 ln 4 + 4 for its zone, of which there are two.
    expect(scores(state)?.raw).toEqual([2, 14])
  })
})
