import type { Preset } from '../cluster/presets.ts'
import type { Action } from '../cluster/step.ts'
import type { ManifestCheck, ManifestUse } from '../kubectl/check-manifest.ts'
import type { FieldsAt } from '../kubectl/fields-at.ts'
import type { ConditionStatus, NodeConditionType } from '../kubernetes/node.ts'
import type { Taint, TaintEffect } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import type { FilterPlugin, ScorePlugin } from '../scheduling/profile.ts'
import type { Clause } from '../scheduling/scheduling-message.ts'
import type { SchedulingReason } from '../scheduling/verdict.ts'
import type { Remedy } from '../scheduling/what-if.ts'

/*
 * What the page of the lab and its worker say to each other: plain JSON, each message told by its `type`. The worker holds
 * the cluster, the terminal's session and their history; the page holds what is in view.
 */

/** The clusters that the lab can begin with. */
export const LAB_PRESETS = [
  'kind',
  'one-node',
  'zones',
  'ha',
  'mixed',
  'broken',
  'large',
] as const satisfies readonly Preset[]
export type LabPreset = Preset

/** The Kubernetes versions that one can choose: the newest, and the exam's. */
export const LAB_VERSIONS = ['v1.37', 'v1.35'] as const
export type LabVersion = (typeof LAB_VERSIONS)[number]

/** The one feature gate that changes what is simulated: `Gt` and `Lt` in tolerations. */
export interface LabGates {
  readonly TaintTolerationComparisonOperators: boolean
}

/** A pod by name. */
export interface PodName {
  readonly namespace: string
  readonly name: string
}

/** What went wrong, as a code of `lab:errors.*` and the values of its sentence. */
export interface LabIssue {
  readonly code: LabIssueCode
  readonly values?: Readonly<Record<string, string | number>>
}

export const LAB_ISSUE_CODES = [
  /** The link is not one of ours: not `<version>.<base64url>`. */
  'link-unreadable',
  /** `version`: the link was made by a lab that is newer than this one. */
  'link-version',
  /** The link is cut short or damaged. */
  'link-damaged',
  /** The link leaves out what its preset says, and that preset has become another one since. */
  'link-base',
  /** `most`: it unpacks to more than that many megabytes. */
  'too-large',
  /** `path`: what does not belong there: a field that is missing, of another type, unknown, or `__proto__`. */
  'state-invalid',
  /** The state reads well, but no cluster runs on from it. */
  'state-stuck',
  /** `object`: which one it is, counted from 1; `message` in the parser's English: neither YAML nor JSON, or no object. */
  'file-unreadable',
  /** The browser cannot read the file: it is a folder, has gone, or has changed since it was chosen. */
  'file-unread',
  /** The file ends in the middle of an object. */
  'file-cut',
  /** Nothing in the file is a node or a pod. */
  'file-without-nodes',
  /** `kind`, `name`, `path`, `message`: the first object of which a field is not of its type, in the API server's words. */
  'object-refused',
  /** `what` (`nodes`, `pods`, `others`), `most`: more than the lab takes. */
  'too-many',
  /** Cancelled by the person: nothing has changed. */
  'cancelled',
  /** The worker stopped, was started again, and goes on from what was kept last. */
  'interrupted',
  /** `path`: there is no such file in the session. */
  'no-file',
  /** `pod`: there is no such pod any more. */
  'no-pod',
  /** `node`: there is no such node any more. */
  'no-node',
  /** `message`: the API server's words. */
  'refused',
  /** `message`: the engine failed; the state is the one before. A bug of ours. */
  'engine',
  /** Something that is loaded when it is first needed cannot be had: nothing has happened, and the next attempt may do. */
  'part-missing',
  /** The worker itself cannot be had: nothing of the lab can be done, and the next attempt may do. */
  'worker-missing',
  /** The browser lacks workers, or forbids them. */
  'no-worker',
] as const
export type LabIssueCode = (typeof LAB_ISSUE_CODES)[number]

// ───────────────────────────────────────────────────────────── page → worker

