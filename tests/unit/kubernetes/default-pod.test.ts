import { expect, test } from 'vitest'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import { pod, podWith, stored, workload } from './objects.ts'

function spec(object: unknown): Pod['spec'] {
  return (stored(object) as unknown as Pod).spec
}

test('what is said is not filled in', () => {
  const said = {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 0,
    dnsPolicy: 'Default',
    securityContext: { runAsUser: 5 },
    schedulerName: 'mine',
    enableServiceLinks: false,
  }
  expect(spec(pod(said))).toMatchObject(said)
  const container = {
    terminationMessagePath: '/x',
    terminationMessagePolicy: 'FallbackToLogsOnError',
    imagePullPolicy: 'Never',
  }
  expect(spec(podWith(container)).containers[0]).toMatchObject(container)
})

test('a pod’s grace period is at least 1, a template’s is what it is', () => {
  expect(spec(pod({ terminationGracePeriodSeconds: -5 })).terminationGracePeriodSeconds).toBe(1)
  const deployment = stored(workload('Deployment', {}, { terminationGracePeriodSeconds: -5 }))
  expect(deployment.spec).toMatchObject({ template: { spec: { terminationGracePeriodSeconds: -5 } } })
})

test.each<[object, object]>([
  [{ limits: { cpu: '1' } }, { limits: { cpu: '1' }, requests: { cpu: '1' } }],
  [
    { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } },
    { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } },
  ],
  [{ requests: { cpu: '1' } }, { requests: { cpu: '1' } }],
])('resources %j become %j', (resources, filled) => {
  expect(spec(podWith({ resources })).containers[0]?.resources).toEqual(filled)
  expect(spec(pod({ initContainers: [{ name: 'i', image: 'x', resources }] })).initContainers?.[0]?.resources).toEqual(
    filled,
  )
})

test('a template’s requests are not filled in', () => {
  const container = { name: 'c', image: 'x', resources: { limits: { cpu: '1' } } }
  const { spec } = stored(workload('ReplicaSet', {}, { containers: [container] }))
  expect(spec).toMatchObject({ template: { spec: { containers: [{ resources: { limits: { cpu: '1' } } }] } } })
  expect(JSON.stringify(spec)).not.toContain('requests')
})

test('a port is TCP, and on the host’s network the host’s', () => {
  const ports = [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP', hostPort: 53 }]
  expect(spec(podWith({ ports })).containers[0]?.ports).toEqual([
    { containerPort: 80, protocol: 'TCP' },
    { containerPort: 53, protocol: 'UDP', hostPort: 53 },
  ])
  expect(spec(podWith({ ports }, { hostNetwork: true })).containers[0]?.ports).toEqual([
    { containerPort: 80, protocol: 'TCP', hostPort: 80 },
    { containerPort: 53, protocol: 'UDP', hostPort: 53 },
  ])
})

test('probes are filled in', () => {
  const numbers = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }
  const { containers } = spec(
    podWith({
      livenessProbe: { httpGet: { port: 80 } },
      readinessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 5 },
      startupProbe: { grpc: { port: 9000 } },
    }),
  )
  expect(containers[0]?.livenessProbe).toEqual({ ...numbers, httpGet: { path: '/', port: 80, scheme: 'HTTP' } })
  expect(containers[0]?.readinessProbe).toEqual({ ...numbers, periodSeconds: 5, tcpSocket: { port: 'http' } })
  expect(containers[0]?.startupProbe).toEqual({ ...numbers, grpc: { port: 9000, service: '' } })
})

test.each<[object, object]>([
  [{}, { emptyDir: {} }],
  [{ emptyDir: { medium: 'Memory' } }, { emptyDir: { medium: 'Memory' } }],
  [{ configMap: { name: 'x' } }, { configMap: { name: 'x', defaultMode: 420 } }],
  [{ secret: { secretName: 'x', defaultMode: 256 } }, { secret: { secretName: 'x', defaultMode: 256 } }],
  [{ downwardAPI: {} }, { downwardAPI: { defaultMode: 420 } }],
  [{ projected: { sources: [] } }, { projected: { sources: [], defaultMode: 420 } }],
  [{ hostPath: { path: '/x' } }, { hostPath: { path: '/x', type: '' } }],
  [{ persistentVolumeClaim: { claimName: 'x' } }, { persistentVolumeClaim: { claimName: 'x' } }],
  [{ nfs: { server: 'x', path: '/' } }, { nfs: { server: 'x', path: '/' } }],
])('a volume %j becomes %j', (source, filled) => {
  const { volumes } = spec(pod({ volumes: [{ name: 'v', ...source }] }))
  expect(volumes?.[0]).toEqual({ name: 'v', ...filled })
})

test('containers of every sort are filled in', () => {
  const { initContainers } = spec(pod({ initContainers: [{ name: 'i', image: 'x' }] }))
  expect(initContainers?.[0]).toMatchObject({ imagePullPolicy: 'Always', terminationMessagePolicy: 'File' })
})

test('a variable that names a field names it of v1', () => {
  const named = { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }
  const old = { name: 'OLD', valueFrom: { fieldRef: { apiVersion: 'v0', fieldPath: 'metadata.name' } } }
  const said = { name: 'A', value: 'b' }
  const fromMap = { name: 'M', valueFrom: { configMapKeyRef: { name: 'm', key: 'k' } } }
  expect(spec(podWith({ env: [named, old, said, fromMap] })).containers[0]?.env).toEqual([
    { name: 'NODE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
    old,
    said,
    fromMap,
  ])
})
