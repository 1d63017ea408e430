import { expect, test } from 'vitest'
import { admitUpdate } from '../../../src/kubernetes/admit.ts'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import type { ApiObject } from '../../../src/kubernetes/prepare.ts'
import { pod, stored, updateFaults } from './objects.ts'

function changed(old: ApiObject, spec: object, metadata: object = {}): ApiObject {
  return { ...old, metadata: { ...old.metadata, ...metadata }, spec: { ...(old.spec as object), ...spec } }
}

function without(old: ApiObject, field: keyof Pod['spec']): ApiObject {
  const { [field]: _, ...spec } = (old as unknown as Pod).spec
  return { ...old, spec }
}

const team = { key: 'team', operator: 'Equal', value: 'red', effect: 'NoSchedule' }
const plain = stored(pod({ tolerations: [team], activeDeadlineSeconds: 100, nodeSelector: { zone: 'a' } }))
const { tolerations = [], containers } = (plain as unknown as Pod).spec
const added = [{ key: 'x', operator: 'Exists' }, ...tolerations]

test.each<[string, object, string[]]>([
  ['nothing', {}, []],
  ['a toleration more', { tolerations: added }, []],
  ['tolerations in another order', { tolerations: tolerations.toReversed() }, []],
  [
    'other seconds',
    { tolerations: tolerations.map(one => (one.effect === 'NoExecute' ? { ...one, tolerationSeconds: 5 } : one)) },
    [],
  ],
  ['no seconds', { tolerations: tolerations.map(({ tolerationSeconds: _, ...one }) => one) }, []],
  [
    'another value',
    { tolerations: [{ ...team, value: 'blue' }, ...tolerations.slice(1)] },
    ['spec.tolerations: toleration-changed'],
  ],
  [
    'an operator left out',
    { tolerations: [{ key: 'team', value: 'red', effect: 'NoSchedule' }, ...tolerations.slice(1)] },
    ['spec.tolerations: toleration-changed'],
  ],
  ['a toleration less', { tolerations: tolerations.slice(1) }, ['spec.tolerations: toleration-changed']],
  ['no tolerations', { tolerations: [] }, ['spec.tolerations: toleration-changed']],
  [
    'a toleration that is none',
    { tolerations: [...tolerations, { key: 'a b' }] },
    ['spec.tolerations[3].key: label-key-name-format', 'spec.tolerations[3].key: label-key-name-format'],
  ],
  ['another image', { containers: [{ ...containers[0], image: 'nginx:1.28' }] }, []],
  [
    'no image',
    { containers: [{ ...containers[0], image: '' }] },
    ['spec.containers[0].image: required', 'spec.containers[0].image: required'],
  ],
  ['another name', { containers: [{ ...containers[0], name: 'd' }] }, ['spec: pod-field-immutable']],
  [
    'a container more',
    { containers: [...containers, { name: 'd', image: 'x' }] },
    ['spec.containers: containers-changed'],
  ],
  ['an init container', { initContainers: [{ name: 'i', image: 'x' }] }, ['spec.initContainers: containers-changed']],
  ['an earlier deadline', { activeDeadlineSeconds: 99 }, []],
  [
    'a later deadline',
    { activeDeadlineSeconds: 101, nodeName: 'n' },
    ['spec.activeDeadlineSeconds: deadline-increased'],
  ],
  [
    'no time left',
    { activeDeadlineSeconds: 0, nodeName: 'n' },
    ['spec.activeDeadlineSeconds: out-of-range', 'spec: pod-field-immutable'],
  ],
  [
    'less than no time',
    { activeDeadlineSeconds: -1, nodeName: 'n' },
    ['spec.activeDeadlineSeconds: out-of-range', 'spec.activeDeadlineSeconds: out-of-range'],
  ],
  ['a node', { nodeName: 'n' }, ['spec: pod-field-immutable']],
  ['another node selector', { nodeSelector: { zone: 'a', disk: 'ssd' } }, ['spec: pod-field-immutable']],
  ['another grace period', { terminationGracePeriodSeconds: 1 }, ['spec: pod-field-immutable']],
  ['a priority', { priority: 5 }, ['spec: pod-field-immutable']],
  ['a gate', { schedulingGates: [{ name: 'wait' }] }, ['spec.schedulingGates[0].name: gate-added']],
])('an update with %s', (_, spec, expected) => {
  expect(updateFaults(changed(plain, spec), plain)).toEqual(expected)
})

