import { decode } from './decode.ts'
import type { Issue } from './issue.ts'
import type { ServerSettings } from './server-settings.ts'
import type { Toleration } from './toleration.ts'
import { TOLERATIONS } from './toleration-schema.ts'
import { validateTolerations } from './validate-tolerations.ts'

export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/**
 * Reads any JSON value as the tolerations of a pod, as the API server would: first the types and names of the fields,
 * then, if those are right, the rules. `path` is where the list stands, for the issues' paths and texts. Never throws.
 */
export function readTolerations(
  value: unknown,
  settings: ServerSettings = {},
  path = 'spec.tolerations',
): Reading<readonly Toleration[]> {
  const decoded = decode(value, TOLERATIONS, { path, struct: 'PodSpec', field: path })
  const issues: readonly Issue[] = [...decoded.mistyped, ...decoded.unknown]
  if (issues.length > 0) return { ok: false, issues }
  // The schema has just made it so, but for the effects and operators, which validation checks.
  const tolerations = (decoded.value ?? []) as readonly Toleration[]
  const errors = validateTolerations(tolerations, path, settings)
  return errors.length > 0 ? { ok: false, issues: errors } : { ok: true, value: tolerations }
}
