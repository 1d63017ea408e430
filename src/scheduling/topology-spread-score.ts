import type { Gates } from '../kubernetes/gates.ts'
import type { LabelSelector } from '../kubernetes/label-selector.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import { labelMatcher } from './label-match.ts'
import type { NodeTable } from './node-table.ts'
import type { RowScores } from './normalize.ts'
import type { PodInfo } from './pod-info.ts'
import { MAX_SCORE } from './profile.ts'
import { topologyOf } from './topology.ts'
import {
  countsFor,
  matchingPods,
  rowsWithEveryLabel,
  type SpreadConstraint,
  spreadConstraints,
} from './topology-spread.ts'

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
): RowScores | undefined {
  const hasOwn = (info.pod.spec.topologySpreadConstraints ?? []).length > 0
  const constraints = hasOwn ? spreadConstraints(info, 'ScheduleAnyway') : defaultConstraints(info, table)
  if (constraints.length === 0) return undefined
  // With the system's defaults a node without a zone is still compared by its host.
  const complete = hasOwn ? rowsWithEveryLabel(constraints, table) : undefined
  const isScored = (row: number) => !complete || complete[row] === 1
  const scored = feasible.filter(isScored)
  const crowds = constraints.map(constraint => crowdOf(constraint, info, table, scored, isScored, gates))
  const raw = new Float64Array(feasible.length)
  for (const [i, row] of feasible.entries()) {
    if (!isScored(row)) continue
    let sum = 0
    for (const crowd of crowds) sum += crowd(row)
    raw[i] = Math.round(sum)
  }
  return { raw, normalized: normalize(raw, feasible, isScored) }
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
  // Hosts are counted one by one, not as domains, and whatever the constraint says of nodes.
  if (topologyKey === HOSTNAME) {
    const weight = weightOf(scored.length)
    return row => ((domainOf[row] ?? -1) < 0 ? 0 : (onRow[row] ?? 0) * weight + (maxSkew - 1))
  }
  // Nodes without the label form a domain of their own, which counts as one but is not scored.
  const numberOf = (row: number) => {
    const domain = domainOf[row] ?? -1
    return domain < 0 ? domains.length : domain
  }
  const present = new Uint8Array(domains.length + 1)
  for (const row of scored) present[numberOf(row)] = 1
  const counts = new Float64Array(domains.length + 1)
  for (const [row, count] of onRow.entries()) {
    const domain = numberOf(row)
    if (count === 0 || present[domain] !== 1 || !isScored(row)) continue
    if (countsFor(constraint, info, table, row, gates)) counts[domain] = (counts[domain] ?? 0) + count
  }
  const weight = weightOf(present.reduce((sum, one) => sum + one, 0))
  return row => ((domainOf[row] ?? -1) < 0 ? 0 : (counts[numberOf(row)] ?? 0) * weight + (maxSkew - 1))
}

/** Many small domains must not drown few large ones. (podtopologyspread `topologyNormalizingWeight`) */
function weightOf(domains: number): number {
  return Math.log(domains + 2)
}

/** Whether the pod belongs to a Service or a ReplicaSet, so that the system's constraints hold for it. */
export function belongsTogether(info: PodInfo, table: NodeTable): boolean {
  return ownSelector(info, table) !== undefined
}

function normalize(raw: Float64Array, feasible: readonly number[], isScored: (row: number) => boolean): Float64Array {
  let least = Number.POSITIVE_INFINITY
  let most = 0
  for (const [i, row] of feasible.entries()) {
    if (!isScored(row)) continue
    least = Math.min(least, raw[i] ?? 0)
    most = Math.max(most, raw[i] ?? 0)
  }
  return raw.map((score, i) => {
    if (!isScored(feasible[i] ?? -1)) return 0
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
