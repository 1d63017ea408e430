import { parseInt64 } from '../kubernetes/decimal-int.ts'
import type { Gates } from '../kubernetes/gates.ts'
import type { Taint, TaintEffect } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'

export const MATCHING_RULES = ['exists', 'equal', 'less', 'greater'] as const
export const REFUSING_RULES = [
  'other-effect',
  'other-key',
  'other-value',
  'not-less',
  'not-greater',
  'not-a-number',
  'gate-off',
  'unknown-operator',
] as const
export type MatchRule = (typeof MATCHING_RULES)[number] | (typeof REFUSING_RULES)[number]

/** How one field of a toleration stands to the same field of a taint, the others apart. */
export type FieldMatch = 'same' | 'any' | 'differs'

export interface Match {
  readonly tolerates: boolean
  /** The rule that decided: the first that failed, in upstream's order, or the operator's own when none did. */
  readonly rule: MatchRule
  readonly key: FieldMatch
  readonly value: FieldMatch
  readonly effect: FieldMatch
}

/**
 * Whether a toleration tolerates a taint, whatever the API server would have said of either.
 *
 * Effect first, then key, then the operator decides on the value; an empty effect matches every effect, an empty key
 * every key. `Gt` and `Lt` match only with their gate on. (core/v1 `Toleration.ToleratesTaint`)
 */
export function tolerates(toleration: Toleration, taint: Taint, gates?: Gates): boolean {
  return isMatch(decidingRule(toleration, taint, gates))
}

/** Which rule decided whether `toleration` tolerates `taint`, and how each field compares, as data. Never throws. */
export function explainMatch(toleration: Toleration, taint: Taint, gates?: Gates): Match {
  const rule = decidingRule(toleration, taint, gates)
  const value = valueRule(toleration, taint, gates)
  return {
    tolerates: isMatch(rule),
    rule,
    key: fieldMatch(toleration.key, taint.key),
    value: value === 'exists' ? 'any' : isMatch(value) ? 'same' : 'differs',
    effect: fieldMatch(toleration.effect, taint.effect),
  }
}

/**
 * The first taint, in the node's order, that concerns the caller and that no toleration tolerates; `undefined` if
 * there is none. `appliesTo` says which taints concern the caller; left out, all do.
 * (component-helpers `FindMatchingUntoleratedTaint`)
 */
export function untoleratedTaint(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
  appliesTo?: (taint: Taint) => boolean,
  gates?: Gates,
): Taint | undefined {
  for (const taint of taints) {
    if (appliesTo && !appliesTo(taint)) continue
    if (!tolerations.some(toleration => tolerates(toleration, taint, gates))) return taint
  }
  return undefined
}

/**
 * Who looks at which effects. The scheduler's filter and the DaemonSet controller heed `NoSchedule` and `NoExecute`, its
 * score only `PreferNoSchedule`, eviction and the kubelet's admission only `NoExecute`. (kubernetes-spec 2.3)
 */
export const heededBy = {
  filter: effects('NoSchedule', 'NoExecute'),
  score: effects('PreferNoSchedule'),
  eviction: effects('NoExecute'),
} as const satisfies Record<string, (taint: Taint) => boolean>

function effects(...heeded: readonly TaintEffect[]): (taint: Taint) => boolean {
  return taint => heeded.includes(taint.effect)
}

function decidingRule(toleration: Toleration, taint: Taint, gates: Gates | undefined): MatchRule {
  // No field is read before it is needed, nor twice: these objects have so many shapes that reading costs most here.
  const { effect } = toleration
  if (effect && effect !== taint.effect) return 'other-effect'
  const { key } = toleration
  if (key && key !== taint.key) return 'other-key'
  return valueRule(toleration, taint, gates)
}

function valueRule(toleration: Toleration, taint: Taint, gates: Gates | undefined): MatchRule {
  const { operator } = toleration
  if (operator === 'Exists') return 'exists'
  if (!operator || operator === 'Equal')
    return (toleration.value || '') === (taint.value || '') ? 'equal' : 'other-value'
  if (operator !== 'Lt' && operator !== 'Gt') return 'unknown-operator'
  return gates?.TaintTolerationComparisonOperators ? comparisonRule(toleration, taint) : 'gate-off'
}

/** `Gt` reads "tolerate taints whose value is greater than": the taint's value stands on the left. */
function comparisonRule(toleration: Toleration, taint: Taint): MatchRule {
  const left = parseInt64(taint.value ?? '')
  const right = parseInt64(toleration.value ?? '')
  if (left === undefined || right === undefined) return 'not-a-number'
  if (toleration.operator === 'Lt') return left < right ? 'less' : 'not-less'
  return left > right ? 'greater' : 'not-greater'
}

function fieldMatch(wanted: string | undefined, found: string): FieldMatch {
  if (!wanted) return 'any'
  return wanted === found ? 'same' : 'differs'
}

function isMatch(rule: MatchRule): boolean {
  return rule === 'exists' || rule === 'equal' || rule === 'less' || rule === 'greater'
}
