import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { API_RESOURCES } from '../../../src/cluster/api-resource.ts'
import { list, listObjects } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/cluster/object.ts'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { printJson } from '../../../src/kubectl/json.ts'
import { printYaml } from '../../../src/kubectl/yaml-print.ts'
import { LAB_ISSUE_CODES } from '../../../src/stores/lab-protocol.ts'
import type { LabProgress } from '../../../src/stores/lab-shown.ts'
import { awake, type Page } from './lab-keeping.ts'

/** What `kubectl get nodes,pods,ds,deploy,rs -A` would print of a preset. */
function printed(
  form: 'json' | 'yaml',
  preset: 'kind' | 'broken' | 'large' = 'kind',
  more: readonly object[] = [],
): string {
  const cluster = presetCluster(preset)
  const wanted = ['nodes', 'pods', 'daemonsets', 'deployments', 'replicasets']
  const items = API_RESOURCES.filter(({ name }) => wanted.includes(name)).flatMap(one => listObjects(cluster, one))
  const whole = { apiVersion: 'v1', items: [...items, ...more], kind: 'List', metadata: { resourceVersion: '' } }
  return form === 'json' ? `${printJson(whole)}\n` : printYaml(whole)
}

function progressOf(page: Page): readonly LabProgress[] {
  return page.replies.flatMap(reply => (reply.type === 'progress' ? [reply.progress] : []))
}

const pending = (name: string, spec: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'mine', uid: name },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  status: { phase: 'Pending' },
})

describe('an own cluster', () => {
  test.each(['json', 'yaml'] as const)('comes in as kubectl printed it: %s', async form => {
    const page = await awake()
    const answer = await page.ask({ type: 'import', source: printed(form) })
    expect(answer).toMatchObject({ ok: true, nodes: 3, pods: 13, skipped: [], placed: 0 })
    expect(page.view.about).toMatchObject({ origin: 'import', version: 'v1.37', release: 'v1.37.2' })
    expect(page.view.about.preset).toBeUndefined()
    expect(page.view.rooms.map(({ name }) => name)).toEqual(['kind-control-plane', 'kind-worker', 'kind-worker2'])
    expect(page.view.history.entries.map(({ label }) => label)).toEqual([{ code: 'import', nodes: 3, pods: 13 }])
    await page.ask({ type: 'advance', by: 'rest' })
    expect(page.view.counts.pods).toBe(13)
    await page.ask({ type: 'undo' })
    await page.ask({ type: 'undo' })
    expect(page.view.about.preset).toBe('kind')
  })

  test('comes in from a file as from text', async () => {
    const page = await awake()
    const source = new Blob([printed('yaml', 'large')])
    expect(await page.ask({ type: 'import', source })).toMatchObject({ ok: true, nodes: 100 })
    const stages = progressOf(page)
    expect(stages[0]).toMatchObject({ stage: 'reading', of: source.size })
    expect(stages.at(-1)).toEqual({ stage: 'idle' })
  })

  test('what waits finds its place at once, and is counted', async () => {
    const page = await awake()
    const more = [pending('a'), pending('b', { nodeSelector: { disk: 'ssd' } })]
    const answer = await page.ask({ type: 'import', source: printed('json', 'kind', more) })
    expect(answer).toMatchObject({ ok: true, pods: 15, placed: 1 })
    expect(page.view.corridor.map(({ name }) => name)).toEqual(['b'])
  })

  test('kinds that nobody here serves are skipped, and said', async () => {
    const page = await awake()
    const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'web' } }
    const answer = await page.ask({ type: 'import', source: printed('yaml', 'kind', [gateway, gateway]) })
    expect(answer).toMatchObject({ ok: true, skipped: [{ kind: 'Gateway', count: 2 }] })
  })

  test('an older cluster is run as the older version', async () => {
    const page = await awake()
    await page.ask({ type: 'import', source: printed('json').replaceAll('v1.37.2', 'v1.29.4-eks-1') })
    expect(page.view.about).toMatchObject({ version: 'v1.35', release: 'v1.29.4-eks-1' })
  })

  test('token volumes lose their random names, and managed fields go', async () => {
    const page = await awake()
    const volume = (name: string) => ({ volumes: [{ name }], nodeName: 'kind-worker' })
    const pod = pending('a', volume('kube-api-access-x7k2p'))
    const managed = { ...pod, metadata: { ...pod.metadata, managedFields: [{ manager: 'kubectl' }] } }
    await page.ask({ type: 'import', source: printed('json', 'kind', [managed]) })
    const answer = await page.ask({ type: 'manifest-of', resource: 'pod', name: 'a', namespace: 'mine' })
    expect(answer).toHaveProperty('text', expect.stringContaining('- name: kube-api-access\n'))
    expect(answer).toHaveProperty('text', expect.not.stringContaining('managedFields'))
  })

  test('cancelled, it leaves everything as it was, and can be brought again', async () => {
    const page = await awake()
    const source = printed('json', 'large')
    expect(source.length).toBeGreaterThan(1024 * 1024)
    const asked = page.ask({ type: 'import', source })
    await new Promise(resolve => setImmediate(resolve))
    await page.bench.hear({ id: 99, request: { type: 'cancel' } })
    expect(await asked).toEqual({ ok: false, issue: { code: 'cancelled' } })
    expect([page.view.counts.nodes, page.view.history.entries.length]).toEqual([3, 0])
    expect(await page.ask({ type: 'import', source })).toMatchObject({ ok: true, nodes: 100 })
  })
})

