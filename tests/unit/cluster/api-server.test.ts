import { describe, expect, test } from 'vitest'
import { resourceNamed } from '../../../src/cluster/api-resource.ts'
import {
  type Answer,
  bindPod,
  type CreateOptions,
  createObject as create,
  deleteObject,
  evictPod,
  type UpdateOptions,
  updateObject as update,
} from '../../../src/cluster/api-server.ts'
import { type Cluster, find, putObject } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import type { KubeObject, Manifest } from '../../../src/cluster/object.ts'
import { INSPECTION } from '../../../src/kubernetes/admit.ts'

const kind = kindCluster()
const pods = resourceNamed('pods')

function createObject(cluster: Cluster, manifest: Manifest, options?: CreateOptions): Answer {
  return create(cluster, manifest, options, INSPECTION)
}

function updateObject(cluster: Cluster, manifest: Manifest, options?: UpdateOptions): Answer {
  return update(cluster, manifest, options, INSPECTION)
}

function podNamed(name: string, spec: object = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  }
}

function accepted(answer: Answer): { cluster: Cluster; object: KubeObject } {
  if (!answer.ok) throw new Error(answer.status.message)
  return answer
}

function refused(answer: Answer) {
  if (answer.ok) throw new Error(`accepted ${answer.object.metadata.name}`)
  return answer.status
}

describe('creating', () => {
  test('gives an object its namespace, UID, time, generation and version', () => {
    const { cluster, object } = accepted(createObject(kind, podNamed('web')))
    expect(object.metadata).toMatchObject({
      name: 'web',
      namespace: 'default',
      creationTimestamp: '2026-11-23T08:35:25Z',
      generation: 1,
      uid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      resourceVersion: String(kind.resourceVersion + 1),
    })
    expect(find(cluster, 'pods', 'web', 'default')).toBe(object)
  })

  test('makes different names and UIDs of one generateName, and the same from the same seed', () => {
    const manifest: Manifest = { ...podNamed(''), metadata: { generateName: 'web-' } }
    const first = accepted(createObject(kind, manifest))
    const second = accepted(createObject(first.cluster, manifest))
    expect(first.object.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(second.object.metadata.name).not.toBe(first.object.metadata.name)
    expect(accepted(createObject(kind, manifest)).object).toEqual(first.object)
  })

  test('with dry run answers and changes nothing', () => {
    const { cluster, object } = accepted(createObject(kind, podNamed('web'), { dryRun: true }))
    expect(cluster).toBe(kind)
    expect(object.metadata.uid).toBeDefined()
  })

  test.each<[string, Manifest, number, string, string]>([
    ['a name twice', podNamed('kindnet-dgp4p'), 409, 'AlreadyExists', 'pods "kindnet-dgp4p" already exists'],
    [
      'a Deployment twice',
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'coredns', namespace: 'kube-system' },
        spec: {
          selector: { matchLabels: { a: 'b' } },
          template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
        },
      },
      409,
      'AlreadyExists',
      'deployments.apps "coredns" already exists',
    ],
    [
      'an unknown namespace',
      { ...podNamed('x'), metadata: { name: 'x', namespace: 'nowhere' } },
      404,
      'NotFound',
      'namespaces "nowhere" not found',
    ],
    [
      'an unknown kind',
      { apiVersion: 'v1', kind: 'Pot', metadata: { name: 'x' } },
      404,
      'NotFound',
      'the server could not find the requested resource',
    ],
  ])('refuses %s', (_, manifest, code, reason, message) => {
    const options = manifest.metadata?.namespace ? {} : { namespace: 'kube-system' }
    expect(refused(createObject(kind, manifest, options))).toEqual({ code, reason, message, causes: [] })
  })
})

describe('updating', () => {
  const coredns = find(kind, 'deployments', 'coredns', 'kube-system')
  if (!coredns) throw new Error('kind has no coredns')

  test('a changed spec counts a generation and keeps the status', () => {
    const { object } = accepted(updateObject(kind, { ...coredns, spec: { ...coredns.spec, replicas: 3 }, status: {} }))
    expect(object.metadata.generation).toBe(2)
    expect(object['status']).toEqual(coredns.status)
    expect(object.metadata.uid).toBe(coredns.metadata.uid)
  })

  test('an object that stays the same keeps its version', () => {
    const answer = accepted(updateObject(kind, structuredClone(coredns)))
    expect(answer.cluster).toBe(kind)
  })

  test('a status changes nothing but the status', () => {
    const changed = { ...coredns, spec: {}, status: { replicas: 7 } }
    const { object } = accepted(updateObject(kind, changed, { subresource: 'status' }))
    expect(object['spec']).toBe(coredns.spec)
    expect(object['status']).toEqual({ replicas: 7 })
    expect(object.metadata.generation).toBe(1)
  })

  test('refuses an older state', () => {
    const old = { ...coredns, metadata: { ...coredns.metadata, resourceVersion: '1' } }
    expect(refused(updateObject(kind, old))).toMatchObject({
      code: 409,
      message:
        'Operation cannot be fulfilled on deployments.apps "coredns": the object has been modified; please apply your changes to the latest version and try again',
    })
  })
})

