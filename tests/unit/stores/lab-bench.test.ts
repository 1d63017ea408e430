import { describe, expect, test, vi } from 'vitest'
import type { LabView } from '../../../src/stores/lab-shown.ts'
import { awake, MemoryDisk, Page } from './lab-keeping.ts'

const NO_GATE = { TaintTolerationComparisonOperators: false }

function nodesOf({ rooms }: LabView): readonly string[] {
  return rooms.map(({ name }) => name)
}

function taintsOf({ rooms }: LabView, node: string): readonly string[] {
  return rooms.find(({ name }) => name === node)?.taints.map(({ key, effect }) => `${key}:${effect}`) ?? []
}

async function run(page: Page, line: string): Promise<string> {
  await page.ask({ type: 'run', line })
  return page.printed
}

describe('a lab that wakes', () => {
  test('shows the three rooms of kind, with their locks and pods', async () => {
    const { view } = await awake()
    expect(nodesOf(view)).toEqual(['kind-control-plane', 'kind-worker', 'kind-worker2'])
    expect(taintsOf(view, 'kind-control-plane')).toEqual(['node-role.kubernetes.io/control-plane:NoSchedule'])
    expect(view.rooms[1]?.pods.map(({ name }) => name.replace(/-[a-z0-9]+$/, ''))).toEqual(['kindnet', 'kube-proxy'])
    expect(view.about).toMatchObject({ preset: 'kind', version: 'v1.37', release: 'v1.37.2', gates: NO_GATE })
    expect(view.clock).toMatchObject({ seconds: 0, date: '2026-11-23T08:35:25Z', moving: false })
  })

  test('before it is awake it says that something is wrong, and does not break', async () => {
    expect(await new Page().ask({ type: 'undo' })).toMatchObject({ ok: false, issue: { code: 'engine' } })
  })
})

