import type { Labels } from '../kubernetes/object-meta.ts'
import { at, type NodeTable } from './node-table.ts'
import { type AffinityTerm, allTermsMatch, type Described, termMatches } from './pod-affinity-term.ts'
import type { PodInfo } from './pod-info.ts'
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
  const namespaceOf = ({ namespace }: Described) => table.namespaceLabels.get(namespace)
  const wanted: Domains = new Map()
  const avoided: Domains = new Map()
  const avoiding: Domains = new Map()

  const move = (moved: PodInfo, row: number, sign: 1 | -1) => {
    const labels = at(table.labels, row)
    for (const term of moved.demands.podAffinity?.apart ?? []) {
      if (termMatches(term, info, ownNamespace ?? NO_LABELS)) count(avoiding, term, labels, sign)
    }
    if (allTermsMatch(near, moved, namespaceOf(moved))) for (const term of near) count(wanted, term, labels, sign)
    for (const term of apart) if (termMatches(term, moved, namespaceOf(moved))) count(avoided, term, labels, sign)
  }
  const concerned = near.length + apart.length > 0 ? table.pods : table.podsWithAffinity
  for (const [row, pods] of concerned.entries()) for (const other of pods) move(other, row, 1)

  // The first of pods that want to be near each other would wait for ever.
  const isFirstOfItsKind = () => wanted.size === 0 && allTermsMatch(near, info, ownNamespace)

  return {
    move,
    check(row) {
      const labels = at(table.labels, row)
      const elsewhere = near.find(({ topologyKey }) => !Object.hasOwn(labels, topologyKey))
      if (elsewhere) return refuse({ code: 'pod-affinity', topologyKey: elsewhere.topologyKey })
      const lonely = near.find(term => !isCounted(wanted, term.topologyKey, labels))
      if (lonely && !isFirstOfItsKind()) return refuse({ code: 'pod-affinity', topologyKey: lonely.topologyKey })
      const crowded = apart.find(term => isCounted(avoided, term.topologyKey, labels))
      if (crowded) return refuse({ code: 'pod-anti-affinity', topologyKey: crowded.topologyKey })
      for (const topologyKey of avoiding.keys()) {
        if (isCounted(avoiding, topologyKey, labels)) return refuse({ code: 'existing-anti-affinity', topologyKey })
      }
      return FITS
    },
  }
}

/** Topology key → domain → how many terms or pods count there; what is down to 0 is not there. */
type Domains = Map<string, Map<string, number>>

function count(domains: Domains, { topologyKey }: AffinityTerm, labels: Labels, sign: 1 | -1): void {
  if (!Object.hasOwn(labels, topologyKey)) return
  const domain = labels[topologyKey] ?? ''
  const counts = domains.get(topologyKey) ?? new Map<string, number>()
  const sum = (counts.get(domain) ?? 0) + sign
  if (sum === 0) counts.delete(domain)
  else counts.set(domain, sum)
  if (counts.size === 0) domains.delete(topologyKey)
  else domains.set(topologyKey, counts)
}

function isCounted(domains: Domains, topologyKey: string, labels: Labels): boolean {
  return Object.hasOwn(labels, topologyKey) && (domains.get(topologyKey)?.get(labels[topologyKey] ?? '') ?? 0) > 0
}
