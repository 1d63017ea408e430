import { describe, expect, test } from 'vitest'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import type { PodDisruptionBudget } from '../../../src/kubernetes/pod-disruption-budget.ts'
import { nodeTable, type SchedulingState } from '../../../src/scheduling/node-table.ts'
import type { Preemption } from '../../../src/scheduling/preemption.ts'
import { schedule } from '../../../src/scheduling/schedule.ts'
import { cluster, type Given, node, on, pod } from './objects.ts'

/** A node for four cpus, and pods of one or more cpus each. */
const small = (name: string, given: Parameters<typeof node>[1] = {}) =>
  node(name, { allocatable: { cpu: '4', memory: '64Gi', pods: '110' }, ...given })
const resident = (where: string, name: string, cpu: number, priority: number, started: number, more: Given = {}): Pod =>
  on(where, name, {
    requests: { cpu: String(cpu) },
    priority,
    status: { phase: 'Running', startTime: `2026-01-01T00:00:${String(started).padStart(2, '0')}Z` },
    ...more,
  })
const wanting = (cpu: number, priority: number, more: Given = {}) =>
  pod('p', { requests: { cpu: String(cpu) }, priority, ...more })

function outcome(state: SchedulingState, incoming: Pod): Preemption | undefined {
  return schedule(state, incoming).preemption
}

/** The node and the victims, from the most important to the least. */
function found(state: SchedulingState, incoming: Pod): string {
  const preemption = outcome(state, incoming)
  if (preemption?.outcome !== 'found') return preemption?.outcome ?? 'fits'
  return [preemption.node, ...preemption.victims.map(({ pod: victim }) => victim.metadata.name)].join(' ')
}

describe('who has to go', () => {
  test.each<[string, Pod[], Pod, string]>([
    ['nobody where there is room', [resident('a', 'q', 1, 0, 1)], wanting(3, 10), 'fits'],
    ['the only one', [resident('a', 'q', 4, 0, 1)], wanting(1, 10), 'a q'],
    ['nobody of the same priority', [resident('a', 'q', 4, 10, 1)], wanting(1, 10), 'no-help'],
    ['nobody more important', [resident('a', 'q', 4, 11, 1)], wanting(1, 10), 'no-help'],
    ['one that is less important by 1', [resident('a', 'q', 4, 9, 1)], wanting(1, 10), 'a q'],
    ['a priority left out is 0', [resident('a', 'q', 4, 0, 1, { priority: undefined as never })], wanting(1, 1), 'a q'],
    ['a pod without priority is 0 too', [resident('a', 'q', 4, -1, 1)], wanting(1, undefined as never), 'a q'],
    [
      'the least important of two',
      [resident('a', 'high', 2, 5, 1), resident('a', 'low', 2, 1, 2)],
      wanting(2, 10),
      'a low',
    ],
    [
      'whoever started later, of two as important',
      [resident('a', 'late', 2, 5, 9), resident('a', 'early', 2, 5, 1)],
      wanting(2, 10),
      'a late',
    ],
    [
      'a pod that has not started counts as started now',
      [resident('a', 'waiting', 2, 5, 0, { status: { phase: 'Pending' } }), resident('a', 'running', 2, 5, 1)],
      wanting(2, 10),
      'a waiting',
    ],
    [
      'as few as need be: the important are put back first',
      [resident('a', 'q1', 1, 1, 1), resident('a', 'q2', 1, 2, 2), resident('a', 'q3', 2, 3, 3)],
      wanting(1, 10),
      'a q1',
    ],
    [
      'but an important one that is too large makes way for small ones',
      [resident('a', 'large', 3, 3, 1), resident('a', 'tiny', 1, 1, 2)],
      wanting(2, 10),
      'a large',
    ],
    [
      'several, listed from the most important',
      [resident('a', 'one', 2, 1, 1), resident('a', 'two', 2, 2, 2)],
      wanting(4, 10),
      'a two one',
    ],
    ['the untouchable stay', [resident('a', 'high', 1, 20, 1), resident('a', 'low', 3, 1, 2)], wanting(3, 10), 'a low'],
  ])('%s', (_, pods, incoming, expected) => {
    expect(found(cluster([small('a')], pods), incoming)).toBe(expected)
  })

  test('no pod where its going would not be enough', () => {
    const pods = [resident('a', 'high', 2, 20, 1), resident('a', 'low', 2, 1, 2)]
    expect(outcome(cluster([small('a')], pods), wanting(3, 10))).toEqual({
      outcome: 'no-help',
      nodes: new Map([
        [
          'a',
          {
            code: 'insufficient-resources',
            shortages: [{ resource: 'cpu', asked: 3000, free: 2000, allocatable: 4000 }],
          },
        ],
      ]),
    })
  })
})