describe('the terminal', () => {
  test('answers as kubectl does, and the rooms change with it', async () => {
    const page = await awake()
    expect(await run(page, 'kubectl taint nodes kind-worker gpu=true:NoSchedule')).toBe('node/kind-worker tainted')
    expect(taintsOf(page.view, 'kind-worker')).toEqual(['gpu:NoSchedule'])
    expect(page.view.happened.changes).toEqual([
      { change: 'locked', node: 'kind-worker', taint: { key: 'gpu', value: 'true', effect: 'NoSchedule' } },
    ])
  })

  test('a line that only asks is no step, and one that changes something is', async () => {
    const page = await awake()
    await run(page, 'kubectl get nodes')
    expect(page.view.history).toEqual({ entries: [], position: -1 })
    await run(page, 'kubectl cordon kind-worker')
    const label = { code: 'line', line: 'kubectl cordon kind-worker' }
    expect(page.view.history).toEqual({ entries: [{ index: 0, label, seconds: 0 }], position: 0 })
    expect(page.terminal.map(({ step }) => step)).toEqual([undefined, 0])
    expect(page.view.prompt.lines).toEqual(['kubectl get nodes', 'kubectl cordon kind-worker'])
  })

  test('both streams come in the order in which they were written, by line', async () => {
    const page = await awake()
    await run(page, 'echo a; echo b >&2; echo -n c; echo d >&2; echo e')
    expect(page.terminal.at(-1)?.lines).toEqual([
      { text: 'a' },
      { text: 'b', error: true },
      { text: 'cd', error: true },
      { text: 'e' },
    ])
  })

  test('an open quote waits for more, and nothing has happened', async () => {
    const page = await awake()
    expect(await page.ask({ type: 'run', line: "echo 'a" })).toEqual({ ok: true, exitCode: 0, incomplete: true })
    expect(page.terminal).toEqual([])
    expect(await run(page, "echo 'a\nb'")).toBe('a\nb')
  })

  test('clear leaves nothing of what was there', async () => {
    const page = await awake()
    await run(page, 'echo a')
    await run(page, 'echo b; clear; echo c')
    expect(page.terminal).toHaveLength(1)
    expect(page.printed).toBe('c')
  })

  test('long output crosses in parts, and nothing of it is lost', async () => {
    const page = await awake()
    await run(page, 'seq 1 2600')
    expect(page.replies.filter(({ type }) => type === 'printed-more')).toHaveLength(2)
    expect(page.printed.split('\n')).toEqual(Array.from({ length: 2600 }, (_, i) => String(i + 1)))
  })

  test('the rest of a long output waits until the page has drawn what it was sent', async () => {
    const page = await awake()
    page.isDrawing = false
    const answer = page.ask({ type: 'run', line: 'seq 1 2600' })
    const printed = () => page.replies.filter(({ type }) => type.startsWith('printed')).length - 1
    await vi.waitFor(() => expect(printed()).toBe(1))
    await page.settled()
    expect(printed()).toBe(1)
    await page.bench.hear({ id: 0, request: { type: 'drawn' } })
    await page.settled()
    expect(printed()).toBe(2)
    await page.bench.hear({ id: 0, request: { type: 'drawn' } })
    expect(await answer).toEqual({ ok: true, exitCode: 0 })
    expect(page.terminal[0]?.lines).toHaveLength(2600)
  })

  test('what is being printed is broken off: what the line did stays, and so does what was printed', async () => {
    const disk = new MemoryDisk()
    const page = await awake(disk)
    page.isDrawing = false
    const answer = page.ask({ type: 'run', line: 'kubectl cordon kind-worker; seq 1 2600' })
    await vi.waitFor(() => expect(page.terminal).toHaveLength(1))
    await page.bench.hear({ id: 0, request: { type: 'cancel' } })
    expect(await answer).toEqual({ ok: true, exitCode: 130 })
    expect(page.terminal[0]?.lines).toHaveLength(1001)
    expect(page.terminal[0]?.lines.at(-1)).toEqual({ text: '^C' })
    expect(page.view.rooms[1]?.cordoned).toBe(true)
    expect(await run(page, 'echo $?')).toBe('130')
    await page.bench.settled()
    const again = await awake(disk)
    expect(again.terminal[0]).toEqual({ ...page.terminal[0], exitCode: 130 })
  })

  test('a line that opens an editor does nothing until it is left, and may ask again', async () => {
    const page = await awake()
    const line = 'kubectl edit node kind-worker'
    const asked = await page.ask({ type: 'run', line })
    if (!asked.ok || !asked.editing) throw new Error('no editor was opened')
    expect(asked.editing.text).toContain('name: kind-worker')
    expect(page.view.history.entries).toEqual([])
    const edited = asked.editing.text.replace('spec:\n', 'spec:\n  unschedulable: true\n')
    expect(await page.ask({ type: 'run', line, edits: [edited] })).toEqual({ ok: true, exitCode: 0 })
    expect(page.printed).toBe('node/kind-worker edited')
    expect(page.view.rooms.map(({ cordoned }) => cordoned)).toEqual([false, true, false])
  })

  test('Tab offers what can stand there, and how far all of it agrees', async () => {
    const page = await awake()
    const line = 'kubectl describe node kind-w'
    const answer = await page.ask({ type: 'complete', line, cursor: line.length })
    expect(answer).toMatchObject({ ok: true, start: 22, end: line.length, common: 'kind-worker' })
    expect(answer).toHaveProperty('candidates', ['kind-worker', 'kind-worker2'])
  })

  test('after exit the next line begins a session anew', async () => {
    const page = await awake()
    await run(page, 'exit')
    expect(page.view.prompt.text).toBe('')
    expect(await run(page, 'echo here')).toBe('here')
    expect(page.terminal.at(-1)?.prompt).toBe('learner@terminal:~$ ')
    expect(page.view.prompt.text).toBe('learner@terminal:~$ ')
  })
})

