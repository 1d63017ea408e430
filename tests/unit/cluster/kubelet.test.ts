import { describe, expect, test } from 'vitest'
import { type Cluster, find } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { manifestsOn } from '../../../src/cluster/kubelet.ts'
import type { Manifest } from '../../../src/cluster/object.ts'
import type { Action } from '../../../src/cluster/step.ts'
import { act, change, create, events, onNode, pod, pods, remove, SETTLE, wait, workload } from './acting.ts'

const kind = kindCluster()
const cpu = (amount: string) => ({
  containers: [{ name: 'c', image: 'nginx:1.27', resources: { requests: { cpu: amount } } }],
})

describe('a pod on its node', () => {
  const bound = act(kind, create(pod('web', onNode('kind-worker'))))
  const running = act(bound, wait(1))

  test('is created first, and runs a second later with the address that comes next', () => {
    expect(find(bound, 'pods', 'web', 'default')?.status).toMatchObject({
      phase: 'Pending',
      startTime: '2026-11-23T08:35:25Z',
      hostIP: '172.18.0.2',
      containerStatuses: [{ name: 'c', ready: false, state: { waiting: { reason: 'ContainerCreating' } } }],
    })
    expect(find(running, 'pods', 'web', 'default')?.status).toMatchObject({
      phase: 'Running',
      podIP: '10.244.2.2',
      containerStatuses: [{ ready: true, state: { running: { startedAt: '2026-11-23T08:35:26Z' } } }],
    })
  })

  test('has the conditions and the events that were recorded', () => {
    const conditions = find(running, 'pods', 'web', 'default')?.status?.conditions ?? []
    expect(conditions.map(({ type, status }) => `${type}=${status}`)).toEqual([
      'PodReadyToStartContainers=True',
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ])
    expect(events(running, 'Scheduled', 'Pulling', 'Pulled', 'Created', 'Started')).toEqual([
      'web: Successfully assigned default/web to kind-worker',
      'web: Container image "nginx:1.27" already present on machine and can be accessed by the pod',
      'web: Container created',
      'web: Container started',
    ])
  })

  test('pulls an image that is not there, once', () => {
    const fresh = (name: string) =>
      pod(name, { ...onNode('kind-worker'), containers: [{ name: 'c', image: 'redis:8' }] })
    const twice = act(kind, create(fresh('one')), wait(2), create(fresh('two')), wait(2))
    expect(events(twice, 'Pulling')).toEqual(['one: Pulling image "redis:8"'])
  })

  test('waits for ever for an image that must not be pulled', () => {
    const containers = [{ name: 'c', image: 'redis:8', imagePullPolicy: 'Never' }]
    const stuck = act(kind, create(pod('never', { containers })), SETTLE)
    expect(find(stuck, 'pods', 'never', 'default')?.status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [{ state: { waiting: { reason: 'ErrImageNeverPull' } } }],
    })
  })

  test('runs its init containers to their end first', () => {
    const initContainers = [{ name: 'first', image: 'busybox:1.36' }]
    const done = act(kind, create(pod('web', { initContainers })), SETTLE)
    expect(find(done, 'pods', 'web', 'default')?.status).toMatchObject({
      phase: 'Running',
      initContainerStatuses: [{ name: 'first', state: { terminated: { exitCode: 0, reason: 'Completed' } } }],
    })
  })

  test('starts a container anew that is given another image', () => {
    const changed = change(running, 'pods', 'web', {
      containers: [{ ...find(running, 'pods', 'web', 'default')?.spec.containers[0], image: 'nginx:1.28' }],
    })
    expect(find(changed, 'pods', 'web', 'default')?.status?.containerStatuses).toMatchObject([
      { image: 'nginx:1.28', restartCount: 1, lastState: { terminated: { exitCode: 0 } } },
    ])
    expect(events(changed, 'Killing')).toEqual(['web: Container c definition changed, will be restarted'])
  })

  test('is gone a second after it was deleted', () => {
    const ending = act(running, remove('pods', 'web'))
    expect(pods(ending)).toEqual({ web: 'kind-worker Terminating' })
    expect(events(ending, 'Killing')).toEqual(['web: Stopping container c'])
    expect(pods(act(ending, wait(1)))).toEqual({})
  })
})

