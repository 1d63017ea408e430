import type { Protocol } from '../kubernetes/pod.ts'
import { type Cluster, find, list, listOwned } from './cluster.ts'
import { type EndpointSlice, isEndpointSlice } from './endpoint-slice.ts'

/** One port of a Service as kube-proxy on one node sees it. */
export interface ServicePortal {
  /** `default/web:http`, or `default/web` where the port has no name. */
  readonly name: string
  readonly namespace: string
  readonly service: string
  /** The port's name, or nothing. */
  readonly portName: string
  readonly protocol: Protocol
  /** The address that nobody has. */
  readonly clusterIP: string
  readonly port: number
  readonly nodePort?: number
  /** Where traffic goes in the end, in turn; empty: nowhere. */
  readonly endpoints: readonly { readonly address: string; readonly port: number }[]
}

/**
 * What the kube-proxy of a node has to make true there: the ports of all Services that have an address, by namespace and name.
 * Endpoints are those that are ready, or if there are none, those that still serve while they end; with an
 * `internalTrafficPolicy` of `Local` only the node's own. (pkg/proxy `CategorizeEndpoints`)
 */
export function portalsOn(cluster: Cluster, node: string): readonly ServicePortal[] {
  return list(cluster, 'services').flatMap(({ metadata, spec }) => {
    const { clusterIP, ports = [], type, internalTrafficPolicy } = spec ?? {}
    if (!clusterIP || clusterIP === 'None' || type === 'ExternalName') return []
    const { name, namespace = '' } = metadata
    const slices = listOwned(cluster, metadata.uid ?? '').filter(isEndpointSlice)
    return ports.map(
      ({ name: portName = '', port, nodePort, protocol = 'TCP' }): ServicePortal => ({
        name: portName ? `${namespace}/${name}:${portName}` : `${namespace}/${name}`,
        namespace,
        service: name,
        portName,
        protocol,
        clusterIP,
        port,
        ...(nodePort && { nodePort }),
        endpoints: endpointsFor(slices, portName, internalTrafficPolicy === 'Local' ? node : undefined),
      }),
    )
  })
}

/** The address of a node inside the cluster. */
export function nodeAddress(cluster: Cluster, node: string): string {
  const addresses = find(cluster, 'nodes', node)?.status?.addresses ?? []
  return addresses.find(({ type }) => type === 'InternalIP')?.address ?? ''
}

function endpointsFor(
  slices: readonly EndpointSlice[],
  portName: string,
  node: string | undefined,
): ServicePortal['endpoints'] {
  const all = slices.flatMap(({ endpoints, ports }) => {
    const found = ports.find(({ name }) => name === portName)
    const near = endpoints.filter(({ nodeName }) => node === undefined || nodeName === node)
    return found
      ? near.map(({ addresses, conditions }) => ({ address: addresses[0] ?? '', port: found.port, conditions }))
      : []
  })
  const ready = all.filter(({ conditions }) => conditions.ready)
  const usable = ready.length > 0 ? ready : all.filter(({ conditions }) => conditions.serving)
  return usable.map(({ address, port }) => ({ address, port }))
}
