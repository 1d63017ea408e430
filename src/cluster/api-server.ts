import type { Issue } from '../kubernetes/issue.ts'
import { type Inspection, prepareNew, prepareUpdate, type WriteContext } from '../kubernetes/prepare.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { labelSelectorMatches } from '../kubernetes/selector.ts'
import type { ServerSettings } from '../kubernetes/server-settings.ts'
import { forbiddenStatus, invalidStatus, type Status } from '../kubernetes/status.ts'
import { type ApiResource, qualifiedName, resourceNamed, resourceOf } from './api-resource.ts'
import { printTime, readTime } from './clock.ts'
import { type Cluster, dropObject, find, findObject, type Held, list, putObject } from './cluster.ts'
import type { KubeObject, Manifest } from './object.ts'
import { withPodCondition } from './pod-condition.ts'
import { type Drawn, drawSuffix, drawUid } from './random.ts'
import { alreadyExists, conflict, notFound, notSimulated, refusal, unknownResource, wouldViolate } from './refusal.ts'
import { allocate } from './service-address.ts'
import { minorVersionOf } from './version.ts'

/** What the API server answers to a request: the object as it is now and the cluster that holds it, or why not. */
export type Answer =
  | { readonly ok: true; readonly cluster: Cluster; readonly object: KubeObject }
  /** `issues`: the single things that are wrong with what was sent, where it is that which is refused. */
  | { readonly ok: false; readonly status: Status; readonly issues?: readonly Issue[] }

export interface WriteOptions {
  /** Everything is checked and the answer is the object as it would be; the cluster stays as it is. */
  readonly dryRun?: boolean
}

export interface CreateOptions extends WriteOptions {
  /** Where an object lies that names no namespace. Left out: `default`. */
  readonly namespace?: string
}

export interface UpdateOptions extends WriteOptions {
  /** Where an object lies that names no namespace. Left out: `default`. */
  readonly namespace?: string
  /** Which part of the object a client may change: all but the status if left out, the status alone for `status`. */
  readonly subresource?: 'status'
}

export interface DeleteOptions extends WriteOptions {
  /** How many seconds a pod has to end. Left out: as its `terminationGracePeriodSeconds` says. */
  readonly gracePeriodSeconds?: number
  /** What becomes of what the object owns. Left out: `Background`. */
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan'
}

/**
 * Creates an object: reads it strictly, fills in what it leaves open, lets admission change or refuse it, validates it, and
 * gives it a name if it has only a `generateName`, a UID, a time, a generation and a version. Without an `inspection`, for
 * what the cluster's own programs make of objects that were inspected, it is taken as it reads and not validated. Refuses as the real server does,
 * and in its order: kind unknown (404), unreadable (400), namespace missing (404) or being deleted (403), refused by
 * admission (403), invalid (422), name taken (409).
 * (apiserver `registry/rest/create.go`, `registry/generic/registry/store.go`; admission `NamespaceLifecycle`)
 */
export function createObject(
  cluster: Cluster,
  manifest: Manifest,
  options: CreateOptions = {},
  inspection?: Inspection,
): Answer {
  const resource = resourceOf(manifest)
  if (!resource) return { ok: false, status: unknownResource() }
  if (WITHOUT_CONTROLLER.has(resource.name)) return { ok: false, status: notSimulated(resource) }
  const namespace = resource.namespaced ? (manifest.metadata?.namespace ?? options.namespace ?? 'default') : undefined
  const placed = namespace === undefined ? manifest : { ...manifest, metadata: { ...manifest.metadata, namespace } }
  const draws = drawsFrom(cluster.random)
  const admitted = prepareNew(placed as KubeObject, contextOf(cluster, draws), inspection)
  if (!admitted.ok && admitted.status.reason === 'BadRequest') return admitted
  const asked = manifest.metadata?.name ?? manifest.metadata?.generateName ?? ''
  const outside = namespace === undefined ? undefined : namespaceRefusal(cluster, resource, namespace, asked)
  if (outside) return { ok: false, status: outside }
  if (!admitted.ok) return admitted
  const { name = '' } = admitted.value.metadata
  if (findObject(cluster, resource, name, namespace)) return { ok: false, status: alreadyExists(resource, name) }
  const metadata = {
    ...admitted.value.metadata,
    name,
    uid: draws.next(drawUid),
    creationTimestamp: printTime(cluster.now),
    ...(COUNTS_GENERATIONS.has(resource.name) && { generation: 1 }),
  }
  const drawn = { ...cluster, random: draws.random }
  const given = withAddresses(drawn, { ...admitted.value, metadata })
  return given.ok ? written(given.cluster, cluster, given.object, options) : given
}

