import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { load, PART_NAMES } from '../../../src/stores/engine-parts.ts'
import { Bench } from '../../../src/stores/lab-bench.ts'
import { lessonPayload } from '../../../src/stores/lab-lesson.ts'
import type { LabMessage, LabReply } from '../../../src/stores/lab-protocol.ts'
import { keeperOn } from '../../../src/stores/lab-storage.ts'
import { founded, MemoryDisk } from './lab-keeping.ts'

let disk: MemoryDisk
let workers: FakeWorker[]
/** How many of those that are started next cannot be loaded. */
let missing = 0

/** A worker on this thread: messages are copied on their way, and none arrives once it has ended. */
class FakeWorker {
  onmessage: ((event: { readonly data: LabReply }) => void) | undefined
  onerror: ((event: { readonly preventDefault: () => void }) => void) | undefined
  hasEnded = false
  /** It takes messages, and says nothing more. */
  isStuck = false
  readonly bench = new Bench({
    post: reply => this.#tell(structuredClone(reply)),
    keeper: keeperOn(disk, () => workers.length),
    founded,
    pause: () => new Promise(resolve => setImmediate(resolve)),
  })

  constructor() {
    workers.push(this)
    if (missing === 0) return
    missing -= 1
    this.isStuck = true
    queueMicrotask(() => this.onerror?.({ preventDefault: () => {} }))
  }

  postMessage(message: LabMessage): void {
    if (!this.isStuck) void this.bench.hear(structuredClone(message))
  }

  terminate(): void {
    this.hasEnded = true
  }

  #tell(data: LabReply): void {
    if (!this.hasEnded && !this.isStuck) this.onmessage?.({ data })
  }
}

function only(): FakeWorker {
  const worker = workers.at(-1)
  if (!worker) throw new Error('there is no worker')
  return worker
}

/** The page's module with stores that nobody has touched. */
async function freshLab() {
  vi.resetModules()
  return import('../../../src/stores/lab.ts')
}

// The worker's modules are one set, whatever becomes of the page's.
beforeAll(async () => {
  await Promise.all(PART_NAMES.map(load))
})

beforeEach(() => {
  disk = new MemoryDisk()
  workers = []
  vi.stubGlobal('Worker', FakeWorker)
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  vi.stubGlobal('navigator', {})
})

afterEach(() => vi.unstubAllGlobals())

