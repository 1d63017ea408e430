import { atom } from 'nanostores'
import { $editing, $history, applyFile, leaveEditor, readFile, removeFile, renameFile, writeFile } from './lab.ts'
import { $openFile, openFile } from './lab-desk.ts'
import { type Draft, rememberDraft, rememberedDraft } from './lab-draft.ts'
import type { RunAnswer } from './lab-protocol.ts'

/*
 * What lies in the editor: a file of the session, or the text that a line in the terminal waits for.
 */

export interface Sheet {
  readonly path: string
  /** The text as it is kept. */
  readonly text: string
  /** A line in the terminal has opened it, and waits until it is left. */
  readonly isAwaited: boolean
  /** Another number: the editor is to show the draft. */
  readonly shown: number
  /** It was open before the page was loaded anew: nobody asked for it now. */
  readonly isBack: boolean
}

export const $sheet = atom<Sheet | undefined>()

/** The text as it stands in the editor. */
export const $draft = atom('')

/** The file that was removed last, until another is opened. */
export const $removed = atom<string | undefined>()

/** Follows what is to be opened, until the function that it gives is called. */
export function watchSheet(): () => void {
  const unbind = [
    $openFile.subscribe(() => void follow()),
    $editing.listen(() => void follow()),
    $draft.listen(rememberSoon),
    $sheet.listen(rememberSoon),
    $history.listen((now, before) => {
      if (now?.position !== before?.position || now?.entries !== before?.entries) void readAgain()
    }),
  ]
  addEventListener('pagehide', remember)
  return () => {
    for (const end of unbind) end()
    removeEventListener('pagehide', remember)
    remember()
  }
}

/** Opens again what was open in this tab when its page ended, with what was not saved. */
export async function reopenSheet(): Promise<void> {
  const left = rememberedDraft()
  if (!left) return
  const file = await readFile(left.path)
  const isOpen = $openFile.get() !== undefined || $editing.get() !== undefined
  if (isOpen || (!file.ok && left.text === undefined)) return
  reopened = left
  openFile(file.ok ? file.path : left.path)
}

/** Whether the editor holds something that is not kept. */
export function isUnsaved(sheet: Sheet | undefined, draft: string): boolean {
  return sheet !== undefined && sheet.text !== draft
}

/** Keeps what was written in a file. What a line waits for is kept only by leaving. */
export async function keepDraft(): Promise<void> {
  const sheet = $sheet.get()
  const text = $draft.get()
  if (!sheet || sheet.isAwaited || !isUnsaved(sheet, text)) return
  $sheet.set({ ...sheet, text })
  await writeFile(sheet.path, text)
}

/** Applies what stands in the editor, as `kubectl apply -f` in the terminal. */
export async function applyDraft(): Promise<RunAnswer | undefined> {
  const sheet = $sheet.get()
  if (!sheet || sheet.isAwaited) return undefined
  const text = $draft.get()
  $sheet.set({ ...sheet, text })
  return applyFile(sheet.path, text)
}

/** Makes a file, and opens it. A name that is taken is opened as it is. */
export async function newSheet(path: string, text: string): Promise<void> {
  await keepDraft()
  const there = await readFile(path)
  if (!there.ok) await writeFile(path, text)
  const made = there.ok ? there : await readFile(path)
  // What is empty is no file until something is written.
  openFile(made.ok ? made.path : path)
}

/** Gives the open file another name; one that is taken stays as it is, and nothing happens. Whether it was done. */
export async function renameSheet(to: string): Promise<boolean> {
  const sheet = $sheet.get()
  if (!sheet || sheet.isAwaited) return false
  const there = await readFile(to)
  if (there.ok) return false
  // What is not saved goes along, and nothing is saved under the old name any more.
  $sheet.set(undefined)
  const done = await renameFile(sheet.path, to, $draft.get())
  const made = await readFile(to)
  if (!done.ok || !made.ok) {
    $sheet.set(sheet)
    return false
  }
  openFile(made.path)
  return true
}

/** Removes the open file and closes the editor. Undo brings it back. */
export async function removeSheet(): Promise<void> {
  // Undo brings back what was written, too.
  await keepDraft()
  const sheet = $sheet.get()
  if (!sheet || sheet.isAwaited) return
  $sheet.set(undefined)
  openFile(undefined)
  await removeFile(sheet.path)
  $removed.set(sheet.path)
}

/** Keeps what is written, and closes the editor. */
export async function closeSheet(): Promise<void> {
  await keepDraft()
  openFile(undefined)
}

/** Leaves the editor that a line has opened, with what was written or as it was. */
export function leaveSheet(how: 'save' | 'drop'): void {
  const editing = $editing.get()
  if (editing) leaveEditor(how === 'save' ? $draft.get() : editing.text)
}

let followed = 0
let shown = 0
let reopened: Draft | undefined
let remembering: ReturnType<typeof setTimeout> | undefined

/** Once nothing was typed for a moment; a page that is left remembers at once. */
function rememberSoon(): void {
  clearTimeout(remembering)
  remembering = setTimeout(remember, 300)
}

function remember(): void {
  clearTimeout(remembering)
  const sheet = $sheet.get()
  const text = $draft.get()
  const path = $openFile.get()
  const isOpen = path !== undefined || $editing.get() !== undefined
  if (isOpen && sheet && isUnsaved(sheet, text)) rememberDraft({ path: sheet.path, text })
  else rememberDraft(path === undefined ? undefined : { path })
}

/** Opens what is to be opened: what a line waits for comes before a file. */
async function follow(): Promise<void> {
  followed += 1
  const turn = followed
  await keepDraft()
  const editing = $editing.get()
  const path = $openFile.get()
  if (editing) return show(editing.path, editing.text, true)
  if (path === undefined) {
    $sheet.set(undefined)
    return
  }
  const file = await readFile(path)
  if (turn !== followed) return
  $removed.set(undefined)
  show(file.ok ? file.path : path, file.ok ? file.text : '', false, reopened)
  reopened = undefined
}

/** A step, or its undoing, may have changed the file, or taken it away; what is not kept is not touched. */
async function readAgain(): Promise<void> {
  const sheet = $sheet.get()
  if (!sheet || sheet.isAwaited || isUnsaved(sheet, $draft.get())) return
  const file = await readFile(sheet.path)
  if ($sheet.get() !== sheet || isUnsaved(sheet, $draft.get())) return
  if (!file.ok) {
    if (sheet.text !== '') openFile(undefined)
  } else if (file.text !== sheet.text) show(file.path, file.text, false)
  else if (file.path !== sheet.path) $sheet.set({ ...sheet, path: file.path })
}

/** `left`: what was written in it before the page was loaded anew. */
function show(path: string, text: string, isAwaited: boolean, left?: Draft): void {
  shown += 1
  $draft.set(left?.text ?? text)
  $sheet.set({ path, text, isAwaited, shown, isBack: left !== undefined })
}
