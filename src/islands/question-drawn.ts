import type { IslandTranslate } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import type { ItemGrade } from '../quiz/explanation.ts'
import type { Choices, Question } from '../quiz/question.ts'
import type { QuestionView } from '../stores/question.ts'

/** What every kind of question is drawn from. */
export interface Drawn<Asked> {
  readonly t: IslandTranslate
  readonly lang: Lang
  readonly question: Asked
  readonly view: QuestionView
  /** The element that holds the wording. */
  readonly askId: string
  /** What stands in the form; left out until the page is awake, so that it keeps what the reader did before. */
  readonly given?: Choices
}

/** The grade of one item, once there is one. */
export function gradeOf({ grade }: QuestionView, item: string): ItemGrade | undefined {
  return grade?.items.find(each => each.item === item)
}

/** How an option is marked: right or wrong once checked, neither where only the explanation is shown. */
export function markOf({ answer: { phase } }: QuestionView, right: boolean): 'yes' | 'no' | '' | undefined {
  if (phase === 'open') return undefined
  if (phase === 'shown') return ''
  return right ? 'yes' : 'no'
}

/** The id of the place where what came of *check* is said. */
export function saidOf({ id }: Question): string {
  return `q-${id}-said`
}
