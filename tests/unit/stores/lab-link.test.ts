import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atOnce } from '../../../src/cluster/pieces.ts'
import { saveSnapshot } from '../../../src/cluster/snapshot.ts'
import { step } from '../../../src/cluster/step.ts'
import { beginning } from '../../../src/stores/lab-beginning.ts'
import { pack, unpack } from '../../../src/stores/lab-link.ts'
import { LAB_ISSUE_CODES } from '../../../src/stores/lab-protocol.ts'
import { respond } from '../../../src/stores/lab-respond.ts'
import { reopenedMoment, savedMoment } from '../../../src/stores/lab-saved.ts'
import { present, stateOf } from '../../../src/stores/lab-state.ts'
import { awake } from './lab-keeping.ts'

const json = fc.jsonValue({ maxDepth: 3 })
/** What no lab is refused for by its looks alone. */
const harmless = json.filter(value => !JSON.stringify(value).includes('__proto__'))

function payloadOf(text: string): string {
  return `1.${deflateRawSync(text).toString('base64url')}`
}

describe('a payload', () => {
  test('unpacks to what was packed', async () => {
    await fc.assert(
      fc.asyncProperty(harmless, async value => {
        const packed = await pack(value)
        expect(packed).toMatch(/^1\.[A-Za-z0-9_-]+$/)
        expect(await unpack(packed)).toEqual({ ok: true, value: JSON.parse(JSON.stringify(value)) })
      }),
    )
  })

  test('is found in the address that holds it, and JSON is taken as it is', async () => {
    expect(await unpack(`https://example.org/fr/labo/#s=${await pack({ a: 1 })}\n`)).toEqual({
      ok: true,
      value: { a: 1 },
    })
    expect(await unpack(' {"a":1}')).toEqual({ ok: true, value: { a: 1 } })
  })

  test.each([
    ['nothing', '', 'link-unreadable'],
    ['something else', 'hello', 'link-unreadable'],
    ['letters that base64url lacks', '1.a+b', 'link-unreadable'],
    ['a newer version', '2.AAAA', 'link-version'],
    ['no JSON', payloadOf('{"a":'), 'link-damaged'],
    ['half of it', payloadOf(JSON.stringify({ a: 'b'.repeat(9999) })).slice(0, -9), 'link-damaged'],
    ['no deflate', '1.AAAA', 'link-damaged'],
    [
      'bytes that are no UTF-8',
      `1.${deflateRawSync(Buffer.from([0x22, 0xff, 0x22])).toString('base64url')}`,
      'link-damaged',
    ],
    ['a prototype', payloadOf('{"a":{"__proto__":{"b":1}}}'), 'state-invalid'],
    ['a prototype that is spelled otherwise', payloadOf('{"\\u005f_proto__":{"b":1}}'), 'state-invalid'],
    ['JSON that ends too early', '{"a":', 'file-unreadable'],
    ['a bomb', `1.${deflateRawSync(Buffer.alloc(300 * 1024 * 1024, 0x20)).toString('base64url')}`, 'too-large'],
  ])('of %s is refused: %#', async (_, payload, code) => {
    expect(await unpack(payload)).toMatchObject({ ok: false, issue: { code } })
  })
})

/** A moment in which much is under way: files, a node that is silent, timers, a pod that waits. */
async function busyMoment() {
  let state = stateOf(beginning())
  for (const line of [
    'kubectl taint nodes kind-worker gpu=true:NoExecute',
    'kubectl create deployment web --image=nginx --replicas=3',
    "echo 'a: b' > a.yaml; export X=1; alias g='kubectl get'",
    'kubectl run wide --image=nginx --overrides=\'{"spec":{"nodeSelector":{"disk":"ssd"}}}\'',
    'sleep 5',
  ]) {
    state = (await respond(state, { type: 'run', line })).state
  }
  const label = { code: 'stop-node', node: 'kind-worker2' } as const
  const stopped = await respond(state, { type: 'act', action: { type: 'stop-node', node: 'kind-worker2' }, label })
  return present(stopped.state)
}

