import { describe, expect, test } from 'vitest'
import { resourceNamed } from '../../../src/cluster/api-resource.ts'
import { createObject } from '../../../src/cluster/api-server.ts'
import { type Cluster, find, findObject, listObjects } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import type { Manifest } from '../../../src/cluster/object.ts'
import { valuesUnder } from '../../../src/cluster/sorted-map.ts'
import { INSPECTION } from '../../../src/kubernetes/admit.ts'
import { act, change, create, pods, remove, SETTLE, wait, workload } from './acting.ts'

const kind = kindCluster()
const containers = [{ name: 'c', image: 'nginx:1.27', ports: [{ containerPort: 80, name: 'http' }] }]
const web = act(kind, create(workload('Deployment', 'web', { containers }, { replicas: 2 })), SETTLE)

function service(name: string, spec: object = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
  }
}

function slices(cluster: Cluster) {
  return listObjects(cluster, resourceNamed('endpointslices'), 'default').map(({ endpoints, ports }) => ({
    endpoints,
    ports,
  }))
}

describe('a Service', () => {
  test('is given an address, and a port on every node if it asks for one', () => {
    const made = act(kind, create(service('a')), create(service('b', { type: 'NodePort' })))
    const [a, b] = ['a', 'b'].map(name => find(made, 'services', name, 'default')?.spec)
    expect(a).toMatchObject({
      type: 'ClusterIP',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      clusterIP: expect.stringMatching(/^10\.96\.[0-9]+\.[0-9]+$/),
    })
    expect(a?.clusterIPs).toEqual([a?.clusterIP])
    expect(b?.clusterIP).not.toBe(a?.clusterIP)
    const port = b?.ports?.[0]?.nodePort ?? 0
    expect(port).toBeGreaterThanOrEqual(30_000)
    expect(port).toBeLessThanOrEqual(32_767)
  })

  test.each<[string, object, string]>([
    [
      'an address that is taken',
      { clusterIP: '10.96.0.10' },
      'Service "x" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.10"]: failed to allocate IP 10.96.0.10: provided IP is already allocated',
    ],
    [
      'an address out of range',
      { clusterIP: '10.1.2.3' },
      'Service "x" is invalid: spec.clusterIPs: Invalid value: ["10.1.2.3"]: failed to allocate IP 10.1.2.3: the provided IP (10.1.2.3) is not in the valid range. The range of valid IPs is 10.96.0.0/16',
    ],
    [
      'a port out of range',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
      'Service "x" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
    ],
  ])('is refused %s', (_, spec, message) => {
    const answer = createObject(kind, service('x', spec), {}, INSPECTION)
    expect(answer).toMatchObject({ ok: false, status: { code: 422, message } })
  })

  test('keeps what it was given when it is written anew', () => {
    const made = act(kind, create(service('b', { type: 'NodePort' })))
    const before = find(made, 'services', 'b', 'default')?.spec
    const again = act(made, {
      type: 'update',
      manifest: { ...service('b', { type: 'NodePort', ports: [{ port: 80, targetPort: 81 }] }) },
    })
    const after = find(again, 'services', 'b', 'default')?.spec
    expect(after?.clusterIP).toBe(before?.clusterIP)
    expect(after?.ports).toMatchObject([{ targetPort: 81, nodePort: before?.ports?.[0]?.nodePort }])
  })

  test('knows the pods that it selects, by address and by the number behind a port name', () => {
    const exposed = act(web, create(service('web', { ports: [{ port: 8080, targetPort: 'http' }] })))
    const [slice] = slices(exposed)
    expect(slice?.ports).toEqual([{ name: '', port: 80, protocol: 'TCP' }])
    const conditions = { ready: true, serving: true, terminating: false }
    expect(slice?.endpoints).toHaveLength(2)
    expect(slice?.endpoints).toContainEqual(
      expect.objectContaining({ addresses: ['10.244.2.2'], conditions, nodeName: 'kind-worker' }),
    )
    const endpoints = findObject(exposed, resourceNamed('endpoints'), 'web', 'default')
    expect(endpoints?.['subsets']).toMatchObject([
      { addresses: [{ ip: '10.244.2.2' }, { ip: '10.244.3.2' }], ports: [{ port: 80, protocol: 'TCP' }] },
    ])
  })

  test('follows its pods: not ready as they end, gone when they are', () => {
    const exposed = act(web, create(service('web')))
    const [first = ''] = Object.keys(pods(exposed))
    const ending = act(exposed, remove('pods', first))
    expect(slices(ending)[0]?.endpoints).toContainEqual(
      expect.objectContaining({ conditions: { ready: false, serving: true, terminating: true } }),
    )
    const none = act(change(exposed, 'deployments', 'web', { replicas: 0 }), SETTLE)
    expect(slices(none)).toEqual([{ endpoints: [], ports: [] }])
    expect(findObject(none, resourceNamed('endpoints'), 'web', 'default')?.['subsets']).toBeUndefined()
  })

  test('takes its endpoints along when it is deleted', () => {
    const gone = act(web, create(service('web')), remove('services', 'web'))
    expect(slices(gone)).toEqual([])
    expect(findObject(gone, resourceNamed('endpoints'), 'web', 'default')).toBeUndefined()
  })
})

