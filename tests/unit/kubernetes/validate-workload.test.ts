import { expect, test } from 'vitest'
import { admitUpdate } from '../../../src/kubernetes/admit.ts'
import type { ApiObject } from '../../../src/kubernetes/prepare.ts'
import { faults, refusal, stored, updateFaults, workload } from './objects.ts'

const KINDS = ['DaemonSet', 'Deployment', 'ReplicaSet'] as const

test.each(KINDS)('a %s that is right is taken, and stored again as it is', kind => {
  const once = stored(workload(kind))
  expect(stored(once)).toEqual(once)
  expect(once.metadata.namespace).toBe('default')
})

test.each<[string, string, object, string[]]>([
  ['DaemonSet', 'no selector', { selector: null }, ['spec.template.metadata.labels: selector-misses-template']],
  [
    'Deployment',
    'no selector',
    { selector: null },
    ['spec.selector: required', 'spec.template.metadata.labels: selector-misses-template'],
  ],
  [
    'ReplicaSet',
    'no selector',
    { selector: null },
    ['spec.selector: required', 'spec.template.metadata.labels: selector-misses-template'],
  ],
  ['DaemonSet', 'an empty selector', { selector: {} }, ['spec.selector: selector-empty']],
  ['Deployment', 'an empty selector', { selector: {} }, ['spec.selector: selector-empty']],
  ['ReplicaSet', 'an empty selector', { selector: {} }, ['spec.selector: selector-empty']],
  [
    'DaemonSet',
    'another selector',
    { selector: { matchLabels: { app: 'v' } } },
    ['spec.template.metadata.labels: selector-misses-template'],
  ],
  [
    'Deployment',
    'a selector of expressions',
    { selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } },
    [],
  ],
  [
    'Deployment',
    'a selector that is none',
    { selector: { matchLabels: { app: 'w', '-': '' } } },
    ['spec.selector.matchLabels: label-key-name-format', 'spec.template.metadata.labels: selector-misses-template'],
  ],
  ['Deployment', 'fewer than no replicas', { replicas: -1 }, ['spec.replicas: negative']],
  [
    'ReplicaSet',
    'fewer than no replicas',
    { replicas: -1, minReadySeconds: -1 },
    ['spec.replicas: negative', 'spec.minReadySeconds: negative'],
  ],
  ['Deployment', 'no replicas', { replicas: 0 }, []],
  [
    'DaemonSet',
    'negative seconds and limits',
    { minReadySeconds: -1, revisionHistoryLimit: -1 },
    ['spec.minReadySeconds: negative', 'spec.revisionHistoryLimit: negative'],
  ],
  [
    'Deployment',
    'negative seconds and limits',
    { minReadySeconds: -1, revisionHistoryLimit: -1 },
    ['spec.minReadySeconds: negative', 'spec.revisionHistoryLimit: negative'],
  ],
  [
    'Deployment',
    'a deadline of no seconds',
    { progressDeadlineSeconds: 0 },
    ['spec.progressDeadlineSeconds: deadline-too-short'],
  ],
  [
    'Deployment',
    'a negative deadline',
    { progressDeadlineSeconds: -1 },
    ['spec.progressDeadlineSeconds: negative', 'spec.progressDeadlineSeconds: deadline-too-short'],
  ],
  [
    'Deployment',
    'a deadline as short as it takes',
    { progressDeadlineSeconds: 5, minReadySeconds: 5 },
    ['spec.progressDeadlineSeconds: deadline-too-short'],
  ],
  ['Deployment', 'a longer deadline', { progressDeadlineSeconds: 6, minReadySeconds: 5 }, []],
])('a %s with %s', (kind, _, spec, expected) => {
  expect(faults(workload(kind, spec))).toEqual(expected)
})

