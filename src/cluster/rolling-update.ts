import type { DeploymentSpec } from '../kubernetes/workload.ts'
import type { Held } from './cluster.ts'

type ReplicaSet = Held['replicasets']

/** The annotation in which a ReplicaSet keeps how many pods its Deployment could have had at most when it was last scaled. */
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas'

/** How many pods a Deployment asks for. */
export function wantedReplicas({ replicas = 1 }: Pick<DeploymentSpec, 'replicas'> = {}): number {
  return replicas
}

/**
 * How many pods may be there beyond the wanted ones during a rolling update, and how many may be missing. Of a percentage the
 * first is rounded up, the second down; if both come to nothing, one may be missing, or nothing could ever move.
 * (deployment/util `ResolveFenceposts`, `MaxSurge`, `MaxUnavailable`)
 */
export function leeway(spec: DeploymentSpec): { readonly surge: number; readonly unavailable: number } {
  const replicas = wantedReplicas(spec)
  if (spec.strategy?.type === 'Recreate') return { surge: 0, unavailable: 0 }
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {}
  const surge = amountOf(maxSurge, replicas, Math.ceil)
  const missing = amountOf(maxUnavailable, replicas, Math.floor)
  const unavailable = surge === 0 && missing === 0 ? 1 : missing
  return { surge, unavailable: Math.min(unavailable, replicas) }
}

/** A number, or a percentage of `total`. (apimachinery `intstr.GetScaledValueFromIntOrPercent`) */
export function amountOf(value: number | string, total: number, round: (amount: number) => number): number {
  if (typeof value === 'number') return value
  const percent = /^([0-9]+)%$/.exec(value)?.[1]
  return percent === undefined ? 0 : round((Number(percent) * total) / 100)
}

/** How large the new ReplicaSet may be next to all the others. (deployment/util `NewRSNewReplicas`) */
export function newReplicaSetSize(spec: DeploymentSpec, all: readonly ReplicaSet[], current: number): number {
  const wanted = wantedReplicas(spec)
  if (spec.strategy?.type === 'Recreate') return wanted
  const room = wanted + leeway(spec).surge - totalReplicas(all)
  return room <= 0 ? current : current + Math.min(room, wanted - current)
}

/**
 * The sizes that old ReplicaSets go down to in one go: first what of them is not available anyway, then as much as leaves
 * enough pods available. The oldest gives way first. `undefined` if all stay as they are.
 * (`reconcileOldReplicaSets`, `cleanupUnhealthyReplicas`, `scaleDownOldReplicaSetsForRollingUpdate`)
 */
export function oldReplicaSetSizes(
  spec: DeploymentSpec,
  newest: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): ReadonlyMap<ReplicaSet, number> | undefined {
  if (totalReplicas(old) === 0) return undefined
  const enough = wantedReplicas(spec) - leeway(spec).unavailable
  const all = newest ? [...old, newest] : old
  const missing = newest ? sizeOf(newest) - available(newest) : 0
  const most = totalReplicas(all) - enough - missing
  if (most <= 0) return undefined
  const oldestFirst = old.toSorted(byAge)
  const sizes = new Map(oldestFirst.map(one => [one, sizeOf(one)]))
  let ill = most
  for (const one of oldestFirst) {
    const less = Math.min(ill, sizeOf(one) - available(one))
    if (less <= 0) continue
    sizes.set(one, sizeOf(one) - less)
    ill -= less
  }
  let spare = all.reduce((sum, one) => sum + available(one), 0) - enough
  for (const one of oldestFirst) {
    const size = sizes.get(one) ?? 0
    const less = Math.max(0, Math.min(spare, size))
    sizes.set(one, size - less)
    spare -= less
  }
  return oldestFirst.every(one => sizes.get(one) === sizeOf(one)) ? undefined : sizes
}

/**
 * The sizes of ReplicaSets that are in the middle of a rolling update when their Deployment is scaled: what is added or taken
 * is shared out in proportion, what is left over goes to the largest. (`scale`, `GetReplicaSetProportion`)
 */
export function proportionalSizes(
  spec: DeploymentSpec,
  active: readonly ReplicaSet[],
): ReadonlyMap<ReplicaSet, number> {
  const wanted = wantedReplicas(spec)
  const most = wanted > 0 ? wanted + leeway(spec).surge : 0
  const toAdd = most - totalReplicas(active)
  const sorted = active.toSorted((a, b) => sizeOf(b) - sizeOf(a) || (toAdd > 0 ? byAge(b, a) : byAge(a, b)))
  const sizes = new Map(sorted.map(one => [one, sizeOf(one)]))
  let left = toAdd
  for (const one of sorted) {
    const share = fractionOf(spec, one, wanted + leeway(spec).surge)
    const added = toAdd > 0 ? Math.min(share, left) : Math.max(share, left)
    sizes.set(one, sizeOf(one) + added)
    left -= added
  }
  const [largest] = sorted
  if (largest) sizes.set(largest, Math.max(0, (sizes.get(largest) ?? 0) + left))
  return sizes
}

/** (deployment/util `getReplicaSetFraction`) */
function fractionOf(spec: DeploymentSpec, replicaSet: ReplicaSet, most: number): number {
  if (wantedReplicas(spec) === 0) return -sizeOf(replicaSet)
  const before = Number(replicaSet.metadata.annotations?.[MAX_REPLICAS] ?? replicaSet.status?.replicas ?? 0)
  return before === 0 ? 0 : Math.round((sizeOf(replicaSet) * most) / before) - sizeOf(replicaSet)
}

/** How many pods ReplicaSets ask for together. */
export function totalReplicas(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, one) => sum + sizeOf(one), 0)
}

/** How many pods a ReplicaSet asks for. */
export function sizeOf({ spec }: ReplicaSet): number {
  return spec?.replicas ?? 1
}

/** Older first; of two of one second the one that comes first by name. (pkg/controller `ReplicaSetsByCreationTimestamp`) */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const [left = '', right = ''] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp]
  if (left !== right) return left < right ? -1 : 1
  return a.metadata.name < b.metadata.name ? -1 : 1
}

function available({ status }: ReplicaSet): number {
  return status?.availableReplicas ?? 0
}
