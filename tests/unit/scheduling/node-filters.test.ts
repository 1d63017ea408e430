import { describe, expect, test } from 'vitest'
import type { Node } from '../../../src/kubernetes/node.ts'
import type { NodeSelectorRequirement } from '../../../src/kubernetes/node-selector.ts'
import type { Pod, PodSpec } from '../../../src/kubernetes/pod.ts'
import type { Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { checkNodeAffinity } from '../../../src/scheduling/node-affinity.ts'
import { firstRejection } from '../../../src/scheduling/node-filters.ts'
import { checkNodeName } from '../../../src/scheduling/node-name.ts'
import { checkUnschedulable } from '../../../src/scheduling/node-unschedulable.ts'
import { checkTaints } from '../../../src/scheduling/taint-toleration.ts'
import { FITS, type Reason, refuse, type Verdict } from '../../../src/scheduling/verdict.ts'

const GATE_ON = { TaintTolerationComparisonOperators: true }
const pod = (spec: Partial<PodSpec> = {}): Pod => ({
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c' }], ...spec },
})
const node = (fields: Node['spec'] = {}, labels: Record<string, string> = {}): Node => ({
  metadata: { name: 'n', labels },
  spec: fields,
})

describe('node name', () => {
  test.each<[string, Partial<PodSpec>, Verdict]>([
    ['no name fits every node', {}, FITS],
    ['an empty name fits every node', { nodeName: '' }, FITS],
    ['its own name fits', { nodeName: 'n' }, FITS],
    ['another name does not', { nodeName: 'm' }, refuse({ code: 'other-node-name', wanted: 'm' })],
  ])('%s', (_, spec, expected) => {
    expect(checkNodeName(pod(spec), node())).toEqual(expected)
  })
})

describe('cordon', () => {
  const cordoned = node({ unschedulable: true })
  const refused = refuse({ code: 'unschedulable' })

  test.each<[string, Toleration[], Verdict]>([
    ['refuses a pod without tolerations', [], refused],
    ['lets the passe-partout in', [{ operator: 'Exists' }], FITS],
    ['lets its own key in', [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }], FITS],
    ['lets Equal without a value in', [{ key: 'node.kubernetes.io/unschedulable' }], FITS],
    ['refuses Equal with a value', [{ key: 'node.kubernetes.io/unschedulable', value: 'true' }], refused],
    [
      'lets NoSchedule in',
      [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }],
      FITS,
    ],
    [
      'refuses NoExecute alone',
      [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoExecute' }],
      refused,
    ],
    ['refuses another key', [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists' }], refused],
  ])('%s', (_, tolerations, expected) => {
    expect(checkUnschedulable(pod({ tolerations }), cordoned)).toEqual(expected)
  })

  test('is not looked for where spec.unschedulable is absent or false', () => {
    expect(checkUnschedulable(pod(), node())).toEqual(FITS)
    expect(checkUnschedulable(pod(), node({ unschedulable: false }))).toEqual(FITS)
    expect(checkUnschedulable(pod(), { metadata: { name: 'n' } })).toEqual(FITS)
    expect(checkUnschedulable(pod(), cordoned)).toEqual(refused)
  })
})

describe('taints', () => {
  const hard: Taint = { key: 'a', effect: 'NoSchedule' }
  const soft: Taint = { key: 'b', effect: 'PreferNoSchedule' }
  const evicting: Taint = { key: 'c', value: 'v', effect: 'NoExecute' }

  test.each<[string, Taint[], Toleration[], Verdict]>([
    ['none: fits', [], [], FITS],
    ['NoSchedule refuses', [hard], [], refuse({ code: 'untolerated-taint', taint: hard })],
    ['NoExecute refuses a newcomer too', [evicting], [], refuse({ code: 'untolerated-taint', taint: evicting })],
    ['PreferNoSchedule never refuses', [soft], [], FITS],
    [
      'the first untolerated one is named',
      [soft, evicting, hard],
      [],
      refuse({ code: 'untolerated-taint', taint: evicting }),
    ],
    [
      'one tolerated of two is not enough',
      [hard, evicting],
      [{ key: 'a', operator: 'Exists' }],
      refuse({ code: 'untolerated-taint', taint: evicting }),
    ],
    ['each tolerated: fits', [hard, evicting], [{ key: 'c', value: 'v' }, { key: 'a' }], FITS],
  ])('%s', (_, taints, tolerations, expected) => {
    expect(checkTaints(pod({ tolerations }), node({ taints }))).toEqual(expected)
  })

  test('a node without spec, a pod without tolerations', () => {
    expect(checkTaints(pod(), { metadata: { name: 'n' } })).toEqual(FITS)
    expect(checkTaints(pod(), node({ taints: [hard] }))).toEqual(refuse({ code: 'untolerated-taint', taint: hard }))
  })

  test('Gt needs its gate', () => {
    const rated = node({ taints: [{ key: 'sla', value: '950', effect: 'NoSchedule' }] })
    const wanting = pod({ tolerations: [{ key: 'sla', operator: 'Gt', value: '900' }] })
    expect([checkTaints(wanting, rated).fits, checkTaints(wanting, rated, GATE_ON).fits]).toEqual([false, true])
  })
})

describe('node selector', () => {
  test.each<[string, Record<string, string>, Record<string, string>, Verdict]>([
    ['an empty one fits', {}, {}, FITS],
    ['every label must be there', { a: '1', b: '2' }, { a: '1', b: '2', c: '3' }, FITS],
    ['a missing label refuses', { a: '1' }, {}, refuse({ code: 'node-selector', key: 'a', wanted: '1' })],
    [
      'another value refuses',
      { a: '1' },
      { a: '2' },
      refuse({ code: 'node-selector', key: 'a', wanted: '1', found: '2' }),
    ],
    [
      'the first that differs is named',
      { a: '1', b: '2', c: '3' },
      { a: '1', c: '4' },
      refuse({ code: 'node-selector', key: 'b', wanted: '2' }),
    ],
    ['an empty value is not an absent label', { a: '' }, {}, refuse({ code: 'node-selector', key: 'a', wanted: '' })],
    ['an empty value equals an empty one', { a: '' }, { a: '' }, FITS],
    [
      'no label is inherited',
      { constructor: 'x' },
      {},
      refuse({ code: 'node-selector', key: 'constructor', wanted: 'x' }),
    ],
  ])('%s', (_, nodeSelector, labels, expected) => {
    expect(checkNodeAffinity(pod({ nodeSelector }), node({}, labels))).toEqual(expected)
  })

  test('a node without labels', () => {
    expect(checkNodeAffinity(pod({ nodeSelector: { a: '1' } }), { metadata: { name: 'n' } }).fits).toBe(false)
  })
})

describe('required node affinity', () => {
  const requiring = (...terms: Parameters<typeof term>[]): Partial<PodSpec> => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms.map(each => term(...each)) },
      },
    },
  })
  const term = (matchExpressions: NodeSelectorRequirement[], matchFields: NodeSelectorRequirement[] = []) => ({
    matchExpressions,
    matchFields,
  })
  const unchecked = (fields: object) => fields as NodeSelectorRequirement
  const labels = { disk: 'ssd', gen: '4', empty: '', text: 'x', padded: '007', most: '9223372036854775807' }

  test.each<[string, NodeSelectorRequirement, boolean]>([
    ['In: among the values', { key: 'disk', operator: 'In', values: ['hdd', 'ssd'] }, true],
    ['In: not among them', { key: 'disk', operator: 'In', values: ['hdd'] }, false],
    ['In: label missing', { key: 'zone', operator: 'In', values: ['a'] }, false],
    ['In: an empty value', { key: 'empty', operator: 'In', values: [''] }, true],
    ['In: a missing label has no empty value', { key: 'zone', operator: 'In', values: [''] }, false],
    ['In: no values', { key: 'disk', operator: 'In', values: [] }, false],
    ['In: values left out', { key: 'disk', operator: 'In' }, false],
    ['NotIn: not among the values', { key: 'disk', operator: 'NotIn', values: ['hdd'] }, true],
    ['NotIn: among them', { key: 'disk', operator: 'NotIn', values: ['hdd', 'ssd'] }, false],
    ['NotIn: label missing', { key: 'zone', operator: 'NotIn', values: ['a'] }, true],
    ['NotIn: no values', { key: 'disk', operator: 'NotIn', values: [] }, false],
    ['NotIn: no values, label missing', { key: 'zone', operator: 'NotIn' }, false],
    ['Exists', { key: 'disk', operator: 'Exists' }, true],
    ['Exists: an empty value is one', { key: 'empty', operator: 'Exists' }, true],
    ['Exists: label missing', { key: 'zone', operator: 'Exists' }, false],
    ['Exists: takes no values', { key: 'disk', operator: 'Exists', values: ['ssd'] }, false],
    ['DoesNotExist', { key: 'zone', operator: 'DoesNotExist' }, true],
    ['DoesNotExist: label there', { key: 'disk', operator: 'DoesNotExist' }, false],
    ['DoesNotExist: label there, empty', { key: 'empty', operator: 'DoesNotExist' }, false],
    ['DoesNotExist: takes no values', { key: 'zone', operator: 'DoesNotExist', values: ['a'] }, false],
    ['Gt: larger', { key: 'gen', operator: 'Gt', values: ['3'] }, true],
    ['Gt: equal', { key: 'gen', operator: 'Gt', values: ['4'] }, false],
    ['Gt: smaller', { key: 'gen', operator: 'Gt', values: ['5'] }, false],
    ['Gt: as numbers, not as text', { key: 'gen', operator: 'Gt', values: ['10'] }, false],
    ['Lt: smaller', { key: 'gen', operator: 'Lt', values: ['5'] }, true],
    ['Lt: equal', { key: 'gen', operator: 'Lt', values: ['4'] }, false],
    ['Lt: larger', { key: 'gen', operator: 'Lt', values: ['3'] }, false],
    ['Gt: zeros may stand before the label', { key: 'padded', operator: 'Gt', values: ['6'] }, true],
    ['Gt: and before the value', { key: 'padded', operator: 'Lt', values: ['0008'] }, true],
    ['Gt: beyond what a double holds', { key: 'most', operator: 'Gt', values: ['9223372036854775806'] }, true],
    ['Lt: beyond 64 bits', { key: 'gen', operator: 'Lt', values: ['9223372036854775808'] }, false],
    ['Gt: a label that is no number', { key: 'text', operator: 'Gt', values: ['0'] }, false],
    ['Gt: an empty label', { key: 'empty', operator: 'Gt', values: ['0'] }, false],
    ['Gt: label missing', { key: 'zone', operator: 'Gt', values: ['0'] }, false],
    ['Gt: a value that is no number', { key: 'gen', operator: 'Gt', values: ['x'] }, false],
    ['Gt: two values', { key: 'gen', operator: 'Gt', values: ['1', '2'] }, false],
    ['Gt: no value', { key: 'gen', operator: 'Gt' }, false],
    ['an operator nobody knows', unchecked({ key: 'disk', operator: 'Near', values: ['ssd'] }), false],
    ['an operator left out', unchecked({ key: 'disk', values: ['ssd'] }), false],
    ['no label is inherited', { key: 'toString', operator: 'Exists' }, false],
  ])('%s', (_, requirement, fits) => {
    const verdict = checkNodeAffinity(pod(requiring([[requirement]])), node({}, labels))
    expect(verdict).toEqual(fits ? FITS : refuse({ code: 'node-affinity', unmet: [requirement] }))
  })

  test.each<[string, NodeSelectorRequirement, boolean]>([
    ['In: its name', { key: 'metadata.name', operator: 'In', values: ['n'] }, true],
    ['In: another name', { key: 'metadata.name', operator: 'In', values: ['m'] }, false],
    ['In: two names are no requirement', { key: 'metadata.name', operator: 'In', values: ['n', 'm'] }, false],
    ['In: none', { key: 'metadata.name', operator: 'In', values: [] }, false],
    ['NotIn: another name', { key: 'metadata.name', operator: 'NotIn', values: ['m'] }, true],
    ['NotIn: its name', { key: 'metadata.name', operator: 'NotIn', values: ['n'] }, false],
    ['NotIn: two names are no requirement', { key: 'metadata.name', operator: 'NotIn', values: ['m', 'k'] }, false],
    ['Exists is for labels only', { key: 'metadata.name', operator: 'Exists' }, false],
    ['Exists with a value too', { key: 'metadata.name', operator: 'Exists', values: ['n'] }, false],
    ['a field that nodes do not have is empty', { key: 'metadata.uid', operator: 'In', values: ['n'] }, false],
    ['and so is not in', { key: 'metadata.uid', operator: 'NotIn', values: ['n'] }, true],
  ])('on the name, %s', (_, requirement, fits) => {
    const verdict = checkNodeAffinity(pod(requiring([[], [requirement]])), node())
    expect(verdict).toEqual(fits ? FITS : refuse({ code: 'node-affinity', unmet: [requirement] }))
  })

  const holds: NodeSelectorRequirement = { key: 'disk', operator: 'Exists' }
  const fails: NodeSelectorRequirement = { key: 'zone', operator: 'Exists' }
  const failsToo: NodeSelectorRequirement = { key: 'gen', operator: 'Lt', values: ['1'] }
  const isHere: NodeSelectorRequirement = { key: 'metadata.name', operator: 'In', values: ['n'] }
  const isThere: NodeSelectorRequirement = { key: 'metadata.name', operator: 'In', values: ['m'] }

  test.each<[string, Partial<PodSpec>, Verdict]>([
    ['terms are alternatives', requiring([[fails]], [[holds]]), FITS],
    [
      'requirements of a term add up, and each term says which it misses first',
      requiring([[holds, fails, failsToo]], [[failsToo]]),
      refuse({ code: 'node-affinity', unmet: [fails, failsToo] }),
    ],
    ['expressions and fields add up', requiring([[holds], [isHere]]), FITS],
    ['a field may miss', requiring([[holds], [isThere]]), refuse({ code: 'node-affinity', unmet: [isThere] })],
    [
      'expressions are named before fields',
      requiring([[fails], [isThere]]),
      refuse({ code: 'node-affinity', unmet: [fails] }),
    ],
    ['an empty term holds nowhere', requiring([[]]), refuse({ code: 'node-affinity', unmet: ['empty'] })],
    ['an empty term beside one that holds', requiring([[]], [[holds]]), FITS],
    ['no terms hold nowhere', requiring(), refuse({ code: 'node-affinity', unmet: [] })],
    ['an affinity without requirements fits', { affinity: { nodeAffinity: {} } }, FITS],
    ['an affinity to pods only fits', { affinity: {} }, FITS],
    [
      'the selector counts besides',
      { nodeSelector: { disk: 'hdd' }, ...requiring([[holds]]) },
      refuse({ code: 'node-selector', key: 'disk', wanted: 'hdd', found: 'ssd' }),
    ],
    [
      'the affinity counts besides the selector',
      { nodeSelector: { disk: 'ssd' }, ...requiring([[fails]]) },
      refuse({ code: 'node-affinity', unmet: [fails] }),
    ],
  ])('%s', (_, spec, expected) => {
    expect(checkNodeAffinity(pod(spec), node({}, labels))).toEqual(expected)
  })

  test('lists left out are empty', () => {
    const bare = (required: object) =>
      checkNodeAffinity(
        pod({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required as never } } }),
        node(),
      )
    expect(bare({})).toEqual(refuse({ code: 'node-affinity', unmet: [] }))
    expect(bare({ nodeSelectorTerms: [{}] })).toEqual(refuse({ code: 'node-affinity', unmet: ['empty'] }))
  })
})

