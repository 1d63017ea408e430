import type { Node } from '../../../src/kubernetes/node.ts'
import type { Labels } from '../../../src/kubernetes/object-meta.ts'
import type { Pod, PodSpec } from '../../../src/kubernetes/pod.ts'
import type { ResourceList } from '../../../src/kubernetes/resource-list.ts'
import type { SchedulingState } from '../../../src/scheduling/node-table.ts'
import type { RowScores } from '../../../src/scheduling/normalize.ts'

/** A roomy node, or with what is given. */
export function node(
  name: string,
  given: {
    labels?: Labels
    allocatable?: ResourceList
    images?: NonNullable<Node['status']>['images']
  } & Node['spec'] = {},
): Node {
  const { labels = {}, allocatable = { cpu: '4', memory: '8Gi', pods: '110' }, images, ...spec } = given
  return { metadata: { name, labels }, spec, status: { allocatable, ...(images && { images }) } }
}

export interface Given extends Partial<PodSpec> {
  readonly namespace?: string
  readonly labels?: Labels
  /** Requests of its only container. */
  readonly requests?: ResourceList
  readonly status?: Pod['status']
  readonly deletionTimestamp?: string
  readonly ownerReferences?: NonNullable<Pod['metadata']['ownerReferences']>
}

/** A pod with one container, or with what is given. */
export function pod(name: string, given: Given = {}): Pod {
  const { namespace = 'default', labels, requests, status, deletionTimestamp, ownerReferences, ...spec } = given
  return {
    metadata: {
      name,
      namespace,
      ...(labels && { labels }),
      ...(deletionTimestamp !== undefined && { deletionTimestamp }),
      ...(ownerReferences && { ownerReferences }),
    },
    spec: { containers: [{ name: 'c', image: 'app:1', ...(requests && { resources: { requests } }) }], ...spec },
    ...(status && { status }),
  }
}

/** A running pod on a node. */
export function on(nodeName: string, name: string, given: Given = {}): Pod {
  return pod(name, { status: { phase: 'Running' }, ...given, nodeName })
}

/** Nodes, and pods that run on them. */
export function cluster(
  nodes: readonly Node[],
  pods: readonly Pod[] = [],
  more: Partial<SchedulingState> = {},
): SchedulingState {
  return { nodes, pods, ...more }
}

/** Scores as plain lists. */
export function plain(scores: RowScores | undefined): { raw: number[]; normalized: number[] } | undefined {
  return scores && { raw: Array.from(scores.raw), normalized: Array.from(scores.normalized) }
}
