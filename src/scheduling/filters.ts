import type { Gates } from '../kubernetes/gates.ts'
import type { Node } from '../kubernetes/node.ts'
import { type Neighbours, neighboursOf } from './inter-pod-affinity.ts'
import { checkNodeAffinity } from './node-affinity.ts'
import { checkNodeName } from './node-name.ts'
import { checkPorts } from './node-ports.ts'
import { checkResources } from './node-resources-fit.ts'
import { addPod, at, type NodeTable, removePod, trial } from './node-table.ts'
import { checkUnschedulable } from './node-unschedulable.ts'
import type { PodInfo } from './pod-info.ts'
import type { FilterPlugin } from './profile.ts'
import { checkTaints } from './taint-toleration.ts'
import { type Spread, spreadFor } from './topology-spread.ts'
import { FITS, type SchedulingReason, type Verdict } from './verdict.ts'

/** One attempt to place one pod: what was counted once, before the nodes are looked at one by one. */
export interface Cycle {
  readonly info: PodInfo
  readonly table: NodeTable
  readonly gates: Gates
  /** Left out where the pod has no hard spread constraint. */
  readonly spread?: Spread
  readonly neighbours: Neighbours
}

/** What one filter said of one node. */
export interface PluginVerdict {
  readonly plugin: FilterPlugin
  readonly verdict: Verdict<SchedulingReason>
}

/** Why a node is out, and which filter said so; no filter did where the pod names other nodes. */
export interface Refusal {
  readonly plugin?: FilterPlugin
  readonly reason: SchedulingReason
}

type Filter = (cycle: Cycle, row: number, node: Node) => Verdict<SchedulingReason>

/** In the order of the profile. */
const FILTERS: readonly (readonly [FilterPlugin, Filter])[] = [
  ['NodeName', ({ info }, _, node) => checkNodeName(info.pod, node)],
  ['NodeUnschedulable', ({ info, gates }, _, node) => checkUnschedulable(info.pod, node, gates)],
  ['TaintToleration', ({ info, gates }, _, node) => checkTaints(info.pod, node, gates)],
  ['NodeAffinity', ({ info }, _, node) => checkNodeAffinity(info.pod, node)],
  ['NodePorts', ({ info, table }, row) => checkPorts(info, table, row)],
  ['NodeResourcesFit', ({ info, table }, row) => checkResources(info, table, row)],
  ['PodTopologySpread', ({ spread }, row) => spread?.check(row) ?? FITS],
  ['InterPodAffinity', ({ neighbours }, row) => neighbours.check(row)],
]

/** Counts what the filters need to know about other pods. (scheduler, PreFilter) */
export function startCycle(info: PodInfo, table: NodeTable, gates: Gates = {}): Cycle {
  const spread = spreadFor(info, table, gates)
  return { info, table, gates, neighbours: neighboursOf(info, table), ...(spread && { spread }) }
}

/** The first filter that refuses the node of a row, in the scheduler's order; `undefined` if none does. */
export function firstRefusal(cycle: Cycle, row: number): Required<Refusal> | undefined {
  return withNominated(cycle, row, () => refusalNow(cycle, row)) ?? refusalNow(cycle, row)
}

/** What each filter said of the node of a row, up to the first that refused it. */
export function verdictsOn(cycle: Cycle, row: number): readonly PluginVerdict[] {
  const refused = withNominated(cycle, row, () => {
    const verdicts = verdictsNow(cycle, row)
    return verdicts.at(-1)?.verdict.fits ? undefined : verdicts
  })
  return refused ?? verdictsNow(cycle, row)
}

/** Every filter that refuses the node of a row, also those that the scheduler does not come to. */
export function refusalsOn(cycle: Cycle, row: number): readonly Required<Refusal>[] {
  const refusals = () => {
    const node = at(cycle.table.nodes, row)
    return FILTERS.flatMap(([plugin, filter]) => {
      const verdict = filter(cycle, row, node)
      return verdict.fits ? [] : [{ plugin, reason: verdict.reason }]
    })
  }
  const beside = withNominated(cycle, row, () => {
    const found = refusals()
    return found.length > 0 ? found : undefined
  })
  return beside ?? refusals()
}

function refusalNow(cycle: Cycle, row: number): Required<Refusal> | undefined {
  const node = at(cycle.table.nodes, row)
  for (const [plugin, filter] of FILTERS) {
    const verdict = filter(cycle, row, node)
    if (!verdict.fits) return { plugin, reason: verdict.reason }
  }
  return undefined
}

function verdictsNow(cycle: Cycle, row: number): readonly PluginVerdict[] {
  const node = at(cycle.table.nodes, row)
  const verdicts: PluginVerdict[] = []
  for (const [plugin, filter] of FILTERS) {
    const verdict = filter(cycle, row, node)
    verdicts.push({ plugin, verdict })
    if (!verdict.fits) break
  }
  return verdicts
}

/**
 * What a look at a node finds while the pods that wait for room there, and are not less important, count as placed. The
 * pod must fit beside them, and without them too: they may go elsewhere. `undefined` where nobody waits.
 * (framework `RunFilterPluginsWithNominatedPods`)
 */
function withNominated<T>(cycle: Cycle, row: number, look: () => T | undefined): T | undefined {
  const { info, table } = cycle
  const waiting = (table.nominated.get(row) ?? []).filter(
    other => other.priority >= info.priority && !isSamePod(other, info),
  )
  if (waiting.length === 0) return undefined
  return trial(table, () => {
    for (const other of waiting) tryWith(cycle, other, row)
    const found = look()
    for (const other of waiting) tryWithout(cycle, other, row)
    return found
  })
}

function isSamePod(a: PodInfo, b: PodInfo): boolean {
  return a.namespace === b.namespace && a.pod.metadata.name === b.pod.metadata.name
}

/** Puts a pod on a node for the length of a trial. */
export function tryWith({ table, spread, neighbours }: Cycle, info: PodInfo, row: number): void {
  addPod(table, info, row)
  spread?.move(info, row, 1)
  neighbours.move(info, row, 1)
}

/** Takes a pod off a node for the length of a trial. */
export function tryWithout({ table, spread, neighbours }: Cycle, info: PodInfo, row: number): void {
  removePod(table, info, row)
  spread?.move(info, row, -1)
  neighbours.move(info, row, -1)
}