test.each<[string, object]>([
  ['a node without conditions', { kind: 'Node', metadata: { name: 'n' }, status: { conditions: null } }],
  ['a pod of which nothing is said', { kind: 'Pod', metadata: { name: 'n', namespace: 'mine' } }],
  ['a pod whose parts say nothing', { kind: 'Pod', metadata: { name: 'n', labels: null }, spec: { containers: null } }],
  ['an event about nothing', { kind: 'Event', metadata: { name: 'n', namespace: 'mine' }, series: null }],
  [
    'a lease without a time',
    { kind: 'Lease', apiVersion: 'coordination.k8s.io/v1', metadata: { name: 'n' }, spec: null },
  ],
])('%s comes in as the API server holds it, and the lab goes on', async (_, object) => {
  const page = await awake()
  const source = printed('json', 'kind', [{ apiVersion: 'v1', ...object }])
  expect(await page.ask({ type: 'import', source })).toMatchObject({ ok: true, nodes: expect.any(Number) })
  for (const line of ['kubectl describe nodes', 'kubectl get pods,events -A -o wide', 'kubectl drain n', 'sleep 600']) {
    expect(await page.ask({ type: 'run', line })).toMatchObject({ ok: true })
  }
})

test('a file that cannot be read any more is said to be none of the lab’s faults', async () => {
  const page = await awake()
  const gone = new Blob([printed('json')])
  gone.slice = () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error('gone')) })
  expect(await page.ask({ type: 'import', source: gone })).toEqual({ ok: false, issue: { code: 'file-unread' } })
  expect(page.view.counts.nodes).toBe(3)
})