test.each<[string, object, string[]]>([
  ['a policy other than Always', { restartPolicy: 'OnFailure' }, ['restartPolicy: unsupported-value']],
  [
    'an unknown policy, twice',
    { restartPolicy: 'x' },
    ['restartPolicy: unsupported-value', 'restartPolicy: unsupported-value'],
  ],
  ['a deadline', { activeDeadlineSeconds: 5 }, ['activeDeadlineSeconds: not-in-template']],
  ['spaces round an image', { containers: [{ name: 'c', image: ' x' }] }, []],
  ['no containers', { containers: [] }, ['containers: required']],
  [
    'ephemeral containers',
    { ephemeralContainers: [{ name: 'e', image: 'x' }] },
    ['ephemeralContainers: not-in-template'],
  ],
  ['bad tolerations', { tolerations: [{}] }, ['tolerations[0].operator: empty-key-needs-exists']],
  [
    'host ports on the host’s network',
    {
      hostNetwork: true,
      containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 82 }] }],
    },
    ['containers[0].ports[1].hostPort: host-port-differs'],
  ],
])('a template with %s', (_, template, expected) => {
  for (const kind of KINDS) {
    expect(faults(workload(kind, {}, template))).toEqual(expected.map(fault => `spec.template.spec.${fault}`))
  }
})

test('a template’s labels and annotations are looked at beside its metadata', () => {
  const template = {
    metadata: { labels: { app: 'w', '-': '' }, annotations: { _: '' } },
    spec: { containers: [{ name: 'c', image: 'x' }] },
  }
  expect(faults(workload('Deployment', { template }))).toEqual([
    'spec.template.labels: label-key-name-format',
    'spec.template.annotations: label-key-name-format',
  ])
  expect(faults(workload('Deployment', { template: { spec: template.spec } }))).toEqual([
    'spec.template.metadata.labels: selector-misses-template',
  ])
  expect(refusal(workload('Deployment', { template: { spec: template.spec } }))).toContain(
    'Invalid value: null: `selector`',
  )
})

test.each<[object, string[]]>([
  [{}, []],
  [{ type: 'Recreate' }, []],
  [{ type: 'Recreate', rollingUpdate: {} }, ['.rollingUpdate: rolling-update-forbidden']],
  [{ type: 'x' }, [': unsupported-value']],
  [
    { rollingUpdate: { maxUnavailable: 0, maxSurge: 0 } },
    ['.rollingUpdate.maxUnavailable: neither-surge-nor-unavailable'],
  ],
  [
    { rollingUpdate: { maxUnavailable: '0%', maxSurge: 0 } },
    ['.rollingUpdate.maxUnavailable: neither-surge-nor-unavailable'],
  ],
  [{ rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }, []],
  [{ rollingUpdate: { maxUnavailable: -1 } }, ['.rollingUpdate.maxUnavailable: negative']],
  [{ rollingUpdate: { maxUnavailable: '100%' } }, []],
  [
    { rollingUpdate: { maxUnavailable: '101%', maxSurge: '200%' } },
    ['.rollingUpdate.maxUnavailable: over-hundred-percent'],
  ],
  [
    { rollingUpdate: { maxUnavailable: 'x', maxSurge: '5' } },
    [
      '.rollingUpdate.maxUnavailable: percent-format',
      '.rollingUpdate.maxSurge: percent-format',
      '.rollingUpdate.maxUnavailable: neither-surge-nor-unavailable',
    ],
  ],
  [{ rollingUpdate: { maxUnavailable: '-5%' } }, ['.rollingUpdate.maxUnavailable: percent-format']],
])('a Deployment’s strategy %j: %j', (strategy, expected) => {
  expect(faults(workload('Deployment', { strategy }))).toEqual(expected.map(fault => `spec.strategy${fault}`))
})

