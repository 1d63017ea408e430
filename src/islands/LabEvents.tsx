import { useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $counts, $events, $look, look } from '../stores/lab.ts'
import { Icon } from './Icon.tsx'
import { sayTime } from './lab-said.ts'
import { useStored } from './use-stored.ts'

/** Events that are seen at first, and how many come at a time. */
const FIRST = 8
const MORE = 30

/** What the cluster reports of itself, newest first, in Kubernetes' own words. */
export function LabEvents({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const events = useStored($events, undefined)
  const counts = useStored($counts, undefined)
  const [shown, setShown] = useState(FIRST)
  const showMore = (): void => {
    setShown(shown + MORE)
    void look({ events: Math.max($look.get().events, shown + MORE) })
  }
  return (
    <section id="ev" class="stack" aria-labelledby="ev-h">
      <h2 id="ev-h" class="h">
        <em>{t('lab.events.title')}</em>
      </h2>
      {events && events.length > 0 ? (
        <ol class="events" role="list">
          {events.slice(0, shown).map(event => (
            <li key={event.id}>
              <span class="soft">{sayTime(t, event.ago)}</span>
              <p>
                <b lang="en">{event.reason}</b> <code>{event.object}</code>{' '}
                {event.warning && (
                  <span class="state" data-s="bad" lang="en">
                    <Icon name="cross" />
                    {t('lab.events.warning')}
                  </span>
                )}{' '}
                {event.count > 1 && <span class="soft small">{t('lab.events.times', { count: event.count })}</span>}
                <code class="message" lang="en">
                  {event.message}
                </code>
              </p>
            </li>
          ))}
        </ol>
      ) : (
        <p class="soft small">{t('lab.events.none')}</p>
      )}
      {counts && counts.events > shown && (
        <p>
          <button class="btn slim" type="button" onClick={showMore}>
            {t('lab.events.more')}
          </button>
        </p>
      )}
    </section>
  )
}
