import type { Namespace } from '../kubernetes/namespace.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import type { Pod } from '../kubernetes/pod.ts'
import type { PodDisruptionBudget } from '../kubernetes/pod-disruption-budget.ts'
import type { Service } from '../kubernetes/service.ts'
import type { ReplicaSet } from '../kubernetes/workload.ts'
import { type HeldTerm, type PodInfo, podInfo } from './pod-info.ts'
import { type Amounts, amountsOf } from './pod-requests.ts'

/** What the scheduler looks at, as API objects. Pods without a node, and those that have ended, are passed over. */
export interface SchedulingState {
  readonly nodes: readonly Node[]
  readonly pods: readonly Pod[]
  readonly namespaces?: readonly Namespace[]
  readonly services?: readonly Service[]
  readonly replicaSets?: readonly ReplicaSet[]
  readonly podDisruptionBudgets?: readonly PodDisruptionBudget[]
  /** Pods without a node that wait for room on the one in their `status.nominatedNodeName`. */
  readonly nominated?: readonly Pod[]
}

/**
 * The nodes with all that is placed on them: a row for each node, sums kept in flat columns. `addPod` and `removePod`
 * change it in place; what was decided from it stands in values of their own. (framework `NodeInfo`, `Snapshot`)
 */
export interface NodeTable {
  readonly nodes: readonly Node[]
  /** A node's row by its name. */
  readonly rows: ReadonlyMap<string, number>
  readonly labels: readonly Labels[]
  readonly allocatable: readonly Amounts[]
  readonly allocatableCpu: Float64Array
  readonly allocatableMemory: Float64Array
  readonly allocatablePods: Float64Array
  readonly requestedCpu: Float64Array
  readonly requestedMemory: Float64Array
  readonly requestedStorage: Float64Array
  /** Requests with a floor for containers that ask for nothing. */
  readonly assumedCpu: Float64Array
  readonly assumedMemory: Float64Array
  readonly requestedOthers: readonly Map<string, number>[]
  readonly pods: readonly PodInfo[][]
  /** By its text each term about other pods that placed pods hold, and on which rows how many of them hold it. */
  readonly heldTerms: Map<string, { readonly held: HeldTerm; readonly rows: Map<number, number> }>
  /** The pods that wait for room on the node of a row. */
  readonly nominated: ReadonlyMap<number, readonly PodInfo[]>
  /** Rows in the order in which pods came and went: whoever keeps something by row reads on from where he was. */
  readonly changes: number[]
  /** Kept answers; `tally` and `topologyOf` look after them. */
  readonly tallies: Map<string, Tally>
  readonly topologies: Map<string, Topology>
  readonly namespaceLabels: ReadonlyMap<string, Labels>
  readonly services: readonly Service[]
  readonly replicaSets: readonly ReplicaSet[]
  readonly budgets: readonly PodDisruptionBudget[]
  /** Image name → its size, and on how many nodes it lies. */
  readonly images: ReadonlyMap<string, { readonly size: number; readonly nodes: number }>
}

/** A question about pods, and for each row how many of its pods it meant when it was last asked. */
export interface Tally {
  readonly counts: Int32Array
  /** How far the list of changes has been read. */
  read: number
}

/** How one node label divides the nodes into domains. */
export interface Topology {
  /** Row → its domain's number; -1 where the node does not carry the label. */
  readonly domainOf: Int32Array
  /** The label's values by domain number. */
  readonly domains: readonly string[]
}

const NO_LABELS: Labels = {}

/** Lays out the table for a state. */
export function nodeTable(state: SchedulingState): NodeTable {
  const { nodes } = state
  const allocatable = nodes.map(({ status }) => amountsOf(status?.allocatable ?? {}))
  const column = (value?: (row: number) => number) => Float64Array.from(nodes, (_, row) => value?.(row) ?? 0)
  const rows = new Map(nodes.map(({ metadata }, row) => [metadata.name ?? '', row]))
  const table: NodeTable = {
    nodes,
    rows,
    labels: nodes.map(({ metadata }) => metadata.labels ?? NO_LABELS),
    allocatable,
    allocatableCpu: column(row => allocatable[row]?.milliCpu ?? 0),
    allocatableMemory: column(row => allocatable[row]?.memory ?? 0),
    allocatablePods: column(row => allocatable[row]?.pods ?? 0),
    requestedCpu: column(),
    requestedMemory: column(),
    requestedStorage: column(),
    assumedCpu: column(),
    assumedMemory: column(),
    requestedOthers: nodes.map(() => new Map()),
    pods: nodes.map(() => []),
    heldTerms: new Map(),
    nominated: nominatedByRow(state.nominated ?? [], rows),
    changes: [],
    tallies: new Map(),
    topologies: new Map(),
    namespaceLabels: namespaceLabels(state.namespaces ?? []),
    services: state.services ?? [],
    replicaSets: state.replicaSets ?? [],
    budgets: state.podDisruptionBudgets ?? [],
    images: imagesOn(nodes),
  }
  for (const pod of state.pods) {
    const row = table.rows.get(pod.spec.nodeName ?? '')
    if (row !== undefined && !hasEnded(pod)) addPod(table, podInfo(pod), row)
  }
  return table
}

