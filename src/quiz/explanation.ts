import type { Misconception } from './misconceptions.ts'
import type { Note, Reason } from './reason.ts'

/** What a response is worth, item by item, and why. */
export interface Grade {
  readonly right: boolean
  readonly items: readonly ItemGrade[]
  /** What is to be said of a right response as a whole: what it opens beyond what was asked, say. */
  readonly notes: readonly Note[]
  /** The misreadings under which exactly this wrong response would be right; none beside a right one. */
  readonly suspects: readonly Misconception[]
}

export interface ItemGrade extends Explanation {
  readonly item: string
  readonly answer: string
  /** Left out: nothing was given. */
  readonly given?: string
  readonly right: boolean
}

export interface Explanation {
  /** Why the answer is what it is: at least one reason. */
  readonly why: readonly Reason[]
  /** For an item of more than two options, why each of the others is not the answer; left out, `why` says it. */
  readonly whyNot?: Readonly<Record<string, readonly Reason[]>>
}
