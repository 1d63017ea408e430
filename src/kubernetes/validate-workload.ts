import { type FieldError, forbidden, invalidValue, notSupported, requiredValue } from './field-error.ts'
import { parsePercent } from './int-or-percent.ts'
import { dnsSubdomainComplaints } from './label.ts'
import type { LabelSelector } from './label-selector.ts'
import type { PodTemplate } from './pod.ts'
import { labelSelectorMatches } from './selector.ts'
import type { ServerSettings } from './server-settings.ts'
import type { Toleration } from './toleration.ts'
import { labelSelectorErrors } from './validate-labels.ts'
import { immutableErrors, type Naming, objectMetaErrors, objectMetaUpdateErrors } from './validate-object-meta.ts'
import { podTemplateErrors } from './validate-pod.ts'
import type { DaemonSet, Deployment, ReplicaSet, RollingUpdate } from './workload.ts'

/** Workloads live in namespaces and are named like most objects. */
const WORKLOAD_NAMING: Naming = { namespaced: true, nameComplaints: dnsSubdomainComplaints }

export type Workload = DaemonSet | Deployment | ReplicaSet

/**
 * What the API server refuses in a new DaemonSet, Deployment or ReplicaSet, in its order. (apps/validation
 * `ValidateDaemonSet`, `ValidateDeployment`, `ValidateReplicaSet`)
 */
export function validateNewWorkload(workload: Workload, settings: ServerSettings = {}): readonly FieldError[] {
  return [
    ...objectMetaErrors(workload.metadata, WORKLOAD_NAMING, settings.version),
    ...specErrors(workload, settings, undefined),
  ]
}

/**
 * What the API server refuses in an update of a workload: its selector cannot change, its template can. `old` is of the
 * same kind. (apps/validation `ValidateDaemonSetUpdate` and its like; registry/apps `ValidateUpdate`)
 */
export function validateWorkloadUpdate(
  workload: Workload,
  old: Workload,
  settings: ServerSettings = {},
): readonly FieldError[] {
  return [
    ...objectMetaUpdateErrors(workload.metadata, old.metadata, settings.version),
    ...specErrors(workload, settings, old.spec?.template?.spec.tolerations),
    ...immutableErrors('spec.selector', workload.spec?.selector, old.spec?.selector),
  ]
}

function specErrors(
  workload: Workload,
  settings: ServerSettings,
  old: readonly Toleration[] | undefined,
): readonly FieldError[] {
  switch (workload.kind) {
    case 'DaemonSet':
      return daemonSetErrors(workload.spec, settings, old)
    case 'Deployment':
      return deploymentErrors(workload.spec, settings, old)
    case 'ReplicaSet':
      return replicaSetErrors(workload.spec, settings, old)
    default:
      throw new Error(`not a workload: ${workload.kind}`)
  }
}