describe('which node makes room', () => {
  const a = small('a')
  const b = small('b')

  test.each<[string, Pod[], string]>([
    [
      'the one whose most important victim is the least important',
      [resident('a', 'q', 4, 5, 9), resident('b', 'r', 2, 4, 1), resident('b', 's', 2, 4, 2)],
      'b r s',
    ],
    [
      'then the one with the smallest sum of priorities',
      [
        resident('a', 'q', 2, 5, 1),
        resident('a', 'q2', 2, 3, 2),
        resident('b', 'r', 2, 5, 3),
        resident('b', 's', 2, 2, 4),
      ],
      'b r s',
    ],
    [
      'a victim of negative priority weighs something too',
      [resident('a', 'q', 2, 5, 1), resident('a', 'q2', 2, -3, 2), resident('b', 'r', 4, 5, 3)],
      'b r',
    ],
    [
      'then the one whose most important victim started last',
      [resident('a', 'q', 4, 5, 1), resident('b', 'r', 4, 5, 2)],
      'b r',
    ],
    [
      'of several as important the first started counts',
      [
        resident('a', 'q', 2, 5, 3),
        resident('a', 'q2', 2, 5, 4),
        resident('b', 'r', 2, 5, 9),
        resident('b', 's', 2, 5, 2),
      ],
      'a q q2',
    ],
    [
      'and not the less important',
      [
        resident('a', 'q', 2, 5, 3),
        resident('a', 'q2', 2, 1, 8),
        resident('b', 'r', 2, 5, 4),
        resident('b', 's', 2, 1, 0),
      ],
      'b r s',
    ],
    ['else the first', [resident('a', 'q', 4, 5, 1), resident('b', 'r', 4, 5, 1)], 'a q'],
  ])('%s', (_, pods, expected) => {
    expect(found(cluster([a, b], pods), wanting(4, 10))).toBe(expected)
  })

  test('not one that another reason closes', () => {
    const tainted = small('a', { taints: [{ key: 'k', effect: 'NoSchedule' }] })
    const pods = [resident('a', 'q', 4, 0, 1), resident('b', 'r', 4, 9, 2)]
    expect(found(cluster([tainted, b], pods), wanting(4, 10))).toBe('b r')
    expect(outcome(cluster([tainted], pods), wanting(4, 10))).toEqual({
      outcome: 'no-help',
      nodes: new Map([['a', 'unresolvable']]),
    })
  })

  test('not one that is too small for the pod anyway', () => {
    expect(outcome(cluster([a], [resident('a', 'q', 4, 0, 1)]), wanting(5, 10))).toEqual({
      outcome: 'no-help',
      nodes: new Map([['a', 'unresolvable']]),
    })
  })

  test('not one without less important pods', () => {
    expect(outcome(cluster([a], [resident('a', 'q', 4, 10, 1)]), wanting(1, 10))).toEqual({
      outcome: 'no-help',
      nodes: new Map([['a', 'no-victims']]),
    })
  })

  test('one where the pods that the pod avoids have to go, or those that avoid it', () => {
    const shy = (labels: Record<string, string>, avoided: string): Given => ({
      labels,
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'zone', labelSelector: { matchLabels: { app: avoided } } },
          ],
        },
      },
    })
    const zoned = small('a', { labels: { zone: 'x' } })
    const there = [resident('a', 'q', 1, 0, 1, { labels: { app: 'db' } }), resident('a', 'r', 1, 0, 2)]
    expect(found(cluster([zoned], there), wanting(1, 10, shy({ app: 'web' }, 'db')))).toBe('a q')
    const avoiding = [resident('a', 'q', 1, 0, 1, shy({ app: 'db' }, 'web')), resident('a', 'r', 1, 0, 2)]
    expect(found(cluster([zoned], avoiding), wanting(1, 10, { labels: { app: 'web' } }))).toBe('a q')
  })

  test('one where a port has to be freed, or the spread evened', () => {
    const port = { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] }
    expect(found(cluster([a], [resident('a', 'q', 1, 0, 1, port)]), pod('p', { priority: 10, ...port }))).toBe('a q')
    const zoned = [small('a', { labels: { zone: 'x' } }), small('b', { labels: { zone: 'y' }, unschedulable: true })]
    const web = { labels: { app: 'web' } }
    const spread: Given = {
      ...web,
      topologySpreadConstraints: [
        {
          topologyKey: 'zone',
          maxSkew: 1,
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { app: 'web' } },
        },
      ],
    }
    expect(found(cluster(zoned, [resident('a', 'q', 1, 0, 1, web)]), wanting(1, 10, spread))).toBe('a q')
  })
})

