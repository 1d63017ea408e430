import type { IslandTranslate } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import type { Question } from '../quiz/question.ts'
import type { QuestionView } from '../stores/question.ts'
import { QuestionLocks } from './QuestionLocks.tsx'
import { sayChoices } from './question-words.ts'
import { Rich } from './Rich.tsx'

interface Props {
  t: IslandTranslate
  lang: Lang
  question: Question
  view: QuestionView
}

/** What follows a graded question: the misreading that a wrong answer suggests, and every lock against every key. */
export function QuestionAfter({ t, lang, question, view }: Props) {
  if (!view.grade) return null
  return (
    <div class="after">
      {view.answer.phase === 'checked' && <Misreading t={t} lang={lang} question={question} view={view} />}
      {view.locks && question.kind !== 'matrix' && <QuestionLocks t={t} id={`q-${question.id}`} locks={view.locks} />}
    </div>
  )
}

function Misreading({ t, lang, question, view }: Props) {
  const { grade, response } = view
  const [suspect, ...others] = grade?.suspects ?? []
  if (!grade || !suspect) return null
  const said = (choices: Readonly<Record<string, string>>) => sayChoices(t, lang, question, choices) ?? ''
  const { items } = grade
  const wrong = question.kind === 'fate' ? items.filter(({ right }) => !right) : items
  const theirs = said(Object.fromEntries(wrong.map(({ item, given = '' }) => [item, given])))
  return (
    <div class="misread stack">
      <p class="small soft">{t('quiz.misread.label')}</p>
      <h3>{t('quiz.misread.name', { name: t(`quiz.misreadings.${suspect}.name`) })}</h3>
      <p>
        {t('quiz.misread.exactly')} {others.length > 0 && t('quiz.misread.also', { count: others.length })}
      </p>
      {response && 'choices' in response && (
        <dl class="versus">
          <div>
            <dt>{t('quiz.misread.thatRule')}</dt>
            <dd>
              <Rich text={theirs} />
            </dd>
          </div>
          <div>
            <dt>{t('quiz.misread.kubernetes')}</dt>
            <dd>
              <Rich text={said(Object.fromEntries(wrong.map(({ item, answer }) => [item, answer])))} />
            </dd>
          </div>
        </dl>
      )}
      {[suspect, ...others].map(misreading => (
        <p key={misreading}>
          <b>
            {others.length > 0
              ? t('quiz.misread.name', { name: t(`quiz.misreadings.${misreading}.name`) })
              : t('quiz.misread.truth')}
          </b>{' '}
          <Rich text={t(`quiz.misreadings.${misreading}.truth`)} />
        </p>
      ))}
    </div>
  )
}
