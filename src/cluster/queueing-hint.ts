import type { Gates } from '../kubernetes/gates.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { portsConflict } from '../scheduling/host-port.ts'
import { checkNodeAffinity } from '../scheduling/node-affinity.ts'
import { checkResources } from '../scheduling/node-resources-fit.ts'
import { nodeTable } from '../scheduling/node-table.ts'
import { checkUnschedulable } from '../scheduling/node-unschedulable.ts'
import { type AffinityTerm, termMatches } from '../scheduling/pod-affinity-term.ts'
import { type PodInfo, podInfo } from '../scheduling/pod-info.ts'
import type { FilterPlugin } from '../scheduling/profile.ts'
import { checkTaints } from '../scheduling/taint-toleration.ts'
import { spreadConstraints } from '../scheduling/topology-spread.ts'
import { type Change, type Cluster, find, type Held } from './cluster.ts'

type Node = Held['nodes']
type Pod = Held['pods']

/** Something that has changed for pods that wait to be scheduled. */
export type SchedulingEvent =
  | { readonly type: 'node-added'; readonly node: Node }
  | { readonly type: 'node-changed'; readonly node: Node; readonly before: Node }
  | { readonly type: 'node-gone'; readonly node: Node }
  /** A pod has come to a node, or gone from one. */
  | { readonly type: 'pod-placed' | 'pod-gone'; readonly pod: Pod }
  /** A pod on a node has other labels. */
  | { readonly type: 'pod-relabeled'; readonly pod: Pod; readonly before: Pod }

/** What a change is to pods that wait; `undefined` if it is nothing to them. (scheduler `eventhandlers.go`) */
export function schedulingEvent({ type, resource, object, before }: Change): SchedulingEvent | undefined {
  if (resource === 'nodes') {
    const node = object as Node
    if (type === 'ADDED') return { type: 'node-added', node }
    return type === 'DELETED' ? { type: 'node-gone', node } : { type: 'node-changed', node, before: before as Node }
  }
  if (resource !== 'pods') return undefined
  const [pod, old] = [object as Pod, before as Pod | undefined]
  const wasThere = old !== undefined && isPlaced(old)
  const isThere = type !== 'DELETED' && isPlaced(pod)
  if (wasThere !== isThere) return { type: isThere ? 'pod-placed' : 'pod-gone', pod }
  if (!isThere || !old || sameJson(old.metadata.labels, pod.metadata.labels)) return undefined
  return { type: 'pod-relabeled', pod, before: old }
}

/** The filters to which an event can matter at all. */
export function pluginsConcerned(event: SchedulingEvent): readonly FilterPlugin[] {
  switch (event.type) {
    case 'node-added':
    case 'node-changed':
      return NODE_PLUGINS
    case 'node-gone':
      return ['PodTopologySpread']
    case 'pod-gone':
      return ['NodePorts', 'NodeResourcesFit', 'PodTopologySpread', 'InterPodAffinity']
    case 'pod-placed':
    case 'pod-relabeled':
      return ['PodTopologySpread', 'InterPodAffinity']
  }
}

const NODE_PLUGINS: readonly FilterPlugin[] = [
  'NodeName',
  'NodeUnschedulable',
  'TaintToleration',
  'NodeAffinity',
  'NodePorts',
  'NodeResourcesFit',
  'PodTopologySpread',
  'InterPodAffinity',
]

/**
 * Whether a filter that refused a waiting pod may think otherwise after an event: only then is the pod looked at again.
 * (`EventsToRegister`, `isSchedulableAfter…` of each plugin; kubernetes-spec 5.4)
 */
