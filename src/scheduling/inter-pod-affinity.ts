import type { Labels } from '../kubernetes/object-meta.ts'
import { domainSums } from './domain-sums.ts'
import { at, type NodeTable } from './node-table.ts'
import { type AffinityTerm, allTermsMatch, printTerms, termMatches } from './pod-affinity-term.ts'
import type { PodInfo } from './pod-info.ts'
import { tally } from './tally.ts'
import { FITS, refuse, type SchedulingReason, type Verdict } from './verdict.ts'

/**
 * Where the pods stand that the pod wants near, that it wants apart, and that want it apart; kept up to date while
 * preemption takes pods away and puts them back. (scheduler plugin `InterPodAffinity`, filter)
 */
export interface Neighbours {
  check(row: number): Verdict<SchedulingReason>
  /** `info` has come to the node of a row (1) or gone from it (-1). */
  move(info: PodInfo, row: number, sign: 1 | -1): void
}

const NO_LABELS: Labels = {}

/** Looks for them. */
export function neighboursOf(info: PodInfo, table: NodeTable): Neighbours {
  const near = info.demands.podAffinity?.near ?? []
  const apart = info.demands.podAffinity?.apart ?? []
  const ownNamespace = table.namespaceLabels.get(info.namespace)
  const suits = (other: PodInfo) => allTermsMatch(near, other, table.namespaceLabels.get(other.namespace))
  const isMeant = (term: AffinityTerm) => (other: PodInfo) =>
    termMatches(term, other, table.namespaceLabels.get(other.namespace))
  const avoids = (term: AffinityTerm) => termMatches(term, info, ownNamespace ?? NO_LABELS)
  const wanted = domainSums(table)
  const avoided = domainSums(table)
  const avoiding = domainSums(table)

  const move = (moved: PodInfo, row: number, sign: 1 | -1) => {
    for (const term of moved.demands.podAffinity?.apart ?? [])
      if (avoids(term)) avoiding.add(term.topologyKey, row, sign)
    if (suits(moved)) for (const { topologyKey } of near) wanted.add(topologyKey, row, sign)
    for (const term of apart) if (isMeant(term)(moved)) avoided.add(term.topologyKey, row, sign)
  }
  if (near.length > 0) {
    const counts = tally(table, `all of ${printTerms(near)}`, suits)
    for (const { topologyKey } of near) wanted.addAll(topologyKey, counts)
  }
  for (const term of apart) avoided.addAll(term.topologyKey, tally(table, printTerms([term]), isMeant(term)))
  for (const { held, rows } of table.heldTerms.values()) {
    if (held.welcome !== 'closed' || !avoids(held.term)) continue
    for (const [row, holders] of rows) avoiding.add(held.term.topologyKey, row, holders)
  }

  // The first of pods that want to be near each other would wait for ever.
  const isFirstOfItsKind = () => wanted.isEmpty() && allTermsMatch(near, info, ownNamespace)

  return {
    move,
    check(row) {
      const labels = at(table.labels, row)
      const elsewhere = near.find(({ topologyKey }) => !Object.hasOwn(labels, topologyKey))
      if (elsewhere) return refuse({ code: 'pod-affinity', topologyKey: elsewhere.topologyKey })
      const lonely = near.find(({ topologyKey }) => !wanted.has(topologyKey, row))
      if (lonely && !isFirstOfItsKind()) return refuse({ code: 'pod-affinity', topologyKey: lonely.topologyKey })
      const crowded = apart.find(({ topologyKey }) => avoided.has(topologyKey, row))
      if (crowded) return refuse({ code: 'pod-anti-affinity', topologyKey: crowded.topologyKey })
      const shunned = avoiding.keys().find(topologyKey => avoiding.has(topologyKey, row))
      return shunned === undefined ? FITS : refuse({ code: 'existing-anti-affinity', topologyKey: shunned })
    },
  }
}
