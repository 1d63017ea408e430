import { sameTaint, TAINT_EFFECTS, type Taint, type TaintEffect } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import { tolerates } from '../scheduling/toleration.ts'
import type { Note } from './reason.ts'

/**
 * What tolerations open beyond the locks that were asked for, found by trying them on locks that nobody asked for: the
 * asked ones with another value, with another effect, and with another key.
 */
export function excessOf(tolerations: readonly Toleration[], asked: readonly Taint[]): readonly Note[] {
  const opens = (taint: Taint) => tolerations.some(toleration => tolerates(toleration, taint))
  const anyKey = TAINT_EFFECTS.filter(effect => opens({ ...STRANGER, effect }))
  if (anyKey.length === TAINT_EFFECTS.length) return [{ code: 'opens-everything' }]
  const isNew = ({ effect }: { readonly effect: TaintEffect }) => !anyKey.includes(effect)
  return [
    ...anyKey.map((effect): Note => ({ code: 'opens-other-keys', effect })),
    ...asked
      .filter(taint => taint.value && isNew(taint) && opens({ ...taint, value: `not-${taint.value}` }))
      .map((taint): Note => ({ code: 'opens-other-values', taint })),
    ...distinctKeys(asked).flatMap((key): readonly Note[] => {
      const effects = TAINT_EFFECTS.filter(effect => {
        const probe = { ...asked.find(taint => taint.key === key), key, effect }
        return isNew(probe) && !asked.some(taint => sameTaint(taint, probe)) && opens(probe)
      })
      return effects.length > 0 ? [{ code: 'opens-other-effects', key, effects }] : []
    }),
    ...tolerations
      .filter(toleration => !asked.some(taint => tolerates(toleration, taint)))
      .map((toleration): Note => ({ code: 'unneeded', toleration })),
  ]
}

/** A lock whose key and value no question mentions. */
const STRANGER: Omit<Taint, 'effect'> = { key: 'stranger.example/lock', value: 'stranger' }

function distinctKeys(taints: readonly Taint[]): readonly string[] {
  return [...new Set(taints.map(({ key }) => key))]
}
