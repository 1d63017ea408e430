export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const
export type TaintEffect = (typeof TAINT_EFFECTS)[number]

/** `Node.spec.taints[i]`. An empty value and an absent one are the same. */
export interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect: TaintEffect
  /** RFC 3339; set by the node lifecycle controller, never by `kubectl taint`. */
  readonly timeAdded?: string
}

/** Whether two taints are the same lock: a node holds at most one per (key, effect). (core/v1 `Taint.MatchTaint`) */
export function sameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect
}

/**
 * Prints a taint as kubectl does: `key=value:Effect`, `key:Effect` without a value, and, as upstream, `key` or
 * `key=value:` without an effect. (core/v1 `Taint.ToString`)
 */
export function printTaint(taint: { readonly key: string; readonly value?: string; readonly effect?: string }): string {
  const { key, value, effect } = taint
  if (!effect) return value ? `${key}=${value}:` : key
  return value ? `${key}=${value}:${effect}` : `${key}:${effect}`
}