describe('the first rejection counts', () => {
  const taints: Taint[] = [{ key: 'a', effect: 'NoSchedule' }]
  const wrongSelector = { nodeSelector: { disk: 'ssd' } }
  const codeOf = (verdict: Verdict): Reason['code'] | 'fits' => (verdict.fits ? 'fits' : verdict.reason.code)

  test.each<[Reason['code'] | 'fits', Partial<PodSpec>, Node]>([
    ['other-node-name', { nodeName: 'm', ...wrongSelector }, node({ unschedulable: true, taints })],
    ['unschedulable', wrongSelector, node({ unschedulable: true, taints })],
    ['untolerated-taint', wrongSelector, node({ taints })],
    ['node-selector', wrongSelector, node()],
    ['fits', {}, node()],
  ])('%s', (expected, spec, at) => {
    expect(codeOf(firstRejection(pod(spec), at))).toBe(expected)
  })

  test('the gate reaches the filters', () => {
    const rated = node({ taints: [{ key: 'sla', value: '950', effect: 'NoSchedule' }] })
    const wanting = pod({ tolerations: [{ key: 'sla', operator: 'Gt', value: '900' }] })
    expect(codeOf(firstRejection(wanting, rated))).toBe('untolerated-taint')
    expect(codeOf(firstRejection(wanting, rated, GATE_ON))).toBe('fits')
  })
})
