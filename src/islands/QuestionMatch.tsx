import type { MatchQuestion } from '../quiz/question.ts'
import { QuestionOption } from './QuestionOption.tsx'
import type { Drawn } from './question-drawn.ts'
import { sayRule } from './question-words.ts'

/** The rules to choose from, and once graded why each decides or does not. */
export function QuestionMatch({ question, askId, ...drawn }: Drawn<MatchQuestion>) {
  const { t, view } = drawn
  return (
    <div class="opts" role="radiogroup" aria-labelledby={askId}>
      {view.items.flatMap(({ item, options }) =>
        options.map(rule => (
          <QuestionOption
            key={rule}
            {...drawn}
            item={item}
            option={rule}
            words={sayRule(t, question.toleration, rule)}
            isAnswer={t('quiz.match.isAnswer')}
            isYours={t('quiz.match.isYours')}
          />
        )),
      )}
    </div>
  )
}
