import type { Event } from '../kubernetes/event.ts'
import type { Gates } from '../kubernetes/gates.ts'
import type { Namespace } from '../kubernetes/namespace.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import type { PodDisruptionBudget } from '../kubernetes/pod-disruption-budget.ts'
import type { PriorityClass } from '../kubernetes/priority-class.ts'
import type { Service } from '../kubernetes/service.ts'
import type { DaemonSet, Deployment, ReplicaSet } from '../kubernetes/workload.ts'
import type { EvictionTimer } from '../scheduling/eviction-timer.ts'
import type { FilterPlugin } from '../scheduling/profile.ts'
import { type ApiResource, resourceOf } from './api-resource.ts'
import type { Component, ControllerName } from './controller-name.ts'
import { type KubeObject, keyOf, type Manifest, objectKey } from './object.ts'
import { atOnce, inTurn, type Pieces } from './pieces.ts'
import { type SortedMap, sortedMapOf, valueAt, valuesUnder, withEntry, withoutEntry } from './sorted-map.ts'
import { isStatic, manifestOf } from './static-pod.ts'

/** A whole cluster as one value. Nothing in it ever changes: what moves makes a new one. */
export interface Cluster {
  /** `v1.37.2`: what its nodes and its API server run. */
  readonly version: string
  /** The feature gates with which its components run; left out: as Kubernetes has them by default. */
  readonly gates?: Gates
  /** The virtual clock, in seconds since 1970 (UTC). It moves only when told. */
  readonly now: number
  /** The second at which something last changed; 0 if nothing has since the cluster was put together. */
  readonly changedAt: number
  /** Plain API objects: by plural (`pods`), then by `objectKey`. */
  readonly objects: Readonly<Record<string, SortedMap<KubeObject>>>
  /** The keys of pods by `node/namespace/name`; those without a node under an empty one. */
  readonly podsByNode: SortedMap<string>
  /** The keys of what has owners, by `uid of an owner/plural/namespace/name`; what has no controller, under an empty UID too. */
  readonly byOwner: SortedMap<OwnedKey>
  /** The last resourceVersion that was given out. */
  readonly resourceVersion: number
  /** From which the next random name is drawn. */
  readonly random: number
  /** What has changed and no controller has seen yet, last first. */
  readonly unseen?: ChangeLog
  /** The looks that controllers have still to take now, by controller and key. */
  readonly work: SortedMap<Look>
  /** The looks for which it is too early, by the second at which they are due. */
  readonly timers: SortedMap<Look>
  /** How often in a row a controller has failed at something, by controller and key. */
  readonly attempts: SortedMap<number>
  /** The machines with a kubelet, by the names of their nodes. */
  readonly kubelets: SortedMap<Kubelet>
  /** The programs of the control plane that nobody runs any more since their last file was taken away. */
  readonly down: readonly Component[]
  /** What kubelets are about to have done, by pod. */
  readonly podWorkers: SortedMap<PodWorker>
  /** The pods without a node that the scheduler knows of. */
  readonly waiting: SortedMap<Waiting>
  /** The keys of the pods whose turn it is, by their turn. */
  readonly activeQueue: SortedMap<string>
  /** The keys of the pods that could not be placed, by the filters that refused them. */
  readonly parked: SortedMap<string>
  /** The owners that were left out when a cluster was imported, by UID: they count as being there. */
  readonly elsewhere: SortedMap<true>
  /** The pods that are to leave their nodes, and when. */
  readonly evictions: SortedMap<EvictionTimer>
}

/** One change of an object, as a watch reports it. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  /** The plural: `pods`. */
  readonly resource: string
  /** As it is now; as it was last, if it was deleted. */
  readonly object: KubeObject
  /** As it was; left out if it is new. */
  readonly before?: KubeObject
  /** The second at which it came about. */
  readonly at: number
}

/** One look that a controller is to take: at what, as its own key names it. */
export interface Look {
  readonly controller: ControllerName
  readonly key: string
}

/** What a machine's kubelet knows by itself. */
export interface Kubelet {
  /** The second at which it stopped; left out while it runs. */
  readonly stoppedAt?: number
  /** How it registers its node. */
  readonly node: KubeObject
  /** The pods that files on the machine ask for, by file name. */
  readonly manifests: Readonly<Record<string, Manifest>>
  /** Whether it has said that its node is cordoned. */
  readonly cordoned?: boolean
}

