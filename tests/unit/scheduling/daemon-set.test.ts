import { describe, expect, test } from 'vitest'
import type { Node } from '../../../src/kubernetes/node.ts'
import type { PodSpec } from '../../../src/kubernetes/pod.ts'
import type { Taint } from '../../../src/kubernetes/taint.ts'
import { printToleration, type Toleration } from '../../../src/kubernetes/toleration.ts'
import type { DaemonSet } from '../../../src/kubernetes/workload.ts'
import { daemonSetTolerations, pinToNode, shouldRun } from '../../../src/scheduling/daemon-set.ts'
import { FITS, refuse, type Verdict } from '../../../src/scheduling/verdict.ts'

const spec = (fields: Partial<PodSpec> = {}): PodSpec => ({ containers: [{ name: 'c' }], ...fields })
const daemonSet = (fields: Partial<PodSpec> = {}): DaemonSet => ({
  metadata: { name: 'd' },
  spec: { template: { spec: spec(fields) } },
})
const node = (fields: Node['spec'] = {}, labels: Record<string, string> = {}): Node => ({
  metadata: { name: 'n', labels },
  spec: fields,
})
const AUTOMATIC = [
  'node.kubernetes.io/not-ready:NoExecute op=Exists',
  'node.kubernetes.io/unreachable:NoExecute op=Exists',
  'node.kubernetes.io/disk-pressure:NoSchedule op=Exists',
  'node.kubernetes.io/memory-pressure:NoSchedule op=Exists',
  'node.kubernetes.io/pid-pressure:NoSchedule op=Exists',
  'node.kubernetes.io/unschedulable:NoSchedule op=Exists',
]