/** Puts a pod on the node of a row. */
export function addPod(table: NodeTable, info: PodInfo, row: number): void {
  count(table, info, row, 1)
  at(table.pods, row).push(info)
}

/** Takes a pod off the node of a row; throws if it is not there. */
export function removePod(table: NodeTable, info: PodInfo, row: number): void {
  count(table, info, row, -1)
  takeOut(at(table.pods, row), info)
}

/**
 * Does something that puts pods on nodes and takes them off again, so that the table is afterwards as it was: nobody needs
 * to read about it.
 */
export function trial<T>(table: NodeTable, attempt: () => T): T {
  const { length } = table.changes
  const result = attempt()
  table.changes.length = length
  return result
}

/** The element of a row; throws where there is none, since rows are only ever taken from the table itself. */
export function at<T>(column: readonly T[], row: number): T {
  const element = column[row]
  if (element === undefined) throw new Error(`no row ${row}`)
  return element
}

function count(table: NodeTable, { demands }: PodInfo, row: number, sign: 1 | -1): void {
  const { requests, assumed } = demands
  increase(table.requestedCpu, row, sign * requests.milliCpu)
  increase(table.requestedMemory, row, sign * requests.memory)
  increase(table.requestedStorage, row, sign * requests.ephemeralStorage)
  increase(table.assumedCpu, row, sign * assumed.milliCpu)
  increase(table.assumedMemory, row, sign * assumed.memory)
  table.changes.push(row)
  for (const held of demands.podAffinity?.held ?? []) countTerm(table, held, row, sign)
  const others = at(table.requestedOthers, row)
  for (const [name, amount] of requests.others) others.set(name, (others.get(name) ?? 0) + sign * amount)
}

function countTerm({ heldTerms }: NodeTable, held: HeldTerm, row: number, sign: 1 | -1): void {
  const known = heldTerms.get(held.text) ?? { held, rows: new Map<number, number>() }
  const { rows } = known
  const left = (rows.get(row) ?? 0) + sign
  if (left === 0) rows.delete(row)
  else rows.set(row, left)
  if (rows.size === 0) heldTerms.delete(held.text)
  else heldTerms.set(held.text, known)
}

function increase(column: Float64Array, row: number, amount: number): void {
  column[row] = (column[row] ?? 0) + amount
}

function takeOut(pods: PodInfo[], info: PodInfo): void {
  const index = pods.indexOf(info)
  if (index < 0) throw new Error(`pod ${info.namespace}/${info.pod.metadata.name} is not on this node`)
  pods.splice(index, 1)
}

/** The scheduler does not see pods that have ended. (scheduler informers' field selector) */
function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed'
}

function nominatedByRow(
  pods: readonly Pod[],
  rows: ReadonlyMap<string, number>,
): ReadonlyMap<number, readonly PodInfo[]> {
  const byRow = new Map<number, PodInfo[]>()
  for (const pod of pods) {
    const row = rows.get(pod.status?.nominatedNodeName ?? '')
    if (row !== undefined) byRow.set(row, [...(byRow.get(row) ?? []), podInfo(pod)])
  }
  return byRow
}

function namespaceLabels(namespaces: readonly Namespace[]): ReadonlyMap<string, Labels> {
  const byName = new Map<string, Labels>([['default', NO_LABELS]])
  for (const { metadata } of namespaces) byName.set(metadata.name ?? '', metadata.labels ?? NO_LABELS)
  return byName
}

/**
 * Of an image that nodes report with different sizes that of the first node by name counts: the API server lists nodes in
 * that order, and the scheduler keeps what it hears first. (scheduler cache `addNodeImageStates`; image-0119 and others)
 */
function imagesOn(nodes: readonly Node[]): NodeTable['images'] {
  const images = new Map<string, { size: number; nodes: number }>()
  const nameOf = ({ metadata }: Node) => metadata.name ?? ''
  for (const { status } of [...nodes].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))) {
    for (const { names = [], sizeBytes = 0 } of status?.images ?? []) {
      for (const name of names) {
        const known = images.get(name)
        if (known) known.nodes += 1
        else images.set(name, { size: sizeBytes, nodes: 1 })
      }
    }
  }
  return images
}