/** What the page asks of the worker. Each is answered by `LabAnswers` of its type. */
export type LabRequest =
  /**
   * The first message. `tab` names this tab's own record among those kept; without one nothing is kept, nor taken up.
   * `payload` is that of a link to open instead.
   */
  | { readonly type: 'wake'; readonly tab?: string; readonly payload?: string }
  /**
   * Runs a line, or several, in the terminal. `edits`: the texts that a person left in the editors that the line opened,
   * in order; without one for each the answer is `editing`, nothing has happened, and the line is to be run again.
   */
  | { readonly type: 'run'; readonly line: string; readonly edits?: readonly string[] }
  /** What could stand at `cursor` (an index into `line`): Tab. */
  | { readonly type: 'complete'; readonly line: string; readonly cursor: number }
  /** Does one thing to the cluster without the terminal. */
  | { readonly type: 'act'; readonly action: Action; readonly label: LabLabel }
  /** The clock moves: seconds, to the next thing that happens, or until nothing moves any more. */
  | { readonly type: 'advance'; readonly by: number | 'next' | 'rest' }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** Goes to the moment after history entry `index`; -1 is the start. */
  | { readonly type: 'jump'; readonly index: number }
  /** A new lab. What is left out stays as it is; `seed` left out: the same names as ever. An undoable step like any other. */
  | {
      readonly type: 'start'
      readonly preset?: LabPreset
      readonly seed?: number
      readonly version?: LabVersion
      readonly gates?: LabGates
    }
  /**
   * The output of `kubectl get nodes,pods,ds,deploy -A -o yaml|json`, as text or as the file that holds it (which crosses to
   * the worker without being copied). Progress comes as `progress`; `cancel` ends it.
   */
  | { readonly type: 'import'; readonly source: string | Blob }
  /** Ends an import, the opening of a link, or the printing of an output: of that, what is there stays. */
  | { readonly type: 'cancel' }
  /** The page has drawn what it was sent, and takes more. */
  | { readonly type: 'drawn' }
  /** Opens the payload of a link or of a file of `share` (`<version>.<base64url>`, or the JSON itself). */
  | { readonly type: 'open'; readonly payload: string }
  | { readonly type: 'share' }
  /** What was kept and cannot be opened, as a file. */
  | { readonly type: 'salvage' }
  /** Keeps this lab, over what is there, or though everything was erased. */
  | { readonly type: 'keep' }
  /** What the scheduler decides, or would decide, about a pod; `look`: which of its nodes are told one by one. */
  | { readonly type: 'decide'; readonly pod: PodName; readonly look?: DecisionLook }
  /** What would have to change to let this pod in on this node. */
  | { readonly type: 'what-if'; readonly pod: PodName; readonly node: string }
  /** An object of the cluster as `kubectl get -o yaml` prints it, for the editor to begin with. */
  | { readonly type: 'manifest-of'; readonly resource: string; readonly name: string; readonly namespace?: string }
  | { readonly type: 'read-file'; readonly path: string }
  | { readonly type: 'write-file'; readonly path: string; readonly text: string }
  | { readonly type: 'remove-file'; readonly path: string }
  /** `text` lies under the new path then, and nothing under the old one. */
  | { readonly type: 'rename-file'; readonly path: string; readonly to: string; readonly text: string }
  /** Writes the file and runs `kubectl apply -f` on it, as if typed. */
  | { readonly type: 'apply-file'; readonly path: string; readonly text: string }
  /** What the API server would say to the text of a file: what is wrong where, and what would become of each object. */
  | { readonly type: 'check-file'; readonly text: string; readonly use: ManifestUse }
  /** What may stand at `offset` of the text of a file, and what the field there is for. */
  | { readonly type: 'fields-at'; readonly text: string; readonly offset: number }
  /** What the page shows; the views that follow hold that and no more. */
  | { readonly type: 'look'; readonly look: LabLook }

export interface LabMessage {
  readonly id: number
  readonly request: LabRequest
}

/** What is in view. */
export interface LabLook {
  /** Nodes whose names, labels, taints or pods' names contain this text; empty: all. */
  readonly filter: string
  /** The rooms in view: the first, among those that the filter leaves, and how many (at most 120). */
  readonly from: number
  readonly count: number
  /** The pod by whose eyes doors are seen; left out: the pod that waits, or the one that came last, if any. */
  readonly seenBy?: PodName
  /** How many events, newest first (at most 500). */
  readonly events: number
}

export const FIRST_LOOK: LabLook = { filter: '', from: 0, count: 12, events: 30 }

// ───────────────────────────────────────────────────────────── worker → page

export type LabReply =
  | { readonly type: 'answer'; readonly to: number; readonly answer: LabAnswers[LabRequest['type']] }
  /** The parts of the view that are different from those sent before; the others stay. */
  | { readonly type: 'view'; readonly view: Partial<LabView> }
  /**
   * What the terminal shows more: a new entry, or more lines of the last. `cleared`: what was there before is gone. `goesOn`:
   * the rest comes once this is drawn.
   */
  | {
      readonly type: 'printed'
      readonly entries: readonly TerminalEntry[]
      readonly cleared: boolean
      readonly goesOn?: true
    }
  | {
      readonly type: 'printed-more'
      readonly id: number
      readonly lines: readonly TerminalLine[]
      readonly goesOn?: true
    }
  | { readonly type: 'progress'; readonly progress: LabProgress }
  /** Whether what is done now will still be there after a reload. */
  | { readonly type: 'kept'; readonly kept: LabKept }

