import fc from 'fast-check'
import { expect, test } from 'vitest'
import { admitNew } from '../../../src/kubernetes/admit.ts'
import { faults, pod, podWith, refusal, stored } from './objects.ts'

const container = { name: 'c', image: 'x' }

test.each<[string, object, string[]]>([
  ['no containers', { containers: [] }, ['spec.containers: required']],
  [
    'no name and no image',
    { containers: [{}] },
    ['spec.containers[0].name: required', 'spec.containers[0].image: required'],
  ],
  [
    'a name too long',
    { containers: [{ name: 'c'.repeat(64), image: 'x' }] },
    ['spec.containers[0].name: dns-label-too-long'],
  ],
  ['a name twice', { containers: [container, container] }, ['spec.containers[1].name: duplicate']],
  [
    'no name twice',
    { containers: [{ image: 'x' }, { image: 'x' }] },
    ['spec.containers[0].name: required', 'spec.containers[1].name: required', 'spec.containers[1].name: duplicate'],
  ],
  [
    'a name of an init container that a container has',
    { initContainers: [container], containers: [container] },
    ['spec.initContainers[0].name: duplicate'],
  ],
  [
    'two init containers without a name',
    { initContainers: [{ image: 'x' }, { image: 'x' }] },
    ['spec.initContainers[0].name: required', 'spec.initContainers[1].name: required'],
  ],
  [
    'an init container twice',
    {
      initContainers: [
        { name: 'i', image: 'x' },
        { name: 'i', image: 'x' },
      ],
    },
    ['spec.initContainers[1].name: duplicate'],
  ],
  [
    'spaces round an image',
    { initContainers: [{ name: 'i', image: 'x ' }] },
    ['spec.initContainers[0].image: image-spaces'],
  ],
  [
    'an unknown pull policy',
    { containers: [{ ...container, imagePullPolicy: 'Sometimes' }] },
    ['spec.containers[0].imagePullPolicy: unsupported-value'],
  ],
  [
    'an unknown message policy',
    { containers: [{ ...container, terminationMessagePolicy: 'x' }] },
    ['spec.containers[0].terminationMessagePolicy: unsupported-value'],
  ],
  ['a restart policy of its own', { containers: [{ ...container, restartPolicy: 'Never' }] }, []],
  [
    'an unknown restart policy of its own',
    { containers: [{ ...container, restartPolicy: 'x' }] },
    ['spec.containers[0].restartPolicy: unsupported-value'],
  ],
  ['a sidecar', { initContainers: [{ name: 'i', image: 'x', restartPolicy: 'Always' }] }, []],
  [
    'ephemeral containers',
    { ephemeralContainers: [{ name: 'e', image: 'x' }] },
    ['spec.ephemeralContainers: not-on-create'],
  ],
  ['an unknown restart policy', { restartPolicy: 'always' }, ['spec.restartPolicy: unsupported-value']],
  ['an unknown DNS policy', { dnsPolicy: 'x' }, ['spec.dnsPolicy: unsupported-value']],
  ['DNS of the host’s network', { dnsPolicy: 'ClusterFirstWithHostNet' }, []],
  ['a node that cannot be one', { nodeName: 'A' }, ['spec.nodeName: dns-subdomain-format']],
  [
    'a service account that cannot be one',
    { serviceAccountName: 'A' },
    ['spec.serviceAccountName: dns-subdomain-format'],
  ],
  ['a deadline of 1 s', { activeDeadlineSeconds: 1 }, []],
  ['a deadline too late', { activeDeadlineSeconds: 2 ** 31 }, ['spec.activeDeadlineSeconds: out-of-range']],
  ['the latest deadline', { activeDeadlineSeconds: 2 ** 31 - 1 }, []],
  ['a host name with a dot', { hostname: 'a.b' }, ['spec.hostname: dns-label-format']],
  ['a subdomain with a dot', { subdomain: 'a.b' }, ['spec.subdomain: dns-label-format']],
  ['a gate twice', { schedulingGates: [{ name: 'a' }, { name: 'a' }] }, ['spec.schedulingGates[1]: duplicate']],
  ['a gate that is no key', { schedulingGates: [{ name: 'a b' }] }, ['spec.schedulingGates[0]: label-key-name-format']],
  ['a gated pod on a node', { schedulingGates: [{ name: 'a' }], nodeName: 'n' }, ['spec.nodeName: gated-on-node']],
  [
    'a node selector with a bad value',
    { nodeSelector: { b: 'x y', a: 'z' } },
    ['spec.nodeSelector: label-value-format'],
  ],
  ['a negative overhead', { overhead: { cpu: '-1' } }, ['spec.overhead.limits[cpu]: negative']],
  [
    'tolerations last',
    { tolerations: [{}], restartPolicy: 'x' },
    ['spec.restartPolicy: unsupported-value', 'spec.tolerations[0].operator: empty-key-needs-exists'],
  ],
])('%s', (_, spec, expected) => {
  expect(faults(pod(spec))).toEqual(expected)
})