test.each<[object, string[]]>([
  [{}, []],
  [{ type: 'OnDelete' }, []],
  [{ type: 'OnDelete', rollingUpdate: { maxSurge: -1 } }, []],
  [{ type: 'x' }, [': unsupported-value']],
  [{ rollingUpdate: { maxUnavailable: 0 } }, ['.rollingUpdate.maxUnavailable: neither-surge-nor-unavailable']],
  [{ rollingUpdate: { maxUnavailable: 0, maxSurge: '10%' } }, []],
  [{ rollingUpdate: { maxSurge: 1 } }, ['.rollingUpdate.maxSurge: surge-and-unavailable']],
  [{ rollingUpdate: { maxUnavailable: '101%' } }, ['.rollingUpdate.maxUnavailable: over-hundred-percent']],
  [{ rollingUpdate: { maxUnavailable: 0, maxSurge: '101%' } }, ['.rollingUpdate.maxSurge: over-hundred-percent']],
  [
    { rollingUpdate: { maxUnavailable: 'x', maxSurge: -1 } },
    ['.rollingUpdate.maxUnavailable: percent-format', '.rollingUpdate.maxSurge: negative'],
  ],
])('a DaemonSet’s strategy %j: %j', (updateStrategy, expected) => {
  expect(faults(workload('DaemonSet', { updateStrategy }))).toEqual(
    expected.map(fault => `spec.updateStrategy${fault}`),
  )
})

test('an unknown strategy is shown as upstream’s struct', () => {
  expect(refusal(workload('DaemonSet', { updateStrategy: { type: 'x', rollingUpdate: { maxSurge: '5%' } } }))).toBe(
    'DaemonSet.apps "w" is invalid: spec.updateStrategy: Unsupported value: {"Type":"x","RollingUpdate":{"MaxUnavailable":0,"MaxSurge":"5%"}}: supported values: "RollingUpdate", "OnDelete"',
  )
})

test('the words of counts and of empty selectors', () => {
  expect(refusal(workload('Deployment', { strategy: { rollingUpdate: { maxSurge: 'x' } } }))).toContain(
    `Invalid value: "x": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`,
  )
  expect(refusal(workload('DaemonSet', { selector: {} }))).toContain('empty selector is invalid for daemonset')
  expect(refusal(workload('ReplicaSet', { selector: {} }))).toContain('empty selector is invalid for deployment')
  expect(refusal(workload('DaemonSet', {}, { activeDeadlineSeconds: 5 }))).toContain('in DaemonSet is not Supported')
  expect(refusal(workload('Deployment', {}, { activeDeadlineSeconds: 5 }))).toContain('in ReplicaSet is not Supported')
  expect(
    refusal(workload('Deployment', { strategy: { rollingUpdate: { maxUnavailable: '0%', maxSurge: 0 } } })),
  ).toContain('Invalid value: "0%": may not be 0 when `maxSurge` is 0')
  expect(refusal(workload('DaemonSet', { updateStrategy: { rollingUpdate: { maxSurge: 1 } } }))).toContain(
    'Invalid value: 1: may not be set when maxUnavailable is non-zero',
  )
})

function update(kind: string, old: ApiObject, spec: object): readonly string[] {
  expect(old.kind).toBe(kind)
  return updateFaults({ ...old, spec: { ...(old.spec as object), ...spec } }, old)
}

test.each(KINDS)('of a %s the selector stays', kind => {
  const template = { metadata: { labels: { app: 'w', v: '1' } }, spec: { containers: [{ name: 'c', image: 'x' }] } }
  const old = stored(workload(kind, { template }))
  expect(update(kind, old, { selector: { matchLabels: { app: 'w', v: '1' } } })).toEqual(['spec.selector: immutable'])
  expect(update(kind, old, { template: { ...template, metadata: { labels: { app: 'w', v: '2' } } } })).toEqual([])
  const renamed = admitUpdate({ ...old, metadata: { ...old.metadata, labels: { '-': '' } } }, old)
  expect(renamed).toMatchObject({ ok: false, issues: [{ path: 'metadata.labels' }] })
})

