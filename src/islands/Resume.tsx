import { useMemo } from 'preact/hooks'
import { translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import { progressWith } from '../stores/answers.ts'
import { $reading, lastRead } from '../stores/reading.ts'
import { Icon } from './Icon.tsx'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** A lesson as the outline of the course lists it. */
export interface OutlineLesson {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly minutes: number
  readonly address: string
  /** The ids of its sections, in their order. */
  readonly sections: readonly string[]
  /** The ids of its questions, in their order. */
  readonly questions: readonly string[]
}

/** Where to begin, or, for who has begun, where to go on. */
export function Resume({ lang, lessons }: { lang: Lang; lessons: readonly OutlineLesson[] }) {
  const t = translator(lang)
  const reading = useStored($reading, {})
  const place = lastRead(lessons, reading)
  const lesson = place?.lesson ?? lessons[0]
  const progress = useStored(
    useMemo(() => progressWith(lesson?.questions ?? []), [lesson]),
    { total: 0, attempted: 0, right: 0 },
  )
  if (!lesson) return null
  const { number, title, minutes, sections, address } = lesson
  return (
    <section class="resume rule stack" aria-labelledby="resume-title">
      <h2 id="resume-title">
        <em>{t(place ? 'app.resume.resume' : 'app.resume.begin')}</em>
      </h2>
      <p>
        <Rich text={t('app.resume.lesson', { number, title })} />
        <br />
        <span class="soft small">
          {place
            ? t('app.resume.section', { section: place.section + 1, total: sections.length })
            : t('app.resume.minutes', { minutes })}
          {progress.attempted > 0 && `, ${t('app.resume.right', { count: progress.right, total: progress.total })}`}
        </span>
      </p>
      <p>
        <a class="btn main" href={place ? `${address}#${sections[place.section]}` : address}>
          {t(place ? 'app.resume.continue' : 'app.resume.open')} <Icon name="next" />
        </a>
      </p>
    </section>
  )
}
