import type { Affinity, PodAffinity, PodAffinityTerm } from './affinity.ts'
import { type FieldError, forbidden, invalidValue, requiredValue } from './field-error.ts'
import { dnsLabelComplaints, dnsSubdomainComplaints } from './label.ts'
import type { LabelSelector } from './label-selector.ts'
import { NODE_SELECTOR_OPERATORS, type NodeSelectorRequirement, type NodeSelectorTerm } from './node-selector.ts'
import {
  labelKeyErrors,
  labelSelectorErrors,
  labelValueListErrors,
  unknownOperator,
  valuesErrors,
} from './validate-labels.ts'
import type { KubernetesVersion } from './version.ts'

/** What the API server refuses in a pod's affinity, in its order. (core/validation `validateAffinity`) */
export function affinityErrors(affinity: Affinity, path: string, version?: KubernetesVersion): readonly FieldError[] {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity
  return [
    ...(nodeAffinity ? nodeAffinityErrors(nodeAffinity, `${path}.nodeAffinity`, version) : []),
    ...(podAffinity ? podAffinityErrors(podAffinity, `${path}.podAffinity`, version) : []),
    ...(podAntiAffinity ? podAffinityErrors(podAntiAffinity, `${path}.podAntiAffinity`, version) : []),
  ]
}

/**
 * What is wrong with keys that are to be matched or mismatched by a pod's own labels; `path` is that of the term they
 * stand in. (`ValidateMatchLabelKeysAndMismatchLabelKeys`)
 */
export function labelKeysErrors(
  matchKeys: readonly string[],
  mismatchKeys: readonly string[],
  selector: LabelSelector | undefined,
  path: string,
  version?: KubernetesVersion,
): readonly FieldError[] {
  const errors = [
    ...keyListErrors(matchKeys, selector, `${path}.matchLabelKeys`, version),
    ...keyListErrors(mismatchKeys, selector, `${path}.mismatchLabelKeys`, version),
  ]
  // The keys to match have been written into the selector by now: what is in it twice was there before.
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}))
  const lastOf = new Map(matchKeys.map((key, index) => [key, index]))
  for (const { key } of selector?.matchExpressions ?? []) {
    const last = lastOf.get(key)
    if (last !== undefined && seen.has(key)) errors.push(keyTwice(`${path}[${last}]`, key, 'labelSelector'))
    seen.add(key)
  }
  const mismatched = new Set(mismatchKeys)
  for (const [index, key] of matchKeys.entries()) {
    if (mismatched.has(key)) errors.push(keyTwice(`${path}.matchLabelKeys[${index}]`, key, 'mismatchLabelKeys'))
  }
  return errors
}

