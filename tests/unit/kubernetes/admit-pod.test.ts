import { expect, test } from 'vitest'
import { withDefaultTolerations } from '../../../src/kubernetes/admit-pod.ts'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { pod, podWith, refusal, stored } from './objects.ts'

const NOT_READY = 'node.kubernetes.io/not-ready'
const UNREACHABLE = 'node.kubernetes.io/unreachable'

test.each<[string, Toleration[], string[]]>([
  ['nothing', [], [NOT_READY, UNREACHABLE]],
  ['the passe-partout', [{ operator: 'Exists' }], []],
  ['everything of NoExecute', [{ operator: 'Exists', effect: 'NoExecute' }], []],
  ['everything of another effect', [{ operator: 'Exists', effect: 'NoSchedule' }], [NOT_READY, UNREACHABLE]],
  ['one of the keys', [{ key: NOT_READY, operator: 'Exists' }], [UNREACHABLE]],
  ['the other key', [{ key: UNREACHABLE, operator: 'Equal', value: 'x', effect: 'NoExecute' }], [NOT_READY]],
  ['one of the keys with another effect', [{ key: NOT_READY, effect: 'NoSchedule' }], [NOT_READY, UNREACHABLE]],
  ['another key', [{ key: 'a', operator: 'Exists' }], [NOT_READY, UNREACHABLE]],
])('to %s are added those of 300 s that are missing', (_, tolerations, added) => {
  expect(withDefaultTolerations(tolerations)).toEqual([
    ...tolerations,
    ...added.map(key => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })),
  ])
})

function spec(object: unknown, context = {}): Pod['spec'] {
  return (stored(object, context) as unknown as Pod).spec
}

test('a service account brings its token into every container that has none there', () => {
  const own = { name: 'own', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }
  const { volumes, containers, initContainers, serviceAccountName, serviceAccount } = spec(
    pod({
      containers: [
        { name: 'a', image: 'x' },
        { name: 'b', image: 'x', volumeMounts: [own] },
      ],
      initContainers: [{ name: 'i', image: 'x' }],
      volumes: [{ name: 'own' }],
    }),
  )
  expect([serviceAccountName, serviceAccount]).toEqual(['default', 'default'])
  expect(volumes?.map(({ name }) => name)).toEqual(['own', 'kube-api-access-abcde'])
  expect(containers[0]?.volumeMounts).toEqual([
    { name: 'kube-api-access-abcde', readOnly: true, mountPath: own.mountPath },
  ])
  expect(containers[1]?.volumeMounts).toEqual([own])
  expect(initContainers?.[0]?.volumeMounts).toHaveLength(1)
})

test.each<[string, object, object]>([
  ['nobody wants it', { automountServiceAccountToken: false }, {}],
  ['the pod mirrors a static one', {}, { annotations: { 'kubernetes.io/config.mirror': 'x' } }],
])('no token is mounted where %s', (_, given, metadata) => {
  const { volumes, containers } = spec(pod(given, metadata))
  expect(volumes).toBeUndefined()
  expect(containers[0]?.volumeMounts).toBeUndefined()
})

test('no token is mounted where every container has its own', () => {
  const own = { name: 'own', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }
  expect(spec(podWith({ volumeMounts: [own] })).volumes).toBeUndefined()
})

test('a mirror of a static pod gets no service account', () => {
  const mirror = pod({}, { annotations: { 'kubernetes.io/config.mirror': 'x' } })
  expect(spec(mirror, { hasServiceAccount: () => false }).serviceAccountName).toBeUndefined()
})

test('either spelling of the service account gives both', () => {
  for (const given of [
    { serviceAccount: 'robot' },
    { serviceAccountName: 'robot' },
    { serviceAccountName: 'robot', serviceAccount: 'x' },
  ]) {
    const { serviceAccountName, serviceAccount } = spec(pod(given))
    expect([serviceAccountName, serviceAccount]).toEqual(['robot', 'robot'])
  }
})

test('a service account that is not there is refused', () => {
  const hasServiceAccount = (namespace: string, name: string) => namespace === 'team' && name === 'robot'
  expect(spec(pod({ serviceAccountName: 'robot' }, { namespace: 'team' }), { hasServiceAccount }).serviceAccount).toBe(
    'robot',
  )
  expect(refusal(pod(), { hasServiceAccount })).toBe(
    'pods "p" is forbidden: error looking up service account default/default: serviceaccount "default" not found',
  )
})

const classes = [
  { metadata: { name: 'high' }, value: 1000 },
  { metadata: { name: 'polite' }, value: 10, preemptionPolicy: 'Never' },
] as const

test.each<[string, object, object, object]>([
  ['without a class', {}, {}, { priority: 0, preemptionPolicy: 'PreemptLowerPriority' }],
  ['of the system', { priorityClassName: 'system-cluster-critical' }, {}, { priority: 2_000_000_000 }],
  ['of the node', { priorityClassName: 'system-node-critical' }, {}, { priority: 2_000_001_000 }],
  [
    'with its class',
    { priorityClassName: 'high' },
    { priorityClasses: classes },
    { priority: 1000, priorityClassName: 'high' },
  ],
  ['with a polite class', { priorityClassName: 'polite' }, { priorityClasses: classes }, { preemptionPolicy: 'Never' }],
  [
    'with the default class',
    {},
    { priorityClasses: [{ metadata: { name: 'usual' }, value: 7, globalDefault: true }, ...classes] },
    { priority: 7, priorityClassName: 'usual' },
  ],
  [
    'with two default classes: the lower',
    {},
    {
      priorityClasses: [
        { metadata: { name: 'b' }, value: 9, globalDefault: true },
        { metadata: { name: 'a' }, value: 7, globalDefault: true },
      ],
    },
    { priority: 7, priorityClassName: 'a' },
  ],
  [
    'that says its priority itself, rightly',
    { priority: 0, preemptionPolicy: 'PreemptLowerPriority' },
    {},
    { priority: 0 },
  ],
])('a pod %s', (_, given, context, expected) => {
  expect(spec(pod(given), context)).toMatchObject(expected)
})

