import { duplicateValue, type FieldError, forbidden, invalidValue, notSupported } from './field-error.ts'
import type { Complaint } from './issue.ts'
import { dnsLabelComplaints, dnsSubdomainComplaints } from './label.ts'
import type { Pod, PodSpec, PodTemplate } from './pod.ts'
import type { ServerSettings } from './server-settings.ts'
import type { Toleration } from './toleration.ts'
import { affinityErrors } from './validate-affinity.ts'
import { containersErrors, imageSpacesErrors, rangeErrors } from './validate-containers.ts'
import { labelKeyErrors, labelsErrors } from './validate-labels.ts'
import { annotationsErrors, type Naming, objectMetaErrors } from './validate-object-meta.ts'
import { resourcesErrors } from './validate-resources.ts'
import { validateTolerations } from './validate-tolerations.ts'
import { topologySpreadErrors } from './validate-topology-spread.ts'

/** Pods live in namespaces and are named like most objects. */
const POD_NAMING: Naming = { namespaced: true, nameComplaints: dnsSubdomainComplaints }

/** What the API server refuses in a new pod, after defaults and admission, in its order. (core/validation `ValidatePodCreate`) */
export function validateNewPod(pod: Pod, settings: ServerSettings = {}): readonly FieldError[] {
  const { ephemeralContainers = [], nodeName, schedulingGates = [] } = pod.spec
  const errors = [...validatePod(pod, settings)]
  if (ephemeralContainers.length > 0) {
    errors.push(forbidden('spec.ephemeralContainers', 'not-on-create', 'cannot be set on create'))
  }
  if (nodeName && schedulingGates.length > 0) {
    errors.push(
      forbidden('spec.nodeName', 'gated-on-node', 'cannot be set until all schedulingGates have been cleared'),
    )
  }
  return errors
}

/**
 * What is refused in a pod whether it is new or not. `old` are the tolerations stored so far, which may let `Gt` and `Lt`
 * through. (`validatePodMetadataAndSpec`)
 */
export function validatePod(
  { metadata, spec }: Pod,
  settings: ServerSettings,
  old?: readonly Toleration[],
): readonly FieldError[] {
  return [
    ...objectMetaErrors(metadata, POD_NAMING, settings.version),
    ...podSpecErrors(spec, 'spec', 'pod', settings, old),
    ...imageSpacesErrors(spec.containers, 'spec.containers'),
    ...imageSpacesErrors(spec.initContainers ?? [], 'spec.initContainers'),
  ]
}

/** What the API server refuses in the template of a workload; `path` is `spec.template`. (`ValidatePodTemplateSpec`) */
export function podTemplateErrors(
  { metadata = {}, spec }: PodTemplate,
  path: string,
  settings: ServerSettings = {},
  old?: readonly Toleration[],
): readonly FieldError[] {
  const errors = [
    ...labelsErrors(metadata.labels, `${path}.labels`, settings.version),
    ...annotationsErrors(metadata.annotations, `${path}.annotations`, settings.version),
    ...podSpecErrors(spec, `${path}.spec`, 'template', settings, old),
  ]
  if ((spec.ephemeralContainers ?? []).length > 0) {
    const detail = 'ephemeral containers not allowed in pod template'
    errors.push(forbidden(`${path}.spec.ephemeralContainers`, 'not-in-template', detail))
  }
  return errors
}

/** (`ValidatePodSpec`) */
function podSpecErrors(
  spec: PodSpec,
  path: string,
  of: 'pod' | 'template',
  settings: ServerSettings,
  oldTolerations: readonly Toleration[] | undefined,
): readonly FieldError[] {
  const { version } = settings
  const { affinity, tolerations = [], topologySpreadConstraints = [], resources, activeDeadlineSeconds } = spec
  const name = (field: 'serviceAccountName' | 'nodeName' | 'priorityClassName') =>
    nameErrors(spec[field], `${path}.${field}`, dnsSubdomainComplaints)
  return [
    ...containersErrors(spec, path, version),
    ...(resources ? resourcesErrors(resources, 'pod', `${path}.resources`, version) : []),
    ...hostNetworkErrors(spec, path, of),
    ...oneOf(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], `${path}.restartPolicy`),
    ...oneOf(spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'], `${path}.dnsPolicy`),
    ...labelsErrors(spec.nodeSelector, `${path}.nodeSelector`, version),
    ...(affinity ? affinityErrors(affinity, `${path}.affinity`, version) : []),
    ...schedulingGatesErrors(spec, `${path}.schedulingGates`, settings),
    ...topologySpreadErrors(topologySpreadConstraints, `${path}.topologySpreadConstraints`, version),
    ...name('serviceAccountName'),
    ...name('nodeName'),
    ...(activeDeadlineSeconds === undefined
      ? []
      : rangeErrors(activeDeadlineSeconds, 1, 2 ** 31 - 1, `${path}.activeDeadlineSeconds`)),
    ...nameErrors(spec.hostname, `${path}.hostname`, dnsLabelComplaints),
    ...nameErrors(spec.subdomain, `${path}.subdomain`, dnsLabelComplaints),
    ...validateTolerations(tolerations, `${path}.tolerations`, settings, oldTolerations),
    ...name('priorityClassName'),
    ...preemptionPolicyErrors(spec.preemptionPolicy, `${path}.preemptionPolicy`),
    ...(spec.overhead ? resourcesErrors({ limits: spec.overhead }, 'container', `${path}.overhead`, version) : []),
  ]
}

function nameErrors(
  name: string | undefined,
  path: string,
  complaintsOf: (name: string) => readonly Complaint[],
): readonly FieldError[] {
  return name ? complaintsOf(name).map(complaint => invalidValue(path, name, complaint)) : []
}

/** (`ValidatePreemptionPolicy`) */
export function preemptionPolicyErrors(policy: string | undefined, path: string): readonly FieldError[] {
  return oneOf(policy, ['PreemptLowerPriority', 'Never'], path)
}

function oneOf(value: string | undefined, supported: readonly string[], path: string): readonly FieldError[] {
  return value === undefined || supported.includes(value) ? [] : [notSupported(path, value, supported)]
}

/** On the host's network a port is the host's; in a template it may still be left out. (`validatePodHostNetworkDeps`) */
function hostNetworkErrors(
  { hostNetwork, containers }: PodSpec,
  path: string,
  of: 'pod' | 'template',
): readonly FieldError[] {
  if (!hostNetwork) return []
  return containers.flatMap(({ ports = [] }, container) =>
    ports.flatMap(({ hostPort = 0, containerPort }, port) => {
      if (hostPort === containerPort || (of === 'template' && hostPort === 0)) return []
      const at = `${path}.containers[${container}].ports[${port}].hostPort`
      const text = 'must match `containerPort` when `hostNetwork` is true'
      return [invalidValue(at, hostPort, { code: 'host-port-differs', params: { containerPort }, text })]
    }),
  )
}

function schedulingGatesErrors(
  { schedulingGates = [] }: PodSpec,
  path: string,
  { version }: ServerSettings,
): readonly FieldError[] {
  const seen = new Set<string>()
  return schedulingGates.flatMap(({ name }, index) => {
    const errors = [...labelKeyErrors(name, `${path}[${index}]`, version)]
    if (seen.has(name)) errors.push(duplicateValue(`${path}[${index}]`, name))
    seen.add(name)
    return errors
  })
}
