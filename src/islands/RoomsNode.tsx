import { translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import type { Node } from '../kubernetes/node.ts'
import { printTaint } from '../kubernetes/taint.ts'
import { isUniversal, printToleration, type Toleration } from '../kubernetes/toleration.ts'
import { doorOf } from '../stores/door.ts'
import { hasToleration, nameOf, type Resident, type RoomsScenario, type Situation, stayOf } from '../stores/rooms.ts'
import { Icon } from './Icon.tsx'
import { Key } from './Key.tsx'
import { Lock } from './Lock.tsx'
import { Room, Verdict } from './Plan.tsx'
import { plain } from './plain.ts'
import { Rich } from './Rich.tsx'
import { RoomsLockForm } from './RoomsLockForm.tsx'
import { type Act, memberAt, type Refuse } from './rooms-act.ts'
import { stayWords } from './rooms-words.ts'

/** One node: its locks, what a newcomer finds at its door, those inside, and locks to put on it. */
export function RoomsNode({
  lang,
  node,
  situation,
  scenario,
  act,
  refuse,
}: {
  lang: Lang
  node: Node
  situation: Situation
  scenario: RoomsScenario
  act: Act
  refuse: Refuse
}) {
  const t = translator(lang)
  const name = nameOf(node)
  const taints = node.spec?.taints ?? []
  const group = `locks ${name}`
  const door = doorOf(situation.pod, node)
  const residents = situation.inside.filter(({ pod }) => pod.spec.nodeName === name)
  return (
    <Room door={door}>
      <h3>{name}</h3>
      {taints.length === 0 ? (
        <p class="soft small">{t('rooms.none')}</p>
      ) : (
        <ul class="locks">
          {taints.map((taint, index) => (
            <li key={printTaint(taint)}>
              <Lock taint={taint} />
              <button
                class="btn quiet slim"
                type="button"
                data-group={group}
                aria-label={plain(t('rooms.removeLock', { taint: printTaint(taint), node: name }))}
                onClick={({ currentTarget }) => {
                  const summary = currentTarget
                    .closest('.room')
                    ?.querySelector<HTMLElement>(':scope > details > summary')
                  const { key, effect } = taint
                  act({ change: 'untaint', node: name, key, effect }, plan => memberAt(plan, group, index) ?? summary)
                }}
              >
                {t('rooms.remove')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Verdict lang={lang} door={door} />
      <ul class="inside">
        {residents.map(resident => (
          <Inside
            key={nameOf(resident.pod)}
            lang={lang}
            resident={resident}
            nodes={situation.nodes}
            offered={scenario.insideKeys?.[nameOf(resident.pod)] ?? []}
            act={act}
          />
        ))}
      </ul>
      <details>
        <summary aria-label={plain(t('rooms.addLockOn', { node: name }))}>{t('rooms.addLock')}</summary>
        <RoomsLockForm
          lang={lang}
          node={node}
          situation={situation}
          offered={scenario.locks ?? []}
          act={act}
          refuse={refuse}
        />
      </details>
    </Room>
  )
}

/** A running pod with its keys, why it stays or for how long, and the keys it can still be given. */
function Inside({
  lang,
  resident,
  nodes,
  offered,
  act,
}: {
  lang: Lang
  resident: Resident
  nodes: readonly Node[]
  offered: readonly Toleration[]
  act: Act
}) {
  const t = translator(lang)
  const { pod, timer } = resident
  const name = nameOf(pod)
  const group = `keys ${name}`
  const stay = stayWords(lang, stayOf(resident, nodes))
  return (
    <li data-pod={name} data-where={pod.spec.nodeName}>
      <p class="pods">
        <span class="pod">
          <Icon name="pod" />
          <code>{name}</code>
        </span>
        <Ring lang={lang} tolerations={pod.spec.tolerations ?? []} />
      </p>
      {stay && (
        <p class="stay small soft">
          {timer && <Icon name="clock" />}
          <span>
            <Rich text={stay} />
          </span>
        </p>
      )}
      {offered
        .filter(toleration => !hasToleration(pod, toleration))
        .map((toleration, index) => (
          <button
            key={printToleration(toleration)}
            class="offer"
            type="button"
            data-group={group}
            aria-label={plain(t('rooms.give', { pod: name, toleration: printToleration(toleration) }))}
            onClick={({ currentTarget }) => {
              const summary = currentTarget.closest('.room')?.querySelector<HTMLElement>(':scope > details > summary')
              act({ change: 'tolerate', pod: name, toleration }, plan => memberAt(plan, group, index) ?? summary)
            }}
          >
            <Icon name="plus" />
            <Key toleration={toleration} />
          </button>
        ))}
    </li>
  )
}

/** A pod's keys in little space: the universal one, or else the first, stands for the others. */
function Ring({ lang, tolerations }: { lang: Lang; tolerations: readonly Toleration[] }) {
  const t = translator(lang)
  const shown = tolerations.find(isUniversal) ?? tolerations[0]
  if (!shown) return <span class="soft small">{t('rooms.noKey')}</span>
  const others = tolerations.filter(key => key !== shown)
  return (
    <>
      <Key toleration={shown} />
      {others.length > 0 && (
        <details>
          <summary>{t('rooms.more', { count: others.length })}</summary>
          <ul class="offers">
            {others.map(key => (
              <li key={printToleration(key)}>
                <Key toleration={key} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
