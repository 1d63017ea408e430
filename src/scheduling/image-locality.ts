import { at, type NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { MAX_SCORE } from './profile.ts'

const MIB = 1024 * 1024
/** Images that together are smaller than this are not worth staying near. */
const LEAST = 23 * MIB
/** More than this for each container counts no more. */
const MOST = 1000 * MIB

/**
 * How much of the pod's images lies on the node already, 0 to 100. An image counts by its size, and the less the fewer
 * nodes have it, so that pods do not heap up where the first of them ran. (scheduler plugin `ImageLocality`)
 */
export function imageLocalityScore({ pod: { spec } }: PodInfo, table: NodeTable, row: number): number {
  const images = at(table.nodes, row).status?.images
  if (!images || images.length === 0) return 0
  const here = new Set(images.flatMap(({ names = [] }) => names))
  const containers = [...(spec.initContainers ?? []), ...spec.containers]
  let sum = 0
  for (const { image } of containers) {
    const name = withTag(image ?? '')
    const known = here.has(name) ? table.images.get(name) : undefined
    if (known) sum += Math.trunc(known.size * (known.nodes / table.nodes.length))
  }
  const most = MOST * containers.length
  return Math.trunc((MAX_SCORE * (Math.min(Math.max(sum, LEAST), most) - LEAST)) / (most - LEAST))
}

/** An image without a tag is the one tagged `latest`. */
function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image
}
