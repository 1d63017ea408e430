import { sameJson } from '../kubernetes/same-json.ts'
import { labelSelectorMatches } from '../kubernetes/selector.ts'
import type { DeploymentStatus, WorkloadCondition } from '../kubernetes/workload.ts'
import { resourceNamed } from './api-resource.ts'
import { createObject, deleteObject, updateObject } from './api-server.ts'
import { printTime, readTime } from './clock.ts'
import { type Cluster, find, type Held, ownedBy, putObject } from './cluster.ts'
import { type Controller, lookLater } from './controller.ts'
import { recordEvent } from './event.ts'
import { keyOf } from './object.ts'
import { claim, controllerReference } from './owned-pods.ts'
import {
  DESIRED_REPLICAS,
  findNewReplicaSet,
  REVISION,
  revisionAnnotations,
  revisionOf,
  TEMPLATE_HASH,
  templateHash,
} from './revision.ts'
import {
  leeway,
  MAX_REPLICAS,
  newReplicaSetSize,
  oldReplicaSetSizes,
  proportionalSizes,
  sizeOf,
  totalReplicas,
  wantedReplicas,
} from './rolling-update.ts'
import { workloadsOf } from './workload.ts'

type Deployment = Held['deployments']
type ReplicaSet = Held['replicasets']

const NAME = 'deployment-controller'

/**
 * Moves a Deployment's pods from one template to the next by way of ReplicaSets: one look makes one move, and what comes of it
 * makes the next. (pkg/controller/deployment `syncDeployment`)
 */
export const deploymentController: Controller = {
  name: NAME,
  notice: (cluster, change) => {
    if (change.resource === 'deployments') return [keyOf(change.object)]
    return change.resource === 'replicasets' ? workloadsOf(cluster, 'deployments', change) : []
  },
  look: (cluster, key) => {
    const deployment = deploymentAt(cluster, key)
    if (!deployment?.spec || !meansItsOwn(deployment, deployment.spec)) return cluster
    const claimed = claim(cluster, 'replicasets', deployment, deployment.spec.selector)
    const isEnding = deployment.metadata.deletionTimestamp !== undefined
    return isEnding ? reported(claimed.cluster, key) : moved(claimed.cluster, key)
  },
}

/**
 * Whether the selector means the ReplicaSet that the template would make. The API server lets in no Deployment that would
 * let go of its own and make the next, without end, but one may be imported.
 */
function meansItsOwn({ status }: Deployment, { selector, template }: NonNullable<Deployment['spec']>): boolean {
  const hash = templateHash(template, status?.collisionCount ?? 0)
  return labelSelectorMatches(selector, { ...template.metadata?.labels, [TEMPLATE_HASH]: hash })
}

function moved(cluster: Cluster, key: string): Cluster {
  const checked = withPauseSaid(cluster, key)
  const { deployment, spec, newest, old } = surveyed(checked, key)
  const isScaled = [...old, ...(newest ? [newest] : [])].some(
    one => sizeOf(one) > 0 && scaledFor(one) !== wantedReplicas(spec),
  )
  if (spec.paused || isScaled) return reported(scaled(numbered(checked, key), key), key)
  return spec.strategy?.type === 'Recreate' ? recreated(checked, key) : rolled(checked, deployment, key)
}

/** (`rolloutRolling`) */
function rolled(cluster: Cluster, deployment: Deployment, key: string): Cluster {
  const ready = withNewReplicaSet(numbered(cluster, key), key)
  const { spec, newest, old, all } = surveyed(ready, key)
  if (!newest) throw new Error(`Deployment ${keyOf(deployment)} has no new ReplicaSet`)
  const wanted = wantedReplicas(spec)
  const size = sizeOf(newest) > wanted ? wanted : newReplicaSetSize(spec, all, sizeOf(newest))
  if (size !== sizeOf(newest)) return progressed(resized(ready, key, new Map([[newest, size]])), key)
  const sizes = oldReplicaSetSizes(spec, newest, old)
  return progressed(sizes ? resized(ready, key, sizes) : cleanedUp(ready, key), key)
}

