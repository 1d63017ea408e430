import type { Explanation } from './explanation.ts'
import type { Choices, Item } from './question.ts'
import type { Rules } from './rules.ts'

/** A question answered by choosing: what each kind of question has to say, so that all are graded in one way. */
export interface Choice {
  readonly items: readonly Item[]
  /** An option for every item, under `rules`. */
  readonly solve: (rules: Rules) => Choices
  readonly explain: (item: string) => Explanation
}
