import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { isUniversal, printToleration, type Toleration } from '../kubernetes/toleration.ts'
import { $corridor, $counts, $doors, $rooms } from '../stores/lab.ts'
import type { LabWaiting } from '../stores/lab-shown.ts'
import type { PodName } from '../stores/lab-terms.ts'
import { Icon } from './Icon.tsx'
import { Key } from './Key.tsx'
import { isGiven, LabPodMark, look } from './LabPodMark.tsx'
import { sayReason } from './lab-decision-words.ts'
import { printPod } from './lab-said.ts'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** Waiting pods that are told without being asked for. */
const FIRST = 4
/** Reasons that are told of one pod: the most frequent. */
const MOST_REASONS = 3
/** Keys that are shown of one pod. */
const MOST_KEYS = 3

/** The corridor: by whose eyes doors are seen, with which keys, and which pods wait, and why. */
export function LabCorridor({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const corridor = useStored($corridor, undefined) ?? []
  const counts = useStored($counts, undefined)
  const first = corridor.slice(0, FIRST)
  const others = corridor.slice(FIRST)
  return (
    <div class="corridor">
      <SeenBy lang={lang} />
      {corridor.length === 0 ? (
        <p class="soft small">{t('lab.corridor.empty')}</p>
      ) : (
        <div class="waiting">
          <h3 class="soft small">{t('lab.corridor.waiting')}</h3>
          <Waiting lang={lang} pods={first} />
          {others.length > 0 && (
            <details>
              <summary>{t('lab.corridor.more', { count: (counts?.pending ?? corridor.length) - FIRST })}</summary>
              <Waiting lang={lang} pods={others} />
            </details>
          )}
        </div>
      )}
    </div>
  )
}

function SeenBy({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const doors = useStored($doors, undefined)
  const tolerations = useTolerations(doors?.seenBy)
  if (!doors?.seenBy) return <p class="soft small">{t('lab.corridor.nobody')}</p>
  const seenBy = printPod(doors.seenBy)
  const choices = doors.choices.some(one => printPod(one) === seenBy) ? doors.choices : [doors.seenBy, ...doors.choices]
  return (
    <div class="row seen-by">
      <label class="row small">
        <span>{t('lab.corridor.seenBy')}</span>
        <select
          value={seenBy}
          onChange={({ currentTarget }) => {
            const chosen = choices.find(one => printPod(one) === currentTarget.value)
            if (chosen) look(chosen)
          }}
        >
          {choices.map(one => (
            <option key={printPod(one)} value={printPod(one)}>
              {printPod(one)}
            </option>
          ))}
        </select>
      </label>
      {tolerations && <Ring lang={lang} tolerations={tolerations} />}
    </div>
  )
}

/** The keys of a pod; the universal one stands for all. What every pod is given opens no door, and is said, not shown. */
function Ring({ lang, tolerations }: { lang: Lang; tolerations: readonly Toleration[] }) {
  const t = labTranslator(lang)
  const own = tolerations.filter(key => !isGiven(key))
  const master = own.find(isUniversal)
  const shown = master ? [master] : own.slice(0, MOST_KEYS)
  const others = own.filter(key => !shown.includes(key))
  return (
    <div class="row keys">
      <span class="soft small">{t(own.length > 0 ? 'lab.corridor.keys' : 'lab.corridor.noKeys')}</span>
      {shown.map(key => (
        <Key key={printToleration(key)} toleration={key} />
      ))}
      {others.length > 0 && (
        <details>
          <summary>{t('lab.corridor.moreKeys', { count: others.length })}</summary>
          <ul role="list" class="keys">
            {others.map(key => (
              <li key={printToleration(key)}>
                <Key toleration={key} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {!master && tolerations.some(isGiven) && (
        <span class="soft small">
          <Rich text={t('lab.corridor.given')} />
        </span>
      )}
    </div>
  )
}

/** The tolerations of a pod that is in view. */
function useTolerations(pod: PodName | undefined): readonly Toleration[] | undefined {
  const rooms = useStored($rooms, undefined) ?? []
  const corridor = useStored($corridor, undefined) ?? []
  if (!pod) return undefined
  const all = [...corridor, ...rooms.flatMap(({ pods }) => pods)]
  return all.find(one => one.name === pod.name && one.namespace === pod.namespace)?.tolerations
}

function Waiting({ lang, pods }: { lang: Lang; pods: readonly LabWaiting[] }) {
  const t = labTranslator(lang)
  return (
    <ul role="list">
      {pods.map(pod => (
        <li key={pod.uid} data-pod={pod.uid} data-where="corridor">
          <span class="row">
            <LabPodMark lang={lang} pod={{ ...pod, status: pod.status }} />
            <span class="state" data-s="bad" lang="en">
              <Icon name="cross" />
              {pod.status}
            </span>
          </span>
          <span class="soft small why">
            <Rich text={sayWhy(pod)} />
          </span>
        </li>
      ))}
    </ul>
  )

  function sayWhy(pod: LabWaiting): string {
    if (pod.nominated) return t('lab.corridor.nominated', { node: pod.nominated })
    if (pod.status === 'SchedulingGated') return t('lab.corridor.gated')
    if (!pod.message) return t('lab.corridor.unseen')
    const reasons = pod.reasons.map(({ reason, nodes }) => {
      return t('lab.corridor.on', { count: nodes, reason: sayReason(labTranslator(lang), lang, reason) })
    })
    if (reasons.length === 0) return `\`${pod.message.replaceAll('`', '’')}\``
    return reasons.slice(0, MOST_REASONS).join(' · ')
  }
}