/** The old pods have to be gone before the first new one comes. (`rolloutRecreate`) */
function recreated(cluster: Cluster, key: string): Cluster {
  const before = numbered(cluster, key)
  const { old } = surveyed(before, key)
  if (totalReplicas(old) > 0) return progressed(resized(before, key, new Map(old.map(one => [one, 0]))), key)
  if (old.some(one => ownedBy(before, one.metadata.uid ?? '', 'pods').some(isRunning))) return progressed(before, key)
  const ready = withNewReplicaSet(before, key)
  const { newest, spec } = surveyed(ready, key)
  const isSmaller = newest && sizeOf(newest) !== wantedReplicas(spec)
  const after = isSmaller ? resized(ready, key, new Map([[newest, wantedReplicas(spec)]])) : cleanedUp(ready, key)
  return progressed(after, key)
}

function isRunning({ status }: Held['pods']): boolean {
  return status?.phase !== 'Succeeded' && status?.phase !== 'Failed'
}

interface Survey {
  readonly deployment: Deployment
  readonly spec: NonNullable<Deployment['spec']>
  /** The ReplicaSet of the present template. */
  readonly newest?: ReplicaSet
  readonly old: readonly ReplicaSet[]
  readonly all: readonly ReplicaSet[]
}

function surveyed(cluster: Cluster, key: string): Survey {
  const deployment = deploymentAt(cluster, key)
  if (!deployment?.spec) throw new Error(`no Deployment ${key}`)
  const all = ownedBy(cluster, deployment.metadata.uid ?? '', 'replicasets')
  const newest = findNewReplicaSet(deployment.spec.template, all)
  return { deployment, spec: deployment.spec, ...(newest && { newest }), old: all.filter(one => one !== newest), all }
}

/** The new ReplicaSet, if it is there, carries the highest revision, and the Deployment the same. (`getNewReplicaSet`) */
function numbered(cluster: Cluster, key: string): Cluster {
  const { deployment, spec, newest, old } = surveyed(cluster, key)
  if (!newest) return cluster
  const annotations = revisionAnnotations(deployment, newest.metadata.annotations ?? {}, nextRevision(old))
  const isSame =
    sameJson(annotations, newest.metadata.annotations) && newest.spec?.minReadySeconds === spec.minReadySeconds
  const { minReadySeconds: _, ...rest } = newest.spec ?? {}
  const updated = {
    ...newest,
    metadata: { ...newest.metadata, annotations },
    spec: { ...rest, ...(spec.minReadySeconds !== undefined && { minReadySeconds: spec.minReadySeconds }) },
  }
  const written = isSame ? cluster : accepted(updateObject(cluster, updated), cluster)
  const found = `Found new replica set "${newest.metadata.name}"`
  return withRevision(written, key, annotations[REVISION] ?? '', 'FoundNewReplicaSet', found)
}

function withNewReplicaSet(cluster: Cluster, key: string): Cluster {
  const { deployment, spec, newest, old, all } = surveyed(cluster, key)
  if (newest) return cluster
  const { collisionCount = 0 } = deployment.status ?? {}
  const hash = templateHash(spec.template, collisionCount)
  const labels = { ...spec.template.metadata?.labels, [TEMPLATE_HASH]: hash }
  const size = newReplicaSetSize(spec, all, 0)
  const revision = String(nextRevision(old))
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      annotations: { ...revisionAnnotations(deployment, {}, nextRevision(old)), ...sizeAnnotations(spec) },
      labels,
      name: `${deployment.metadata.name}-${hash}`,
      ...(deployment.metadata.namespace && { namespace: deployment.metadata.namespace }),
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      ...(spec.minReadySeconds !== undefined && { minReadySeconds: spec.minReadySeconds }),
      replicas: size,
      selector: { ...spec.selector, matchLabels: { ...spec.selector?.matchLabels, [TEMPLATE_HASH]: hash } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  }
  const answer = createObject(cluster, manifest)
  if (!answer.ok) {
    // Another template has the same hash: the next look counts one collision more and makes another name.
    if (answer.status.reason !== 'AlreadyExists') return cluster
    const status = { ...statusOf(cluster, key), collisionCount: collisionCount + 1 }
    return withNewReplicaSet(putObject(cluster, { ...deployment, status }), key)
  }
  const { name } = answer.object.metadata
  const message = `Scaled up replica set ${name} from 0 to ${size}`
  const said =
    size > 0
      ? recordEvent(answer.cluster, deployment, { reason: 'ScalingReplicaSet', message, component: NAME })
      : answer.cluster
  return withRevision(said, key, revision, 'NewReplicaSetCreated', `Created new replica set "${name}"`)
}

