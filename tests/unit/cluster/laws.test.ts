import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Cluster, find, type Held, list } from '../../../src/cluster/cluster.ts'
import { importObjects } from '../../../src/cluster/import.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { restoreSnapshot, saveSnapshot } from '../../../src/cluster/snapshot.ts'
import { type Action, settle, step } from '../../../src/cluster/step.ts'
import { addPod, nodeTable } from '../../../src/scheduling/node-table.ts'
import { podInfo } from '../../../src/scheduling/pod-info.ts'
import { create, pod, workload } from './acting.ts'
import { allObjects, faultsIn } from './faults.ts'

const NODES = ['kind-control-plane', 'kind-worker', 'kind-worker2']
const node = fc.constantFrom(...NODES)
const name = fc.constantFrom('a', 'b', 'c')
const taints = fc.subarray([
  { key: 'fire', value: '1', effect: 'NoExecute' },
  { key: 'team', value: 'red', effect: 'NoSchedule' },
  { key: 'soft', effect: 'PreferNoSchedule' },
])
const tolerations = fc.subarray([
  { key: 'fire', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 },
  { key: 'team', operator: 'Exists' },
  { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' },
])
const podSpec = fc.record({
  tolerations,
  terminationGracePeriodSeconds: fc.constantFrom(0, 30),
  containers: fc
    .constantFrom('10m', '3', '7')
    .map(cpu => [{ name: 'c', image: 'nginx:1.27', resources: { requests: { cpu } } }]),
})

type Deed = (cluster: Cluster) => Action | undefined

function changed<R extends 'nodes' | 'deployments' | 'daemonsets'>(
  resource: R,
  which: string,
  spec: (object: Held[R]) => object,
): Deed {
  return cluster => {
    const object = find(cluster, resource, which, resource === 'nodes' ? undefined : 'default')
    return (
      object && { type: 'update', manifest: { ...object, spec: { ...(object['spec'] as object), ...spec(object) } } }
    )
  }
}

const template = (spec: object) => (object: { spec?: { template?: { spec?: object } } }) => ({
  template: { ...object.spec?.template, spec: { ...object.spec?.template?.spec, ...spec } },
})

const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'a' },
  spec: { minAvailable: 1, selector: { matchLabels: { app: 'a' } } },
}
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a' },
  spec: { selector: { app: 'a' }, ports: [{ port: 80 }] },
}

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.tuple(name, podSpec).map(
    ([which, spec]) =>
      () =>
        create(pod(which, spec)),
  ),
  fc.tuple(name, node).map(
    ([which, on]) =>
      () =>
        create(pod(`${which}-on`, { nodeName: on })),
  ),
  fc.tuple(name, podSpec, fc.nat(6)).map(
    ([which, spec, replicas]) =>
      () =>
        create(workload('Deployment', which, spec, { replicas })),
  ),
  fc.tuple(name, podSpec).map(
    ([which, spec]) =>
      () =>
        create(workload('DaemonSet', which, spec)),
  ),
  fc.constantFrom(budget, service).map(manifest => () => create(manifest)),
  fc.tuple(name, fc.nat(8)).map(([which, replicas]) => changed('deployments', which, () => ({ replicas }))),
  fc.tuple(name, podSpec).map(([which, spec]) => changed('deployments', which, template(spec))),
  fc.tuple(name, podSpec).map(([which, spec]) => changed('daemonsets', which, template(spec))),
  fc.tuple(node, taints).map(([which, list]) => changed('nodes', which, () => ({ taints: list }))),
  fc.tuple(node, fc.boolean()).map(([which, unschedulable]) => changed('nodes', which, () => ({ unschedulable }))),
  fc.constantFrom('pods', 'deployments', 'daemonsets', 'replicasets').chain(resource =>
    fc.nat(9).map(index => (cluster: Cluster): Action | undefined => {
      const objects = list(cluster, resource as 'pods', 'default')
      const object = objects[index % Math.max(1, objects.length)]
      return object && { type: 'delete', resource, name: object.metadata.name, namespace: 'default' }
    }),
  ),
  fc.nat(9).map(index => (cluster: Cluster): Action | undefined => {
    const pods = list(cluster, 'pods', 'default')
    const chosen = pods[index % Math.max(1, pods.length)]
    return chosen && { type: 'evict', name: chosen.metadata.name, namespace: 'default' }
  }),
  node.map(which => () => ({ type: 'delete', resource: 'nodes', name: which }) as const),
  node.map(which => () => ({ type: 'stop-node', node: which }) as const),
  node.map(which => () => ({ type: 'start-node', node: which }) as const),
  fc.constantFrom(1, 5, 60, 400).map(seconds => () => ({ type: 'wait', seconds }) as const),
  fc.constant(() => ({ type: 'settle' }) as const),
)

const story = fc.array(deed, { maxLength: 14, size: 'max' })
const kind = kindCluster()

function told(deeds: readonly Deed[], start = kind): Cluster {
  return deeds.reduce((cluster, one) => {
    const action = one(cluster)
    return action ? step(cluster, action).cluster : cluster
  }, start)
}

describe('whatever is done to a cluster', () => {
  test('no step changes what it is given', () => {
    fc.assert(
      fc.property(story, deeds => {
        let cluster = deepFreeze(structuredClone(kind))
        for (const one of deeds) {
          const action = one(cluster)
          // A frozen object throws when it is written to.
          if (action) cluster = deepFreeze(step(cluster, deepFreeze(action)).cluster)
        }
        expect(cluster.now).toBeGreaterThanOrEqual(kind.now)
      }),
      { numRuns: 25 },
    )
  })

  test('its controllers come to rest, and leave a cluster in which everything holds together', () => {
    fc.assert(
      fc.property(story, deeds => {
        const cluster = told(deeds)
        expect(cluster.work.size).toBe(0)
        expect(faultsIn(cluster)).toEqual([])
      }),
      { numRuns: 120 },
    )
  })

  test('the scheduler gives no node more than it can take', () => {
    fc.assert(
      fc.property(story, deeds => {
        let cluster = kind
        for (const one of deeds) {
          const action = one(cluster)
          if (!action) continue
          const { cluster: next, events } = step(cluster, action)
          for (const { object, before, resource } of events) {
            const [placed, was] = [object as Held['pods'], before as Held['pods'] | undefined]
            const isBound = resource === 'pods' && was && !was.spec.nodeName && placed.spec.nodeName
            if (isBound) expect(overfull(next, placed.spec.nodeName ?? '')).toBe(false)
          }
          cluster = next
        }
      }),
      { numRuns: 60 },
    )
  })

  test('settling twice is settling once', () => {
    fc.assert(
      fc.property(story, deeds => {
        const first = settle(told(deeds))
        if (first.gaveUp) return
        expect(settle(first.cluster)).toMatchObject({ events: [], gaveUp: false })
        expect(settle(first.cluster).cluster.now).toBe(first.cluster.now)
      }),
      { numRuns: 60 },
    )
  })

  test('it can be written down, brought back, and goes on as before', () => {
    fc.assert(
      fc.property(story, story, (before, after) => {
        const cluster = told(before)
        const saved = saveSnapshot(cluster)
        const restored = restoreSnapshot(JSON.parse(JSON.stringify(saved)))
        if (!restored.ok) throw new Error(restored.text)
        expect(saveSnapshot(restored.cluster)).toEqual(saved)
        expect(saveSnapshot(told(after, restored.cluster))).toEqual(saveSnapshot(told(after, cluster)))
      }),
      { numRuns: 40 },
    )
  })

  test('the same story is told the same way twice', () => {
    fc.assert(
      fc.property(story, deeds => {
        expect(saveSnapshot(told(deeds))).toEqual(saveSnapshot(told(deeds)))
      }),
      { numRuns: 20 },
    )
  })

  test('what is imported from its objects is at rest where it was, and complete', () => {
    fc.assert(
      fc.property(story, deeds => {
        const cluster = settle(told(deeds)).cluster
        const items = allObjects(cluster)
        const imported = importObjects([{ apiVersion: 'v1', kind: 'List', items: structuredClone(items) }])
        if (!imported.ok) throw new Error(JSON.stringify(imported.issues))
        expect(imported.ignored).toEqual([])
        expect(faultsIn(step(imported.cluster, { type: 'wait', seconds: 0 }).cluster)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

/** Whether more is asked of a node than it has; pods that came past the scheduler count. */
function overfull(cluster: Cluster, name: string): boolean {
  const own = find(cluster, 'nodes', name)
  if (!own) return false
  const table = nodeTable({ nodes: [own], pods: [] })
  for (const one of list(cluster, 'pods')) {
    const hasEnded = one.status?.phase === 'Failed' || one.status?.phase === 'Succeeded'
    if (one.spec.nodeName === name && !hasEnded) addPod(table, podInfo(one), 0)
  }
  return (table.requestedCpu[0] ?? 0) > (table.allocatableCpu[0] ?? 0)
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const item of Object.values(value)) deepFreeze(item)
  return value
}
