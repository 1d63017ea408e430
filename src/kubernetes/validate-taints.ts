import { duplicateValue, type FieldError, invalidValue, notSupported, requiredValue } from './field-error.ts'
import { joinComplaints } from './issue.ts'
import { labelKeyComplaints, labelValueComplaints } from './label.ts'
import type { ServerSettings } from './server-settings.ts'
import { TAINT_EFFECTS, type Taint } from './taint.ts'

/**
 * What the API server refuses in a node's taints, in its order. `path` is where upstream says that the list stands:
 * `metadata.taints`, though it is `spec.taints`. The effects need not be known ones.
 * (core/validation `validateNodeTaints`)
 */
export function validateTaints(
  taints: readonly Taint[],
  path: string,
  { version }: ServerSettings = {},
): readonly FieldError[] {
  const seen = new Set<string>()
  return taints.flatMap((taint, index) => {
    const at = `${path}[${index}]`
    const errors = labelKeyComplaints(taint.key, version).map(found => invalidValue(`${at}.key`, taint.key, found))
    const value = taint.value ?? ''
    const joined = joinComplaints(labelValueComplaints(value, version))
    if (joined) errors.push(invalidValue(`${at}.value`, value, joined))
    errors.push(...effectErrors(taint.effect, `${at}.effect`))
    const pair = JSON.stringify([taint.effect, taint.key])
    if (seen.has(pair)) errors.push(duplicateTaint(taint, at))
    seen.add(pair)
    return errors
  })
}

function effectErrors(effect: string, path: string): readonly FieldError[] {
  if (effect === '') return [requiredValue(path, 'effect-required')]
  const known: readonly string[] = TAINT_EFFECTS
  return known.includes(effect) ? [] : [notSupported(path, effect, TAINT_EFFECTS, 'unknown-effect')]
}

/** Upstream prints its internal struct, whose fields have no JSON names. */
function duplicateTaint({ key, value = '', effect, timeAdded }: Taint, path: string): FieldError {
  const printed = { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null }
  return duplicateValue(path, printed, 'taint-not-unique', 'taints must be unique by key and effect pair')
}
