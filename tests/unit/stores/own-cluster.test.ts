import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import type { LabAnswers } from '../../../src/stores/lab-protocol.ts'
import { awake, type Page } from './lab-keeping.ts'

/*
 * A cluster as managed ones are, written by hand after their shape: what other controllers own, mirrored, evicted, finished
 * and stuck pods, conditions and fields that nobody here knows, and no ReplicaSets, as the command does not ask for them.
 */
const TEXT = readFileSync(new URL('own-clusters/gke.yaml', import.meta.url), 'utf8')
const { items } = parse(TEXT) as { readonly items: readonly Item[] }
interface Item {
  readonly kind: string
  readonly metadata: { readonly name: string }
}

const WHOLE = { nodes: 2, pods: 10, others: 2 }
const POOL = 'gke-shop-default-pool-1a2b3c4d-x7k2'

function listOf(some: readonly object[]): object {
  return { apiVersion: 'v1', kind: 'List', items: some }
}

/** As a shell of Windows writes what it redirects. */
function utf16(text: string, isBig: boolean): Blob {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return new Blob([isBig ? bytes.swap16() : bytes])
}

async function brought(source: string | Blob): Promise<{ readonly page: Page; readonly answer: LabAnswers['import'] }> {
  const page = await awake()
  return { page, answer: await page.ask({ type: 'import', source }) }
}

test.each<[string, string | Blob]>([
  ['as kubectl prints it', TEXT],
  ['with the line ends of Windows', TEXT.replaceAll('\n', '\r\n')],
  ['with a byte order mark', `\ufeff${TEXT}`],
  ['as a file with a byte order mark', new Blob([`\ufeff${TEXT.replaceAll('\n', '\r\n')}`])],
  ['as a file in UTF-16', utf16(TEXT.replaceAll('\n', '\r\n'), false)],
  ['as a file in UTF-16, the other way round', utf16(TEXT, true)],
  ['as several documents', items.map(item => stringify(item)).join('---\n')],
  ['as documents with comments', `# mine\n---\n${items.map(item => stringify(item)).join('---\n# next\n')}...\n`],
  [
    'as two lists with a line between',
    `${stringify(listOf(items.slice(0, 5)))}---\n${stringify(listOf(items.slice(5)))}`,
  ],
  [
    'as two lists one behind the other',
    TEXT.replace(/^(- apiVersion: apps\/v1\n {2}kind: DaemonSet)/m, 'kind: List\napiVersion: v1\nitems:\n$1'),
  ],
  ['behind the command that printed it', `$ kubectl get nodes,pods,ds,deploy -A -o yaml\n${TEXT}user@host:~$ `],
  ['twice', `${TEXT}---\n${TEXT}`],
  ['as JSON with tabs', JSON.stringify(listOf(items), null, '\t')],
  ['as JSON with a byte order mark', `\ufeff${JSON.stringify(listOf(items), null, 4).replaceAll('\n', '\r\n')}`],
  ['as JSON on a line each', items.map(item => JSON.stringify(item)).join('\n')],
  [
    'as two lists of JSON',
    `${JSON.stringify(listOf(items.slice(0, 5)))}\n${JSON.stringify(listOf(items.slice(5)), null, 4)}`,
  ],
])('a managed cluster comes in whole %s', async (_, source) => {
  expect((await brought(source)).answer).toMatchObject({ ok: true, ...WHOLE, skipped: [] })
})