describe('undo', () => {
  test('takes every kind of step back, and redo brings it again', async () => {
    const page = await awake()
    await run(page, 'kubectl taint nodes kind-worker gpu=true:NoSchedule')
    await page.ask({ type: 'advance', by: 10 })
    await page.ask({ type: 'write-file', path: 'a.yaml', text: 'a: b\n' })
    await page.ask({ type: 'start', preset: 'zones' })
    const after = page.view
    expect(nodesOf(after)).toHaveLength(6)
    expect(after.history.entries.map(({ label }) => label.code)).toEqual(['line', 'advance', 'file', 'start'])
    expect(after.history.entries.map(({ seconds }) => seconds)).toEqual([0, 10, 10, 0])
    for (let step = 0; step < 4; step += 1) await page.ask({ type: 'undo' })
    expect(page.view.history.position).toBe(-1)
    expect(nodesOf(page.view)).toHaveLength(3)
    expect(taintsOf(page.view, 'kind-worker')).toEqual([])
    for (let step = 0; step < 4; step += 1) await page.ask({ type: 'redo' })
    expect({ ...page.view, happened: undefined }).toEqual({ ...after, happened: undefined })
  })

  test('beyond either end nothing happens', async () => {
    const page = await awake()
    expect(await page.ask({ type: 'undo' })).toEqual({ ok: true })
    expect(await page.ask({ type: 'redo' })).toEqual({ ok: true })
    expect(await page.ask({ type: 'jump', index: 99 })).toEqual({ ok: true })
    expect(page.view.history.position).toBe(-1)
  })

  test('a step after an undo forgets what was undone; a question does not', async () => {
    const page = await awake()
    await run(page, 'kubectl cordon kind-worker')
    await run(page, 'kubectl cordon kind-worker2')
    await page.ask({ type: 'undo' })
    await run(page, 'kubectl get nodes')
    expect(page.view.history.entries).toHaveLength(2)
    await run(page, 'kubectl uncordon kind-worker')
    expect(page.view.history).toMatchObject({ position: 1, entries: { length: 2 } })
  })

  test('what was typed is found by the arrow keys, also where it was undone', async () => {
    const page = await awake()
    await run(page, 'kubectl cordon kind-worker')
    await page.ask({ type: 'undo' })
    expect(page.view.prompt.lines).toEqual(['kubectl cordon kind-worker'])
  })

  test('one can jump to any moment', async () => {
    const page = await awake()
    for (const seconds of [1, 2, 3]) await page.ask({ type: 'advance', by: seconds })
    await page.ask({ type: 'jump', index: 1 })
    expect(page.view.clock.seconds).toBe(3)
    await page.ask({ type: 'jump', index: -1 })
    expect(page.view.clock.seconds).toBe(0)
  })

  test('the oldest steps are forgotten in the end, and the others keep their numbers', async () => {
    const page = await awake()
    for (let step = 0; step < 305; step += 1) await page.ask({ type: 'advance', by: 1 })
    const { entries, position } = page.view.history
    expect([entries.length, entries[0]?.index, position]).toEqual([300, 5, 304])
    await page.ask({ type: 'jump', index: 0 })
    expect(page.view.clock.seconds).toBe(5)
  }, 30_000)
})

describe('the clock', () => {
  test('a pod leaves at its second, and the timer says so before', async () => {
    const page = await awake()
    const tolerations = [{ key: 'fire', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }]
    const spec = { tolerations, nodeName: 'kind-worker', containers: [{ name: 'c', image: 'nginx:1.27' }] }
    const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec }
    await page.ask({ type: 'act', action: { type: 'create', manifest }, label: { code: 'apply', path: 'web.yaml' } })
    await page.ask({ type: 'advance', by: 'rest' })
    await run(page, 'kubectl taint nodes kind-worker fire=1:NoExecute')
    const timer = { what: 'eviction', pod: { namespace: 'default', name: 'web' }, node: 'kind-worker', in: 60 }
    expect(page.view.timers).toMatchObject([timer])
    await page.ask({ type: 'advance', by: 59 })
    const web = () => page.view.rooms[1]?.pods.find(({ name }) => name === 'web')
    expect(web()).toMatchObject({ state: 'running', leavesIn: 1 })
    await page.ask({ type: 'advance', by: 1 })
    expect(web()).toMatchObject({ state: 'ending', status: 'Terminating' })
    expect(await page.ask({ type: 'advance', by: 'next' })).toMatchObject({ ok: true })
    expect(web()).toBeUndefined()
    expect(page.view.happened.changes).toContainEqual({
      change: 'left',
      pod: { namespace: 'default', name: 'web' },
      node: 'kind-worker',
    })
  })

  test('next does not wait where nothing is due', async () => {
    const page = await awake()
    expect(await page.ask({ type: 'advance', by: 'next' })).toMatchObject({ ok: true, seconds: 0 })
    expect(page.view.history.entries).toEqual([])
  })

  test('a node whose kubelet stops is given up at its second', async () => {
    const page = await awake()
    const node = 'kind-worker2'
    await page.ask({ type: 'act', action: { type: 'stop-node', node }, label: { code: 'stop-node', node } })
    expect(page.view.rooms[2]).toMatchObject({ kubelet: 'stopped', conditions: [] })
    expect(page.view.timers).toMatchObject([{ what: 'node-lost', node, in: 50 }])
    await page.ask({ type: 'advance', by: 50 })
    expect(page.view.rooms[2]?.conditions).toContainEqual({ type: 'Ready', status: 'Unknown' })
    await page.ask({ type: 'act', action: { type: 'start-node', node }, label: { code: 'start-node', node } })
    expect(page.view.rooms[2]).toMatchObject({ kubelet: 'running', conditions: [] })
  })

  test('what the API server refuses is said in its words, and is no step', async () => {
    const page = await awake()
    const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: {} }
    const label = { code: 'apply', path: 'web.yaml' } as const
    const answer = await page.ask({ type: 'act', action: { type: 'create', manifest }, label })
    expect(answer).toMatchObject({ ok: false, issue: { code: 'refused' } })
    expect(page.view.history.entries).toEqual([])
  })
})

