import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atOnce } from '../../../src/cluster/pieces.ts'
import { abridged, isAbridged, unabridged } from '../../../src/stores/lab-abridged.ts'
import { beginning } from '../../../src/stores/lab-beginning.ts'
import { LONGEST_LINK, pack } from '../../../src/stores/lab-link.ts'
import { LAB_ISSUE_CODES } from '../../../src/stores/lab-protocol.ts'
import { respond } from '../../../src/stores/lab-respond.ts'
import { reopenedMoment, type SavedMoment, savedMoment } from '../../../src/stores/lab-saved.ts'
import { present, stateOf } from '../../../src/stores/lab-state.ts'
import { LAB_PRESETS, type LabPreset } from '../../../src/stores/lab-terms.ts'
import { awake } from './lab-keeping.ts'

const LINES = [
  'kubectl create deployment web --image=nginx --replicas=3',
  'kubectl delete pod -n kube-system -l k8s-app=kube-dns --wait=false',
  'kubectl cordon $(kubectl get nodes -o name | tail -n 1)',
  'sleep 40',
]

async function used(preset: LabPreset): Promise<SavedMoment> {
  let state = stateOf(beginning({ preset }))
  for (const line of LINES) state = (await respond(state, { type: 'run', line })).state
  return asJson(savedMoment(present(state)))
}

function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value))
}

describe.each(LAB_PRESETS)('in %s', preset => {
  test('what was left out comes back, after commands and half a minute too', async () => {
    for (const saved of [asJson(savedMoment(beginning({ preset }))), await used(preset)]) {
      const shorter = asJson(abridged(saved))
      expect(isAbridged(shorter)).toBe(true)
      expect(unabridged(shorter)).toEqual({ ok: true, value: saved })
      expect(atOnce(reopenedMoment(saved)).ok).toBe(true)
    }
  })

  test('a lab that was used fits into a link', async () => {
    expect((await pack(abridged(await used(preset)))).length).toBeLessThan(LONGEST_LINK)
  })
})

test('the lab shares a hundred nodes by a link, and opens it', async () => {
  const page = await awake()
  await page.ask({ type: 'start', preset: 'large' })
  await page.ask({ type: 'run', line: 'kubectl label node kind-worker shared=yes' })
  const shared = await page.ask({ type: 'share' })
  if (!shared.ok || shared.payload === undefined) throw new Error('no link')
  const other = await awake()
  expect(await other.ask({ type: 'open', payload: shared.payload })).toEqual({ ok: true })
  await other.ask({ type: 'run', line: 'kubectl get nodes -l shared=yes -o name' })
  await other.bench.settled()
  expect(JSON.stringify(other.replies)).toContain('node/kind-worker')
})

test('an own cluster has no preset to leave anything out of', async () => {
  const saved = asJson(savedMoment(beginning()))
  const { preset: _, ...about } = saved.about
  expect(abridged({ ...saved, about: { ...about, origin: 'import' } })).toBeUndefined()
})

describe('what is no shortened moment is refused', async () => {
  const shorter = asJson(abridged(await used('kind')))
  if (!shorter) throw new Error('kind is a preset')

  test.each<[string, object, string]>([
    ['another base', { base: '0123456789abcdef' }, 'link-base'],
    ['another seed', { moment: { ...shorter.moment, about: { ...shorter.moment.about, seed: 2 } } }, 'link-base'],
    ['a preset that is none', { moment: { about: { preset: 'kinds' } } }, 'state-invalid'],
    ['no moment', { moment: undefined }, 'state-invalid'],
    ['objects that are no list', { objects: {} }, 'state-invalid'],
    [
      'an item that comes twice',
      {
        objects: [
          [0, 2],
          [1, 1],
        ],
      },
      'state-invalid',
    ],
    ['more items than there are', { objects: [[0, 1e6]] }, 'state-invalid'],
    ['items counted backwards', { objects: [[0, -1]] }, 'state-invalid'],
    ['half an item', { objects: [[0.5, 1]] }, 'state-invalid'],
    ['no memory', { memory: null }, 'state-invalid'],
    ['a memory that is missing', { memory: {} }, 'state-invalid'],
  ])('%s', (_, changes, code) => {
    expect(unabridged({ ...shorter, ...changes })).toMatchObject({ ok: false, issue: { code } })
  })

  test('whatever its fields hold', () => {
    const field = fc.constantFrom('base', 'moment', 'cluster', 'objects', 'memory')
    fc.assert(
      fc.property(field, fc.jsonValue(), (name, value) => {
        const whole = unabridged({ ...shorter, [name]: value })
        const opened = whole.ok ? atOnce(reopenedMoment(whole.value)) : whole
        if (opened.ok) expect(name).toBe('objects')
        else expect(LAB_ISSUE_CODES).toContain(opened.issue.code)
      }),
      { numRuns: 300 },
    )
  })
})