/** What a kubelet has begun with a pod, and the second at which it is done. */
export interface PodWorker {
  readonly uid: string
  readonly doing: 'starting' | 'stopping'
  readonly until: number
}

/** What the scheduler keeps of a pod without a node. */
export interface Waiting {
  readonly uid: string
  /** How often it could not be placed. */
  readonly attempts: number
  /** When it came, as a number that grows. */
  readonly since: number
  /** Its place in the queue; left out while it waits for something to change. */
  readonly turn?: string
  readonly rejectedBy: readonly FilterPlugin[]
  /** The second of the last attempt. */
  readonly failedAt?: number
  /** The second before which it is not tried again. */
  readonly retryAt?: number
}

interface ChangeLog {
  readonly change: Change
  readonly earlier?: ChangeLog
}

/** Where an object is kept: in the map of its plural. */
interface OwnedKey {
  readonly resource: string
  readonly key: string
}

/** The kinds that controllers read, by plural. */
export interface Held {
  readonly daemonsets: DaemonSet & KubeObject
  readonly deployments: Deployment & KubeObject
  readonly events: Event & KubeObject
  readonly namespaces: Namespace & KubeObject
  readonly nodes: Node & KubeObject
  readonly poddisruptionbudgets: PodDisruptionBudget & KubeObject
  readonly pods: Pod & KubeObject
  readonly priorityclasses: PriorityClass & KubeObject
  readonly replicasets: ReplicaSet & KubeObject
  readonly services: Service & KubeObject
}

/**
 * A cluster that holds `objects` at the second `now`, and draws its random names from `seed`. An object of a kind that no
 * cluster here holds throws.
 */
export function clusterOf(version: string, now: number, objects: readonly KubeObject[], seed = 1): Cluster {
  return atOnce(clusterInPieces(version, now, objects, seed))
}

/** As `clusterOf`, of objects of which there may be many. */
export function* clusterInPieces(
  version: string,
  now: number,
  objects: readonly KubeObject[],
  seed: number,
): Pieces<Cluster> {
  const byResource = new Map<string, [string, KubeObject][]>()
  const byNode: [string, string][] = []
  const byOwner: [string, OwnedKey][] = []
  const statics = new Map<string, KubeObject[]>()
  let resourceVersion = 0
  yield* inTurn(objects, OBJECTS_AT_A_TIME, object => {
    const { name } = resourceFor(object)
    const key = keyOf(object)
    entriesIn(byResource, name).push([key, object])
    if (name === 'pods') byNode.push([nodeKey(object), key])
    if (name === 'pods' && isStatic(object as Held['pods'])) {
      entriesIn(statics, (object as Held['pods']).spec.nodeName ?? '').push(object)
    }
    for (const owner of ownerKeys(name, object)) byOwner.push([owner, { resource: name, key }])
    resourceVersion = Math.max(resourceVersion, Number(object.metadata.resourceVersion ?? 0))
  })
  const maps: Record<string, SortedMap<KubeObject>> = {}
  for (const [name, entries] of byResource) {
    yield
    maps[name] = sortedMapOf(entries)
  }
  yield
  const podsByNode = sortedMapOf(byNode)
  yield
  const owned = sortedMapOf(byOwner)
  yield
  const kubelets: [string, Kubelet][] = []
  yield* inTurn(byResource.get('nodes') ?? [], OBJECTS_AT_A_TIME, ([, node]) => {
    kubelets.push([node.metadata.name, kubeletOf(node, statics.get(node.metadata.name) ?? [])])
  })
  return {
    version,
    now,
    changedAt: 0,
    objects: maps,
    podsByNode,
    byOwner: owned,
    resourceVersion,
    random: seed,
    work: sortedMapOf(),
    timers: sortedMapOf(),
    attempts: sortedMapOf(),
    kubelets: sortedMapOf(kubelets),
    down: [],
    podWorkers: sortedMapOf(),
    waiting: sortedMapOf(),
    activeQueue: sortedMapOf(),
    parked: sortedMapOf(),
    elsewhere: sortedMapOf(),
    evictions: sortedMapOf(),
  }
}

