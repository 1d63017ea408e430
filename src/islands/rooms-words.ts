import { translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import { printTaint } from '../kubernetes/taint.ts'
import { printToleration } from '../kubernetes/toleration.ts'
import {
  type Change,
  consequences,
  type Departure,
  nameOf,
  openDoors,
  type Situation,
  type Stay,
  touchedTaints,
} from '../stores/rooms.ts'

/** What a change was, who must leave or may stay by it, and how many doors are now open: one text of `locales/`. */
export function changeWords(lang: Lang, before: Situation, change: Change, after: Situation): string {
  const t = translator(lang)
  if (change.change === 'reset') return t('rooms.log.reset')
  const { left, begun, reprieved } = consequences(before, after)
  return [whatWasDone(), ...whoLeaves(), ...doors()].join(' ')

  function whatWasDone(): string {
    switch (change.change) {
      case 'taint': {
        const [old] = touchedTaints(before, change)
        const values = { node: change.node, taint: printTaint(change.taint) }
        return old ? t('rooms.log.overwrite', { ...values, old: printTaint(old) }) : t('rooms.log.taint', values)
      }
      case 'untaint': {
        const taint = change.effect ? `${change.key}:${change.effect}` : change.key
        return t('rooms.log.untaint', { node: change.node, taint })
      }
      case 'tolerate':
        return t('rooms.log.tolerate', { pod: change.pod, toleration: printToleration(change.toleration) })
      case 'forgo':
        return t('rooms.log.forgo', { pod: nameOf(after.pod), toleration: printToleration(change.toleration) })
      case 'reset':
        return t('rooms.log.reset')
    }
  }

  function whoLeaves(): readonly string[] {
    const gone = left.map(({ pod }) => `\`${nameOf(pod)}\``)
    const pods = new Intl.ListFormat(lang).format(gone)
    return [
      ...(gone.length > 0 ? [t('rooms.log.leave', { count: gone.length, pods })] : []),
      ...begun.map(({ pod, timer }) => t('rooms.log.begun', { pod: nameOf(pod), seconds: timer.strikesAt })),
      ...reprieved.map(({ pod }) => t('rooms.log.reprieved', { pod: nameOf(pod) })),
    ]
  }

  function doors(): readonly string[] {
    const { free, last } = openDoors(after)
    const open = free.length + last.length
    return [t('rooms.log.doors', { pod: nameOf(after.pod), open, total: after.nodes.length })]
  }
}

/** Why a running pod stays, or for how long; nothing where nothing speaks against it. */
export function stayWords(lang: Lang, stay: Stay): string | undefined {
  const t = translator(lang)
  switch (stay.stays) {
    case 'unconcerned':
      return undefined
    case 'newcomers-only':
      return t('rooms.stay.newcomers-only', { effect: stay.taint.effect })
    case 'tolerates':
      return t('rooms.stay.tolerates', { taint: printTaint(stay.taint) })
    case 'for-now':
      return t('rooms.stay.for-now', { seconds: stay.timer.strikesAt })
  }
}

/** Why a pod had to leave. */
export function leftWords(lang: Lang, { pod, why }: Departure): string {
  const t = translator(lang)
  const values = { node: pod.spec.nodeName ?? '', taint: printTaint(why.taint) }
  return why.leaves === 'at-once'
    ? t('rooms.left.no-key', values)
    : t('rooms.left.no-time', { ...values, seconds: why.seconds })
}
