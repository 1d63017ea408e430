import { describe, expect, test } from 'vitest'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { lookAtDoor } from '../../../src/quiz/door.ts'
import { node, pod } from './situations.ts'

const GPU: Toleration = { key: 'gpu', value: 'a100', effect: 'NoSchedule' }

describe('why a node lets a pod in or not', () => {
  test.each<[string, readonly string[], readonly Toleration[], boolean, readonly string[]]>([
    ['no lock, no key', [], [], true, ['no-lock']],
    ['no lock: a key draws nobody in', [], [GPU], true, ['no-lock', 'no-magnet']],
    ['a lock that a key opens', ['gpu=a100:NoSchedule'], [GPU], true, ['opened']],
    ['a lock that the master key opens', ['gpu=a100:NoExecute'], [{ operator: 'Exists' }], true, ['opened-by-master']],
    ['a mere preference', ['gpu=a100:PreferNoSchedule'], [GPU], true, ['prefer']],
    ['a preference that a key opens', ['gpu:PreferNoSchedule'], [{ key: 'gpu' }], true, ['opened']],
    ['a lock, and no key at all', ['gpu:NoSchedule'], [], false, ['no-keys']],
    ['a lock, and no key for it', ['tenant:NoSchedule'], [GPU], false, ['no-key-for']],
    ['another effect', ['gpu=a100:NoExecute'], [GPU], false, ['shut-effect-differs']],
    ['another value', ['gpu=b200:NoSchedule'], [{ ...GPU, operator: 'Equal' }], false, ['shut-value-differs']],
    ['an omitted operator is Equal', ['gpu=b200:NoSchedule'], [GPU], false, ['shut-value-differs', 'operator-omitted']],
    [
      'no value where one is asked for',
      ['gpu=b200:NoSchedule'],
      [{ key: 'gpu' }],
      false,
      ['shut-value-missing', 'operator-omitted'],
    ],
    ['a value where none is there', ['gpu:NoSchedule'], [{ ...GPU, operator: 'Equal' }], false, ['shut-value-unasked']],
    [
      'every key for that lock is looked at, the others are not',
      ['gpu=b200:NoExecute'],
      [GPU, { key: 'tenant' }, { operator: 'Exists', effect: 'NoSchedule' }],
      false,
      ['shut-effect-differs', 'shut-effect-differs'],
    ],
    ['one lock of two', ['gpu=a100:NoSchedule', 'tenant:NoExecute'], [GPU], false, ['no-key-for', 'every-lock']],
    ['two locks of two', ['gpu:NoSchedule', 'tenant:NoExecute'], [], false, ['no-keys', 'no-keys']],
    ['a lock beside a preference', ['gpu:PreferNoSchedule', 'tenant:NoExecute'], [], false, ['no-keys']],
  ])('%s', (_, taints, tolerations, open, codes) => {
    const door = lookAtDoor(pod('p', tolerations), node('n', taints))
    expect({ open: door.open, codes: door.reasons.map(({ code }) => code) }).toEqual({ open, codes })
  })

  test('a cordon is named, and not the locks', () => {
    const cordoned = node('n', ['gpu:NoSchedule'], { unschedulable: true })
    expect(lookAtDoor(pod('p'), cordoned)).toEqual({ open: false, reasons: [{ code: 'unschedulable' }] })
  })

  test('a label that is missing is named with what is wanted', () => {
    const picky = pod('p', [{ operator: 'Exists' }], { nodeSelector: { disk: 'ssd' } })
    expect(lookAtDoor(picky, node('n', ['gpu:NoSchedule']))).toEqual({
      open: false,
      reasons: [{ code: 'node-selector', key: 'disk', wanted: 'ssd' }],
    })
  })
})
