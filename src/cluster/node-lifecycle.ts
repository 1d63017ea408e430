import type { Node, NodeCondition } from '../kubernetes/node.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { taintByConditions, taintForEviction } from '../scheduling/condition-taints.ts'
import { printTime } from './clock.ts'
import { type Cluster, find, type Held, podsOn, putObject } from './cluster.ts'
import { type Controller, lookLater } from './controller.ts'
import { recordEvent } from './event.ts'
import { isReady } from './ready.ts'
import { valueAt } from './sorted-map.ts'

const NAME = 'node-lifecycle-controller'

/** How long a kubelet may keep silent before nobody knows about its node any more, in seconds. (`--node-monitor-grace-period`) */
const GRACE_PERIOD = 50

/** The conditions that a kubelet reports: nobody knows about them either. */
const REPORTED = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'] as const

/**
 * Notices nodes that keep silent, and turns what is known of nodes into taints.
 * (pkg/controller/nodelifecycle `monitorNodeHealth`, `doNoScheduleTaintingPass`, `doNoExecuteTaintingPass`)
 */
export const nodeLifecycleController: Controller = {
  name: NAME,
  notice: (_, { type, resource, object }) => {
    return resource === 'nodes' && type !== 'DELETED' ? [object.metadata.name] : []
  },
  look: (cluster, name) => {
    const node = find(cluster, 'nodes', name)
    if (!node) return cluster
    const silentSince = valueAt(cluster.kubelets, name)?.stoppedAt
    if (silentSince === undefined) return tainted(cluster, name)
    const due = silentSince + GRACE_PERIOD
    return cluster.now < due
      ? lookLater(tainted(cluster, name), NAME, name, due)
      : tainted(givenUp(cluster, node), name)
  },
}

/** Nobody knows about the node now, and its pods are not ready. */
function givenUp(cluster: Cluster, node: Held['nodes']): Cluster {
  const old = node.status?.conditions ?? []
  const conditions = REPORTED.reduce((list, type) => withUnknown(list, type, cluster.now), old)
  if (conditions === old) return cluster
  const known = putObject(cluster, { ...node, status: { ...node.status, conditions } })
  const { name } = node.metadata
  const message = `Node ${name} status is now: NodeNotReady`
  const said = recordEvent(known, node, { reason: 'NodeNotReady', message, component: 'node-controller' })
  return podsOn(said, name).filter(isReady).reduce(markNotReady, said)
}

function withUnknown(
  conditions: readonly NodeCondition[],
  type: (typeof REPORTED)[number],
  now: number,
): readonly NodeCondition[] {
  const old = conditions.find(one => one.type === type)
  if (old?.status === 'Unknown') return conditions
  const unknown: NodeCondition = {
    ...(old?.lastHeartbeatTime && { lastHeartbeatTime: old.lastHeartbeatTime }),
    lastTransitionTime: printTime(now),
    message: old ? 'Kubelet stopped posting node status.' : 'Kubelet never posted node status.',
    reason: old ? 'NodeStatusUnknown' : 'NodeStatusNeverUpdated',
    status: 'Unknown',
    type,
  }
  return old ? conditions.map(one => (one === old ? unknown : one)) : [...conditions, unknown]
}

/** (pkg/controller/util/node `MarkPodsNotReady`) */
function markNotReady(cluster: Cluster, pod: Held['pods']): Cluster {
  const conditions = pod.status?.conditions?.map(condition => {
    return condition.type === 'Ready'
      ? { ...condition, status: 'False' as const, lastTransitionTime: printTime(cluster.now) }
      : condition
  })
  const marked = { ...pod, status: { ...pod.status, ...(conditions && { conditions }) } }
  const remark = {
    type: 'Warning',
    reason: 'NodeNotReady',
    message: 'Node is not ready',
    component: 'node-controller',
  } as const
  return recordEvent(putObject(cluster, marked), pod, remark)
}

function tainted(cluster: Cluster, name: string): Cluster {
  const node = find(cluster, 'nodes', name)
  if (!node) return cluster
  const time = printTime(cluster.now)
  const scheduling = withTaints(node, taintByConditions(node, time))
  const evicting = withTaints(scheduling, taintForEviction(scheduling, time))
  return sameJson(evicting.spec?.taints, node.spec?.taints) ? cluster : putObject(cluster, evicting)
}

function withTaints<N extends Node>(node: N, taints: NonNullable<Node['spec']>['taints']): N {
  const { taints: _, ...spec } = node.spec ?? {}
  return { ...node, spec: { ...spec, ...(taints?.length && { taints }) } }
}