describe('the version and the gate', () => {
  test('the exam’s version is another cluster of the same preset', async () => {
    const page = await awake()
    await page.ask({ type: 'start', version: 'v1.35' })
    expect(page.view.about).toMatchObject({ preset: 'kind', version: 'v1.35', release: 'v1.35.4' })
    expect(await run(page, 'kubectl get nodes')).toContain('v1.35.4')
    expect(page.view.history.entries.map(({ label }) => label)).toEqual([{ code: 'version', version: 'v1.35' }])
  })

  test('with the gate a comparison is accepted, and the cluster stays what it was', async () => {
    const page = await awake()
    await run(page, 'kubectl cordon kind-worker')
    await page.ask({ type: 'start', gates: { TaintTolerationComparisonOperators: true } })
    expect(page.view.about.gates.TaintTolerationComparisonOperators).toBe(true)
    expect(page.view.rooms[1]?.cordoned).toBe(true)
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  tolerations: [{key: t, operator: Gt, value: "1"}]\n  containers: [{name: c, image: i}]\n'
    expect(await page.ask({ type: 'apply-file', path: 'p.yaml', text })).toEqual({ ok: true, exitCode: 0 })
    expect(page.printed).toBe('pod/p created')
    await page.ask({ type: 'start', gates: NO_GATE })
    expect(page.view.history.entries.map(({ label }) => label.code)).toEqual(['line', 'gate', 'apply', 'gate'])
  })

  test('another seed gives other names, the same seed the same', async () => {
    const page = await awake()
    const names = async (seed: number) => {
      await page.ask({ type: 'start', preset: 'kind', seed })
      await run(page, 'kubectl create deployment web --image=nginx')
      return run(page, 'kubectl get pods -o name')
    }
    const first = await names(1)
    expect(await names(7)).not.toBe(first)
    expect(await names(1)).toBe(first)
  })
})

