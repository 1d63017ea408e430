import type { Labels } from '../kubernetes/object-meta.ts'
import { at, type NodeTable } from './node-table.ts'
import { type AffinityTerm, type Described, termMatches } from './pod-affinity-term.ts'
import type { PodInfo } from './pod-info.ts'
import { MAX_SCORE } from './profile.ts'

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
  const preferredNear = info.demands.podAffinity?.preferredNear ?? []
  const preferredApart = info.demands.podAffinity?.preferredApart ?? []
  const ownNamespace = table.namespaceLabels.get(info.namespace) ?? NO_LABELS
  const welcome = new Map<string, Map<string, number>>()
  const weigh = ({ topologyKey }: AffinityTerm, applies: boolean, labels: Labels, weight: number) => {
    if (!applies || !Object.hasOwn(labels, topologyKey)) return
    const domain = labels[topologyKey] ?? ''
    const weights = welcome.get(topologyKey) ?? new Map<string, number>()
    welcome.set(topologyKey, weights.set(domain, (weights.get(domain) ?? 0) + weight))
  }
  const namespaceOf = ({ namespace }: Described) => table.namespaceLabels.get(namespace)
  const concerned = preferredNear.length + preferredApart.length > 0 ? table.pods : table.podsWithAffinity
  for (const [row, pods] of concerned.entries()) {
    const labels = at(table.labels, row)
    for (const other of pods) {
      for (const { term, weight } of preferredNear)
        weigh(term, termMatches(term, other, namespaceOf(other)), labels, weight)
      for (const { term, weight } of preferredApart)
        weigh(term, termMatches(term, other, namespaceOf(other)), labels, -weight)
      const theirs = other.demands.podAffinity
      if (!theirs) continue
      for (const term of theirs.near) weigh(term, termMatches(term, info, ownNamespace), labels, HARD_AFFINITY_WEIGHT)
      for (const { term, weight } of theirs.preferredNear)
        weigh(term, termMatches(term, info, ownNamespace), labels, weight)
      for (const { term, weight } of theirs.preferredApart)
        weigh(term, termMatches(term, info, ownNamespace), labels, -weight)
    }
  }
  if (welcome.size === 0) return undefined
  const raw = feasible.map(row => {
    const labels = at(table.labels, row)
    let score = 0
    for (const [topologyKey, weights] of welcome) {
      if (Object.hasOwn(labels, topologyKey)) score += weights.get(labels[topologyKey] ?? '') ?? 0
    }
    return score
  })
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