test('what is left out of an update is filled in as it was', () => {
  for (const field of ['priority', 'preemptionPolicy', 'enableServiceLinks', 'schedulerName', 'dnsPolicy'] as const) {
    expect(updateFaults(without(plain, field), plain)).toEqual([])
  }
  expect(updateFaults(without(plain, 'activeDeadlineSeconds'), plain)).toEqual([
    'spec.activeDeadlineSeconds: deadline-removed',
  ])
  expect(updateFaults(without(plain, 'nodeSelector'), plain)).toEqual(['spec: pod-field-immutable'])
})

test('a deadline that is taken away is shown as a quoted null', () => {
  expect(admitUpdate(without(plain, 'activeDeadlineSeconds'), plain)).toMatchObject({
    status: {
      message:
        'Pod "p" is invalid: spec.activeDeadlineSeconds: Invalid value: "null": must not update from a positive integer to nil value',
    },
  })
})

test('an update keeps the status and the identity, and adds the tolerations that are missing', () => {
  const old: ApiObject = {
    ...stored(pod({ tolerations: [{ operator: 'Exists' }] })),
    metadata: {
      name: 'p',
      namespace: 'default',
      uid: 'u',
      resourceVersion: '7',
      creationTimestamp: '2026-01-01T00:00:00Z',
      generation: 3,
    },
    status: { phase: 'Running' },
  }
  const admitted = admitUpdate({ ...changed(old, {}), metadata: { name: 'p', labels: { a: 'b' } }, status: {} }, old)
  expect(admitted).toMatchObject({
    ok: true,
    value: { metadata: { ...old.metadata, labels: { a: 'b' } }, status: { phase: 'Running' } },
  })
  const bare: ApiObject = { ...old, spec: { ...(old.spec as object), tolerations: [] } }
  expect(admitUpdate(bare, bare)).toMatchObject({ ok: true, value: { spec: { tolerations: [{}, {}] } } })
})

test('the stored times win over what an update says', () => {
  const old: ApiObject = { ...plain, metadata: { ...plain.metadata, creationTimestamp: '2026-01-01T00:00:00Z' } }
  const admitted = admitUpdate(changed(old, {}, { creationTimestamp: '2027-01-01T00:00:00Z', generation: 9 }), old)
  expect(admitted).toMatchObject({ ok: true, value: { metadata: { creationTimestamp: '2026-01-01T00:00:00Z' } } })
})

test.each<[object, string[]]>([
  [{ name: 'q' }, ['metadata.name: immutable']],
  [{ namespace: 'other' }, ['metadata.namespace: immutable']],
  [{ uid: 'v' }, ['metadata.uid: immutable']],
  [{ labels: { '-': '' } }, ['metadata.labels: label-key-name-format', 'metadata.labels: label-key-name-format']],
  [
    { annotations: { '-': '' } },
    ['metadata.annotations: label-key-name-format', 'metadata.annotations: label-key-name-format'],
  ],
])('metadata of an update: %j', (metadata, expected) => {
  const old: ApiObject = { ...plain, metadata: { ...plain.metadata, uid: 'u' } }
  expect(updateFaults(changed(old, {}, metadata), old)).toEqual(expected)
})

test('an update of what has changed meanwhile is a conflict, whatever else is wrong', () => {
  const old: ApiObject = { ...plain, metadata: { ...plain.metadata, resourceVersion: '7' } }
  expect(updateFaults(changed(old, { priority: 5 }, { resourceVersion: '6' }), old)).toEqual(['Conflict'])
  expect(updateFaults(changed(old, {}, { resourceVersion: '7' }), old)).toEqual([])
  expect(updateFaults(changed(old, {}, { resourceVersion: '' }), old)).toEqual([])
})

test('Gt and Lt may be added beside those that are stored', () => {
  const old: ApiObject = changed(plain, { tolerations: [{ key: 'n', operator: 'Gt', value: '5' }, ...tolerations] })
  const more = changed(old, {
    tolerations: [{ key: 'n', operator: 'Gt', value: '5' }, ...tolerations, { key: 'm', operator: 'Lt', value: '5' }],
  })
  expect(updateFaults(more, old)).toEqual([])
  expect(updateFaults(more, plain)).toEqual([
    'spec.tolerations[0].operator: comparison-operator-off',
    'spec.tolerations[4].operator: comparison-operator-off',
    'spec.tolerations[0].operator: comparison-operator-off',
    'spec.tolerations[4].operator: comparison-operator-off',
  ])
})

