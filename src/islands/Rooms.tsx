import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import {
  type BriefRooms,
  type Change,
  commandFor,
  completeRooms,
  type Departure,
  makeChange,
  nameOf,
  type RoomsScenario,
  roomsStore,
  situationAfter,
  UNTOUCHED,
} from '../stores/rooms.ts'
import { Icon } from './Icon.tsx'
import { Rich } from './Rich.tsx'
import { RoomsCorridor } from './RoomsCorridor.tsx'
import { RoomsNode } from './RoomsNode.tsx'
import type { Act, FindNext } from './rooms-act.ts'
import { changeWords, leftWords } from './rooms-words.ts'
import { placesOf, slideFrom } from './slide.ts'
import { useStored } from './use-stored.ts'

/** A command of more characters than this leaves no room beside it. */
const LONG = 80

export type RoomsProps = BriefRooms & { readonly lang: Lang; readonly id: string }

/** What is to be said of these changes instead of the last of them. */
interface Remark {
  readonly changes: readonly Change[]
  readonly text: string
}

/** A lesson's rooms: taints and tolerations to add and remove, and at once who may enter, who stays and who must leave. */
export function Rooms({ lang, id, ...brief }: RoomsProps) {
  const t = translator(lang)
  const plan = useRef<HTMLDivElement>(null)
  const [remark, setRemark] = useState<Remark>()
  const scenario = completeRooms(brief)
  const store = useMemo(() => roomsStore(id, scenario), [id])
  const changes = useStored(store, UNTOUCHED)
  const said = remark?.changes === changes ? remark.text : undefined

  const { before, last, situation } = retell(scenario, changes)
  const afterwards = useRef<(plan: HTMLElement) => void>()
  useLayoutEffect(() => {
    if (plan.current) afterwards.current?.(plan.current)
    afterwards.current = undefined
  })

  const put = (next: readonly Change[], say: string | undefined, refocus?: FindNext): void => {
    if (!plan.current) return
    const places = placesOf(plan.current)
    afterwards.current = drawn => {
      slideFrom(places, drawn)
      if (!drawn.contains(document.activeElement)) refocus?.(drawn)?.focus()
    }
    store.set(next)
    setRemark(say === undefined ? undefined : { changes: next, text: say })
  }
  const act: Act = (change, refocus) => put([...changes, change], undefined, refocus)
  const untouched = last === undefined || last.change === 'reset'
  const command = said ? undefined : last && commandFor(last, before)

  return (
    <div class={scenario.nodes.length > 3 ? 'rooms many' : 'rooms'} ref={plan}>
      <div class="row spread">
        <h2 id={`rooms-${id}-title`}>
          <em>{t('rooms.title')}</em>
        </h2>
        <div class="row">
          <button
            class="btn quiet slim"
            type="button"
            aria-disabled={changes.length === 0}
            onClick={() => changes.length > 0 && put(changes.slice(0, -1), t('rooms.log.undone'))}
          >
            <Icon name="undo" />
            {t('rooms.undo')}
          </button>
          <button
            class="btn quiet slim"
            type="button"
            aria-disabled={untouched}
            onClick={() => !untouched && act({ change: 'reset' })}
          >
            {t('rooms.reset')}
          </button>
        </div>
      </div>
      <div class="plan">
        <RoomsCorridor lang={lang} situation={situation} offered={scenario.keys ?? []} act={act} refuse={refuse} />
        {situation.nodes.map(node => (
          <RoomsNode
            key={nameOf(node)}
            lang={lang}
            node={node}
            situation={situation}
            scenario={scenario}
            act={act}
            refuse={refuse}
          />
        ))}
      </div>
      {situation.left.length > 0 && <Left lang={lang} left={situation.left} />}
      <div class="log">
        <p class="said" aria-live="polite">
          <Rich text={said ?? (last ? changeWords(lang, before, last, situation) : t('rooms.log.start'))} />
        </p>
        {command && (
          <p class={command.length > LONG ? 'cmd long' : 'cmd'}>
            <code>{command}</code>
            <button class="btn slim" type="button" data-copy={command} data-copied={t('app.copied')}>
              <Icon name="copy" />
              <span data-label>{t('app.copy')}</span>
            </button>
          </p>
        )}
      </div>
    </div>
  )

  function refuse(why = ''): void {
    setRemark({ changes, text: `${t('rooms.log.refused')} ${why}` })
  }
}

/** How things stand after the changes, and what stood before the last of them. */
function retell(scenario: RoomsScenario, changes: readonly Change[]) {
  const before = situationAfter(scenario, changes.slice(0, -1))
  const last = changes.at(-1)
  return { before, last, situation: last ? makeChange(scenario, before, last) : before }
}

/** Those who had to leave, and why. */
function Left({ lang, left }: { lang: Lang; left: readonly Departure[] }) {
  const t = translator(lang)
  return (
    <div class="left">
      <h3>
        <em>{t('rooms.left.title')}</em>
      </h3>
      <ul>
        {left.map(departure => (
          <li key={nameOf(departure.pod)} data-pod={nameOf(departure.pod)} data-where="left">
            <span class="pod">
              <Icon name="pod" />
              <code>{nameOf(departure.pod)}</code>
            </span>
            <span class="small soft">
              <Rich text={leftWords(lang, departure)} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
