import { describe, expect, test } from 'vitest'
import type { Labels } from '../../../src/kubernetes/object-meta.ts'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import {
  firstRefusal,
  refusalsOn,
  startCycle,
  tryWith,
  tryWithout,
  verdictsOn,
} from '../../../src/scheduling/filters.ts'
import { nodeTable } from '../../../src/scheduling/node-table.ts'
import { podInfo } from '../../../src/scheduling/pod-info.ts'
import { cluster, type Given, node, on, pod } from './objects.ts'

/** The only node has four cpus, of which a pod that is promised the node will take three. */
const promised = (priority: number, given: Given = {}): Pod =>
  pod('w', { requests: { cpu: '3' }, priority, status: { nominatedNodeName: 'a' }, ...given })
const incoming = (cpu: number, given: Given = {}) => pod('p', { requests: { cpu: String(cpu) }, priority: 4, ...given })

function look(nominated: readonly Pod[], arriving: Pod, more: Parameters<typeof node>[1] = {}) {
  const table = nodeTable(cluster([node('a', { labels: { zone: 'x' }, ...more })], [], { nominated }))
  return startCycle(podInfo(arriving), table)
}

describe('the first refusal', () => {
  test.each<[string, readonly Pod[], number, number | undefined]>([
    ['none where the pod fits beside one that is promised the node', [promised(5)], 1, undefined],
    ['the room of a more important one is taken', [promised(5)], 2, 1000],
    ['and of one as important', [promised(4)], 2, 1000],
    ['a less important one is passed over', [promised(3)], 2, undefined],
    ['too large by itself, whoever waits', [promised(3)], 5, 4000],
    ['several take their room together', [promised(5), pod('v', { requests: { cpu: '1' }, priority: 5 })], 1, 0],
  ])('%s', (_, nominated, cpu, free) => {
    const cycle = look(
      nominated.map(each => ({ ...each, status: { nominatedNodeName: 'a' } })),
      incoming(cpu),
    )
    const refusal = firstRefusal(cycle, 0)
    const reason = refusal?.reason
    expect(reason?.code === 'insufficient-resources' ? reason.shortages[0]?.free : reason).toBe(free)
    expect(verdictsOn(cycle, 0).at(-1)?.verdict.fits).toBe(free === undefined)
    expect([cycle.table.pods[0], cycle.table.requestedCpu[0]]).toEqual([[], 0])
  })

  test('names the filter that runs first, of two that would refuse', () => {
    const closed = look([], incoming(5), { taints: [{ key: 'k', effect: 'NoSchedule' }] })
    expect(firstRefusal(closed, 0)?.plugin).toBe('TaintToleration')
    expect(verdictsOn(closed, 0).map(({ plugin, verdict }) => [plugin, verdict.fits])).toEqual([
      ['NodeName', true],
      ['NodeUnschedulable', true],
      ['TaintToleration', false],
    ])
  })

  test('is nobody’s where every filter lets the pod in, and each says so', () => {
    const open = look([], incoming(1))
    expect(firstRefusal(open, 0)).toBeUndefined()
    expect(verdictsOn(open, 0).map(({ plugin, verdict }) => [plugin, verdict.fits])).toEqual([
      ['NodeName', true],
      ['NodeUnschedulable', true],
      ['TaintToleration', true],
      ['NodeAffinity', true],
      ['NodePorts', true],
      ['NodeResourcesFit', true],
      ['PodTopologySpread', true],
      ['InterPodAffinity', true],
    ])
  })
})

describe('all refusals of a node', () => {
  const plugins = (nominated: readonly Pod[], arriving: Pod) => {
    const more = { taints: [{ key: 'k', effect: 'NoSchedule' as const }] }
    return refusalsOn(look(nominated, arriving, more), 0).map(({ plugin }) => plugin)
  }

  test('count those who are promised the node, where they are in the way', () => {
    expect(plugins([promised(5)], incoming(2))).toEqual(['TaintToleration', 'NodeResourcesFit'])
    expect(plugins([promised(3)], incoming(2))).toEqual(['TaintToleration'])
    expect(plugins([promised(5)], incoming(5))).toEqual(['TaintToleration', 'NodeResourcesFit'])
  })

  test('are those without them, where the pod fits beside them', () => {
    const near = { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } } }
    const seeking = incoming(1, {
      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near] } },
    })
    const table = look([promised(5, { labels: { app: 'web' } })], seeking)
    expect(refusalsOn(table, 0).map(({ plugin }) => plugin)).toEqual(['InterPodAffinity'])
  })
})

describe('a trial', () => {
  const web = { app: 'web' }
  const selector = { topologyKey: 'zone', labelSelector: { matchLabels: web } }
  const apartFrom = (matchLabels: Labels): NonNullable<Given['affinity']> => ({
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', labelSelector: { matchLabels } }],
    },
  })
  const alone: Given = { labels: web, affinity: apartFrom(web) }
  const even: Given = {
    labels: web,
    topologySpreadConstraints: [{ ...selector, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }],
  }
  const near: Given = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [selector] } } }
  const nodes = ['x', 'y'].map(zone => node(zone, { labels: { zone } }))

  test.each<[string, Given, string | undefined, string | undefined]>([
    ['someone comes from whom the pod wants to be apart', alone, undefined, 'pod-anti-affinity'],
    ['someone comes who makes the zone too full', even, undefined, 'spread-skew'],
    ['someone comes whom the pod wants near', near, 'pod-affinity', undefined],
  ])('in which %s, and goes again', (_, given, before, during) => {
    const table = nodeTable(cluster(nodes))
    const cycle = startCycle(podInfo(pod('p', given)), table)
    const guest = podInfo(on('x', 'guest', { labels: web }))
    const code = () => firstRefusal(cycle, 0)?.reason.code
    expect(code()).toBe(before)
    tryWith(cycle, guest, 0)
    expect(code()).toBe(during)
    tryWithout(cycle, guest, 0)
    expect(code()).toBe(before)
  })

  test('in which strangers come changes nothing', () => {
    const stranger = podInfo(on('x', 'stranger', { labels: { app: 'db' } }))
    const shy = podInfo(on('x', 'shy', { affinity: apartFrom({ app: 'db' }) }))
    for (const given of [alone, even, { ...near, labels: web }]) {
      const table = nodeTable(cluster(nodes))
      const cycle = startCycle(podInfo(pod('p', given)), table)
      const before = [firstRefusal(cycle, 0), firstRefusal(cycle, 1)]
      for (const guest of [stranger, shy]) tryWith(cycle, guest, 0)
      expect([firstRefusal(cycle, 0), firstRefusal(cycle, 1)]).toEqual(before)
    }
  })

  test('in which a resident goes, and comes back', () => {
    const table = nodeTable(cluster(nodes, [on('x', 'q', alone)]))
    const [resident] = table.pods[0] ?? []
    const cycle = startCycle(podInfo(pod('p', { labels: web })), table)
    const code = () => firstRefusal(cycle, 0)?.reason.code
    if (!resident) throw new Error('nobody lives on x')
    expect(code()).toBe('existing-anti-affinity')
    tryWithout(cycle, resident, 0)
    expect(code()).toBeUndefined()
    tryWith(cycle, resident, 0)
    expect(code()).toBe('existing-anti-affinity')
  })
})
