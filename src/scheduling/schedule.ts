import type { Gates } from '../kubernetes/gates.ts'
import type { Pod } from '../kubernetes/pod.ts'
import type { KubernetesVersion } from '../kubernetes/version.ts'
import { type PluginVerdict, type Refusal, startCycle, verdictsOn } from './filters.ts'
import { type NamedNodes, namedNodes } from './named-nodes.ts'
import { at, type NodeTable, nodeTable, type SchedulingState } from './node-table.ts'
import { podInfo } from './pod-info.ts'
import { type Preemption, preempt } from './preemption.ts'
import { preferenceError } from './preferred-nodes.ts'
import type { FilterPlugin } from './profile.ts'
import { type PluginScore, scoreNodes } from './scores.ts'
import { breakTie } from './tie.ts'

export interface SchedulingOptions {
  readonly gates?: Gates
  /** Left out: the newest. */
  readonly version?: KubernetesVersion
  /** Breaks ties; left out: 0. */
  readonly seed?: number
}

/** What was decided about a pod, and why, for every node and every plugin. */
export interface Decision {
  /** Left out: the pod fits nowhere, or scoring failed. */
  readonly node?: string
  /** The nodes with the highest total, in the order of the nodes. Several: a tie, which the seed broke. */
  readonly best: readonly string[]
  readonly nodes: readonly NodeDecision[]
  /** The nodes that the pod names, where it names any; the others were not looked at. */
  readonly named?: { readonly names: readonly string[]; readonly plugins: readonly FilterPlugin[] }
  /** Why the pod was refused before any node was looked at. */
  readonly refusal?: Refusal
  /** A plugin that failed while scoring, in upstream's words. */
  readonly schedulerError?: string
  /** What preemption could do; left out where the pod fits somewhere. */
  readonly preemption?: Preemption
}

export interface NodeDecision {
  readonly name: string
  /** Left out: feasible. */
  readonly refusal?: Refusal
  /** Of each filter that looked at the node, up to the first that refused it. */
  readonly verdicts: readonly PluginVerdict[]
  /** Empty unless two or more nodes are feasible: a single one is taken without being scored. */
  readonly scores: readonly PluginScore[]
  readonly total: number
}

/**
 * Decides where a pod goes, and says why. Neither the state nor the table is different afterwards: placing the pod,
 * deleting victims and saying so in events is the caller's.
 * (scheduler `schedulePod`, `findNodesThatFitPod`, `prioritizeNodes`)
 */
export function schedule(state: SchedulingState | NodeTable, pod: Pod, options: SchedulingOptions = {}): Decision {
  const table = 'rows' in state ? state : nodeTable(state)
  const named = namedNodes(pod.spec)
  if (named && !named.ok) return refusedOutright(table, named)
  const cycle = startCycle(podInfo(pod), table, options.gates)
  const isNamed = (row: number) => !named || named.names.has(at(table.nodes, row).metadata.name ?? '')
  const verdicts = table.nodes.map((_, row) => (isNamed(row) ? verdictsOn(cycle, row) : undefined))
  const refusals = refusalsIn(verdicts, named)
  const feasible = feasibleRows(table, pod, refusals)
  const schedulerError = feasible.length > 1 ? errorWhileScoring(pod) : undefined
  const scores = feasible.length > 1 && !schedulerError ? scoreNodes(cycle, feasible, options.version) : []
  const scoresByRow = new Map(feasible.map((row, i) => [row, scores[i]]))
  const nodes = table.nodes.map(({ metadata }, row): NodeDecision => {
    const refusal = refusals.get(row)
    const nodeScores = scoresByRow.get(row) ?? []
    return {
      name: metadata.name ?? '',
      ...(refusal && { refusal }),
      verdicts: verdicts[row] ?? [],
      scores: nodeScores,
      total: nodeScores.reduce((sum, { weighted }) => sum + weighted, 0),
    }
  })
  const common = { nodes, ...(named && { named: { names: [...named.names], plugins: named.plugins } }) }
  if (feasible.length === 0) return { ...common, best: [], preemption: preempt(cycle, refusals) }
  if (schedulerError) return { ...common, best: [], schedulerError }
  const best = withHighestTotal(feasible.map(row => at(nodes, row))).map(({ name }) => name)
  return { ...common, best, node: at(best, breakTie(best.length, options.seed ?? 0)) }
}

/** A node that the pod was promised before is taken if it still fits, whatever others would score. (`evaluateNominatedNode`) */
function feasibleRows(table: NodeTable, pod: Pod, refusals: ReadonlyMap<number, Refusal>): readonly number[] {
  const promised = table.rows.get(pod.status?.nominatedNodeName ?? '')
  if (promised !== undefined && !refusals.has(promised)) return [promised]
  return [...table.nodes.keys()].filter(row => !refusals.has(row))
}

function withHighestTotal(nodes: readonly NodeDecision[]): readonly NodeDecision[] {
  const highest = nodes.reduce((most, { total }) => Math.max(most, total), 0)
  return nodes.filter(({ total }) => total === highest)
}

function refusedOutright(table: NodeTable, { plugin, reason }: NamedNodes & { readonly ok: false }): Decision {
  const refusal: Refusal = { ...(plugin && { plugin }), reason }
  const nodes = table.nodes.map(({ metadata }) => ({
    name: metadata.name ?? '',
    refusal,
    verdicts: [],
    scores: [],
    total: 0,
  }))
  return { best: [], nodes, refusal, preemption: { outcome: 'not-reached' } }
}

function refusalsIn(
  verdicts: readonly (readonly PluginVerdict[] | undefined)[],
  named: (NamedNodes & { readonly ok: true }) | undefined,
): ReadonlyMap<number, Refusal> {
  const refusals = new Map<number, Refusal>()
  for (const [row, list] of verdicts.entries()) {
    if (!list) refusals.set(row, { reason: { code: 'not-among-named', plugins: named?.plugins ?? [] } })
    const last = list?.at(-1)
    if (last && !last.verdict.fits) refusals.set(row, { plugin: last.plugin, reason: last.verdict.reason })
  }
  return refusals
}

function errorWhileScoring(pod: Pod): string | undefined {
  const error = preferenceError(pod)
  return error && `running PreScore plugin "NodeAffinity": ${error}`
}
