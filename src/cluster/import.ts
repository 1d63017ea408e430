import { decode, type Readings } from '../kubernetes/decode.ts'
import { defaultDaemonSet, defaultDeployment, defaultReplicaSet } from '../kubernetes/default-workload.ts'
import { OBJECT_META } from '../kubernetes/object-meta-schema.ts'
import { schemaOf } from '../kubernetes/schemas.ts'
import { resourceOf } from './api-resource.ts'
import { readTime } from './clock.ts'
import { announced, type Cluster, clusterInPieces, find, type Held, list } from './cluster.ts'
import { noted } from './controllers.ts'
import { isRecord, type KubeObject } from './object.ts'
import { atOnce, inTurn, type Pieces } from './pieces.ts'
import { drawUid } from './random.ts'
import { sortedMapOf } from './sorted-map.ts'
import { step } from './step.ts'

export interface ImportOptions {
  /** `v1.37.2`. Left out: what the nodes run, else the newest. */
  readonly version?: string
  readonly seed?: number
}

export type Imported =
  | {
      readonly ok: true
      readonly cluster: Cluster
      /** What was left out because no cluster here holds it: `Gateway/web`. */
      readonly ignored: readonly string[]
    }
  /** What cannot be read, each with where it stands: `items[3].spec.containers`. */
  | { readonly ok: false; readonly issues: readonly ImportIssue[] }

export interface ImportIssue {
  readonly path: string
  readonly text: string
}

/**
 * A cluster that goes on from what `kubectl get … -o json` printed of another: one object, a list, or several of either. Its
 * clock stands at the latest time in it. Namespaces that only its objects name are added, and owners that were not asked for
 * count as being there. What was under way goes on: pods that wait, start, end, or have lost their node.
 */
export function importObjects(values: readonly unknown[], { version, seed = 1 }: ImportOptions = {}): Imported {
  const issues: ImportIssue[] = []
  const objects: KubeObject[] = []
  const ignored: string[] = []
  const items = values.flatMap((value, index) => itemsOf(value, values.length > 1 ? `[${index}]` : ''))
  for (const { path, value } of items) {
    if (!isNamedObject(value)) issues.push({ path, text: 'is not an object with apiVersion, kind and metadata.name' })
    else if (!resourceOf(value)) ignored.push(`${value.kind}/${value.metadata.name}`)
    else {
      const read = readHeld(value)
      if (read.ok) objects.push(read.object)
      else issues.push({ path: `${path}.${read.fault.path}`, text: read.fault.text })
    }
  }
  if (issues.length > 0) return { ok: false, issues }
  const cluster = atOnce(gatheredCluster(objects, { ...(version && { version }), seed }))
  return { ok: true, cluster, ignored }
}

function itemsOf(value: unknown, path: string): readonly { readonly path: string; readonly value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => itemsOf(item, `${path}[${index}]`))
  if (!isRecord(value) || !Array.isArray(value['items'])) return [{ path, value }]
  return value['items'].map((item: unknown, index) => ({
    path: `${path ? `${path}.` : ''}items[${index}]`,
    value: item,
  }))
}

/** Whether a value says what it is and how it is called. A list of one type leaves that out of its elements. */
export function isNamedObject(value: unknown): value is KubeObject {
  if (!isRecord(value) || typeof value['apiVersion'] !== 'string' || typeof value['kind'] !== 'string') return false
  const { metadata } = value
  return isRecord(metadata) && typeof metadata['name'] === 'string'
}

/**
 * The object as an API server holds it: `null` says nothing, what every object of its kind has is there, and what nobody here
 * knows is gone, for the other cluster may be newer. Parts that `readings` knows are not read again. The fault is the first field that is not of its type.
 */
export function readHeld(
  object: KubeObject,
  readings?: Readings,
): { readonly ok: true; readonly object: KubeObject } | { readonly ok: false; readonly fault: ImportIssue } {
  const [group = '', version] = object.apiVersion.split('/')
  const schema = schemaOf(version === undefined ? '' : group, object.kind)
  const place = { path: 'metadata', struct: 'ObjectMeta', field: 'metadata' }
  const { value, mistyped } = schema
    ? decode(object, schema, undefined, readings)
    : decode(object.metadata, OBJECT_META, place)
  if (mistyped[0]) return { ok: false, fault: mistyped[0] }
  const held = schema ? value : { ...withoutNulls(object), metadata: value }
  return { ok: true, object: defaulted(held as KubeObject) }
}

