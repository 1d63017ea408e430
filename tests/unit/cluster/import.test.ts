import { describe, expect, test } from 'vitest'
import { clusterOf, find, list } from '../../../src/cluster/cluster.ts'
import { importObjects } from '../../../src/cluster/import.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { restoreSnapshot, saveSnapshot } from '../../../src/cluster/snapshot.ts'
import { step } from '../../../src/cluster/step.ts'
import { act, create, pod, pods, remove, SETTLE, wait } from './acting.ts'

const kind = kindCluster()

/** What `kubectl get nodes,pods -A -o json` prints. */
function listing(cluster: typeof kind) {
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: structuredClone([...list(cluster, 'nodes'), ...list(cluster, 'pods')]),
  }
}

function imported(...values: readonly unknown[]) {
  const result = importObjects(values)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result
}

describe('nodes and pods that were imported', () => {
  test('stay, though what owns the pods was not asked for', () => {
    const { cluster } = imported(listing(kind))
    const later = act(cluster, wait(600))
    expect(pods(later, 'kube-system')).toEqual(pods(kind, 'kube-system'))
    expect(later.version).toBe('v1.37.2')
  })

  test('take up what was under way', () => {
    const { cluster } = imported(listing(act(kind, create(pod('waiting')))))
    expect(pods(act(cluster, SETTLE))['waiting']).toMatch(/Running$/)
  })

  test('live in namespaces like all others', () => {
    const { cluster } = imported(listing(kind))
    expect(pods(act(cluster, create(pod('new')), SETTLE))['new']).toMatch(/Running$/)
    expect(find(cluster, 'namespaces', 'kube-system')).toBeDefined()
  })

  test('with a node of which nobody hears know that nobody does', () => {
    const silent = act(kind, { type: 'stop-node', node: 'kind-worker' }, wait(60))
    const { cluster } = imported(listing(silent))
    const ready = find(act(cluster, wait(30)), 'nodes', 'kind-worker')?.status?.conditions?.find(
      ({ type }) => type === 'Ready',
    )
    expect(ready?.status).toBe('Unknown')
  })
})

test('what is of a kind that no cluster here holds is left out and named', () => {
  const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'web' } }
  expect(imported(listing(kind), [gateway]).ignored).toEqual(['Gateway/web'])
})

test.each<[string, unknown, string]>([
  ['a text', 'nonsense', ''],
  ['an item without a name', { kind: 'List', items: [{ apiVersion: 'v1', kind: 'Pod' }] }, 'items[0]'],
  [
    'a field of the wrong type',
    { items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: 'none' } }] },
    'items[0].spec.containers',
  ],
])('%s is refused with its place', (_, value, path) => {
  expect(importObjects([value])).toMatchObject({ ok: false, issues: [{ path }] })
})

test('an object that is deleted does not come back with a snapshot', () => {
  const gone = act(kind, create(pod('p')), SETTLE, remove('pods', 'p'), SETTLE)
  const restored = restoreSnapshot(saveSnapshot(gone))
  expect(restored).toMatchObject({ ok: true })
  expect(restored.ok && pods(restored.cluster)).toEqual({})
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['another format', { ...saveSnapshot(kind), format: 2 }],
  ['a time that is none', { ...saveSnapshot(kind), now: 'today' }],
  ['an object of no kind', { ...saveSnapshot(kind), objects: [{ metadata: { name: 'x' } }] }],
  ['a memory that is none', { ...saveSnapshot(kind), memory: { work: 3 } }],
])('%s is no snapshot', (_, value) => {
  expect(restoreSnapshot(value)).toMatchObject({ ok: false })
})

test('events are forgotten an hour after they were last heard of', () => {
  const told = act(kind, create(pod('p')), SETTLE)
  expect(list(told, 'events').length).toBeGreaterThan(3)
  expect(list(act(told, wait(3590)), 'events').length).toBeGreaterThan(0)
  expect(list(step(told, wait(3610)).cluster, 'events')).toEqual([])
})

test('a snapshot does not tell which resource had its first object when', () => {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', resourceVersion: '1' } }
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x', resourceVersion: '2' } }
  const [one, other] = [
    [node, namespace],
    [namespace, node],
  ].map(objects => saveSnapshot(clusterOf('v1.37.2', 0, objects, 1)).objects)
  expect(JSON.stringify(one)).toBe(JSON.stringify(other))
})

test.each(['DaemonSet', 'ReplicaSet', 'Deployment'])(
  'a %s whose selector does not mean what its template would make makes nothing, and the cluster rests',
  kind => {
    for (const selector of [
      { matchLabels: { app: 'other' } },
      {
        matchExpressions: ['pod-template-hash', 'controller-revision-hash'].map(key => ({
          key,
          operator: 'DoesNotExist',
        })),
      },
    ]) {
      const labels = kind === 'ReplicaSet' ? { 'pod-template-hash': 'x' } : { app: 'web' }
      const workload = {
        apiVersion: 'apps/v1',
        kind,
        metadata: { name: 'w', namespace: 'default', uid: 'w' },
        spec: { selector, template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } } },
      }
      const { cluster } = imported(listing(kindCluster()), workload)
      const stepped = step(cluster, { type: 'wait', seconds: 60 }, 10_000)
      expect(stepped.gaveUp).toBe(false)
      expect(pods(stepped.cluster)).toEqual(pods(cluster))
      expect(list(stepped.cluster, 'replicasets')).toHaveLength(kind === 'ReplicaSet' ? 1 : 0)
    }
  },
)

test('whose UIDs were removed get others, so that what a node owns is not taken for an orphan', () => {
  const bare = listing(kind)
  for (const { metadata } of bare.items) Reflect.deleteProperty(metadata, 'uid')
  const { cluster } = imported(bare)
  const proxies = Object.keys(pods(cluster, 'kube-system')).filter(name => name.startsWith('etcd'))
  expect(proxies).toEqual(['etcd-kind-control-plane'])
  const without = step(cluster, remove('pods', 'etcd-kind-control-plane', 'kube-system'))
  const settled = step(without.cluster, SETTLE)
  expect(settled.effort).toBeLessThan(100)
  expect(Object.keys(pods(settled.cluster, 'kube-system'))).toContain('etcd-kind-control-plane')
})