export function mayHelp(cluster: Cluster, plugin: FilterPlugin, pod: Pod, event: SchedulingEvent): boolean {
  switch (event.type) {
    case 'node-added':
      return NODE_CHECKS[plugin]?.(pod, event.node, cluster.gates) ?? true
    case 'node-changed':
      return helpsByNode(plugin, pod, event.node, event.before, cluster.gates)
    case 'node-gone':
      return true
    case 'pod-gone':
      return helpsByAbsence(cluster, plugin, pod, event.pod)
    case 'pod-placed':
      return helpsByPresence(cluster, plugin, pod, event.pod)
    case 'pod-relabeled':
      return helpsByAbsence(cluster, plugin, pod, event.before) || helpsByPresence(cluster, plugin, pod, event.pod)
  }
}

/** What a node alone can say for a pod. */
const NODE_CHECKS: Partial<Record<FilterPlugin, (pod: Pod, node: Node, gates?: Gates) => boolean>> = {
  NodeUnschedulable: (pod, node, gates) => checkUnschedulable(pod, node, gates).fits,
  TaintToleration: (pod, node, gates) => checkTaints(pod, node, gates).fits,
  NodeAffinity: (pod, node) => checkNodeAffinity(pod, node).fits,
  NodeResourcesFit: (pod, node) => checkResources(podInfo(pod), nodeTable({ nodes: [node], pods: [] }), 0).fits,
}

function helpsByNode(plugin: FilterPlugin, pod: Pod, node: Node, before: Node, gates?: Gates): boolean {
  const isRelabeled = !sameJson(node.metadata.labels, before.metadata.labels)
  switch (plugin) {
    case 'NodeUnschedulable':
    case 'TaintToleration':
    case 'NodeAffinity':
      return !NODE_CHECKS[plugin]?.(pod, before, gates) && (NODE_CHECKS[plugin]?.(pod, node, gates) ?? false)
    case 'NodeResourcesFit':
      if (sameJson(node.status?.allocatable, before.status?.allocatable)) return false
      return NODE_CHECKS[plugin]?.(pod, node) ?? false
    case 'PodTopologySpread':
      return isRelabeled || !sameJson(node.spec?.taints, before.spec?.taints)
    case 'InterPodAffinity':
      return isRelabeled
    default:
      return false
  }
}

/** Something has left that could have been in the way. */
function helpsByAbsence(cluster: Cluster, plugin: FilterPlugin, pod: Pod, gone: Pod): boolean {
  const [waiting, other] = [podInfo(pod), podInfo(gone)]
  switch (plugin) {
    case 'NodeResourcesFit':
      return true
    case 'NodePorts':
      return waiting.demands.hostPorts.some(port => other.demands.hostPorts.some(taken => portsConflict(port, taken)))
    case 'PodTopologySpread':
      return isCounted(waiting, other)
    case 'InterPodAffinity':
      return (
        means(cluster, waiting.demands.podAffinity?.apart, other) ||
        means(cluster, other.demands.podAffinity?.apart, waiting)
      )
    default:
      return false
  }
}

/** Something has come that the pod may want to be near, or that evens out a spread. */
function helpsByPresence(cluster: Cluster, plugin: FilterPlugin, pod: Pod, placed: Pod): boolean {
  const [waiting, other] = [podInfo(pod), podInfo(placed)]
  if (plugin === 'PodTopologySpread') return isCounted(waiting, other)
  return plugin === 'InterPodAffinity' && means(cluster, waiting.demands.podAffinity?.near, other)
}

function isCounted(waiting: PodInfo, other: PodInfo): boolean {
  if (waiting.namespace !== other.namespace) return false
  return spreadConstraints(waiting, 'DoNotSchedule').some(({ matcher }) => matcher.matches(other.labels))
}

function means(cluster: Cluster, terms: readonly AffinityTerm[] = [], pod: PodInfo): boolean {
  if (terms.length === 0) return false
  const labels = find(cluster, 'namespaces', pod.namespace)?.metadata.labels
  return terms.some(term => termMatches(term, pod, labels))
}

function isPlaced({ spec, status }: Pod): boolean {
  return Boolean(spec.nodeName) && status?.phase !== 'Succeeded' && status?.phase !== 'Failed'
}
