import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $isLong, $issue, $progress, $view, isMissing, wakeAgain } from '../stores/lab.ts'
import { LabClock } from './LabClock.tsx'
import { LabEvents } from './LabEvents.tsx'
import { LabHead } from './LabHead.tsx'
import { LabKeeping } from './LabKeeping.tsx'
import { LabRooms } from './LabRooms.tsx'
import { LabTerminal } from './LabTerminal.tsx'
import { LabWorking } from './LabWorking.tsx'
import { issueSentence } from './lab-issue.ts'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

const PARTS = ['rooms', 'term', 'why', 'yaml', 'ev', 'past'] as const

type Part = ComponentType<{ readonly lang: Lang }>
type LaterPart = 'why' | 'yaml' | 'past'

/** The lab: a cluster to keep open in a tab. Its page has woken it. */
export function Lab({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  return (
    <>
      <LabHead lang={lang} />
      <Trouble lang={lang} />
      <Opening lang={lang} />
      <nav class="jump" aria-label={t('lab.page.jump')}>
        <ul role="list" class="row">
          {PARTS.map(part => (
            <li key={part}>
              <a href={`#${part}`}>{t(`lab.page.parts.${part}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
      <LabClock lang={lang} />
      <LabRooms lang={lang} />
      <div class="lab-parts">
        <div>
          <LabTerminal lang={lang} />
          <Later lang={lang} id="why" bring={bringDecision} />
        </div>
        <div>
          <Later lang={lang} id="yaml" bring={bringEditor} />
          <LabEvents lang={lang} />
          <Later lang={lang} id="past" bring={bringHistory} />
        </div>
      </div>
      <p class="soft small">{t('lab.page.private')}</p>
      <AtWork lang={lang} />
    </>
  )
}

const bringDecision = () => import('./LabDecision.tsx').then(({ LabDecision }) => LabDecision)
const bringEditor = () => import('./LabEditor.tsx').then(({ LabEditor }) => LabEditor)
const bringHistory = () => import('./LabHistory.tsx').then(({ LabHistory }) => LabHistory)

/** A part that comes once the rooms stand; until then its place is there for those who jump to it. */
function Later({ lang, id, bring }: { lang: Lang; id: LaterPart; bring: () => Promise<Part> }) {
  const t = labTranslator(lang)
  const [Brought, setBrought] = useState<Part>()
  const [hasFailed, setFailed] = useState(false)
  const stands = useStored($view, undefined) !== undefined
  const load = (): void => {
    setFailed(false)
    bring().then(
      part => setBrought(() => part),
      () => setFailed(true),
    )
  }
  useEffect(() => {
    if (stands) load()
  }, [stands])
  if (Brought) return <Brought lang={lang} />
  return (
    <section id={id} class="stack" aria-busy={!hasFailed}>
      {hasFailed && (
        <>
          <h2 class="h">
            <em>{t(`lab.page.parts.${id}`)}</em>
          </h2>
          <p class="soft">{t('lab.errors.part-missing')}</p>
          <p>
            <button class="btn" type="button" onClick={load}>
              {t('lab.page.again')}
            </button>
          </p>
        </>
      )}
    </section>
  )
}

/** Whoever presses a button while the lab is at work sees that it waits its turn. */
function AtWork({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const isLong = useStored($isLong, false)
  return (
    <div class="at-work small" role="status">
      {isLong && <p>{t('lab.page.atWork')}</p>}
    </div>
  )
}

/** What a large link brings takes its time: how far it is, and how to leave it. */
function Opening({ lang }: { lang: Lang }) {
  const progress = useStored($progress, { stage: 'idle' })
  return progress.stage === 'opening' ? (
    <div class="note stack opening">
      <LabWorking lang={lang} />
    </div>
  ) : null
}

/** What went wrong that nothing else tells. */
function Trouble({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const issue = useStored($issue, undefined)
  const isAsleep = useStored($view, undefined) === undefined
  return (
    <div role="alert">
      {issue && (
        <p class="note row trouble">
          <span>
            <Rich text={issueSentence(lang, issue)} />
          </span>
          {isMissing(issue) && (isAsleep || issue.code === 'worker-missing') ? (
            <button class="btn slim" type="button" onClick={() => void wakeAgain()}>
              {t('lab.page.again')}
            </button>
          ) : (
            <button class="btn slim" type="button" onClick={() => $issue.set(undefined)}>
              {t('lab.page.dismiss')}
            </button>
          )}
        </p>
      )}
      <LabKeeping lang={lang} />
    </div>
  )
}
