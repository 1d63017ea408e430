import type { Taint } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import { explainMatch } from '../scheduling/toleration.ts'
import type { FieldCode, FieldReason, OperatorReason, ValueMiss } from './reason.ts'

export const FIELDS = ['key', 'value', 'effect'] as const
export type Field = (typeof FIELDS)[number]

/** How each field of a toleration stands to the taint's, the others apart, with what a value that differs lacks. */
export function explainFields(toleration: Toleration, taint: Taint): Readonly<Record<Field, FieldReason>> {
  const { key, value, effect } = explainMatch(toleration, taint)
  const reason = <Code extends FieldCode>(code: Code) => ({ code, taint, toleration })
  return {
    key: reason(`key-${key}`),
    value: reason(value === 'differs' ? valueMiss(toleration, taint) : `value-${value}`),
    effect: reason(`effect-${effect}`),
  }
}

/** Why the toleration does not tolerate the taint: each field that differs, and where an omitted operator made it so. */
export function whyFieldsDiffer(toleration: Toleration, taint: Taint): readonly (FieldReason | OperatorReason)[] {
  const reasons = explainFields(toleration, taint)
  return FIELDS.filter(field => explainMatch(toleration, taint)[field] === 'differs').flatMap(field =>
    field === 'value' && !toleration.operator ? [{ code: 'operator-omitted' as const }, reasons.value] : reasons[field],
  )
}

/** What is wrong between two values of which at least one is there. */
export function valueMiss(toleration: Toleration, taint: Taint): ValueMiss {
  if (!toleration.value) return 'value-missing'
  return taint.value ? 'value-differs' : 'value-unasked'
}
