import type { IslandTranslate } from '../i18n/client.ts'
import { printTaint } from '../kubernetes/taint.ts'
import { printToleration } from '../kubernetes/toleration.ts'
import type { Fields, Reason } from '../quiz/reason.ts'
import { Rich } from './Rich.tsx'
import { printRequirement } from './requirement.ts'

/** Reasons as sentences, one after the other; `lead` comes before them. */
export function Reasons({ t, reasons, lead }: { t: IslandTranslate; reasons: readonly Reason[]; lead?: string }) {
  const sentences = reasons.map(reason => sayReason(t, reason))
  return <Rich text={[...(lead ? [lead] : []), ...sentences].join(' ')} />
}

/** One reason as a sentence of `locales/`. */
function sayReason(t: IslandTranslate, reason: Reason): string {
  const values = { ...valuesOf(t, reason) }
  return t(`reasons.${reason.code === 'node-selector' && reason.found ? 'node-selector-other' : reason.code}`, values)
}

function valuesOf(t: IslandTranslate, reason: Reason): Record<string, string | number> {
  const values: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(reason)) {
    if (typeof value === 'string' || typeof value === 'number') values[name] = value
  }
  if ('taint' in reason) {
    const { key, value = '', effect } = reason.taint
    Object.assign(values, { lock: printTaint(reason.taint), lockKey: key, lockValue: value, lockEffect: effect })
  }
  if ('toleration' in reason) {
    const { key = '', value = '', effect = '' } = reason.toleration
    Object.assign(values, { fob: printToleration(reason.toleration), fobKey: key, fobValue: value, fobEffect: effect })
  }
  if (reason.code === 'node-affinity') {
    const unmet = reason.unmet.filter(each => each !== 'empty').map(each => `\`${printRequirement(each)}\``)
    values['unmet'] = unmet.join(', ')
  }
  if (reason.code === 'opened') values['fields'] = sayFields(t, reason)
  if (reason.code === 'opens-other-effects')
    values['effects'] = reason.effects.map(effect => `\`${effect}\``).join(', ')
  return values
}

/** How the fields of a toleration that matches stand to the taint's. */
function sayFields(t: IslandTranslate, { key, value, effect }: Fields): string {
  return [
    t(`reasons.fields.key-${key === 'any' ? 'any' : 'same'}`),
    t(`reasons.fields.value-${value === 'any' ? 'any' : 'same'}`),
    t(`reasons.fields.effect-${effect === 'any' ? 'any' : 'same'}`),
  ].join(', ')
}
