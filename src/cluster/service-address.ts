import { type FieldError, invalidValue } from '../kubernetes/field-error.ts'
import type { Service, ServicePort, ServiceSpec } from '../kubernetes/service.ts'
import { type Cluster, list } from './cluster.ts'
import { drawBelow } from './random.ts'

/** What a Service has been given, or why it cannot have what it asks for; `random` is what the next draw starts from. */
export type Allocation =
  | { readonly ok: true; readonly service: Service; readonly random: number }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

/** kubeadm's range, as kind has it. What is drawn lies in its upper part; the lower is left to those who choose. */
const RANGE = '10.96.0.0/16'
const PREFIX = '10.96.'
const FIRST_DRAWN = 256
const LAST_ADDRESS = 65_534

const FIRST_PORT = 30_000
const LAST_PORT = 32_767
const FIRST_DRAWN_PORT = 30_086

/**
 * Gives a Service its address, and ports on every node if it is of that type: those it asks for if they are free, else drawn
 * ones. `old` is the Service as it is stored: what it has it keeps.
 * (registry/core/service `alloc.go`, `patchAllocatedValues`)
 */
export function allocate(cluster: Cluster, service: Service, old?: Service): Allocation {
  const spec = withKept(service.spec ?? {}, old?.spec)
  if (spec.type === 'ExternalName') return { ok: true, service: { ...service, spec }, random: cluster.random }
  const others = list(cluster, 'services').filter(({ metadata }) => {
    return metadata.name !== service.metadata.name || metadata.namespace !== service.metadata.namespace
  })
  const address = addressFor(cluster.random, spec, others)
  if (!address.ok) return address
  const ports = portsFor(address.random, spec, others)
  if (!ports.ok) return ports
  const given: ServiceSpec = {
    ...spec,
    clusterIP: address.value,
    clusterIPs: [address.value],
    ipFamilies: spec.ipFamilies ?? ['IPv4'],
    ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack',
    ...(ports.value && { ports: ports.value }),
  }
  return { ok: true, service: { ...service, spec: given, status: service.status ?? NO_BALANCER }, random: ports.random }
}

const NO_BALANCER = { loadBalancer: {} }

type Given<T> = { readonly ok: true; readonly value: T; readonly random: number } | Extract<Allocation, { ok: false }>

function withKept(spec: ServiceSpec, old: ServiceSpec | undefined): ServiceSpec {
  if (!old || spec.type === 'ExternalName' || old.type === 'ExternalName') return spec
  const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy } = old
  const isOutside = hasNodePorts(spec) && hasNodePorts(old)
  const ports = spec.ports?.map((port): ServicePort => {
    const before = old.ports?.find(one => one.port === port.port && one.protocol === port.protocol)
    return isOutside && !port.nodePort && before?.nodePort ? { ...port, nodePort: before.nodePort } : port
  })
  return {
    ...(clusterIP && { clusterIP }),
    ...(clusterIPs && { clusterIPs }),
    ...(ipFamilies && { ipFamilies }),
    ...(ipFamilyPolicy && { ipFamilyPolicy }),
    ...spec,
    ...(ports && { ports }),
  }
}

function addressFor(random: number, { clusterIP, clusterIPs }: ServiceSpec, others: readonly Service[]): Given<string> {
  const asked = clusterIP || clusterIPs?.[0]
  if (asked === 'None') return { ok: true, value: asked, random }
  const taken = new Set(others.map(({ spec }) => spec?.clusterIP))
  if (asked) {
    const fault = !asked.startsWith(PREFIX)
      ? `the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${RANGE}`
      : taken.has(asked)
        ? 'provided IP is already allocated'
        : undefined
    if (fault === undefined) return { ok: true, value: asked, random }
    const text = `failed to allocate IP ${asked}: ${fault}`
    return refuse('spec.clusterIPs', [asked], text)
  }
  let state = random
  for (;;) {
    const drawn = drawBelow(state, LAST_ADDRESS - FIRST_DRAWN + 1)
    const host = FIRST_DRAWN + drawn.value
    const address = `${PREFIX}${host >> 8}.${host & 255}`
    state = drawn.random
    if (!taken.has(address)) return { ok: true, value: address, random: state }
  }
}

function portsFor(random: number, spec: ServiceSpec, others: readonly Service[]): Given<ServiceSpec['ports']> {
  if (!hasNodePorts(spec) || !spec.ports) return { ok: true, value: spec.ports?.map(withoutNodePort), random }
  const taken = new Set(others.flatMap(other => other.spec?.ports?.map(({ nodePort }) => nodePort) ?? []))
  const ports: ServicePort[] = []
  let state = random
  for (const [index, port] of spec.ports.entries()) {
    if (port.nodePort) {
      const text =
        port.nodePort < FIRST_PORT || port.nodePort > LAST_PORT
          ? `provided port is not in the valid range. The range of valid ports is ${FIRST_PORT}-${LAST_PORT}`
          : taken.has(port.nodePort)
            ? 'provided port is already allocated'
            : undefined
      if (text !== undefined) return refuse(`spec.ports[${index}].nodePort`, port.nodePort, text)
    }
    let nodePort = port.nodePort
    while (!nodePort || taken.has(nodePort)) {
      const drawn = drawBelow(state, LAST_PORT - FIRST_DRAWN_PORT + 1)
      nodePort = FIRST_DRAWN_PORT + drawn.value
      state = drawn.random
    }
    taken.add(nodePort)
    ports.push({ ...port, nodePort })
  }
  return { ok: true, value: ports, random: state }
}

function hasNodePorts({ type }: ServiceSpec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer'
}

function withoutNodePort({ nodePort: _, ...port }: ServicePort): ServicePort {
  return port
}

function refuse(path: string, value: unknown, text: string): Extract<Allocation, { ok: false }> {
  return { ok: false, errors: [invalidValue(path, value, { code: 'out-of-range', params: {}, text })] }
}
