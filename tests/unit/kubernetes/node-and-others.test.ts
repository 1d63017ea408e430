import { expect, test } from 'vitest'
import { admitUpdate } from '../../../src/kubernetes/admit.ts'
import type { ApiObject } from '../../../src/kubernetes/prepare.ts'
import { validateNewNode } from '../../../src/kubernetes/validate-node.ts'
import { faults, refusal, stored, updateFaults } from './objects.ts'

function node(spec: object = {}, rest: object = {}): ApiObject {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec, ...rest }
}

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }

test.each<[string, object[], object[]]>([
  ['nothing', [], [NOT_READY]],
  ['another taint', [{ key: 'a', effect: 'NoExecute' }], [{ key: 'a', effect: 'NoExecute' }, NOT_READY]],
  ['that taint, with a value', [{ ...NOT_READY, value: 'x' }], [{ ...NOT_READY, value: 'x' }]],
  [
    'that key with another effect',
    [{ ...NOT_READY, effect: 'NoExecute' }],
    [{ ...NOT_READY, effect: 'NoExecute' }, NOT_READY],
  ],
])('a new node with %s is not ready yet', (_, taints, expected) => {
  expect(stored(node({ taints })).spec).toEqual({ taints: expected })
})

test('what can be allocated is all there is, unless it is said', () => {
  const capacity = { cpu: '8', memory: '16Gi' }
  expect(stored(node({}, { status: { capacity } })).status).toMatchObject({ capacity, allocatable: capacity })
  expect(stored(node({}, { status: { capacity, allocatable: { cpu: '7' } } })).status).toMatchObject({
    allocatable: { cpu: '7' },
  })
  expect(stored(node({})).status).not.toHaveProperty('allocatable')
})

test('a node belongs to no namespace, whatever it says', () => {
  const homed = { ...node(), metadata: { name: 'n', namespace: 'x' } }
  expect(stored(homed).metadata).toEqual({ name: 'n' })
  const old = stored(node())
  expect(admitUpdate({ ...old, metadata: homed.metadata }, old)).toMatchObject({
    ok: true,
    value: { metadata: { name: 'n' } },
  })
  expect(validateNewNode({ metadata: homed.metadata })).toMatchObject([
    { path: 'metadata.namespace', code: 'namespace-not-allowed', text: 'Forbidden: not allowed on this type' },
  ])
})

test.each<[string, ApiObject, string[]]>([
  ['a bad name', { ...node(), metadata: { name: 'N' } }, ['metadata.name: dns-subdomain-format']],
  [
    'taints',
    node({ taints: [{ key: '', effect: '' }] }),
    [
      'metadata.taints[0].key: label-key-name-empty',
      'metadata.taints[0].key: label-key-name-format',
      'metadata.taints[0].effect: effect-required',
    ],
  ],
  [
    'negative amounts',
    node({}, { status: { capacity: { cpu: '-1', pods: '1.5' } } }),
    [
      'status.capacity.cpu: negative',
      'status.capacity.pods: not-whole',
      'status.allocatable.cpu: negative',
      'status.allocatable.pods: not-whole',
    ],
  ],
])('a node with %s is refused', (_, object, expected) => {
  expect(faults(object)).toEqual(expected)
})

test.each<[string, object, string[]]>([
  ['cordoned', { unschedulable: true }, []],
  ['tainted', { taints: [{ key: 'a', effect: 'NoExecute' }] }, []],
  [
    'tainted twice',
    {
      taints: [
        { key: 'a', effect: 'NoExecute' },
        { key: 'a', effect: 'NoExecute' },
      ],
    },
    ['metadata.taints[1]: taint-not-unique'],
  ],
  ['given another address range', { podCIDRs: ['10.1.0.0/24'] }, ['spec.podCIDRs: pod-cidr-changed']],
  ['given no address range', { podCIDRs: [] }, ['spec.podCIDRs: pod-cidr-changed']],
  ['given another provider', { providerID: 'kind://b' }, ['spec.providerID: provider-id-changed']],
  ['given no provider', { providerID: '' }, ['spec.providerID: provider-id-changed']],
])('a node is %s', (_, spec, expected) => {
  const old = stored(node({ podCIDRs: ['10.0.0.0/24'], providerID: 'kind://a' }))
  expect(updateFaults({ ...old, spec: { ...(old.spec as object), ...spec } }, old)).toEqual(expected)
})

test('a node says what it cannot change', () => {
  const old = stored(node({ podCIDRs: ['10.0.0.0/24'], providerID: 'kind://a' }))
  expect(admitUpdate({ ...old, spec: {} }, old)).toMatchObject({
    status: {
      message:
        'Node "n" is invalid: [spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid, spec.providerID: Forbidden: node updates may not change providerID except from "" to valid]',
    },
  })
})

test('a node gets its address range and provider once; its status is not its own to write', () => {
  const old = stored(node())
  const update = {
    ...old,
    spec: { podCIDRs: ['10.0.0.0/24'], providerID: 'kind://a' },
    status: { capacity: { cpu: '1' } },
  }
  expect(admitUpdate(update, old)).toMatchObject({ ok: true, value: { status: old.status } })
  const { status: _, ...bare } = old
  const admitted = admitUpdate(bare, bare as ApiObject)
  expect(admitted.ok && admitted.value).not.toHaveProperty('status')
})

