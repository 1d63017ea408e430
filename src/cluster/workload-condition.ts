import type { WorkloadCondition } from '../kubernetes/workload.ts'
import { printTime } from './clock.ts'

/**
 * The conditions of a workload with this one in the place of that of its type, or behind the others. The time of the last
 * transition stays where the status does, and the whole condition where its reason does too. (deployment/util `SetDeploymentCondition`)
 */
export function withWorkloadCondition(
  conditions: readonly WorkloadCondition[] = [],
  condition: Pick<WorkloadCondition, 'type' | 'status' | 'reason' | 'message'>,
  now: number,
): readonly WorkloadCondition[] {
  const old = conditions.find(({ type }) => type === condition.type)
  if (old && old.status === condition.status && old.reason === condition.reason) return conditions
  const time = printTime(now)
  const lastTransitionTime = old?.status === condition.status ? (old.lastTransitionTime ?? time) : time
  const set = { ...condition, lastTransitionTime }
  return [...conditions.filter(one => one !== old), set]
}