describe('the lab as its page sees it', () => {
  test('wakes with what is in view, and each part is a store of its own', async () => {
    const lab = await freshLab()
    expect(lab.$rooms.get()).toBeUndefined()
    expect(await lab.wakeLab()).toEqual({ ok: true })
    expect(lab.$rooms.get()?.map(({ name }) => name)).toEqual(['kind-control-plane', 'kind-worker', 'kind-worker2'])
    expect(lab.$about.get()?.preset).toBe('kind')
  })

  test('where there are no workers it says so, and never rejects', async () => {
    vi.stubGlobal('Worker', undefined)
    Reflect.deleteProperty(globalThis, 'Worker')
    const lab = await freshLab()
    expect(await lab.wakeLab()).toEqual({ ok: false, issue: { code: 'no-worker' } })
  })

  test('a line is typed, shown and done; what stays the same stays the same value', async () => {
    const lab = await freshLab()
    await lab.wakeLab()
    const before = lab.$rooms.get()
    const running = lab.runLine('kubectl cordon kind-worker')
    expect(lab.$busy.get()).toBe(true)
    expect(await running).toEqual({ ok: true, exitCode: 0 })
    expect(lab.$busy.get()).toBe(false)
    expect(lab.$terminal.get()[0]?.lines).toEqual([{ text: 'node/kind-worker cordoned' }])
    const after = lab.$rooms.get()
    expect(after?.[0]).toBe(before?.[0])
    expect(after?.[1]).not.toBe(before?.[1])
    expect(after?.[1]?.cordoned).toBe(true)
  })

  test('long output is whole once the line is done', async () => {
    const lab = await freshLab()
    await lab.wakeLab()
    await lab.runLine('seq 1 1200')
    const [entry] = lab.$terminal.get()
    expect([entry?.lines, ...(entry?.more ?? [])].flat()).toHaveLength(1200)
  })

  test('Ctrl-C breaks long output off, and the worker goes on', async () => {
    const lab = await freshLab()
    await lab.wakeLab()
    const running = lab.runLine('seq 1 100000')
    await vi.waitFor(() => expect(lab.$terminal.get()).toHaveLength(1))
    lab.interrupt()
    expect(await running).toEqual({ ok: true, exitCode: 130 })
    expect(lab.$terminal.get()[0]?.more?.at(-1)).toEqual([{ text: '^C' }])
    expect(workers).toHaveLength(1)
  })

  test('it is at work until all is done that was asked of it', async () => {
    const lab = await freshLab()
    await lab.wakeLab()
    const [first, second] = [lab.runLine('echo one'), lab.runLine('echo two')]
    await first
    expect(lab.$busy.get()).toBe(true)
    await second
    expect(lab.$busy.get()).toBe(false)
    expect(lab.$terminal.get().map(({ line }) => line)).toEqual(['echo one', 'echo two'])
  })

  test('a line waits while the editor that it opened is open', async () => {
    const lab = await freshLab()
    await lab.wakeLab()
    const running = lab.runLine('vi a.yaml')
    await vi.waitFor(() =>
      expect(lab.$editing.get()).toMatchObject({ path: expect.stringMatching(/a\.yaml$/), text: '' }),
    )
    lab.leaveEditor('a: b\n')
    expect(await running).toEqual({ ok: true, exitCode: 0 })
    expect(lab.$editing.get()).toBeUndefined()
    expect(await lab.readFile('a.yaml')).toMatchObject({ ok: true, text: 'a: b\n' })
  })

  test('everything that can be asked is answered', async () => {
    const lab = await freshLab()
    await lab.wakeLab()
    const pod = { namespace: 'kube-system', name: 'etcd-kind-control-plane' }
    const stop = { type: 'stop-node', node: 'kind-worker' } as const
    const shared = await lab.shareLab()
    const answers = [
      shared,
      await lab.act(stop, { code: 'stop-node', node: 'kind-worker' }),
      await lab.advance(10),
      await lab.undo(),
      await lab.redo(),
      await lab.jumpTo(-1),
      await lab.startLab({ preset: 'one-node' }),
      await lab.completeLine('kubectl get no', 14),
      await lab.decide(pod),
      await lab.whatIf(pod, 'kind-control-plane'),
      await lab.manifestOf('node', 'kind-control-plane'),
      await lab.writeFile('a.yaml', ''),
      await lab.removeFile('a.yaml'),
      await lab.applyFile('a.yaml', ''),
      await lab.look({ filter: 'none' }),
      await lab.seeBy(pod),
      await lab.seeBy(),
      await lab.openPayload(shared.ok ? (shared.payload ?? '') : ''),
      await lab.cancelWork(),
    ]
    expect(answers.map(({ ok }) => ok)).toEqual(answers.map(() => true))
    expect(await lab.importCluster('hello')).toMatchObject({ ok: false, issue: { code: 'file-unreadable' } })
    expect(lab.$look.get()).toEqual({ filter: 'none', from: 0, count: 12, events: 30 })
    expect(lab.$counts.get()?.matching).toBe(0)
  })

  test('a link that cannot be opened leaves the lab that was kept, and says why', async () => {
    const lab = await freshLab()
    expect(await lab.wakeLab('hello')).toEqual({ ok: false, issue: { code: 'link-unreadable' } })
    expect(lab.$issue.get()).toEqual({ code: 'link-unreadable' })
    expect(lab.$rooms.get()).toHaveLength(3)
  })
})

describe('a worker that ends', () => {
  test('is started anew, answers what was asked of the old one, and goes on from what was kept', async () => {
    const lab = await freshLab()
    await lab.wakeLab()
    await lab.runLine('kubectl cordon kind-worker')
    await only().bench.settled()
    only().isStuck = true
    const running = lab.runLine('kubectl get pods')
    only().onerror?.({ preventDefault: () => {} })
    expect(await running).toEqual({ ok: false, issue: { code: 'interrupted' } })
    expect(lab.$issue.get()).toEqual({ code: 'interrupted' })
    expect(await lab.runLine('echo here')).toEqual({ ok: true, exitCode: 0 })
    expect(workers).toHaveLength(2)
    expect(lab.$rooms.get()?.[1]?.cordoned).toBe(true)
  })

  test('Ctrl-C stops a line that does not end, and does nothing where nothing runs', async () => {
    const lab = await freshLab()
    await lab.wakeLab()
    lab.interrupt()
    expect(workers).toHaveLength(1)
    only().isStuck = true
    const running = lab.runLine('sleep 1')
    lab.interrupt()
    expect(await running).toMatchObject({ ok: false, issue: { code: 'interrupted' } })
    expect(workers[0]?.hasEnded).toBe(true)
  })

  test('Ctrl-C in an editor leaves its text as it was', async () => {
    const lab = await freshLab()
    await lab.wakeLab()
    const running = lab.runLine('kubectl edit node kind-worker')
    await vi.waitFor(() => expect(lab.$editing.get()).toBeDefined())
    lab.interrupt()
    await running
    expect(
      lab.$terminal
        .get()
        .at(-1)
        ?.lines.map(({ text }) => text),
    ).toEqual(['Edit cancelled, no changes made.'])
  })
})

