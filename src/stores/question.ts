import { atom, computed, type ReadableAtom } from 'nanostores'
import { type Answer, UNTOUCHED } from '../learner/answer.ts'
import { checkedAnswer, retriedAnswer } from '../learner/progress.ts'
import type { Grade } from '../quiz/explanation.ts'
import { grade, itemsOf, missingItems, solve } from '../quiz/grade.ts'
import type { Choices, Item, Question, Response } from '../quiz/question.ts'
import type { WrittenIssue } from '../quiz/written.ts'
import { answerTo } from './answers.ts'
import { type Locks, locksOf } from './locks.ts'

/** What is to be drawn of a question. */
export interface QuestionView {
  readonly answer: Answer
  /** What there is to decide, in order; empty where tolerations are written. */
  readonly items: readonly Item[]
  /** Once the question is checked or its explanation shown. */
  readonly grade?: Grade
  /** What the grade is of; where tolerations were to be written, what was made of the text. */
  readonly response?: Response
  /** Where tolerations were to be written: a list that does the job, as YAML. */
  readonly solution?: string
  /** Every lock against every key, once there is a grade. */
  readonly locks?: Locks
  /** Why *check* could not grade what was given; gone as soon as something changes. */
  readonly trouble?: Trouble
}

export type Trouble =
  /** Nothing was given for these items; none are named where nothing was written. */
  | { readonly code: 'missing'; readonly items: readonly string[] }
  /** What was written is no YAML, or no tolerations that the API server accepts. */
  | { readonly code: 'unread' | 'refused'; readonly issues: readonly WrittenIssue[] }
  /** What reads YAML could not be loaded. */
  | { readonly code: 'unavailable' }

/** A question as an island draws it, and what a learner can do with it. */
export interface OpenQuestion {
  readonly view: ReadableAtom<QuestionView>
  /** Keeps what stands in the form. */
  readonly give: (given: Choices) => void
  readonly doubt: (unsure: boolean) => void
  /** Grades what was given, or says what is in the way. Only the first load of what reads YAML is ever waited for. */
  readonly check: () => Promise<void> | undefined
  /** Gives the explanation; the question remains unanswered. */
  readonly show: () => void
  /** Empties the form for a new try. */
  readonly retry: () => void
  /** Forgets all that was made of the question. */
  readonly reset: () => void
}

/** The field of the form that holds what is written. */
export const YAML_FIELD = 'yaml'

/** How a question is drawn before anything is known of the learner: at build time, and as the page opens. */
export function untouchedView(question: Question): QuestionView {
  return viewOf(question, UNTOUCHED, undefined, undefined)
}

/** Opens a question on what is kept of it; `undefined` where nothing is, and while it is being found out. */
export function openQuestion(question: Question): OpenQuestion {
  const kept = answerTo(question.id)
  const trouble = atom<Trouble | undefined>(undefined)
  const now = () => fitting(question, kept.get())
  const keep = (answer: Answer | undefined) => {
    trouble.set(undefined)
    kept.set(answer)
  }
  const decide = () => {
    const judged = judge(question, now(), reader.get())
    if ('response' in judged) keep(checkedAnswer(now(), grade(question, judged.response).right))
    else trouble.set(judged)
  }
  return {
    view: computed([kept, trouble, reader], (answer, found, read) =>
      viewOf(question, fitting(question, answer), found, read),
    ),
    give: given => keep({ ...now(), given }),
    doubt: unsure => keep({ ...now(), unsure }),
    check: () => {
      if (question.kind !== 'write' || reader.get()) {
        decide()
        return undefined
      }
      return loadReader().then(decide, () => trouble.set({ code: 'unavailable' }))
    },
    show: () => keep({ ...now(), phase: 'shown' }),
    retry: () => keep(retriedAnswer(now())),
    reset: () => keep(undefined),
  }
}

/** What is kept of the question. What does not fit it, as it was given when the question was another, makes a new try. */
function fitting(question: Question, answer = UNTOUCHED): Answer {
  if (question.kind === 'write') return answer
  const items = itemsOf(question)
  const known = Object.entries(answer.given).every(([name, option]) =>
    items.some(({ item, options }) => item === name && options.includes(option)),
  )
  const whole = answer.phase !== 'checked' || missingItems(items, answer.given).length === 0
  return known && whole ? answer : retriedAnswer(answer)
}

type Reader = typeof import('../quiz/written.ts')

const reader = atom<Reader | undefined>(undefined)

/** Loads what reads YAML, once for the page; it weighs more than all the rest. Rejects where it cannot be had. */
export async function loadReader(): Promise<void> {
  reader.set(await import('../quiz/written.ts'))
}

function viewOf(
  question: Question,
  answer: Answer,
  trouble: Trouble | undefined,
  read: Reader | undefined,
): QuestionView {
  const items = question.kind === 'write' ? [] : itemsOf(question)
  const open: QuestionView = { answer, items, ...(trouble && { trouble }) }
  if (answer.phase === 'open') return open
  const response = responseIn(question, answer, read)
  if (!response) return open
  const solution = solve(question)
  const locks = locksOf(question, response)
  return {
    ...open,
    response,
    grade: grade(question, response),
    ...(locks && { locks }),
    ...('tolerations' in solution && read && { solution: read.printTolerations(solution.tolerations) }),
  }
}

/** What is graded of a question that is checked or shown; `undefined` while nothing reads it yet. */
function responseIn(question: Question, answer: Answer, read: Reader | undefined): Response | undefined {
  if (question.kind !== 'write') return { choices: answer.given }
  if (answer.phase === 'shown') return solve(question)
  const judged = judge(question, answer, read)
  return 'response' in judged ? judged.response : undefined
}

function judge(
  question: Question,
  { given }: Answer,
  read: Reader | undefined,
): Trouble | { readonly response: Response } {
  if (question.kind !== 'write') {
    const items = missingItems(itemsOf(question), given)
    return items.length > 0 ? { code: 'missing', items } : { response: { choices: given } }
  }
  const text = given[YAML_FIELD] ?? ''
  if (text.trim() === '') return { code: 'missing', items: [] }
  if (!read) return { code: 'unavailable' }
  const reading = read.readWritten(text)
  if (reading.ok) return { response: { tolerations: reading.tolerations } }
  return { code: reading.code, issues: reading.issues }
}