describe('a namespace', () => {
  const team: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }

  test('comes with an account and the root certificate', () => {
    const made = act(kind, create(team))
    expect(findObject(made, resourceNamed('serviceaccounts'), 'default', 'team')).toBeDefined()
    expect(findObject(made, resourceNamed('configmaps'), 'kube-root-ca.crt', 'team')).toMatchObject({
      data: findObject(kind, resourceNamed('configmaps'), 'kube-root-ca.crt', 'default')?.['data'],
    })
  })

  test('that is deleted is emptied first, and takes nothing in meanwhile', () => {
    const inside = { ...workload('Deployment', 'web'), metadata: { name: 'web', namespace: 'team' } }
    const used = act(kind, create(team), create(inside), SETTLE)
    const ending = act(used, { type: 'delete', resource: 'namespaces', name: 'team' })
    expect(find(ending, 'namespaces', 'team')?.status).toEqual({ phase: 'Terminating' })
    expect(Object.values(pods(ending, 'team'))[0]).toMatch(/Terminating$/)
    const late: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late', namespace: 'team' } }
    expect(createObject(ending, late, {}, INSPECTION)).toMatchObject({
      ok: false,
      status: {
        code: 403,
        message:
          'configmaps "late" is forbidden: unable to create new content in namespace team because it is being terminated',
      },
    })
    const gone = act(ending, wait(1))
    expect(find(gone, 'namespaces', 'team')).toBeUndefined()
    expect(Object.values(gone.objects).flatMap(objects => valuesUnder(objects, 'team/'))).toEqual([])
  })
})

describe('a PodDisruptionBudget', () => {
  function budget(spec: object): Manifest {
    return {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web' },
      spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
    }
  }

  test.each<[string, object, object]>([
    [
      'a number that must be available',
      { minAvailable: 1 },
      { currentHealthy: 2, desiredHealthy: 1, disruptionsAllowed: 1, expectedPods: 2 },
    ],
    [
      'a share that must be available',
      { minAvailable: '75%' },
      { currentHealthy: 2, desiredHealthy: 2, disruptionsAllowed: 0 },
    ],
    [
      'a number that may be missing',
      { maxUnavailable: 1 },
      { desiredHealthy: 1, disruptionsAllowed: 1, expectedPods: 2 },
    ],
  ])('counts %s', (_, spec, status) => {
    expect(find(act(web, create(budget(spec))), 'poddisruptionbudgets', 'web', 'default')?.status).toMatchObject(status)
  })

  test('lets pods be evicted one after the other as they are replaced', () => {
    const guarded = act(web, create(budget({ minAvailable: 1 })))
    const [first = '', second = ''] = Object.keys(pods(guarded))
    const evicted = act(guarded, { type: 'evict', name: first, namespace: 'default' })
    expect(find(evicted, 'poddisruptionbudgets', 'web', 'default')?.status).toMatchObject({
      currentHealthy: 1,
      disruptionsAllowed: 0,
    })
    expect(() => act(evicted, { type: 'evict', name: second, namespace: 'default' })).toThrow(
      "Cannot evict pod as it would violate the pod's disruption budget.",
    )
    const replaced = act(evicted, wait(2), { type: 'evict', name: second, namespace: 'default' })
    expect(pods(replaced)[second]).toMatch(/Terminating$/)
  })
})
