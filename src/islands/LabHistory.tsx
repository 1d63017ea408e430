import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $history, jumpTo } from '../stores/lab.ts'
import { sayLabel, sayTime } from './lab-said.ts'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** Every action so far, newest first; one goes to the moment after any of them. */
export function LabHistory({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const history = useStored($history, undefined)
  const entries = history?.entries ?? []
  const first = entries[0]?.index ?? 0
  const position = history?.position ?? -1
  const newest = [...entries].reverse()
  return (
    <section id="past" class="stack" aria-labelledby="past-h">
      <h2 id="past-h" class="h">
        <em>{t('lab.history.title')}</em>
      </h2>
      <p class="soft small">{t('lab.history.lead')}</p>
      <ol class="past small" role="list">
        {newest.map(({ index, label, seconds }) => (
          <li key={index} data-undone={index > position ? '' : undefined}>
            <button
              type="button"
              aria-current={index === position ? 'step' : undefined}
              onClick={() => void jumpTo(index)}
            >
              <span class="what">
                <Rich text={sayLabel(t, label)} />
              </span>
              <Where index={index} position={position} />
              <span class="soft at">{t('lab.history.at', { time: sayTime(t, seconds) })}</span>
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            aria-current={position < first ? 'step' : undefined}
            onClick={() => void jumpTo(first - 1)}
          >
            <span class="what">{first > 0 ? t('lab.history.older', { count: first }) : t('lab.history.start')}</span>
            <Where index={first - 1} position={Math.max(position, first - 1)} />
          </button>
        </li>
      </ol>
    </section>
  )

  function Where({ index, position: here }: { index: number; position: number }) {
    if (index === here) return <b class="here">{t('lab.history.now')}</b>
    return index > here ? <span class="soft">{t('lab.history.undone')}</span> : null
  }
}
