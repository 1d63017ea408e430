import type { Node } from './node.ts'
import { sameTaint, type Taint } from './taint.ts'

/** A node with what the API fills in: what can be allocated is all there is. (core/v1 `SetDefaults_NodeStatus`) */
export function defaultNode(node: Node): Node {
  const { capacity, allocatable } = node.status ?? {}
  return capacity && !allocatable ? { ...node, status: { ...node.status, allocatable: capacity } } : node
}

/** What admission makes of a new node: until it is known to be ready it is tainted so. (admission/nodetaint) */
export function admitNewNode(node: Node): Node {
  const taints = node.spec?.taints ?? []
  if (taints.some(taint => sameTaint(taint, NOT_READY))) return node
  return { ...node, spec: { ...node.spec, taints: [...taints, NOT_READY] } }
}

const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }
