import { expect, test } from 'vitest'
import { atOnce, inTurn } from '../../../src/cluster/pieces.ts'
import { clusterFrom } from '../../../src/stores/lab-import.ts'
import { unpack } from '../../../src/stores/lab-link.ts'
import { reopenedMoment, savedMoment } from '../../../src/stores/lab-saved.ts'
import type { LabProgress } from '../../../src/stores/lab-shown.ts'
import { breathe, Cancelled, inSlices, type Underway } from '../../../src/stores/lab-underway.ts'
import { awake } from './lab-keeping.ts'

/** Far more than a slice takes on a machine that has nothing else to do, in milliseconds of the processor. */
const LONGEST_SLICE = 1000

const NODES = 5000
const PODS = 50_000
/** Of them so many wait, and find no node: each is refused by all. */
const WAITING = 600

/** A large cluster as a managed service has it: a static pod on every node, and a template that fits nowhere. */
function largeCluster(): Blob {
  const amounts = { cpu: '16', memory: '64Gi', pods: '110' }
  const parts = ['{"apiVersion":"v1","kind":"List","items":[']
  for (let index = 0; index < NODES; index += 1) {
    const name = `node-${index}`
    parts.push(
      `${JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name }, status: { allocatable: amounts } })},\n`,
    )
  }
  for (let index = 0; index < PODS; index += 1) {
    const isStatic = index < NODES
    const waits = index >= PODS - WAITING
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `pod-${index}`,
        namespace: `team-${index % 30}`,
        uid: `uid-${index}`,
        ...(isStatic && { annotations: { 'kubernetes.io/config.mirror': 'm' } }),
      },
      spec: {
        containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '100m' } } }],
        ...(waits ? { nodeSelector: { disk: 'ssd' } } : { nodeName: `node-${index % NODES}` }),
      },
      status: { phase: waits ? 'Pending' : 'Running' },
    }
    parts.push(`${JSON.stringify(pod)}${index < PODS - 1 ? ',' : ''}\n`)
  }
  parts.push(']}')
  return new Blob(parts)
}

/** Looks at how much the processor did between two looks at whether it is still wanted, by stage. */
function watched(cancelIn?: LabProgress['stage']): Underway & { readonly longest: Map<string, number> } {
  const longest = new Map<string, number>()
  let stage: LabProgress['stage'] = 'idle'
  let last = process.threadCpuUsage()
  return {
    longest,
    report: progress => {
      stage = progress.stage
    },
    pause: () => new Promise(resolve => setImmediate(resolve)),
    isCancelled: () => {
      const { user, system } = process.threadCpuUsage(last)
      last = process.threadCpuUsage()
      longest.set(stage, Math.max(longest.get(stage) ?? 0, (user + system) / 1000))
      return stage === cancelIn
    },
  }
}

test(`of 5 000 nodes and 50 000 pods no slice is long, in no stage, and each stage hears a wish to stop`, {
  timeout: 120_000,
}, async () => {
  const source = largeCluster()
  const whole = watched()
  expect(await clusterFrom(source, whole)).toMatchObject({ ok: true, counts: { nodes: NODES, pods: PODS }, placed: 0 })
  expect([...whole.longest.keys()]).toEqual(['reading', 'gathering', 'scheduling'])
  for (const longest of whole.longest.values()) expect(longest).toBeLessThan(LONGEST_SLICE)
  for (const stage of ['reading', 'gathering', 'scheduling'] as const) {
    const left = watched(stage)
    expect(await clusterFrom(source, left)).toEqual({ ok: false, issue: { code: 'cancelled' } })
    expect([...left.longest.keys()].at(-1)).toBe(stage)
  }
})

test('a lab that is opened hears a wish to stop while it is unpacked, and while it is looked at', async () => {
  const page = await awake()
  await page.ask({ type: 'start', preset: 'large' })
  const shared = await page.ask({ type: 'share' })
  if (!shared.ok) throw new Error('not shared')
  const stopped = { ...watched(), isCancelled: () => true }
  const payload = await shared.file.text()
  await expect(unpack(payload, () => breathe(stopped))).rejects.toThrow(Cancelled)
  const unpacked = await unpack(payload)
  if (!unpacked.ok) throw new Error('not unpacked')
  await expect(inSlices(reopenedMoment(unpacked.value), stopped)).rejects.toThrow(Cancelled)
  const looked: number[] = []
  const again = await inSlices(
    reopenedMoment(unpacked.value, ({ done, of }) => looked.push(done / of)),
    watched(),
  )
  if (!again.ok) throw new Error('not opened')
  expect(savedMoment(again.value)).toEqual(unpacked.value)
  expect(looked.length).toBeGreaterThan(3)
  expect(looked).toEqual(looked.toSorted((a, b) => a - b))

  const asked = page.ask({ type: 'open', payload })
  await new Promise(resolve => setImmediate(resolve))
  await page.bench.hear({ id: 99, request: { type: 'cancel' } })
  expect(await asked).toEqual({ ok: false, issue: { code: 'cancelled' } })
  expect(page.view.history.entries).toHaveLength(1)
})

test('pieces come to the same, in whatever turns they are done', () => {
  const seen: number[] = []
  const pieces = inTurn([1, 2, 3, 4, 5], 2, each => seen.push(each))
  pieces.next()
  expect(seen).toEqual([1, 2])
  pieces.next()
  expect(seen).toEqual([1, 2, 3, 4])
  atOnce(pieces)
  expect(seen).toEqual([1, 2, 3, 4, 5])
})
