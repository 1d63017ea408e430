import type { Taint } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import type { FilterPlugin, ScorePlugin } from '../scheduling/profile.ts'
import type { Clause } from '../scheduling/scheduling-message.ts'
import type { SchedulingReason } from '../scheduling/verdict.ts'
import type { PodName } from './lab-terms.ts'

/*
 * What the page of the lab is told of one decision of the scheduler.
 */

/** Why the scheduler has no say in a pod's place: what it finds is only what it would find. */
export type Unasked = 'static' | 'gates' | 'other-scheduler'

/** Which nodes of a decision one looks at. */
export interface DecisionLook {
  /** Those whose names contain this text; empty: all. */
  readonly filter: string
  readonly verdict: (typeof DECISION_VERDICTS)[number]
  /** The first of them, and how many (at most 50). */
  readonly from: number
  readonly count: number
}

/** All nodes, those that let the pod in, or those that refuse it. */
export const DECISION_VERDICTS = ['all', 'fits', 'refuses'] as const

export const FIRST_DECISION_LOOK: DecisionLook = { filter: '', verdict: 'all', from: 0, count: 12 }

export interface LabDecision {
  readonly pod: PodName
  /** The kind of what controls it: `ReplicaSet`, `DaemonSet`, `Node` (a static pod); left out: nothing does. */
  readonly owner?: string
  readonly tolerations: readonly Toleration[]
  readonly unasked?: Unasked
  /** Where the pod is; left out: it waits, and this is what the scheduler finds now. */
  readonly placedOn?: string
  /** Where it would go now, were it not placed yet; left out: nowhere. */
  readonly node?: string
  /** How many nodes have the highest total: several are a tie. */
  readonly ties: number
  /** Those that are looked at: feasible ones by total, then those that refuse. */
  readonly nodes: readonly LabNodeDecision[]
  /** How many nodes come before `nodes` among those that match, and how many match. */
  readonly from: number
  readonly matching: number
  /** How many nodes there are, and how many of them refuse the pod. */
  readonly all: number
  readonly refusing: number
  /** The first dozen of those that let the pod in, wherever one looks, and the one where it would go. */
  readonly leaders: readonly LabNodeDecision[]
  /** The node that the pod is on, if it is one of the cluster. */
  readonly placed?: LabNodeDecision
  /** The names of those that refuse the pod, those that more filters had let pass first; the first 100. */
  readonly nearest: readonly string[]
  /** The nodes that the pod names (the first 100), where it names any: the others were not looked at. */
  readonly named?: readonly string[]
  /** The plugins that gave a score, in running order, with their weights; `silent`: it gave every node 0. */
  readonly scored: readonly { readonly plugin: ScorePlugin; readonly weight: number; readonly silent: boolean }[]
  /** The message of `FailedScheduling` (or `Scheduled`) as it would be written now. */
  readonly message: string
  /** The message taken apart: for a `node` count, the nodes that it counts. `text` of all, joined, is the message. */
  readonly clauses: readonly LabClause[]
  /** Why the pod was refused before any node was looked at. */
  readonly refusal?: { readonly plugin?: FilterPlugin; readonly reason: SchedulingReason }
  readonly preemption?: LabPreemption
}

export interface LabNodeDecision {
  readonly name: string
  /** It has the highest total. */
  readonly best: boolean
  readonly verdicts: readonly {
    readonly plugin: FilterPlugin
    readonly fits: boolean
    readonly reason?: SchedulingReason
  }[]
  readonly refusal?: { readonly plugin?: FilterPlugin; readonly reason: SchedulingReason }
  /** `raw` is what the plugin counted, `score` that stretched to 0…100, `weighted` what it adds to the total. */
  readonly scores: readonly {
    readonly plugin: ScorePlugin
    readonly raw: number
    readonly score: number
    readonly weighted: number
  }[]
  readonly total: number
  /** Its `NoSchedule` and `NoExecute` taints that the pod tolerates. */
  readonly opened: readonly Taint[]
}

/** A piece of the message. `nodes`: those that its number counts (the first dozen of `count`), where it counts any. */
export interface LabClause {
  readonly text: string
  /** What it is about; `joint`: it only joins two others. */
  readonly of: Clause['of']
  readonly count?: number
  readonly nodes?: readonly { readonly name: string; readonly reason?: SchedulingReason }[]
  /** What a filter said of the first of these nodes, for words that teach. */
  readonly reason?: SchedulingReason
  /** Why preemption is of no use on these nodes, where no filter's reason says it. */
  readonly noHelp?: Clause['noHelp']
}

export type LabPreemption =
  | { readonly outcome: 'found'; readonly node: string; readonly victims: readonly PodName[] }
  | { readonly outcome: 'not-eligible'; readonly why: 'policy-never' | 'victims-terminating' }
  | { readonly outcome: 'no-help' | 'not-reached' }
