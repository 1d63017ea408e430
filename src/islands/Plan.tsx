import type { ComponentChildren } from 'preact'
import { type IslandTranslate, translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import { printTaint, type TaintEffect } from '../kubernetes/taint.ts'
import { isUniversal } from '../kubernetes/toleration.ts'
import type { Reason } from '../scheduling/verdict.ts'
import type { Door, Tried } from '../stores/door.ts'
import { openDoors, type Situation } from '../stores/rooms.ts'
import { Icon } from './Icon.tsx'
import { Rich } from './Rich.tsx'

/** A node as a room on the corridor; its door, and its walls where it is shut, show what a newcomer finds. */
export function Room({ door, class: extra, children }: { door: Door; class?: string; children: ComponentChildren }) {
  const effect = doorEffect(door)
  return (
    <article class={extra ? `room ${extra}` : 'room'} data-open={door.open ? 'yes' : 'no'} data-effect={effect}>
      {children}
      <svg class="door" viewBox="0 0 72 84" aria-hidden="true">
        <use href={`#door-${effect ?? (door.open ? 'open' : 'NoSchedule')}`} />
      </svg>
    </article>
  )
}

/** Whether a newcomer may enter, and why, side by side. */
export function Verdict({ lang, door }: { lang: Lang; door: Door }) {
  const t = translator(lang)
  return (
    <p class="verdict" data-v={door.open ? 'yes' : 'no'}>
      <Icon name={door.open ? 'check' : 'cross'} />
      <span>
        <Rich text={door.open ? openWords(t, door) : shutWords(t, door)} />
      </span>
    </p>
  )
}

/** How many doors are open to the pod in the corridor, and where it will go, as one text of `locales/`. */
export function sumWords(lang: Lang, situation: Situation): string {
  const t = translator(lang)
  const { free, last } = openDoors(situation)
  const total = situation.nodes.length
  const count = t('rooms.sum.count', { count: free.length + last.length, total })
  return `${count} ${whereTo()}`

  function whereTo(): string {
    const nodes = anyOf(lang, free)
    if (last.length > 0) {
      const values = { nodes, last: anyOf(lang, last) }
      return free.length > 0 ? t('rooms.sum.rather', values) : t('rooms.sum.last', values)
    }
    if (free.length === 0) return t('rooms.sum.none')
    const hasKeys = (situation.pod.spec.tolerations ?? []).length > 0
    return free.length === total && hasKeys ? t('rooms.sum.anywhere') : t('rooms.sum.some', { nodes })
  }
}

function openWords(t: IslandTranslate, { opened, knock }: Door & { readonly open: true }): string {
  if (knock) return `${t('rooms.verdict.knock')} ${t('rooms.knock', { taint: printTaint(knock) })}`
  return `${t('rooms.verdict.open')} ${whyOpen()}`

  function whyOpen(): string {
    const [only, ...more] = opened
    if (!only) return t('rooms.open.no-lock')
    if (opened.every(({ toleration }) => isUniversal(toleration))) return t('rooms.open.master')
    return more.length > 0 ? t('rooms.open.every-lock', { count: opened.length }) : t(openKey(only))
  }
}

function openKey({ match }: Tried) {
  const effect = match.effect === 'any' ? 'any-effect' : 'same-effect'
  if (match.rule === 'equal') return `rooms.open.same-key-same-value-${effect}` as const
  if (match.key === 'any') return 'rooms.open.any-key-any-value-same-effect'
  return `rooms.open.same-key-any-value-${effect}` as const
}

function shutWords(t: IslandTranslate, { reason, nearest, locks }: Door & { readonly open: false }): string {
  const verdict =
    reason.code === 'untolerated-taint' && locks > 1
      ? t('rooms.verdict.shutBy', { taint: printTaint(reason.taint) })
      : t('rooms.verdict.shut')
  return `${verdict} ${whyShut(t, reason, nearest)}`
}

function whyShut(t: IslandTranslate, reason: Reason, nearest: Tried | undefined): string {
  switch (reason.code) {
    case 'untolerated-taint':
      return nearest && nearest.match.key !== 'differs' ? whyNearest(t, nearest) : t('rooms.shut.no-key')
    case 'node-selector':
      return t('rooms.shut.node-selector', { label: `${reason.key}=${reason.wanted}` })
    case 'other-node-name':
      return t('rooms.shut.other-node-name', { wanted: reason.wanted })
    default:
      return t(`rooms.shut.${reason.code}`)
  }
}

/** Why the key that came nearest, one for the lock's own key, does not open it. */
function whyNearest(t: IslandTranslate, { toleration, taint, match }: Tried): string {
  if (match.effect === 'differs') {
    return t('rooms.shut.other-effect', { wanted: toleration.effect ?? '', found: taint.effect })
  }
  const { value: wanted = '' } = toleration
  const { value: found = '' } = taint
  if (!wanted) return t('rooms.shut.value-missing', { found })
  return found ? t('rooms.shut.other-value', { wanted, found }) : t('rooms.shut.value-unasked', { wanted })
}

/** What the door shows: the effect of the lock that refuses, else of the one that asks to go elsewhere. */
function doorEffect(door: Door): TaintEffect | undefined {
  if (door.open) return door.knock?.effect
  return door.reason.code === 'untolerated-taint' ? door.reason.taint.effect : undefined
}

function anyOf(lang: Lang, names: readonly string[]): string {
  return new Intl.ListFormat(lang, { type: 'disjunction' }).format(names.map(name => `\`${name}\``))
}
