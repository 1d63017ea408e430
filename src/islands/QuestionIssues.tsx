import type { IslandTranslate } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import type { WrittenIssue } from '../quiz/written.ts'
import { Rich } from './Rich.tsx'

/** What is wrong with what was written, place by place: the course's sentence, then the words of what refuses it. */
export function WrittenIssues({
  t,
  lang,
  issues,
}: {
  t: IslandTranslate
  lang: Lang
  issues: readonly WrittenIssue[]
}) {
  return (
    <ul role="list" class="issues stack">
      {issues.map(({ code, params, line, column, text }, index) => (
        <li key={index}>
          <p>
            <b>{t('quiz.write.at', { line, column })}</b> <Rich text={t(`quiz.issues.${code}`, params)} />
          </p>
          {text && (
            <p class="small">
              <code lang={lang === 'en' ? undefined : 'en'}>{text}</code>
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}
