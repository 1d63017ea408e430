import type { Gates } from '../kubernetes/gates.ts'
import { checkNodeAffinity } from '../scheduling/node-affinity.ts'
import { checkNodeName } from '../scheduling/node-name.ts'
import { checkPorts } from '../scheduling/node-ports.ts'
import { checkResources } from '../scheduling/node-resources-fit.ts'
import { nodeTable } from '../scheduling/node-table.ts'
import { podInfo } from '../scheduling/pod-info.ts'
import { heededBy, tolerates, untoleratedTaint } from '../scheduling/toleration.ts'
import type { Shortage } from '../scheduling/verdict.ts'
import type { Held } from './cluster.ts'
import { isStatic } from './static-pod.ts'

/** Why a kubelet does not take a pod, as it stands in the pod's status and in an event. */
export interface AdmissionRefusal {
  readonly reason: string
  readonly message: string
}

/**
 * Whether a kubelet takes a pod that its node has been given, next to those that it runs: what the scheduler would have looked
 * at counts here too for a pod that came past it. Of taints only `NoExecute` counts, and not for static pods. Only the
 * first reason is told. (pkg/kubelet/lifecycle `predicateAdmitHandler.Admit`, pkg/kubelet/eviction `Admit`; kubernetes-spec 8)
 */
export function refusalByKubelet(
  pod: Held['pods'],
  node: Held['nodes'],
  running: readonly Held['pods'][],
  gates?: Gates,
): AdmissionRefusal | undefined {
  if (isStatic(pod)) return undefined
  return underPressure(pod, node) ?? doesNotFit(pod, node, running, gates)
}

const MEMORY_PRESSURE = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' } as const

/** Under memory pressure only pods that ask for something are taken, under disk pressure none but the critical. */
function underPressure({ spec, status }: Held['pods'], { status: { conditions = [] } = {} }: Held['nodes']) {
  const ill = conditions.filter(({ type, status }) => type !== 'Ready' && status === 'True').map(({ type }) => type)
  if (ill.length === 0 || (spec.priority ?? 0) >= SYSTEM_CRITICAL) return undefined
  if (ill.length === 1 && ill[0] === 'MemoryPressure') {
    const isTolerated = spec.tolerations?.some(toleration => tolerates(toleration, MEMORY_PRESSURE))
    if (status?.qosClass !== 'BestEffort' || isTolerated) return undefined
  }
  return { reason: 'Evicted', message: `The node had condition: [${ill.join(' ')}]. ` }
}

/** (apis/scheduling `SystemCriticalPriority`) */
const SYSTEM_CRITICAL = 2_000_000_000

function doesNotFit(
  pod: Held['pods'],
  node: Held['nodes'],
  running: readonly Held['pods'][],
  gates: Gates | undefined,
): AdmissionRefusal | undefined {
  const table = nodeTable({ nodes: [node], pods: running })
  const info = podInfo(pod)
  const resources = checkResources(info, table, 0)
  if (!resources.fits && resources.reason.code === 'insufficient-resources') {
    const allocatable = node.status?.allocatable ?? {}
    // What no plugin of the node offers is nothing that it could run out of.
    const shortage = resources.reason.shortages.find(({ resource }) => Object.hasOwn(allocatable, resource))
    if (shortage) return outOf(shortage)
  }
  if (!checkNodeAffinity(pod, node).fits)
    return predicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector")
  if (!checkNodeName(pod, node).fits) return predicate('NodeName', "node(s) didn't match the requested node name")
  if (!checkPorts(info, table, 0).fits) {
    return predicate('NodePorts', "node(s) didn't have free ports for the requested pod ports")
  }
  const taint = untoleratedTaint(node.spec?.taints ?? [], pod.spec.tolerations ?? [], heededBy.eviction, gates)
  return taint && predicate('TaintToleration', "node(s) had taints that the pod didn't tolerate")
}

function outOf({ resource, asked, free, allocatable }: Shortage): AdmissionRefusal {
  const amounts = `requested: ${asked}, used: ${allocatable - free}, capacity: ${allocatable}`
  return { reason: `OutOf${resource}`, message: `Node didn't have enough resource: ${resource}, ${amounts}` }
}

function predicate(name: string, text: string): AdmissionRefusal {
  return { reason: name, message: `Predicate ${name} failed: ${text}` }
}