describe('a managed cluster goes on here as it would there', () => {
  let page: Page

  async function run(...lines: readonly string[]): Promise<string> {
    for (const line of lines) await page.ask({ type: 'run', line })
    return page.printed
  }

  beforeAll(async () => {
    page = (await brought(TEXT)).page
  })

  test('what made its pods and is not here is counted by kind', async () => {
    const { answer } = await brought(TEXT)
    expect(answer).toMatchObject({
      unmade: [
        { kind: 'StatefulSet', count: 1 },
        { kind: 'ManagedProxy', count: 1 },
      ],
    })
  })

  test('nothing moves by itself but what must: pods of a node that is gone, and one that waits', async () => {
    const names = 'kubectl get pods -A --no-headers -o custom-columns=:metadata.name'
    const before = (await run(names)).split('\n')
    const after = (await run('sleep 120', names)).split('\n')
    expect(before.filter(name => !after.includes(name)).map(name => name.trim())).toEqual([
      'stuck',
      'web-7d4b9c6f5-evict',
    ])
    expect(after.filter(name => !before.includes(name))).toEqual([])
    expect(await run('kubectl get events -A')).toMatch(/0\/2 nodes are available: 1 Insufficient example\.io\/nic/)
  })

  test('a Deployment knows its pods: scaled, it makes one more of the ReplicaSet that nobody printed', async () => {
    await run('kubectl scale deploy web -n shop --replicas=3', 'sleep 30')
    expect(await run('kubectl get rs -n shop --no-headers')).toMatch(/^web-7d4b9c6f5 +3 +3 /)
    const pods = await run('kubectl get pods -n shop -l app=web --no-headers')
    expect(pods.split('\n').filter(line => line.startsWith('web-7d4b9c6f5-'))).toHaveLength(3)
    expect(pods).toContain('web-7d4b9c6f5-aaaaa')
  })

  test('a DaemonSet takes its pods for what they are: only the one that is deleted is made again', async () => {
    await run('kubectl delete pod -n kube-system fluentbit-gke-hk4wq', 'sleep 60')
    const pods = await run('kubectl get pods -n kube-system -l k8s-app=fluentbit-gke -o name')
    expect(pods).toContain('fluentbit-gke-zz9pq')
    expect(pods.split('\n')).toHaveLength(2)
  })

  test('a new image rolls out, and can be undone to the revision that was there', async () => {
    await run('kubectl set image deploy/web -n shop web=nginx:1.30', 'sleep 60')
    expect((await run('kubectl get rs -n shop --no-headers')).split('\n')).toHaveLength(2)
    await run('kubectl rollout undo deploy/web -n shop', 'sleep 60')
    expect(await run('kubectl get rs -n shop web-7d4b9c6f5 --no-headers')).toMatch(/^web-7d4b9c6f5 +3 +3 +3 /)
  })

  test('drain tells the DaemonSet’s pod from the others, and leaves the mirrored one alone', async () => {
    expect(await run(`kubectl drain ${POOL} --ignore-daemonsets`)).toMatch(
      /ignoring DaemonSet-managed Pods: kube-system\/fluentbit/,
    )
    expect(await run('kubectl get pods -n kube-system')).toContain(`kube-proxy-${POOL}`)
  })
})

test('a rollout that is under way goes on: each template has its ReplicaSet', async () => {
  const old = items.find(({ metadata }) => metadata.name === 'web-7d4b9c6f5-aaaaa')
  const before = JSON.parse(
    JSON.stringify(old)
      .replaceAll('7d4b9c6f5', '5f5f5f5f5')
      .replace('33333333', '99999999')
      .replace('7a0f6a2c', '8a0f6a2c')
      .replace('2026-11-01', '2026-10-20')
      .replace('nginx:1.29', 'nginx:1.28'),
  )
  const { page } = await brought(JSON.stringify(listOf([...items, before])))
  await page.ask({ type: 'run', line: 'kubectl get rs -n shop --no-headers' })
  // As many as are wanted are of the new one: the old one has been told to go.
  expect(page.printed).toMatch(/^web-5f5f5f5f5 +0 .*\nweb-7d4b9c6f5 +2 /)
  await page.ask({ type: 'run', line: 'sleep 60' })
  await page.ask({ type: 'run', line: 'kubectl get pods -n shop -l app=web -o name' })
  expect(page.printed).not.toContain('5f5f5f5f5')
})
