import type { Gates } from '../kubernetes/gates.ts'
import type { LabelSelector } from '../kubernetes/label-selector.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import { labelMatcher } from './label-match.ts'
import { at, type NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { MAX_SCORE } from './profile.ts'
import { countsFor, hasEveryLabel, matchingPods, type SpreadConstraint, spreadConstraints } from './topology-spread.ts'

const HOSTNAME = 'kubernetes.io/hostname'

/** What applies to pods without constraints of their own that belong to a Service or a ReplicaSet. (podtopologyspread `systemDefaultConstraints`) */
const SYSTEM_DEFAULTS = [
  { topologyKey: HOSTNAME, maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5 },
]

/**
 * How crowded the domains of each feasible node are with pods that the pod's soft constraints mean, raw (the less the
 * better) and normalised; `undefined` where there is no such constraint. Of a pod without any constraint the system's
 * defaults hold. (scheduler plugin `PodTopologySpread`, score)
 */
export function topologySpreadScores(
  info: PodInfo,
  table: NodeTable,
  feasible: readonly number[],
  gates?: Gates,
): { readonly raw: readonly number[]; readonly normalized: readonly number[] } | undefined {
  const hasOwn = (info.pod.spec.topologySpreadConstraints ?? []).length > 0
  const constraints = hasOwn ? spreadConstraints(info, 'ScheduleAnyway') : defaultConstraints(info, table)
  if (constraints.length === 0) return undefined
  // With the system's defaults a node without a zone is still compared by its host.
  const scored = (row: number) => !hasOwn || hasEveryLabel(constraints, at(table.labels, row))
  const domains = constraints.map(({ topologyKey }) => domainsOf(topologyKey, table, feasible.filter(scored)))
  for (const row of table.nodes.keys()) {
    if (!scored(row)) continue
    for (const [i, constraint] of constraints.entries()) {
      const counts = at(domains, i)
      const domain = domainOf(constraint.topologyKey, table, row)
      const known = counts.get(domain)
      if (known === undefined || !countsFor(constraint, info, table, row, gates)) continue
      counts.set(domain, known + matchingPods(constraint, info.namespace, table, row))
    }
  }
  const weights = constraints.map(({ topologyKey }, i) => {
    const size = topologyKey === HOSTNAME ? feasible.filter(scored).length : at(domains, i).size
    // Many small domains must not drown few large ones.
    return Math.log(size + 2)
  })
  const crowd = (row: number) => {
    let score = 0
    for (const [i, constraint] of constraints.entries()) {
      const { topologyKey, maxSkew } = constraint
      if (!Object.hasOwn(at(table.labels, row), topologyKey)) continue
      const count =
        topologyKey === HOSTNAME
          ? matchingPods(constraint, info.namespace, table, row)
          : (at(domains, i).get(domainOf(topologyKey, table, row)) ?? 0)
      score += count * at(weights, i) + (maxSkew - 1)
    }
    return Math.round(score)
  }
  const raw = feasible.map(row => (scored(row) ? crowd(row) : 0))
  return { raw, normalized: normalize(raw, feasible.map(scored)) }
}

/** Whether the pod belongs to a Service or a ReplicaSet, so that the system's constraints hold for it. */
export function belongsTogether(info: PodInfo, table: NodeTable): boolean {
  return ownSelector(info, table) !== undefined
}

/** Hosts are counted one by one, not as domains. */
function domainsOf(topologyKey: string, table: NodeTable, rows: readonly number[]): Map<string, number> {
  if (topologyKey === HOSTNAME) return new Map()
  return new Map(rows.map(row => [domainOf(topologyKey, table, row), 0]))
}

function domainOf(topologyKey: string, table: NodeTable, row: number): string {
  const labels = at(table.labels, row)
  return Object.hasOwn(labels, topologyKey) ? (labels[topologyKey] ?? '') : ''
}

function normalize(raw: readonly number[], scored: readonly boolean[]): readonly number[] {
  let least = Number.POSITIVE_INFINITY
  let most = 0
  for (const [i, score] of raw.entries()) {
    if (!scored[i]) continue
    least = Math.min(least, score)
    most = Math.max(most, score)
  }
  return raw.map((score, i) => {
    if (!scored[i]) return 0
    return most === 0 ? MAX_SCORE : Math.trunc((MAX_SCORE * (most + least - score)) / most)
  })
}

function defaultConstraints(info: PodInfo, table: NodeTable): readonly SpreadConstraint[] {
  const selector = ownSelector(info, table)
  if (!selector) return []
  const common = { minDomains: 1, matcher: labelMatcher(selector), honorsAffinity: true, honorsTaints: false }
  return SYSTEM_DEFAULTS.map(constraint => ({ ...constraint, ...common }))
}

/**
 * What selects the pod's kind: the selectors of the Services that it belongs to, and of its ReplicaSet, together.
 * `undefined` if it belongs to none. (plugins/helper `DefaultSelector`)
 */
function ownSelector({ pod, namespace, labels }: PodInfo, table: NodeTable): LabelSelector | undefined {
  let matchLabels: Labels = {}
  for (const { metadata, spec } of table.services) {
    if (!spec?.selector || (metadata.namespace || 'default') !== namespace) continue
    if (labelMatcher({ matchLabels: spec.selector }).matches(labels)) matchLabels = { ...matchLabels, ...spec.selector }
  }
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller)
  const replicaSet =
    owner?.kind === 'ReplicaSet'
      ? table.replicaSets.find(
          ({ metadata }) => metadata.name === owner.name && (metadata.namespace || 'default') === namespace,
        )
      : undefined
  const own = replicaSet?.spec?.selector
  const selector: LabelSelector = {
    matchLabels: { ...matchLabels, ...own?.matchLabels },
    matchExpressions: own?.matchExpressions ?? [],
  }
  return labelMatcher(selector).empty ? undefined : selector
}
