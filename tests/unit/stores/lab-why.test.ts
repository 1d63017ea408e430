import { describe, expect, test } from 'vitest'
import type { LabDecision, LabPreset } from '../../../src/stores/lab-protocol.ts'
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