describe('a moment that was written down', async () => {
  const moment = await busyMoment()
  const saved = JSON.parse(JSON.stringify(savedMoment(moment)))

  test('goes on as if nothing had been in between', () => {
    const reopened = atOnce(reopenedMoment(saved))
    if (!reopened.ok) throw new Error(JSON.stringify(reopened.issue))
    expect(savedMoment(reopened.value)).toEqual(savedMoment(moment))
    const later = { type: 'wait', seconds: 400 } as const
    const [own, other] = [moment, reopened.value].map(one => saveSnapshot(step(one.session().cluster, later).cluster))
    expect(other).toEqual(own)
  })

  test('every part that is missing is missed, and every number, text or list is what it must be', () => {
    const paths: (readonly (string | number)[])[] = []
    const walk = (value: unknown, path: readonly (string | number)[]) => {
      if (path.length > 0) paths.push(path)
      if (path.length > 5 || typeof value !== 'object' || value === null) return
      for (const [key, each] of Object.entries(value).slice(0, 4)) walk(each, [...path, key])
    }
    for (const part of ['about', 'terminal'] as const) walk(saved[part], [part])
    expect(paths.length).toBeGreaterThan(40)
    for (const path of paths) {
      for (const wrong of [{}, -1.5, null, [[]], 'x'.repeat(3)]) {
        const changed = replacedAt(saved, path, wrong)
        const reopened = atOnce(reopenedMoment(changed))
        if (reopened.ok) expect(typeof wrong).toBe(typeof valueAt(saved, path))
        else expect(LAB_ISSUE_CODES).toContain(reopened.issue.code)
      }
    }
  })

  test.each<[string, (string | number)[], unknown]>([
    ['another form', ['format'], 2],
    ['a preset that is none', ['about', 'preset'], 'kinds'],
    ['a time beyond all times', ['cluster', 'now'], 1e15],
    ['an object of the wrong type', ['cluster', 'objects', 3, 'metadata', 'labels'], 7],
    ['a kind that nothing serves', ['cluster', 'objects', 0, 'kind'], 'Gateway'],
    ['something under way', ['cluster', 'unseen'], [1]],
    ['a component that is none', ['cluster', 'down'], ['kubelet']],
    ['a look of nobody', ['cluster', 'memory', 'timers', 0, 1, 'controller'], 'nobody'],
    ['a timer that is no time', ['cluster', 'memory', 'timers', 0, 0], 'soon/kubelet/x'],
    ['a memory that is missing', ['cluster', 'memory', 'waiting'], undefined],
    ['a pod that is refused by nothing', ['cluster', 'memory', 'waiting', 0, 1, 'rejectedBy'], ['Nothing']],
    ['a directory that is nowhere', ['terminal', 'shells', 0, 'directory'], 'here'],
    ['too many machines', ['terminal', 'files'], Array.from({ length: 3000 }, () => ['h', []])],
  ])('%s is refused by its path', (_, path, value) => {
    const reopened = atOnce(reopenedMoment(replacedAt(saved, path, value)))
    expect(reopened).toMatchObject({ ok: false, issue: { code: expect.stringMatching(/^state-(invalid|stuck)$/) } })
  })
})

const SEED = Math.trunc(Math.random() * 2 ** 31)

