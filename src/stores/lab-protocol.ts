import type { Action } from '../cluster/step.ts'
import type { ManifestCheck, ManifestUse } from '../kubectl/check-manifest.ts'
import type { FieldsAt } from '../kubectl/fields-at.ts'
import type { FilterPlugin } from '../scheduling/profile.ts'
import type { SchedulingReason } from '../scheduling/verdict.ts'
import type { Remedy } from '../scheduling/what-if.ts'
import type { LabKept, LabLabel, LabProgress, LabView, TerminalEntry, TerminalLine } from './lab-shown.ts'
import type { LabGates, LabPreset, LabVersion, PodName } from './lab-terms.ts'
import type { DecisionLook, LabDecision } from './lab-verdict.ts'

/*
 * What the page of the lab and its worker say to each other: plain JSON, each message told by its `type`. The worker holds
 * the cluster, the terminal's session and their history; the page holds what is in view.
 */

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
      /** Pods that go on and that nothing here would make again, by the kind of what made them. */
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
