import type { Gates } from '../kubernetes/gates.ts'
import type { KubernetesVersion } from '../kubernetes/version.ts'
import { type BestRows, bestRows } from './best-rows.ts'
import { firstRefusal, startCycle } from './filters.ts'
import { imageLocalityScore } from './image-locality.ts'
import { namedNodes } from './named-nodes.ts'
import { firstRejection } from './node-filters.ts'
import { checkPorts } from './node-ports.ts'
import { hasRoom } from './node-resources-fit.ts'
import { at, type NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { preferenceError, preferenceForNode, prefersNodes } from './preferred-nodes.ts'
import { MAX_SCORE, SCORE_WEIGHTS } from './profile.ts'
import { asksForCpuOrMemory, balancedScoreFor, leastAllocatedScore } from './resource-scores.ts'
import { totalScores } from './scores.ts'
import { untoleratedPreferences } from './taint-preference.ts'
import { breakTie } from './tie.ts'
import { belongsTogether } from './topology-spread-score.ts'

/** Where a pod goes, without the reasons. */
export interface Choice {
  readonly row: number
  /** How many nodes had the highest total: more than one is a tie, which the seed broke. */
  readonly among: number
}

export interface Chooser {
  /** Chooses as `schedule` does; `undefined` where `schedule` would name no node, which then says why. */
  choose(info: PodInfo, seed: number): Choice | undefined
}

/** Keeps what follows from pod and node alone for this many kinds of pods. */
const KEPT_STANDINGS = 32

/**
 * Chooses nodes for pods one after the other, as they are added to the table and taken off it.
 *
 * Whether a node takes a pod, and how it scores, depends for most pods on that node alone. For each kind of them the
 * scores of all nodes are kept, and only those of nodes where pods came or went are counted anew; the choice among all
 * nodes is then the top of a tournament. Pods that look at other pods (spread, affinities) are compared on every node.
 */
export function chooser(
  table: NodeTable,
  options: { readonly gates?: Gates; readonly version?: KubernetesVersion } = {},
): Chooser {
  const standings = new Map<string, Standing>()
  const standingOf = (info: PodInfo): Standing => {
    const kind = kindOf(info)
    const standing = standings.get(kind) ?? startStanding(info, table, options)
    // The least recently used comes first and goes first.
    standings.delete(kind)
    standings.set(kind, standing)
    if (standings.size > KEPT_STANDINGS) standings.delete([...standings.keys()][0] ?? '')
    return standing
  }
  return {
    choose(info, seed) {
      if (!dependsOnNodeAlone(info, table)) return chooseFromAll(info, table, seed, options)
      const { ranking, feasible } = standingOf(info).upToDate()
      if (feasible > 1 && preferenceError(info.pod)) return undefined
      const among = ranking.count()
      return among === 0 ? undefined : { row: ranking.pick(breakTie(among, seed)), among }
    },
  }
}

/** Looks at every node anew. */
function chooseFromAll(
  info: PodInfo,
  table: NodeTable,
  seed: number,
  { gates, version }: { readonly gates?: Gates; readonly version?: KubernetesVersion },
): Choice | undefined {
  const named = namedNodes(info.pod.spec)
  if (named && !named.ok) return undefined
  const cycle = startCycle(info, table, gates)
  const rows = named
    ? [...named.names].flatMap(name => table.rows.get(name) ?? []).sort((a, b) => a - b)
    : [...table.nodes.keys()]
  const promised = table.rows.get(info.pod.status?.nominatedNodeName ?? '')
  const fits = (row: number) => firstRefusal(cycle, row) === undefined
  if (promised !== undefined && rows.includes(promised) && fits(promised)) return { row: promised, among: 1 }
  const feasible = rows.filter(fits)
  if (feasible.length > 1 && preferenceError(info.pod)) return undefined
  const totals = feasible.length > 1 ? totalScores(cycle, feasible, version) : feasible.map(() => 0)
  const ranking = bestRows(feasible.length, i => at(totals, i))
  const among = ranking.count()
  return among === 0 ? undefined : { row: at(feasible, ranking.pick(breakTie(among, seed))), among }
}

/** No other pod, placed or waiting, changes what a node is to this one, but by the room that it takes there. */
function dependsOnNodeAlone(info: PodInfo, table: NodeTable): boolean {
  const { pod, demands } = info
  if (table.affinityPods > 0 || demands.podAffinity) return false
  if (table.nominated.size > 0 || pod.status?.nominatedNodeName) return false
  return !(pod.spec.topologySpreadConstraints ?? []).length && !belongsTogether(info, table)
}

/** What decides about a pod's standing, as a text: pods of one template have one kind. */
function kindOf({ pod: { spec }, demands: { requests, assumed, hostPorts } }: PodInfo): string {
  return JSON.stringify([
    [spec.nodeName, spec.nodeSelector, spec.affinity?.nodeAffinity, spec.tolerations],
    [...(spec.initContainers ?? []), ...spec.containers].map(({ image }) => image),
    [requests.milliCpu, requests.memory, requests.ephemeralStorage, [...requests.others]],
    [assumed.milliCpu, assumed.memory, hostPorts],
  ])
}

/** How all nodes stand for one kind of pod. */
interface Standing {
  upToDate(): { readonly ranking: BestRows; readonly feasible: number }
}

function startStanding(
  info: PodInfo,
  table: NodeTable,
  { gates, version }: { readonly gates?: Gates; readonly version?: KubernetesVersion },
): Standing {
  const { pod } = info
  const { nodes } = table
  const open = Uint8Array.from(nodes, node => (firstRejection(pod, node, gates).fits ? 1 : 0))
  const disliked = Int32Array.from(nodes, node => untoleratedPreferences(pod, node, gates))
  const liked = Int32Array.from(nodes, node => (prefersNodes(pod) ? preferenceForNode(pod, node) : 0))
  const images = Int32Array.from(nodes, (_, row) => imageLocalityScore(info, table, row))
  const balanced = asksForCpuOrMemory(info) ? balancedScoreFor(version) : () => 0
  const takes = new Uint8Array(nodes.length)
  const mostDisliked = highest()
  const mostLiked = highest()
  let feasible = 0

  const fits = (row: number) => open[row] === 1 && hasRoom(info, table, row) && checkPorts(info, table, row).fits
  const admit = (row: number, sign: 1 | -1) => {
    takes[row] = sign === 1 ? 1 : 0
    feasible += sign
    mostDisliked.count(disliked[row] ?? 0, sign)
    mostLiked.count(liked[row] ?? 0, sign)
  }
  const total = (row: number) => {
    if (takes[row] !== 1) return -1
    const dislike = MAX_SCORE - share(disliked[row] ?? 0, mostDisliked.value())
    const like = share(liked[row] ?? 0, mostLiked.value())
    return (
      dislike * SCORE_WEIGHTS.TaintToleration +
      like * SCORE_WEIGHTS.NodeAffinity +
      leastAllocatedScore(info, table, row) * SCORE_WEIGHTS.NodeResourcesFit +
      balanced(info, table, row) * SCORE_WEIGHTS.NodeResourcesBalancedAllocation +
      (images[row] ?? 0) * SCORE_WEIGHTS.ImageLocality
    )
  }
  for (const row of nodes.keys()) if (fits(row)) admit(row, 1)
  let ranking = bestRows(nodes.length, total)
  let read = table.changes.length

  return {
    upToDate() {
      const before = [mostDisliked.value(), mostLiked.value()]
      const changed = new Set(table.changes.slice(read))
      read = table.changes.length
      for (const row of changed) {
        const now = fits(row)
        if (now !== (takes[row] === 1)) admit(row, now ? 1 : -1)
      }
      // The highest of all nodes is what the others are measured by.
      if (mostDisliked.value() !== before[0] || mostLiked.value() !== before[1]) ranking = bestRows(nodes.length, total)
      else for (const row of changed) ranking.set(row, total(row))
      return { ranking, feasible }
    },
  }
}

/** (`normalizeByHighest`) */
function share(score: number, highest: number): number {
  return highest === 0 ? 0 : Math.trunc((MAX_SCORE * score) / highest)
}

/** The highest of some numbers of which some come and go. */
interface Highest {
  count(value: number, sign: 1 | -1): void
  /** 0 where there is none. */
  value(): number
}

function highest(): Highest {
  const counts = new Map<number, number>()
  let most = 0
  return {
    count(value, sign) {
      const left = (counts.get(value) ?? 0) + sign
      if (left > 0) counts.set(value, left)
      else counts.delete(value)
      if (value > most) most = value
      else if (value === most && left === 0) most = Math.max(0, ...counts.keys())
    },
    value: () => most,
  }
}