describe('files', () => {
  test('are written, read, applied, listed and removed, wherever one is', async () => {
    const page = await awake()
    await page.ask({ type: 'write-file', path: 'x/it is.yaml', text: 'a: b\n' })
    const path = '/home/learner/x/it is.yaml'
    expect(page.view.files).toEqual([{ path, size: 5 }])
    expect(await page.ask({ type: 'read-file', path })).toEqual({ ok: true, path, text: 'a: b\n' })
    expect(await run(page, "cat 'x/it is.yaml'")).toBe('a: b')
    await page.ask({ type: 'remove-file', path })
    expect(await page.ask({ type: 'read-file', path })).toEqual({
      ok: false,
      issue: { code: 'no-file', values: { path } },
    })
  })

  test('another name for a file is one step, which is undone as one', async () => {
    const page = await awake()
    await page.ask({ type: 'write-file', path: 'a.yaml', text: 'a: b\n' })
    await page.ask({ type: 'rename-file', path: 'a.yaml', to: 'c.yaml', text: 'a: d\n' })
    expect(page.view.files).toEqual([{ path: '/home/learner/c.yaml', size: 5 }])
    expect(await run(page, 'cat c.yaml')).toBe('a: d')
    await page.ask({ type: 'undo' })
    expect(page.view.files).toEqual([{ path: '/home/learner/a.yaml', size: 5 }])
    expect(await run(page, 'cat a.yaml')).toBe('a: b')
  })

  test('what is written on a node’s machine concerns its kubelet', async () => {
    const page = await awake()
    await run(page, 'ssh kind-worker')
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: {name: own}\nspec: {containers: [{name: c, image: nginx}]}\n'
    await page.ask({ type: 'write-file', path: '/etc/kubernetes/manifests/own.yaml', text })
    expect(page.view.rooms[1]?.pods.map(({ name }) => name)).toContain('own-kind-worker')
  })

  test('applying a file is one step, and what kubectl says stands in the terminal', async () => {
    const page = await awake()
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, image: nginx}]}\n'
    expect(await page.ask({ type: 'apply-file', path: 'web.yaml', text })).toEqual({ ok: true, exitCode: 0 })
    expect(page.terminal.map(({ line }) => line)).toEqual(['kubectl apply -f web.yaml'])
    expect(page.view.history.entries).toHaveLength(1)
    await page.ask({ type: 'undo' })
    expect(page.view.files).toEqual([])
    expect(await page.ask({ type: 'apply-file', path: 'web.yaml', text: '{' })).toEqual({ ok: true, exitCode: 1 })
    expect(page.view.files).toHaveLength(1)
  })

  test('an object is given as YAML, to begin a file with', async () => {
    const page = await awake()
    const answer = await page.ask({
      type: 'manifest-of',
      resource: 'daemonset',
      name: 'kube-proxy',
      namespace: 'kube-system',
    })
    expect(answer).toMatchObject({ ok: true, path: '/home/learner/kube-proxy.yaml' })
    expect(answer).toHaveProperty('text', expect.stringContaining('- operator: Exists'))
    const none = await page.ask({ type: 'manifest-of', resource: 'pod', name: 'none' })
    expect(none).toMatchObject({ ok: false, issue: { code: 'refused' } })
  })
})

describe('why', () => {
  async function withWaiting(): Promise<Page> {
    const page = await awake()
    await run(page, 'kubectl taint nodes kind-worker kind-worker2 gpu=true:NoSchedule')
    await run(page, 'kubectl run web --image=nginx')
    return page
  }
  const pod = { namespace: 'default', name: 'web' }

  test('a pod that waits stands in the corridor with the reasons, and doors are seen by it', async () => {
    const { view } = await withWaiting()
    expect(view.corridor).toMatchObject([{ name: 'web', status: 'Pending' }])
    expect(view.corridor[0]?.reasons.map(({ reason, nodes }) => [reason.code, nodes])).toEqual([
      ['untolerated-taint', 2],
      ['untolerated-taint', 1],
    ])
    expect(view.corridor[0]?.message).toContain('0/3 nodes are available: 3 node(s) had untolerated taint(s).')
    expect(view.doors).toMatchObject({ seenBy: pod, choices: [pod] })
    expect(view.rooms.map(({ door }) => door)).toMatchObject(
      Array.from({ length: 3 }, () => ({ open: false, plugin: 'TaintToleration', effect: 'NoSchedule' })),
    )
  })

  test('the decision goes through every node, and the message counts them', async () => {
    const page = await withWaiting()
    const answer = await page.ask({ type: 'decide', pod })
    if (!answer.ok) throw new Error(answer.issue.code)
    expect(answer.decision.nodes.map(({ refusal }) => refusal?.plugin)).toEqual(Array(3).fill('TaintToleration'))
    expect(answer.decision.clauses.map(({ text }) => text).join('')).toBe(answer.decision.message)
    expect(answer.decision.message).toBe(page.view.corridor[0]?.message)
  })

  test('a pod that has its place is decided about as if it came now', async () => {
    const page = await awake()
    await run(page, 'kubectl run web --image=nginx')
    const answer = await page.ask({ type: 'decide', pod })
    if (!answer.ok) throw new Error(answer.issue.code)
    const { placedOn, placed, node, scored } = answer.decision
    expect(placed).toMatchObject({ name: placedOn, best: true })
    expect(node).toBeDefined()
    expect(scored.map(({ plugin }) => plugin)).toContain('TaintToleration')
  })

  test('what would let it in does let it in', async () => {
    const page = await withWaiting()
    const answer = await page.ask({ type: 'what-if', pod, node: 'kind-worker' })
    expect(answer).toMatchObject({
      ok: true,
      fits: false,
      remedies: [
        { change: 'tolerate', toleration: { key: 'gpu', operator: 'Equal', value: 'true', effect: 'NoSchedule' } },
        { change: 'untaint', taint: { key: 'gpu', value: 'true', effect: 'NoSchedule' } },
      ],
    })
  })

  test('a pod or node that is gone is said to be', async () => {
    const page = await awake()
    const none = { ok: false, issue: { code: 'no-pod', values: { pod: 'web' } } }
    expect(await page.ask({ type: 'decide', pod })).toEqual(none)
    expect(await page.ask({ type: 'what-if', pod, node: 'kind-worker' })).toEqual(none)
    const gone = await page.ask({ type: 'what-if', pod, node: 'gone' })
    expect(gone).toEqual({ ok: false, issue: { code: 'no-node', values: { node: 'gone' } } })
  })
})