/** How many objects are looked at in one piece: some thousandths of a second's work. */
const OBJECTS_AT_A_TIME = 1000

function entriesIn<T>(lists: Map<string, T[]>, name: string): T[] {
  const known = lists.get(name)
  if (known) return known
  const list: T[] = []
  lists.set(name, list)
  return list
}

/** The object of that name; `undefined` if there is none. `namespace` is left out for what lies in none. */
export function findObject(
  cluster: Cluster,
  resource: ApiResource,
  name: string,
  namespace?: string,
): KubeObject | undefined {
  const objects = cluster.objects[resource.name]
  return objects && valueAt(objects, objectKey(name, resource.namespaced ? namespace : undefined))
}

/** All objects of a resource in the API server's order (namespace, then name); of one namespace if that is given. */
export function listObjects(cluster: Cluster, resource: ApiResource, namespace?: string): readonly KubeObject[] {
  const objects = cluster.objects[resource.name]
  return objects ? valuesUnder(objects, namespace === undefined ? '' : `${namespace}/`) : []
}

/** As `findObject`, for the kinds that have a type: `find(cluster, 'pods', 'web', 'default')`. */
export function find<R extends keyof Held>(
  cluster: Cluster,
  resource: R,
  name: string,
  namespace?: string,
): Held[R] | undefined {
  const objects = cluster.objects[resource]
  return objects && (valueAt(objects, objectKey(name, namespace)) as Held[R] | undefined)
}

/** As `listObjects`, for the kinds that have a type: `list(cluster, 'nodes')`. */
export function list<R extends keyof Held>(cluster: Cluster, resource: R, namespace?: string): readonly Held[R][] {
  const objects = cluster.objects[resource]
  return objects ? (valuesUnder(objects, namespace === undefined ? '' : `${namespace}/`) as readonly Held[R][]) : []
}

/** The pods bound to a node, by namespace and name; for an empty node those that are bound to none. */
export function podsOn(cluster: Cluster, node: string): readonly Held['pods'][] {
  const { pods } = cluster.objects
  return pods ? valuesUnder(cluster.podsByNode, `${node}/`).map(key => valueAt(pods, key) as Held['pods']) : []
}

/** The events about the objects of this name, of whatever kind, in the order in which they were first told. */
export function eventsAbout(cluster: Cluster, namespace: string, name: string): readonly Held['events'][] {
  const { events } = cluster.objects
  return events ? (valuesUnder(events, `${namespace}/${name}.`) as readonly Held['events'][]) : []
}

/** The objects of a resource that name this UID among their owners; for an empty UID those without a controller. */
export function ownedBy<R extends keyof Held>(cluster: Cluster, uid: string, resource: R): readonly Held[R][] {
  return ownedUnder(cluster, `${uid}/${resource}/`) as readonly Held[R][]
}

/** All objects that name this UID among their owners. */
export function listOwned(cluster: Cluster, uid: string): readonly KubeObject[] {
  return ownedUnder(cluster, `${uid}/`)
}

function ownedUnder(cluster: Cluster, prefix: string): readonly KubeObject[] {
  return valuesUnder(cluster.byOwner, prefix).flatMap(({ resource, key }) => {
    const objects = cluster.objects[resource]
    return (objects && valueAt(objects, key)) ?? []
  })
}

/**
 * The cluster with this object, new or in the place of the one of its name, at the next resourceVersion. What the API
 * server checks is not checked here: this is how an answer that has been decided on is written down.
 */
export function putObject(cluster: Cluster, object: KubeObject): Cluster {
  const { name } = resourceFor(object)
  const key = keyOf(object)
  const objects = cluster.objects[name] ?? sortedMapOf<KubeObject>()
  const before = valueAt(objects, key)
  const resourceVersion = cluster.resourceVersion + 1
  const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(resourceVersion) } }
  const change: Change = before
    ? { type: 'MODIFIED', resource: name, object: stored, before, at: cluster.now }
    : { type: 'ADDED', resource: name, object: stored, at: cluster.now }
  return { ...reindexed(cluster, change, withEntry(objects, key, stored)), resourceVersion }
}