describe('the automatic tolerations', () => {
  const listed = (fields: Partial<PodSpec>) => daemonSetTolerations({ spec: spec(fields) }).map(printToleration)

  test('are six', () => {
    expect(listed({})).toEqual(AUTOMATIC)
  })

  test('are seven with hostNetwork', () => {
    expect(listed({ hostNetwork: true })).toEqual([
      ...AUTOMATIC,
      'node.kubernetes.io/network-unavailable:NoSchedule op=Exists',
    ])
    expect(listed({ hostNetwork: false })).toEqual(AUTOMATIC)
  })

  test('come after those of the template', () => {
    expect(listed({ tolerations: [{ operator: 'Exists' }] })).toEqual(['op=Exists', ...AUTOMATIC])
  })

  test.each<[string, Toleration, boolean]>([
    ['with seconds', { tolerationSeconds: 5 }, true],
    ['as it is', {}, true],
    ['with empty fields written out', { value: '' }, true],
    ['with another effect', { effect: 'NoSchedule' }, false],
    ['with another operator', { operator: 'Equal' }, false],
    ['with a value', { value: 'v' }, false],
    ['with another key', { key: 'node.kubernetes.io/not-readily' }, false],
  ])('an entry of the template for not-ready, %s, is replaced: %s', (_, difference, replaced) => {
    const own = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', ...difference } as const
    const automatic = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' }
    const got = daemonSetTolerations({ spec: spec({ tolerations: [{ key: 'x' }, own, { key: 'y' }] }) })
    expect(got.slice(0, 3)).toEqual([{ key: 'x' }, replaced ? automatic : own, { key: 'y' }])
    expect(got).toHaveLength(replaced ? 8 : 9)
  })

  test('replace every entry that is the same but for its seconds', () => {
    const own: Toleration = { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' }
    const tolerations = [{ ...own, tolerationSeconds: 5 }, own, { ...own, tolerationSeconds: 9 }]
    const got = daemonSetTolerations({ spec: spec({ tolerations }) })
    expect(got.slice(0, 3)).toEqual([own, own, own])
    expect(got).toHaveLength(8)
  })

  test('an entry without an operator is not one with Equal, nor with Exists', () => {
    const own: Toleration = { key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' }
    expect(daemonSetTolerations({ spec: spec({ tolerations: [own] }) })).toHaveLength(7)
  })

  test('leave the template as it is', () => {
    const tolerations: readonly Toleration[] = Object.freeze([])
    daemonSetTolerations({ spec: spec({ tolerations }) })
    expect(tolerations).toEqual([])
  })
})

describe('where a DaemonSet runs', () => {
  const hard: Taint = { key: 'a', effect: 'NoSchedule' }
  const evicting: Taint = { key: 'b', effect: 'NoExecute' }
  const untolerated = (taint: Taint) => refuse({ code: 'untolerated-taint', taint })
  const otherName = refuse({ code: 'other-node-name', wanted: 'm' })
  const otherLabel = refuse({ code: 'node-selector', key: 'disk', wanted: 'ssd' })

  test.each<[string, Partial<PodSpec>, Node, Verdict, Verdict]>([
    ['on a free node', {}, node(), FITS, FITS],
    ['not on another name', { nodeName: 'm' }, node(), otherName, otherName],
    ['on its own name', { nodeName: 'n' }, node(), FITS, FITS],
    ['not without the label', { nodeSelector: { disk: 'ssd' } }, node(), otherLabel, otherLabel],
    ['with the label', { nodeSelector: { disk: 'ssd' } }, node({}, { disk: 'ssd' }), FITS, FITS],
    ['NoSchedule keeps out and lets stay', {}, node({ taints: [hard] }), untolerated(hard), FITS],
    ['NoExecute does neither', {}, node({ taints: [evicting] }), untolerated(evicting), untolerated(evicting)],
    [
      'what keeps out and what drives out may be two taints',
      {},
      node({ taints: [hard, evicting] }),
      untolerated(hard),
      untolerated(evicting),
    ],
    ['PreferNoSchedule is no matter', {}, node({ taints: [{ key: 'a', effect: 'PreferNoSchedule' }] }), FITS, FITS],
    ['tolerated', { tolerations: [{ operator: 'Exists' }] }, node({ taints: [hard, evicting] }), FITS, FITS],
    [
      'a cordon is no matter, nor its taint',
      {},
      node({ unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] }),
      FITS,
      FITS,
    ],
    [
      'a node that is ill is no matter',
      {},
      node({ taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] }),
      FITS,
      FITS,
    ],
    [
      'a new node, not ready yet, is closed',
      {},
      node({ taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] }),
      untolerated({ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }),
      FITS,
    ],
    [
      'without hostNetwork a node without network is closed',
      {},
      node({ taints: [{ key: 'node.kubernetes.io/network-unavailable', effect: 'NoSchedule' }] }),
      untolerated({ key: 'node.kubernetes.io/network-unavailable', effect: 'NoSchedule' }),
      FITS,
    ],
    [
      'with hostNetwork it is open',
      { hostNetwork: true },
      node({ taints: [{ key: 'node.kubernetes.io/network-unavailable', effect: 'NoSchedule' }] }),
      FITS,
      FITS,
    ],
    ['a node without spec', {}, { metadata: { name: 'n' } }, FITS, FITS],
  ])('%s', (_, fields, at, run, goOn) => {
    expect(shouldRun(daemonSet(fields), at)).toEqual({ shouldRun: run, shouldContinueRunning: goOn })
  })

  test('the gate counts for both answers', () => {
    const rated = node({ taints: [{ key: 'sla', value: '950', effect: 'NoExecute' }] })
    const wanting = daemonSet({ tolerations: [{ key: 'sla', operator: 'Gt', value: '900' }] })
    const gates = { TaintTolerationComparisonOperators: true }
    expect(shouldRun(wanting, rated, gates)).toEqual({ shouldRun: FITS, shouldContinueRunning: FITS })
    expect(shouldRun(wanting, rated).shouldRun.fits).toBe(false)
  })
})

describe('the pod of a node', () => {
  const onN = { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }] }] }

  test('is pinned to it by name', () => {
    expect(pinToNode(undefined, 'n')).toEqual({
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: onN },
    })
  })

  test('keeps what it prefers and its stand to other pods, and loses what it required', () => {
    const preferred = [{ weight: 1, preference: {} }]
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone' }] }
    const affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{}, {}] },
        preferredDuringSchedulingIgnoredDuringExecution: preferred,
      },
      podAntiAffinity,
    }
    expect(pinToNode(affinity, 'n')).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: onN,
        preferredDuringSchedulingIgnoredDuringExecution: preferred,
      },
      podAntiAffinity,
    })
  })
})
