import { useLayoutEffect, useRef } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $counts, $doors, $happened, $history, $issue, $look, $rooms, $view, look } from '../stores/lab.ts'
import type { LabRoom as Room } from '../stores/lab-shown.ts'
import { LabCorridor } from './LabCorridor.tsx'
import { LabPages } from './LabPages.tsx'
import { LabRoom } from './LabRoom.tsx'
import { isBeginning, sayChange } from './lab-said.ts'
import { Rich } from './Rich.tsx'
import { type Places, placesOf, slideFrom } from './slide.ts'
import { useStored } from './use-stored.ts'

/** As many rooms make a plan; more are a list. */
const MOST_ON_PLAN = 10
/** As many stand in one row above the corridor. */
const MOST_IN_ROW = 5
/** Changes that are said one by one. */
const MOST_SAID = 4

/** Every node as a room on the corridor, who is inside, and who waits; where there are too many, a list to look through. */
export function LabRooms({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const plan = useRef<HTMLDivElement>(null)
  const rooms = useStored($rooms, undefined)
  const counts = useStored($counts, undefined)
  useSlides(plan)
  const isPlan = counts === undefined || counts.nodes <= MOST_ON_PLAN
  return (
    <section id="rooms" class="lab-rooms" aria-labelledby="rooms-h" aria-busy={!rooms}>
      <h2 id="rooms-h" class="vh">
        {t('lab.rooms.title')}
      </h2>
      {!isPlan && <Search lang={lang} />}
      <div ref={plan}>{isPlan ? <Plan lang={lang} rooms={rooms} /> : <List lang={lang} rooms={rooms ?? []} />}</div>
      {!isPlan && <Pages lang={lang} />}
      <Happened lang={lang} />
    </section>
  )
}

/** Up to five rooms above the corridor; of more, one half above it and one below. */
function Plan({ lang, rooms }: { lang: Lang; rooms: readonly Room[] | undefined }) {
  const t = labTranslator(lang)
  const issue = useStored($issue, undefined)
  if (!rooms) return <Empty label={issue ? '' : t('lab.rooms.loading')} />
  const across = rooms.length <= MOST_IN_ROW ? rooms.length : Math.ceil(rooms.length / 2)
  return (
    <div class="plan" data-across={across}>
      {rooms.slice(0, across).map(room => (
        <LabRoom key={room.name} lang={lang} room={room} />
      ))}
      <LabCorridor lang={lang} />
      {rooms.slice(across).map(room => (
        <LabRoom key={room.name} lang={lang} room={room} isBelow />
      ))}
    </div>
  )
}

/** The rooms before anything is known of them: as many, and as high, as those that most often come. */
function Empty({ label }: { label: string }) {
  return (
    <div class="plan" data-across={3}>
      {[1, 2, 3].map(number => (
        <div key={number} class="room blank" />
      ))}
      <div class="corridor">
        <p class="soft small">{label}</p>
      </div>
    </div>
  )
}

function List({ lang, rooms }: { lang: Lang; rooms: readonly Room[] }) {
  const t = labTranslator(lang)
  return (
    <div class="plan listed">
      <LabCorridor lang={lang} />
      {rooms.map(room => (
        <LabRoom key={room.name} lang={lang} room={room} isListed />
      ))}
      {rooms.length === 0 && <p class="soft empty">{t('lab.rooms.empty')}</p>}
    </div>
  )
}

function Search({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const { filter } = useStored($look, $look.get())
  const counts = useStored($counts, undefined)
  return (
    <div class="row spread search">
      <label class="row small">
        <span>{t('lab.rooms.filter')}</span>
        <input
          type="search"
          autocomplete="off"
          spellcheck={false}
          placeholder={t('lab.rooms.filterHint')}
          value={filter}
          onInput={({ currentTarget }) => void look({ filter: currentTarget.value, from: 0 })}
        />
      </label>
      {counts && (
        <p class="soft small" role="status">
          {t('lab.rooms.matching', { count: counts.matching, total: counts.nodes })}
        </p>
      )}
    </div>
  )
}

function Pages({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const { from, count } = useStored($look, $look.get())
  const counts = useStored($counts, undefined)
  return (
    <LabPages
      lang={lang}
      label={t('lab.rooms.pages')}
      from={from}
      count={count}
      of={counts?.matching ?? 0}
      go={first => void look({ from: first })}
    />
  )
}

/** What the last step changed, in words: seen, and announced. Of a cluster that has just begun everything is new. */
function Happened({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const happened = useStored($happened, undefined)
  const history = useStored($history, undefined)
  return (
    <p class="said" aria-live="polite">
      <Rich text={sayAll()} />
    </p>
  )

  function sayAll(): string {
    const changes = happened?.changes ?? []
    if (changes.length === 0) return t('lab.rooms.first')
    if (isBeginning(history)) return t('lab.happened.anew')
    const more = Math.max(0, changes.length - MOST_SAID) + (happened?.more ?? 0)
    const said = changes.slice(0, MOST_SAID).map(change => sayChange(t, change))
    return [...said, ...(more > 0 ? [t('lab.happened.more', { count: more })] : [])].join(' ')
  }
}

/** Lets pods that change rooms slide there: their places are noted when news comes, before it is drawn. */
function useSlides(plan: { readonly current: HTMLElement | null }): void {
  const places = useRef<Places>()
  useLayoutEffect(
    () =>
      $view.listen(() => {
        if (plan.current) places.current ??= placesOf(plan.current)
      }),
    [],
  )
  const doors = useStored($doors, undefined)
  const happened = useStored($happened, undefined)
  useLayoutEffect(() => {
    if (plan.current && places.current) slideFrom(places.current, plan.current)
    places.current = undefined
  }, [doors, happened])
}