/**
 * Puts `manifest` in the place of the object of its name. What the server itself keeps (UID, creation, deletion, and the
 * status, or with `subresource: 'status'` all but the status) stays as it is; a changed spec counts a generation; an object
 * that comes out the same changes nothing. A `resourceVersion` in it must be the present one (409 otherwise). If the last
 * finalizer of an object that is being deleted goes, so does the object. `inspection`: as for `createObject`.
 * (apiserver `registry/rest/update.go`, `registry/generic/registry/store.go`)
 */
export function updateObject(
  cluster: Cluster,
  manifest: Manifest,
  options: UpdateOptions = {},
  inspection?: Inspection,
): Answer {
  const resource = resourceOf(manifest)
  if (!resource) return { ok: false, status: unknownResource() }
  const name = manifest.metadata?.name ?? ''
  const namespace = manifest.metadata?.namespace ?? options.namespace ?? 'default'
  if (typeof name !== 'string' || typeof namespace !== 'string') return unreadable(manifest, inspection)
  const old = findObject(cluster, resource, name, namespace)
  if (!old) return { ok: false, status: notFound(resource, name) }
  if (options.subresource === 'status') {
    const reported = { ...old, status: manifest['status'] }
    return sameJson(reported, old) ? { ok: true, cluster, object: old } : written(cluster, cluster, reported, options)
  }
  const admitted = prepareUpdate(manifest as KubeObject, old, settingsOf(cluster), inspection)
  if (!admitted.ok) return admitted
  const given = withAddresses(cluster, { ...admitted.value, metadata: { ...admitted.value.metadata, name } }, old)
  if (!given.ok) return given
  const updated = replaced(resource, old, given.object)
  if (sameJson(updated, old)) return { ok: true, cluster, object: old }
  const isFinal = updated.metadata.deletionTimestamp !== undefined && !updated.metadata.finalizers?.length
  // A pod that is ending has no finalizers either; it is its kubelet that lets it go.
  if (isFinal && (old.metadata.finalizers?.length ?? 0) > 0 && !updated.metadata.deletionGracePeriodSeconds) {
    return options.dryRun
      ? { ok: true, cluster, object: updated }
      : { ok: true, cluster: dropObject(given.cluster, updated), object: updated }
  }
  return written(given.cluster, cluster, updated, options)
}

/**
 * Deletes an object. A pod that runs gets a time to end and is gone when its kubelet says so; one without a node, one that
 * has ended and one with a period of 0 s is gone at once, and so is anything else without finalizers. The answer's object
 * is the object as it is now or was last.
 * (apiserver `registry/rest/delete.go`; registry/core/pod `CheckGracefulDelete`)
 */
export function deleteObject(
  cluster: Cluster,
  resource: ApiResource,
  name: string,
  namespace?: string,
  options: DeleteOptions = {},
): Answer {
  const object = findObject(cluster, resource, name, namespace)
  if (!object) return { ok: false, status: notFound(resource, name) }
  if (resource.name === 'namespaces' && IMMORTAL_NAMESPACES.has(name)) {
    return { ok: false, status: forbiddenStatus('namespaces', name, 'this namespace may not be deleted') }
  }
  const after = deletionOf(cluster, resource, object, options)
  if (after === 'gone') {
    return { ok: true, cluster: options.dryRun ? cluster : dropObject(cluster, object), object }
  }
  return after === object ? { ok: true, cluster, object } : written(cluster, cluster, after, options)
}

/**
 * Asks politely: the pod is deleted only if every PodDisruptionBudget that selects it allows it (429 otherwise). One that has
 * not started, has ended or is ending already needs nobody's leave. (registry/core/pod/storage `eviction.go`)
 */
export function evictPod(cluster: Cluster, name: string, namespace: string, options: DeleteOptions = {}): Answer {
  const pods = resourceNamed('pods')
  const pod = find(cluster, 'pods', name, namespace)
  if (!pod) return { ok: false, status: notFound(pods, name) }
  const phase = pod.status?.phase
  const isFree = phase === 'Pending' || phase === 'Succeeded' || phase === 'Failed' || pod.metadata.deletionTimestamp
  if (isFree) return deleteObject(cluster, pods, name, namespace, options)
  const budgets = list(cluster, 'poddisruptionbudgets', namespace).filter(({ spec }) =>
    labelSelectorMatches(spec?.selector, pod.metadata.labels ?? {}),
  )
  if (budgets.length > 1) {
    const text = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
    return { ok: false, status: refusal(500, 'InternalError', text) }
  }
  const [budget] = budgets
  if (budget && !mayDisrupt(budget)) {
    const { desiredHealthy = 0, currentHealthy = 0 } = budget.status ?? {}
    return { ok: false, status: wouldViolate(budget.metadata.name, desiredHealthy, currentHealthy) }
  }
  if (options.dryRun) return deleteObject(cluster, pods, name, namespace, options)
  const charged = budget ? putObject(cluster, disrupted(budget, name, cluster.now)) : cluster
  const condition = {
    type: 'DisruptionTarget',
    status: 'True' as const,
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  }
  return deleteObject(putObject(charged, withPodCondition(pod, condition, cluster.now)), pods, name, namespace, options)
}

