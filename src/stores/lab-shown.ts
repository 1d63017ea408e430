import type { ConditionStatus, NodeConditionType } from '../kubernetes/node.ts'
import type { Taint, TaintEffect } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import type { FilterPlugin } from '../scheduling/profile.ts'
import type { SchedulingReason } from '../scheduling/verdict.ts'
import type { LabGates, LabPreset, LabVersion, PodName } from './lab-terms.ts'

/*
 * What the page of the lab shows: what its worker tells it of a cluster, of the terminal and of the history.
 */

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
