import { type Cluster, find, type Held, list, podsOn } from '../cluster/cluster.ts'
import { minorVersionOf } from '../cluster/version.ts'
import type { Gates } from '../kubernetes/gates.ts'
import { addPod, type NodeTable, nodeTable, removePod, trial } from '../scheduling/node-table.ts'
import type { SchedulingOptions } from '../scheduling/schedule.ts'
import type { PodName } from './lab-terms.ts'

/** What the scheduler's table is made of, by plural. */
const PARTS = ['nodes', 'pods', 'namespaces', 'services', 'replicasets', 'poddisruptionbudgets'] as const

/** The table that was asked for last: one looks at the same cluster again and again. */
let latest: { readonly objects: Cluster['objects']; readonly table: NodeTable } | undefined

/** The nodes with all that is placed on them, as the scheduler sees them. */
export function boardOf(cluster: Cluster): NodeTable {
  const known = latest
  if (known && PARTS.every(part => known.objects[part] === cluster.objects[part])) return known.table
  const table = nodeTable({
    nodes: list(cluster, 'nodes'),
    pods: list(cluster, 'pods'),
    namespaces: list(cluster, 'namespaces'),
    services: list(cluster, 'services'),
    replicaSets: list(cluster, 'replicasets'),
    podDisruptionBudgets: list(cluster, 'poddisruptionbudgets'),
    nominated: podsOn(cluster, '').filter(({ status }) => status?.nominatedNodeName),
  })
  latest = { objects: cluster.objects, table }
  return table
}

/** Looks at the board as it is without a pod, and at the pod as it was before it was placed. */
export function unplaced<T>(cluster: Cluster, pod: Held['pods'], look: (table: NodeTable, pod: Held['pods']) => T): T {
  const table = boardOf(cluster)
  const { nodeName, ...spec } = pod.spec
  const row = nodeName === undefined ? undefined : table.rows.get(nodeName)
  const own = row === undefined ? undefined : table.pods[row]?.find(({ pod: { metadata } }) => isSame(metadata, pod))
  const newcomer = { ...pod, spec }
  if (row === undefined || own === undefined) return look(table, newcomer)
  return trial(table, () => {
    removePod(table, own, row)
    // What others have counted with the pod in its place does not hold here.
    const result = look({ ...table, tallies: new Map() }, newcomer)
    addPod(table, own, row)
    return result
  })
}

/** A pod of the cluster by its name; `undefined` if there is none. */
export function podNamed(cluster: Cluster, { name, namespace }: PodName): Held['pods'] | undefined {
  return find(cluster, 'pods', name, namespace)
}

/** What the scheduler of this cluster goes by. */
export function schedulingOptions(cluster: Cluster): SchedulingOptions {
  return { version: minorVersionOf(cluster.version), gates: gatesOf(cluster) }
}

export function gatesOf(cluster: Cluster): Gates {
  return cluster.gates ?? {}
}

function isSame(metadata: { readonly name?: string; readonly namespace?: string }, pod: Held['pods']): boolean {
  return metadata.name === pod.metadata.name && metadata.namespace === pod.metadata.namespace
}