/** The cluster without this object; the same cluster if it holds none of its name. */
export function dropObject(cluster: Cluster, object: KubeObject): Cluster {
  const { name } = resourceFor(object)
  const objects = cluster.objects[name] ?? sortedMapOf<KubeObject>()
  const before = valueAt(objects, keyOf(object))
  if (!before) return cluster
  const change: Change = { type: 'DELETED', resource: name, object: before, before, at: cluster.now }
  return reindexed(cluster, change, withoutEntry(objects, keyOf(object)))
}

/** The cluster in which controllers look at these objects as if they had just come. */
export function announced(cluster: Cluster, objects: readonly KubeObject[]): Cluster {
  const changes = objects.map(
    (object): Change => ({ type: 'ADDED', resource: resourceFor(object).name, object, at: cluster.now }),
  )
  return withUnseen(cluster, changes)
}

/** The cluster in which no controller has seen these changes yet. */
export function withUnseen(cluster: Cluster, changes: readonly Change[]): Cluster {
  const unseen = changes.reduce<ChangeLog | undefined>(
    (earlier, change) => ({ change, ...(earlier && { earlier }) }),
    cluster.unseen,
  )
  return { ...cluster, ...(unseen && { unseen }) }
}

/** What no controller has seen yet, in the order in which it came about, and the cluster in which all is seen. */
export function takeUnseen({ unseen, ...seen }: Cluster): { cluster: Cluster; changes: readonly Change[] } {
  const changes: Change[] = []
  for (let log = unseen; log; log = log.earlier) changes.push(log.change)
  return { cluster: seen, changes: changes.reverse() }
}

/** A node's static pods are known by their mirrors only: their files are made up from those. */
function kubeletOf(node: KubeObject, mirrors: readonly KubeObject[]): Kubelet {
  const files = mirrors.map(pod => manifestOf(pod, node.metadata.name))
  const { spec, status } = node as Held['nodes']
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  return {
    node,
    manifests: Object.fromEntries(files.map(file => [`${file.metadata?.name}.yaml`, file])),
    // Nobody has heard of it for a while.
    ...(ready?.status === 'Unknown' && { stoppedAt: 0 }),
    ...(spec?.unschedulable && { cordoned: true }),
  }
}

function reindexed(cluster: Cluster, change: Change, objects: SortedMap<KubeObject>): Cluster {
  const { resource, object, before, type } = change
  const after = type === 'DELETED' ? undefined : object
  const key = keyOf(object)
  return {
    ...cluster,
    changedAt: cluster.now,
    objects: { ...cluster.objects, [resource]: objects },
    podsByNode:
      resource === 'pods' ? moved(cluster.podsByNode, nodeKeys(before), nodeKeys(after), key) : cluster.podsByNode,
    byOwner: moved(cluster.byOwner, ownerKeys(resource, before), ownerKeys(resource, after), { resource, key }),
    unseen: { change, ...(cluster.unseen && { earlier: cluster.unseen }) },
  }
}

/** An index changes only if what it goes by does. */
function moved<V>(index: SortedMap<V>, from: readonly string[], to: readonly string[], value: V): SortedMap<V> {
  const left = from.filter(key => !to.includes(key)).reduce(withoutEntry<V>, index)
  return to.filter(key => !from.includes(key)).reduce((map, key) => withEntry(map, key, value), left)
}

function nodeKeys(pod: KubeObject | undefined): readonly string[] {
  return pod ? [nodeKey(pod)] : []
}

function nodeKey(pod: KubeObject): string {
  const { spec } = pod as Held['pods']
  return `${spec.nodeName ?? ''}/${keyOf(pod)}`
}

function ownerKeys(resource: string, object: KubeObject | undefined): readonly string[] {
  if (!object) return []
  const owners = object.metadata.ownerReferences ?? []
  const uids = owners.map(({ uid }) => uid)
  // Only pods and ReplicaSets are ever adopted by a controller.
  const isOrphan = (resource === 'pods' || resource === 'replicasets') && !owners.some(({ controller }) => controller)
  return (isOrphan ? [...uids, ''] : uids).map(uid => `${uid}/${resource}/${keyOf(object)}`)
}

function resourceFor(object: KubeObject): ApiResource {
  const resource = resourceOf(object)
  if (!resource) throw new Error(`no resource of kind ${object.apiVersion} ${object.kind}`)
  return resource
}