describe('a pod that comes past the scheduler', () => {
  const NODE = { nodeName: 'kind-worker' }

  test('runs in spite of a NoSchedule taint', () => {
    const forced = act(kind, create(pod('forced', { nodeName: 'kind-control-plane' })), SETTLE)
    expect(pods(forced)).toEqual({ forced: 'kind-control-plane Running' })
    expect(events(forced, 'Scheduled')).toEqual([])
  })

  test.each<[string, object, string, string]>([
    [
      'too little cpu',
      { ...NODE, ...cpu('9') },
      'OutOfcpu',
      "Node didn't have enough resource: cpu, requested: 9000, used: 100, capacity: 8000",
    ],
    [
      'a selector that does not match',
      { ...NODE, nodeSelector: { disk: 'ssd' } },
      'NodeAffinity',
      "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    ],
  ])('is refused for %s', (_, spec, reason, message) => {
    const refused = act(kind, create(pod('p', spec)))
    expect(find(refused, 'pods', 'p', 'default')?.status).toMatchObject({
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
    })
    expect(events(refused, reason)).toEqual([`p: ${message}`])
  })

  test('is refused for a host port that is taken', () => {
    const containers = [{ name: 'c', image: 'nginx:1.27', ports: [{ containerPort: 80, hostPort: 8080 }] }]
    const two = act(kind, create(pod('a', { ...NODE, containers })), wait(2), create(pod('b', { ...NODE, containers })))
    expect(pods(two)).toEqual({ a: 'kind-worker Running', b: 'kind-worker NodePorts' })
  })

  test('is refused for a NoExecute taint, and deleted for it all the same', () => {
    const burning = change(kind, 'nodes', 'kind-worker', { taints: [{ key: 'fire', effect: 'NoExecute' }] })
    expect(events(act(burning, create(pod('p', NODE)), wait(2)), 'TaintToleration')).toEqual([
      "p: Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
    ])
  })

  test('waits on a node that is not there, and is gone after a minute', () => {
    const ghost = act(kind, create(pod('ghost', { nodeName: 'nowhere' })))
    expect(pods(act(ghost, SETTLE))).toEqual({ ghost: 'nowhere Pending' })
    expect(pods(act(ghost, wait(60)))).toEqual({})
  })
})

describe('a static pod', () => {
  const written = (manifests: Readonly<Record<string, Manifest>>): Action => {
    return { type: 'set-manifests', node: 'kind-worker', manifests }
  }

  const web = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] },
  }
  const shown = act(kind, written({ 'web.yaml': web }), wait(1))

  test('is shown under the name of its node, and tolerates every eviction', () => {
    const mirror = find(shown, 'pods', 'web-kind-worker', 'default')
    expect(mirror?.metadata).toMatchObject({
      annotations: { 'kubernetes.io/config.source': 'file' },
      ownerReferences: [{ kind: 'Node', name: 'kind-worker', controller: true }],
    })
    expect(mirror?.spec.tolerations).toEqual([{ effect: 'NoExecute', operator: 'Exists' }])
    expect(pods(shown)).toEqual({ 'web-kind-worker': 'kind-worker Running' })
  })

  test('comes back when what is shown of it is deleted', () => {
    const name = 'kube-scheduler-kind-control-plane'
    const back = act(kind, remove('pods', name, 'kube-system'), SETTLE)
    const before = find(kind, 'pods', name, 'kube-system')
    const now = find(back, 'pods', name, 'kube-system')
    expect(now?.metadata.uid).not.toBe(before?.metadata.uid)
    expect(now?.metadata.annotations?.['kubernetes.io/config.hash']).toBe(
      before?.metadata.annotations?.['kubernetes.io/config.hash'],
    )
    expect(now?.spec).toEqual(before?.spec)
    expect(now?.status?.phase).toBe('Running')
  })

  test('is gone with its file', () => {
    expect(pods(act(shown, written({}), wait(1)))).toEqual({})
  })

  test('of the control plane lies in a file', () => {
    expect(Object.keys(manifestsOn(kind, 'kind-control-plane'))).toEqual([
      'etcd.yaml',
      'kube-apiserver.yaml',
      'kube-controller-manager.yaml',
      'kube-scheduler.yaml',
    ])
  })
})

describe('the control plane runs from files', () => {
  const CONTROL_PLANE = 'kind-control-plane'
  const files = manifestsOn(kind, CONTROL_PLANE)
  const without = (file: string): Action => {
    const { [file]: _, ...manifests } = files
    return { type: 'set-manifests', node: CONTROL_PLANE, manifests }
  }
  const all: Action = { type: 'set-manifests', node: CONTROL_PLANE, manifests: files }

  test('without the scheduler pods wait without a word, and are placed when it is back', () => {
    const waiting = act(kind, without('kube-scheduler.yaml'), create(pod('web')), wait(600))
    expect(pods(waiting)).toEqual({ web: '- Pending' })
    expect(events(waiting, 'FailedScheduling')).toEqual([])
    expect(pods(act(waiting, all, SETTLE))['web']).toMatch(/Running$/)
  })

  test('without the controller manager a Deployment makes nothing, and all is made up for when it is back', () => {
    const web = { ...workload('Deployment', 'web') }
    const waiting = act(kind, without('kube-controller-manager.yaml'), create(web), wait(600))
    expect(pods(waiting)).toEqual({})
    expect(Object.values(pods(act(waiting, all, SETTLE)))[0]).toMatch(/Running$/)
  })
})

// pkg/kubelet/kubelet_node_status.go, `recordNodeSchedulableEvent`
test('a kubelet says at its next report that its node was cordoned, and uncordoned, and nothing of what was taken back', () => {
  const cordon = (cluster: Cluster, unschedulable: boolean) =>
    change(cluster, 'nodes', 'kind-worker', { unschedulable })
  const said = (cluster: Cluster) => events(cluster, 'NodeNotSchedulable', 'NodeSchedulable')
  const cordoned = act(cordon(kind, true), wait(4))
  const first = 'kind-worker: Node kind-worker status is now: NodeNotSchedulable'
  const second = 'kind-worker: Node kind-worker status is now: NodeSchedulable'
  expect(said(cordoned)).toEqual([])
  expect(said(act(cordon(cordoned, false), wait(20)))).toEqual([])
  const told = act(cordoned, wait(1))
  expect(said(told)).toEqual([first])
  expect(said(act(cordon(told, false), wait(20)))).toEqual([first, second])
})
