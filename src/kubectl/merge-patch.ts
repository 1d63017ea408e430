import { sameJson } from '../kubernetes/same-json.ts'
import { isRecord } from './json.ts'

type Fields = Readonly<Record<string, unknown>>

/** Lists whose elements are told apart by a field: a strategic patch merges them element by element. All others are replaced. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  addresses: 'type',
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  podIPs: 'ip',
  resourceClaims: 'name',
  secrets: 'name',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
}

/** Ports are told apart by their number, which a container and a Service call differently. */
function mergeKeyOf(field: string, items: readonly unknown[]): string | undefined {
  if (field !== 'ports') return Object.hasOwn(MERGE_KEYS, field) ? MERGE_KEYS[field] : undefined
  return items.some(item => isRecord(item) && item['containerPort'] !== undefined) ? 'containerPort' : 'port'
}

/** Applies a JSON merge patch: `null` removes a field, lists are replaced. (RFC 7386) */
export function mergePatch(object: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const merged: Record<string, unknown> = isRecord(object) ? { ...object } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key]
    else put(merged, key, mergePatch(own(merged, key), value))
  }
  return merged
}

/**
 * Applies a strategic merge patch: as a merge patch, but lists whose elements have a key of their own are merged by it;
 * `$patch: delete` removes an element, `$patch: replace` takes the place of what was there.
 * (apimachinery `strategicpatch.StrategicMergePatch`)
 */
export function strategicPatch(object: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  if (patch['$patch'] === 'replace') return withoutDirectives(patch)
  if (patch['$patch'] === 'delete') return {}
  const merged: Record<string, unknown> = isRecord(object) ? { ...object } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue
    if (value === null) delete merged[key]
    else if (Array.isArray(value)) put(merged, key, mergeLists(key, own(merged, key), value))
    else put(merged, key, strategicPatch(own(merged, key), value))
  }
  return merged
}

function mergeLists(field: string, list: unknown, patch: readonly unknown[]): readonly unknown[] {
  const key = mergeKeyOf(field, patch)
  const replaces = patch.some(item => isRecord(item) && item['$patch'] === 'replace' && Object.keys(item).length === 1)
  const items = patch.filter(
    item => !(isRecord(item) && Object.keys(item).length === 1 && item['$patch'] === 'replace'),
  )
  if (key === undefined || replaces || !Array.isArray(list)) return items.map(withoutDirectives)
  const merged: unknown[] = [...(list as readonly unknown[])]
  for (const item of items) {
    const at = merged.findIndex(one => isRecord(one) && isRecord(item) && one[key] === item[key])
    if (isRecord(item) && item['$patch'] === 'delete') {
      if (at >= 0) merged.splice(at, 1)
    } else if (at >= 0) merged[at] = strategicPatch(merged[at], item)
    else merged.push(withoutDirectives(item))
  }
  return merged
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, field]) => !key.startsWith('$') && field !== null)
      .map(([key, field]) => [key, withoutDirectives(field)]),
  )
}

/** Sets a field of any name: `__proto__` is one like the others. */
function put(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true })
}

/** What an object itself has there. */
function own(object: Fields, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/**
 * The patch that `kubectl apply` sends: what the manifest says otherwise than the object now, and the removal of what it
 * said last time and says no longer. Fields that somebody else set, and the manifest never did, stay.
 * (apimachinery `strategicpatch.CreateThreeWayMergePatch`)
 */
export function threeWayPatch(original: unknown, modified: unknown, current: unknown): Fields {
  const removed = differences(original, modified, 'removals')
  const changed = differences(current, modified, 'changes')
  return combine(removed, changed)
}

/** What a patch has to say to come from one object to another: only what changes and is new, or only what goes. */
function differences(from: unknown, to: unknown, which: 'changes' | 'removals'): Fields {
  const [before, after] = [isRecord(from) ? from : {}, isRecord(to) ? to : {}]
  const patch: Record<string, unknown> = {}
  for (const [key, old] of Object.entries(before)) {
    const now = own(after, key)
    if (now === undefined) {
      if (which === 'removals') put(patch, key, null)
      continue
    }
    const inside = insideOf(key, old, now, which)
    if (inside !== undefined) put(patch, key, inside)
  }
  if (which === 'changes')
    for (const [key, now] of Object.entries(after))
      if (!Object.hasOwn(before, key) && now !== null) put(patch, key, now)
  return patch
}

function insideOf(key: string, old: unknown, now: unknown, which: 'changes' | 'removals'): unknown {
  if (isRecord(old) && isRecord(now)) {
    const inside = differences(old, now, which)
    return Object.keys(inside).length > 0 ? inside : undefined
  }
  if (Array.isArray(old) && Array.isArray(now)) {
    const mergeKey = mergeKeyOf(key, [...(old as unknown[]), ...(now as unknown[])])
    if (mergeKey !== undefined) return listDifferences(mergeKey, old, now, which)
  }
  return which === 'changes' && !sameJson(old, now) ? now : undefined
}

function listDifferences(
  key: string,
  old: readonly unknown[],
  now: readonly unknown[],
  which: 'changes' | 'removals',
): readonly unknown[] | undefined {
  const same = (a: unknown, b: unknown) => isRecord(a) && isRecord(b) && a[key] === b[key]
  const patch: unknown[] = []
  for (const item of now) {
    const before = old.find(one => same(one, item))
    if (!isRecord(item)) continue
    if (before === undefined) {
      if (which === 'changes') patch.push(item)
      continue
    }
    const inside = differences(before, item, which)
    if (Object.keys(inside).length > 0) patch.push({ ...inside, [key]: item[key] })
  }
  if (which === 'removals')
    for (const item of old)
      if (isRecord(item) && !now.some(one => same(one, item))) patch.push({ $patch: 'delete', [key]: item[key] })
  return patch.length > 0 ? patch : undefined
}

function combine(removed: Fields, changed: Fields): Fields {
  const patch: Record<string, unknown> = { ...removed }
  for (const [key, value] of Object.entries(changed)) {
    const known = own(patch, key)
    if (isRecord(known) && isRecord(value)) put(patch, key, combine(known, value))
    else if (Array.isArray(known) && Array.isArray(value)) put(patch, key, combineLists(key, known, value))
    else put(patch, key, value)
  }
  return patch
}

function combineLists(field: string, removed: readonly unknown[], changed: readonly unknown[]): readonly unknown[] {
  const key = mergeKeyOf(field, [...removed, ...changed])
  if (key === undefined) return changed
  const isSame = (a: unknown, b: unknown) => isRecord(a) && isRecord(b) && a[key] === b[key]
  const both = changed.map(item => {
    const other = removed.find(one => isSame(one, item))
    return isRecord(other) && isRecord(item) ? combine(other, item) : item
  })
  return [...both, ...removed.filter(item => !changed.some(one => isSame(one, item)))]
}