function nextRevision(old: readonly ReplicaSet[]): number {
  return Math.max(0, ...old.map(revisionOf)) + 1
}

/** The Deployment's own revision is written with its status: it counts no generation. */
function withRevision(cluster: Cluster, key: string, revision: string, reason: string, message: string): Cluster {
  const { deployment, spec } = surveyed(cluster, key)
  const annotations = { ...deployment.metadata.annotations, [REVISION]: revision }
  const knowsProgress = deployment.status?.conditions?.some(({ type }) => type === 'Progressing')
  // A new ReplicaSet starts the clock of the deadline anew; one that was found does so only if there was no clock.
  const isSaid = spec.progressDeadlineSeconds !== undefined && (reason === 'NewReplicaSetCreated' || !knowsProgress)
  const condition = { type: 'Progressing', status: 'True' as const, reason, message }
  const conditions = isSaid
    ? withCondition(deployment.status?.conditions, condition, cluster.now)
    : deployment.status?.conditions
  const updated = {
    ...deployment,
    metadata: { ...deployment.metadata, annotations },
    ...(conditions && { status: { ...deployment.status, conditions } }),
  }
  return sameJson(updated, deployment) ? cluster : putObject(cluster, updated)
}

/** A Deployment that is scaled in the middle of a rollout, or paused, only changes sizes. (`scale`) */
function scaled(cluster: Cluster, key: string): Cluster {
  const { spec, newest, old, all } = surveyed(cluster, key)
  const wanted = wantedReplicas(spec)
  const active = all.filter(one => sizeOf(one) > 0)
  const latest = old.toSorted((a, b) => revisionOf(b) - revisionOf(a))[0]
  const only = active.length === 0 ? (newest ?? latest) : active.length === 1 ? active[0] : undefined
  if (only) return resized(cluster, key, new Map([[only, wanted]]))
  const isSaturated = newest && sizeOf(newest) === wanted && (newest.status?.availableReplicas ?? 0) === wanted
  if (isSaturated) return resized(cluster, key, new Map(old.map(one => [one, 0])))
  return spec.strategy?.type === 'Recreate' ? cluster : resized(cluster, key, proportionalSizes(spec, active))
}

/** Gives ReplicaSets these sizes, and says what has been scaled up or down. (`scaleReplicaSet`) */
function resized(cluster: Cluster, key: string, sizes: ReadonlyMap<ReplicaSet, number>): Cluster {
  const { deployment, spec } = surveyed(cluster, key)
  let next = cluster
  for (const [replicaSet, size] of sizes) {
    const annotations = { ...replicaSet.metadata.annotations, ...sizeAnnotations(spec) }
    const updated = {
      ...replicaSet,
      metadata: { ...replicaSet.metadata, annotations },
      spec: { ...replicaSet.spec, replicas: size },
    }
    if (sameJson(updated, replicaSet)) continue
    next = accepted(updateObject(next, updated), next)
    const before = sizeOf(replicaSet)
    if (size === before) continue
    const direction = size > before ? 'up' : 'down'
    const message = `Scaled ${direction} replica set ${replicaSet.metadata.name} from ${before} to ${size}`
    next = recordEvent(next, deployment, { reason: 'ScalingReplicaSet', message, component: NAME })
  }
  return next
}

function sizeAnnotations(spec: Survey['spec']): Readonly<Record<string, string>> {
  const wanted = wantedReplicas(spec)
  return { [DESIRED_REPLICAS]: String(wanted), [MAX_REPLICAS]: String(wanted + leeway(spec).surge) }
}

function scaledFor({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.[DESIRED_REPLICAS] ?? Number.NaN)
}

