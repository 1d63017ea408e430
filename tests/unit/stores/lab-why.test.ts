import { describe, expect, test } from 'vitest'
import type { LabPreset } from '../../../src/stores/lab-terms.ts'
import type { DecisionLook, LabDecision } from '../../../src/stores/lab-verdict.ts'
import { standingOf, type Why, whyChosen } from '../../../src/stores/lab-why.ts'
import { awake, type Page } from './lab-keeping.ts'

async function decisionOn(page: Page, name: string, namespace = 'default'): Promise<LabDecision> {
  const answer = await page.ask({ type: 'decide', pod: { namespace, name } })
  if (!answer.ok) throw new Error(answer.issue.code)
  return answer.decision
}

async function labAfter(...lines: readonly string[]): Promise<Page> {
  const page = await awake()
  for (const line of lines) await page.ask({ type: 'run', line })
  return page
}

/** A pod with a spec of its own. */
function pod(name: string, spec: object): string {
  return `kubectl run ${name} --image=nginx --overrides='${JSON.stringify({ spec })}'`
}

const BIG = { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '2', memory: '1Gi' } } }] }

describe('why a node was chosen', () => {
  test.each<[string, readonly string[], Why['why']]>([
    ['two empty nodes tie', [pod('web', {})], 'tie'],
    ['one node is left', ['kubectl cordon kind-worker', pod('web', {})], 'only'],
    ['the emptier one has more points', [pod('a', BIG), pod('web', BIG)], 'points'],
    ['no node has the label', [pod('web', { nodeSelector: { disk: 'ssd' } })], 'nowhere'],
  ])('%s', async (_, lines, why) => {
    const page = await labAfter(...lines)
    expect(whyChosen(await decisionOn(page, 'web'))).toMatchObject({ why })
  })

  test.each<LabPreset>(['kind', 'zones', 'mixed', 'large'])(
    'what plugins give adds up to the lead: %s',
    async preset => {
      const page = await awake()
      await page.ask({ type: 'start', preset })
      await page.ask({ type: 'run', line: pod('web', BIG) })
      await page.ask({ type: 'run', line: pod('other', BIG) })
      for (const name of ['web', 'other']) {
        const why = whyChosen(await decisionOn(page, name))
        if (why.why !== 'points') {
          expect(why.why).toMatch(/tie|only/)
          continue
        }
        const sum = (gaps: typeof why.gains) => gaps.reduce((all, { points }) => all + points, 0)
        expect(sum(why.gains) - sum(why.losses)).toBe(why.ahead)
        expect(why.ahead).toBeGreaterThan(0)
      }
    },
  )

  test('a node’s locks that the pod opens are told, and the others’ are not', async () => {
    const key = { tolerations: [{ key: 'gpu', operator: 'Exists' }] }
    const page = await labAfter(
      'kubectl taint nodes kind-worker gpu=true:NoSchedule gpu=true:PreferNoSchedule',
      pod('web', key),
    )
    const { nodes } = await decisionOn(page, 'web')
    expect(nodes.map(({ name, opened }) => [name, opened.map(({ effect }) => effect)]).toSorted()).toEqual([
      ['kind-control-plane', []],
      ['kind-worker', ['NoSchedule']],
      ['kind-worker2', []],
    ])
  })
})

describe('how a place stands to what would be decided now', () => {
  const there = pod('web', { nodeSelector: { 'kubernetes.io/hostname': 'kind-worker' } })
  test.each<[string, readonly string[], string]>([
    ['a pod on the only node that takes it', [there], 'there'],
    ['a pod whose node has been cordoned since', [there, 'kubectl cordon kind-worker'], 'shut-out'],
    [
      'a pod whose node is no longer the best',
      [
        'kubectl cordon kind-worker2',
        pod('web', BIG),
        'kubectl uncordon kind-worker2',
        pod('next', { ...BIG, nodeName: 'kind-worker' }),
      ],
      'elsewhere',
    ],
    ['a pod that fits nowhere', [pod('web', { nodeSelector: { disk: 'ssd' } })], 'waits'],
    ['a pod with a gate that would fit', [pod('web', { schedulingGates: [{ name: 'example.com/wait' }] })], 'would-go'],
  ])('%s', async (_, lines, standing) => {
    expect(standingOf(await decisionOn(await labAfter(...lines), 'web'))).toBe(standing)
  })

  test.each([
    ['etcd-kind-control-plane', 'kube-system', [], 'static'],
    ['web', 'default', [pod('web', { schedulingGates: [{ name: 'example.com/wait' }] })], 'gates'],
    ['web', 'default', [pod('web', { schedulerName: 'mine' })], 'other-scheduler'],
    ['web', 'default', [pod('web', {})], undefined],
  ])('whether the scheduler was asked about %s of %s is said: %#', async (name, namespace, lines, unasked) => {
    expect((await decisionOn(await labAfter(...lines), name, namespace)).unasked).toBe(unasked)
  })
})

describe('of many nodes those are told that one looks at', () => {
  const look = { filter: '', verdict: 'all', from: 0, count: 12 } as const

  async function large(): Promise<(changes: Partial<DecisionLook>) => Promise<LabDecision>> {
    const page = await awake()
    await page.ask({ type: 'start', preset: 'large' })
    await page.ask({
      type: 'run',
      line: 'kubectl taint nodes -l topology.kubernetes.io/zone=zone-b gpu=true:NoSchedule',
    })
    await page.ask({ type: 'run', line: pod('web', BIG) })
    return async changes => {
      const name = { namespace: 'default', name: 'web' }
      const answer = await page.ask({ type: 'decide', pod: name, look: { ...look, ...changes } })
      if (!answer.ok) throw new Error(answer.issue.code)
      return answer.decision
    }
  }

  test('page by page, each once, in one order; what does not depend on the page stays', async () => {
    const decide = await large()
    const first = await decide({})
    expect([first.all, first.matching, first.nodes.length]).toEqual([100, 100, 12])
    expect(first.refusing).toBeGreaterThan(10)
    const names: string[] = []
    for (let from = 0; from < 100; from += 12) {
      const { nodes, ...rest } = await decide({ from })
      names.push(...nodes.map(({ name }) => name))
      expect(rest).toEqual({ ...first, from, nodes: undefined })
    }
    expect(new Set(names).size).toBe(100)
  })

  test('by name and by verdict, and never beyond the last page', async () => {
    const decide = await large()
    const { nodes, refusing, all } = await decide({ verdict: 'refuses' })
    expect(nodes.every(({ refusal }) => refusal)).toBe(true)
    const [{ name = '' } = {}] = nodes
    expect((await decide({ filter: name.toUpperCase() })).nodes.map(each => each.name)).toContain(name)
    expect((await decide({ filter: name, verdict: 'fits' })).nodes.map(each => each.name)).not.toContain(name)
    const last = await decide({ verdict: 'fits', from: 5000 })
    expect(last.matching).toBe(all - refusing)
    expect(last.from + last.nodes.length).toBe(last.matching)
    expect(await decide({ filter: 'no-such-node', from: 24 })).toMatchObject({ nodes: [], from: 0, matching: 0 })
  })

  test('in little room, whatever the number of nodes', async () => {
    const decide = await large()
    expect(JSON.stringify(await decide({})).length).toBeLessThan(50_000)
    expect((await decide({ count: 100_000 })).nodes).toHaveLength(50)
  })
})
