import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $progress, cancelWork } from '../stores/lab.ts'
import { useStored } from './use-stored.ts'

/** How far long work has come, and how to stop it. */
export function LabWorking({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const progress = useStored($progress, { stage: 'idle' })
  const share =
    progress.stage === 'idle' || progress.of === 0 ? undefined : Math.floor((100 * progress.done) / progress.of)
  return (
    <>
      <p>{label()}</p>
      <progress max={100} value={share} aria-label={t('lab.import.progress')} />
      <p>
        <button class="btn" type="button" data-next onClick={() => void cancelWork()}>
          {t('lab.import.cancel')}
        </button>
      </p>
    </>
  )

  function label(): string {
    if (share === undefined) return t(progress.stage === 'gathering' ? 'lab.import.gathering' : 'lab.import.opening')
    switch (progress.stage) {
      case 'reading':
        return t('lab.import.reading', { percent: share })
      case 'scheduling':
        return t('lab.import.scheduling', { done: counted(progress.done), of: counted(progress.of) })
      default:
        return t('lab.import.opened-so-far', { percent: share })
    }
  }

  function counted(count: number): string {
    return new Intl.NumberFormat(lang).format(count)
  }
}