test('a pod without a class has no class name', () => {
  expect(spec(pod())).not.toHaveProperty('priorityClassName')
})

test.each<[object, object, string]>([
  [{ priorityClassName: 'nope' }, {}, 'no PriorityClass with name nope was found'],
  [
    { priority: 5 },
    {},
    'the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
  ],
  [
    { preemptionPolicy: 'Never', priorityClassName: 'high' },
    { priorityClasses: classes },
    'the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name',
  ],
])('%j is forbidden', (given, context, text) => {
  expect(refusal(pod(given), context)).toBe(`pods "p" is forbidden: ${text}`)
  expect(refusal(pod(given, { name: '', generateName: 'web-' }), context)).toBe(`pods "web-" is forbidden: ${text}`)
  expect(refusal(pod(given, { name: '' }), context)).toBe(`pods "Unknown" is forbidden: ${text}`)
})

test('the keys to match are written into the selectors with the pod’s own values', () => {
  const term = {
    topologyKey: 'zone',
    labelSelector: { matchLabels: { app: 'x' } },
    matchLabelKeys: ['version', 'absent'],
    mismatchLabelKeys: ['tenant'],
  }
  const { affinity, topologySpreadConstraints } = spec(
    pod(
      {
        affinity: {
          podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
          podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }] },
        },
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: {},
            matchLabelKeys: ['version'],
          },
        ],
      },
      { labels: { version: '2', tenant: 'red' } },
    ),
  )
  const merged = [
    { key: 'version', operator: 'In', values: ['2'] },
    { key: 'tenant', operator: 'NotIn', values: ['red'] },
  ]
  expect(affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.[0]?.labelSelector).toEqual({
    matchLabels: { app: 'x' },
    matchExpressions: merged,
  })
  expect(
    affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.[0]?.podAffinityTerm.labelSelector,
  ).toEqual({ matchLabels: { app: 'x' }, matchExpressions: merged })
  expect(topologySpreadConstraints?.[0]?.labelSelector).toEqual({ matchExpressions: merged.slice(0, 1) })
})

test('keys that the pod does not have change no selector', () => {
  const constraint = {
    maxSkew: 1,
    topologyKey: 'zone',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] },
    matchLabelKeys: ['version'],
  }
  expect(spec(pod({ topologySpreadConstraints: [constraint] })).topologySpreadConstraints).toEqual([constraint])
})

test('a gated pod says so from the start', () => {
  const { status } = stored(pod({ schedulingGates: [{ name: 'wait' }] }))
  expect(status).toEqual({
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        lastProbeTime: null,
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ],
    qosClass: 'BestEffort',
  })
  expect(stored(pod()).status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' })
})

const all = { cpu: '1', memory: '1Gi' }

test.each<[string, object, string]>([
  ['no resources', {}, 'BestEffort'],
  ['only other resources', { limits: { 'acme.io/gpu': '1' } }, 'BestEffort'],
  ['requests of 0', { requests: { cpu: '0' } }, 'BestEffort'],
  ['a request', { requests: { cpu: '1' } }, 'Burstable'],
  ['a limit', { limits: { memory: '1Gi' } }, 'Burstable'],
  ['both limits', { limits: all }, 'Guaranteed'],
  [
    'requests and limits alike, however written',
    { limits: all, requests: { cpu: '1000m', memory: '1024Mi' } },
    'Guaranteed',
  ],
  ['a lower request', { limits: all, requests: { cpu: '500m' } }, 'Burstable'],
  ['a request of 0 beside a limit', { limits: all, requests: { cpu: '0' } }, 'Burstable'],
  ['a limit of 0', { limits: { cpu: '0', memory: '1Gi' } }, 'Burstable'],
])('a container with %s makes its pod %s', (_, resources, qosClass) => {
  expect(stored(podWith({ resources })).status).toMatchObject({ qosClass })
})

test('every container counts, those that run first too; resources of the pod count alone', () => {
  const guaranteed = { name: 'c', image: 'x', resources: { limits: all } }
  expect(stored(pod({ containers: [guaranteed, { ...guaranteed, name: 'd' }] })).status).toMatchObject({
    qosClass: 'Guaranteed',
  })
  expect(stored(pod({ containers: [guaranteed, { name: 'd', image: 'x' }] })).status).toMatchObject({
    qosClass: 'Burstable',
  })
  expect(stored(pod({ containers: [guaranteed], initContainers: [{ name: 'i', image: 'x' }] })).status).toMatchObject({
    qosClass: 'Burstable',
  })
  const whole = { limits: all, requests: all }
  expect(stored(pod({ resources: whole })).status).toMatchObject({ qosClass: 'Guaranteed' })
})
