import type { Gates } from '../kubernetes/gates.ts'
import type { KubernetesVersion } from '../kubernetes/version.ts'
import { firstRefusal, startCycle } from './filters.ts'
import { neighboursOf } from './inter-pod-affinity.ts'
import { interPodAffinityScores } from './inter-pod-affinity-score.ts'
import { namedNodes } from './named-nodes.ts'
import { at, type NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { preferenceError } from './preferred-nodes.ts'
import { SCORE_WEIGHTS } from './profile.ts'
import { schedule } from './schedule.ts'
import { kindOf, type Standing, startStanding } from './standing.ts'
import { breakTie } from './tie.ts'
import { spreadFor } from './topology-spread.ts'
import { belongsTogether, topologySpreadScores } from './topology-spread-score.ts'

/** Where a pod goes, without the reasons. */
export interface Choice {
  readonly row: number
  /** How many nodes had the highest total: more than one is a tie, which the seed broke. */
  readonly among: number
}

export interface Chooser {
  /** Chooses as `schedule` does; `undefined` where `schedule` would name no node, which then says why. */
  choose(info: PodInfo, seed: number): Choice | undefined
  /** How many nodes it has looked at one by one: what its choices have cost. */
  looks(): number
}

interface Options {
  readonly gates?: Gates
  readonly version?: KubernetesVersion
}

/** The standings of this many kinds of pods are kept. */
const KEPT_STANDINGS = 32

/**
 * Chooses nodes for pods one after the other, as they are added to the table and taken off it.
 *
 * Most of what decides about a pod depends on each node by itself. For each kind of pods the standing of all nodes is
 * kept, and only nodes where pods came or went are looked at again; where nothing else decides, the choice among all
 * nodes is the top of a tournament. Pods that look at other pods (spread, affinities) are compared on every node besides.
 */
export function chooser(table: NodeTable, options: Options = {}): Chooser {
  const standings = new Map<string, Standing>()
  let looks = 0
  const standingOf = (info: PodInfo): Standing => {
    const kind = kindOf(info)
    const known = standings.get(kind)
    if (!known) looks += table.nodes.length
    const standing = known ?? startStanding(info, table, options)
    // The least recently used comes first and goes first.
    standings.delete(kind)
    standings.set(kind, standing)
    if (standings.size > KEPT_STANDINGS) standings.delete([...standings.keys()][0] ?? '')
    standing.readOn()
    return standing
  }
  return {
    looks: () => looks,
    choose(info, seed) {
      if (table.nominated.size > 0 || info.pod.status?.nominatedNodeName) {
        looks += table.nodes.length
        return chooseByReasons(info, table, seed, options)
      }
      const named = namedNodes(info.pod.spec)
      if (named) return named.ok ? chooseNamed(info, table, named.names, seed, options) : undefined
      const standing = standingOf(info)
      if (looksAtOthers(info, table)) {
        looks += table.nodes.length
        return chooseBesideOthers(info, table, standing, seed, options)
      }
      if (standing.feasible() > 1 && preferenceError(info.pod)) return undefined
      const ranking = standing.ranking()
      const among = ranking.count()
      return among === 0 ? undefined : { row: ranking.pick(breakTie(among, seed)), among }
    },
  }
}

/** Pods that wait for room that they were promised are few, and soon gone: no short cut is worth its trouble. */
function chooseByReasons(info: PodInfo, table: NodeTable, seed: number, options: Options): Choice | undefined {
  const { node, best } = schedule(table, info.pod, { ...options, seed })
  const row = node === undefined ? undefined : table.rows.get(node)
  return row === undefined ? undefined : { row, among: best.length }
}

/** Looks at the nodes that the pod names, which for a DaemonSet's pod is one; no other pod has the same kind. */
function chooseNamed(
  info: PodInfo,
  table: NodeTable,
  names: ReadonlySet<string>,
  seed: number,
  options: Options,
): Choice | undefined {
  const cycle = startCycle(info, table, options.gates)
  const rows = [...names].flatMap(name => table.rows.get(name) ?? []).filter(row => !firstRefusal(cycle, row))
  const [row] = rows
  if (rows.length > 1) return chooseByReasons(info, table, seed, options)
  return row === undefined ? undefined : { row, among: 1 }
}

/** Whether other pods decide about the pod by more than the room that they take. */
function looksAtOthers(info: PodInfo, table: NodeTable): boolean {
  if (table.heldTerms.size > 0 || info.demands.podAffinity) return true
  return (info.pod.spec.topologySpreadConstraints ?? []).length > 0 || belongsTogether(info, table)
}

/** Adds what other pods say to what each node by itself is. */
function chooseBesideOthers(
  info: PodInfo,
  table: NodeTable,
  standing: Standing,
  seed: number,
  { gates }: Options,
): Choice | undefined {
  const spread = spreadFor(info, table, gates)
  const neighbours = neighboursOf(info, table)
  const feasible: number[] = []
  for (const row of table.nodes.keys()) {
    if (!standing.takes(row) || !neighbours.check(row).fits) continue
    if (!spread || spread.check(row).fits) feasible.push(row)
  }
  if (feasible.length < 2) return feasible.length === 0 ? undefined : { row: at(feasible, 0), among: 1 }
  if (preferenceError(info.pod)) return undefined
  const crowd = topologySpreadScores(info, table, feasible, gates)?.normalized
  const welcome = interPodAffinityScores(info, table, feasible)?.normalized
  let best: number[] = []
  let highest = -1
  for (const [i, total] of standing.totalsAmong(feasible).entries()) {
    const sum =
      total + (crowd?.[i] ?? 0) * SCORE_WEIGHTS.PodTopologySpread + (welcome?.[i] ?? 0) * SCORE_WEIGHTS.InterPodAffinity
    if (sum > highest) {
      highest = sum
      best = []
    }
    if (sum === highest) best.push(at(feasible, i))
  }
  return { row: at(best, breakTie(best.length, seed)), among: best.length }
}
