import { sameJson } from '../kubernetes/same-json.ts'
import { resourceNamed } from './api-resource.ts'
import { createObject, deleteObject, updateObject } from './api-server.ts'
import { type Change, type Cluster, find, findObject, type Held, list, listOwned } from './cluster.ts'
import type { Controller } from './controller.ts'
import {
  type Endpoint,
  type EndpointPort,
  type EndpointSlice,
  endpointOf,
  hasEndpoints,
  isEndpointSlice,
  isReachable,
  portsOn,
  SERVICE_NAME,
  serviceSelects,
} from './endpoint-slice.ts'
import { keyOf, type Manifest } from './object.ts'
import { controllerReference } from './owned-pods.ts'

type Service = Held['services']
type Pod = Held['pods']

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
const SLICE_CONTROLLER = 'endpointslice-controller.k8s.io'
const ENDPOINTS_MANAGED_BY = 'endpoints.kubernetes.io/managed-by'
const ZONE = 'topology.kubernetes.io/zone'

/** How many endpoints one slice holds at most. (`--max-endpoints-per-slice`) */
const SLICE_SIZE = 100

/**
 * Writes down which pods stand behind which Service: in EndpointSlices, and once more in the older Endpoints.
 * (pkg/controller/endpointslice `syncService`, pkg/controller/endpoint `syncService`)
 */
export const endpointsController: Controller = {
  name: 'endpoints-controller',
  notice: (cluster, change) => {
    if (change.resource === 'services') return [keyOf(change.object)]
    return change.resource === 'pods' ? servicesOf(cluster, change) : []
  },
  look: (cluster, key) => {
    const [namespace = '', name = ''] = key.split('/')
    const service = find(cluster, 'services', name, namespace)
    if (!service) return withoutEndpoints(cluster, name, namespace)
    if (!hasEndpoints(service)) return cluster
    const pods = list(cluster, 'pods', namespace).filter(pod => {
      return isReachable(pod) && serviceSelects(service, pod.metadata.labels)
    })
    return withEndpoints(withSlices(cluster, service, pods), service, pods)
  },
}

function servicesOf(cluster: Cluster, { object, before }: Change): readonly string[] {
  const pods = before ? [object, before] : [object]
  return list(cluster, 'services', object.metadata.namespace)
    .filter(service => hasEndpoints(service) && pods.some(pod => serviceSelects(service, pod.metadata.labels)))
    .map(keyOf)
}

/** Endpoints that stay keep their place; new ones are put where there is room. */
function withSlices(cluster: Cluster, service: Service, pods: readonly Pod[]): Cluster {
  const existing = listOwned(cluster, service.metadata.uid ?? '').filter(isEndpointSlice)
  const byPorts = new Map<string, { ports: readonly EndpointPort[]; endpoints: Endpoint[] }>()
  for (const pod of pods) {
    const ports = portsOn(pod, service)
    const group = byPorts.get(JSON.stringify(ports)) ?? { ports, endpoints: [] }
    group.endpoints.push(endpointOf(pod, service, zoneOf(cluster, pod)))
    byPorts.set(JSON.stringify(ports), group)
  }
  const wanted = [...byPorts.values()].flatMap(({ ports, endpoints }) => chunks(sorted(endpoints, existing), ports))
  const slices = wanted.length > 0 ? wanted : [{ ports: [], endpoints: [] }]
  let next = cluster
  for (const [index, slice] of slices.entries()) {
    const old = existing[index]
    next = old ? updated(next, old, service, slice) : created(next, service, slice)
  }
  return existing.slice(slices.length).reduce((after, { metadata }) => {
    const answer = deleteObject(after, resourceNamed('endpointslices'), metadata.name, metadata.namespace)
    return answer.ok ? answer.cluster : after
  }, next)
}

type Content = Pick<EndpointSlice, 'ports' | 'endpoints'>

function chunks(endpoints: readonly Endpoint[], ports: readonly EndpointPort[]): readonly Content[] {
  const count = Math.ceil(endpoints.length / SLICE_SIZE)
  return Array.from({ length: count }, (_, index) => {
    return { ports, endpoints: endpoints.slice(index * SLICE_SIZE, (index + 1) * SLICE_SIZE) }
  })
}

