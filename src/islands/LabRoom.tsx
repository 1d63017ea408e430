import { useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { printTaint } from '../kubernetes/taint.ts'
import { $doors, $issue, forgetMissing } from '../stores/lab.ts'
import type { LabDoor, LabRoom as Room } from '../stores/lab-shown.ts'
import { Icon } from './Icon.tsx'
import { LabPodMark } from './LabPodMark.tsx'
import type { LabRoomTools } from './LabRoomTools.tsx'
import { Lock } from './Lock.tsx'
import { sayReason } from './lab-decision-words.ts'
import { plain } from './plain.ts'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** One node: its locks, how it is, what the chosen pod finds at its door, who is inside, and what one can do to it. */
export function LabRoom({
  lang,
  room,
  isBelow = false,
  isListed = false,
}: {
  lang: Lang
  room: Room
  /** Below the corridor: its door opens upwards. */
  isBelow?: boolean
  isListed?: boolean
}) {
  const t = labTranslator(lang)
  const { name, door } = room
  const effect = door && effectOf(door)
  return (
    <article
      class={isBelow ? 'room up' : 'room'}
      data-node={name}
      data-open={door && (door.open ? 'yes' : 'no')}
      data-effect={effect}
    >
      <h3>{name}</h3>
      {room.taints.length === 0 ? (
        <p class="soft small none">{t('lab.rooms.none')}</p>
      ) : (
        <ul class="locks" role="list">
          {room.taints.map(taint => (
            <li key={printTaint(taint)}>
              <Lock taint={taint} />
            </li>
          ))}
        </ul>
      )}
      <States lang={lang} room={room} />
      <ul class="pods" role="list">
        {room.pods.map(pod => (
          <li key={pod.uid} data-pod={pod.uid} data-where={name}>
            <LabPodMark lang={lang} pod={pod} />
          </li>
        ))}
        {room.morePods > 0 && <li class="soft small">{t('lab.rooms.more', { count: room.morePods })}</li>}
      </ul>
      <div class="foot-of-room">
        <Verdict lang={lang} room={room} />
        <Fill lang={lang} room={room} />
        <Tools lang={lang} room={room} />
      </div>
      {!isListed && (
        <svg class="door" viewBox="0 0 72 84" aria-hidden="true">
          <use href={`#door-${effect ?? (door && !door.open ? 'NoSchedule' : 'open')}`} />
        </svg>
      )}
    </article>
  )
}

/** What the door shows: the effect of the lock that refuses, else of the one that asks to try elsewhere first. */
function effectOf(door: LabDoor) {
  return door.open ? door.knock?.effect : door.effect
}

/** What is not as it should be. */
function States({ lang, room }: { lang: Lang; room: Room }) {
  const t = labTranslator(lang)
  const { cordoned, kubelet } = room
  // Nothing is known of a node that is not heard of: one condition says it.
  const isUnknown = room.conditions.some(({ type, status }) => type === 'Ready' && status === 'Unknown')
  const conditions = room.conditions.filter(({ type, status }) => {
    return !isUnknown || type === 'Ready' || status !== 'Unknown'
  })
  if (!cordoned && kubelet === 'running' && conditions.length === 0) return null
  return (
    <p class="row states">
      {cordoned && (
        <span class="state" data-s="bad">
          <Icon name="cross" />
          {t('lab.rooms.cordoned')}
        </span>
      )}
      {kubelet === 'stopped' && (
        <span class="state" data-s="bad">
          <Icon name="cross" />
          {t('lab.rooms.stopped')}
        </span>
      )}
      {conditions.map(({ type, status }) => (
        <span key={type} class="state" data-s="bad">
          <Icon name="cross" />
          <code lang="en">
            {type}={status}
          </code>
        </span>
      ))}
    </p>
  )
}

/** Whether the pod by whose eyes one looks may enter. */
function Verdict({ lang, room }: { lang: Lang; room: Room }) {
  const t = labTranslator(lang)
  const seenBy = useStored($doors, undefined)?.seenBy
  const { door, pods } = room
  if (!door || !seenBy) return null
  const pod = seenBy.name
  if (pods.some(one => one.name === pod && one.namespace === seenBy.namespace)) {
    return (
      <p class="verdict small" data-v="here">
        <Icon name="pod" />
        <span>
          <Rich text={t('lab.rooms.here', { pod })} />
        </span>
      </p>
    )
  }
  return (
    <p class="verdict small" data-v={door.open ? 'yes' : 'no'}>
      <Icon name={door.open ? 'check' : 'cross'} />
      <span>
        {door.open ? (
          <Rich text={t(door.knock ? 'lab.rooms.knock' : 'lab.rooms.open', { pod })} />
        ) : (
          <Rich text={`${t('lab.rooms.shut')} ${sayReason(t, lang, door.reason)}`} />
        )}
      </span>
    </p>
  )
}

function Fill({ lang, room }: { lang: Lang; room: Room }) {
  const t = labTranslator(lang)
  const { cpu, memory, pods } = room.capacity
  const percent = ({ used, of }: { readonly used: number; readonly of: number }) => Math.round((100 * used) / (of || 1))
  return (
    <p class="fill soft small">
      {t('lab.rooms.fill', { cpu: percent(cpu), memory: percent(memory), pods: pods.used, most: pods.of })}
    </p>
  )
}

/** What one can do to the node; its form comes when it is asked for. */
function Tools({ lang, room }: { lang: Lang; room: Room }) {
  const t = labTranslator(lang)
  const [Form, setForm] = useState<typeof LabRoomTools>()
  const bringForm = (details: HTMLDetailsElement): void => {
    import('./LabRoomTools.tsx').then(
      ({ LabRoomTools }) => {
        forgetMissing()
        setForm(() => LabRoomTools)
      },
      () => {
        details.open = false
        $issue.set({ code: 'part-missing' })
      },
    )
  }
  return (
    <details class="tools" onToggle={({ currentTarget }) => currentTarget.open && bringForm(currentTarget)}>
      <summary aria-label={plain(t('lab.rooms.toolsOf', { node: room.name }))}>{t('lab.rooms.tools')}</summary>
      {Form && <Form lang={lang} room={room} />}
    </details>
  )
}