describe('disruption budgets', () => {
  const budget = (
    allowed: number,
    more: Partial<PodDisruptionBudget['status']> = {},
    namespace = 'default',
  ): PodDisruptionBudget => ({
    metadata: { name: 'b', namespace },
    spec: { selector: { matchLabels: { app: 'web' } } },
    status: { disruptionsAllowed: allowed, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, ...more },
  })
  const web: Given = { labels: { app: 'web' } }
  const onA = resident('a', 'protected', 4, 1, 1, web)
  const onB = resident('b', 'free', 4, 5, 2, { labels: { app: 'db' } })

  test.each<[string, PodDisruptionBudget[], string]>([
    ['are broken last', [budget(0)], 'b free'],
    ['are no matter while they allow it', [budget(1)], 'a protected'],
    ['of another namespace are no matter', [budget(0, {}, 'other')], 'a protected'],
    [
      'do not count a pod twice that is going already',
      [budget(0, { disruptedPods: { protected: 'now' } })],
      'a protected',
    ],
    ['with an empty selector protect nobody', [{ ...budget(0), spec: { selector: {} } }], 'a protected'],
    ['without a selector protect nobody', [{ ...budget(0), spec: {} }], 'a protected'],
    ['without a spec protect nobody', [{ metadata: { name: 'b', namespace: 'default' } }], 'a protected'],
    [
      'without a status allow nothing',
      [{ metadata: { name: 'b', namespace: 'default' }, spec: { selector: { matchLabels: { app: 'web' } } } }],
      'b free',
    ],
    [
      'that select others are no matter',
      [{ ...budget(0), spec: { selector: { matchLabels: { app: 'cache' } } } }],
      'a protected',
    ],
  ])('%s', (_, podDisruptionBudgets, expected) => {
    expect(found(cluster([small('a'), small('b')], [onA, onB], { podDisruptionBudgets }), wanting(4, 10))).toBe(
      expected,
    )
  })

  test('in no namespace are in the default one', () => {
    const { namespace: _, ...metadata } = budget(0).metadata
    const podDisruptionBudgets = [{ ...budget(0), metadata }]
    expect(found(cluster([small('a'), small('b')], [onA, onB], { podDisruptionBudgets }), wanting(4, 10))).toBe(
      'b free',
    )
  })

  test('give way where nothing else helps', () => {
    expect(found(cluster([small('a')], [onA], { podDisruptionBudgets: [budget(0)] }), wanting(4, 10))).toBe(
      'a protected',
    )
  })

  test('do not protect pods without labels', () => {
    const bare = resident('a', 'bare', 4, 1, 1)
    const all = {
      ...budget(0),
      spec: { selector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' as const }] } },
    }
    expect(found(cluster([small('a'), small('b')], [bare, onB], { podDisruptionBudgets: [all] }), wanting(4, 10))).toBe(
      'a bare',
    )
  })

  test('protect as many as they must, the most important having spent what is allowed', () => {
    const trio = [resident('a', 'q1', 1, 3, 1, web), resident('a', 'q2', 1, 2, 2, web), resident('a', 'other', 2, 5, 3)]
    // q1 may go, q2 may not: q2 is put back first, then the others by importance.
    expect(found(cluster([small('a')], trio, { podDisruptionBudgets: [budget(1)] }), wanting(1, 10))).toBe('a q1')
    expect(found(cluster([small('a')], trio, { podDisruptionBudgets: [budget(0)] }), wanting(1, 10))).toBe('a other')
    expect(found(cluster([small('a')], trio, { podDisruptionBudgets: [budget(2)] }), wanting(1, 10))).toBe('a q2')
  })

  test('count their violations: fewer is better', () => {
    const one = [resident('a', 'a1', 2, 1, 1, web), resident('a', 'a2', 2, 1, 2)]
    const two = [resident('b', 'b1', 2, 0, 3, web), resident('b', 'b2', 2, 0, 4, web)]
    const state = cluster([small('b'), small('a')], [...one, ...two], { podDisruptionBudgets: [budget(0)] })
    expect(found(state, wanting(4, 10))).toBe('a a1 a2')
  })

  test('are each asked', () => {
    const second = { ...budget(0), metadata: { name: 'c', namespace: 'default' } }
    const podDisruptionBudgets = [budget(1), second]
    expect(found(cluster([small('a'), small('b')], [onA, onB], { podDisruptionBudgets }), wanting(4, 10))).toBe(
      'b free',
    )
  })
})

describe('who may preempt', () => {
  const state = cluster([small('a')], [resident('a', 'q', 4, 0, 1)])

  test('not a pod whose policy is Never', () => {
    expect(outcome(state, wanting(1, 10, { preemptionPolicy: 'Never' }))).toEqual({
      outcome: 'not-eligible',
      why: 'policy-never',
    })
    expect(found(state, wanting(1, 10, { preemptionPolicy: 'PreemptLowerPriority' }))).toBe('a q')
  })

  const leaving = (priority: number, condition?: { type: string; status: 'True' | 'False'; reason: string }): Pod =>
    resident('a', 'q', 4, priority, 1, {
      deletionTimestamp: '2026-01-01T00:00:30Z',
      status: { phase: 'Running', conditions: condition ? [{ type: 'Ready', status: 'True' }, condition] : [] },
    })
  const preempted = { type: 'DisruptionTarget', status: 'True' as const, reason: 'PreemptionByScheduler' }
  const promised = (nodeName: string) => wanting(1, 10, { status: { nominatedNodeName: nodeName } })

  test.each<[string, Pod[], Pod, string]>([
    ['not one whose victims are leaving', [leaving(0, preempted)], promised('a'), 'not-eligible'],
    ['one that was promised nothing', [leaving(0, preempted)], wanting(1, 10), 'a q'],
    ['one whose promised node is gone', [leaving(0, preempted)], promised('gone'), 'a q'],
    [
      'one whose victims do not leave yet',
      [{ ...leaving(0, preempted), metadata: { name: 'q', namespace: 'default' } }],
      promised('a'),
      'a q',
    ],
    [
      'one whose neighbours leave for another reason',
      [leaving(0, { ...preempted, reason: 'EvictionByEvictionAPI' })],
      promised('a'),
      'a q',
    ],
    ['or for a reason that is none', [leaving(0, { ...preempted, status: 'False' })], promised('a'), 'a q'],
    ['or without saying why', [leaving(0)], promised('a'), 'a q'],
  ])('%s', (_, pods, incoming, expected) => {
    expect(found(cluster([small('a')], pods), incoming)).toBe(expected)
  })

  test('not for victims of the same priority', () => {
    expect(outcome(cluster([small('a')], [leaving(10, preempted)]), promised('a'))?.outcome).toBe('no-help')
  })

  test('not while one of several neighbours leaves', () => {
    const pods = [resident('a', 'q0', 1, 0, 1), leaving(0, preempted)]
    expect(outcome(cluster([small('a')], pods), promised('a'))?.outcome).toBe('not-eligible')
  })

  test('the victims wait with a reason', () => {
    expect(outcome(cluster([small('a')], [leaving(0, preempted)]), promised('a'))).toEqual({
      outcome: 'not-eligible',
      why: 'victims-terminating',
    })
  })

  test('again, once its promised node has become impossible', () => {
    const closed = small('a', { unschedulable: true })
    const pods = [leaving(0, preempted), resident('b', 'r', 4, 0, 1)]
    expect(found(cluster([closed, small('b')], pods), promised('a'))).toBe('b r')
  })
})

test('trying changes neither the order of the pods nor the sums', () => {
  const pods = [resident('a', 'q1', 1, 1, 1), resident('a', 'q2', 2, 3, 2), resident('a', 'q3', 1, 2, 3)]
  const table = nodeTable(cluster([small('a')], pods))
  schedule(table, wanting(2, 10))
  expect(table.pods[0]?.map(({ pod: each }) => each.metadata.name)).toEqual(['q1', 'q2', 'q3'])
  expect(table.requestedCpu[0]).toBe(4000)
})
