import { describe, expect, test } from 'vitest'
import type { PodAffinityTerm } from '../../../src/kubernetes/affinity.ts'
import { neighboursOf } from '../../../src/scheduling/inter-pod-affinity.ts'
import { interPodAffinityScores } from '../../../src/scheduling/inter-pod-affinity-score.ts'
import { at, nodeTable, type SchedulingState } from '../../../src/scheduling/node-table.ts'
import { podInfo } from '../../../src/scheduling/pod-info.ts'
import { FITS, refuse } from '../../../src/scheduling/verdict.ts'
import { cluster, type Given, node, on, plain, pod } from './objects.ts'

const web = { app: 'web' }
const term = (more: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({
  topologyKey: 'zone',
  labelSelector: { matchLabels: web },
  ...more,
})
const near = (...terms: PodAffinityTerm[]): Given => ({
  affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
})
const apart = (...terms: PodAffinityTerm[]): Given => ({
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
})
const preferring = (podAffinityTerm: PodAffinityTerm) => ({
  preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm }],
})
const x = node('x', { labels: { zone: 'x', host: 'x' } })
const x2 = node('x2', { labels: { zone: 'x', host: 'x2' } })
const y = node('y', { labels: { zone: 'y', host: 'y' } })
const bare = node('bare')
const NEAR = refuse({ code: 'pod-affinity', topologyKey: 'zone' })
const APART = refuse({ code: 'pod-anti-affinity', topologyKey: 'zone' })
const THEIRS = refuse({ code: 'existing-anti-affinity', topologyKey: 'zone' })

function verdicts(state: SchedulingState, given: Given) {
  const table = nodeTable(state)
  const neighbours = neighboursOf(podInfo(pod('p', given)), table)
  return table.nodes.map((_, row) => neighbours.check(row))
}

describe('a required affinity', () => {
  const one = [on('x', 'q', { labels: web })]

  test('opens the domain of a pod that it means, and closes the others', () => {
    expect(verdicts(cluster([x, x2, y, bare], one), near(term()))).toEqual([FITS, FITS, NEAR, NEAR])
  })

  test('is satisfied in the domain of its own key only', () => {
    expect(verdicts(cluster([x, x2], one), near(term({ topologyKey: 'host' })))).toEqual([
      FITS,
      refuse({ code: 'pod-affinity', topologyKey: 'host' }),
    ])
  })

  test('is nowhere satisfied where nobody is meant', () => {
    expect(verdicts(cluster([x, y]), near(term()))).toEqual([NEAR, NEAR])
  })

  test('lets the first of its kind pass, where the node carries the label', () => {
    expect(verdicts(cluster([x, bare]), { labels: web, ...near(term()) })).toEqual([FITS, NEAR])
  })

  test('but no second one elsewhere', () => {
    expect(verdicts(cluster([x, y], one), { labels: web, ...near(term()) })).toEqual([FITS, NEAR])
  })

  test('what stands on a node without the label does not make a second one', () => {
    const hidden = [on('bare', 'q', { labels: web })]
    expect(verdicts(cluster([x, bare], hidden), { labels: web, ...near(term()) })).toEqual([FITS, NEAR])
  })

  test('of several terms needs one pod that all of them mean', () => {
    const both = near(term(), term({ labelSelector: { matchLabels: { tier: 'front' } } }))
    const two = [on('x', 'q', { labels: web }), on('x', 'r', { labels: { tier: 'front' } })]
    expect(verdicts(cluster([x], two), both)).toEqual([NEAR])
    expect(verdicts(cluster([x], [on('x', 'q', { labels: { app: 'web', tier: 'front' } })]), both)).toEqual([FITS])
  })

  test('of several terms names the one whose label the node lacks', () => {
    const both = near(term(), term({ topologyKey: 'rack' }))
    expect(verdicts(cluster([x], one), both)).toEqual([refuse({ code: 'pod-affinity', topologyKey: 'rack' })])
  })
})

