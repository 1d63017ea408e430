import type { Labels } from '../kubernetes/object-meta.ts'
import type { Protocol } from '../kubernetes/pod.ts'
import type { Service, ServicePort } from '../kubernetes/service.ts'
import type { Held } from './cluster.ts'
import { isRecord, type KubeObject } from './object.ts'
import { isReady } from './ready.ts'

type Pod = Held['pods']

/** (discovery/v1 `EndpointSlice`) Some of the addresses behind a Service. */
export interface EndpointSlice extends KubeObject {
  readonly addressType: 'IPv4'
  readonly endpoints: readonly Endpoint[]
  readonly ports: readonly EndpointPort[]
}

export interface Endpoint {
  readonly addresses: readonly string[]
  readonly conditions: { readonly ready: boolean; readonly serving: boolean; readonly terminating: boolean }
  readonly nodeName?: string
  readonly targetRef?: { readonly kind: 'Pod'; readonly name: string; readonly namespace: string; readonly uid: string }
  readonly zone?: string
}

export interface EndpointPort {
  readonly name: string
  readonly port: number
  readonly protocol: Protocol
}

export const SERVICE_NAME = 'kubernetes.io/service-name'

/** Whether anyone looks for a Service's endpoints: it selects pods, and is no other name for something outside. */
export function hasEndpoints({ spec }: Service): boolean {
  return spec?.type !== 'ExternalName' && Object.keys(spec?.selector ?? {}).length > 0
}

/** Whether a Service's selector selects these labels. */
export function serviceSelects({ spec }: Service, labels: Labels = {}): boolean {
  return Object.entries(spec?.selector ?? {}).every(([key, value]) => labels[key] === value)
}

/** Whether a pod can be an endpoint at all: it has an address, and has not ended. (`ShouldPodBeInEndpoints`) */
export function isReachable({ status }: Pod): boolean {
  return Boolean(status?.podIP) && status?.phase !== 'Succeeded' && status?.phase !== 'Failed'
}

/** A pod as an endpoint; `zone` is its node's. (endpointslice `podToEndpoint`) */
export function endpointOf(pod: Pod, service: Service, zone: string | undefined): Endpoint {
  const { metadata, spec, status } = pod
  const terminating = metadata.deletionTimestamp !== undefined
  const serving = isReady(pod)
  const ready = Boolean(service.spec?.publishNotReadyAddresses) || (serving && !terminating)
  return {
    addresses: [status?.podIP ?? ''],
    conditions: { ready, serving, terminating },
    ...(spec.nodeName && { nodeName: spec.nodeName }),
    targetRef: {
      kind: 'Pod',
      name: metadata.name,
      namespace: metadata.namespace ?? '',
      uid: metadata.uid ?? '',
    },
    ...(zone !== undefined && { zone }),
  }
}

/** The ports of a Service on a pod: a port's name stands for the number that the pod gives it, or for nothing. (`getEndpointPorts`) */
export function portsOn(pod: Pod, { spec }: Service): readonly EndpointPort[] {
  return (spec?.ports ?? []).flatMap(port => {
    const number = portNumber(pod, port)
    return number === undefined ? [] : { name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP' }
  })
}

function portNumber({ spec }: Pod, { targetPort, port, protocol = 'TCP' }: ServicePort): number | undefined {
  if (typeof targetPort === 'number') return targetPort
  if (targetPort === undefined) return port
  const ports = spec.containers.flatMap(container => container.ports ?? [])
  return ports.find(one => one.name === targetPort && (one.protocol ?? 'TCP') === protocol)?.containerPort
}

/** Whether an object is a slice that can be read; nothing has checked one that a client wrote. */
export function isEndpointSlice(object: KubeObject): object is EndpointSlice {
  const { kind, endpoints, ports } = object
  if (kind !== 'EndpointSlice' || !Array.isArray(endpoints) || !Array.isArray(ports)) return false
  return (
    ports.every(isRecord) &&
    endpoints.every(one => isRecord(one) && Array.isArray(one['addresses']) && isRecord(one['conditions']))
  )
}
