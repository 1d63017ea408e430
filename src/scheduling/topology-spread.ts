import type { Gates } from '../kubernetes/gates.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import type { TopologySpreadConstraint } from '../kubernetes/topology-spread.ts'
import { type LabelMatcher, labelMatcher } from './label-match.ts'
import { checkNodeAffinity } from './node-affinity.ts'
import { at, type NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { checkTaints } from './taint-toleration.ts'
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

/** Whether a node carries the topology label of every constraint. */
export function hasEveryLabel(constraints: readonly SpreadConstraint[], labels: Labels): boolean {
  return constraints.every(({ topologyKey }) => Object.hasOwn(labels, topologyKey))
}

/** How many pods of the namespace on a node a constraint means. Pods that are being deleted do not count, and an empty selector counts none. */
export function matchingPods({ matcher }: SpreadConstraint, namespace: string, table: NodeTable, row: number): number {
  if (matcher.empty) return 0
  let count = 0
  for (const info of at(table.pods, row)) {
    if (!info.terminating && info.namespace === namespace && matcher.matches(info.labels)) count += 1
  }
  return count
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
  const domains = constraints.map(() => new Map<string, number>())
  for (const [row, labels] of table.labels.entries()) {
    if (!hasEveryLabel(constraints, labels)) continue
    for (const [i, constraint] of constraints.entries()) {
      if (!countsFor(constraint, info, table, row, gates)) continue
      increase(
        at(domains, i),
        labels[constraint.topologyKey] ?? '',
        matchingPods(constraint, info.namespace, table, row),
      )
    }
  }
  return {
    check(row) {
      const labels = at(table.labels, row)
      for (const [i, { topologyKey, maxSkew, minDomains, matcher }] of constraints.entries()) {
        const domain = Object.hasOwn(labels, topologyKey) ? labels[topologyKey] : undefined
        if (domain === undefined) return refuse({ code: 'spread-label-missing', topologyKey })
        const counts = at(domains, i)
        const matching = counts.get(domain) ?? 0
        const minimum = counts.size < minDomains ? 0 : least(counts)
        const countsItself = matcher.matches(info.labels)
        if (matching + (countsItself ? 1 : 0) - minimum <= maxSkew) continue
        return refuse({ code: 'spread-skew', topologyKey, domain, matching, countsItself, minimum, maxSkew })
      }
      return FITS
    },
    move(moved, row, sign) {
      const labels = at(table.labels, row)
      if (moved.namespace !== info.namespace || !hasEveryLabel(constraints, labels)) return
      for (const [i, constraint] of constraints.entries()) {
        if (!constraint.matcher.matches(moved.labels) || !countsFor(constraint, info, table, row, gates)) continue
        increase(at(domains, i), labels[constraint.topologyKey] ?? '', sign)
      }
    },
  }
}

function increase(counts: Map<string, number>, domain: string, amount: number): void {
  counts.set(domain, (counts.get(domain) ?? 0) + amount)
}

function least(counts: ReadonlyMap<string, number>): number {
  let least = Number.POSITIVE_INFINITY
  for (const count of counts.values()) if (count < least) least = count
  return least
}

function pick(labels: Labels, keys: readonly string[]): Labels {
  return Object.fromEntries(keys.flatMap(key => (Object.hasOwn(labels, key) ? [[key, labels[key] ?? '']] : [])))
}