/** Answers by the type of what was asked. */
export interface LabAnswers {
  readonly wake: LabDone
  readonly run: RunAnswer
  readonly complete: CompleteAnswer
  readonly act: LabDone
  readonly advance: AdvanceAnswer
  readonly undo: LabDone
  readonly redo: LabDone
  readonly jump: LabDone
  readonly start: LabDone
  readonly import: ImportAnswer
  readonly cancel: LabDone
  readonly drawn: LabDone
  readonly open: LabDone
  readonly share: ShareAnswer
  readonly salvage: SalvageAnswer
  readonly keep: LabDone
  readonly decide: DecideAnswer
  readonly 'what-if': WhatIfAnswer
  readonly 'manifest-of': FileAnswer
  readonly 'read-file': FileAnswer
  readonly 'write-file': LabDone
  readonly 'remove-file': LabDone
  readonly 'rename-file': LabDone
  readonly 'apply-file': RunAnswer
  readonly 'check-file': CheckAnswer
  readonly 'fields-at': FieldsAnswer
  readonly look: LabDone
}

export interface LabRefused {
  readonly ok: false
  readonly issue: LabIssue
}

export type LabDone = { readonly ok: true } | LabRefused

export type RunAnswer =
  | { readonly ok: true; readonly exitCode: number; readonly editing?: never; readonly incomplete?: never }
  /** More has to come: a quote or a heredoc is open. Nothing has happened; the prompt is `> `, and `line` and what follows is run. */
  | { readonly ok: true; readonly exitCode: 0; readonly incomplete: true; readonly editing?: never }
  /** The line waits for a person to leave an editor; nothing has happened yet. */
  | {
      readonly ok: true
      readonly exitCode: 0
      readonly editing: { readonly path: string; readonly text: string }
      readonly incomplete?: never
    }
  | LabRefused

/** `start`…`end` of the line is what each candidate would replace; `common`: what all of them begin with. */
export type CompleteAnswer =
  | {
      readonly ok: true
      readonly start: number
      readonly end: number
      readonly candidates: readonly string[]
      readonly common: string
    }
  | LabRefused

/** `seconds` have passed; `rests`: nothing moves any more, and nothing is due. */
export type AdvanceAnswer = { readonly ok: true; readonly seconds: number; readonly rests: boolean } | LabRefused

export type ImportAnswer =
  | {
      readonly ok: true
      readonly nodes: number
      readonly pods: number
      readonly others: number
      /** Kinds that the lab does not simulate, with how many there were. */
      readonly skipped: readonly { readonly kind: string; readonly count: number }[]
      /** Pods that waited, and found their nodes here at once. */
      readonly placed: number
      /** Pods that nothing here would make again, by the kind of what made them. */
      readonly unmade: readonly { readonly kind: string; readonly count: number }[]
    }
  | LabRefused

/** `payload` is what follows `#s=`; left out where it is too long for a link, and `file`, which holds the same, is offered. */
export type ShareAnswer = { readonly ok: true; readonly payload?: string; readonly file: Blob } | LabRefused

export type SalvageAnswer = { readonly ok: true; readonly file: Blob } | LabRefused

export type FileAnswer = { readonly ok: true; readonly path: string; readonly text: string } | LabRefused

export type CheckAnswer = ({ readonly ok: true } & ManifestCheck) | LabRefused

export type FieldsAnswer = ({ readonly ok: true } & FieldsAt) | LabRefused

export type DecideAnswer = { readonly ok: true; readonly decision: LabDecision } | LabRefused

export type WhatIfAnswer =
  | {
      readonly ok: true
      /** The pod would be let in as things stand. */
      readonly fits: boolean
      /** Single changes that each let the pod in, the smallest first. */
      readonly remedies: readonly Remedy[]
      /** Every reason that stands in the way; more than one explains why `remedies` is empty. */
      readonly reasons: readonly { readonly plugin?: FilterPlugin; readonly reason: SchedulingReason }[]
    }
  | LabRefused

// ───────────────────────────────────────────────────────────── the view

