import { describe, expect, test } from 'vitest'
import { type Cluster, find, list } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { act, change, create, events, pods, remove, SETTLE, wait, workload } from './acting.ts'

const kind = kindCluster()
const two = act(kind, create(workload('DaemonSet', 'agent')), SETTLE)
const KEY = [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }]

function status(cluster: Cluster) {
  const { desiredNumberScheduled, currentNumberScheduled, numberReady, numberMisscheduled } =
    find(cluster, 'daemonsets', 'agent', 'default')?.status ?? {}
  return [desiredNumberScheduled, currentNumberScheduled, numberReady, numberMisscheduled]
}

function withSpec(cluster: Cluster, spec: object): Cluster {
  const template = find(cluster, 'daemonsets', 'agent', 'default')?.spec.template
  return change(cluster, 'daemonsets', 'agent', { template: { ...template, spec: { ...template?.spec, ...spec } } })
}

describe('a DaemonSet', () => {
  test('has a pod on each node that its tolerations let it on', () => {
    expect(status(two)).toEqual([2, 2, 2, 0])
    expect(Object.values(pods(two)).sort()).toEqual(['kind-worker Running', 'kind-worker2 Running'])
    expect(find(two, 'daemonsets', 'agent', 'default')?.status).toEqual({
      currentNumberScheduled: 2,
      desiredNumberScheduled: 2,
      numberAvailable: 2,
      numberMisscheduled: 0,
      numberReady: 2,
      observedGeneration: 1,
      updatedNumberScheduled: 2,
    })
  })

  test('gives its pods a revision, the automatic tolerations, and the node that each is for', () => {
    const [pod] = list(two, 'pods', 'default')
    const [revision] = [...list(two, 'daemonsets', 'default')].map(
      () => pod?.metadata.labels?.['controller-revision-hash'],
    )
    expect(pod?.metadata).toMatchObject({ labels: { 'pod-template-generation': '1' }, generateName: 'agent-' })
    expect(revision).toMatch(/^[a-z0-9]{4,10}$/)
    expect(pod?.spec.tolerations).toHaveLength(6)
    expect(pod?.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toEqual({
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [pod?.spec.nodeName] }] }],
    })
  })

  test('lets a pod stay under a new NoSchedule taint, and takes it away under NoExecute', () => {
    const shut = act(change(two, 'nodes', 'kind-worker', { taints: [{ key: 'stop', effect: 'NoSchedule' }] }), SETTLE)
    expect(Object.keys(pods(shut))).toHaveLength(2)
    // Nothing has to be made or taken away there, so nothing is counted anew before something else happens.
    expect(status(shut)).toEqual([2, 2, 2, 0])
    const counted = act(change(shut, 'daemonsets', 'agent', { minReadySeconds: 1 }), SETTLE)
    expect(status(counted)).toEqual([1, 1, 1, 1])
    const cleared = act(change(two, 'nodes', 'kind-worker', { taints: [{ key: 'stop', effect: 'NoExecute' }] }), SETTLE)
    expect(status(cleared)).toEqual([1, 1, 1, 0])
    expect(status(act(change(cleared, 'nodes', 'kind-worker', { taints: [] }), SETTLE))).toEqual([2, 2, 2, 0])
  })

  test('lets a new template reach one node after the other', () => {
    const changed = withSpec(two, { hostname: 'x' })
    expect(Object.values(pods(changed)).filter(text => text.endsWith('Terminating'))).toHaveLength(1)
    expect(status(act(changed, SETTLE))).toEqual([2, 2, 2, 0])
  })

  test('whose new template is for more nodes starts with those', () => {
    const changed = withSpec(two, { tolerations: KEY })
    expect(Object.values(pods(changed)).sort()).toEqual([
      'kind-control-plane Pending',
      'kind-worker Running',
      'kind-worker2 Running',
    ])
    const settled = act(changed, SETTLE)
    expect(status(settled)).toEqual([3, 3, 3, 0])
    expect(find(settled, 'daemonsets', 'agent', 'default')?.metadata.annotations).toEqual({
      'deprecated.daemonset.template.generation': '2',
    })
  })

  test('with a surge brings the new pod first', () => {
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
    const surging = withSpec(act(change(two, 'daemonsets', 'agent', { updateStrategy }), SETTLE), { hostname: 'x' })
    expect(Object.keys(pods(surging))).toHaveLength(3)
    expect(Object.values(pods(surging)).filter(text => text.endsWith('Terminating'))).toEqual([])
    const settled = act(surging, SETTLE)
    expect(Object.values(pods(settled)).sort()).toEqual(['kind-worker Running', 'kind-worker2 Running'])
  })

  test('with OnDelete waits for pods to be deleted', () => {
    const waiting = act(
      withSpec(change(two, 'daemonsets', 'agent', { updateStrategy: { type: 'OnDelete' } }), { hostname: 'x' }),
      SETTLE,
    )
    expect(Object.keys(pods(waiting))).toEqual(Object.keys(pods(two)))
    const [first = ''] = Object.keys(pods(two))
    const renewed = act(waiting, remove('pods', first), SETTLE)
    expect(
      list(renewed, 'pods', 'default')
        .map(({ spec }) => spec.hostname)
        .sort(),
    ).toEqual(['x', undefined])
  })

  test('comes back on a cordoned node', () => {
    const [first = ''] = Object.keys(pods(two))
    const cordoned = change(two, 'nodes', 'kind-worker', { unschedulable: true })
    expect(status(act(cordoned, remove('pods', first), SETTLE))).toEqual([2, 2, 2, 0])
  })

  test('leaves a pod waiting that finds no room on its node', () => {
    const ill = {
      containers: [{ name: 'c', image: 'nginx:1.27', ports: [{ containerPort: 80, hostPort: 80 }] }],
    }
    const blocker = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'blocker' },
      spec: { ...ill, nodeName: 'kind-worker' },
    }
    const blocked = act(kind, create(blocker), wait(2), create(workload('DaemonSet', 'agent', ill)), SETTLE)
    expect(Object.values(pods(blocked)).sort()).toEqual(['- Pending', 'kind-worker Running', 'kind-worker2 Running'])
    expect(events(blocked, 'FailedScheduling')[0]).toContain(
      "0/3 nodes are available: 1 node(s) didn't have free ports for the requested pod ports, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].",
    )
  })
})
