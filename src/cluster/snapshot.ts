import type { Gates } from '../kubernetes/gates.ts'
import { API_RESOURCES, resourceOf } from './api-resource.ts'
import { type Change, type Cluster, clusterInPieces, listObjects, takeUnseen, withUnseen } from './cluster.ts'
import { isRecord, type KubeObject } from './object.ts'
import { atOnce, type Pieces } from './pieces.ts'
import { entriesUnder, type SortedMap, sortedMapOf } from './sorted-map.ts'

/** A whole cluster as plain JSON, to be kept and brought back. */
export interface Snapshot {
  /** Of this form; another number means another. */
  readonly format: 1
  readonly version: string
  readonly gates?: Gates
  readonly now: number
  readonly changedAt: number
  readonly resourceVersion: number
  readonly random: number
  readonly down: Cluster['down']
  readonly objects: readonly KubeObject[]
  readonly unseen: readonly Change[]
  /** What controllers remember, by the field that keeps it. */
  readonly memory: Readonly<Record<string, readonly (readonly [string, unknown])[]>>
}

export type Restored = { readonly ok: true; readonly cluster: Cluster } | { readonly ok: false; readonly text: string }

/** The maps of a cluster that its objects do not already say. */
export const MEMORY = [
  'work',
  'timers',
  'attempts',
  'kubelets',
  'podWorkers',
  'waiting',
  'activeQueue',
  'parked',
  'elsewhere',
  'evictions',
] as const satisfies readonly (keyof Cluster)[]

/** Writes a cluster down, with all that its controllers remember. */
export function saveSnapshot(cluster: Cluster): Snapshot {
  const { version, gates, now, changedAt, resourceVersion, random, down } = cluster
  return {
    format: 1,
    version,
    ...(gates && { gates }),
    now,
    changedAt,
    resourceVersion,
    random,
    down,
    // In an order that does not tell which resource had its first object when.
    objects: API_RESOURCES.flatMap(resource => listObjects(cluster, resource)),
    unseen: takeUnseen(cluster).changes,
    memory: Object.fromEntries(MEMORY.map(field => [field, entriesUnder<unknown>(cluster[field])])),
  }
}

/**
 * The cluster that was written down: it goes on as if nothing had been in between. What is no snapshot is refused with a
 * text that says what is missing; what is inside its objects is taken as it is.
 */
export function restoreSnapshot(value: unknown): Restored {
  return atOnce(restoredSnapshot(value))
}

/** As `restoreSnapshot`, of a cluster that may be large. */
export function* restoredSnapshot(value: unknown): Pieces<Restored> {
  if (!isRecord(value) || value['format'] !== 1) return { ok: false, text: 'not a snapshot of format 1' }
  const fault = faultIn(value)
  if (fault !== undefined) return { ok: false, text: fault }
  const { version, gates, now, changedAt, resourceVersion, random, down, objects, unseen, memory } =
    value as unknown as Snapshot
  const maps = Object.fromEntries(MEMORY.map(field => [field, sortedMapOf<unknown>(memory[field] ?? [])]))
  const bare = yield* clusterInPieces(version, now, objects, random)
  const whole = { ...bare, ...(maps as Readonly<Record<Memory, SortedMap<never>>>) }
  return {
    ok: true,
    cluster: withUnseen({ ...whole, ...(gates && { gates }), changedAt, resourceVersion, down }, unseen),
  }
}

export type Memory = (typeof MEMORY)[number]

function faultIn(value: Readonly<Record<string, unknown>>): string | undefined {
  const { version, gates, down, objects, unseen, memory } = value
  if (typeof version !== 'string') return 'version is not a text'
  if (gates !== undefined && !isRecord(gates)) return 'gates are not an object'
  const number = ['now', 'changedAt', 'resourceVersion', 'random'].find(name => !Number.isFinite(value[name]))
  if (number !== undefined) return `${number} is not a number`
  if (!Array.isArray(down)) return 'down is not a list'
  if (!Array.isArray(objects) || !objects.every(isStored)) return 'objects are not all objects that a cluster can hold'
  if (!Array.isArray(unseen) || !unseen.every(change => isRecord(change) && isStored(change['object']))) {
    return 'unseen are not all changes'
  }
  if (!isRecord(memory)) return 'memory is missing'
  const bad = MEMORY.find(field => !Array.isArray(memory[field]) || !memory[field].every(isEntry))
  return bad && `memory.${bad} is not a list of entries`
}

function isStored(value: unknown): value is KubeObject {
  if (!isRecord(value) || !isRecord(value['metadata'])) return false
  const { apiVersion, kind } = value
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !resourceOf({ apiVersion, kind })) return false
  return typeof value['metadata']['name'] === 'string' && (kind !== 'Pod' || isRecord(value['spec']))
}

function isEntry(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && typeof value[0] === 'string' && value.length === 2
}
