import { duplicateValue, type FieldError, invalidValue, notSupported, requiredValue } from './field-error.ts'
import type { TopologySpreadConstraint } from './topology-spread.ts'
import { labelKeysErrors } from './validate-affinity.ts'
import { labelSelectorErrors } from './validate-labels.ts'
import type { KubernetesVersion } from './version.ts'

/**
 * What the API server refuses in a pod's topology spread constraints, in its order. That the topology key is a label's key
 * is not checked. (core/validation `validateTopologySpreadConstraints`)
 */
export function topologySpreadErrors(
  constraints: readonly TopologySpreadConstraint[],
  path: string,
  version?: KubernetesVersion,
): readonly FieldError[] {
  const lastOf = new Map(constraints.map((constraint, index) => [pairOf(constraint), index]))
  return constraints.flatMap((constraint, index) => {
    const comesAgain = lastOf.get(pairOf(constraint)) !== index
    return constraintErrors(constraint, comesAgain, `${path}[${index}]`, version)
  })
}

/** What tells constraints apart, as upstream prints it. */
function pairOf({ topologyKey, whenUnsatisfiable }: TopologySpreadConstraint): string {
  return `{${topologyKey}, ${whenUnsatisfiable}}`
}

function constraintErrors(
  constraint: TopologySpreadConstraint,
  comesAgain: boolean,
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  const { maxSkew, topologyKey, whenUnsatisfiable, minDomains, labelSelector, matchLabelKeys = [] } = constraint
  const errors: FieldError[] = [...positiveErrors(maxSkew, `${path}.maxSkew`)]
  if (topologyKey === '') {
    errors.push(requiredValue(`${path}.topologyKey`, 'topology-key-required', 'can not be empty'))
  }
  if (!ACTIONS.includes(whenUnsatisfiable)) {
    errors.push(notSupported(`${path}.whenUnsatisfiable`, whenUnsatisfiable, ACTIONS))
  }
  if (comesAgain) errors.push(duplicateValue(`${path}.{topologyKey, whenUnsatisfiable}`, pairOf(constraint)))
  if (minDomains !== undefined) {
    errors.push(...positiveErrors(minDomains, `${path}.minDomains`))
    if (whenUnsatisfiable !== 'DoNotSchedule') {
      const text = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`
      const params = { value: whenUnsatisfiable }
      errors.push(invalidValue(`${path}.minDomains`, minDomains, { code: 'min-domains-for-hard-only', params, text }))
    }
  }
  for (const policy of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
    const value = constraint[policy]
    if (value !== undefined && !POLICIES.includes(value))
      errors.push(notSupported(`${path}.${policy}`, value, POLICIES))
  }
  errors.push(...labelKeysErrors(matchLabelKeys, [], labelSelector, path, version))
  errors.push(...labelSelectorErrors(labelSelector, `${path}.labelSelector`, version))
  return errors
}

const ACTIONS: readonly string[] = ['DoNotSchedule', 'ScheduleAnyway']
const POLICIES: readonly string[] = ['Honor', 'Ignore']

function positiveErrors(value: number, path: string): readonly FieldError[] {
  if (value > 0) return []
  return [invalidValue(path, value, { code: 'not-positive', params: {}, text: 'must be greater than zero' })]
}