test('an unknown preemption policy is admission’s to refuse', () => {
  expect(refusal(pod({ preemptionPolicy: 'x' }))).toContain('is forbidden')
})

test.each<[string, object[], string[]]>([
  ['the lowest and the highest', [{ containerPort: 1 }, { containerPort: 65535, hostPort: 65535 }], []],
  ['too low', [{ containerPort: -1 }], ['[0].containerPort: out-of-range']],
  ['too high', [{ containerPort: 65536 }], ['[0].containerPort: out-of-range']],
  ['no port', [{}], ['[0].containerPort: required']],
  ['a host port too high', [{ containerPort: 1, hostPort: 65536 }], ['[0].hostPort: out-of-range']],
  [
    'the same host port by another protocol',
    [
      { containerPort: 1, hostPort: 9 },
      { containerPort: 1, hostPort: 9, protocol: 'UDP' },
    ],
    [],
  ],
  [
    'the same host port of another address',
    [
      { containerPort: 1, hostPort: 9 },
      { containerPort: 1, hostPort: 9, hostIP: '1.2.3.4' },
    ],
    [],
  ],
  [
    'the same host port',
    [
      { containerPort: 1, hostPort: 9 },
      { containerPort: 2, hostPort: 9 },
    ],
    ['[1].hostPort: duplicate'],
  ],
  ['an unknown protocol', [{ containerPort: 1, protocol: 'tcp' }], ['[0].protocol: unsupported-value']],
  ['SCTP', [{ containerPort: 1, protocol: 'SCTP' }], []],
  ['a name of 15 letters', [{ name: 'a'.repeat(15), containerPort: 1 }], []],
  ['a name of 16 letters', [{ name: 'a'.repeat(16), containerPort: 1 }], ['[0].name: port-name-too-long']],
  ['a name without a letter', [{ name: '80', containerPort: 1 }], ['[0].name: port-name-letter']],
  ['a name with two hyphens', [{ name: 'a--b', containerPort: 1 }], ['[0].name: port-name-hyphens']],
  ['a name that starts with a hyphen', [{ name: '-a', containerPort: 1 }], ['[0].name: port-name-hyphen-outside']],
  ['a name that ends with a hyphen', [{ name: 'a-', containerPort: 1 }], ['[0].name: port-name-hyphen-outside']],
  [
    'a name of all faults',
    [{ name: '--A_________________', containerPort: 1 }],
    [
      '[0].name: port-name-too-long',
      '[0].name: port-name-characters',
      '[0].name: port-name-letter',
      '[0].name: port-name-hyphens',
      '[0].name: port-name-hyphen-outside',
    ],
  ],
  [
    'a name twice',
    [
      { name: 'a', containerPort: 1 },
      { name: 'a', containerPort: 2 },
    ],
    ['[1].name: duplicate'],
  ],
  ['no name twice', [{ containerPort: 1 }, { containerPort: 1 }], []],
])('ports: %s', (_, ports, expected) => {
  expect(faults(podWith({ ports }))).toEqual(expected.map(fault => `spec.containers[0].ports${fault}`))
})

