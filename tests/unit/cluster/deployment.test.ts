import { describe, expect, test } from 'vitest'
import { type Cluster, find, list } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { act, change, create, events, onNode, pods, remove, SETTLE, wait, workload } from './acting.ts'

const kind = kindCluster()
const three = act(kind, create(workload('Deployment', 'web', onNode('kind-worker'), { replicas: 3 })), SETTLE)

function withImage(cluster: Cluster, image: string): Cluster {
  const { template } = find(cluster, 'deployments', 'web', 'default')?.spec ?? { template: undefined }
  const containers = [{ name: 'c', image }]
  return change(cluster, 'deployments', 'web', { template: { ...template, spec: { ...template?.spec, containers } } })
}

/** Revision, wanted and ready pods of each ReplicaSet, by revision. */
function sets(cluster: Cluster): readonly string[] {
  return list(cluster, 'replicasets', 'default')
    .map(({ metadata, spec, status }) => {
      const revision = metadata.annotations?.['deployment.kubernetes.io/revision']
      return `${revision}: ${spec?.replicas} ${status?.readyReplicas ?? 0}`
    })
    .sort()
}

function status(cluster: Cluster, name = 'web') {
  return find(cluster, 'deployments', name, 'default')?.status
}

function progress(cluster: Cluster) {
  return status(cluster)?.conditions?.find(({ type }) => type === 'Progressing')
}

describe('a Deployment', () => {
  test('has its pods made by a ReplicaSet, and says so', () => {
    expect(status(three)).toMatchObject({ replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 })
    const [replicaSet] = list(three, 'replicasets', 'default')
    const hash = replicaSet?.metadata.labels?.['pod-template-hash'] ?? ''
    expect(replicaSet?.metadata.name).toBe(`web-${hash}`)
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{4,10}$/)
    expect(replicaSet?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
      'deployment.kubernetes.io/revision': '1',
    })
    expect(events(three, 'ScalingReplicaSet')).toEqual([`web: Scaled up replica set web-${hash} from 0 to 3`])
    expect(find(three, 'deployments', 'web', 'default')?.metadata).toMatchObject({
      generation: 1,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
    })
    expect(progress(three)?.reason).toBe('NewReplicaSetAvailable')
  })

  test('moves to another template one pod at a time, never below what must be available', () => {
    const steps = [0, 1, 2, 3, 4, 5].map(seconds => sets(act(withImage(three, 'nginx:1.28'), wait(seconds))))
    expect(steps).toEqual([
      ['1: 3 3', '2: 1 0'],
      ['1: 2 2', '2: 2 1'],
      ['1: 1 1', '2: 3 2'],
      ['1: 0 0', '2: 3 3'],
      ['1: 0 0', '2: 3 3'],
      ['1: 0 0', '2: 3 3'],
    ])
  })

  test('stops halfway where the new pods find no place', () => {
    const full = change(three, 'nodes', 'kind-worker', { taints: [{ key: 'full', value: '1', effect: 'NoSchedule' }] })
    const stuck = act(withImage(full, 'nginx:1.28'), SETTLE)
    expect(sets(stuck)).toEqual(['1: 3 3', '2: 1 0'])
    expect(status(stuck)).toMatchObject({
      replicas: 4,
      updatedReplicas: 1,
      readyReplicas: 3,
      availableReplicas: 3,
      unavailableReplicas: 1,
    })
    expect(progress(stuck)?.reason).toBe('ReplicaSetUpdated')
    expect(progress(act(stuck, wait(610)))).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' })
  })

  test('goes back to an older template by the same ReplicaSet under a new revision', () => {
    const back = act(withImage(act(withImage(three, 'nginx:1.28'), SETTLE), 'nginx:1.27'), SETTLE)
    expect(sets(back)).toEqual(['2: 0 0', '3: 3 3'])
    const [old] = list(three, 'replicasets', 'default')
    expect(find(back, 'replicasets', old?.metadata.name ?? '', 'default')?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    })
  })

  test('is scaled by way of its ReplicaSet', () => {
    expect(sets(act(change(three, 'deployments', 'web', { replicas: 5 }), SETTLE))).toEqual(['1: 5 5'])
    expect(sets(act(change(three, 'deployments', 'web', { replicas: 0 }), SETTLE))).toEqual(['1: 0 0'])
  })

  test('that is scaled in the middle of a rollout shares the change out', () => {
    const ten = act(kind, create(workload('Deployment', 'web', onNode('kind-worker'), { replicas: 10 })), SETTLE)
    const full = change(ten, 'nodes', 'kind-worker', { taints: [{ key: 'full', value: '1', effect: 'NoSchedule' }] })
    const stuck = act(withImage(full, 'nginx:1.28'), SETTLE)
    expect(sets(stuck)).toEqual(['1: 8 8', '2: 5 0'])
    const grown = act(change(stuck, 'deployments', 'web', { replicas: 15 }), SETTLE)
    expect(sets(grown)).toEqual(['1: 12 8', '2: 7 0'])
  })

  test('changes nothing while it is paused but its size', () => {
    const paused = change(three, 'deployments', 'web', { paused: true })
    const changed = act(change(withImage(paused, 'nginx:1.28'), 'deployments', 'web', { replicas: 4 }), SETTLE)
    expect(sets(changed)).toEqual(['1: 4 4'])
    expect(progress(changed)?.reason).toBe('DeploymentPaused')
    expect(sets(act(change(changed, 'deployments', 'web', { paused: false }), SETTLE))).toEqual(['1: 0 0', '2: 4 4'])
  })

  test('with Recreate lets all old pods go first', () => {
    const plain = workload('Deployment', 'web', onNode('kind-worker'), { replicas: 2, strategy: { type: 'Recreate' } })
    const two = act(kind, create(plain), SETTLE)
    const steps = [0, 1, 2].map(seconds => sets(act(withImage(two, 'nginx:1.28'), wait(seconds))))
    expect(steps).toEqual([['1: 0 0'], ['1: 0 0', '2: 2 0'], ['1: 0 0', '2: 2 2']])
  })

  test('keeps as many old revisions as it is told', () => {
    const few = act(kind, create(workload('Deployment', 'web', {}, { revisionHistoryLimit: 1 })), SETTLE)
    const images = ['nginx:1', 'nginx:2', 'nginx:3']
    expect(sets(images.reduce((next, image) => act(withImage(next, image), SETTLE), few))).toEqual(['3: 0 0', '4: 1 1'])
  })

  test('whose ReplicaSet is deleted makes it again under its name', () => {
    const [old] = list(three, 'replicasets', 'default')
    const again = act(three, remove('replicasets', old?.metadata.name ?? ''), SETTLE)
    const [made] = list(again, 'replicasets', 'default')
    expect(made?.metadata.name).toBe(old?.metadata.name)
    expect(made?.metadata.uid).not.toBe(old?.metadata.uid)
    expect(Object.values(pods(again))).toEqual(Array(3).fill('kind-worker Running'))
  })
})