test('what cannot change is shown as it was and as it would be', () => {
  const admitted = admitUpdate(changed(plain, { nodeName: 'n', nodeSelector: { zone: 'b' } }), plain)
  expect(admitted).toMatchObject({
    issues: [
      {
        text: expect.stringMatching(
          /^Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`,.*\n\+ nodeName: "n"\n- nodeSelector: \{"zone":"a"\}\n\+ nodeSelector: \{"zone":"b"\}\n$/,
        ),
      },
    ],
  })
})

const terms = (...nodeSelectorTerms: object[]) => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
})
const zone = { key: 'zone', operator: 'Exists' }
const disk = { key: 'disk', operator: 'In', values: ['ssd'] }
const here = { key: 'metadata.name', operator: 'In', values: ['n'] }
const gated = stored(
  pod({
    schedulingGates: [{ name: 'a' }, { name: 'b' }],
    nodeSelector: { zone: 'a' },
    ...terms({ matchExpressions: [zone] }, { matchFields: [here] }),
  }),
)
const NODE_TERMS = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms'

test.each<[string, object, string[]]>([
  ['a gate less', { schedulingGates: [{ name: 'b' }] }, []],
  ['no gates', { schedulingGates: [] }, []],
  ['another gate', { schedulingGates: [{ name: 'c' }] }, ['spec.schedulingGates[0].name: gate-added']],
  ['one label more to select', { nodeSelector: { zone: 'a', disk: 'ssd' } }, []],
  ['another label to select', { nodeSelector: { zone: 'b' } }, ['spec.nodeSelector: node-selector-changed']],
  ['no label to select', { nodeSelector: {} }, ['spec.nodeSelector: node-selector-changed']],
  ['one expression more', terms({ matchExpressions: [zone, disk] }, { matchFields: [here] }), []],
  [
    'one sort of requirement more',
    terms({ matchExpressions: [zone], matchFields: [here] }, { matchFields: [here], matchExpressions: [disk] }),
    [],
  ],
  [
    'another expression',
    terms({ matchExpressions: [disk] }, { matchFields: [here] }),
    [`${NODE_TERMS}[0]: node-affinity-changed`],
  ],
  [
    'an expression less',
    terms({}, {}),
    [`${NODE_TERMS}[0]: node-affinity-changed`, `${NODE_TERMS}[1]: node-affinity-changed`],
  ],
  [
    'one term more',
    terms({ matchExpressions: [zone] }, { matchFields: [here] }, {}),
    [`${NODE_TERMS}: node-affinity-terms-changed`],
  ],
  ['no terms', { affinity: {} }, [`${NODE_TERMS}: node-affinity-terms-changed`]],
  ['a node', { nodeName: 'n' }, ['spec: pod-field-immutable']],
  [
    'an affinity to pods',
    { affinity: { ...terms({ matchExpressions: [zone] }, { matchFields: [here] }).affinity, podAffinity: {} } },
    ['spec: pod-field-immutable'],
  ],
])('a gated pod’s update with %s', (_, spec, expected) => {
  expect(updateFaults(changed(gated, spec), gated)).toEqual(expected)
})

test('a changed node selector is shown whole', () => {
  expect(admitUpdate(changed(gated, { nodeSelector: { zone: 'b' } }), gated)).toMatchObject({
    issues: [
      {
        text: 'Invalid value: {"zone":"b"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
      },
    ],
  })
})

test('what is refused for its size, its gates or its containers says so', () => {
  const messageOf = (spec: object, old: ApiObject = plain) => {
    const admitted = admitUpdate(changed(old, spec), old)
    return admitted.ok ? '' : admitted.status.message
  }
  expect(messageOf({ containers: [] })).toContain(
    'spec.containers: Forbidden: pod updates may not add or remove containers',
  )
  expect(messageOf({ activeDeadlineSeconds: 101 })).toContain('must be less than or equal to previous value')
  expect(messageOf({ schedulingGates: [{ name: 'c' }] }, gated)).toContain(
    "Forbidden: only deletion is allowed, but found new scheduling gate 'c'",
  )
  expect(messageOf({ tolerations: [] })).toContain(
    'existing toleration can not be modified except its tolerationSeconds',
  )
})

test('a gated pod without affinity may get one; an empty term stays empty', () => {
  const bare = stored(pod({ schedulingGates: [{ name: 'a' }] }))
  expect(
    updateFaults(changed(bare, { ...terms({ matchExpressions: [zone] }), nodeSelector: { a: 'b' } }), bare),
  ).toEqual([])
  const empty = stored(pod({ schedulingGates: [{ name: 'a' }], ...terms({}) }))
  expect(updateFaults(changed(empty, terms({ matchExpressions: [zone] })), empty)).toEqual([
    `${NODE_TERMS}[0]: node-affinity-changed`,
  ])
  expect(updateFaults(changed(empty, {}), empty)).toEqual([])
})

test('changed terms are shown as upstream’s struct', () => {
  const admitted = admitUpdate(changed(gated, terms({ matchExpressions: [disk] }, { matchFields: [here] })), gated)
  expect(admitted).toMatchObject({
    issues: [
      {
        text: 'Invalid value: {"MatchExpressions":[{"Key":"disk","Operator":"In","Values":["ssd"]}],"MatchFields":null}: only additions are allowed (no mutations or deletions)',
      },
    ],
  })
  const more = admitUpdate(changed(gated, terms({})), gated)
  expect(more).toMatchObject({
    issues: [
      {
        text: 'Invalid value: [{"MatchExpressions":null,"MatchFields":null}]: no additions/deletions to non-empty NodeSelectorTerms list are allowed',
      },
    ],
  })
})

test('a grace period that was negative may be mended to 1', () => {
  const old: ApiObject = changed(plain, { terminationGracePeriodSeconds: -5 })
  expect(updateFaults(changed(old, { terminationGracePeriodSeconds: 1 }), old)).toEqual([])
  expect(updateFaults(changed(old, { terminationGracePeriodSeconds: 2 }), old)).toEqual(['spec: pod-field-immutable'])
})

test('a pod without a deadline may be given one, and without images they may be said', () => {
  const old = stored(pod({ initContainers: [{ name: 'i', image: 'x:1' }] }))
  expect(updateFaults(changed(old, { activeDeadlineSeconds: 2 ** 31 - 1 }), old)).toEqual([])
  expect(updateFaults(changed(old, { activeDeadlineSeconds: 2 ** 31 }), old)).not.toEqual([])
  const [init] = (old as unknown as Pod).spec.initContainers ?? []
  expect(updateFaults(changed(old, { initContainers: [{ ...init, image: 'x:2' }] }), old)).toEqual([])
  expect(updateFaults(changed(old, { initContainers: [{ ...init, name: 'j' }] }), old)).toEqual([
    'spec: pod-field-immutable',
  ])
})

test('a negative grace period may be made 1, and nothing else', () => {
  const old = changed(stored(pod()), { terminationGracePeriodSeconds: -5 })
  expect(updateFaults(changed(old, { terminationGracePeriodSeconds: 1 }), old)).toEqual([])
  const none = changed(old, { terminationGracePeriodSeconds: 0 })
  expect(updateFaults(changed(none, { terminationGracePeriodSeconds: 1 }), none)).toEqual(['spec: pod-field-immutable'])
})

test('a pod that gates hold back keeps its other affinities', () => {
  const selector = { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } } }
  const podAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [selector] }
  const required = {
    nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }],
  }
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: required }
  const gated = (affinity?: object) =>
    stored(pod({ schedulingGates: [{ name: 'wait' }], ...(affinity && { affinity }) }))
  expect(
    updateFaults(changed(gated({ podAffinity }), { affinity: { podAffinity, nodeAffinity } }), gated({ podAffinity })),
  ).toEqual([])
  expect(updateFaults(changed(gated(), { affinity: { nodeAffinity } }), gated())).toEqual([])
  expect(updateFaults(changed(gated(), { affinity: { podAffinity } }), gated())).toEqual(['spec: pod-field-immutable'])
  expect(
    updateFaults(
      changed(gated({ nodeAffinity }), { affinity: { nodeAffinity, podAffinity } }),
      gated({ nodeAffinity }),
    ),
  ).toEqual(['spec: pod-field-immutable'])
  expect(updateFaults(without(gated({ nodeAffinity }), 'affinity'), gated({ nodeAffinity }))).toEqual([
    `spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: node-affinity-terms-changed`,
  ])
})
