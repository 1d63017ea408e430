import { isDecimalInteger, parseGoInt64 } from './decimal-int.ts'
import { type FieldError, invalidNamed, invalidValue, notSupported } from './field-error.ts'
import { quoteGo } from './go-text.ts'
import { type Complaint, joinComplaints } from './issue.ts'
import { labelKeyComplaints, labelValueComplaints } from './label.ts'
import type { ServerSettings } from './server-settings.ts'
import { TAINT_EFFECTS } from './taint.ts'
import type { Toleration } from './toleration.ts'
import { isBefore, type KubernetesVersion } from './version.ts'

/**
 * What the API server refuses in the tolerations of a pod or of a workload's template, in its order; `path` is where
 * the list stands (`spec.tolerations`). `old`, on an update, are the tolerations stored so far: if any of them compares
 * (`Gt`, `Lt`), the new ones may, even with the gate off. The effects and operators need not be known ones.
 * (core/validation `ValidateTolerations`; `pod/util.go` `allowTaintTolerationComparisonOperators`)
 */
export function validateTolerations(
  tolerations: readonly Toleration[],
  path: string,
  { version, gates }: ServerSettings = {},
  old: readonly Toleration[] = [],
): readonly FieldError[] {
  const mayCompare = Boolean(gates?.TaintTolerationComparisonOperators) || old.some(compares)
  return tolerations.flatMap((toleration, index) => {
    return tolerationErrors(toleration, `${path}[${index}]`, mayCompare, version)
  })
}

/** Whether a toleration uses one of the operators that a gate guards. */
function compares({ operator }: Toleration): boolean {
  return operator === 'Lt' || operator === 'Gt'
}

function tolerationErrors(
  { key = '', operator, value = '', effect, tolerationSeconds }: Toleration,
  path: string,
  mayCompare: boolean,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  const errors: FieldError[] = []
  if (key) errors.push(...labelKeyComplaints(key, version).map(found => invalidValue(`${path}.key`, key, found)))
  else if (operator !== 'Exists') {
    const text = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
    errors.push(invalidNamed(`${path}.operator`, operator ?? '', { code: 'empty-key-needs-exists', params: {}, text }))
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    const text = "effect must be 'NoExecute' when `tolerationSeconds` is set"
    errors.push(invalidNamed(`${path}.effect`, effect ?? '', { code: 'seconds-need-no-execute', params: {}, text }))
  }
  errors.push(...operatorErrors(operator, value, path, mayCompare, version))
  if (effect && !TAINT_EFFECTS.includes(effect)) {
    errors.push(notSupported(`${path}.effect`, effect, TAINT_EFFECTS, 'unknown-effect'))
  }
  return errors
}

/** A wrong value is reported at `.operator`, as upstream does, except for the operators that compare. */
function operatorErrors(
  operator: Toleration['operator'],
  value: string,
  path: string,
  mayCompare: boolean,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  switch (operator || 'Equal') {
    case 'Equal': {
      const joined = joinComplaints(labelValueComplaints(value, version))
      return joined ? [invalidValue(`${path}.operator`, value, joined)] : []
    }
    case 'Exists': {
      if (!value) return []
      const text = "value must be empty when `operator` is 'Exists'"
      return [invalidValue(`${path}.operator`, value, { code: 'exists-takes-no-value', params: { value }, text })]
    }
    case 'Lt':
    case 'Gt':
      // They came with 1.35; before, they were unknown like any other word.
      if (isBefore(version, '1.35')) return [unknownOperator(operator, path)]
      if (mayCompare) return comparedValueErrors(value, `${path}.value`)
      return [notSupported(`${path}.operator`, operator, ['Equal', 'Exists', 'Lt', 'Gt'], 'comparison-operator-off')]
    default:
      return [unknownOperator(operator, path)]
  }
}

function unknownOperator(operator: Toleration['operator'], path: string): FieldError {
  return notSupported(`${path}.operator`, operator, ['Equal', 'Exists'], 'unknown-operator')
}

/** The form is checked first, then Go's own parsing; a text that fails both is refused twice. */
function comparedValueErrors(value: string, path: string): readonly FieldError[] {
  const errors: FieldError[] = []
  if (value === '') {
    errors.push(invalidValue(path, value, { code: 'integer-empty', params: {}, text: 'must be non-empty' }))
  } else if (!isDecimalInteger(value)) {
    const text = 'must be a valid decimal integer in canonical form'
    errors.push(invalidValue(path, value, { code: 'integer-format', params: { value }, text }))
  }
  const unparsed = goParseIntComplaint(value)
  if (unparsed) errors.push(invalidValue(path, value, unparsed))
  return errors
}

/** What Go's `strconv.ParseInt` says; unlike the canonical form, it takes `+5` and `007`. */
function goParseIntComplaint(value: string): Complaint | undefined {
  if (parseGoInt64(value) !== undefined) return undefined
  const isNumber = /^[-+]?[0-9]+$/.test(value)
  return {
    code: isNumber ? 'integer-out-of-range' : 'integer-syntax',
    params: { value },
    text: `strconv.ParseInt: parsing ${quoteGo(value)}: ${isNumber ? 'value out of range' : 'invalid syntax'}`,
  }
}