describe('a ReplicaSet', () => {
  test('adopts the pods that it selects and lets go of those it does not', () => {
    const lone = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'lone', labels: { app: 'rs' } },
      spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] },
    }
    const adopted = act(kind, create(lone), create(workload('ReplicaSet', 'rs', {}, { replicas: 2 })), SETTLE)
    expect(Object.keys(pods(adopted))).toHaveLength(2)
    const pod = find(adopted, 'pods', 'lone', 'default')
    expect(pod?.metadata.ownerReferences).toMatchObject([{ kind: 'ReplicaSet', name: 'rs', controller: true }])
    if (!pod) throw new Error('no pod')
    const manifest = { ...pod, metadata: { ...pod.metadata, labels: { app: 'other' } } }
    const freed = act(adopted, { type: 'update', manifest }, SETTLE)
    expect(find(freed, 'pods', 'lone', 'default')?.metadata.ownerReferences).toBeUndefined()
    expect(Object.keys(pods(freed))).toHaveLength(3)
  })

  test('tells of its first nine pods one by one, and of the others together', () => {
    const twenty = act(kind, create(workload('ReplicaSet', 'rs', {}, { replicas: 20 })))
    const told = events(twenty, 'SuccessfulCreate')
    expect(told.slice(0, 9).every(text => /^rs: Created pod: rs-[a-z0-9]{5}$/.test(text))).toBe(true)
    expect(told.slice(9)).toEqual([
      expect.stringMatching(/^rs: \(combined from similar events\): Created pod: rs-[a-z0-9]{5} x11$/),
    ])
  })

  test('deletes first the pods that do not run', () => {
    const spread = {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { app: 'rs' } },
        },
      ],
    }
    const five = act(kind, create(workload('ReplicaSet', 'rs', spread, { replicas: 5 })), SETTLE)
    expect(Object.values(pods(five)).filter(text => text === '- Pending')).toHaveLength(3)
    const two = act(change(five, 'replicasets', 'rs', { replicas: 2 }), SETTLE)
    expect(Object.values(pods(two)).sort()).toEqual(['kind-worker Running', 'kind-worker2 Running'])
  })

  test('says why it can make no pod, and tries again', () => {
    const late = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 }
    const refused = act(kind, create(workload('ReplicaSet', 'rs', { priorityClassName: 'high' })), wait(4))
    expect(events(refused, 'FailedCreate')[0]).toMatch(
      /^rs: Error creating: pods "rs-" is forbidden: no PriorityClass with name high was found x4$/,
    )
    expect(find(refused, 'replicasets', 'rs', 'default')?.status?.conditions).toMatchObject([
      { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' },
    ])
    expect(Object.values(pods(act(refused, create(late), wait(10))))).toHaveLength(1)
  })
})
