import { decode } from '../kubernetes/decode.ts'
import { schemaOf } from '../kubernetes/schemas.ts'
import { resourceOf } from './api-resource.ts'
import { readTime } from './clock.ts'
import { announced, type Cluster, clusterOf, find, type Held, list } from './cluster.ts'
import { isRecord, type KubeObject } from './object.ts'
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
    if (!isObject(value)) issues.push({ path, text: 'is not an object with apiVersion, kind and metadata.name' })
    else if (!resourceOf(value)) ignored.push(`${value.kind}/${value.metadata.name}`)
    else {
      const fault = mistypedIn(value)
      if (fault) issues.push({ path: `${path}.${fault.path}`, text: fault.text })
      else objects.push(value)
    }
  }
  if (issues.length > 0) return { ok: false, issues }
  return { ok: true, cluster: gathered(objects, version ?? versionOf(objects), seed), ignored }
}

function itemsOf(value: unknown, path: string): readonly { readonly path: string; readonly value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => itemsOf(item, `${path}[${index}]`))
  if (!isRecord(value) || !Array.isArray(value['items'])) return [{ path, value }]
  return value['items'].map((item: unknown, index) => ({
    path: `${path ? `${path}.` : ''}items[${index}]`,
    value: item,
  }))
}

/** A list of one type leaves out what it is a list of. */
function isObject(value: unknown): value is KubeObject {
  if (!isRecord(value) || typeof value['apiVersion'] !== 'string' || typeof value['kind'] !== 'string') return false
  const { metadata } = value
  return isRecord(metadata) && typeof metadata['name'] === 'string'
}

/** Fields that nobody here knows are no fault: the other cluster may be newer. */
function mistypedIn(object: KubeObject): { readonly path: string; readonly text: string } | undefined {
  const [group = '', version] = object.apiVersion.split('/')
  const schema = schemaOf(version === undefined ? '' : group, object.kind)
  return schema && decode(object, schema).mistyped[0]
}

function gathered(objects: readonly KubeObject[], version: string, seed: number): Cluster {
  const now = objects.reduce((latest, object) => Math.max(latest, latestTime(object)), 0)
  // A cluster that comes from here may have drawn from this seed already.
  const bare = clusterOf(version, now, objects, Math.imul(seed, 0x9e3779b1) ^ Math.imul(now, 0x85ebca6b))
  const known = new Set(objects.map(({ metadata }) => metadata.uid))
  const owners = objects.flatMap(({ metadata }) => metadata.ownerReferences ?? [])
  const missing = owners.filter(({ uid }) => !known.has(uid)).map(({ uid }) => [uid, true] as const)
  const namespaces = new Set(['default', ...objects.flatMap(({ metadata }) => metadata.namespace ?? [])])
  const whole: Cluster = { ...bare, elsewhere: sortedMapOf(missing) }
  const housed = [...namespaces].reduce((next, name) => {
    if (find(next, 'namespaces', name)) return next
    const manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
    return step(next, { type: 'create', manifest }).cluster
  }, whole)
  const nodes = list(housed, 'nodes')
  const names = new Set(nodes.map(({ metadata }) => metadata.name))
  const unsettled = list(housed, 'pods').filter(({ metadata, spec, status }) => {
    const isLost = nodes.length > 0 && spec.nodeName && !names.has(spec.nodeName)
    return status?.phase !== 'Running' || metadata.deletionTimestamp || isLost
  })
  return announced(housed, [...nodes, ...unsettled])
}

function latestTime(object: KubeObject): number {
  const { creationTimestamp, deletionTimestamp } = object.metadata
  const { conditions = [] } = (object['status'] ?? {}) as NonNullable<Held['nodes']['status']>
  const times = conditions.flatMap(one => [one.lastHeartbeatTime, one.lastTransitionTime])
  return Math.max(0, ...[creationTimestamp, deletionTimestamp, ...times].map(time => readTime(time) ?? 0))
}

function versionOf(objects: readonly KubeObject[]): string {
  const node = objects.find(({ kind }) => kind === 'Node') as Held['nodes'] | undefined
  return node?.status?.nodeInfo?.kubeletVersion || 'v1.37.2'
}
