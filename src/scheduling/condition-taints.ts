import type { ConditionStatus, Node, NodeConditionType } from '../kubernetes/node.ts'
import { sameTaint, type Taint } from '../kubernetes/taint.ts'

/** Which status of which condition makes which taint. `Ready` is the one that is an illness where it does not hold. */
const KEYS: Readonly<Record<NodeConditionType, Partial<Record<ConditionStatus, string>>>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
}
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'
const OWNED = new Set([UNSCHEDULABLE, ...Object.values(KEYS).flatMap(keys => Object.values(keys))])
const EVICTING = new Set(Object.values(KEYS.Ready))

/**
 * The node's taints with those of effect `NoSchedule` brought into line with its conditions and its cordon: what is
 * missing comes last, with the time `now` (RFC 3339), what no longer holds goes, and every other taint stays. The node
 * lifecycle controller owns these keys: one set by hand goes too. (nodelifecycle `doNoScheduleTaintingPass`)
 */
export function taintByConditions(node: Node, now: string): readonly Taint[] {
  const conditions = node.status?.conditions ?? []
  const keys = conditions.flatMap(({ type, status }) => KEYS[type]?.[status] ?? [])
  const wanted = (node.spec?.unschedulable ? [...keys, UNSCHEDULABLE] : keys).map(
    (key): Taint => ({ key, effect: 'NoSchedule', timeAdded: now }),
  )
  return replace(node, wanted, ({ key, effect }) => effect === 'NoSchedule' && OWNED.has(key))
}

/**
 * The node's taints with those of effect `NoExecute` brought into line with its `Ready` condition: `not-ready` where it is
 * False, `unreachable` where it is Unknown, neither where it is True. A node that has no such condition is left alone.
 * (nodelifecycle `processTaintBaseEviction`)
 */
export function taintForEviction(node: Node, now: string): readonly Taint[] {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')
  if (!ready) return node.spec?.taints ?? []
  const key = KEYS.Ready[ready.status]
  const wanted: readonly Taint[] = key ? [{ key, effect: 'NoExecute', timeAdded: now }] : []
  return replace(node, wanted, taint => taint.effect === 'NoExecute' && EVICTING.has(taint.key))
}

function replace(node: Node, wanted: readonly Taint[], isOwned: (taint: Taint) => boolean): readonly Taint[] {
  const taints = node.spec?.taints ?? []
  const kept = taints.filter(taint => !isOwned(taint) || wanted.some(other => sameTaint(other, taint)))
  const added = wanted.filter(taint => !taints.some(other => sameTaint(other, taint)))
  return [...kept, ...added]
}
