import { type FieldError, forbidden, invalidNamed, invalidValue, requiredValue } from './field-error.ts'
import { labelKeyComplaints, labelValueComplaints } from './label.ts'
import { LABEL_SELECTOR_OPERATORS, type LabelSelector, type LabelSelectorRequirement } from './label-selector.ts'
import type { Labels } from './object-meta.ts'
import type { KubernetesVersion } from './version.ts'

/** What is wrong with the key of a label that stands in a field. (meta/v1/validation `ValidateLabelName`) */
export function labelKeyErrors(key: string, path: string, version?: KubernetesVersion): readonly FieldError[] {
  return labelKeyComplaints(key, version).map(complaint => invalidValue(path, key, complaint))
}

/**
 * What is wrong with a set of labels; every error stands at `path`, which names no key. Upstream walks the set in no
 * certain order, here it is that of the keys. (`ValidateLabels`)
 */
export function labelsErrors(
  labels: Labels | undefined,
  path: string,
  version?: KubernetesVersion,
): readonly FieldError[] {
  return Object.keys(labels ?? {})
    .sort()
    .flatMap(key => [...labelKeyErrors(key, path, version), ...labelValueErrors(labels?.[key] ?? '', path, version)])
}

/** What is wrong with a selector of labels. One that is not there is fine. (`ValidateLabelSelector`) */
export function labelSelectorErrors(
  selector: LabelSelector | undefined,
  path: string,
  version?: KubernetesVersion,
): readonly FieldError[] {
  if (!selector) return []
  const { matchLabels, matchExpressions = [] } = selector
  return [
    ...labelsErrors(matchLabels, `${path}.matchLabels`, version),
    ...matchExpressions.flatMap((requirement, index) =>
      requirementErrors(requirement, `${path}.matchExpressions[${index}]`, version),
    ),
  ]
}

/** Whether values stand where the operator wants them: `In` and `NotIn` need some, `Exists` and `DoesNotExist` take none. */
export function valuesErrors(operator: string, values: readonly string[], path: string): readonly FieldError[] {
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0) {
    return [requiredValue(path, 'values-required', "must be specified when `operator` is 'In' or 'NotIn'")]
  }
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0) {
    return [forbidden(path, 'values-forbidden', "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")]
  }
  return []
}

/** `path: Invalid value: "x": not a valid selector operator`. */
export function unknownOperator(operator: string, path: string, known: readonly string[]): FieldError {
  const params = { value: operator, supported: known.join(', ') }
  return invalidNamed(path, operator, { code: 'unknown-operator', params, text: 'not a valid selector operator' })
}

/** What is wrong with each of a list of values. */
export function labelValueListErrors(
  values: readonly string[],
  path: string,
  version?: KubernetesVersion,
): readonly FieldError[] {
  return values.flatMap((value, index) => labelValueErrors(value, `${path}[${index}]`, version))
}

function labelValueErrors(value: string, path: string, version: KubernetesVersion | undefined): readonly FieldError[] {
  return labelValueComplaints(value, version).map(complaint => invalidValue(path, value, complaint))
}

function requirementErrors(
  { key, operator, values = [] }: LabelSelectorRequirement,
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  const known = LABEL_SELECTOR_OPERATORS.includes(operator)
  return [
    ...(known
      ? valuesErrors(operator, values, `${path}.values`)
      : [unknownOperator(operator, `${path}.operator`, LABEL_SELECTOR_OPERATORS)]),
    ...labelKeyErrors(key, `${path}.key`, version),
    ...labelValueListErrors(values, `${path}.values`, version),
  ]
}
