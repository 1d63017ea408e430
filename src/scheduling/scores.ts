import type { KubernetesVersion } from '../kubernetes/version.ts'
import type { Cycle } from './filters.ts'
import { imageLocalityScore } from './image-locality.ts'
import { interPodAffinityScores } from './inter-pod-affinity-score.ts'
import { at } from './node-table.ts'
import { normalizeByHighest, type RowScores } from './normalize.ts'
import { preferenceForNode, prefersNodes } from './preferred-nodes.ts'
import { SCORE_PLUGINS, SCORE_WEIGHTS, type ScorePlugin } from './profile.ts'
import { asksForCpuOrMemory, balancedScoreFor, leastAllocatedScore } from './resource-scores.ts'
import { untoleratedPreferences } from './taint-preference.ts'
import { topologySpreadScores } from './topology-spread-score.ts'

/** What one plugin thinks of one node. */
export interface PluginScore {
  readonly plugin: ScorePlugin
  readonly raw: number
  /** 0 to 100. */
  readonly normalized: number
  readonly weighted: number
}

/** For each feasible node, in the order of the rows. A plugin that has nothing to say of the pod is left out. */
export function scoreNodes(
  cycle: Cycle,
  feasible: readonly number[],
  version?: KubernetesVersion,
): readonly (readonly PluginScore[])[] {
  const byNode: PluginScore[][] = feasible.map(() => [])
  for (const plugin of SCORE_PLUGINS) {
    const scores = SCORERS[plugin](cycle, feasible, version)
    if (!scores) continue
    const weight = SCORE_WEIGHTS[plugin]
    for (const [i, nodeScores] of byNode.entries()) {
      const normalized = scores.normalized[i] ?? 0
      nodeScores.push({ plugin, raw: scores.raw[i] ?? 0, normalized, weighted: normalized * weight })
    }
  }
  return byNode
}

type Scorer = (
  cycle: Cycle,
  feasible: readonly number[],
  version: KubernetesVersion | undefined,
) => RowScores | undefined

const SCORERS: Readonly<Record<ScorePlugin, Scorer>> = {
  TaintToleration: ({ info, table, gates }, feasible) => {
    const raw = feasible.map(row => untoleratedPreferences(info.pod, at(table.nodes, row), gates))
    return { raw, normalized: normalizeByHighest(raw, true) }
  },
  NodeAffinity: ({ info, table }, feasible) => {
    if (!prefersNodes(info.pod)) return undefined
    const raw = feasible.map(row => preferenceForNode(info.pod, at(table.nodes, row)))
    return { raw, normalized: normalizeByHighest(raw) }
  },
  NodeResourcesFit: ({ info, table }, feasible) =>
    asTheyAre(feasible.map(row => leastAllocatedScore(info, table, row))),
  VolumeBinding: (_, feasible) => asTheyAre(feasible.map(() => 0)),
  PodTopologySpread: ({ info, table, gates }, feasible) => topologySpreadScores(info, table, feasible, gates),
  InterPodAffinity: ({ info, table }, feasible) => interPodAffinityScores(info, table, feasible),
  DynamicResources: (_, feasible) => asTheyAre(feasible.map(() => 0)),
  NodeResourcesBalancedAllocation: ({ info, table }, feasible, version) => {
    if (!asksForCpuOrMemory(info)) return undefined
    const score = balancedScoreFor(version)
    return asTheyAre(feasible.map(row => score(info, table, row)))
  },
  ImageLocality: ({ info, table }, feasible) => asTheyAre(feasible.map(row => imageLocalityScore(info, table, row))),
}

function asTheyAre(scores: readonly number[]): RowScores {
  return { raw: scores, normalized: scores }
}