/** Once a rollout is complete, old revisions beyond the limit go, the oldest first. (`cleanupDeployment`) */
function cleanedUp(cluster: Cluster, key: string): Cluster {
  const { deployment, spec, old } = surveyed(cluster, key)
  if (!isComplete(deployment, statusOf(cluster, key))) return cluster
  const idle = old.filter(({ metadata }) => !metadata.deletionTimestamp)
  const beyond = idle.length - (spec.revisionHistoryLimit ?? 10)
  if (beyond <= 0) return cluster
  const oldest = idle.toSorted((a, b) => revisionOf(a) - revisionOf(b)).slice(0, beyond)
  return oldest
    .filter(one => sizeOf(one) === 0 && one.status?.replicas === 0)
    .reduce((next, { metadata }) => {
      return accepted(deleteObject(next, resourceNamed('replicasets'), metadata.name, metadata.namespace), next)
    }, cluster)
}

/** (`checkPausedConditions`) */
function withPauseSaid(cluster: Cluster, key: string): Cluster {
  const { deployment, spec } = surveyed(cluster, key)
  if (spec.progressDeadlineSeconds === undefined) return cluster
  const condition = progressOf(deployment)
  if (condition?.reason === 'ProgressDeadlineExceeded') return cluster
  const wasPaused = condition?.reason === 'DeploymentPaused'
  if (Boolean(spec.paused) === wasPaused) return cluster
  const [reason, message] = spec.paused
    ? ['DeploymentPaused', 'Deployment is paused']
    : ['DeploymentResumed', 'Deployment is resumed']
  const said = { type: 'Progressing', status: 'Unknown' as const, reason, message }
  const conditions = withCondition(deployment.status?.conditions, said, cluster.now)
  return putObject(cluster, { ...deployment, status: { ...deployment.status, conditions } })
}

/** Writes down what the ReplicaSets add up to. (`syncDeploymentStatus`) */
function reported(cluster: Cluster, key: string): Cluster {
  return withStatus(cluster, key, statusOf(cluster, key))
}

/** The same, and how the rollout goes. (`syncRolloutStatus`) */
function progressed(cluster: Cluster, key: string): Cluster {
  const { deployment, spec, newest, all } = surveyed(cluster, key)
  const status = statusOf(cluster, key)
  const failure = all.flatMap(one => one.status?.conditions ?? []).find(({ type }) => type === 'ReplicaFailure')
  const others = (status.conditions ?? []).filter(({ type }) => type !== 'ReplicaFailure')
  const current = progressOf(deployment)
  const isDone = status.replicas === status.updatedReplicas && current?.reason === 'NewReplicaSetAvailable'
  const knowsDeadline = spec.progressDeadlineSeconds !== undefined
  const said = knowsDeadline && !isDone ? progressSaid(cluster, deployment, newest, status) : undefined
  const withProgress = said
    ? [...others.filter(({ type }) => type !== 'Progressing'), said]
    : others.filter(({ type }) => knowsDeadline || type !== 'Progressing')
  const conditions = failure
    ? withCondition(
        withProgress,
        { ...failure, message: failure.message ?? '', reason: failure.reason ?? '' },
        cluster.now,
      )
    : withProgress
  const written = withStatus(cluster, key, { ...status, conditions })
  const last = readTime(said?.lastUpdateTime ?? current?.lastUpdateTime)
  const isOver = (said ?? current)?.reason === 'NewReplicaSetAvailable' || (said ?? current)?.status === 'False'
  if (!knowsDeadline || isDone || isOver || last === undefined) return written
  return lookLater(written, NAME, key, last + (spec.progressDeadlineSeconds ?? 0) + 1)
}

/** The Progressing condition if it is another now. */
function progressSaid(
  cluster: Cluster,
  deployment: Deployment,
  newest: ReplicaSet | undefined,
  status: DeploymentStatus,
): WorkloadCondition | undefined {
  const current = progressOf(deployment)
  const what = newest ? `ReplicaSet "${newest.metadata.name}"` : `Deployment "${deployment.metadata.name}"`
  if (isComplete(deployment, status)) {
    const message = `${what} has successfully progressed.`
    return changed(current, { status: 'True', reason: 'NewReplicaSetAvailable', message }, cluster.now)
  }
  if (isProgress(deployment.status, status)) {
    return timed(
      current,
      { status: 'True', reason: 'ReplicaSetUpdated', message: `${what} is progressing.` },
      cluster.now,
    )
  }
  if (hasTimedOut(deployment, cluster.now)) {
    const message = `${what} has timed out progressing.`
    return changed(current, { status: 'False', reason: 'ProgressDeadlineExceeded', message }, cluster.now)
  }
  return undefined
}