/** What the page shows. Parts that have not changed keep their identity, down to each room. */
export interface LabView {
  readonly about: LabAbout
  readonly clock: LabClock
  readonly counts: LabCounts
  /** The rooms in view, in the order of their names. */
  readonly rooms: readonly LabRoom[]
  /** The pods without a node, those that came last first; at most 50. */
  readonly corridor: readonly LabWaiting[]
  /** What strikes when, the soonest first; at most 50. */
  readonly timers: readonly LabTimer[]
  /** The newest first. */
  readonly events: readonly LabEvent[]
  readonly history: LabHistory
  /** Absolute paths of the files of the terminal's machine, those in the working directory first. */
  readonly files: readonly LabFile[]
  readonly prompt: LabPrompt
  readonly doors: LabDoors
  /** What the last step changed, for movement and for a sentence. */
  readonly happened: LabHappened
}

/** By whose eyes doors are seen, and who else could look: pods that wait, then those that are not of kube-system; at most 50. */
export interface LabDoors {
  readonly seenBy?: PodName
  readonly choices: readonly PodName[]
}

export interface LabAbout {
  /** Left out: an own cluster, or one that a link brought. */
  readonly preset?: LabPreset
  readonly origin: 'preset' | 'import' | 'link'
  readonly seed: number
  readonly version: LabVersion
  /** `v1.37.2`. */
  readonly release: string
  readonly gates: LabGates
}

export interface LabClock {
  /** Since the lab's cluster was met. */
  readonly seconds: number
  /** The virtual date as the API writes it: `2026-11-23T08:35:25Z`. */
  readonly date: string
  /** Seconds until something is due; left out: nothing is. */
  readonly next?: number
  /** Pods are starting or ending: a little time would change things. */
  readonly moving: boolean
}

export interface LabCounts {
  readonly nodes: number
  /** Nodes that the filter leaves. */
  readonly matching: number
  readonly pods: number
  /** Pods without a node. */
  readonly pending: number
  readonly events: number
}

export interface LabRoom {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly taints: readonly Taint[]
  readonly cordoned: boolean
  readonly kubelet: 'running' | 'stopped'
  /** Those that are not as they should be: Ready other than True, a pressure other than False. */
  readonly conditions: readonly { readonly type: NodeConditionType; readonly status: ConditionStatus }[]
  /** What pods ask for, and what there is. Thousandths of a CPU, bytes, pods. */
  readonly capacity: {
    readonly cpu: LabShare
    readonly memory: LabShare
    readonly pods: LabShare
  }
  /** The first 40 by namespace (kube-system last) and name. */
  readonly pods: readonly LabPod[]
  /** How many more there are. */
  readonly morePods: number
  /** What the pod sees by whose eyes doors are looked at; left out without one. */
  readonly door?: LabDoor
}

export interface LabShare {
  readonly used: number
  readonly of: number
}

/** `open`; or closed by what refuses first, and by which effect where it is a taint. `knock`: asks to try another first. */
export type LabDoor =
  | { readonly open: true; readonly knock?: Taint }
  | {
      readonly open: false
      readonly plugin?: FilterPlugin
      readonly reason: SchedulingReason
      readonly effect?: TaintEffect
    }

export interface LabPod extends PodName {
  readonly uid: string
  /** As `kubectl get pods` prints it: `Running`, `ContainerCreating`, `Terminating`. */
  readonly status: string
  /** How the status is to be drawn. */
  readonly state: 'running' | 'starting' | 'ending' | 'failed' | 'done'
  readonly tolerations: readonly Toleration[]
  /** `DaemonSet`, `ReplicaSet`, `Node` (a static pod); left out: nobody's. */
  readonly owner?: string
  /** It leaves in that many seconds: a `NoExecute` taint's timer, or its grace period. */
  readonly leavesIn?: number
}

export interface LabWaiting extends PodName {
  readonly uid: string
  readonly tolerations: readonly Toleration[]
  /** `Pending`, `SchedulingGated`. */
  readonly status: string
  /** The words of the condition, as `kubectl describe` prints them; left out: the scheduler has not looked yet. */
  readonly message?: string
  /** Why, node by node, most frequent first, as data; the pod's own (`named`) reasons included. */
  readonly reasons: readonly { readonly reason: SchedulingReason; readonly nodes: number }[]
  /** The node on which room is being made for it. */
  readonly nominated?: string
}

