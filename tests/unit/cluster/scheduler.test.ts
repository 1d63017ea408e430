import { describe, expect, test } from 'vitest'
import { find } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import type { Manifest } from '../../../src/cluster/object.ts'
import { act, change, create, events, onNode, pod, pods, remove, SETTLE, wait } from './acting.ts'

const kind = kindCluster()

function asking(cpu: string): object {
  return { containers: [{ name: 'c', image: 'nginx:1.27', resources: { requests: { cpu } } }] }
}

function priorityClass(name: string, value: number): Manifest {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value }
}

describe('a pod that fits nowhere', () => {
  const team = ['kind-worker', 'kind-worker2'].reduce((cluster, node) => {
    return change(cluster, 'nodes', node, { taints: [{ key: 'team', value: 'red', effect: 'NoSchedule' }] })
  }, kind)
  const message =
    '0/3 nodes are available: 3 node(s) had untolerated taint(s). preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.'
  const waiting = act(team, create(pod('no-key')), create(pod('wants-ssd', { nodeSelector: { disk: 'ssd' } })), SETTLE)

  test('waits, and is told why in an event and a condition', () => {
    expect(pods(waiting)).toEqual({ 'no-key': '- Pending', 'wants-ssd': '- Pending' })
    expect(events(waiting, 'FailedScheduling')).toEqual([`no-key: ${message}`, `wants-ssd: ${message}`])
    expect(find(waiting, 'pods', 'no-key', 'default')?.status?.conditions).toMatchObject([
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message },
    ])
  })

  test('is not looked at again for a change that is nothing to the filter that refused it', () => {
    const node = find(waiting, 'nodes', 'kind-worker2')
    if (!node) throw new Error('no node')
    const labels = { ...node.metadata.labels, disk: 'ssd' }
    const labeled = act(
      waiting,
      { type: 'update', manifest: { ...node, metadata: { ...node.metadata, labels } } },
      wait(60),
    )
    expect(events(labeled, 'FailedScheduling')).toEqual(events(waiting, 'FailedScheduling'))
  })

  test('is looked at again when a taint that kept it out is gone', () => {
    const open = act(change(waiting, 'nodes', 'kind-worker', { taints: [] }), SETTLE)
    expect(pods(open)).toEqual({ 'no-key': 'kind-worker Running', 'wants-ssd': '- Pending' })
    expect(events(open, 'FailedScheduling').at(-1)).toBe(`wants-ssd: ${message} x2`)
    expect(find(open, 'pods', 'wants-ssd', 'default')?.status?.conditions?.[0]?.message).toContain(
      "1 node(s) didn't match Pod's node affinity/selector, 2 node(s) had untolerated taint(s)",
    )
  })

  test('is looked at again when it tolerates more', () => {
    const key = {
      tolerations: [
        { key: 'team', operator: 'Exists' },
        ...(find(waiting, 'pods', 'no-key', 'default')?.spec.tolerations ?? []),
      ],
    }
    expect(pods(act(change(waiting, 'pods', 'no-key', key), SETTLE))['no-key']).toMatch(/^kind-worker2? Running$/)
  })

  test('is looked at again after five minutes of nothing', () => {
    expect(events(act(waiting, wait(296)), 'FailedScheduling')[0]).toBe(`no-key: ${message}`)
    expect(events(act(waiting, wait(297)), 'FailedScheduling')[0]).toBe(`no-key: ${message} x2`)
  })

  test('finds its place when another makes room', () => {
    const half = act(kind, create(pod('half', { ...onNode('kind-worker'), ...asking('5') })), SETTLE)
    const crowded = act(half, create(pod('late', { ...onNode('kind-worker'), ...asking('4') })), SETTLE)
    expect(pods(crowded)['late']).toBe('- Pending')
    expect(pods(act(crowded, remove('pods', 'half'), SETTLE))).toEqual({ late: 'kind-worker Running' })
  })

  test('waits on its gates and is not told of nodes', () => {
    const gated = act(kind, create(pod('gated', { schedulingGates: [{ name: 'example.com/wait' }] })), SETTLE)
    expect(events(gated, 'FailedScheduling')).toEqual([])
    expect(find(gated, 'pods', 'gated', 'default')?.status?.conditions).toMatchObject([{ reason: 'SchedulingGated' }])
    expect(pods(act(change(gated, 'pods', 'gated', { schedulingGates: [] }), SETTLE))['gated']).toMatch(/Running$/)
  })

  test('of another scheduler waits without a word', () => {
    const other = act(kind, create(pod('other', { schedulerName: 'mine' })), SETTLE)
    expect(pods(other)).toEqual({ other: '- Pending' })
    expect(events(other, 'FailedScheduling')).toEqual([])
  })
})

describe('a pod that matters more', () => {
  const full = act(
    kind,
    create(priorityClass('high', 100_000)),
    create(pod('a', { ...onNode('kind-worker'), ...asking('7') })),
    create(pod('b', { ...onNode('kind-worker2'), ...asking('7') })),
    SETTLE,
  )
  const promised = act(full, create(pod('vip', { priorityClassName: 'high', ...asking('6') })))

  test('has a less important one make room, and is promised its place', () => {
    const node = find(promised, 'pods', 'vip', 'default')?.status?.nominatedNodeName
    const victim = node === 'kind-worker' ? 'a' : 'b'
    expect(pods(promised)[victim]).toBe(`${node} Terminating`)
    const { uid } = find(promised, 'pods', 'vip', 'default')?.metadata ?? {}
    expect(events(promised, 'Preempted')).toEqual([`${victim}: Preempted by pod ${uid} on node ${node}`])
    expect(events(promised, 'FailedScheduling')).toEqual([
      `vip: 0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. preemption: found a potential placement for pod on node ${node}, preempting 1 victims`,
    ])
    const settled = act(promised, SETTLE)
    expect(pods(settled)['vip']).toBe(`${node} Running`)
    expect(find(settled, 'pods', 'vip', 'default')?.status?.nominatedNodeName).toBeUndefined()
  })

  test('keeps its promised place against a less important one that comes in between', () => {
    const between = act(promised, create(pod('small', asking('1500m'))), SETTLE)
    expect(pods(between)['vip']).toMatch(/Running$/)
  })

  test('has its turn first', () => {
    const shut = ['kind-worker', 'kind-worker2'].reduce(
      (cluster, node) => {
        return change(cluster, 'nodes', node, { unschedulable: true })
      },
      act(kind, create(priorityClass('high', 100_000))),
    )
    const both = act(
      shut,
      create(pod('low', asking('5'))),
      create(pod('vip', { priorityClassName: 'high', ...asking('5') })),
    )
    const open = act(change(both, 'nodes', 'kind-worker', { unschedulable: false }), SETTLE)
    expect(pods(open)).toEqual({ low: '- Pending', vip: 'kind-worker Running' })
  })
})
