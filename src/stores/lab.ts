import { atom, computed, type ReadableAtom } from 'nanostores'
import type { Action } from '../cluster/step.ts'
import type { ManifestUse } from '../kubectl/check-manifest.ts'
import {
  type AdvanceAnswer,
  type CheckAnswer,
  type CompleteAnswer,
  type DecideAnswer,
  FIRST_LOOK,
  type FieldsAnswer,
  type FileAnswer,
  type ImportAnswer,
  type LabAnswers,
  type LabDone,
  type LabIssue,
  type LabLook,
  type LabMessage,
  type LabReply,
  type LabRequest,
  type RunAnswer,
  type SalvageAnswer,
  type ShareAnswer,
  type WhatIfAnswer,
} from './lab-protocol.ts'
import type { LabKept, LabLabel, LabProgress, LabView } from './lab-shown.ts'
import { labTab } from './lab-tab.ts'
import type { LabGates, LabPreset, LabVersion, PodName } from './lab-terms.ts'
import type { DecisionLook } from './lab-verdict.ts'
import { withParts } from './same-parts.ts'
import { type ShownEntry, stillShown, withLines } from './terminal-line.ts'

/*
 * The lab as its page sees it: stores that the worker feeds, and what one can do. Every function that does something gives
 * a promise of the worker's answer; none throws or rejects, whatever happens: what went wrong is in the answer's `issue`.
 */

/** What is in view; nothing until the worker has woken. */
export const $view = atom<LabView | undefined>()

/** One part of the view. It notifies only when that part is another. */
export const $about = part('about')
export const $clock = part('clock')
export const $counts = part('counts')
export const $rooms = part('rooms')
export const $corridor = part('corridor')
export const $timers = part('timers')
export const $events = part('events')
export const $history = part('history')
export const $files = part('files')
export const $prompt = part('prompt')
export const $doors = part('doors')
export const $happened = part('happened')

/** What the terminal shows, oldest first. */
export const $terminal = atom<readonly ShownEntry[]>([])

/** What the page has asked to see. */
export const $look = atom<LabLook>(FIRST_LOOK)

/** How far a long piece of work has come. */
export const $progress = atom<LabProgress>({ stage: 'idle' })

/** Whether what is done now will still be there after a reload. */
export const $kept = atom<LabKept>('nothing')

/** What went wrong that no answer tells: the worker died, the link of the page could not be opened. */
export const $issue = atom<LabIssue | undefined>()

/** The worker is at something that was asked: lines, steps, imports (not completion, decisions or looks). */
export const $busy = atom(false)

/** It has been at it for so long that one would wonder. */
export const $isLong = atom(false)

/** An editor that a line in the terminal has opened, and that waits for `leaveEditor`. */
export const $editing = atom<Editing | undefined>()

export interface Editing {
  readonly path: string
  readonly text: string
  /** The line that opened it. */
  readonly line: string
}

/** Wakes the lab, once a page: with the cluster of `payload` (what follows `#s=`), or with the one that was kept. */
export async function wakeLab(payload?: string): Promise<LabDone> {
  if (!('Worker' in globalThis)) return { ok: false, issue: { code: 'no-worker' } }
  const tab = await labTab()
  again = { type: 'wake', tab, ...(payload !== undefined && { payload }) }
  return wake(again)
}

/** Tries once more to wake a lab that could not be loaded. */
export async function wakeAgain(): Promise<LabDone> {
  // What a worker could not load it may not ask for again.
  stop(INTERRUPTED)
  $issue.set(undefined)
  return again ? wake(again) : { ok: true }
}

/** What was missing has come. */
export function forgetMissing(): void {
  const issue = $issue.get()
  if (issue && isMissing(issue)) $issue.set(undefined)
}

/** Whether it failed for want of something that is loaded: another attempt may do. */
export function isMissing({ code }: LabIssue): boolean {
  return code === 'part-missing' || code === 'worker-missing'
}

