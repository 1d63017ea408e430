import { describe, expect, test } from 'vitest'
import { lessonPayload } from '../../../src/stores/lab-lesson.ts'
import { pack } from '../../../src/stores/lab-link.ts'
import { awake } from './lab-keeping.ts'

const taint = { key: 'gpu', value: 'true', effect: 'NoSchedule' } as const
const ROOMS = {
  nodes: [
    {
      metadata: { name: 'kind-control-plane' },
      spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' as const }] },
    },
    { metadata: { name: 'kind-worker', labels: { disk: 'ssd' } }, spec: { taints: [taint] } },
    { metadata: { name: 'kind-worker2' } },
  ],
  pods: [
    { metadata: { name: 'kube-proxy-6jsl2', namespace: 'kube-system' }, spec: { nodeName: 'kind-control-plane' } },
    { metadata: { name: 'web' }, spec: { nodeName: 'kind-worker' } },
  ],
  pod: { metadata: { name: 'newcomer' } },
}

describe('a section of a lesson', () => {
  test('opens as its rooms are, beside what the cluster has anyway, and can be undone', async () => {
    const page = await awake()
    const payload = await lessonPayload('kind', { rooms: ROOMS })
    expect(payload.length).toBeLessThan(1000)
    expect(await page.ask({ type: 'open', payload })).toEqual({ ok: true })
    const [controlPlane, worker, worker2] = page.view.rooms
    expect(worker).toMatchObject({ taints: [taint], labels: { disk: 'ssd' } })
    expect(worker?.pods.map(({ name }) => name)).toContain('web')
    expect(worker2?.pods.map(({ name }) => name)).toContain('newcomer')
    expect(controlPlane?.pods.filter(({ name }) => name.startsWith('kube-proxy'))).toHaveLength(1)
    expect(page.view.clock.seconds).toBe(0)
    await page.ask({ type: 'undo' })
    expect(page.view.rooms[1]?.taints).toEqual([])
  })

  test('brings its commands for ↑, and runs none', async () => {
    const page = await awake()
    const line = 'kubectl delete node kind-worker'
    await page.ask({ type: 'open', payload: await lessonPayload('kind', { typed: [line] }) })
    expect(page.view.prompt.lines).toEqual([line])
    expect(page.view.rooms).toHaveLength(3)
    expect(page.view.about.preset).toBe('kind')
  })

  test.each([
    ['a cluster that is none', 'kinds', {}],
    ['a node that the cluster lacks', 'kind', { rooms: { ...ROOMS, nodes: [{ metadata: { name: 'addons' } }] } }],
  ])('with %s is not built', async (_, cluster, section) => {
    await expect(lessonPayload(cluster, section)).rejects.toThrow(/cluster/)
  })
})

const SET_UP = { format: 'setup', preset: 'kind', manifests: [], typed: [] }

test.each<[string, object, string]>([
  ['without a preset', { preset: undefined }, 'state-invalid'],
  ['with a preset that is none', { preset: '__proto__' }, 'state-invalid'],
  ['whose manifests are no list', { manifests: {} }, 'state-invalid'],
  ['with a manifest that does not say what it is', { manifests: [{ kind: 'Pod' }] }, 'state-invalid'],
  ['with too many lines', { typed: Array.from({ length: 201 }, () => 'ls') }, 'state-invalid'],
  ['with lines that are none', { typed: [7] }, 'state-invalid'],
  ['with an object that nothing serves', { manifests: [{ apiVersion: 'v1', kind: 'Nothing' }] }, 'refused'],
  [
    'with a pod that the API server refuses',
    { manifests: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: '<script>' }, spec: {} }] },
    'refused',
  ],
  [
    'with a taint that is none',
    { manifests: [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'kind-worker' }, spec: { taints: 'x' } }] },
    'refused',
  ],
])('a link %s is refused, and changes nothing', async (_, wrong, code) => {
  const page = await awake()
  page.replies.length = 0
  const payload = await pack({ ...SET_UP, ...wrong })
  expect(await page.ask({ type: 'open', payload })).toMatchObject({ ok: false, issue: { code } })
  expect(page.replies.some(({ type }) => type === 'view')).toBe(false)
})