describe('what is in view', () => {
  test('is what the page looks at: a window of the rooms that a filter leaves', async () => {
    const page = await awake()
    await page.ask({ type: 'start', preset: 'large' })
    expect(page.view.counts).toMatchObject({ nodes: 100, matching: 100 })
    const look = { filter: '', from: 20, count: 5, events: 3 }
    await page.ask({ type: 'look', look })
    expect([page.view.rooms.length, page.view.events.length]).toEqual([5, 3])
    const [first] = nodesOf(page.view)
    await page.ask({ type: 'look', look: { ...look, from: 0, filter: `hostname=${first}` } })
    expect(nodesOf(page.view)).toEqual([first])
  })

  test('only what has changed is sent', async () => {
    const page = await awake()
    page.replies.length = 0
    await run(page, 'echo a')
    const sent = page.replies.flatMap(reply => (reply.type === 'view' ? Object.keys(reply.view) : []))
    expect(sent).toEqual(['prompt'])
  })
})

describe('what is kept', () => {
  test('a lab wakes where it was left, with its history, its terminal and its files', async () => {
    const disk = new MemoryDisk()
    const page = await awake(disk)
    await run(page, 'kubectl taint nodes kind-worker gpu=true:NoSchedule')
    await page.ask({ type: 'advance', by: 5 })
    await page.ask({ type: 'write-file', path: 'a.yaml', text: 'a: b\n' })
    await page.bench.settled()
    const again = await awake(disk)
    expect({ ...again.view, happened: undefined }).toEqual({ ...page.view, happened: undefined })
    expect(again.terminal).toEqual(page.terminal)
    await again.ask({ type: 'jump', index: -1 })
    expect(taintsOf(again.view, 'kind-worker')).toEqual([])
    expect(again.replies).toContainEqual({ type: 'kept', kept: 'yes' })
  })

  test('two tabs do not spoil each other’s, and a new one begins with what was left last', async () => {
    const disk = new MemoryDisk()
    let time = 0
    const now = () => {
      time += 1
      return time
    }
    const one = await awake(disk, 'one', now)
    await run(one, 'kubectl cordon kind-worker')
    await one.bench.settled()
    const two = await awake(disk, 'two', now)
    expect(two.view.rooms[1]?.cordoned).toBe(true)
    await run(two, 'kubectl uncordon kind-worker')
    await two.bench.settled()
    await run(one, 'kubectl cordon kind-worker2')
    await one.bench.settled()
    expect((await awake(disk, 'one', now)).view.rooms.map(({ cordoned }) => cordoned)).toEqual([false, true, true])
    expect((await awake(disk, 'two', now)).view.rooms.map(({ cordoned }) => cordoned)).toEqual([false, false, false])
    expect((await awake(disk, 'three', now)).view.rooms.map(({ cordoned }) => cordoned)).toEqual([false, true, true])
  })

  test('three hundred steps are kept, and each can be undone after a reload', async () => {
    const disk = new MemoryDisk()
    const page = await awake(disk)
    for (let step = 0; step < 300; step += 1) {
      await run(page, `kubectl label node kind-worker step=${step} --overwrite`)
    }
    await page.bench.settled()
    const again = await awake(disk)
    expect(again.view.history.entries).toHaveLength(300)
    for (const index of [298, 150, 0]) {
      await again.ask({ type: 'jump', index })
      expect(again.view.rooms[1]?.labels).toMatchObject({ step: String(index) })
    }
    await again.ask({ type: 'undo' })
    expect(again.view.rooms[1]?.labels).not.toHaveProperty('step')
  })

  test('a step writes little, and what no moment needs is removed', async () => {
    const disk = new MemoryDisk()
    const page = await awake(disk)
    await page.ask({ type: 'advance', by: 1 })
    await page.bench.settled()
    const first = disk.pagesWritten
    await run(page, 'kubectl cordon kind-worker')
    await page.bench.settled()
    expect(disk.pagesWritten - first).toBeLessThan(12)
    await page.ask({ type: 'undo' })
    await page.ask({ type: 'advance', by: 1 })
    await page.bench.settled()
    const named = new Set(JSON.stringify(disk.records.get('tab')).match(/\d+/g)?.map(Number))
    for (const number of disk.pages.get('tab')?.keys() ?? []) expect(named).toContain(number)
  })

  test.each(['full', 'forbidden'] as const)('where the disk is %s, the lab goes on and says so', async why => {
    const disk = new MemoryDisk()
    disk.refuses = why
    const page = await awake(disk)
    expect(keptOf(page)).toEqual(['nothing'])
    await run(page, 'kubectl cordon kind-worker')
    await page.bench.settled()
    expect(keptOf(page)).toEqual(['nothing', 'not-yet', why])
    disk.refuses = 'never'
    await run(page, 'kubectl uncordon kind-worker')
    await page.bench.settled()
    expect(keptOf(page).slice(-2)).toEqual(['not-yet', 'yes'])
    expect((await awake(disk)).view.history.entries).toHaveLength(2)
  })

  test('what a later version has kept stays as it is', async () => {
    const disk = new MemoryDisk()
    const page = await awake(disk)
    await run(page, 'kubectl cordon kind-worker')
    await page.bench.settled()
    const newer = { ...disk.records.get('tab'), format: 2 } as never
    disk.records.set('tab', newer)
    const again = new Page(disk)
    expect(await again.ask({ type: 'wake', tab: 'tab' })).toEqual({ ok: true })
    expect(keptOf(again)).toEqual(['newer'])
    await run(again, 'kubectl cordon kind-worker2')
    await again.bench.settled()
    expect(again.view.rooms.map(({ cordoned }) => cordoned)).toEqual([false, false, true])
    expect(keptOf(again)).not.toContain('yes')
    expect(disk.records.get('tab')).toBe(newer)
    // Another tab has nothing to do with it.
    const other = await awake(disk, 'other')
    await run(other, 'kubectl cordon kind-worker')
    await other.bench.settled()
    expect(other.replies.at(-1)).toEqual({ type: 'kept', kept: 'yes' })
  })

  test('where the browser forbids to keep anything, the lab begins as for whoever comes first, and says so', async () => {
    const disk = new MemoryDisk()
    disk.read = () => Promise.reject(new Error('forbidden'))
    const page = await awake(disk)
    await run(page, 'kubectl cordon kind-worker')
    await page.bench.settled()
    expect(keptOf(page)).toEqual(['forbidden', 'forbidden', 'forbidden'])
    expect(disk.records.size).toBe(0)
  })

  test('the oldest steps are dropped, the others keep their numbers, and the start is then the oldest that is left', async () => {
    const page = await awake()
    for (let step = 0; step < 305; step += 1) await page.ask({ type: 'advance', by: 1 })
    const { entries, position } = page.view.history
    expect([entries.length, entries[0]?.index, position]).toEqual([300, 5, 304])
    await page.ask({ type: 'jump', index: -1 })
    expect([page.view.history.position, page.view.clock.seconds]).toEqual([4, 5])
  })

  test.each<[string, (disk: MemoryDisk) => void]>([
    ['pages are missing', disk => disk.pages.get('tab')?.clear()],
    ['it is of another form', disk => disk.records.set('tab', { ...disk.records.get('tab'), format: 0 } as never)],
    ['it holds nothing', disk => disk.records.set('tab', { format: 1, tab: 'tab', savedAt: 1 } as never)],
  ])('where %s, it is said, and nothing is written over before the person says so', async (_, damage) => {
    const disk = new MemoryDisk()
    const page = await awake(disk)
    await run(page, 'kubectl cordon kind-worker')
    await page.bench.settled()
    damage(disk)
    const [record, pages] = [disk.records.get('tab'), structuredClone(disk.pages.get('tab'))]
    const again = new Page(disk)
    expect(await again.ask({ type: 'wake', tab: 'tab' })).toEqual({ ok: true })
    expect(keptOf(again)).toEqual(['damaged'])
    expect(again.view.rooms.map(({ cordoned }) => cordoned)).toEqual([false, false, false])
    await run(again, 'kubectl cordon kind-worker2')
    await again.bench.settled()
    expect([disk.records.get('tab'), disk.pages.get('tab')]).toEqual([record, pages])

    const salvaged = await again.ask({ type: 'salvage' })
    if (!salvaged.ok) throw new Error('not salvaged')
    const text = await salvaged.file.text()
    expect(JSON.parse(text).record).toMatchObject({ tab: 'tab', savedAt: 1, format: record?.format })
    if (record?.state) expect(text).toContain('"PATH"')
    expect(JSON.parse(text).pages).toHaveLength(pages?.size ?? 0)

    await again.ask({ type: 'keep' })
    await again.bench.settled()
    expect(keptOf(again).at(-1)).toBe('yes')
    expect((await awake(disk)).view.rooms.map(({ cordoned }) => cordoned)).toEqual([false, false, true])
    const named = new Set(JSON.stringify(disk.records.get('tab')).match(/\d+/g)?.map(Number))
    for (const number of disk.pages.get('tab')?.keys() ?? []) expect(named).toContain(number)
  })
})