test.each<[string, unknown]>([
  ['a list', []],
  ['a number', 0],
])('an update whose name is %s is refused as unreadable', (_, name) => {
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } } as Manifest
  expect(refused(updateObject(kind, manifest))).toMatchObject({ code: 400, reason: 'BadRequest' })
})

describe('deleting', () => {
  test('a running pod ends when its period is over', () => {
    const { cluster, object } = accepted(deleteObject(kind, pods, 'kindnet-dgp4p', 'kube-system'))
    expect(object.metadata).toMatchObject({
      deletionTimestamp: '2026-11-23T08:35:55Z',
      deletionGracePeriodSeconds: 30,
      generation: 2,
    })
    expect(find(cluster, 'pods', 'kindnet-dgp4p', 'kube-system')).toBe(object)
  })

  test('the time of a pod that is ending becomes shorter, never longer', () => {
    const { cluster } = accepted(deleteObject(kind, pods, 'kindnet-dgp4p', 'kube-system'))
    const again = accepted(deleteObject(cluster, pods, 'kindnet-dgp4p', 'kube-system', { gracePeriodSeconds: 60 }))
    expect(again.cluster).toBe(cluster)
    const sooner = accepted(deleteObject(cluster, pods, 'kindnet-dgp4p', 'kube-system', { gracePeriodSeconds: 5 }))
    expect(sooner.object.metadata).toMatchObject({
      deletionTimestamp: '2026-11-23T08:35:30Z',
      deletionGracePeriodSeconds: 5,
      generation: 2,
    })
  })

  test.each([
    ['with a period of 0 s', 'kindnet-dgp4p', { gracePeriodSeconds: 0 }],
    ['without a node', 'web', {}],
  ])('a pod %s is gone at once', (_, name, options) => {
    const { cluster } = accepted(createObject(kind, podNamed('web'), { namespace: 'kube-system' }))
    const gone = accepted(deleteObject(cluster, pods, name, 'kube-system', options))
    expect(find(gone.cluster, 'pods', name, 'kube-system')).toBeUndefined()
  })

  test('refuses what is not there, and a namespace that must stay', () => {
    expect(refused(deleteObject(kind, pods, 'nope', 'default')).message).toBe('pods "nope" not found')
    expect(refused(deleteObject(kind, resourceNamed('namespaces'), 'kube-system'))).toMatchObject({
      code: 403,
      message: 'namespaces "kube-system" is forbidden: this namespace may not be deleted',
    })
  })

  test('waits for finalizers, and the last one that goes takes the object along', () => {
    const held = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', finalizers: ['example.com/hold'] } }
    const { cluster } = accepted(createObject(kind, held))
    const waiting = accepted(deleteObject(cluster, resourceNamed('configmaps'), 'c', 'default'))
    expect(waiting.object.metadata.deletionTimestamp).toBe('2026-11-23T08:35:25Z')
    const { finalizers: _, ...metadata } = waiting.object.metadata
    const { cluster: after } = accepted(updateObject(waiting.cluster, { ...waiting.object, metadata }))
    expect(refused(deleteObject(after, resourceNamed('configmaps'), 'c', 'default')).reason).toBe('NotFound')
  })
})

describe('evicting', () => {
  function withBudget(disruptionsAllowed: number): Cluster {
    return putObject(kind, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'dns', namespace: 'kube-system', generation: 1 },
      spec: { minAvailable: 2, selector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
      status: { observedGeneration: 1, disruptionsAllowed, currentHealthy: 2, desiredHealthy: 2, expectedPods: 2 },
    })
  }

  test('is refused when the budget is used up', () => {
    expect(refused(evictPod(withBudget(0), 'coredns-559f6c778d-r2c2s', 'kube-system'))).toEqual({
      code: 429,
      reason: 'TooManyRequests',
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      causes: [
        {
          reason: 'DisruptionBudget',
          message: 'The disruption budget dns needs 2 healthy pods and has 2 currently',
          field: '',
        },
      ],
    })
  })

  test('uses the budget up, says why in the pod, and deletes it', () => {
    const { cluster, object } = accepted(evictPod(withBudget(1), 'coredns-559f6c778d-r2c2s', 'kube-system'))
    expect(object.metadata.deletionTimestamp).toBeDefined()
    expect(find(cluster, 'poddisruptionbudgets', 'dns', 'kube-system')?.status).toMatchObject({
      disruptionsAllowed: 0,
      disruptedPods: { 'coredns-559f6c778d-r2c2s': '2026-11-23T08:35:25Z' },
    })
    expect(object).toHaveProperty(
      'status.conditions',
      expect.arrayContaining([expect.objectContaining({ type: 'DisruptionTarget', reason: 'EvictionByEvictionAPI' })]),
    )
  })
})

describe('binding', () => {
  test('gives a pod its node, once', () => {
    const { cluster } = accepted(createObject(kind, podNamed('web')))
    const bound = accepted(bindPod(cluster, 'web', 'default', 'kind-worker'))
    expect(find(bound.cluster, 'pods', 'web', 'default')?.spec.nodeName).toBe('kind-worker')
    expect(refused(bindPod(bound.cluster, 'web', 'default', 'kind-worker2')).message).toBe(
      'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "kind-worker"',
    )
  })
})