test('a name of a port says what is wrong with it', () => {
  expect(refusal(podWith({ ports: [{ name: `-${'a'.repeat(14)}--`, containerPort: 1 }] }))).toBe(
    'Pod "p" is invalid: [spec.containers[0].ports[0].name: Invalid value: "-aaaaaaaaaaaaaa--": must be no more than 15 characters, spec.containers[0].ports[0].name: Invalid value: "-aaaaaaaaaaaaaa--": must not contain consecutive hyphens, spec.containers[0].ports[0].name: Invalid value: "-aaaaaaaaaaaaaa--": must not begin or end with a hyphen]',
  )
  expect(refusal(podWith({ ports: [{ name: '1', containerPort: 1 }] }))).toContain(
    'must contain at least one letter (a-z)',
  )
})

test('host ports collide across containers, but each init container is alone', () => {
  const ports = [{ containerPort: 80, hostPort: 80 }]
  const both = ['a', 'b'].map(name => ({ name, image: 'x', ports }))
  expect(faults(pod({ containers: both }))).toEqual(['spec.containers[1].ports[0].hostPort: duplicate'])
  expect(faults(pod({ initContainers: both }))).toEqual([])
  expect(
    faults(
      pod({
        initContainers: [
          { name: 'i', image: 'x' },
          { name: 'j', image: 'x', ports: [...ports, ...ports] },
        ],
      }),
    ),
  ).toEqual(['spec.initContainers[0].ports[1].hostPort: duplicate'])
})

test('on the host’s network a container’s port is the host’s', () => {
  const ports = [{ containerPort: 80, hostPort: 81 }]
  expect(faults(podWith({ ports }, { hostNetwork: true }))).toEqual([
    'spec.containers[0].ports[0].hostPort: host-port-differs',
  ])
  expect(faults(podWith({ ports }))).toEqual([])
})

test('up to 1.34 only init containers have a restart policy, and only Always', () => {
  const own = (restartPolicy: string) => podWith({ restartPolicy })
  const init = (restartPolicy: string) => pod({ initContainers: [{ name: 'i', image: 'x', restartPolicy }] })
  expect(faults(own('Never'), { version: '1.34' })).toEqual(['spec.containers[0].restartPolicy: init-containers-only'])
  expect(refusal(own('Never'), { version: '1.34' })).toContain('Forbidden: may not be set for non-init containers')
  expect(faults(own('Never'), { version: '1.35' })).toEqual([])
  expect(faults(init('Always'), { version: '1.34' })).toEqual([])
  expect(refusal(init('Never'), { version: '1.34' })).toContain(
    'Unsupported value: "Never": supported values: "Always"',
  )
  expect(faults(init('Never'), { version: '1.35' })).toEqual([])
})

test.each<[object, string[]]>([
  [{ name: 'a'.repeat(253) }, []],
  [{ name: 'a'.repeat(254) }, ['metadata.name: dns-subdomain-too-long']],
  [{ name: '' }, ['metadata.name: name-required']],
  [{ name: '', generateName: 'web-' }, []],
  [
    { name: '', generateName: 'Web-' },
    ['metadata.generateName: dns-subdomain-format', 'metadata.name: dns-subdomain-format'],
  ],
  [{ name: 'p', generateName: '-' }, ['metadata.generateName: dns-subdomain-format']],
  [{ name: 'p', generateName: 'a--' }, []],
  [{ name: 'p', generateName: '_-' }, []],
  [{ namespace: 'a.b' }, ['metadata.namespace: dns-label-format']],
  [{ labels: { 'a b': 'c d' } }, ['metadata.labels: label-key-name-format', 'metadata.labels: label-value-format']],
  [{ annotations: { 'A.B/C': 'any \n thing' } }, []],
  [{ annotations: { 'a b': '' } }, ['metadata.annotations: label-key-name-format']],
])('metadata %j: %j', (metadata, expected) => {
  expect(faults(pod({}, metadata))).toEqual(expected)
})

test.each<[number, string[]]>([
  [256 * 1024, []],
  [256 * 1024 + 1, ['metadata.annotations: too-long']],
])('annotations of %d bytes in all: %j', (bytes, expected) => {
  expect(faults(pod({}, { annotations: { a: 'x'.repeat(bytes - 1) } }))).toEqual(expected)
})

