import { describe, expect, test } from 'vitest'
import { find } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { act, change, create, events, onNode, pod, pods, remove, SETTLE, wait, workload } from './acting.ts'

const kind = kindCluster()
const here = act(kind, create(pod('here', onNode('kind-worker2'))), SETTLE)
const silent = act(here, { type: 'stop-node', node: 'kind-worker2' })

function node(cluster: typeof kind, name = 'kind-worker2') {
  const found = find(cluster, 'nodes', name)
  const conditions = Object.fromEntries((found?.status?.conditions ?? []).map(({ type, status }) => [type, status]))
  return { conditions, taints: (found?.spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`) }
}

describe('a node that keeps silent', () => {
  test('is believed for 49 seconds', () => {
    expect(node(act(silent, wait(49)))).toEqual(node(here))
  })

  test('is unknown after 50 seconds: tainted twice, its pods not ready, and all still where they were', () => {
    const lost = act(silent, wait(50))
    expect(node(lost)).toEqual({
      conditions: { MemoryPressure: 'Unknown', DiskPressure: 'Unknown', PIDPressure: 'Unknown', Ready: 'Unknown' },
      taints: ['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute'],
    })
    expect(pods(lost)).toEqual({ here: 'kind-worker2 Running' })
    expect(find(lost, 'pods', 'here', 'default')?.status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'False' }),
    )
    expect(events(lost, 'NodeNotReady')).toEqual([
      'here: Node is not ready',
      'kind-worker2: Node kind-worker2 status is now: NodeNotReady',
      'kindnet-t88gb: Node is not ready',
      'kube-proxy-67dm9: Node is not ready',
    ])
  })

  test('loses its pods 300 seconds later, but for those of DaemonSets; they cannot end as long as it is silent', () => {
    expect(pods(act(silent, wait(349)))).toEqual({ here: 'kind-worker2 Running' })
    const evicted = act(silent, wait(351))
    expect(pods(evicted)).toEqual({ here: 'kind-worker2 Terminating' })
    expect(pods(act(evicted, wait(3600)))).toEqual({ here: 'kind-worker2 Terminating' })
    expect(pods(evicted, 'kube-system')).toMatchObject({ 'kube-proxy-67dm9': 'kind-worker2 Running' })
  })

  test('that comes back in time is as before', () => {
    const back = act(silent, wait(70), { type: 'start-node', node: 'kind-worker2' })
    expect(node(back)).toEqual(node(here))
    expect(pods(act(back, wait(600)))).toEqual({ here: 'kind-worker2 Running' })
    expect(find(back, 'pods', 'here', 'default')?.status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'True' }),
    )
  })

  test('that comes back late lets go of the pods that had to leave', () => {
    const back = act(silent, wait(400), { type: 'start-node', node: 'kind-worker2' }, wait(2))
    expect(pods(back)).toEqual({})
    expect(events(back, 'NodeReady')).toEqual(['kind-worker2: Node kind-worker2 status is now: NodeReady'])
  })

  test('has its replicas replaced elsewhere', () => {
    const web = act(kind, create(workload('Deployment', 'web', {}, { replicas: 2 })), SETTLE)
    const moved = act(web, { type: 'stop-node', node: 'kind-worker2' }, wait(360))
    const running = Object.values(pods(moved)).filter(text => text === 'kind-worker Running')
    expect(running).toHaveLength(2)
  })
})

describe('a cordon', () => {
  test('becomes a taint, and its end takes the taint away', () => {
    const cordoned = change(kind, 'nodes', 'kind-worker', { unschedulable: true })
    expect(node(cordoned, 'kind-worker').taints).toEqual(['node.kubernetes.io/unschedulable:NoSchedule'])
    expect(node(change(cordoned, 'nodes', 'kind-worker', { unschedulable: false }), 'kind-worker').taints).toEqual([])
  })

  test('cannot be had by writing its taint', () => {
    const taints = [
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
      { key: 'own', effect: 'NoSchedule' },
    ]
    expect(node(change(kind, 'nodes', 'kind-worker', { taints }), 'kind-worker').taints).toEqual(['own:NoSchedule'])
  })
})

describe('a node that is deleted', () => {
  test('leaves pods behind for a minute', () => {
    const deleted = act(here, remove('nodes', 'kind-worker2'))
    expect(pods(act(deleted, wait(59)))).toEqual({ here: 'kind-worker2 Running' })
    expect(pods(act(deleted, wait(60)))).toEqual({})
  })

  test('comes back with its kubelet, as it once registered', () => {
    const deleted = act(here, { type: 'stop-node', node: 'kind-worker2' }, remove('nodes', 'kind-worker2'), wait(70))
    const back = act(deleted, { type: 'start-node', node: 'kind-worker2' }, wait(5))
    expect(node(back)).toEqual(node(here))
    expect(Object.keys(pods(back, 'kube-system')).filter(name => name.startsWith('kube-proxy'))).toHaveLength(3)
  })
})