describe('a required anti-affinity', () => {
  const one = [on('x', 'q', { labels: web })]

  test('closes the domain of a pod that it means', () => {
    expect(verdicts(cluster([x, x2, y, bare], one), apart(term()))).toEqual([APART, APART, FITS, FITS])
  })

  test('means the pod itself no more than others', () => {
    expect(verdicts(cluster([x]), { labels: web, ...apart(term()) })).toEqual([FITS])
  })

  test('needs only one of several terms to close', () => {
    const either = apart(term({ topologyKey: 'host', labelSelector: { matchLabels: { app: 'db' } } }), term())
    expect(verdicts(cluster([x, y], one), either)).toEqual([APART, FITS])
  })

  test('of a pod that is there closes its domain to whom it means', () => {
    const there = [on('x', 'q', apart(term()))]
    expect(verdicts(cluster([x, x2, y, bare], there), { labels: web })).toEqual([THEIRS, THEIRS, FITS, FITS])
    expect(verdicts(cluster([x], there), { labels: { app: 'db' } })).toEqual([FITS])
  })

  test.each<[string, Given]>([
    ['wants them near', near(term())],
    ['would rather be apart', { affinity: { podAntiAffinity: preferring(term()) } }],
    ['would rather have them near', { affinity: { podAffinity: preferring(term()) } }],
  ])('of a pod that is there is the only thing that closes its domain: not one that %s', (_, given) => {
    expect(verdicts(cluster([x, y], [on('x', 'q', given)]), { labels: web })).toEqual([FITS, FITS])
  })

  test('of a pod on a node without the label closes nothing', () => {
    expect(verdicts(cluster([x, bare], [on('bare', 'q', apart(term()))]), { labels: web })).toEqual([FITS, FITS])
  })

  test('what is near is asked first, then what is apart, then the others', () => {
    const there = [on('x', 'q', { labels: web, ...apart(term()) })]
    const all = (more: Given) => verdicts(cluster([x], there), { labels: web, ...more })
    const wanting = near(term({ labelSelector: { matchLabels: { app: 'nobody' } } }))
    expect(all({ affinity: { ...wanting.affinity, ...apart(term()).affinity } })).toEqual([NEAR])
    expect(all(apart(term()))).toEqual([APART])
    expect(all({})).toEqual([THEIRS])
  })
})

describe('whom a term means', () => {
  const namespaces = [{ metadata: { name: 'blue', labels: { team: 'blue' } } }, { metadata: { name: 'plain' } }]
  const there = (namespace: string) => [on('x', 'q', { labels: web, namespace })]

  test.each<[string, Partial<PodAffinityTerm>, string, boolean]>([
    ['pods of its own namespace', {}, 'default', true],
    ['not those of another', {}, 'blue', false],
    ['those of the namespaces that it lists', { namespaces: ['blue'] }, 'blue', true],
    ['and then not of its own', { namespaces: ['blue'] }, 'default', false],
    ['those of the namespaces that it selects', { namespaceSelector: { matchLabels: { team: 'blue' } } }, 'blue', true],
    ['and then not of its own', { namespaceSelector: { matchLabels: { team: 'blue' } } }, 'default', false],
    [
      'listed and selected ones',
      { namespaces: ['default'], namespaceSelector: { matchLabels: { team: 'blue' } } },
      'default',
      true,
    ],
    ['with an empty selector those of all', { namespaceSelector: {} }, 'plain', true],
    ['and of one that does not exist', { namespaceSelector: {} }, 'ghost', true],
    [
      'which no other selector selects',
      { namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] } },
      'ghost',
      false,
    ],
    [
      'but it selects one without labels',
      { namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] } },
      'plain',
      true,
    ],
    ['without a label selector none', { labelSelector: undefined as never }, 'default', false],
    ['with an empty one all', { labelSelector: {} }, 'default', true],
  ])('%s (%#)', (_, more, namespace, meant) => {
    const state = cluster([x], there(namespace), { namespaces })
    expect(verdicts(state, apart(term(more)))).toEqual([meant ? APART : FITS])
    expect(verdicts(state, near(term(more)))).toEqual([meant ? FITS : NEAR])
  })

  test.each<[string, Partial<PodAffinityTerm>, Given, boolean]>([
    ['the term of a pod that is there speaks of its own namespace', {}, { namespace: 'blue' }, false],
    [
      'or of the incoming pod’s, if it selects that',
      { namespaceSelector: { matchLabels: { team: 'blue' } } },
      { namespace: 'blue' },
      true,
    ],
    [
      'one that does not exist has no labels',
      { namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] } },
      { namespace: 'ghost' },
      true,
    ],
  ])('%s', (_, more, given, meant) => {
    const state = cluster([x], [on('x', 'q', apart(term(more)))], { namespaces })
    expect(verdicts(state, { labels: web, ...given })).toEqual([meant ? THEIRS : FITS])
  })
})