test('labels and annotations are looked at in the order of their keys', () => {
  const errors = refusal(pod({}, { labels: { b_: '', a_: '' }, annotations: { d_: '', c_: '' } }))
  expect(errors.match(/"[a-d]_"/g)).toEqual(['"a_"', '"b_"', '"c_"', '"d_"'])
})

test('a generated name is cut and completed', () => {
  expect(stored(pod({}, { name: '', generateName: 'web-' })).metadata).toEqual({
    name: 'web-abcde',
    generateName: 'web-',
    namespace: 'default',
  })
  expect(stored(pod({}, { name: '', generateName: 'w'.repeat(70) })).metadata.name).toBe(`${'w'.repeat(58)}abcde`)
  expect(stored(pod({}, { name: 'own', generateName: 'web-' })).metadata.name).toBe('own')
})

test('what only the store may say is left out', () => {
  const metadata = {
    deletionTimestamp: '2026-01-01T00:00:00Z',
    deletionGracePeriodSeconds: 5,
    selfLink: '/x',
    namespace: 'n',
  }
  expect(stored(pod({}, metadata)).metadata).toEqual({ name: 'p', namespace: 'n' })
})

test.each<[unknown, string]>([
  [undefined, "Object 'Kind' is missing in 'null'"],
  [null, "Object 'Kind' is missing in 'null'"],
  [5, "Object 'Kind' is missing in '5'"],
  [[], "Object 'Kind' is missing in '[]'"],
  [{ apiVersion: 'v1' }, 'Object \'Kind\' is missing in \'{"apiVersion":"v1"}\''],
  [{ kind: 'Pod' }, 'Object \'apiVersion\' is missing in \'{"kind":"Pod"}\''],
  [{ apiVersion: 'v1', kind: 5 }, 'Object \'Kind\' is missing in \'{"apiVersion":"v1","kind":5}\''],
])('%j is no object', (value, message) => {
  expect(admitNew(value, { randomSuffix: () => 'abcde' })).toEqual({
    ok: false,
    status: { code: 400, reason: 'BadRequest', message, causes: [] },
    issues: [],
  })
})

test('what is nested without end is refused, deep or cyclic', () => {
  let deep: unknown = {}
  for (let depth = 0; depth < 100_000; depth += 1) deep = [deep]
  const cyclic: Record<string, unknown> = {}
  cyclic.again = [cyclic, cyclic]
  for (const csi of [deep, cyclic]) {
    expect(refusal(pod({ volumes: [{ name: 'v', csi }] }))).toBe('error decoding from json: exceeded max depth')
    expect(refusal(podWith({ resources: { limits: { cpu: csi } } }))).toContain('exceeded max depth')
  }
})

test('what does not decode is named whole, though the server names the first', () => {
  const admitted = admitNew(pod({ hostNetwork: 'yes', tolerations: [{ key: 5 }], nope: 1 }), {
    randomSuffix: () => 'abcde',
  })
  expect(admitted).toMatchObject({
    ok: false,
    status: {
      code: 400,
      message:
        'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool',
    },
    issues: [{ path: 'spec.hostNetwork' }, { path: 'spec.tolerations[0].key' }, { path: 'spec.nope' }],
  })
})

test('any JSON under a pod is stored or refused with words, and never throws nor is changed', () => {
  const field = fc.constantFrom(
    'containers',
    'tolerations',
    'affinity',
    'nodeSelector',
    'topologySpreadConstraints',
    'resources',
    'priority',
    'volumes',
    'schedulingGates',
  )
  const spec = fc.dictionary(field, fc.jsonValue({ maxDepth: 4 }))
  fc.assert(
    fc.property(spec, spec => {
      const object = pod(spec)
      const before = JSON.stringify(object)
      const admitted = admitNew(object, { randomSuffix: () => 'abcde' })
      expect(JSON.stringify(object)).toBe(before)
      if (admitted.ok) expect(admitted.value.kind).toBe('Pod')
      else expect(admitted.status.message).not.toBe('')
    }),
  )
})

test('a stored pod is stored again as it is', () => {
  const once = stored(
    podWith({ ports: [{ containerPort: 80 }], resources: { limits: { cpu: '0.1' } } }, { hostNetwork: true }),
  )
  expect(stored(once)).toEqual(once)
})