function nodeAffinityErrors(
  affinity: NonNullable<Affinity['nodeAffinity']>,
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: required,
    preferredDuringSchedulingIgnoredDuringExecution: preferred = [],
  } = affinity
  const errors: FieldError[] = []
  if (required) {
    const terms = `${path}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`
    if (required.nodeSelectorTerms.length === 0) {
      errors.push(requiredValue(terms, 'terms-required', 'must have at least one node selector term'))
    }
    for (const [index, term] of required.nodeSelectorTerms.entries()) {
      errors.push(...termErrors(term, true, `${terms}[${index}]`, version))
    }
  }
  for (const [index, { weight, preference }] of preferred.entries()) {
    const at = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`
    errors.push(...weightErrors(weight, `${at}.weight`))
    errors.push(...termErrors(preference, false, `${at}.preference`, version))
  }
  return errors
}

/** In a preferred term, what is no label's value is let through: where one node is left, nobody looks at it. */
function termErrors(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  checkValues: boolean,
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  return [
    ...matchExpressions.flatMap((requirement, index) =>
      expressionErrors(requirement, checkValues, `${path}.matchExpressions[${index}]`, version),
    ),
    ...matchFields.flatMap((requirement, index) => fieldErrors(requirement, `${path}.matchFields[${index}]`)),
  ]
}

function expressionErrors(
  { key, operator, values = [] }: NodeSelectorRequirement,
  checkValues: boolean,
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  const errors: FieldError[] = []
  if (!NODE_SELECTOR_OPERATORS.includes(operator)) {
    errors.push(unknownOperator(operator, `${path}.operator`, NODE_SELECTOR_OPERATORS))
  } else if ((operator === 'Gt' || operator === 'Lt') && values.length !== 1) {
    const detail = "must be specified single value when `operator` is 'Lt' or 'Gt'"
    errors.push(requiredValue(`${path}.values`, 'single-value-required', detail))
  } else {
    errors.push(...valuesErrors(operator, values, `${path}.values`))
  }
  errors.push(...labelKeyErrors(key, `${path}.key`, version))
  if (checkValues) errors.push(...labelValueListErrors(values, `${path}.values`, version))
  return errors
}

function fieldErrors({ key, operator, values = [] }: NodeSelectorRequirement, path: string): readonly FieldError[] {
  const errors: FieldError[] = []
  if (operator !== 'In' && operator !== 'NotIn') {
    errors.push(unknownOperator(operator, `${path}.operator`, ['In', 'NotIn']))
  } else if (values.length !== 1) {
    const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
    errors.push(requiredValue(`${path}.values`, 'single-value-required', detail))
  }
  if (key !== 'metadata.name') {
    const text = 'not a valid field selector key'
    errors.push(invalidValue(`${path}.key`, key, { code: 'unknown-field-key', params: { key }, text }))
    return errors
  }
  for (const [index, name] of values.entries()) {
    for (const found of dnsSubdomainComplaints(name)) errors.push(invalidValue(`${path}.values[${index}]`, name, found))
  }
  return errors
}

function podAffinityErrors(
  affinity: PodAffinity,
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: required = [],
    preferredDuringSchedulingIgnoredDuringExecution: preferred = [],
  } = affinity
  return [
    ...required.flatMap((term, index) =>
      podTermErrors(term, `${path}.requiredDuringSchedulingIgnoredDuringExecution[${index}]`, version),
    ),
    ...preferred.flatMap(({ weight, podAffinityTerm }, index) => {
      const at = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`
      return [
        ...weightErrors(weight, `${at}.weight`),
        ...podTermErrors(podAffinityTerm, `${at}.podAffinityTerm`, version),
      ]
    }),
  ]
}

/** Upstream reports a wrong namespace at `.namespace`, though the field is `namespaces`. */
function podTermErrors(
  term: PodAffinityTerm,
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  const { labelSelector, namespaceSelector, namespaces = [], matchLabelKeys = [], mismatchLabelKeys = [] } = term
  return [
    ...labelSelectorErrors(labelSelector, `${path}.labelSelector`, version),
    ...labelSelectorErrors(namespaceSelector, `${path}.namespaceSelector`, version),
    ...namespaces.flatMap(name =>
      dnsLabelComplaints(name).map(complaint => invalidValue(`${path}.namespace`, name, complaint)),
    ),
    ...labelKeysErrors(matchLabelKeys, mismatchLabelKeys, labelSelector, path, version),
    ...(term.topologyKey === ''
      ? [requiredValue(`${path}.topologyKey`, 'topology-key-required', 'can not be empty')]
      : []),
    ...labelKeyErrors(term.topologyKey, `${path}.topologyKey`, version),
  ]
}

function weightErrors(weight: number, path: string): readonly FieldError[] {
  if (weight >= 1 && weight <= 100) return []
  const params = { min: 1, max: 100 }
  return [invalidValue(path, weight, { code: 'out-of-range', params, text: 'must be in the range 1-100' })]
}

function keyListErrors(
  keys: readonly string[],
  selector: LabelSelector | undefined,
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  if (keys.length === 0) return []
  if (!selector) {
    return [forbidden(path, 'needs-label-selector', 'must not be specified when labelSelector is not set')]
  }
  return keys.flatMap((key, index) => labelKeyErrors(key, `${path}[${index}]`, version))
}

function keyTwice(path: string, key: string, other: string): FieldError {
  const text = `exists in both matchLabelKeys and ${other}`
  return invalidValue(path, key, { code: 'key-twice', params: { key, other }, text })
}
