import { expect, test } from 'vitest'
import { type Cluster, find, list } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { restoreSnapshot, saveSnapshot } from '../../../src/cluster/snapshot.ts'
import { step } from '../../../src/cluster/step.ts'
import { act, change, create, pod, SETTLE, workload } from './acting.ts'

const BELOW_50 = [{ key: 'tier', operator: 'Lt', value: '50', effect: 'NoExecute' }]
const ON: Cluster = { ...kindCluster(), gates: { TaintTolerationComparisonOperators: true } }

function withTier(cluster: Cluster, value: string): Cluster {
  const taints = [{ key: 'tier', value, effect: 'NoExecute' }]
  return ['kind-worker', 'kind-worker2'].reduce((next, node) => change(next, 'nodes', node, { taints }), cluster)
}

test('without its gate the API server refuses a comparison, with it a pod compares its way in and stays', () => {
  const manifest = pod('web', { tolerations: BELOW_50 })
  expect(step(kindCluster(), create(manifest)).refused).toMatchObject({ code: 422 })
  const placed = act(withTier(ON, '40'), create(manifest), SETTLE)
  expect(find(placed, 'pods', 'web', 'default')?.status?.phase).toBe('Running')
})

test('a pod that waits is looked at again when a taint comes to compare well', () => {
  const waiting = act(withTier(ON, '60'), create(pod('web', { tolerations: BELOW_50 })), SETTLE)
  expect(find(waiting, 'pods', 'web', 'default')?.spec.nodeName).toBeUndefined()
  const placed = act(withTier(waiting, '40'), SETTLE)
  expect(find(placed, 'pods', 'web', 'default')?.spec.nodeName).toMatch(/^kind-worker/)
})

test('a pod that compares well no longer is evicted, and where the gate is turned off it goes at the next look', () => {
  const placed = act(withTier(ON, '40'), create(pod('web', { tolerations: BELOW_50 })), SETTLE)
  expect(find(act(withTier(placed, '60'), SETTLE), 'pods', 'web', 'default')).toBeUndefined()
  const { gates: _, ...off } = placed
  expect(find(act(withTier(off, '41'), SETTLE), 'pods', 'web', 'default')).toBeUndefined()
})

test('a DaemonSet compares as the scheduler does', () => {
  const daemonSet = workload('DaemonSet', 'agent', { tolerations: BELOW_50 })
  const placed = act(withTier(ON, '40'), create(daemonSet), SETTLE)
  const nodes = list(placed, 'pods', 'default').map(({ spec }) => spec.nodeName)
  expect(nodes.sort()).toEqual(['kind-worker', 'kind-worker2'])
})

test('a snapshot keeps the gates', () => {
  const restored = restoreSnapshot(JSON.parse(JSON.stringify(saveSnapshot(ON))))
  expect(restored).toMatchObject({ ok: true, cluster: { gates: ON.gates } })
})
