import type { Labels } from '../kubernetes/object-meta.ts'
import { domainSums } from './domain-sums.ts'
import type { NodeTable } from './node-table.ts'
import { type AffinityTerm, printTerms, termMatches } from './pod-affinity-term.ts'
import type { PodInfo } from './pod-info.ts'
import { MAX_SCORE } from './profile.ts'
import { tally } from './tally.ts'

/** What another pod's required affinity to this pod counts as, beside preferences with weights of their own. */
const HARD_AFFINITY_WEIGHT = 1

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
): { readonly raw: readonly number[]; readonly normalized: readonly number[] } | undefined {
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
  for (const [row, pods] of table.affinityPods > 0 ? table.podsWithAffinity.entries() : []) {
    for (const { demands } of pods) {
      const theirs = demands.podAffinity
      const weigh = (term: AffinityTerm, weight: number) => {
        if (termMatches(term, info, ownNamespace)) welcome.add(term.topologyKey, row, weight)
      }
      for (const term of theirs?.near ?? []) weigh(term, HARD_AFFINITY_WEIGHT)
      for (const { term, weight } of theirs?.preferredNear ?? []) weigh(term, weight)
      for (const { term, weight } of theirs?.preferredApart ?? []) weigh(term, -weight)
    }
  }
  const keys = welcome.keys()
  if (keys.length === 0) return undefined
  const raw = feasible.map(row => keys.reduce((sum, topologyKey) => sum + welcome.of(topologyKey, row), 0))
  return { raw, normalized: normalize(raw) }
}

function normalize(raw: readonly number[]): readonly number[] {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const score of raw) {
    least = Math.min(least, score)
    most = Math.max(most, score)
  }
  return raw.map(score => (most > least ? Math.trunc(MAX_SCORE * ((score - least) / (most - least))) : 0))
}