describe('where everything is erased in another tab', () => {
  test.each([true, false])(
    'the lab stays open and says so, and is not written back unless the person wishes it (told: %s)',
    async isTold => {
      const disk = new MemoryDisk()
      const page = await awake(disk)
      await run(page, 'kubectl cordon kind-worker')
      await page.bench.settled()
      disk.erase()
      if (isTold) page.bench.erased()
      else await run(page, 'kubectl cordon kind-worker2')
      await page.bench.settled()
      expect(keptOf(page).at(-1)).toBe('erased')
      await run(page, 'kubectl get nodes')
      await page.bench.settled()
      expect(keptOf(page).at(-1)).toBe('erased')
      expect([disk.records.size, page.view.rooms[1]?.cordoned]).toEqual([0, true])

      await page.ask({ type: 'keep' })
      await page.bench.settled()
      expect(keptOf(page).at(-1)).toBe('yes')
      const again = await awake(disk)
      expect(again.view.rooms[1]?.cordoned).toBe(true)
      await again.ask({ type: 'undo' })
      if (!isTold) await again.ask({ type: 'undo' })
      expect(again.view.rooms[1]?.cordoned).toBe(false)
    },
  )

  test('a lab that was never kept, or is about to be, is not kept either', async () => {
    const disk = new MemoryDisk()
    const page = await awake(disk)
    await run(page, 'kubectl cordon kind-worker')
    disk.erase()
    page.bench.erased()
    await page.bench.settled()
    expect(keptOf(page)).toEqual(['nothing', 'not-yet', 'erased'])
    expect(disk.records.size).toBe(0)
  })
})

function keptOf(page: Page): readonly string[] {
  return page.replies.flatMap(reply => (reply.type === 'kept' ? [reply.kept] : []))
}
