import { storageKey, wasErased } from './storage.ts'

/** What was open in the editor of a tab. */
export interface Draft {
  readonly path: string
  /** The text that the file does not have yet; left out: it has it. */
  readonly text?: string
}

/*
 * A page that is loaded anew, or in the other language, ends before the worker could write a file: what is not saved stays
 * with the tab.
 */

const KEY = storageKey('lab-draft')

export function rememberDraft(draft: Draft | undefined): void {
  try {
    if (draft && !wasErased()) sessionStorage.setItem(KEY, JSON.stringify(draft))
    else sessionStorage.removeItem(KEY)
  } catch {
    // Without storage, or where it is full, what is saved is what is left.
  }
}

export function rememberedDraft(): Draft | undefined {
  try {
    const { path, text } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, unknown>
    if (typeof path !== 'string') return undefined
    return { path, ...(typeof text === 'string' && { text }) }
  } catch {
    return undefined
  }
}
