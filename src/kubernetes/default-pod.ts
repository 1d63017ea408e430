import { imageTag } from './image.ts'
import type { Container, EnvVar, Pod, PodSpec, Volume } from './pod.ts'
import type { ResourceList } from './resource-list.ts'

/**
 * A pod with what the API fills in: what `defaultPodSpec` does, requests from limits, host ports under `hostNetwork`,
 * service links; and a negative grace period made 1. (core/v1 `SetDefaults_Pod`, `Convert_v1_Pod_To_core_Pod`)
 */
export function defaultPod(pod: Pod): Pod {
  const { hostNetwork, initContainers } = pod.spec
  const fill = (container: Container) => withHostPorts(withRequests(container), hostNetwork === true)
  const spec = defaultPodSpec({
    enableServiceLinks: true,
    ...pod.spec,
    containers: pod.spec.containers.map(fill),
    ...(initContainers && { initContainers: initContainers.map(fill) }),
  })
  const { terminationGracePeriodSeconds = 0 } = spec
  return { ...pod, spec: terminationGracePeriodSeconds < 0 ? { ...spec, terminationGracePeriodSeconds: 1 } : spec }
}

/**
 * What the API fills into the spec of a pod or of a template. `serviceAccount` and `serviceAccountName` become the same.
 * (core/v1 `SetDefaults_PodSpec`, `SetDefaults_Container`, `SetDefaults_Volume`, `SetDefaults_ObjectFieldSelector`)
 */
export function defaultPodSpec(spec: PodSpec): PodSpec {
  const { volumes, containers, initContainers, ephemeralContainers } = spec
  const account = spec.serviceAccountName || spec.serviceAccount
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...spec,
    ...(account && { serviceAccountName: account, serviceAccount: account }),
    ...(volumes && { volumes: volumes.map(defaultVolume) }),
    containers: containers.map(defaultContainer),
    ...(initContainers && { initContainers: initContainers.map(defaultContainer) }),
    ...(ephemeralContainers && { ephemeralContainers: ephemeralContainers.map(defaultContainer) }),
  }
}

function defaultContainer(container: Container): Container {
  const { image = '', env, ports, livenessProbe, readinessProbe, startupProbe } = container
  return {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent',
    resources: {},
    ...container,
    ...(env && { env: env.map(defaultEnv) }),
    ...(ports && { ports: ports.map(port => ({ protocol: 'TCP' as const, ...port })) }),
    ...(livenessProbe && { livenessProbe: defaultProbe(livenessProbe) }),
    ...(readinessProbe && { readinessProbe: defaultProbe(readinessProbe) }),
    ...(startupProbe && { startupProbe: defaultProbe(startupProbe) }),
  }
}

function defaultEnv(variable: EnvVar): EnvVar {
  const fieldRef = variable.valueFrom?.fieldRef
  if (!isObject(fieldRef)) return variable
  return { ...variable, valueFrom: { ...variable.valueFrom, fieldRef: { apiVersion: 'v1', ...fieldRef } } }
}

function defaultProbe(probe: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    ...probe,
    ...(isObject(probe.httpGet) && { httpGet: { path: '/', scheme: 'HTTP', ...probe.httpGet } }),
    ...(isObject(probe.grpc) && { grpc: { service: '', ...probe.grpc } }),
  }
}

/** A volume of no kind is an empty directory; what a volume is filled from is readable by all (0644). */
function defaultVolume(volume: Volume): Volume {
  const [source, ...others] = Object.keys(volume).filter(name => name !== 'name')
  if (source === undefined) return { ...volume, emptyDir: {} }
  const value = volume[source]
  if (others.length > 0 || !isObject(value)) return volume
  if (source === 'hostPath') return { ...volume, hostPath: { type: '', ...value } }
  return FILLED_VOLUMES.includes(source) ? { ...volume, [source]: { defaultMode: 0o644, ...value } } : volume
}

const FILLED_VOLUMES = ['secret', 'configMap', 'downwardAPI', 'projected']

function withRequests(container: Container): Container {
  const { limits, requests, ...others } = container.resources ?? {}
  if (!limits) return container
  const filled: ResourceList = { ...limits, ...requests }
  return { ...container, resources: { ...others, limits, requests: filled } }
}

function withHostPorts(container: Container, hostNetwork: boolean): Container {
  if (!hostNetwork || !container.ports) return container
  return { ...container, ports: container.ports.map(port => ({ hostPort: port.containerPort, ...port })) }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