test.each<[string, object, object]>([
  [
    'Namespace',
    {},
    {
      metadata: { labels: { 'kubernetes.io/metadata.name': 'x' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    },
  ],
  [
    'Service',
    { spec: { ports: [{ port: 80 }] } },
    {
      spec: {
        type: 'ClusterIP',
        sessionAffinity: 'None',
        internalTrafficPolicy: 'Cluster',
        ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
      },
    },
  ],
  [
    'Service',
    { spec: { type: 'NodePort', ports: [{ port: 80, targetPort: 'http', protocol: 'UDP' }] } },
    { spec: { externalTrafficPolicy: 'Cluster', ports: [{ protocol: 'UDP', targetPort: 'http' }] } },
  ],
  ['Service', { spec: { type: 'LoadBalancer' } }, { spec: { externalTrafficPolicy: 'Cluster' } }],
  ['ConfigMap', { data: { a: 'b' } }, { data: { a: 'b' }, metadata: { namespace: 'default' } }],
])('a %s with %j becomes %j', (kind, fields, expected) => {
  expect(stored({ apiVersion: 'v1', kind, metadata: { name: 'x' }, ...fields })).toMatchObject(expected)
})

test('a Service outside the cluster has no policy within', () => {
  const service = stored({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'x' },
    spec: { type: 'ExternalName', externalName: 'a.b' },
  })
  expect(service.spec).not.toHaveProperty('internalTrafficPolicy')
  expect(stored({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } }).spec).not.toHaveProperty(
    'externalTrafficPolicy',
  )
})

test('a PriorityClass preempts unless it says otherwise, and belongs to no namespace', () => {
  const priorityClass = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'x' }, value: 5 }
  expect(stored(priorityClass)).toEqual({ ...priorityClass, preemptionPolicy: 'PreemptLowerPriority' })
  expect(stored({ ...priorityClass, preemptionPolicy: 'Never' })).toMatchObject({ preemptionPolicy: 'Never' })
})

test('a PriorityClass knows two policies of preemption', () => {
  const priorityClass = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'x' }, value: 5 }
  expect(faults({ ...priorityClass, preemptionPolicy: 'Never' })).toEqual([])
  expect(faults({ ...priorityClass, preemptionPolicy: 'Sometimes' })).toEqual(['preemptionPolicy: unsupported-value'])
})

test('a namespace is named as a DNS label', () => {
  const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  expect(faults(namespace('a.b'))).toEqual(['metadata.name: dns-label-format'])
  expect(faults({ apiVersion: 'v1', kind: 'Namespace', metadata: { generateName: 'a-' } })).toEqual([])
})

test('a budget’s fields are read by their types', () => {
  const budget = (spec: object) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'x' },
    spec,
  })
  expect(faults(budget({ minAvailable: '50%', selector: {} }))).toEqual([])
  expect(refusal(budget({ minAvailable: true }))).toBe(
    'PodDisruptionBudget in version "v1" cannot be handled as a PodDisruptionBudget: json: cannot unmarshal bool into Go struct field PodDisruptionBudgetSpec.spec.minAvailable of type int32',
  )
})

test('of a kind without rules the metadata is looked at and the rest kept', () => {
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'x', labels: { a: 'b' } }, spec: { any: [1] } }
  expect(stored(job)).toEqual({ ...job, metadata: { ...job.metadata, namespace: 'default' } })
  expect(refusal({ ...job, metadata: { name: 'X' } })).toMatch(/^Job\.batch "X" is invalid: metadata\.name: /)
  expect(refusal({ ...job, metadata: { name: 5 } })).toBe(
    'Job in version "v1" cannot be handled as a Job: json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string',
  )
  expect(refusal({ apiVersion: 'batch/v1', kind: 'Job' })).toContain('name or generateName is required')
  const volume = { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'x', namespace: 'y' } }
  expect(stored(volume).metadata).toEqual({ name: 'x' })
  const old = stored(job)
  expect(updateFaults({ ...old, metadata: { ...old.metadata, name: 'y' } }, old)).toEqual(['metadata.name: immutable'])
  const versioned = (resourceVersion: string) => ({ ...old, metadata: { ...old.metadata, resourceVersion } })
  expect(admitUpdate(versioned('1'), versioned('2'))).toMatchObject({
    status: { message: expect.stringMatching(/^Operation cannot be fulfilled on jobs\.batch "x": /) },
  })
})

test('an update that is no object is refused', () => {
  expect(updateFaults(5, stored(node()))).toEqual(['BadRequest'])
})

test('the version of a server reaches its words', () => {
  const object = { ...node(), metadata: { name: 'n', labels: { 'a/b/c': '' } } }
  expect(refusal(object, { version: '1.34' })).toContain('a qualified name must')
  expect(refusal(object)).toContain('a valid label key must')
  const old = stored(node())
  const admitted = admitUpdate({ ...old, metadata: { ...old.metadata, labels: { 'a/b/c': '' } } }, old, {
    version: '1.34',
  })
  expect(admitted).toMatchObject({ status: { message: expect.stringContaining('a qualified name must') } })
})
