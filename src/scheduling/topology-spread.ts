import type { Gates } from '../kubernetes/gates.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import type { TopologySpreadConstraint } from '../kubernetes/topology-spread.ts'
import { type LabelMatcher, labelMatcher } from './label-match.ts'
import { checkNodeAffinity } from './node-affinity.ts'
import { at, type NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { checkTaints } from './taint-toleration.ts'
import { tally } from './tally.ts'
import { topologyOf } from './topology.ts'
import { FITS, refuse, type SchedulingReason, type Verdict } from './verdict.ts'

/** A constraint made ready for one pod. */
export interface SpreadConstraint {
  readonly topologyKey: string
  readonly maxSkew: number
  readonly minDomains: number
  readonly matcher: LabelMatcher
  /** Whether nodes that the pod's node affinity excludes stay out of the count. */
  readonly honorsAffinity: boolean
  /** Whether nodes whose taints the pod does not tolerate stay out of the count. */
  readonly honorsTaints: boolean
}

/** The pod's own constraints of one severity. `matchLabelKeys` stand for the pod's values of those labels, where it has them. */
export function spreadConstraints(
  { pod: { spec }, labels }: PodInfo,
  severity: TopologySpreadConstraint['whenUnsatisfiable'],
): readonly SpreadConstraint[] {
  return (spec.topologySpreadConstraints ?? [])
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === severity)
    .map(constraint => ({
      topologyKey: constraint.topologyKey,
      maxSkew: constraint.maxSkew,
      minDomains: constraint.minDomains ?? 1,
      matcher: labelMatcher(constraint.labelSelector, pick(labels, constraint.matchLabelKeys ?? [])),
      honorsAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
      honorsTaints: constraint.nodeTaintsPolicy === 'Honor',
    }))
}

/** Whether a node's pods count for a constraint. Taints and cordons are no matter unless the constraint says so. */
export function countsFor(
  constraint: SpreadConstraint,
  { pod }: PodInfo,
  table: NodeTable,
  row: number,
  gates?: Gates,
): boolean {
  const node = at(table.nodes, row)
  if (constraint.honorsAffinity && !checkNodeAffinity(pod, node).fits) return false
  return !constraint.honorsTaints || checkTaints(pod, node, gates).fits
}

/** For each row 1 if the node carries the topology label of every constraint, else 0. */
export function rowsWithEveryLabel(constraints: readonly SpreadConstraint[], table: NodeTable): Uint8Array {
  const topologies = constraints.map(({ topologyKey }) => topologyOf(table, topologyKey))
  return Uint8Array.from(table.nodes, (_, row) =>
    topologies.every(({ domainOf }) => (domainOf[row] ?? -1) >= 0) ? 1 : 0,
  )
}

/**
 * For each row how many pods of the namespace a constraint means. Pods that are being deleted do not count, and an empty
 * selector counts none. (podtopologyspread `countPodsMatchSelector`)
 */
export function matchingPods({ matcher }: SpreadConstraint, namespace: string, table: NodeTable): Int32Array {
  if (matcher.empty || !matcher.requirements) return new Int32Array(table.nodes.length)
  return tally(
    table,
    JSON.stringify(['spread', namespace, matcher.requirements]),
    info => !info.terminating && info.namespace === namespace && matcher.matches(info.labels),
  )
}

/**
 * The spread of the pods that the pod's hard constraints mean, over the domains of their topology keys; kept up to date
 * while preemption takes pods away and puts them back. (scheduler plugin `PodTopologySpread`, filter)
 */
export interface Spread {
  check(row: number): Verdict<SchedulingReason>
  /** `info` has come to the node of a row (1) or gone from it (-1). */
  move(info: PodInfo, row: number, sign: 1 | -1): void
}

/** Counts the spread; `undefined` where the pod has no hard constraint. */
export function spreadFor(info: PodInfo, table: NodeTable, gates?: Gates): Spread | undefined {
  const constraints = spreadConstraints(info, 'DoNotSchedule')
  if (constraints.length === 0) return undefined
  const complete = rowsWithEveryLabel(constraints, table)
  const counts = constraints.map(constraint => countDomains(constraint, info, table, complete, gates))
  return {
    check(row) {
      for (const [i, { topologyKey, maxSkew, minDomains, matcher }] of constraints.entries()) {
        const { domainOf, domains } = topologyOf(table, topologyKey)
        const domain = domainOf[row] ?? -1
        if (domain < 0) return refuse({ code: 'spread-label-missing', topologyKey })
        const { size, least, of } = at(counts, i)
        const matching = of(domain)
        const minimum = size < minDomains ? 0 : least()
        const countsItself = matcher.matches(info.labels)
        if (matching + (countsItself ? 1 : 0) - minimum <= maxSkew) continue
        const skew = { topologyKey, domain: at(domains, domain), matching, countsItself, minimum, maxSkew }
        return refuse({ code: 'spread-skew', ...skew })
      }
      return FITS
    },
    move(moved, row, sign) {
      if (moved.namespace !== info.namespace || complete[row] !== 1) return
      for (const [i, constraint] of constraints.entries()) {
        if (!constraint.matcher.matches(moved.labels) || !countsFor(constraint, info, table, row, gates)) continue
        at(counts, i).add(topologyOf(table, constraint.topologyKey).domainOf[row] ?? -1, sign)
      }
    },
  }
}

/** How many pods stand in each domain that has a node which counts. */
interface DomainCounts {
  readonly size: number
  of(domain: number): number
  least(): number
  add(domain: number, amount: number): void
}

function countDomains(
  constraint: SpreadConstraint,
  info: PodInfo,
  table: NodeTable,
  complete: Uint8Array,
  gates: Gates | undefined,
): DomainCounts {
  const { domainOf } = topologyOf(table, constraint.topologyKey)
  const onRow = matchingPods(constraint, info.namespace, table)
  const counts = new Map<number, number>()
  for (const [row, domain] of domainOf.entries()) {
    if (complete[row] !== 1 || !countsFor(constraint, info, table, row, gates)) continue
    counts.set(domain, (counts.get(domain) ?? 0) + (onRow[row] ?? 0))
  }
  let least: number | undefined
  return {
    size: counts.size,
    of: domain => counts.get(domain) ?? 0,
    // Asked for every node, and it changes only while preemption tries.
    least() {
      least ??= [...counts.values()].reduce((fewest, count) => Math.min(fewest, count), Number.POSITIVE_INFINITY)
      return least
    },
    add(domain, amount) {
      least = undefined
      counts.set(domain, (counts.get(domain) ?? 0) + amount)
    },
  }
}

function pick(labels: Labels, keys: readonly string[]): Labels {
  return Object.fromEntries(keys.flatMap(key => (Object.hasOwn(labels, key) ? [[key, labels[key] ?? '']] : [])))
}