/**
 * Wakes a lab with the cluster of `payload` and keeps nothing of it: what the lab's page keeps stays as it is. `endLab`
 * comes before another one.
 */
export async function wakeSection(payload: string): Promise<LabDone> {
  if (!('Worker' in globalThis)) return { ok: false, issue: { code: 'no-worker' } }
  again = { type: 'wake', payload }
  return wake(again)
}

/** Ends the lab: everything that was asked of it is answered, and nothing is in view. */
export function endLab(): void {
  again = undefined
  stop(INTERRUPTED)
  $view.set(undefined)
  $terminal.set([])
  $issue.set(undefined)
}

/** Types a line, or several, into the terminal. The promise waits while an editor that the line opens is open. */
export async function runLine(line: string): Promise<RunAnswer> {
  const edits: string[] = []
  for (;;) {
    const answer = await busily({ type: 'run', line, edits })
    if (!answer.ok || !answer.editing) return answer
    edits.push(await edited({ ...answer.editing, line }))
  }
}

/** Closes the editor that is open with the text that is to be kept; the line goes on. */
export function leaveEditor(text: string): void {
  $editing.set(undefined)
  closeEditor?.(text)
  closeEditor = undefined
}

/** What could stand at the cursor. */
export function completeLine(line: string, cursor: number): Promise<CompleteAnswer> {
  return ask({ type: 'complete', line, cursor })
}

/** Does one thing to the cluster; `label` is how the history calls it. */
export function act(action: Action, label: LabLabel): Promise<LabDone> {
  return plainly({ type: 'act', action, label })
}

/** Moves the clock: by seconds, to the next thing that happens, or until nothing moves. */
export function advance(by: number | 'next' | 'rest'): Promise<AdvanceAnswer> {
  return plainly({ type: 'advance', by })
}

export function undo(): Promise<LabDone> {
  return plainly({ type: 'undo' })
}

export function redo(): Promise<LabDone> {
  return plainly({ type: 'redo' })
}

/** Goes to the moment after an entry of the history; -1 is the start. */
export function jumpTo(index: number): Promise<LabDone> {
  return plainly({ type: 'jump', index })
}

/** Begins anew: with another preset, version or gates, or with the same. */
export function startLab(
  options: {
    readonly preset?: LabPreset
    readonly seed?: number
    readonly version?: LabVersion
    readonly gates?: LabGates
  } = {},
): Promise<LabDone> {
  return plainly({ type: 'start', ...options })
}

/** Imports what kubectl printed as YAML or JSON: pasted text, or a file that was dropped or chosen. */
export function importCluster(source: string | Blob): Promise<ImportAnswer> {
  return busily({ type: 'import', source })
}

/** Ends an import, or a link that is being opened; its answer says `cancelled`. */
export function cancelWork(): Promise<LabDone> {
  return ask({ type: 'cancel' })
}

/** Opens what a link or a file carries. */
export function openPayload(payload: string): Promise<LabDone> {
  return busily({ type: 'open', payload })
}

/** The whole state as a link's payload, or as a file where that is too long. */
export function shareLab(): Promise<ShareAnswer> {
  return ask({ type: 'share' })
}

/** What was kept and cannot be opened, as a file. */
export function salvageLab(): Promise<SalvageAnswer> {
  return ask({ type: 'salvage' })
}

/** Keeps this lab, over what is there, or though everything was erased. */
export function keepLab(): Promise<LabDone> {
  return ask({ type: 'keep' })
}

/** What the scheduler decides about a pod now; `look`: which of its nodes are told. */
export function decide(pod: PodName, look?: DecisionLook): Promise<DecideAnswer> {
  return ask({ type: 'decide', pod, ...(look && { look }) })
}

/** What would have to change to let this pod in on this node. */
export function whatIf(pod: PodName, node: string): Promise<WhatIfAnswer> {
  return ask({ type: 'what-if', pod, node })
}

