import { describe, expect, test } from 'vitest'
import { find } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { act, change, create, events, onNode, pod, pods, remove, SETTLE, wait } from './acting.ts'

const FIRE = { key: 'fire', value: '1', effect: 'NoExecute' }
const tolerating = (tolerationSeconds?: number) => ({
  ...onNode('kind-worker'),
  tolerations: [
    {
      key: 'fire',
      operator: 'Exists',
      effect: 'NoExecute',
      ...(tolerationSeconds !== undefined && { tolerationSeconds }),
    },
  ],
})

/** What noexecute-clock.json recorded, before the taint. */
const four = act(
  kindCluster(),
  create(pod('none', onNode('kind-worker'))),
  create(pod('forever', tolerating())),
  create(pod('ten', tolerating(10))),
  create(
    pod('wrong-effect', {
      ...onNode('kind-worker'),
      tolerations: [{ key: 'fire', operator: 'Exists', effect: 'NoSchedule' }],
    }),
  ),
  SETTLE,
)
const burning = change(four, 'nodes', 'kind-worker', { taints: [FIRE] })

describe('a NoExecute taint', () => {
  test('drives out at once those that do not tolerate it, and the others when their time is up', () => {
    expect(Object.keys(pods(act(burning, wait(4))))).toEqual(['forever', 'ten'])
    expect(Object.keys(pods(act(burning, wait(9))))).toEqual(['forever', 'ten'])
    expect(Object.keys(pods(act(burning, wait(16))))).toEqual(['forever'])
  })

  test('is told of in events, with the reason in the pod', () => {
    expect(events(act(burning, wait(16)), 'TaintManagerEviction')).toEqual([
      'none: Marking for deletion Pod default/none',
      'ten: Marking for deletion Pod default/ten',
      'wrong-effect: Marking for deletion Pod default/wrong-effect',
    ])
    expect(find(burning, 'pods', 'none', 'default')?.status?.conditions?.at(-1)).toMatchObject({
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    })
  })

  test('that is removed in time cancels the timer', () => {
    const saved = act(change(act(burning, wait(5)), 'nodes', 'kind-worker', { taints: [] }), wait(60))
    expect(Object.keys(pods(saved))).toEqual(['forever', 'ten'])
    expect(events(saved, 'TaintManagerEviction').filter(text => text.startsWith('ten'))).toEqual([
      'ten: Cancelling deletion of Pod default/ten',
    ])
  })

  test('whose pod is deleted by hand cancels the timer too', () => {
    const gone = act(burning, wait(2), remove('pods', 'ten'), wait(60))
    expect(events(gone, 'TaintManagerEviction').filter(text => text.startsWith('ten'))).toEqual([
      'ten: Cancelling deletion of Pod default/ten',
    ])
  })

  test('asks no PodDisruptionBudget', () => {
    const guarded = act(
      four,
      create({
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'all' },
        spec: { maxUnavailable: 0, selector: {} },
      }),
    )
    expect(Object.keys(pods(act(change(guarded, 'nodes', 'kind-worker', { taints: [FIRE] }), wait(4))))).not.toContain(
      'none',
    )
  })
})
