import { describe, expect, test } from 'vitest'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { grade, itemsOf, solve } from '../../../src/quiz/grade.ts'
import type { FateQuestion } from '../../../src/quiz/question.ts'
import { node, pod, taint } from './situations.ts'

const ask = (pods: readonly Pod[], added: readonly string[], there: readonly string[] = []): FateQuestion => ({
  kind: 'fate',
  id: 'q',
  node: node('n', there),
  pods,
  added: added.map(taint),
})
const owned = (by: string, tolerations: readonly Toleration[] = []): Pod => {
  const controller = { apiVersion: 'apps/v1', kind: by, name: 'o', uid: 'o', controller: true }
  return { ...pod('p', tolerations), metadata: { name: 'p', ownerReferences: [controller] } }
}
const toleration = (fields: Toleration): Toleration => ({ operator: 'Exists', effect: 'NoExecute', ...fields })
const fateOf = (question: FateQuestion) => {
  const [item] = grade(question, solve(question)).items
  return {
    fate: item?.answer,
    why: item?.why.map(({ code }) => code),
    whyNot: Object.fromEntries(Object.entries(item?.whyNot ?? {}).map(([fate, reasons]) => [fate, reasons[0]?.code])),
  }
}

describe('what becomes of a running pod', () => {
  test.each<[string, Pod, readonly string[], string, readonly string[], Readonly<Record<string, string>>]>([
    [
      'NoSchedule leaves it alone',
      pod('p'),
      ['a:NoSchedule', 'b:PreferNoSchedule'],
      'stays',
      ['stays-inside', 'stays-inside'],
      { now: 'no-execute-only', '300s': 'no-execute-only' },
    ],
    [
      'the master key tolerates all',
      pod('p', [{ operator: 'Exists' }]),
      ['a:NoExecute'],
      'stays',
      ['tolerated-by-master'],
      { now: 'not-tolerated', '300s': 'no-such-pass' },
    ],
    [
      'without a toleration it leaves',
      pod('p'),
      ['a:NoExecute'],
      'now',
      ['no-key-for', 'must-leave', 'nobody-replaces'],
      { stays: 'not-untolerated', '300s': 'pass-of-another' },
    ],
    [
      'another effect does not help',
      pod('p', [toleration({ effect: 'NoSchedule' })]),
      ['a:NoExecute'],
      'now',
      ['shut-effect-differs', 'must-leave', 'nobody-replaces'],
      { stays: 'not-untolerated', '300s': 'pass-of-another' },
    ],
    [
      'its seconds count',
      owned('ReplicaSet', [toleration({ key: 'a', tolerationSeconds: 60 })]),
      ['a:NoExecute'],
      '60s',
      ['tolerated-for', 'controller-replaces'],
      { stays: 'not-for-ever', now: 'not-at-once', '300s': 'pass-of-another' },
    ],
    [
      'of several the first counts',
      pod('p', [toleration({ key: 'a', tolerationSeconds: 60 }), toleration({ key: 'a', tolerationSeconds: 90 })]),
      ['a:NoExecute'],
      '60s',
      ['tolerated-for', 'nobody-replaces'],
      { stays: 'not-for-ever', now: 'not-at-once', '90s': 'pass-not-first', '300s': 'pass-of-another' },
    ],
    [
      'over several taints the shortest counts',
      pod('p', [toleration({ key: 'a', tolerationSeconds: 60 }), toleration({ key: 'b', tolerationSeconds: 90 })]),
      ['a:NoExecute', 'b:NoExecute'],
      '60s',
      ['tolerated-for', 'nobody-replaces'],
      { stays: 'not-for-ever', now: 'not-at-once', '90s': 'pass-not-shortest', '300s': 'pass-of-another' },
    ],
    [
      'no seconds at all are none',
      pod('p', [toleration({ key: 'a', tolerationSeconds: 0 })]),
      ['a:NoExecute'],
      'now',
      ['tolerated-for', 'nobody-replaces'],
      { stays: 'not-for-ever', '300s': 'pass-of-another' },
    ],
    [
      'admission gives 300 s for an ill node',
      owned('ReplicaSet'),
      ['node.kubernetes.io/not-ready:NoExecute'],
      '300s',
      ['tolerated-for', 'controller-replaces'],
      { stays: 'not-for-ever', now: 'not-at-once' },
    ],
    [
      'a DaemonSet’s pod stays on an ill node',
      owned('DaemonSet'),
      ['node.kubernetes.io/unreachable:NoExecute'],
      'stays',
      ['tolerated-for-ever'],
      { now: 'not-tolerated', '300s': 'no-such-pass' },
    ],
    [
      'a DaemonSet’s pod leaves, and none comes',
      owned('DaemonSet'),
      ['a:NoExecute'],
      'now',
      ['no-key-for', 'must-leave', 'daemon-set-waits'],
      { stays: 'not-untolerated', '300s': 'no-such-pass' },
    ],
    [
      'a DaemonSet’s pod leaves in time, and another comes',
      owned('DaemonSet', [toleration({ key: 'a', tolerationSeconds: 60 })]),
      ['a:NoExecute'],
      '60s',
      ['tolerated-for', 'daemon-set-repeats'],
      { stays: 'not-for-ever', now: 'not-at-once', '300s': 'no-such-pass' },
    ],
  ])('%s', (_, running, added, fate, why, whyNot) => {
    expect(fateOf(ask([running], added))).toEqual({ fate, why, whyNot })
  })

  test('a taint of the same key and effect gives way to the new one', () => {
    const running = pod('p', [toleration({ key: 'a', operator: 'Equal', value: 'old' })])
    expect(fateOf(ask([running], ['a=new:NoExecute'], ['a=old:NoExecute'])).fate).toBe('now')
    expect(fateOf(ask([running], ['b:NoSchedule'], ['a=old:NoExecute'])).fate).toBe('stays')
  })
})

test('every pod has the same fates to choose from, in order', () => {
  const question = ask(
    [
      pod('p', [toleration({ key: 'a', tolerationSeconds: 900 }), toleration({ key: 'b', tolerationSeconds: -1 })]),
      { ...pod('q', [toleration({ key: 'a', tolerationSeconds: 20 })]), metadata: { name: 'q' } },
    ],
    ['a:NoExecute'],
  )
  const options = ['stays', 'now', '20s', '300s', '900s']
  expect(itemsOf(question)).toEqual([
    { item: 'p', options },
    { item: 'q', options },
  ])
})