/** An object as YAML, to be edited and applied. */
export function manifestOf(resource: string, name: string, namespace?: string): Promise<FileAnswer> {
  return ask({ type: 'manifest-of', resource, name, ...(namespace !== undefined && { namespace }) })
}

/** A file of the terminal's machine; a path that is not absolute is one in the working directory. */
export function readFile(path: string): Promise<FileAnswer> {
  return ask({ type: 'read-file', path })
}

export function writeFile(path: string, text: string): Promise<LabDone> {
  return ask({ type: 'write-file', path, text })
}

export function removeFile(path: string): Promise<LabDone> {
  return ask({ type: 'remove-file', path })
}

/** Another path for a file, with the text that it has now: one step. */
export function renameFile(path: string, to: string, text: string): Promise<LabDone> {
  return ask({ type: 'rename-file', path, to, text })
}

/** Writes the file and applies it, as `kubectl apply -f` in the terminal. */
export function applyFile(path: string, text: string): Promise<RunAnswer> {
  return busily({ type: 'apply-file', path, text })
}

/** What the API server would say to a text, and what would become of its objects. */
export function checkFile(text: string, use: ManifestUse): Promise<CheckAnswer> {
  return ask({ type: 'check-file', text, use })
}

/** What may stand at an offset of a text, and what the field there is for. */
export function fieldsIn(text: string, offset: number): Promise<FieldsAnswer> {
  return ask({ type: 'fields-at', text, offset })
}

/** Asks to see something else; what is left out stays. */
export function look(changes: Partial<LabLook>): Promise<LabDone> {
  $look.set({ ...$look.get(), ...changes })
  return ask({ type: 'look', look: $look.get() })
}

/** Doors as seen by this pod; by the one that waits or came last if it is left out. */
export function seeBy(pod?: PodName): Promise<LabDone> {
  const { seenBy: _, ...rest } = $look.get()
  $look.set({ ...rest, ...(pod && { seenBy: pod }) })
  return ask({ type: 'look', look: $look.get() })
}

/**
 * Ctrl-C: ends an editor without a change, breaks off what is being printed, or stops a line that does not end: the lab goes
 * on from what was kept last then.
 */
export function interrupt(): void {
  const editing = $editing.get()
  if (editing) leaveEditor(editing.text)
  else if (isPrinting) void cancelWork()
  else if ($busy.get()) restart()
}

type Waking = LabRequest & { readonly type: 'wake' }

let worker: Worker | undefined
let lastId = 0
/** How a new worker is woken. */
let again: Waking | undefined
let closeEditor: ((text: string) => void) | undefined
/** How much of what was asked is at work or waits its turn. */
let underway = 0
let patience: ReturnType<typeof setTimeout> | undefined
/** More is to come of what was printed last. */
let isPrinting = false
const waiting = new Map<number, (answer: LabAnswers[LabRequest['type']]) => void>()

async function wake(request: Waking): Promise<LabDone> {
  const answer = await ask(request)
  if (!answer.ok) $issue.set(answer.issue)
  // What is kept holds what a link has brought. Where nothing could be loaded, it has brought nothing yet.
  const isOpened = answer.ok || !isMissing(answer.issue)
  if (isOpened && again?.tab !== undefined) again = { type: 'wake', tab: again.tab }
  return answer
}

/** Sends a request; the promise is that of its answer. */
function ask<T extends LabRequest['type']>(request: LabRequest & { readonly type: T }): Promise<LabAnswers[T]> {
  lastId += 1
  const message: LabMessage = { id: lastId, request }
  if (!worker) {
    worker = startWorker()
    // One that could not be had before: whatever is asked of it, it has to wake first.
    if (again && request.type !== 'wake') takeUp(again)
  }
  const answered = new Promise<LabAnswers[T]>(resolve => {
    waiting.set(message.id, resolve as (answer: LabAnswers[LabRequest['type']]) => void)
  })
  worker.postMessage(message)
  return answered
}

