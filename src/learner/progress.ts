import type { Answer } from './answer.ts'

/** How far a learner is with some questions. */
export interface Progress {
  readonly total: number
  /** Checked at least once. */
  readonly attempted: number
  /** Right at least once: a later try that fails does not take it away. */
  readonly right: number
}

/** Counts over the answers to a lesson's questions, one for each; `undefined` for a question not touched. */
export function progressOf(answers: readonly (Answer | undefined)[]): Progress {
  const checked = answers.flatMap(answer => answer?.best ?? [])
  return {
    total: answers.length,
    attempted: checked.length,
    right: checked.filter(best => best === 'right').length,
  }
}

/** The answer once it has been checked: its best verdict is never lowered. */
export function checkedAnswer(answer: Answer, right: boolean): Answer {
  return { ...answer, phase: 'checked', best: right || answer.best === 'right' ? 'right' : 'wrong' }
}

/** The answer for a new try: emptied, with nothing but the best verdict left. */
export function retriedAnswer({ best }: Answer): Answer {
  return { given: {}, phase: 'open', unsure: false, ...(best && { best }) }
}
