import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'

interface PagesProps {
  readonly lang: Lang
  readonly label: string
  /** The first that is in view, counted from 0, how many are in view at a time, and of how many. */
  readonly from: number
  readonly count: number
  readonly of: number
  readonly go: (from: number) => void
}

/** From one page of nodes to the next, where there are more than one. */
export function LabPages({ lang, label, from, count, of, go }: PagesProps) {
  const t = labTranslator(lang)
  if (of <= count) return null
  const isFirst = from === 0
  const isLast = from + count >= of
  return (
    <nav class="row spread pages" aria-label={label}>
      <button
        class="btn slim"
        type="button"
        aria-disabled={isFirst}
        onClick={() => !isFirst && go(Math.max(0, from - count))}
      >
        {t('lab.rooms.before')}
      </button>
      <p class="small" role="status">
        {t('lab.rooms.page', { from: from + 1, to: Math.min(of, from + count), of })}
      </p>
      <button class="btn slim" type="button" aria-disabled={isLast} onClick={() => !isLast && go(from + count)}>
        {t('lab.rooms.after')}
      </button>
    </nav>
  )
}
