import type { Gates } from '../kubernetes/gates.ts'
import type { KubernetesVersion } from '../kubernetes/version.ts'
import { type BestRows, bestRows } from './best-rows.ts'
import { imageLocalityScore } from './image-locality.ts'
import { firstRejection } from './node-filters.ts'
import { checkPorts } from './node-ports.ts'
import { hasRoom } from './node-resources-fit.ts'
import type { NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { preferenceForNode, prefersNodes } from './preferred-nodes.ts'
import { MAX_SCORE, SCORE_WEIGHTS } from './profile.ts'
import { asksForCpuOrMemory, balancedScoreFor, leastAllocatedScore } from './resource-scores.ts'
import { untoleratedPreferences } from './taint-preference.ts'

/**
 * How all nodes stand for one kind of pod, as far as each node by itself decides: whether it takes such a pod, and what
 * it scores without regard to other pods. Only nodes where pods came or went are looked at again.
 */
export interface Standing {
  /** Reads on in the table's list of changes. To be called before anything is asked. */
  readOn(): void
  /** How many nodes take such a pod. */
  feasible(): number
  takes(row: number): boolean
  /** All nodes by their totals; those that do not take such a pod do not take part. */
  ranking(): BestRows
  /** What each of some rows that take such a pod scores, where no others are feasible. */
  totalsAmong(rows: readonly number[]): readonly number[]
}

/** What decides about a pod's standing, as a text: pods of one template have one kind. */
export function kindOf({ pod: { spec }, demands: { requests, assumed, hostPorts } }: PodInfo): string {
  return JSON.stringify([
    [spec.nodeName, spec.nodeSelector, spec.affinity?.nodeAffinity, spec.tolerations],
    [...(spec.initContainers ?? []), ...spec.containers].map(({ image }) => image),
    [requests.milliCpu, requests.memory, requests.ephemeralStorage, [...requests.others]],
    [assumed.milliCpu, assumed.memory, hostPorts],
  ])
}

/** Looks at every node, and remembers. */
export function startStanding(
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
  const taking = new Uint8Array(nodes.length)
  const totals = new Int32Array(nodes.length).fill(-1)
  const mostDisliked = highest()
  const mostLiked = highest()
  let feasible = 0

  const fits = (row: number) => open[row] === 1 && hasRoom(info, table, row) && checkPorts(info, table, row).fits
  const admit = (row: number, sign: 1 | -1) => {
    taking[row] = sign === 1 ? 1 : 0
    feasible += sign
    mostDisliked.count(disliked[row] ?? 0, sign)
    mostLiked.count(liked[row] ?? 0, sign)
  }
  const total = (row: number, most: { readonly disliked: number; readonly liked: number }) =>
    (MAX_SCORE - share(disliked[row] ?? 0, most.disliked)) * SCORE_WEIGHTS.TaintToleration +
    share(liked[row] ?? 0, most.liked) * SCORE_WEIGHTS.NodeAffinity +
    leastAllocatedScore(info, table, row) * SCORE_WEIGHTS.NodeResourcesFit +
    balanced(info, table, row) * SCORE_WEIGHTS.NodeResourcesBalancedAllocation +
    (images[row] ?? 0) * SCORE_WEIGHTS.ImageLocality
  const mostOfAll = () => ({ disliked: mostDisliked.value(), liked: mostLiked.value() })
  const countRow = (row: number, most: ReturnType<typeof mostOfAll>) => {
    const counted = taking[row] === 1 ? total(row, most) : -1
    totals[row] = counted
    return counted
  }

  for (const row of nodes.keys()) if (fits(row)) admit(row, 1)
  let measuredBy = mostOfAll()
  let ranking = bestRows(nodes.length, row => countRow(row, measuredBy))
  let read = table.changes.length

  return {
    readOn() {
      const changed = new Set(table.changes.slice(read))
      read = table.changes.length
      for (const row of changed) {
        const now = fits(row)
        if (now !== (taking[row] === 1)) admit(row, now ? 1 : -1)
      }
      const most = mostOfAll()
      if (most.disliked === measuredBy.disliked && most.liked === measuredBy.liked) {
        for (const row of changed) ranking.set(row, countRow(row, most))
        return
      }
      // What all others are measured by has changed.
      measuredBy = most
      ranking = bestRows(nodes.length, row => countRow(row, most))
    },
    feasible: () => feasible,
    takes: row => taking[row] === 1,
    ranking: () => ranking,
    totalsAmong(rows) {
      const most = { disliked: 0, liked: 0 }
      for (const row of rows) {
        most.disliked = Math.max(most.disliked, disliked[row] ?? 0)
        most.liked = Math.max(most.liked, liked[row] ?? 0)
      }
      const asCounted = most.disliked === measuredBy.disliked && most.liked === measuredBy.liked
      return rows.map(row => (asCounted ? (totals[row] ?? 0) : total(row, most)))
    },
  }
}

/** (`normalizeByHighest`) */
function share(score: number, most: number): number {
  return most === 0 ? 0 : Math.trunc((MAX_SCORE * score) / most)
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