test('while preemption tries, pods that go open and close what they held', () => {
  const table = nodeTable(
    cluster(
      [x, y],
      [
        on('x', 'web', { labels: web }),
        on('y', 'shy', { labels: { app: 'db' }, ...apart(term({ labelSelector: {} })) }),
      ],
    ),
  )
  const [visitor, shy] = [at(at(table.pods, 0), 0), at(at(table.pods, 1), 0)]
  const avoiding = neighboursOf(podInfo(pod('p', apart(term()))), table)
  expect([avoiding.check(0), avoiding.check(1)]).toEqual([APART, THEIRS])
  avoiding.move(visitor, 0, -1)
  avoiding.move(shy, 1, -1)
  expect([avoiding.check(0), avoiding.check(1)]).toEqual([FITS, FITS])
  avoiding.move(visitor, 1, 1)
  expect([avoiding.check(0), avoiding.check(1)]).toEqual([FITS, APART])
  const seeking = neighboursOf(podInfo(pod('p', { labels: web, ...near(term()) })), table)
  expect(seeking.check(0)).toEqual(FITS)
  seeking.move(visitor, 0, -1)
  expect([seeking.check(0), seeking.check(1)]).toEqual([FITS, THEIRS])
})

describe('preferences', () => {
  const preferring = (
    kind: 'podAffinity' | 'podAntiAffinity',
    weight: number,
    more: Partial<PodAffinityTerm> = {},
  ): Given => ({
    affinity: {
      [kind]: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: term(more) }] },
    },
  })
  function scores(state: SchedulingState, given: Given = {}, feasible = [...state.nodes.keys()]) {
    return plain(interPodAffinityScores(podInfo(pod('p', given)), nodeTable(state), feasible))
  }
  const nodes = [x, x2, y, bare]

  test('nobody prefers anything that applies: left out', () => {
    expect(scores(cluster(nodes, [on('x', 'q', { labels: web })]))).toBeUndefined()
    expect(scores(cluster(nodes), preferring('podAffinity', 10))).toBeUndefined()
    expect(scores(cluster(nodes, [on('bare', 'q', { labels: web })]), preferring('podAffinity', 10))).toBeUndefined()
    expect(
      scores(cluster(nodes, [on('x', 'q', preferring('podAffinity', 10))]), { labels: { app: 'db' } }),
    ).toBeUndefined()
  })

  test.each<[string, Given, Given, number[], number[]]>([
    ['for pods that are there', { labels: web }, preferring('podAffinity', 10), [10, 10, 0, 0], [100, 100, 0, 0]],
    ['against them', { labels: web }, preferring('podAntiAffinity', 10), [-10, -10, 0, 0], [0, 0, 100, 100]],
    ['of theirs for it', preferring('podAffinity', 10), { labels: web }, [10, 10, 0, 0], [100, 100, 0, 0]],
    ['of theirs against it', preferring('podAntiAffinity', 10), { labels: web }, [-10, -10, 0, 0], [0, 0, 100, 100]],
    ['what they require counts as 1', near(term()), { labels: web }, [1, 1, 0, 0], [100, 100, 0, 0]],
    [
      'what it requires counts as nothing',
      { labels: web, ...preferring('podAffinity', 3) },
      { labels: web, ...near(term()) },
      [3, 3, 0, 0],
      [100, 100, 0, 0],
    ],
  ])('%s', (_, there, given, raw, normalized) => {
    expect(scores(cluster(nodes, [on('x', 'q', there)]), given)).toEqual({ raw, normalized })
  })

  test('are added for each pod, and stretched from the lowest to the highest', () => {
    const pods = [on('x', 'q', { labels: web }), on('x2', 'r', { labels: web }), on('y', 's', { labels: web })]
    const hosts = preferring('podAffinity', 50, { topologyKey: 'host' })
    const zones = preferring('podAffinity', 1)
    const given: Given = {
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            ...(hosts.affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []),
            ...(zones.affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []),
          ],
        },
      },
    }
    expect(scores(cluster([x, x2, y], pods), given)).toEqual({ raw: [52, 52, 51], normalized: [100, 100, 0] })
    expect(scores(cluster([x, x2, y, bare], pods), given)?.normalized).toEqual([100, 100, 98, 0])
  })

  test('all alike: 0 each', () => {
    const state = cluster([x, x2], [on('x', 'q', { labels: web })])
    expect(scores(state, preferring('podAffinity', 10))).toEqual({ raw: [10, 10], normalized: [0, 0] })
  })

  test('only feasible nodes are compared', () => {
    const state = cluster(nodes, [on('x', 'q', { labels: web })])
    expect(scores(state, preferring('podAffinity', 10), [1, 2])).toEqual({ raw: [10, 0], normalized: [100, 0] })
  })

  test('namespaces count as they do for what is required', () => {
    const pods = [on('x', 'q', { labels: web, namespace: 'other' })]
    expect(scores(cluster(nodes, pods), preferring('podAffinity', 10))).toBeUndefined()
    expect(scores(cluster(nodes, pods), preferring('podAffinity', 10, { namespaces: ['other'] }))?.raw).toEqual([
      10, 10, 0, 0,
    ])
    const theirs = [
      on('x', 'q', preferring('podAffinity', 10, { namespaceSelector: { matchLabels: { team: 'blue' } } })),
    ]
    const namespaces = [{ metadata: { name: 'blue', labels: { team: 'blue' } } }]
    expect(scores(cluster(nodes, theirs, { namespaces }), { labels: web, namespace: 'blue' })?.raw).toEqual([
      10, 10, 0, 0,
    ])
    expect(scores(cluster(nodes, theirs, { namespaces }), { labels: web })).toBeUndefined()
  })
})

test('what is counted for one pod is not taken for what another asks', () => {
  const state = cluster([x, y], [on('x', 'q', { labels: web, namespace: 'blue' })], {
    namespaces: [{ metadata: { name: 'blue', labels: { team: 'blue' } } }],
  })
  const table = nodeTable(state)
  const ask = (given: Given) => neighboursOf(podInfo(pod('p', given)), table).check(0)
  const where = (team: string) => term({ namespaceSelector: { matchLabels: { team } } })
  expect(ask(near(where('blue')))).toEqual(FITS)
  expect(ask(near(where('red')))).toEqual(NEAR)
  expect(ask(near(term()))).toEqual(NEAR)
  expect(ask(apart(where('blue')))).toEqual(APART)
  expect(ask(apart(where('red')))).toEqual(FITS)
  expect(ask(near(term({ labelSelector: { matchLabels: { app: 'db' } }, namespaces: ['blue'] })))).toEqual(NEAR)
  expect(ask(near(term({ namespaces: ['blue'] })))).toEqual(FITS)
})