async function busily<T extends LabRequest['type']>(
  request: LabRequest & { readonly type: T },
): Promise<LabAnswers[T]> {
  begin()
  const answer = await ask<T>(request)
  underway -= 1
  if (underway === 0) {
    clearTimeout(patience)
    $busy.set(false)
    $isLong.set(false)
  }
  return answer
}

function begin(): void {
  underway += 1
  if (underway > 1) return
  $busy.set(true)
  patience = setTimeout(() => $isLong.set(true), LONG)
}

/** As `busily`, for what says nothing itself of what could not be loaded. */
async function plainly<T extends LabRequest['type']>(
  request: LabRequest & { readonly type: T },
): Promise<LabAnswers[T]> {
  const answer = await busily<T>(request)
  if (answer.ok) forgetMissing()
  else if (isMissing(answer.issue)) $issue.set(answer.issue)
  return answer
}

/** In milliseconds: so long one does not wonder. (Nielsen: what is within a second is not felt to be held up) */
const LONG = 700

function startWorker(): Worker {
  const started = new Worker(new URL('./lab-worker.ts', import.meta.url), { type: 'module', name: 'lab' })
  let hasSpoken = false
  started.onmessage = ({ data }: MessageEvent<LabReply>) => {
    hasSpoken = true
    hear(data)
  }
  started.onerror = event => {
    event.preventDefault()
    if (worker !== started) return
    if (hasSpoken) restart()
    else {
      stop(MISSING)
      $issue.set(MISSING)
    }
  }
  return started
}

/** A new worker takes up what was kept last. */
function restart(): void {
  stop(INTERRUPTED)
  $issue.set(INTERRUPTED)
  if (again) takeUp(again)
}

function takeUp(waking: Waking): void {
  void ask(waking)
  void ask({ type: 'look', look: $look.get() })
}

/** Ends the worker; everything that was asked of it is answered with `issue`. */
function stop(issue: LabIssue): void {
  worker?.terminate()
  worker = undefined
  const asked = [...waiting.values()]
  waiting.clear()
  isPrinting = false
  for (const resolve of asked) resolve({ ok: false, issue })
  $progress.set({ stage: 'idle' })
}

const INTERRUPTED: LabIssue = { code: 'interrupted' }
const MISSING: LabIssue = { code: 'worker-missing' }

function hear(reply: LabReply): void {
  switch (reply.type) {
    case 'answer':
      waiting.get(reply.to)?.(reply.answer)
      waiting.delete(reply.to)
      break
    case 'view':
      $view.set(withParts($view.get(), reply.view))
      break
    case 'printed':
      $terminal.set(reply.cleared ? reply.entries : stillShown([...$terminal.get(), ...reply.entries]))
      takeMore(reply.goesOn)
      break
    case 'printed-more':
      $terminal.set($terminal.get().map(entry => (entry.id === reply.id ? withLines(entry, reply.lines) : entry)))
      takeMore(reply.goesOn)
      break
    case 'progress':
      $progress.set(reply.progress)
      break
    case 'kept':
      $kept.set(reply.kept)
  }
}

/** Asks for what is still to come of an output, once there is room for it on the screen. */
function takeMore(goesOn: boolean = false): void {
  isPrinting = goesOn
  if (!goesOn) return
  const from = worker
  void drawn().then(() => {
    if (worker === from) void ask({ type: 'drawn' })
  })
}

/** Once the browser has drawn what is there. Where it draws nothing, as behind another tab, after a while. */
function drawn(): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, LONGEST_FRAME)
    if (!('requestAnimationFrame' in globalThis)) return
    requestAnimationFrame(() => {
      clearTimeout(timer)
      setTimeout(resolve)
    })
  })
}

/** In milliseconds. */
const LONGEST_FRAME = 100

function edited(editing: Editing): Promise<string> {
  $editing.set(editing)
  return new Promise(resolve => {
    closeEditor = resolve
  })
}

function part<P extends keyof LabView>(name: P): ReadableAtom<LabView[P] | undefined> {
  return computed($view, view => view?.[name])
}
