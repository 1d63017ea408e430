import type { PodCondition } from '../kubernetes/pod.ts'
import { printTime } from './clock.ts'
import type { Held } from './cluster.ts'

/**
 * The pod with this condition: in the place of the one of its type, or behind the others. The time of the last transition
 * stays where the status does; every condition says which generation of the pod it saw.
 * (pkg/api/v1/pod `UpdatePodConditionEx`)
 */
export function withPodCondition(pod: Held['pods'], condition: PodCondition, now: number): Held['pods'] {
  const conditions = pod.status?.conditions ?? []
  const old = conditions.find(({ type }) => type === condition.type)
  const { generation } = pod.metadata
  const set: PodCondition = {
    lastProbeTime: null,
    ...condition,
    lastTransitionTime:
      old?.lastTransitionTime && old.status === condition.status ? old.lastTransitionTime : printTime(now),
    ...(generation !== undefined && { observedGeneration: generation }),
  }
  const others = old ? conditions.map(one => (one === old ? set : one)) : [...conditions, set]
  return { ...pod, status: { ...pod.status, conditions: others } }
}