/**
 * Binds a pod to a node, as the scheduler does when it has decided. A pod that is bound already, or is being deleted, stays
 * as it is (409). (registry/core/pod/storage `setPodNodeAndMetadata`)
 */
export function bindPod(cluster: Cluster, name: string, namespace: string, node: string): Answer {
  const pod = find(cluster, 'pods', name, namespace)
  if (!pod) return { ok: false, status: notFound(resourceNamed('pods'), name) }
  if (pod.metadata.deletionTimestamp) {
    return {
      ok: false,
      status: conflict('pods/binding', name, `pod ${name} is being deleted, cannot be assigned to a host`),
    }
  }
  if (pod.spec.nodeName) {
    const text = `pod ${name} is already assigned to node "${pod.spec.nodeName}"`
    return { ok: false, status: conflict('pods/binding', name, text) }
  }
  // The room that was promised to it is taken.
  const { nominatedNodeName: _, ...status } = pod.status ?? {}
  const bound = { ...pod, spec: { ...pod.spec, nodeName: node }, status }
  return written(cluster, cluster, withPodCondition(bound, { type: 'PodScheduled', status: 'True' }, cluster.now), {})
}

/** The kinds whose spec is numbered: a change of it counts one. */
const COUNTS_GENERATIONS: ReadonlySet<string> = new Set([
  'cronjobs',
  'daemonsets',
  'deployments',
  'endpointslices',
  'ingresses',
  'jobs',
  'networkpolicies',
  'poddisruptionbudgets',
  'pods',
  'priorityclasses',
  'replicasets',
  'replicationcontrollers',
  'statefulsets',
])

/** What would be stored here and have no effect, where a real cluster would make something of it. */
const WITHOUT_CONTROLLER: ReadonlySet<string> = new Set([
  'cronjobs',
  'jobs',
  'limitranges',
  'persistentvolumeclaims',
  'persistentvolumes',
  'replicationcontrollers',
  'resourcequotas',
  'statefulsets',
])

/** The namespaces that nobody can delete. (admission `NamespaceLifecycle`) */
const IMMORTAL_NAMESPACES: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public'])

/** What is written where a name belongs is no text. */
function unreadable(manifest: Manifest, inspection: Inspection | undefined): Answer {
  const read = inspection?.read(manifest) ?? { ok: true }
  if (read.ok) throw new Error(`a name that is no text was taken: ${JSON.stringify(manifest.metadata)}`)
  return read
}

/** Draws one after the other from a random state. */
function drawsFrom(start: number) {
  const draws = {
    random: start,
    next<T>(draw: (random: number) => Drawn<T>): T {
      const { value, random } = draw(draws.random)
      draws.random = random
      return value
    },
  }
  return draws
}

/** What admission may ask about the cluster. */
function contextOf(cluster: Cluster, draws: ReturnType<typeof drawsFrom>): WriteContext {
  const accounts = resourceNamed('serviceaccounts')
  return {
    ...settingsOf(cluster),
    randomSuffix: () => draws.next(drawSuffix),
    priorityClasses: list(cluster, 'priorityclasses'),
    hasServiceAccount: (namespace, name) => findObject(cluster, accounts, name, namespace) !== undefined,
  }
}

function settingsOf({ version, gates }: Cluster): ServerSettings {
  return { version: minorVersionOf(version), ...(gates && { gates }) }
}

/** A Service gets addresses and ports; anything else stays as it is. */
function withAddresses(cluster: Cluster, object: KubeObject, old?: KubeObject): Answer {
  if (object.kind !== 'Service') return { ok: true, cluster, object }
  const allocation = allocate(cluster, object as Held['services'], old as Held['services'] | undefined)
  if (!allocation.ok) return { ok: false, status: invalidStatus('Service', object.metadata.name, allocation.errors) }
  const service = { ...object, ...allocation.service, metadata: object.metadata }
  return { ok: true, cluster: { ...cluster, random: allocation.random }, object: service }
}

