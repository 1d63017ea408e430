import { isRecord } from '../cluster/object.ts'
import { presetCluster } from '../cluster/presets.ts'
import { sha256 } from '../cluster/sha256.ts'
import { type Snapshot, saveSnapshot } from '../cluster/snapshot.ts'
import { RELEASES } from './lab-about.ts'
import type { LabIssue } from './lab-protocol.ts'
import type { SavedMoment } from './lab-saved.ts'
import type { LabAbout } from './lab-shown.ts'
import { LAB_PRESETS, LAB_VERSIONS } from './lab-terms.ts'

/**
 * A saved moment that leaves out what its preset says already, for a lab that is too large to travel whole. It can be read
 * as long as the preset founds the same cluster; `base` tells whether it does.
 */
export interface Abridged {
  readonly format: 'abridged'
  readonly base: string
  readonly moment: Omit<SavedMoment, 'cluster'>
  readonly cluster: Omit<Snapshot, 'objects' | 'memory'>
  readonly objects: readonly Part[]
  readonly memory: Readonly<Record<string, readonly Part[]>>
}

/** Something of its own, or so many items of the preset's list, from one of them on. */
type Part = { readonly own: unknown } | readonly [from: number, count: number]

export type Unabridged =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly issue: LabIssue }

/** A saved moment without what its preset says; undefined where it does not come from one. */
export function abridged({ cluster, ...moment }: SavedMoment): Abridged | undefined {
  const base = foundedFor(moment.about)
  if (!base) return undefined
  const { objects, memory, ...rest } = cluster
  return {
    format: 'abridged',
    base: digest(base),
    moment,
    cluster: rest,
    objects: partsOf(objects, base.objects),
    memory: Object.fromEntries(
      Object.entries(memory).map(([field, entries]) => [field, partsOf(entries, base.memory[field] ?? [])]),
    ),
  }
}

/** Whether a JSON value says that it leaves something out. */
export function isAbridged(value: unknown): boolean {
  return isRecord(value) && value['format'] === 'abridged'
}

/** The whole of what a JSON value from anywhere has left out. What it holds of its own, nobody has looked at yet. Never throws. */
export function unabridged(value: unknown): Unabridged {
  if (!isRecord(value) || !isRecord(value['moment'])) return invalid('moment')
  const { moment, cluster, memory } = value
  const base = foundedFor(moment['about'])
  if (!base) return invalid('about')
  if (value['base'] !== digest(base)) return { ok: false, issue: { code: 'link-base' } }
  if (!isRecord(cluster)) return invalid('cluster')
  if (!isRecord(memory)) return invalid('cluster.memory')
  const objects = wholeOf(value['objects'], base.objects)
  if (!objects) return invalid('cluster.objects')
  const remembered: Record<string, readonly unknown[]> = {}
  for (const field of Object.keys(base.memory)) {
    const entries = wholeOf(memory[field], base.memory[field] ?? [])
    if (!entries) return invalid(`cluster.memory.${field}`)
    remembered[field] = entries
  }
  return { ok: true, value: { ...moment, cluster: { ...cluster, objects, memory: remembered } } }
}

/** The preset's cluster as it is founded, for an `about` from anywhere. */
function foundedFor(about: unknown): Snapshot | undefined {
  if (!isRecord(about)) return undefined
  const { seed } = about as Partial<LabAbout>
  const preset = LAB_PRESETS.find(name => name === about['preset'])
  const version = LAB_VERSIONS.find(name => name === about['version'])
  if (!preset || !version || !Number.isSafeInteger(seed)) return undefined
  return saveSnapshot(presetCluster(preset, { version: RELEASES[version], ...(seed !== undefined && { seed }) }))
}

/** Differs where anything of the cluster does that could be left out: 64 bits of SHA-256, in hexadecimal. */
function digest({ objects, memory }: Snapshot): string {
  const bytes = sha256(JSON.stringify([objects, memory])).subarray(0, 8)
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

/** A list by what it shares with another, in the order of both. */
function partsOf(items: readonly unknown[], base: readonly unknown[]): readonly Part[] {
  const places = new Map(base.map((item, index) => [JSON.stringify(item), index]))
  const parts: Part[] = []
  let end = 0
  for (const item of items) {
    const place = places.get(JSON.stringify(item))
    const last = parts.at(-1)
    if (place === undefined || place < end) parts.push({ own: item })
    else if (last && !('own' in last) && place === end) parts[parts.length - 1] = [last[0], last[1] + 1]
    else parts.push([place, 1])
    if (place !== undefined && place >= end) end = place + 1
  }
  return parts
}

/** The list again. Each item of the other stands in it once at most, so that nothing small becomes large. */
function wholeOf(parts: unknown, base: readonly unknown[]): readonly unknown[] | undefined {
  if (!Array.isArray(parts)) return undefined
  const whole: unknown[] = []
  let end = 0
  for (const part of parts as readonly unknown[]) {
    if (isRecord(part) && 'own' in part) {
      whole.push(part['own'])
      continue
    }
    if (!Array.isArray(part) || part.length !== 2) return undefined
    const [from, count] = part as readonly unknown[]
    if (!isPlace(from) || !isPlace(count) || from < end || from + count > base.length) return undefined
    end = from + count
    whole.push(...base.slice(from, end))
  }
  return whole
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function invalid(path: string): Unabridged {
  return { ok: false, issue: { code: 'state-invalid', values: { path } } }
}
