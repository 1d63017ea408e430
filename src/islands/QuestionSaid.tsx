import type { IslandTranslate } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import type { Question } from '../quiz/question.ts'
import type { QuestionView, Trouble } from '../stores/question.ts'
import { Icon } from './Icon.tsx'
import { WrittenIssues } from './QuestionIssues.tsx'
import { Reasons } from './QuestionReasons.tsx'
import { sayChoices, sayMissing, sayScore } from './question-words.ts'
import { Rich } from './Rich.tsx'

interface Props {
  t: IslandTranslate
  lang: Lang
  question: Question
  view: QuestionView
}

/** What is said after *check* and after *show me*: the verdict with its count, or what is in the way. */
export function QuestionSaid({ t, lang, question, view }: Props) {
  const { answer, grade, trouble } = view
  if (trouble) return <Troubled t={t} lang={lang} question={question} trouble={trouble} />
  if (!grade) return null
  if (answer.phase === 'shown') {
    return (
      <>
        <h3 class="grade" tabIndex={-1}>
          {t('quiz.shown')}
        </h3>
        <p>{t('quiz.shownOpen')}</p>
      </>
    )
  }
  const { right, items, notes } = grade
  const solution = sayChoices(t, lang, question, Object.fromEntries(items.map(item => [item.item, item.answer])))
  const said = [
    right ? undefined : sayScore(t, question, items.filter(item => item.right).length, items.length),
    question.kind === 'nodes' && solution && t('quiz.answer', { answer: solution }),
    right && answer.unsure && t('quiz.rightUnsure'),
  ].filter(Boolean)
  return (
    <>
      <h3 class="grade" data-ok={right ? 'yes' : 'no'} tabIndex={-1}>
        <Icon name={right ? 'check' : 'cross'} />
        <span>{right ? t(notes.length > 0 ? 'quiz.write.rightMore' : 'quiz.right') : t('quiz.wrong')}</span>
      </h3>
      {said.length > 0 && (
        <p>
          <Rich text={said.join(' ')} />
        </p>
      )}
      {notes.length > 0 && (
        <ul>
          {notes.map((note, index) => (
            <li key={index}>
              <Reasons t={t} reasons={[note]} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Troubled({ t, lang, question, trouble }: Omit<Props, 'view'> & { trouble: Trouble }) {
  switch (trouble.code) {
    case 'missing':
      return (
        <p>
          <Rich text={sayMissing(t, lang, question, trouble.items)} />
        </p>
      )
    case 'unavailable':
      return <p>{t('quiz.write.unavailable')}</p>
    default:
      return (
        <>
          <h3 class="grade" data-ok="no">
            <Icon name="cross" />
            <span>{t(`quiz.write.${trouble.code}`)}</span>
          </h3>
          <WrittenIssues t={t} lang={lang} issues={trouble.issues} />
        </>
      )
  }
}