/** Those that are there already first, in their order. */
function sorted(endpoints: readonly Endpoint[], existing: readonly EndpointSlice[]): readonly Endpoint[] {
  const places = new Map(
    existing.flatMap(slice => slice.endpoints).map(({ addresses }, index) => [addresses[0], index]),
  )
  const place = ({ addresses }: Endpoint) => places.get(addresses[0]) ?? Number.MAX_SAFE_INTEGER
  return endpoints.toSorted((a, b) => place(a) - place(b))
}

function created(cluster: Cluster, service: Service, { ports, endpoints }: Content): Cluster {
  const { name, namespace, labels } = service.metadata
  const answer = createObject(cluster, {
    addressType: 'IPv4',
    apiVersion: 'discovery.k8s.io/v1',
    endpoints,
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      labels: sliceLabels(labels, service),
      ...(namespace && { namespace }),
      ownerReferences: [controllerReference({ ...service, apiVersion: 'v1', kind: 'Service' })],
    },
    ports,
  })
  return answer.ok ? answer.cluster : cluster
}

function updated(cluster: Cluster, old: EndpointSlice, service: Service, { ports, endpoints }: Content): Cluster {
  const labels = sliceLabels(service.metadata.labels, service)
  const slice = { ...old, endpoints, ports, metadata: { ...old.metadata, labels } }
  if (sameJson(slice, old)) return cluster
  const answer = updateObject(cluster, slice)
  return answer.ok ? answer.cluster : cluster
}

function sliceLabels(labels: Readonly<Record<string, string>> | undefined, { metadata, spec }: Service) {
  const isHeadless = spec?.clusterIP === 'None'
  return {
    ...labels,
    [MANAGED_BY]: SLICE_CONTROLLER,
    [SERVICE_NAME]: metadata.name,
    ...(isHeadless && { 'service.kubernetes.io/headless': '' }),
  }
}

/** Pods that are ending are left out here. */
function withEndpoints(cluster: Cluster, service: Service, pods: readonly Pod[]): Cluster {
  const { name, namespace, labels } = service.metadata
  const endpoints = resourceNamed('endpoints')
  const old = findObject(cluster, endpoints, name, namespace)
  const manifest: Manifest = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      ...(old?.metadata ?? { name, ...(namespace && { namespace }) }),
      labels: { ...labels, [ENDPOINTS_MANAGED_BY]: 'endpoint-controller' },
    },
    ...subsetsOf(service, pods),
  }
  if (old && sameJson(old, manifest)) return cluster
  const answer = old ? updateObject(cluster, manifest) : createObject(cluster, manifest)
  return answer.ok ? answer.cluster : cluster
}

function subsetsOf(service: Service, pods: readonly Pod[]) {
  const byPorts = new Map<string, { ports: readonly object[]; ready: object[]; unready: object[] }>()
  for (const pod of pods.toSorted((a, b) => compareAddresses(a.status?.podIP, b.status?.podIP))) {
    const { conditions, addresses, nodeName, targetRef } = endpointOf(pod, service, undefined)
    if (conditions.terminating && !conditions.ready) continue
    const ports = portsOn(pod, service).map(({ name, ...port }) => ({ ...(name && { name }), ...port }))
    const group = byPorts.get(JSON.stringify(ports)) ?? { ports, ready: [], unready: [] }
    const address = { ip: addresses[0], nodeName, targetRef }
    if (conditions.ready) group.ready.push(address)
    else group.unready.push(address)
    byPorts.set(JSON.stringify(ports), group)
  }
  const subsets = [...byPorts.values()].map(({ ports, ready, unready }) => ({
    ...(ready.length > 0 && { addresses: ready }),
    ...(unready.length > 0 && { notReadyAddresses: unready }),
    ...(ports.length > 0 && { ports }),
  }))
  return subsets.length > 0 ? { subsets } : {}
}

function compareAddresses(a = '', b = ''): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  const index = left.findIndex((part, at) => part !== right[at])
  return index < 0 ? 0 : (left[index] ?? 0) - (right[index] ?? 0)
}

/** The slices of a Service that is gone go with their owner; its Endpoints have none. */
function withoutEndpoints(cluster: Cluster, name: string, namespace: string): Cluster {
  const answer = deleteObject(cluster, resourceNamed('endpoints'), name, namespace)
  return answer.ok ? answer.cluster : cluster
}

function zoneOf(cluster: Cluster, { spec }: Pod): string | undefined {
  return find(cluster, 'nodes', spec.nodeName ?? '')?.metadata.labels?.[ZONE]
}