type Said = Required<Pick<WorkloadCondition, 'status' | 'reason' | 'message'>>

function changed(current: WorkloadCondition | undefined, said: Said, now: number): WorkloadCondition | undefined {
  return current?.status === said.status && current.reason === said.reason ? undefined : timed(current, said, now)
}

function timed(current: WorkloadCondition | undefined, said: Said, now: number): WorkloadCondition {
  const time = printTime(now)
  const lastTransitionTime = current?.status === said.status ? (current.lastTransitionTime ?? time) : time
  return { type: 'Progressing', ...said, lastUpdateTime: time, lastTransitionTime }
}

/** (deployment/util `DeploymentComplete`) */
function isComplete({ spec }: Deployment, status: DeploymentStatus): boolean {
  const wanted = wantedReplicas(spec)
  return [status.updatedReplicas, status.replicas, status.availableReplicas].every(count => (count ?? 0) === wanted)
}

/** (deployment/util `DeploymentProgressing`) */
function isProgress(before: DeploymentStatus = {}, after: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0)
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  )
}

/** (deployment/util `DeploymentTimedOut`) */
function hasTimedOut({ spec, status }: Deployment, now: number): boolean {
  const condition = status?.conditions?.find(({ type }) => type === 'Progressing')
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return false
  if (condition.reason === 'ProgressDeadlineExceeded') return true
  return now - (readTime(condition.lastUpdateTime) ?? now) > (spec?.progressDeadlineSeconds ?? 0)
}

/** (`calculateStatus`) */
function statusOf(cluster: Cluster, key: string): DeploymentStatus {
  const { deployment, spec, newest, all } = surveyed(cluster, key)
  const sum = (count: (one: ReplicaSet) => number | undefined) =>
    all.reduce((total, one) => total + (count(one) ?? 0), 0)
  const availableReplicas = sum(({ status }) => status?.availableReplicas)
  const unavailableReplicas = Math.max(0, totalReplicas(all) - availableReplicas)
  const readyReplicas = sum(({ status }) => status?.readyReplicas)
  const replicas = sum(({ status }) => status?.replicas)
  const updatedReplicas = newest?.status?.replicas ?? 0
  const { collisionCount, conditions } = deployment.status ?? {}
  return {
    ...(availableReplicas > 0 && { availableReplicas }),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: withCondition(conditions, availability(spec, availableReplicas), cluster.now),
    ...(deployment.metadata.generation !== undefined && { observedGeneration: deployment.metadata.generation }),
    ...(readyReplicas > 0 && { readyReplicas }),
    ...(replicas > 0 && { replicas }),
    terminatingReplicas: sum(({ status }) => status?.terminatingReplicas),
    ...(unavailableReplicas > 0 && { unavailableReplicas }),
    ...(updatedReplicas > 0 && { updatedReplicas }),
  }
}

function availability(spec: Survey['spec'], available: number): Said & { readonly type: string } {
  return available >= wantedReplicas(spec) - leeway(spec).unavailable
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      }
}

/** (deployment/util `SetDeploymentCondition`) */
function withCondition(
  conditions: readonly WorkloadCondition[] = [],
  said: Said & { readonly type: string },
  now: number,
): readonly WorkloadCondition[] {
  const current = conditions.find(({ type }) => type === said.type)
  const set = changed(current, said, now)
  return set ? [...conditions.filter(one => one !== current), { ...set, type: said.type }] : conditions
}

function withStatus(cluster: Cluster, key: string, status: DeploymentStatus): Cluster {
  const { deployment } = surveyed(cluster, key)
  return accepted(updateObject(cluster, { ...deployment, status }, { subresource: 'status' }), cluster)
}

function progressOf({ status }: Deployment): WorkloadCondition | undefined {
  return status?.conditions?.find(({ type }) => type === 'Progressing')
}

function deploymentAt(cluster: Cluster, key: string): Deployment | undefined {
  const [namespace = '', name = ''] = key.split('/')
  return find(cluster, 'deployments', name, namespace)
}

/** What a controller writes about what it has just read is never refused; if it were, the next look would see to it. */
function accepted(answer: ReturnType<typeof updateObject>, cluster: Cluster): Cluster {
  return answer.ok ? answer.cluster : cluster
}