describe('what is no cluster is said to be none, and changes nothing', () => {
  const script = '<script>alert(1)</script>'
  const node = (more: object) => JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, ...more })
  const many = (kind: string, count: number) => {
    return JSON.stringify(
      Array.from({ length: count }, (_, i) => ({ apiVersion: 'v1', kind, metadata: { name: `n${i}` }, spec: {} })),
    )
  }

  test.each<[string, string, string]>([
    ['nothing', '', 'file-without-nodes'],
    ['prose', 'hello, world', 'file-unreadable'],
    ['a page', `<html>${script}</html>`, 'file-unreadable'],
    ['no object', '[1, 2', 'file-cut'],
    ['an object without a name', '{"apiVersion":"v1","kind":"Node"}', 'file-unreadable'],
    ['YAML that is none', 'a: [b\nc: d', 'file-unreadable'],
    ['YAML that ends early', printed('yaml').slice(0, 9000), 'file-cut'],
    ['JSON that ends early', printed('json').slice(0, 9000), 'file-cut'],
    ['a ConfigMap alone', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}', 'file-without-nodes'],
    ['labels that are none', node({ metadata: { name: 'n', labels: [script] } }), 'object-refused'],
    ['taints that are none', node({ spec: { taints: script } }), 'object-refused'],
    [
      'a prototype',
      '{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","labels":{"__proto__":"x"}}}',
      'state-invalid',
    ],
    [
      'a prototype in YAML',
      'apiVersion: v1\nkind: Node\nmetadata:\n  name: n\n  labels: {"\\x5f_proto__": x}\n',
      'state-invalid',
    ],
    [
      'aliases upon aliases',
      `a: &a [x]\n${Array.from({ length: 9 }, (_, i) => `${'bcdefghij'[i]}: &${'bcdefghij'[i]} [${`*${'abcdefghi'[i]},`.repeat(9)}]`).join('\n')}`,
      'file-unreadable',
    ],
    ['brackets without end', '['.repeat(200_000), 'file-cut'],
    ['flow without end', `a: ${'['.repeat(50_000)}`, 'file-unreadable'],
    ['too many nodes', many('Node', 5001), 'too-many'],
    ['too many pods', many('Pod', 50_001), 'too-many'],
    ['one object without end', `{"a":"${'x'.repeat(17 * 1024 * 1024)}`, 'too-large'],
  ])(
    '%s',
    async (_, source, code) => {
      const page = await awake()
      page.replies.length = 0
      expect(await page.ask({ type: 'import', source })).toMatchObject({ ok: false, issue: { code } })
      expect(page.replies.some(({ type }) => type === 'view')).toBe(false)
    },
    30_000,
  )
})

const SEED = Math.trunc(Math.random() * 2 ** 31)

describe('fuzzed files', () => {
  let page: Page
  beforeAll(async () => {
    page = await awake()
  })

  test(`10 000 of them change nothing, and say what was wrong (seed ${SEED})`, { timeout: 240_000 }, async () => {
    const cluster = presetCluster('kind')
    const [node, other] = list(cluster, 'nodes')
    const some = [list(cluster, 'pods')[0], list(cluster, 'daemonsets')[0], list(cluster, 'events')[0], pending('a')]
    const lists = [[node], [other, ...some]].map(items => ({ apiVersion: 'v1', items, kind: 'List' }))
    const sources = lists.flatMap(each => [printYaml(each), JSON.stringify(each)])
    const put = fc.constantFrom(
      '',
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      '\n',
      '- ',
      '&a ',
      '*a',
      '!!x ',
      '\u0000',
      '\t',
      '__proto__',
      '1e999',
    )
    const mangled = fc.tuple(fc.constantFrom(...sources), fc.nat(), put, fc.nat(40)).map(([source, at, text, drop]) => {
      const place = at % source.length
      return source.slice(0, place) + text + source.slice(place + drop)
    })
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map(text => `{"items":[${text}]}`),
    )
    await fc.assert(
      fc.asyncProperty(fc.oneof({ arbitrary: mangled, weight: 3 }, anything), fc.boolean(), async (text, asFile) => {
        page.replies.length = 0
        const answer = await page.ask({ type: 'import', source: asFile ? new Blob([text]) : text })
        if (answer.ok) {
          await page.ask({ type: 'undo' })
          return
        }
        expect(LAB_ISSUE_CODES).toContain(answer.issue.code)
        expect(answer.issue).not.toMatchObject({ code: 'engine' })
        expect(page.replies.some(({ type }) => type === 'view')).toBe(false)
      }),
      { numRuns: 10_000, seed: SEED },
    )
    expect(page.view.about?.preset ?? 'kind').toBe('kind')
  })
})
