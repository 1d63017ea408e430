import { duplicateValue, type FieldError, forbidden, invalidValue, notSupported, requiredValue } from './field-error.ts'
import { byteLength } from './go-text.ts'
import type { Complaint } from './issue.ts'
import { dnsLabelComplaints } from './label.ts'
import type { Container, ContainerPort, PodSpec } from './pod.ts'
import { resourcesErrors } from './validate-resources.ts'
import { isBefore, type KubernetesVersion } from './version.ts'

/** What the API server refuses in a pod's containers and init containers, in its order. (core/validation `validateContainers`) */
export function containersErrors(spec: PodSpec, path: string, version?: KubernetesVersion): readonly FieldError[] {
  const { containers, initContainers = [] } = spec
  if (containers.length === 0) return [requiredValue(`${path}.containers`)]
  const names = new Set<string>()
  const initNames = new Set(containers.map(({ name }) => name))
  return [
    ...containers.flatMap((container, index) => {
      const at = `${path}.containers[${index}]`
      return [
        ...containerErrors(container, at, version),
        ...nameTwice(container.name, names, at, true),
        ...restartPolicyErrors(container, 'container', at, version),
      ]
    }),
    ...hostPortsTwice(containers, index => `${path}.containers[${index}]`),
    ...initContainers.flatMap((container, index) => {
      const at = `${path}.initContainers[${index}]`
      return [
        ...containerErrors(container, at, version),
        ...restartPolicyErrors(container, 'init container', at, version),
        ...nameTwice(container.name, initNames, at, container.name !== ''),
        // One init container runs after the other, so that only its own ports can collide. Upstream counts from 0 again.
        ...hostPortsTwice([container], () => `${path}.initContainers[0]`),
      ]
    }),
  ]
}

/** What the API server refuses in the image of a pod's containers, where a template's is let through. */
export function imageSpacesErrors(containers: readonly Container[], path: string): readonly FieldError[] {
  return containers.flatMap(({ image = '' }, index) => {
    if (image === image.trim()) return []
    const text = 'must not have leading or trailing whitespace'
    return [invalidValue(`${path}[${index}].image`, image, { code: 'image-spaces', params: { image }, text })]
  })
}

/** `must be between 1 and 65535, inclusive`, for a number outside that range. (`InclusiveRangeError`) */
export function rangeErrors(value: number, min: number, max: number, path: string): readonly FieldError[] {
  if (value >= min && value <= max) return []
  const text = `must be between ${min} and ${max}, inclusive`
  return [invalidValue(path, value, { code: 'out-of-range', params: { min, max }, text })]
}

function containerErrors(
  container: Container,
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  const { name, image, terminationMessagePolicy, ports = [], imagePullPolicy, resources = {} } = container
  const errors: FieldError[] = []
  if (name === '') errors.push(requiredValue(`${path}.name`))
  else errors.push(...dnsLabelComplaints(name).map(complaint => invalidValue(`${path}.name`, name, complaint)))
  if (!image) errors.push(requiredValue(`${path}.image`))
  if (terminationMessagePolicy && !MESSAGE_POLICIES.includes(terminationMessagePolicy)) {
    errors.push(notSupported(`${path}.terminationMessagePolicy`, terminationMessagePolicy, MESSAGE_POLICIES))
  }
  errors.push(...portsErrors(ports, `${path}.ports`))
  if (imagePullPolicy && !PULL_POLICIES.includes(imagePullPolicy)) {
    errors.push(notSupported(`${path}.imagePullPolicy`, imagePullPolicy, PULL_POLICIES))
  }
  errors.push(...resourcesErrors(resources, 'container', `${path}.resources`, version))
  return errors
}

const MESSAGE_POLICIES: readonly string[] = ['File', 'FallbackToLogsOnError']
const PULL_POLICIES: readonly string[] = ['Always', 'IfNotPresent', 'Never']
const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP']
const RESTART_POLICIES: readonly string[] = ['Always', 'Never', 'OnFailure']

/** Up to 1.34 only an init container could have a restart policy of its own, and only the one that makes it a sidecar. */
function restartPolicyErrors(
  { restartPolicy }: Container,
  of: 'container' | 'init container',
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  if (restartPolicy === undefined) return []
  const isOld = isBefore(version, '1.35')
  if (isOld && of === 'container') {
    return [forbidden(`${path}.restartPolicy`, 'init-containers-only', 'may not be set for non-init containers')]
  }
  const supported = isOld ? ['Always'] : RESTART_POLICIES
  return supported.includes(restartPolicy) ? [] : [notSupported(`${path}.restartPolicy`, restartPolicy, supported)]
}

function nameTwice(name: string, names: Set<string>, path: string, counts: boolean): readonly FieldError[] {
  if (names.has(name)) return [duplicateValue(`${path}.name`, name)]
  if (counts) names.add(name)
  return []
}

function portsErrors(ports: readonly ContainerPort[], path: string): readonly FieldError[] {
  const names = new Set<string>()
  return ports.flatMap(({ name = '', containerPort, hostPort = 0, protocol = '' }, index) => {
    const at = `${path}[${index}]`
    const errors: FieldError[] = []
    const complaints = name ? portNameComplaints(name) : []
    errors.push(...complaints.map(complaint => invalidValue(`${at}.name`, name, complaint)))
    if (name && complaints.length === 0) errors.push(...nameTwice(name, names, at, true))
    if (containerPort === 0) errors.push(requiredValue(`${at}.containerPort`))
    else errors.push(...rangeErrors(containerPort, 1, 65535, `${at}.containerPort`))
    if (hostPort !== 0) errors.push(...rangeErrors(hostPort, 1, 65535, `${at}.hostPort`))
    if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS))
    return errors
  })
}

/** (apimachinery `IsValidPortName`) */
function portNameComplaints(name: string): readonly Complaint[] {
  const params = { name }
  const complaints: Complaint[] = []
  if (byteLength(name) > 15) {
    complaints.push({
      code: 'port-name-too-long',
      params: { name, max: 15 },
      text: 'must be no more than 15 characters',
    })
  }
  if (!/^[-a-z0-9]+$/.test(name)) {
    const text = 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'
    complaints.push({ code: 'port-name-characters', params, text })
  }
  if (!/[a-z]/.test(name)) {
    complaints.push({ code: 'port-name-letter', params, text: 'must contain at least one letter (a-z)' })
  }
  if (name.includes('--')) {
    complaints.push({ code: 'port-name-hyphens', params, text: 'must not contain consecutive hyphens' })
  }
  if (name.startsWith('-') || name.endsWith('-')) {
    complaints.push({ code: 'port-name-hyphen-outside', params, text: 'must not begin or end with a hyphen' })
  }
  return complaints
}

/** (`AccumulateUniqueHostPorts`) */
function hostPortsTwice(containers: readonly Container[], pathOf: (index: number) => string): readonly FieldError[] {
  const taken = new Set<string>()
  return containers.flatMap(({ ports = [] }, container) =>
    ports.flatMap(({ hostPort, hostIP = '', protocol = '' }, port) => {
      if (!hostPort) return []
      const claim = `${protocol}/${hostIP}/${hostPort}`
      if (taken.has(claim)) return [duplicateValue(`${pathOf(container)}.ports[${port}].hostPort`, claim)]
      taken.add(claim)
      return []
    }),
  )
}
