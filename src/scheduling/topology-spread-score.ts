import type { Gates } from '../kubernetes/gates.ts'
import type { LabelSelector } from '../kubernetes/label-selector.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import { labelMatcher } from './label-match.ts'
import { at, type NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { MAX_SCORE } from './profile.ts'
import { topologyOf } from './topology.ts'
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
  const isScored = (row: number) => !hasOwn || hasEveryLabel(constraints, at(table.labels, row))
  const scored = feasible.filter(isScored)
  const crowds = constraints.map(constraint => crowdOf(constraint, info, table, scored, isScored, gates))
  const raw = feasible.map(row => (isScored(row) ? Math.round(crowds.reduce((sum, crowd) => sum + crowd(row), 0)) : 0))
  return { raw, normalized: normalize(raw, feasible.map(isScored)) }
}

/** What one constraint adds to the score of a row; nothing where the node does not carry its label. */
function crowdOf(
  constraint: SpreadConstraint,
  info: PodInfo,
  table: NodeTable,
  scored: readonly number[],
  isScored: (row: number) => boolean,
  gates: Gates | undefined,
): (row: number) => number {
  const { topologyKey, maxSkew } = constraint
  const { domainOf, domains } = topologyOf(table, topologyKey)
  const onRow = matchingPods(constraint, info.namespace, table)
  // Many small domains must not drown few large ones.
  const weigh = (size: number) => (count: number) => count * Math.log(size + 2) + (maxSkew - 1)
  if (topologyKey === HOSTNAME) {
    // Hosts are counted one by one, not as domains, and whatever the constraint says of nodes.
    const weighed = weigh(scored.length)
    return row => ((domainOf[row] ?? -1) < 0 ? 0 : weighed(onRow[row] ?? 0))
  }
  // Nodes without the label form a domain of their own, which counts as one but is not scored.
  const numberOf = (row: number) => ((domainOf[row] ?? -1) < 0 ? domains.length : (domainOf[row] ?? 0))
  const present = new Uint8Array(domains.length + 1)
  for (const row of scored) present[numberOf(row)] = 1
  const counts = new Float64Array(domains.length + 1)
  for (const row of table.nodes.keys()) {
    const domain = numberOf(row)
    if (present[domain] !== 1 || !isScored(row) || !countsFor(constraint, info, table, row, gates)) continue
    counts[domain] = (counts[domain] ?? 0) + (onRow[row] ?? 0)
  }
  const weighed = weigh(present.reduce((sum, one) => sum + one, 0))
  return row => ((domainOf[row] ?? -1) < 0 ? 0 : weighed(counts[numberOf(row)] ?? 0))
}

/** Whether the pod belongs to a Service or a ReplicaSet, so that the system's constraints hold for it. */
export function belongsTogether(info: PodInfo, table: NodeTable): boolean {
  return ownSelector(info, table) !== undefined
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
  if (table.services.length === 0 && table.replicaSets.length === 0) return undefined
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
