import type { ScorePlugin } from '../scheduling/profile.ts'
import type { LabDecision, LabNodeDecision } from './lab-verdict.ts'

/** By what a decision fell out as it did. */
export type Why =
  | { readonly why: 'nowhere' }
  /** A plugin failed while scoring: no node is chosen, though some would take the pod. */
  | { readonly why: 'failed' }
  /** One node was left, and was taken without being scored. */
  | { readonly why: 'only'; readonly node: LabNodeDecision }
  /** Room was made on this node before: it is taken whatever the others would score. */
  | { readonly why: 'promised'; readonly node: LabNodeDecision }
  /** `count` nodes have the same points, `nodes` (those that are told) among them. */
  | { readonly why: 'tie'; readonly count: number; readonly nodes: readonly LabNodeDecision[] }
  | {
      readonly why: 'points'
      readonly node: LabNodeDecision
      readonly next: LabNodeDecision
      /** By how many points `node` is ahead of `next`: what `gains` say, less what `losses` say. */
      readonly ahead: number
      /** The plugins that gave `node` more, and how much more; the most first. */
      readonly gains: readonly PluginGap[]
      /** Those that gave `next` more. */
      readonly losses: readonly PluginGap[]
    }

export interface PluginGap {
  readonly plugin: ScorePlugin
  readonly points: number
}

/** Why the node was chosen, or why none was, from the numbers of the decision alone. */
export function whyChosen({ leaders, ties, node: chosen }: LabDecision): Why {
  const [first, ...others] = leaders
  if (!first) return { why: 'nowhere' }
  if (chosen === undefined) return { why: 'failed' }
  if (ties > 1) return { why: 'tie', count: ties, nodes: leaders.filter(({ best }) => best) }
  const node = leaders.find(({ name }) => name === chosen) ?? first
  const next = [first, ...others].find(({ name }) => name !== node.name)
  if (!next) return { why: 'only', node }
  if (node.scores.length === 0) return { why: 'promised', node }
  const gaps = node.scores.map(({ plugin, weighted }): PluginGap => {
    return { plugin, points: weighted - (next.scores.find(other => other.plugin === plugin)?.weighted ?? 0) }
  })
  return {
    why: 'points',
    node,
    next,
    ahead: node.total - next.total,
    gains: gaps.filter(({ points }) => points > 0).toSorted((a, b) => b.points - a.points),
    losses: gaps
      .filter(({ points }) => points < 0)
      .map(({ plugin, points }) => ({ plugin, points: -points }))
      .toSorted((a, b) => b.points - a.points),
  }
}

/** How the place that a pod has stands to what would be decided now. */
export type Standing =
  /** It waits, and fits nowhere. */
  | 'waits'
  /** It waits, and a node would take it now. */
  | 'would-go'
  /** It is where it would go now, or on one of those that tie. */
  | 'there'
  /** Its node would still take it, and another is better by now. */
  | 'elsewhere'
  /** Its node would not take it any more. */
  | 'shut-out'

/** How things stand for the pod of a decision. */
export function standingOf({ placedOn, node, placed }: LabDecision): Standing {
  if (placedOn === undefined) return node === undefined ? 'waits' : 'would-go'
  if (!placed || placed.refusal) return 'shut-out'
  return placed.best ? 'there' : 'elsewhere'
}
