import type { TaintEffect } from './taint.ts'

export const TOLERATION_OPERATORS = ['Exists', 'Equal', 'Lt', 'Gt'] as const
export type TolerationOperator = (typeof TOLERATION_OPERATORS)[number]

/** `Pod.spec.tolerations[i]`. An absent field and an empty one are the same, except for `tolerationSeconds`. */
export interface Toleration {
  /** Left out: every key. The operator must then be `Exists`. */
  readonly key?: string
  /** Left out: `Equal`. The API server does not fill it in. */
  readonly operator?: TolerationOperator
  readonly value?: string
  /** Left out: every effect. */
  readonly effect?: TaintEffect
  /** For `NoExecute` only: how long a running pod stays, in seconds. Left out: for ever; 0 or less: not at all. */
  readonly tolerationSeconds?: number
}

/**
 * Prints a toleration as `kubectl describe` does: `key=value:Effect`, ` op=Exists`, ` for 300s`.
 * `Equal`, `Gt` and `Lt` print no operator. (kubectl `describe.go`, `printTolerationsInMultiline`)
 */
export function printToleration(toleration: Toleration): string {
  const { key = '', value = '', effect = '', operator, tolerationSeconds } = toleration
  let text = key
  if (value) text += `=${value}`
  if (effect) text += `:${effect}`
  if (operator === 'Exists' && !value) text += text ? ' op=Exists' : 'op=Exists'
  if (tolerationSeconds !== undefined) text += ` for ${tolerationSeconds}s`
  return text
}

/** Whether this is the passe-partout: no key, no effect, `Exists`. It tolerates every taint. */
export function isUniversal(toleration: Toleration): boolean {
  return !toleration.key && !toleration.effect && toleration.operator === 'Exists'
}
