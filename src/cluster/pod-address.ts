import { type Cluster, type Held, podsOn } from './cluster.ts'

/**
 * The next free address of a node's range for a pod: the one after the highest in use, as the CNI plugin of kind gives them
 * out in turn; the lowest free one once the end is reached. (CNI `host-local`)
 */
export function freeAddress(cluster: Cluster, { metadata, spec }: Held['nodes']): string {
  const [network = '10.244.0.0'] = spec?.podCIDR?.split('/') ?? []
  const prefix = network.slice(0, network.lastIndexOf('.') + 1)
  const used = new Set<number>()
  for (const { status } of podsOn(cluster, metadata.name)) {
    if (status?.podIP?.startsWith(prefix)) used.add(Number(status.podIP.slice(prefix.length)))
  }
  const next = Math.max(FIRST - 1, ...used) + 1
  if (next <= LAST) return `${prefix}${next}`
  for (let last = FIRST; last <= LAST; last += 1) if (!used.has(last)) return `${prefix}${last}`
  throw new Error(`node ${metadata.name} has no address left`)
}

/** .0 is the network, .1 the node's end of it, .255 everyone. */
const FIRST = 2
const LAST = 254
