import { describe, expect, test } from 'vitest'
import { find, list } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { advance, advanceUntil, settle, step } from '../../../src/cluster/step.ts'
import { act, create, onNode, pod, remove, SETTLE, wait, workload } from './acting.ts'

const kind = kindCluster()

describe('settling', () => {
  test('takes no time where nothing moves', () => {
    expect(settle(kind).cluster).toEqual(kind)
  })

  test('goes on until nothing has changed for three seconds, and once more changes nothing', () => {
    const { cluster, gaveUp } = settle(act(kind, create(pod('web'))))
    expect(gaveUp).toBe(false)
    expect(cluster.now - kind.now).toBe(4)
    expect(settle(cluster).cluster).toEqual(cluster)
  })

  test('leaves timers alone that strike later', () => {
    const waiting = act(kind, create(pod('lost', { nodeSelector: { disk: 'ssd' } })), SETTLE)
    expect(waiting.now - kind.now).toBe(3)
  })

  test('gives up after a minute on what does not come to rest, and says so', () => {
    const containers = [{ name: 'c', image: 'none', imagePullPolicy: 'Never' }]
    const { cluster, gaveUp } = settle(act(kind, create(pod('never', { containers }))))
    expect(gaveUp).toBe(true)
    expect(cluster.now - kind.now).toBe(60)
  })
})

describe('waiting for something', () => {
  const ending = act(kind, create(pod('web', onNode('kind-worker'))), SETTLE, remove('pods', 'web'))

  test('ends when it has come about', () => {
    const { cluster, gaveUp } = advanceUntil(ending, now => !find(now, 'pods', 'web', 'default'), 30)
    expect(gaveUp).toBe(false)
    expect(cluster.now - ending.now).toBe(1)
  })

  test('ends when the time is over', () => {
    const { cluster, gaveUp } = advanceUntil(ending, now => find(now, 'pods', 'nope', 'default') !== undefined, 30)
    expect(gaveUp).toBe(true)
    expect(cluster.now - ending.now).toBe(30)
  })
})

test('a step reports what has changed, in order, as a watch would', () => {
  const { events } = step(kind, create(pod('web', onNode('kind-worker'))))
  const about = events.filter(({ resource }) => resource === 'pods')
  expect(about.map(({ type, object }) => [type, object['spec'], object['status']])).toMatchObject([
    ['ADDED', {}, { phase: 'Pending' }],
    ['MODIFIED', { nodeName: 'kind-worker' }, { conditions: [{ type: 'PodScheduled', status: 'True' }] }],
    ['MODIFIED', { nodeName: 'kind-worker' }, { startTime: '2026-11-23T08:35:25Z' }],
  ])
})

test('a refusal leaves the cluster as it is', () => {
  const { cluster, refused } = step(kind, remove('pods', 'nope'))
  expect(cluster).toBe(kind)
  expect(refused?.message).toBe('pods "nope" not found')
})

describe('what a step costs', () => {
  const many = (replicas: number) => create(workload('Deployment', 'many', {}, { replicas }))
  const waiting = act(kind, create(pod('lost', { nodeSelector: { disk: 'ssd' } })), SETTLE)

  test('is nothing where nothing is due, however long it is', () => {
    const { cluster, effort } = advance(kind, 999_999_999)
    expect(effort).toBe(0)
    expect(cluster).toEqual({ ...kind, now: kind.now + 999_999_999 })
  })

  test('goes by what is due, not by the seconds', () => {
    // A pod that fits nowhere is tried again every five minutes.
    const [hour, day] = [advance(waiting, 3600), advance(waiting, 24 * 3600)]
    expect(hour.effort).toBeLessThan(100)
    expect(day.effort).toBeLessThan(40 * hour.effort)
  })

  test('grows with the pods that come, no faster', () => {
    const cost = (replicas: number) => {
      const { cluster, effort } = step(kind, many(replicas))
      return effort + advance(cluster, 60).effort
    }
    const [some, more] = [cost(1000), cost(3000)]
    expect(some).toBeLessThan(12 * 1000)
    expect(more / some).toBeLessThan(3.2)
  })

  test('ends where the effort does: the clock stands there, and the next step goes on', () => {
    const { cluster, effort, gaveUp } = advance(waiting, 999_999_999, 500)
    expect(gaveUp).toBe(true)
    expect(effort).toBeLessThan(510)
    expect(cluster.now - waiting.now).toBeGreaterThan(3600)
    expect(cluster.now - waiting.now).toBeLessThan(999_999_999)
    expect(advance(cluster, 3600)).toMatchObject({ gaveUp: false, cluster: { now: cluster.now + 3600 } })
  })

  test('makes no difference to what comes of it in the end', () => {
    const action = create(workload('Deployment', 'web', {}, { replicas: 3 }))
    const { cluster: whole } = step(kind, action)
    for (const effort of [0, 1, 7, 20]) {
      const { cluster, gaveUp } = step(kind, action, effort)
      expect(gaveUp).toBe(true)
      expect(act(cluster, wait(0))).toEqual(whole)
    }
  })

  test('is spread over the seconds for a workload of very many pods', () => {
    const counts = [0, 1, 2].map(
      seconds => list(advance(step(kind, many(1200)).cluster, seconds).cluster, 'pods', 'default').length,
    )
    expect(counts).toEqual([500, 1000, 1200])
  })

  test('is spread over the seconds for pods that their kubelet refuses as soon as they are there', () => {
    const containers = [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '100' } } }]
    const template = { nodeName: 'kind-worker', containers }
    const { cluster, gaveUp } = step(kind, create(workload('ReplicaSet', 'web', template, { replicas: 3 })))
    expect(gaveUp).toBe(false)
    const counts = [0, 1, 10].map(seconds => list(advance(cluster, seconds).cluster, 'pods', 'default').length)
    expect(counts).toEqual([3, 6, 33])
  })

  test('does not keep a pod waiting that takes the place of one that somebody deletes at once', () => {
    const { cluster } = step(kind, create(workload('ReplicaSet', 'web', {}, { replicas: 3 })))
    const [first] = list(cluster, 'pods', 'default')
    const after = act(cluster, remove('pods', first?.metadata.name ?? ''))
    expect(after.now).toBe(kind.now)
    expect(list(after, 'pods', 'default').filter(({ metadata }) => !metadata.deletionTimestamp)).toHaveLength(3)
  })
})

test('the clock goes no further than a time can be written', () => {
  const { cluster, gaveUp } = advance(kind, 1e15)
  expect(gaveUp).toBe(false)
  expect(new Date(cluster.now * 1000).toISOString()).toBe('9999-12-31T23:59:59.000Z')
})