describe('a worker that cannot be had', () => {
  test('is said to be missing, and not asked for again until somebody does', async () => {
    const lab = await freshLab()
    missing = 1
    expect(await lab.wakeLab()).toEqual({ ok: false, issue: { code: 'worker-missing' } })
    expect(lab.$issue.get()).toEqual({ code: 'worker-missing' })
    expect(workers).toHaveLength(1)
    expect(await lab.wakeAgain()).toEqual({ ok: true })
    expect(lab.$issue.get()).toBeUndefined()
    expect(lab.$rooms.get()).toHaveLength(3)
  })

  test('is woken by whatever is asked of it then', async () => {
    const lab = await freshLab()
    missing = 1
    await lab.wakeLab()
    expect(await lab.runLine('kubectl cordon kind-worker')).toEqual({ ok: true, exitCode: 0 })
    expect(lab.$rooms.get()?.[1]?.cordoned).toBe(true)
  })
})

describe('a lab in a lesson', () => {
  test('opens as the section has it, beside what the lab’s page keeps, and keeps nothing', async () => {
    const lab = await freshLab()
    await lab.wakeLab()
    await lab.runLine('kubectl run mine --image=nginx')
    await only().bench.settled()
    const kept = structuredClone([...disk.records])

    const section = await freshLab()
    expect(await section.wakeSection(await lessonPayload('kind', { typed: ['kubectl get nodes'] }))).toEqual({
      ok: true,
    })
    expect(section.$prompt.get()?.lines).toEqual(['kubectl get nodes'])
    expect(section.$kept.get()).toBe('never')
    await section.runLine('kubectl get pods')
    expect(section.$terminal.get()[0]?.lines).toEqual([
      { text: 'No resources found in default namespace.', error: true },
    ])
    await section.runLine('kubectl run theirs --image=nginx')
    await only().bench.settled()
    expect([...disk.records]).toEqual(kept)
  })

  test('begins as the section has it when it is interrupted, and ends with an answer to everything', async () => {
    const lab = await freshLab()
    await lab.wakeSection(await lessonPayload('kind', {}))
    await lab.runLine('kubectl run mine --image=nginx')
    only().isStuck = true
    const stuck = lab.runLine('while true; do :; done')
    lab.interrupt()
    expect(await stuck).toEqual({ ok: false, issue: { code: 'interrupted' } })
    expect(await lab.runLine('kubectl get pod mine')).toEqual({ ok: true, exitCode: 1 })

    only().isStuck = true
    const unanswered = lab.runLine('pwd')
    lab.endLab()
    expect(await unanswered).toEqual({ ok: false, issue: { code: 'interrupted' } })
    expect(only().hasEnded).toBe(true)
    expect([lab.$view.get(), lab.$terminal.get(), lab.$issue.get()]).toEqual([undefined, [], undefined])

    expect(await lab.wakeSection(await lessonPayload('one-node', {}))).toEqual({ ok: true })
    expect(lab.$rooms.get()).toHaveLength(1)
  })
})

describe('a tab', () => {
  test('keeps its name when it is loaded anew, and a copy of it gets another', async () => {
    const { labTab } = await import('../../../src/stores/lab-tab.ts')
    const held = new Set<string>()
    const request = (name: string, _: object, use: (lock: object | null) => Promise<void> | undefined) => {
      const isFree = !held.has(name)
      held.add(name)
      return Promise.resolve(use(isFree ? {} : null))
    }
    const first = await labTab()
    vi.stubGlobal('navigator', { locks: { request } })
    expect(await labTab()).toBe(first)
    expect(await labTab()).not.toBe(first)
  })
})
