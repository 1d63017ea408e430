import { useMemo } from 'preact/hooks'
import { translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import { progressWith } from '../stores/answers.ts'
import { $reading } from '../stores/reading.ts'
import { Icon } from './Icon.tsx'
import type { OutlineLesson } from './Resume.tsx'
import { useStored } from './use-stored.ts'

/** How far a learner is with a lesson, in a word: mastered once every question has been answered right. */
export function LessonState({ lang, lesson }: { lang: Lang; lesson: OutlineLesson }) {
  const t = translator(lang)
  const reading = useStored($reading, {})
  const progress = useStored(
    useMemo(() => progressWith(lesson.questions), [lesson]),
    { total: lesson.questions.length, attempted: 0, right: 0 },
  )
  if (progress.right === progress.total) {
    return (
      <span class="state" data-s="done">
        <Icon name="check" />
        {t('app.state.done')}
      </span>
    )
  }
  if (progress.attempted === 0 && !reading[lesson.id]) return <span class="state">{t('app.state.open')}</span>
  return (
    <span class="state" data-s="now">
      <Icon name="half" />
      {t('app.state.now')}
    </span>
  )
}
