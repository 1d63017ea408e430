import { Icon } from './Icon.tsx'
import { Reasons } from './QuestionReasons.tsx'
import { type Drawn, gradeOf } from './question-drawn.ts'
import { Rich } from './Rich.tsx'

type Props = Pick<Drawn<unknown>, 't' | 'view' | 'given'> & {
  item: string
  option: string
  words: string
  /** What is said of the answer, and of a wrong option that was chosen. */
  isAnswer: string
  isYours: string
}

/** One of several options of which one is the answer; once graded it says why it is, or is not. */
export function QuestionOption({ t, view, given, item, option, words, isAnswer, isYours }: Props) {
  const graded = gradeOf(view, item)
  const answer = graded?.answer === option
  const yours = view.answer.phase === 'checked' && graded?.given === option
  const reasons = answer ? graded.why : graded?.whyNot?.[option]
  return (
    <label class="opt" data-ok={graded && (answer ? 'yes' : yours ? 'no' : '')}>
      <input type="radio" name={item} value={option} checked={given && given[item] === option} disabled={!!graded} />
      <span class="row spread">
        <span>
          <Rich text={words} />
        </span>
        {(answer || yours) && (
          <span class="state" data-s={answer ? 'done' : 'bad'}>
            <Icon name={answer ? 'check' : 'cross'} />
            {answer ? isAnswer : isYours}
          </span>
        )}
      </span>
      {reasons && (
        <span class="why small">
          <Reasons t={t} reasons={reasons} />
        </span>
      )}
    </label>
  )
}