/** An API server fills in what a workload leaves open, also when it reads it: its maker compares templates. */
function defaulted(object: KubeObject): KubeObject {
  if (!isRecord(object['spec']) || !isRecord(object['spec']['template'])) return object
  switch (object.kind) {
    case 'DaemonSet':
      return { ...object, spec: defaultDaemonSet(object as Held['daemonsets']).spec }
    case 'Deployment':
      return { ...object, spec: defaultDeployment(object as Held['deployments']).spec }
    case 'ReplicaSet':
      return { ...object, spec: defaultReplicaSet(object as Held['replicasets']).spec }
    default:
      return object
  }
}

/** A kind without a schema loses the fields that say nothing. */
function withoutNulls<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNulls) as Value
  if (!isRecord(value)) return value
  const said = Object.entries(value).filter(([, field]) => field !== null)
  return Object.fromEntries(said.map(([name, field]) => [name, withoutNulls(field)])) as Value
}

/** As `importObjects`, of objects in which nothing is mistyped, and of kinds that a cluster here holds: they may be many. */
export function* gatheredCluster(
  given: readonly KubeObject[],
  { version = versionOf(given), seed = 1 }: ImportOptions = {},
): Pieces<Cluster> {
  const now = latestTime(given)
  yield
  // A cluster that comes from here may have drawn from this seed already.
  let random = Math.imul(seed, 0x9e3779b1) ^ Math.imul(now, 0x85ebca6b)
  const objects = given.map(object => {
    if (object.metadata.uid) return object
    // Who has removed it for others' eyes: without it, nothing could be owned.
    const { value: uid, random: next } = drawUid(random)
    random = next
    return { ...object, metadata: { ...object.metadata, uid } }
  })
  yield
  const bare = yield* clusterInPieces(version, now, objects, random)
  const known = new Set(objects.map(({ metadata }) => metadata.uid))
  const owners = objects.flatMap(({ metadata }) => metadata.ownerReferences ?? [])
  const missing = owners.filter(({ uid }) => !known.has(uid)).map(({ uid }) => [uid, true] as const)
  yield
  let whole: Cluster = { ...bare, elsewhere: sortedMapOf(missing) }
  const namespaces = new Set(['default', ...objects.flatMap(({ metadata }) => metadata.namespace ?? [])])
  yield* inTurn([...namespaces], NAMESPACES_AT_A_TIME, name => {
    if (find(whole, 'namespaces', name)) return
    const manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
    whole = step(whole, { type: 'create', manifest }).cluster
  })
  yield
  const nodes = list(whole, 'nodes')
  const names = new Set(nodes.map(({ metadata }) => metadata.name))
  const unsettled = list(whole, 'pods').filter(({ metadata, spec, status }) => {
    const isLost = nodes.length > 0 && spec.nodeName && !names.has(spec.nodeName)
    return status?.phase !== 'Running' || metadata.deletionTimestamp || isLost
  })
  const news: readonly KubeObject[] = [...nodes, ...unsettled]
  for (let from = 0; from < news.length; from += NEWS_AT_A_TIME) {
    yield
    whole = noted(announced(whole, news.slice(from, from + NEWS_AT_A_TIME)))
  }
  return whole
}

/** How much is done in one piece: some thousandths of a second's work. */
const NAMESPACES_AT_A_TIME = 5
const NEWS_AT_A_TIME = 50

/** The latest second that is written anywhere in the objects. Times as the API prints them are in order as texts. */
function latestTime(objects: readonly KubeObject[]): number {
  let latest = ''
  const see = (time: unknown) => {
    if (typeof time === 'string' && time > latest && readTime(time) !== undefined) latest = time
  }
  for (const { metadata, status } of objects) {
    see(metadata.creationTimestamp)
    see(metadata.deletionTimestamp)
    const conditions = isRecord(status) && Array.isArray(status['conditions']) ? status['conditions'] : []
    for (const condition of conditions) {
      if (!isRecord(condition)) continue
      see(condition['lastHeartbeatTime'])
      see(condition['lastTransitionTime'])
    }
  }
  return Math.max(0, readTime(latest) ?? 0)
}

function versionOf(objects: readonly KubeObject[]): string {
  const node = objects.find(({ kind }) => kind === 'Node') as Held['nodes'] | undefined
  return node?.status?.nodeInfo?.kubeletVersion || 'v1.37.2'
}
