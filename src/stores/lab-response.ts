import type { Session } from '../shell/session.ts'
import type { LabAnswers, LabIssue, LabRefused, LabRequest } from './lab-protocol.ts'
import type { LabLabel, TerminalEntry } from './lab-shown.ts'
import { type LabState, momentOf, present, stepped } from './lab-state.ts'

/** What is answered from the state alone, at once. */
export type PromptRequest = Exclude<
  LabRequest,
  { readonly type: 'wake' | 'import' | 'cancel' | 'drawn' | 'open' | 'share' | 'salvage' | 'keep' | 'look' }
>

/** An answer, the state after it, and what the terminal shows more. */
export interface Response {
  readonly state: LabState
  readonly answer: LabAnswers[PromptRequest['type']]
  readonly printed?: { readonly entry: TerminalEntry; readonly cleared: boolean }
}

/** A request of one type. */
export type Asked<T extends PromptRequest['type']> = Extract<PromptRequest, { readonly type: T }>

/** The answer that it is done. */
export function done(state: LabState): Response {
  return { state, answer: { ok: true } }
}

/** An answer that changes nothing. */
export function same(state: LabState, answer: Response['answer']): Response {
  return { state, answer }
}

/** The answer that it is not done, and why. */
export function refused(code: LabIssue['code'], values: NonNullable<LabIssue['values']>): LabRefused {
  return { ok: false, issue: { code, values } }
}

/** A step of the history, if anything came of it. */
export function stepTo(state: LabState, session: Session, label: LabLabel): LabState {
  const { about, metAt, session: before } = present(state)
  return session === before() ? state : stepped(state, label, momentOf(session, about, metAt))
}
