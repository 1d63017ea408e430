import type { Labels } from '../kubernetes/object-meta.ts'
import { domainSums } from './domain-sums.ts'
import type { NodeTable } from './node-table.ts'
import type { RowScores } from './normalize.ts'
import { printTerms, termMatches } from './pod-affinity-term.ts'
import type { PodInfo } from './pod-info.ts'
import { MAX_SCORE } from './profile.ts'
import { tally } from './tally.ts'

const NO_LABELS: Labels = {}

/**
 * How welcome the pod is in the domains of each feasible node: weights of its preferences for pods there, and of theirs
 * for it, those against taken off; raw and normalised. `undefined` where nobody prefers anything that applies.
 * (scheduler plugin `InterPodAffinity`, score)
 */
export function interPodAffinityScores(
  info: PodInfo,
  table: NodeTable,
  feasible: readonly number[],
): RowScores | undefined {
  const { preferredNear = [], preferredApart = [] } = info.demands.podAffinity ?? {}
  const ownNamespace = table.namespaceLabels.get(info.namespace) ?? NO_LABELS
  const welcome = domainSums(table)
  for (const [terms, sign] of [
    [preferredNear, 1],
    [preferredApart, -1],
  ] as const) {
    for (const { term, weight } of terms) {
      const means = (other: PodInfo) => termMatches(term, other, table.namespaceLabels.get(other.namespace))
      welcome.addAll(term.topologyKey, tally(table, printTerms([term]), means), sign * weight)
    }
  }
  for (const { held, rows } of table.heldTerms.values()) {
    if (held.welcome === 'closed' || !termMatches(held.term, info, ownNamespace)) continue
    for (const [row, holders] of rows) welcome.add(held.term.topologyKey, row, holders * held.welcome)
  }
  const keys = welcome.keys()
  if (keys.length === 0) return undefined
  const raw = Float64Array.from(feasible, row =>
    keys.reduce((sum, topologyKey) => sum + welcome.of(topologyKey, row), 0),
  )
  return { raw, normalized: normalize(raw) }
}

function normalize(raw: Float64Array): Float64Array {
  const least = raw.reduce((low, score) => Math.min(low, score), Number.POSITIVE_INFINITY)
  const most = raw.reduce((high, score) => Math.max(high, score), Number.NEGATIVE_INFINITY)
  return raw.map(score => (most > least ? Math.trunc(MAX_SCORE * ((score - least) / (most - least))) : 0))
}