export type LabTimer = {
  /** Seconds from now. */
  readonly in: number
  /** The virtual second at which it strikes. */
  readonly at: number
} & (
  | { readonly what: 'eviction'; readonly pod: PodName; readonly node: string }
  | { readonly what: 'grace'; readonly pod: PodName; readonly node: string }
  | { readonly what: 'start'; readonly pod: PodName; readonly node: string }
  /** A node that is not heard of is given up as `Unknown`. */
  | { readonly what: 'node-lost'; readonly node: string }
)

export interface LabEvent {
  readonly id: string
  /** Seconds before now at which it was last seen. */
  readonly ago: number
  readonly warning: boolean
  readonly reason: string
  /** `pod/web`. */
  readonly object: string
  readonly namespace: string
  readonly message: string
  readonly count: number
  readonly source: string
}

/** What an entry of the history says of itself: a key of `lab:history.*` and its values. */
export type LabLabel =
  | { readonly code: 'line'; readonly line: string }
  | { readonly code: 'advance'; readonly seconds: number }
  | { readonly code: 'start'; readonly preset: LabPreset }
  | { readonly code: 'import'; readonly nodes: number; readonly pods: number }
  | { readonly code: 'open' }
  | { readonly code: 'version'; readonly version: LabVersion }
  | { readonly code: 'gate'; readonly on: boolean }
  | { readonly code: 'stop-node' | 'start-node' | 'cordon' | 'uncordon'; readonly node: string }
  | { readonly code: 'taint' | 'untaint'; readonly node: string; readonly taint: Taint }
  | { readonly code: 'file'; readonly path: string }
  | { readonly code: 'apply'; readonly path: string }
  | { readonly code: 'delete' | 'evict'; readonly name: string }

export interface LabHistory {
  readonly entries: readonly { readonly index: number; readonly label: LabLabel; readonly seconds: number }[]
  /** The index of the entry after which things stand now; -1 is the start. */
  readonly position: number
}

export interface LabFile {
  /** Absolute. */
  readonly path: string
  readonly size: number
}

export interface LabPrompt {
  /** `root@terminal:~# `. Empty once the session is over. */
  readonly text: string
  /** Lines typed so far, for ↑ and Ctrl-R; the last 1 000. */
  readonly lines: readonly string[]
}

export interface TerminalEntry {
  readonly id: number
  readonly prompt: string
  /** What was typed: one line or several. */
  readonly line: string
  /** What it printed, as far as it is here: more may follow as `printed-more`. */
  readonly lines: readonly TerminalLine[]
  readonly exitCode: number
  /** The index of its history entry; left out where it changed nothing. Beyond `history.position`: undone. */
  readonly step?: number
}

export interface TerminalLine {
  readonly text: string
  /** On stderr. */
  readonly error?: true
}

/** Grows by one with every step; `changes` are the first 12, `more` says how many there were beyond. */
export interface LabHappened {
  readonly id: number
  readonly changes: readonly LabChange[]
  readonly more: number
}

export type LabChange =
  | { readonly change: 'moved-in'; readonly pod: PodName; readonly node: string }
  | { readonly change: 'left'; readonly pod: PodName; readonly node?: string }
  | { readonly change: 'waits'; readonly pod: PodName }
  | { readonly change: 'started'; readonly pod: PodName; readonly node: string }
  | { readonly change: 'ending'; readonly pod: PodName; readonly node?: string }
  | { readonly change: 'locked' | 'unlocked'; readonly node: string; readonly taint: Taint }
  | {
      readonly change: 'cordoned' | 'uncordoned' | 'ill' | 'well' | 'node-added' | 'node-removed'
      readonly node: string
    }

export type LabProgress =
  | { readonly stage: 'idle' }
  /**
   * `done` of `of`: characters or bytes that are read, pods that waited and have a place; objects of a lab that is opened.
   * `of` is 0 where nobody knows.
   */
  | {
      readonly stage: 'reading' | 'gathering' | 'scheduling' | 'opening'
      readonly done: number
      readonly of: number
    }

/** Whether what is done will still be there after a reload, or why not. */
export type LabKept =
  | 'yes'
  /** It is about to be written. */
  | 'not-yet'
  /** Nothing has been done yet that would have to be kept. */
  | 'nothing'
  /** A lab in a lesson: nothing of it is kept. */
  | 'never'
  /** The browser refuses to keep anything. */
  | 'forbidden'
  /** The device has no room. */
  | 'full'
  /** A later version of the course has kept this tab's lab, and will read it. */
  | 'newer'
  /** What was kept cannot be read, and is left as it is until the person says what becomes of it. */
  | 'damaged'
  /** The person has erased everything: this lab as well, which is still open. */
  | 'erased'

// ───────────────────────────────────────────────────────────── a decision

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
