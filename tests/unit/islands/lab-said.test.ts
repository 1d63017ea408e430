import { describe, expect, test } from 'vitest'
import type { LabTranslate } from '../../../src/i18n/lab.ts'
import { isBeginning, printPod, sayChange, sayLabel, sayTime, sayTimer } from '../../../src/islands/lab-said.ts'
import type { LabChange, LabHistory, LabLabel, LabTimer } from '../../../src/stores/lab-shown.ts'

/** Says the key and the values instead of the words. */
const t: LabTranslate = (key, values = {}) => [key, ...Object.values(values)].join(' ')
const taint = { key: 'gpu', value: 'true', effect: 'NoExecute' } as const
const pod = { namespace: 'default', name: 'web' }

test.each<[number, string]>([
  [0, 'lab.clock.seconds 0'],
  [48, 'lab.clock.seconds 48'],
  [59.6, 'lab.clock.whole-minutes 1'],
  [60, 'lab.clock.whole-minutes 1'],
  [760, 'lab.clock.minutes 12 40'],
  [3600, 'lab.clock.hours 1 0'],
  [3725, 'lab.clock.hours 1 2'],
])('%d seconds are said as %s', (seconds, said) => {
  expect(sayTime(t, seconds)).toBe(said)
})

test('a pod of another namespace carries it before its name', () => {
  expect([printPod(pod), printPod({ namespace: 'kube-system', name: 'etcd' })]).toEqual(['web', 'kube-system/etcd'])
})

test.each<[LabChange, string]>([
  [{ change: 'moved-in', pod, node: 'a' }, 'lab.happened.moved-in web a'],
  [{ change: 'left', pod, node: 'a' }, 'lab.happened.left web a'],
  [{ change: 'left', pod }, 'lab.happened.gone web'],
  [{ change: 'ending', pod }, 'lab.happened.withdrawn web'],
  [{ change: 'waits', pod }, 'lab.happened.waits web'],
  [{ change: 'locked', node: 'a', taint }, 'lab.happened.locked a gpu=true:NoExecute'],
  [{ change: 'ill', node: 'a' }, 'lab.happened.ill a'],
])('a change is said of whom it befell: %o', (change, said) => {
  expect(sayChange(t, change)).toBe(said)
})

test.each<[LabTimer, string]>([
  [{ in: 5, at: 9, what: 'eviction', pod, node: 'a' }, 'lab.clock.what.eviction a web'],
  [{ in: 5, at: 9, what: 'node-lost', node: 'a' }, 'lab.clock.what.node-lost a '],
])('what is due is said of whom it will befall: %o', (timer, said) => {
  expect(sayTimer(t, timer)).toBe(said)
})

describe('the history', () => {
  test.each<[LabLabel, string]>([
    [{ code: 'line', line: 'echo `date`' }, '`echo ’date’`'],
    [{ code: 'advance', seconds: 60 }, 'lab.history.what.advance lab.clock.whole-minutes 1'],
    [{ code: 'start', preset: 'kind' }, 'lab.history.what.preset lab.head.presets.kind'],
    [{ code: 'version', version: 'v1.35' }, 'lab.history.what.version 1.35'],
    [{ code: 'gate', on: false }, 'lab.history.what.gate-off'],
    [{ code: 'untaint', node: 'a', taint }, 'lab.history.what.untaint a gpu=true:NoExecute'],
    [{ code: 'apply', path: '/tmp/web.yaml' }, 'lab.history.what.apply /tmp/web.yaml'],
    [{ code: 'evict', name: 'web' }, 'lab.history.what.evict web'],
    [{ code: 'stop-node', node: 'a' }, 'lab.history.what.stop-node a'],
  ])('says of an entry what was done: %o', (label, said) => {
    expect(sayLabel(t, label)).toBe(said)
  })

  test('has just begun where the last thing done was to begin, and not where that is undone', () => {
    const entries: LabHistory['entries'] = [
      { index: 0, label: { code: 'line', line: 'ls' }, seconds: 0 },
      { index: 1, label: { code: 'start', preset: 'zones' }, seconds: 0 },
    ]
    expect([1, 0, -1].map(position => isBeginning({ entries, position }))).toEqual([true, false, false])
    expect(isBeginning(undefined)).toBe(false)
  })
})
