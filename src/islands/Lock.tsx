import { printTaint, type Taint, type TaintEffect } from '../kubernetes/taint.ts'
import { Icon, type IconName } from './Icon.tsx'

/** The icon of each effect. */
export const EFFECT_ICONS: Readonly<Record<TaintEffect, IconName>> = {
  NoSchedule: 'noschedule',
  PreferNoSchedule: 'prefer',
  NoExecute: 'noexecute',
}

/** A taint as a lock plate: shape, line and word say its effect. It may break after `/`, before `=` and before `:`. */
export function Lock({ taint }: { taint: Taint }) {
  const { effect } = taint
  const [prefix, name] = breakable(printTaint(taint).slice(0, -effect.length - 1))
  return (
    <span class="taint" data-effect={effect}>
      <Icon name={EFFECT_ICONS[effect]} />
      <code>
        {prefix}
        {prefix && <wbr />}
        {name}
        <wbr />
        <b>:{effect}</b>
      </code>
    </span>
  )
}

function breakable(text: string): [prefix: string, name: string] {
  const slash = text.indexOf('/') + 1
  return [text.slice(0, slash), text.slice(slash)]
}