test(`10 000 fuzzed links change nothing, and say what was wrong (seed ${SEED})`, { timeout: 240_000 }, async () => {
  const page = await awake()
  await page.ask({ type: 'run', line: 'kubectl cordon kind-worker' })
  await page.bench.settled()
  const whole = JSON.stringify(savedMoment(await busyMoment()))
  const good = payloadOf(whole)
  const script = '<script>alert(1)</script><img src=x onerror=alert(1)>'
  const part = fc.constantFrom(...'about cluster terminal metAt format'.split(' '))
  const wrong = fc.oneof(json, fc.constantFrom(script, '__proto__', -1, 1e308, null, [], {}, 'x'.repeat(5000)))
  const hostile = fc.oneof(
    fc.string().map(text => `1.${text}`),
    fc.string({ unit: 'binary' }),
    fc.nat(good.length).map(length => good.slice(0, length)),
    fc.record({ at: fc.nat(good.length), put: fc.string({ maxLength: 3 }) }).map(({ at, put }) => {
      return `${good.slice(0, at)}${put}${good.slice(at + put.length + 1)}`
    }),
    fc.tuple(part, wrong).map(([name, value]) => payloadOf(JSON.stringify({ ...JSON.parse(whole), [name]: value }))),
    fc.tuple(fc.integer({ min: 2, max: 9999 }), fc.string()).map(([version, rest]) => `${version}.${rest}`),
    json.map(value => payloadOf(JSON.stringify(value))),
    json.map(value => JSON.stringify(value)),
    fc.constantFrom('{"__proto__":{}}', payloadOf('{"format":1,"about":{"__proto__":{"preset":"kind"}}}')),
  )
  let refused = 0
  await fc.assert(
    fc.asyncProperty(hostile, async payload => {
      if (payload === good) return
      page.replies.length = 0
      const answer = await page.ask({ type: 'open', payload })
      // A letter more or less may leave a link that says another thing well.
      if (answer.ok) {
        await page.ask({ type: 'undo' })
        await page.bench.settled()
        return
      }
      refused += 1
      expect(LAB_ISSUE_CODES).toContain(answer.issue.code)
      expect(answer.issue.code).not.toBe('engine')
      expect(page.replies.map(({ type }) => type).filter(type => type !== 'progress')).toEqual(['answer'])
    }),
    { numRuns: 10_000, seed: SEED },
  )
  expect(refused).toBeGreaterThan(9000)
  expect(({} as { preset?: string }).preset).toBeUndefined()
})

test('a link opens in another lab, and can be undone there', async () => {
  const page = await awake()
  await page.ask({ type: 'run', line: 'kubectl taint nodes kind-worker gpu=true:NoSchedule' })
  const shared = await page.ask({ type: 'share' })
  if (!shared.ok || shared.payload === undefined) throw new Error('too long')
  expect(await shared.file.text()).toBe(shared.payload)
  const other = await awake()
  expect(await other.ask({ type: 'open', payload: shared.payload })).toEqual({ ok: true })
  expect(other.view.rooms).toEqual(page.view.rooms)
  await other.ask({ type: 'undo' })
  expect(other.view.rooms[1]?.taints).toEqual([])
})

test('a link whose opening is cancelled changes nothing', async () => {
  const page = await awake()
  const asked = page.ask({ type: 'open', payload: payloadOf(JSON.stringify(savedMoment(await busyMoment()))) })
  await new Promise(resolve => setImmediate(resolve))
  await page.bench.hear({ id: 99, request: { type: 'cancel' } })
  expect(await asked).toEqual({ ok: false, issue: { code: 'cancelled' } })
  expect(page.view.history.entries).toEqual([])
})

test('a state that is too large for a link is offered as a file', async () => {
  const page = await awake()
  await page.ask({ type: 'run', line: 'kubectl create deployment web --image=nginx --replicas=300' })
  const shared = await page.ask({ type: 'share' })
  if (!shared.ok) throw new Error(shared.issue.code)
  expect(shared.payload).toBeUndefined()
  const other = await awake()
  expect(await other.ask({ type: 'open', payload: await shared.file.text() })).toEqual({ ok: true })
  expect(other.view.counts).toEqual(page.view.counts)
})

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce((found, key) => (found as Record<string, unknown>)[key], value)
}

function replacedAt(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value))
    return value.map((each, index) => (index === Number(key) ? replacedAt(each, rest, by) : each))
  return { ...(value as object), [key]: replacedAt((value as Record<string, unknown>)[key], rest, by) }
}
