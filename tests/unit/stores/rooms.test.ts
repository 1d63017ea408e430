import { getTestStorage, setTestStorageKey, useTestStorageEngine } from '@nanostores/persistent'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import { TAINT_EFFECTS, type Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { HOME_ROOMS } from '../../../src/stores/home-rooms.ts'
import {
  type Change,
  commandFor,
  completeRooms,
  consequences,
  hasToleration,
  makeChange,
  openDoors,
  type RoomsScenario,
  readChanges,
  roomsStore,
  type Situation,
  situationAfter,
  startOf,
  stayOf,
  touchedTaints,
} from '../../../src/stores/rooms.ts'

const GPU: Taint = { key: 'gpu', value: 'yes', effect: 'NoSchedule' }
const ILL: Taint = { key: 'ill', effect: 'NoExecute' }
const WORN: Taint = { key: 'worn', effect: 'NoExecute' }
const SPOT: Taint = { key: 'spot', effect: 'PreferNoSchedule' }
const MASTER: Toleration = { operator: 'Exists' }
const PASS: Toleration = { key: 'ill', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }
const SHORT_PASS: Toleration = { key: 'worn', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 }

const SCENARIO: RoomsScenario = {
  nodes: [{ metadata: { name: 'a' }, spec: { taints: [GPU] } }, { metadata: { name: 'b' } }],
  pods: [running('api', 'a'), inKubeSystem(running('proxy', 'a', MASTER)), running('cache', 'b', PASS, SHORT_PASS)],
  pod: { metadata: { name: 'newcomer' }, spec: { containers: [] } },
}

describe('changing taints', () => {
  test('a new taint stands before the others, as kubectl puts it', () => {
    expect(taintsOf(standing(taint('a', ILL)), 'a')).toEqual([ILL, GPU])
  })

  test('a taint of the same key and effect is replaced, as --overwrite does', () => {
    const other: Taint = { ...GPU, value: 'no' }
    expect(taintsOf(standing(taint('a', other)), 'a')).toEqual([other])
    expect(touchedTaints(startOf(SCENARIO), { change: 'taint', node: 'a', taint: other })).toEqual([GPU])
  })

  test('a taint of the same key and another effect stands beside it', () => {
    const evicting: Taint = { ...GPU, effect: 'NoExecute' }
    expect(taintsOf(standing(taint('a', evicting)), 'a')).toEqual([evicting, GPU])
  })

  test('a taint goes by its key and effect, and leaves the other nodes alone', () => {
    const situation = standing(taint('b', GPU), untaint('a', GPU))
    expect(taintsOf(situation, 'a')).toEqual([])
    expect(taintsOf(situation, 'b')).toEqual([GPU])
  })
})

test('a removal without an effect removes every taint of the key', () => {
  const evicting: Taint = { ...GPU, effect: 'NoExecute' }
  const situation = standing(taint('a', ILL), taint('a', evicting))
  const change = { change: 'untaint', node: 'a', key: 'gpu' } as const
  expect(touchedTaints(situation, change)).toEqual([evicting, GPU])
  expect(taintsOf(makeChange(SCENARIO, situation, change), 'a')).toEqual([ILL])
})

test.each<[string, Change]>([
  ['kubectl taint nodes b gpu=yes:NoSchedule', taint('b', GPU)],
  ['kubectl taint nodes a gpu=yes:NoSchedule --overwrite', taint('a', GPU)],
  ['kubectl taint nodes a gpu=yes:NoExecute', taint('a', { ...GPU, effect: 'NoExecute' })],
  ['kubectl taint nodes a gpu:NoSchedule-', untaint('a', GPU)],
  ['kubectl taint nodes a gpu-', { change: 'untaint', node: 'a', key: 'gpu' }],
  [
    `kubectl patch pod newcomer --type=json -p '[{"op":"add","path":"/spec/tolerations/-","value":{"operator":"Exists"}}]'`,
    { change: 'tolerate', pod: 'newcomer', toleration: MASTER },
  ],
  [
    `kubectl patch pod proxy -n kube-system --type=json -p '[{"op":"add","path":"/spec/tolerations/-","value":{"key":"gpu"}}]'`,
    { change: 'tolerate', pod: 'proxy', toleration: { key: 'gpu' } },
  ],
  ['kubectl replace --force -f newcomer.yaml', { change: 'forgo', toleration: MASTER }],
  ["kubectl taint nodes a 'it'\\''s:NoSchedule'", taint('a', { key: "it's", effect: 'NoSchedule' })],
])('one would type %s', (command, change) => {
  expect(commandFor(change, startOf(SCENARIO))).toBe(command)
})

test('a reset is no command', () => {
  expect(commandFor({ change: 'reset' }, startOf(SCENARIO))).toBeUndefined()
})

test('a scenario may leave out what its rooms do not need', () => {
  const { nodes } = SCENARIO
  expect(completeRooms({ nodes, pod: { metadata: { name: 'x' } }, keys: [MASTER] })).toEqual({
    nodes,
    pods: [],
    pod: { metadata: { name: 'x' }, spec: { containers: [] } },
    keys: [MASTER],
  })
})

describe('changing tolerations', () => {
  test('the pod in the corridor gains and gives up a toleration', () => {
    const gained = standing({ change: 'tolerate', pod: 'newcomer', toleration: MASTER })
    expect(hasToleration(gained.pod, MASTER)).toBe(true)
    expect(makeChange(SCENARIO, gained, { change: 'forgo', toleration: MASTER }).pod.spec.tolerations).toEqual([])
  })

  test('a toleration is had once, however often it is given', () => {
    const change: Change = { change: 'tolerate', pod: 'newcomer', toleration: MASTER }
    expect(standing(change, change).pod.spec.tolerations).toEqual([MASTER])
  })

  test('tolerations that differ in one field are two', () => {
    expect(hasToleration(running('x', 'a', PASS), { ...PASS, tolerationSeconds: 61 })).toBe(false)
  })

  test('doors open for the pod in the corridor by its own tolerations', () => {
    const start = standing(taint('b', SPOT))
    expect(openDoors(start)).toEqual({ free: [], last: ['b'] })
    const change: Change = { change: 'tolerate', pod: 'newcomer', toleration: MASTER }
    expect(openDoors(makeChange(SCENARIO, start, change))).toEqual({ free: ['a', 'b'], last: [] })
  })
})

describe('those inside', () => {
  test('NoSchedule sends nobody out', () => {
    expect(startOf(SCENARIO).left).toEqual([])
    expect(stays(startOf(SCENARIO), 'api')).toEqual({ stays: 'newcomers-only', taint: GPU })
  })

  test('NoExecute sends out whoever does not tolerate it, and says because of what', () => {
    const situation = standing(taint('a', ILL))
    expect(situation.left).toEqual([{ pod: running('api', 'a'), why: { leaves: 'at-once', taint: ILL } }])
    expect(stays(situation, 'proxy')).toEqual({ stays: 'tolerates', taint: ILL, toleration: MASTER })
  })

  test('who has left does not come back when the taint goes', () => {
    const situation = standing(taint('a', ILL), untaint('a', ILL))
    expect(names(situation)).toEqual(['proxy', 'cache'])
    expect(situation.left).toHaveLength(1)
  })

  test('a pass runs, and runs on whatever comes after, until its taint goes', () => {
    const begun = standing(taint('b', ILL))
    expect(stays(begun, 'cache')).toMatchObject({ stays: 'for-now', timer: { strikesAt: 60, taint: ILL } })
    const shorter = makeChange(SCENARIO, begun, taint('b', WORN))
    expect(stays(shorter, 'cache')).toMatchObject({ timer: { strikesAt: 60 } })
    expect(stays(standing(taint('b', WORN)), 'cache')).toMatchObject({ timer: { strikesAt: 10 } })
    expect(stays(standing(taint('b', ILL), untaint('b', ILL)), 'cache')).toEqual({
      stays: 'unconcerned',
    })
  })

  test('a toleration given in time keeps a pod', () => {
    const situation = standing({ change: 'tolerate', pod: 'api', toleration: MASTER }, taint('a', ILL))
    expect(names(situation)).toEqual(['api', 'proxy', 'cache'])
  })

  test('a scenario whose taints would not keep a pod starts without it', () => {
    const scenario = { ...SCENARIO, nodes: [{ metadata: { name: 'a' }, spec: { taints: [ILL] } }] }
    expect(startOf(scenario).left.map(({ pod }) => pod.metadata.name)).toEqual(['api'])
  })

  test('a change says who left, whose time began, and whose no longer runs', () => {
    const start = startOf(SCENARIO)
    const ill = makeChange(SCENARIO, makeChange(SCENARIO, start, taint('a', ILL)), taint('b', ILL))
    expect(consequences(start, ill)).toMatchObject({
      left: [{ pod: { metadata: { name: 'api' } } }],
      begun: [{ pod: { metadata: { name: 'cache' } }, timer: { strikesAt: 60 } }],
      reprieved: [],
    })
    const cured = makeChange(SCENARIO, ill, untaint('b', ILL))
    expect(consequences(ill, cured)).toMatchObject({
      left: [],
      begun: [],
      reprieved: [{ pod: { metadata: { name: 'cache' } } }],
    })
  })
})

test('after a reset everything is as at the start', () => {
  expect(standing(taint('a', ILL), taint('b', GPU), { change: 'reset' })).toEqual(startOf(SCENARIO))
})

test('no change touches what was there before, and whoever is inside may stay', () => {
  fc.assert(
    fc.property(fc.array(anyChange()), changes => {
      changes.reduce((situation, change) => {
        const before = structuredClone(situation)
        const next = makeChange(SCENARIO, situation, change)
        expect(situation).toEqual(before)
        expect(next.inside.length + next.left.length).toBe(SCENARIO.pods.length)
        for (const resident of next.inside) expect(stayOf(resident, next.nodes).stays).not.toBe('')
        return next
      }, startOf(SCENARIO))
    }),
  )
})

describe('what is kept', () => {
  const KEY = 'passepartout:rooms:test'
  const CHANGES: readonly Change[] = [taint('a', ILL)]

  beforeEach(useTestStorageEngine)

  test('changes come back as they were kept', () => {
    fc.assert(
      fc.property(fc.array(anyChange()), changes => {
        roomsStore('test', SCENARIO).set(changes)
        expect(roomsStore('test', SCENARIO).get()).toEqual(changes)
      }),
    )
  })

  test('a change in another tab arrives', () => {
    const store = roomsStore('test', SCENARIO)
    const seen: (readonly Change[])[] = []
    const stop = store.listen(changes => seen.push(changes))
    setTestStorageKey(KEY, keptOf(SCENARIO, CHANGES))
    stop()
    expect(seen).toEqual([CHANGES])
  })

  test('a scenario that has changed since starts anew', () => {
    const text = keptOf(SCENARIO, CHANGES)
    expect(readChanges(text, SCENARIO)).toEqual(CHANGES)
    expect(readChanges(text, { ...SCENARIO, nodes: SCENARIO.nodes.toReversed() })).toBeUndefined()
    expect(readChanges(text, { ...SCENARIO, pods: SCENARIO.pods.slice(1) })).toBeUndefined()
    expect(readChanges(text, { ...SCENARIO, pod: running('newcomer', 'a') })).toBeUndefined()
  })

  test('what is offered may change', () => {
    expect(readChanges(keptOf(SCENARIO, CHANGES), { ...SCENARIO, keys: [MASTER], locks: [GPU] })).toEqual(CHANGES)
  })

  test.each<[string, (text: string) => string]>([
    ['is no JSON', text => text.slice(1)],
    ['is no object', () => 'null'],
    ['is of another version', text => text.replace('"version":1', '"version":2')],
    ['is of another scenario', text => text.replace(/"scenario":"\w+"/, '"scenario":"x"')],
    ['holds no list', text => text.replace(/\[.*\]/, '{}')],
  ])('a text that %s is not read', (_, damage) => {
    const text = keptOf(SCENARIO, CHANGES)
    expect(damage(text)).not.toBe(text)
    expect(readChanges(damage(text), SCENARIO)).toBeUndefined()
    setTestStorageKey(KEY, damage(text))
    expect(roomsStore('test', SCENARIO).get()).toEqual([])
  })

  test.each<[string, unknown]>([
    ['is none', null],
    ['is of an unknown kind', { change: 'burn' }],
    ['concerns a node that is not there', taint('c', ILL)],
    ['concerns a pod that is not there', { change: 'tolerate', pod: 'ghost', toleration: MASTER }],
    ['has no taint', { change: 'taint', node: 'a' }],
    ['has a taint without a key', { change: 'taint', node: 'a', taint: { effect: 'NoExecute' } }],
    ['has a taint without an effect', { change: 'taint', node: 'a', taint: { key: 'a' } }],
    ['has a removal inside an effect', { change: 'taint', node: 'a', taint: { key: 'a', effect: 'NoExecute-' } }],
    ['has a value that is no text', { change: 'untaint', node: 'a', key: 1 }],
    ['has no toleration', { change: 'forgo', toleration: [] }],
    ['has a key that is no text', { change: 'forgo', toleration: { key: 1, operator: 'Exists' } }],
    ['has an unknown operator', { change: 'forgo', toleration: { key: 'a', operator: 'Like' } }],
    ['has seconds that are no number', { change: 'forgo', toleration: { ...PASS, tolerationSeconds: '60' } }],
    ['has an unknown effect', { change: 'forgo', toleration: { operator: 'Exists', effect: 'noexecute' } }],
  ])('a change that %s spoils what is kept', (_, change) => {
    const text = keptOf(SCENARIO, CHANGES).replace(/\[.*\]/, JSON.stringify([...CHANGES, change]))
    expect(readChanges(text, SCENARIO)).toBeUndefined()
  })

  function keptOf(scenario: RoomsScenario, changes: readonly Change[]): string {
    roomsStore('other', scenario).set(changes)
    return getTestStorage()['passepartout:rooms:other'] ?? ''
  }
})

test('the home page’s rooms open two doors of three without a key, and all with the master key', () => {
  const { free } = openDoors(startOf(HOME_ROOMS))
  expect(free).toEqual(['kind-worker', 'kind-worker2'])
  const changes: readonly Change[] = [{ change: 'tolerate', pod: 'pod', toleration: MASTER }]
  expect(openDoors(situationAfter(HOME_ROOMS, changes)).free).toHaveLength(3)
})

function standing(...changes: readonly Change[]): Situation {
  return situationAfter(SCENARIO, changes)
}

function taint(node: string, what: Taint): Change {
  return { change: 'taint', node, taint: what }
}

function untaint(node: string, { key, effect }: Taint): Change {
  return { change: 'untaint', node, key, effect }
}

function taintsOf({ nodes }: Situation, name: string): readonly Taint[] | undefined {
  return nodes.find(({ metadata }) => metadata.name === name)?.spec?.taints
}

function names({ inside }: Situation): readonly (string | undefined)[] {
  return inside.map(({ pod }) => pod.metadata.name)
}

function stays({ inside, nodes }: Situation, name: string) {
  const resident = inside.find(({ pod }) => pod.metadata.name === name)
  return resident && stayOf(resident, nodes)
}

function running(name: string, nodeName: string, ...tolerations: readonly Toleration[]): Pod {
  return { metadata: { name }, spec: { containers: [], nodeName, tolerations } }
}

function inKubeSystem(pod: Pod): Pod {
  return { ...pod, metadata: { ...pod.metadata, namespace: 'kube-system' } }
}

function anyChange(): fc.Arbitrary<Change> {
  const node = fc.constantFrom('a', 'b')
  const key = fc.constantFrom('gpu', 'ill', 'example.com/worn')
  const value = fc.constantFrom('yes', 'no')
  const effect = fc.constantFrom(...TAINT_EFFECTS)
  const lock = fc.record({ key, value, effect }, { requiredKeys: ['key', 'effect'] })
  const toleration = fc.oneof(
    fc.record({ key, operator: fc.constant('Exists' as const), effect }, { requiredKeys: ['operator'] }),
    fc.record({ key, value, effect }, { requiredKeys: ['key'] }),
    fc.record({
      key,
      operator: fc.constant('Exists' as const),
      effect: fc.constant('NoExecute' as const),
      tolerationSeconds: fc.integer({ min: -1, max: 99 }),
    }),
  )
  return fc.oneof(
    fc.record({ change: fc.constant('taint' as const), node, taint: lock }),
    fc.record(
      { change: fc.constant('untaint' as const), node, key, effect },
      { requiredKeys: ['change', 'node', 'key'] },
    ),
    fc.record({
      change: fc.constant('tolerate' as const),
      pod: fc.constantFrom('newcomer', 'api', 'cache'),
      toleration,
    }),
    fc.record({ change: fc.constant('forgo' as const), toleration }),
    fc.constant<Change>({ change: 'reset' }),
  )
}
