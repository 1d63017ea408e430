import { expect, test } from 'vitest'
import { faults, pod, refusal } from './objects.ts'

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

function nodeFaults(nodeAffinity: object): readonly string[] {
  return faults(pod({ affinity: { nodeAffinity } })).map(fault => fault.replace('spec.affinity.nodeAffinity.', ''))
}

function expressionFaults(requirement: object): readonly string[] {
  const required = nodeFaults({ [REQUIRED]: { nodeSelectorTerms: [{ matchExpressions: [requirement] }] } })
  return required.map(fault => fault.replace(`${REQUIRED}.nodeSelectorTerms[0].matchExpressions[0]`, ''))
}

test.each<[object, string[]]>([
  [{ key: 'a', operator: 'In', values: ['x', ''] }, []],
  [{ key: 'a', operator: 'In' }, ['.values: values-required']],
  [{ key: 'a', operator: 'NotIn', values: [] }, ['.values: values-required']],
  [{ key: 'a', operator: 'Exists' }, []],
  [{ key: 'a', operator: 'Exists', values: [''] }, ['.values: values-forbidden']],
  [{ key: 'a', operator: 'DoesNotExist', values: ['x'] }, ['.values: values-forbidden']],
  [{ key: 'a', operator: 'Gt', values: ['5'] }, []],
  [{ key: 'a', operator: 'Gt' }, ['.values: single-value-required']],
  [{ key: 'a', operator: 'Lt', values: ['5', '6'] }, ['.values: single-value-required']],
  [{ key: 'a', operator: 'in', values: ['x'] }, ['.operator: unknown-operator']],
  [{ operator: 'Exists' }, ['.key: label-key-name-empty', '.key: label-key-name-format']],
  [
    { key: '-', operator: '', values: ['ok', '-', '_'] },
    [
      '.operator: unknown-operator',
      '.key: label-key-name-format',
      '.values[1]: label-value-format',
      '.values[2]: label-value-format',
    ],
  ],
])('a required expression %j: %j', (requirement, expected) => {
  expect(expressionFaults(requirement)).toEqual(expected)
})

test('a preferred term may compare with what is no label’s value', () => {
  const preference = { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['-5'] }] }
  expect(nodeFaults({ [PREFERRED]: [{ weight: 1, preference }] })).toEqual([])
  const bad = { matchExpressions: [{ key: 'a', operator: 'Gt' }] }
  expect(nodeFaults({ [PREFERRED]: [{ weight: 0, preference: bad }] })).toEqual([
    `${PREFERRED}[0].weight: out-of-range`,
    `${PREFERRED}[0].preference.matchExpressions[0].values: single-value-required`,
  ])
})

test.each([
  [1, []],
  [100, []],
  [0, [`${PREFERRED}[0].weight: out-of-range`]],
  [101, [`${PREFERRED}[0].weight: out-of-range`]],
])('a weight of %d: %j', (weight, expected) => {
  expect(nodeFaults({ [PREFERRED]: [{ weight, preference: {} }] })).toEqual(expected)
  const podAffinityTerm = { topologyKey: 'a' }
  expect(faults(pod({ affinity: { podAffinity: { [PREFERRED]: [{ weight, podAffinityTerm }] } } }))).toEqual(
    expected.map(fault => `spec.affinity.podAffinity.${fault}`),
  )
})

test.each<[object, string[]]>([
  [{ key: 'metadata.name', operator: 'In', values: ['n'] }, []],
  [{ key: 'metadata.name', operator: 'NotIn', values: ['n'] }, []],
  [{ key: 'metadata.name', operator: 'In', values: [] }, ['.values: single-value-required']],
  [
    { key: 'metadata.name', operator: 'In', values: ['a', 'B'] },
    ['.values: single-value-required', '.values[1]: dns-subdomain-format'],
  ],
  [{ key: 'metadata.name', operator: 'Gt', values: ['a', 'b'] }, ['.operator: unknown-operator']],
  [{ key: 'spec.x', operator: 'In', values: ['A'] }, ['.key: unknown-field-key']],
])('a field %j: %j', (requirement, expected) => {
  const required = nodeFaults({ [REQUIRED]: { nodeSelectorTerms: [{}, { matchFields: [requirement] }] } })
  expect(required).toEqual(expected.map(fault => `${REQUIRED}.nodeSelectorTerms[1].matchFields[0]${fault}`))
})

test('a required node affinity needs a term', () => {
  expect(nodeFaults({ [REQUIRED]: {} })).toEqual([`${REQUIRED}.nodeSelectorTerms: terms-required`])
  expect(nodeFaults({})).toEqual([])
})

function termFaults(term: object): readonly string[] {
  const found = faults(pod({ affinity: { podAntiAffinity: { [REQUIRED]: [term] } } }))
  return found.map(fault => fault.replace(`spec.affinity.podAntiAffinity.${REQUIRED}[0].`, ''))
}