function daemonSetErrors(
  spec: DaemonSet['spec'],
  settings: ServerSettings,
  old: readonly Toleration[] | undefined,
): readonly FieldError[] {
  const { selector, template, updateStrategy = {}, minReadySeconds = 0, revisionHistoryLimit = 0 } = spec
  return [
    ...labelSelectorErrors(selector, 'spec.selector', settings.version),
    ...templateLabelsErrors(selector, template),
    ...emptySelectorErrors(selector, 'daemonset'),
    ...podTemplateErrors(template, 'spec.template', settings, old),
    ...templateRestrictions(template, 'DaemonSet'),
    ...negativeErrors(minReadySeconds, 'spec.minReadySeconds'),
    ...daemonSetStrategyErrors(updateStrategy, 'spec.updateStrategy'),
    ...negativeErrors(revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ]
}

function deploymentErrors(
  spec: Deployment['spec'],
  settings: ServerSettings,
  old: readonly Toleration[] | undefined,
): readonly FieldError[] {
  const { replicas = 0, selector, template, strategy = {}, minReadySeconds = 0 } = spec ?? { template: NO_TEMPLATE }
  const { revisionHistoryLimit = 0, progressDeadlineSeconds } = spec ?? {}
  const errors: FieldError[] = [
    ...negativeErrors(replicas, 'spec.replicas'),
    ...requiredSelectorErrors(selector, settings),
    ...replicaTemplateErrors(selector, template, settings, old),
    ...deploymentStrategyErrors(strategy, 'spec.strategy'),
    ...negativeErrors(minReadySeconds, 'spec.minReadySeconds'),
    ...negativeErrors(revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ]
  if (progressDeadlineSeconds !== undefined) {
    const path = 'spec.progressDeadlineSeconds'
    errors.push(...negativeErrors(progressDeadlineSeconds, path))
    if (progressDeadlineSeconds <= minReadySeconds) {
      const text = 'must be greater than minReadySeconds'
      const params = { minReadySeconds }
      errors.push(invalidValue(path, progressDeadlineSeconds, { code: 'deadline-too-short', params, text }))
    }
  }
  return errors
}

function replicaSetErrors(
  spec: ReplicaSet['spec'],
  settings: ServerSettings,
  old: readonly Toleration[] | undefined,
): readonly FieldError[] {
  const { replicas = 0, selector, template = NO_TEMPLATE, minReadySeconds = 0 } = spec ?? {}
  return [
    ...negativeErrors(replicas, 'spec.replicas'),
    ...negativeErrors(minReadySeconds, 'spec.minReadySeconds'),
    ...requiredSelectorErrors(selector, settings),
    ...replicaTemplateErrors(selector, template, settings, old),
  ]
}

const NO_TEMPLATE: PodTemplate = { spec: { containers: [] } }

/** The word `deployment` stands in the text for a ReplicaSet too. */
function requiredSelectorErrors(selector: LabelSelector | undefined, settings: ServerSettings): readonly FieldError[] {
  if (!selector) return [requiredValue('spec.selector')]
  return [
    ...labelSelectorErrors(selector, 'spec.selector', settings.version),
    ...emptySelectorErrors(selector, 'deployment'),
  ]
}

function emptySelectorErrors(selector: LabelSelector | undefined, noun: string): readonly FieldError[] {
  if (!selector || !isEmpty(selector)) return []
  const text = `empty selector is invalid for ${noun}`
  return [invalidValue('spec.selector', selector, { code: 'selector-empty', params: {}, text })]
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0
}

/** (`ValidatePodTemplateSpecForReplicaSet`) */
function replicaTemplateErrors(
  selector: LabelSelector | undefined,
  template: PodTemplate,
  settings: ServerSettings,
  old: readonly Toleration[] | undefined,
): readonly FieldError[] {
  return [
    ...templateLabelsErrors(selector, template),
    ...podTemplateErrors(template, 'spec.template', settings, old),
    ...templateRestrictions(template, 'ReplicaSet'),
  ]
}

function templateLabelsErrors(selector: LabelSelector | undefined, template: PodTemplate): readonly FieldError[] {
  const labels = template.metadata?.labels
  if (labelSelectorMatches(selector, labels ?? {})) return []
  const text = '`selector` does not match template `labels`'
  const complaint = { code: 'selector-misses-template', params: {}, text } as const
  return [invalidValue('spec.template.metadata.labels', labels ?? null, complaint)]
}

/** What a workload makes is to run for ever. */
function templateRestrictions({ spec }: PodTemplate, kind: string): readonly FieldError[] {
  const errors: FieldError[] = []
  if (spec.restartPolicy !== 'Always') {
    errors.push(notSupported('spec.template.spec.restartPolicy', spec.restartPolicy ?? '', ['Always']))
  }
  if (spec.activeDeadlineSeconds !== undefined) {
    const detail = `activeDeadlineSeconds in ${kind} is not Supported`
    errors.push(forbidden('spec.template.spec.activeDeadlineSeconds', 'not-in-template', detail))
  }
  return errors
}

function daemonSetStrategyErrors(
  { type, rollingUpdate }: NonNullable<DaemonSet['spec']['updateStrategy']>,
  path: string,
): readonly FieldError[] {
  if (type === 'OnDelete') return []
  if (type !== 'RollingUpdate') return [unknownStrategy(path, type, rollingUpdate, ['RollingUpdate', 'OnDelete'])]
  if (!rollingUpdate) return [requiredValue(`${path}.rollingUpdate`)]
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate
  const [unavailablePath, surgePath] = [`${path}.rollingUpdate.maxUnavailable`, `${path}.rollingUpdate.maxSurge`]
  const errors: FieldError[] = [
    ...countErrors(maxUnavailable, unavailablePath),
    ...countErrors(maxSurge, surgePath),
    ...hundredErrors(maxUnavailable, unavailablePath),
    ...hundredErrors(maxSurge, surgePath),
  ]
  const [unavailable, surge] = [countOf(maxUnavailable) !== 0, countOf(maxSurge) !== 0]
  if (unavailable && surge) {
    const text = 'may not be set when maxUnavailable is non-zero'
    errors.push(invalidValue(surgePath, maxSurge, { code: 'surge-and-unavailable', params: {}, text }))
  } else if (!unavailable && !surge) {
    const detail = 'cannot be 0 when maxSurge is 0'
    errors.push(requiredValue(unavailablePath, 'neither-surge-nor-unavailable', detail))
  }
  return errors
}

function deploymentStrategyErrors(
  { type, rollingUpdate }: NonNullable<NonNullable<Deployment['spec']>['strategy']>,
  path: string,
): readonly FieldError[] {
  if (type === 'Recreate') {
    if (!rollingUpdate) return []
    const detail = "may not be specified when strategy `type` is 'Recreate'"
    return [forbidden(`${path}.rollingUpdate`, 'rolling-update-forbidden', detail)]
  }
  if (type !== 'RollingUpdate') return [unknownStrategy(path, type, rollingUpdate, ['Recreate', 'RollingUpdate'])]
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {}
  const unavailablePath = `${path}.rollingUpdate.maxUnavailable`
  const errors: FieldError[] = [
    ...countErrors(maxUnavailable, unavailablePath),
    ...countErrors(maxSurge, `${path}.rollingUpdate.maxSurge`),
  ]
  if (countOf(maxUnavailable) === 0 && countOf(maxSurge) === 0) {
    const text = 'may not be 0 when `maxSurge` is 0'
    errors.push(invalidJson(unavailablePath, maxUnavailable, 'neither-surge-nor-unavailable', text))
  }
  return [...errors, ...hundredErrors(maxUnavailable, unavailablePath)]
}

/** Upstream prints its internal struct, whose fields have no JSON names and no pointers. */
function unknownStrategy(
  path: string,
  type: string | undefined,
  rollingUpdate: RollingUpdate | undefined,
  supported: readonly string[],
): FieldError {
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {}
  const printed = rollingUpdate ? { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge } : null
  return notSupported(path, { Type: type ?? '', RollingUpdate: printed }, supported)
}

/** A count is a number of 0 or more, or a percentage. (`ValidatePositiveIntOrPercent`) */
function countErrors(value: number | string, path: string): readonly FieldError[] {
  if (typeof value === 'number') return negativeErrors(value, path)
  if (parsePercent(value) !== undefined) return []
  const text =
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"
  return [invalidJson(path, value, 'percent-format', text)]
}

function hundredErrors(value: number | string, path: string): readonly FieldError[] {
  if ((parsePercent(value) ?? 0) <= 100) return []
  return [invalidJson(path, value, 'over-hundred-percent', 'must not be greater than 100%')]
}

function countOf(value: number | string): number {
  return typeof value === 'number' ? value : (parsePercent(value) ?? 0)
}

function negativeErrors(value: number, path: string): readonly FieldError[] {
  if (value >= 0) return []
  return [invalidValue(path, value, { code: 'negative', params: {}, text: 'must be greater than or equal to 0' })]
}

function invalidJson(path: string, value: number | string, code: FieldError['code'], text: string): FieldError {
  return invalidValue(path, value, { code, params: { value }, text })
}