function namespaceRefusal(
  cluster: Cluster,
  resource: ApiResource,
  namespace: string,
  name: string,
): Status | undefined {
  const found = find(cluster, 'namespaces', namespace)
  if (!found) return notFound(resourceNamed('namespaces'), namespace)
  if (!found.metadata.deletionTimestamp) return undefined
  const text = `unable to create new content in namespace ${namespace} because it is being terminated`
  return forbiddenStatus(qualifiedName(resource), name, text)
}

/** An admitted update with what is the store's to say. */
function replaced(resource: ApiResource, old: KubeObject, admitted: KubeObject): KubeObject {
  const { uid, creationTimestamp, resourceVersion } = old.metadata
  const { status: _, ...asked } = admitted
  const updated = {
    ...asked,
    metadata: {
      ...admitted.metadata,
      ...(uid !== undefined && { uid }),
      ...(creationTimestamp !== undefined && { creationTimestamp }),
      ...(resourceVersion !== undefined && { resourceVersion }),
    },
    ...(old['status'] !== undefined && { status: old['status'] }),
  }
  return countsAsNew(resource, old, updated) ? withNextGeneration(updated) : updated
}

/** A Deployment's annotations count as its spec does. (registry/apps/deployment `PrepareForUpdate`) */
function countsAsNew({ name }: ApiResource, old: KubeObject, updated: KubeObject): boolean {
  if (!COUNTS_GENERATIONS.has(name)) return false
  if (!sameJson(old['spec'], updated['spec'])) return true
  if (name === 'endpointslices') {
    return !sameJson(old['endpoints'], updated['endpoints']) || !sameJson(old['ports'], updated['ports'])
  }
  return name === 'deployments' && !sameJson(old.metadata.annotations, updated.metadata.annotations)
}

function withNextGeneration(object: KubeObject): KubeObject {
  const { generation } = object.metadata
  if (generation === undefined) return object
  return { ...object, metadata: { ...object.metadata, generation: generation + 1 } }
}

function deletionOf(
  cluster: Cluster,
  resource: ApiResource,
  object: KubeObject,
  options: DeleteOptions,
): KubeObject | 'gone' {
  const finalizers = finalizersFor(object, options)
  const seconds = resource.name === 'pods' ? gracePeriod(object as Held['pods'], options) : 0
  const isNamespace = resource.name === 'namespaces'
  if (seconds === 0 && finalizers.length === 0 && !isNamespace) return 'gone'
  const already = object.metadata.deletionTimestamp
  const granted = object.metadata.deletionGracePeriodSeconds ?? 0
  // Once a pod is ending its time can only become shorter.
  if (already && (seconds >= granted || finalizers.length > 0)) return object
  const start = already ? (readTime(already) ?? cluster.now) - granted : cluster.now
  const metadata = {
    ...object.metadata,
    deletionTimestamp: printTime(start + seconds),
    ...(!isNamespace && { deletionGracePeriodSeconds: seconds }),
    ...(finalizers.length > 0 && { finalizers }),
  }
  const ending = { ...object, metadata }
  if (isNamespace) return { ...ending, status: { phase: 'Terminating' } }
  return already ? ending : withNextGeneration(ending)
}

function finalizersFor({ metadata }: KubeObject, { propagation }: DeleteOptions): readonly string[] {
  const { finalizers = [] } = metadata
  const added = propagation === 'Foreground' ? 'foregroundDeletion' : propagation === 'Orphan' ? 'orphan' : undefined
  return added === undefined || finalizers.includes(added) ? finalizers : [...finalizers, added]
}

function gracePeriod({ spec, status }: Held['pods'], { gracePeriodSeconds }: DeleteOptions): number {
  if (!spec.nodeName || status?.phase === 'Succeeded' || status?.phase === 'Failed') return 0
  const seconds = gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30
  return seconds < 0 ? 1 : seconds
}

function mayDisrupt({ status, metadata }: Held['poddisruptionbudgets']): boolean {
  const isSeen = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  return isSeen && (status?.disruptionsAllowed ?? 0) > 0
}

function disrupted(budget: Held['poddisruptionbudgets'], pod: string, now: number): KubeObject {
  const { status } = budget
  if (!status) throw new Error(`budget ${budget.metadata.name} has no status`)
  const disruptedPods = { ...status.disruptedPods, [pod]: printTime(now) }
  return { ...budget, status: { ...status, disruptionsAllowed: status.disruptionsAllowed - 1, disruptedPods } }
}

function written(drawn: Cluster, cluster: Cluster, object: KubeObject, { dryRun }: WriteOptions): Answer {
  if (dryRun) return { ok: true, cluster, object }
  const after = putObject(drawn, object)
  const resource = resourceOf(object)
  const stored = resource && findObject(after, resource, object.metadata.name, object.metadata.namespace)
  return { ok: true, cluster: after, object: stored ?? object }
}