test('a changed selector is shown', () => {
  const old = stored(
    workload('Deployment', {
      template: { metadata: { labels: { app: 'w', v: '1' } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
    }),
  )
  const admitted = admitUpdate(
    { ...old, spec: { ...(old.spec as object), selector: { matchLabels: { v: '1' } } } },
    old,
  )
  expect(admitted).toMatchObject({
    status: {
      message:
        'Deployment.apps "w" is invalid: spec.selector: Invalid value: {"matchLabels":{"v":"1"}}: field is immutable',
    },
    issues: [{ params: { value: '{"matchLabels":{"v":"1"}}' } }],
  })
})

test('a workload that compares may go on comparing', () => {
  const numbers = { tolerations: [{ key: 'n', operator: 'Gt', value: '5' }] }
  const settings = { gates: { TaintTolerationComparisonOperators: true } }
  for (const kind of KINDS) {
    const old = stored(workload(kind, {}, numbers), settings)
    expect(updateFaults(old, old)).toEqual([])
    const plain = stored(workload(kind))
    expect(updateFaults(old, plain)).toEqual(['spec.template.spec.tolerations[0].operator: comparison-operator-off'])
    expect(updateFaults(old, plain, settings)).toEqual([])
  }
})

test('a DaemonSet counts the generations of its template', () => {
  const GENERATION = 'deprecated.daemonset.template.generation'
  const old = stored({ ...workload('DaemonSet'), metadata: { name: 'w', annotations: { a: 'b', [GENERATION]: '7' } } })
  expect(old.metadata.annotations).toEqual({ a: 'b', [GENERATION]: '1' })
  const same = admitUpdate(old, old)
  expect(same).toMatchObject({
    ok: true,
    value: { metadata: { annotations: { [GENERATION]: '1' } }, status: old.status },
  })
  const image = workload('DaemonSet', {}, { containers: [{ name: 'c', image: 'other' }] })
  const next = admitUpdate({ ...image, metadata: { name: 'w', namespace: 'default' } }, old)
  expect(next).toMatchObject({ ok: true, value: { metadata: { annotations: { [GENERATION]: '2' } } } })
  const { annotations: _, ...metadata } = old.metadata
  const bare = admitUpdate(image, { ...old, metadata })
  expect(bare).toMatchObject({ ok: true, value: { metadata: { annotations: { [GENERATION]: '1' } } } })
})

test('what is counted starts at nothing, whatever is said', () => {
  expect(stored({ ...workload('DaemonSet'), status: { numberReady: 5 } }).status).toEqual({
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    desiredNumberScheduled: 0,
    numberReady: 0,
  })
  expect(stored({ ...workload('Deployment'), status: { replicas: 5 } }).status).toEqual({})
  expect(stored({ ...workload('ReplicaSet'), status: { replicas: 5 } }).status).toEqual({ replicas: 0 })
})

test('what is said of a strategy is not filled in', () => {
  expect(
    stored(
      workload('Deployment', {
        strategy: { type: 'Recreate' },
        replicas: 3,
        revisionHistoryLimit: 2,
        progressDeadlineSeconds: 9,
      }),
    ).spec,
  ).toMatchObject({
    strategy: { type: 'Recreate' },
    replicas: 3,
    revisionHistoryLimit: 2,
    progressDeadlineSeconds: 9,
  })
  expect(stored(workload('Deployment', { strategy: { rollingUpdate: { maxSurge: 1 } } })).spec).toMatchObject({
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: 1 } },
  })
  expect(stored(workload('DaemonSet', { updateStrategy: { type: 'OnDelete' } })).spec).toMatchObject({
    updateStrategy: { type: 'OnDelete' },
  })
  expect(
    stored(workload('DaemonSet', { updateStrategy: { rollingUpdate: { maxUnavailable: '50%' } } })).spec,
  ).toMatchObject({
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '50%', maxSurge: 0 } },
  })
  expect(stored(workload('ReplicaSet', { replicas: 0 })).spec).toMatchObject({ replicas: 0 })
})
