import { type Decoded, decode, decodingError } from './decode.ts'
import { printGoJson } from './go-text.ts'
import { OBJECT_META } from './object-meta-schema.ts'
import {
  type Admitted,
  type ApiObject,
  type Inspection,
  prepareNew,
  prepareUpdate,
  type WriteContext,
} from './prepare.ts'
import { schemaOf } from './schemas.ts'
import type { ServerSettings } from './server-settings.ts'
import { badRequestStatus } from './status.ts'
import { newErrors, updateErrors } from './validation.ts'

/** How the API server looks at what a client sends: it reads it strictly and validates what comes of it. */
export const INSPECTION: Inspection = { read: readObject, newErrors, updateErrors }

/**
 * What the API server makes of a new object that a client sends, with strict field validation: decoding, defaults, admission,
 * validation. Takes any JSON value and never changes it. (apiserver `createHandler`)
 */
export function admitNew(object: unknown, context: WriteContext): Admitted {
  return prepareNew(object as ApiObject, context, INSPECTION)
}

/** What it makes of an update of `old`, which is stored. Takes any JSON value. (apiserver `UpdateResource`) */
export function admitUpdate(object: unknown, old: ApiObject, settings: ServerSettings = {}): Admitted {
  return prepareUpdate(object as ApiObject, old, settings, INSPECTION)
}

/** Strictly: what does not fit, or is not known, is refused. Of a kind without a schema here only the metadata is read. */
function readObject(object: unknown): Admitted {
  if (isDeeperThan(object, MAX_DEPTH)) return badRequest('error decoding from json: exceeded max depth')
  const { apiVersion, kind } = isObject(object) ? object : {}
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isObject(object)) {
    const missing = typeof kind === 'string' ? 'apiVersion' : 'Kind'
    return badRequest(`Object '${missing}' is missing in '${printGoJson(object ?? null)}'`)
  }
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  const schema = schemaOf(group, kind)
  const decoded = schema ? decode(object, schema) : decodeMetadata(object, kind)
  const error = decodingError(decoded)
  if (error === undefined) return { ok: true, value: decoded.value as ApiObject }
  return {
    ok: false,
    status: badRequestStatus(kind, version, error),
    issues: [...decoded.mistyped, ...decoded.unknown],
  }
}

function badRequest(message: string): Admitted {
  return { ok: false, status: { code: 400, reason: 'BadRequest', message, causes: [] }, issues: [] }
}

/** Far deeper than any object of the API, and not so deep that walking it could end the program. Upstream allows 10 000. */
const MAX_DEPTH = 1000

function isDeeperThan(value: unknown, max: number): boolean {
  // Each object once a level: what is shared, or holds itself, must not multiply.
  let level = new Set([value])
  for (let depth = 0; depth <= max; depth += 1) {
    const objects = [...level].filter(item => typeof item === 'object' && item !== null)
    if (objects.length === 0) return false
    level = new Set(objects.flatMap(item => Object.values(item as object)))
  }
  return true
}

function decodeMetadata(object: Readonly<Record<string, unknown>>, kind: string): Decoded {
  const place = { path: 'metadata', struct: kind, field: 'metadata' }
  const decoded = decode(object.metadata ?? {}, OBJECT_META, place)
  return { ...decoded, value: { ...object, metadata: decoded.value } }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