test.each<[string, object, string[]]>([
  ['only a topology', { topologyKey: 'zone' }, []],
  [
    'no topology',
    {},
    ['topologyKey: topology-key-required', 'topologyKey: label-key-name-empty', 'topologyKey: label-key-name-format'],
  ],
  ['a topology that is no key', { topologyKey: '/a' }, ['topologyKey: label-key-prefix-empty']],
  [
    'namespaces',
    { topologyKey: 'a', namespaces: ['ok', 'A', 'b.c'] },
    ['namespace: dns-label-format', 'namespace: dns-label-format'],
  ],
  [
    'a namespace selector',
    { topologyKey: 'a', namespaceSelector: { matchLabels: { a: '-' } } },
    ['namespaceSelector.matchLabels: label-value-format'],
  ],
  [
    'a label selector',
    {
      topologyKey: 'a',
      labelSelector: {
        matchExpressions: [
          { key: '-', operator: 'Gt', values: ['-'] },
          { key: 'a', operator: 'Exists', values: ['x'] },
        ],
      },
    },
    [
      'labelSelector.matchExpressions[0].operator: unknown-operator',
      'labelSelector.matchExpressions[0].key: label-key-name-format',
      'labelSelector.matchExpressions[0].values[0]: label-value-format',
      'labelSelector.matchExpressions[1].values: values-forbidden',
    ],
  ],
  [
    'keys without a selector',
    { topologyKey: 'a', matchLabelKeys: ['a'], mismatchLabelKeys: ['b'] },
    ['matchLabelKeys: needs-label-selector', 'mismatchLabelKeys: needs-label-selector'],
  ],
  [
    'keys that are none',
    { topologyKey: 'a', labelSelector: {}, matchLabelKeys: ['ok', '-'], mismatchLabelKeys: ['_'] },
    ['matchLabelKeys[1]: label-key-name-format', 'mismatchLabelKeys[0]: label-key-name-format'],
  ],
  [
    'a key both ways',
    { topologyKey: 'a', labelSelector: {}, matchLabelKeys: ['x', 'b'], mismatchLabelKeys: ['b'] },
    ['matchLabelKeys[1]: key-twice'],
  ],
])('a pod’s term with %s', (_, term, expected) => {
  expect(termFaults(term)).toEqual(expected)
})

test('a key both ways says which', () => {
  const term = { topologyKey: 'a', labelSelector: {}, matchLabelKeys: ['b'], mismatchLabelKeys: ['b'] }
  expect(refusal(pod({ affinity: { podAffinity: { [REQUIRED]: [term] } } }))).toContain(
    'Invalid value: "b": exists in both matchLabelKeys and mismatchLabelKeys',
  )
})

test('a key to match that the selector has already is found once it has been written in', () => {
  const affinity = {
    podAffinity: {
      [REQUIRED]: [{ topologyKey: 'zone', labelSelector: { matchLabels: { v: '1' } }, matchLabelKeys: ['x', 'v'] }],
    },
  }
  expect(faults(pod({ affinity }, { labels: { v: '1' } }))).toEqual([
    `spec.affinity.podAffinity.${REQUIRED}[0][1]: key-twice`,
  ])
  expect(refusal(pod({ affinity }, { labels: { v: '1' } }))).toBe(
    `Pod "p" is invalid: spec.affinity.podAffinity.${REQUIRED}[0][1]: Invalid value: "v": exists in both matchLabelKeys and labelSelector`,
  )
  expect(faults(pod({ affinity }))).toEqual([])
})

test.each<[string, object, string[]]>([
  [
    'nothing',
    {},
    ['[0].maxSkew: not-positive', '[0].topologyKey: topology-key-required', '[0].whenUnsatisfiable: unsupported-value'],
  ],
  [
    'a negative skew',
    { maxSkew: -1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule' },
    ['[0].maxSkew: not-positive'],
  ],
  ['a soft one', { maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'ScheduleAnyway' }, []],
  [
    'policies',
    {
      maxSkew: 1,
      topologyKey: 'a',
      whenUnsatisfiable: 'DoNotSchedule',
      nodeAffinityPolicy: 'Ignore',
      nodeTaintsPolicy: 'Honor',
    },
    [],
  ],
  [
    'unknown policies',
    {
      maxSkew: 1,
      topologyKey: 'a',
      whenUnsatisfiable: 'DoNotSchedule',
      nodeAffinityPolicy: '',
      nodeTaintsPolicy: 'honor',
    },
    ['[0].nodeAffinityPolicy: unsupported-value', '[0].nodeTaintsPolicy: unsupported-value'],
  ],
  ['domains', { maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', minDomains: 1 }, []],
  [
    'no domain, softly',
    { maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'ScheduleAnyway', minDomains: 0 },
    ['[0].minDomains: not-positive', '[0].minDomains: min-domains-for-hard-only'],
  ],
  [
    'a bad selector',
    { maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { '-': '' } } },
    ['[0].labelSelector.matchLabels: label-key-name-format'],
  ],
])('a spread constraint with %s', (_, constraint, expected) => {
  expect(faults(pod({ topologySpreadConstraints: [constraint] }))).toEqual(
    expected.map(fault => `spec.topologySpreadConstraints${fault}`),
  )
})

test('two constraints differ in topology or action; the earlier one is blamed', () => {
  const hard = { maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule' }
  const soft = { ...hard, whenUnsatisfiable: 'ScheduleAnyway' }
  const other = { ...hard, topologyKey: 'b' }
  expect(faults(pod({ topologySpreadConstraints: [hard, soft, other] }))).toEqual([])
  expect(refusal(pod({ topologySpreadConstraints: [soft, hard, other, hard] }))).toBe(
    'Pod "p" is invalid: spec.topologySpreadConstraints[1].{topologyKey, whenUnsatisfiable}: Duplicate value: "{a, DoNotSchedule}"',
  )
})
