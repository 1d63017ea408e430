import { sameJson } from '../kubernetes/same-json.ts'
import { isRecord } from './json.ts'

export type JsonPatchResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

/** Applies a JSON patch, operation by operation; not `ok` if one of them cannot be done. (RFC 6902) */
export function jsonPatch(object: unknown, operations: unknown): JsonPatchResult {
  if (!Array.isArray(operations)) return { ok: false }
  let value = object
  for (const operation of operations as readonly unknown[]) {
    if (!isRecord(operation)) return { ok: false }
    const done = applyOperation(value, operation)
    if (!done.ok) return done
    value = done.value
  }
  return { ok: true, value }
}

const FAILED: JsonPatchResult = { ok: false }

function applyOperation(object: unknown, operation: Readonly<Record<string, unknown>>): JsonPatchResult {
  const { op, path, from, value } = operation
  const at = readPointer(path)
  if (!at) return FAILED
  switch (op) {
    case 'add':
      return change(object, at, (holder, key) => put(holder, key, value, true))
    case 'replace':
      return lookUp(object, at).ok ? change(object, at, (holder, key) => put(holder, key, value, false)) : FAILED
    case 'remove':
      return change(object, at, takeAway)
    case 'test': {
      const found = lookUp(object, at)
      return found.ok && sameJson(found.value, value) ? { ok: true, value: object } : FAILED
    }
    case 'move':
    case 'copy': {
      const source = readPointer(from)
      const found = source ? lookUp(object, source) : FAILED
      if (!source || !found.ok) return FAILED
      const left: JsonPatchResult = op === 'move' ? change(object, source, takeAway) : { ok: true, value: object }
      return left.ok ? change(left.value, at, (holder, key) => put(holder, key, found.value, true)) : FAILED
    }
    default:
      return FAILED
  }
}

function readPointer(path: unknown): readonly string[] | undefined {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/'))) return undefined
  return path
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function lookUp(object: unknown, path: readonly string[]): JsonPatchResult {
  let value = object
  for (const key of path) {
    const holder: unknown = value
    if (Array.isArray(holder) && /^\d+$/.test(key) && Number(key) < holder.length) value = holder[Number(key)]
    else if (isRecord(holder) && Object.hasOwn(holder, key)) value = holder[key]
    else return FAILED
  }
  return { ok: true, value }
}

type Edit = (holder: unknown, key: string) => JsonPatchResult

/** The object with what stands at a path changed; every object and list on the way is a new one. */
function change(object: unknown, [key, ...rest]: readonly string[], edit: Edit): JsonPatchResult {
  // An empty path is the whole object, which nothing here replaces.
  if (key === undefined) return FAILED
  if (rest.length === 0) return edit(object, key)
  const inner = lookUp(object, [key])
  const changed = inner.ok ? change(inner.value, rest, edit) : FAILED
  return changed.ok ? put(object, key, changed.value, false) : FAILED
}

function put(holder: unknown, key: string, value: unknown, inserts: boolean): JsonPatchResult {
  if (Array.isArray(holder)) {
    const index = key === '-' ? holder.length : /^\d+$/.test(key) ? Number(key) : -1
    if (index < 0 || index > holder.length || (!inserts && index === holder.length)) return FAILED
    return { ok: true, value: holder.toSpliced(index, inserts ? 0 : 1, value) }
  }
  return isRecord(holder) && key !== '__proto__' ? { ok: true, value: { ...holder, [key]: value } } : FAILED
}

function takeAway(holder: unknown, key: string): JsonPatchResult {
  if (Array.isArray(holder) && /^\d+$/.test(key) && Number(key) < holder.length)
    return { ok: true, value: holder.toSpliced(Number(key), 1) }
  if (!isRecord(holder) || !Object.hasOwn(holder, key)) return FAILED
  const { [key]: _, ...rest } = holder
  return { ok: true, value: rest }
}
