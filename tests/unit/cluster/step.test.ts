import { describe, expect, test } from 'vitest'
import { find } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { advanceUntil, settle, step } from '../../../src/cluster/step.ts'
import { act, create, onNode, pod, remove, SETTLE } from './acting.ts'

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
