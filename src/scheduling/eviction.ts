import type { Gates } from '../kubernetes/gates.ts'
import type { Taint } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import { heededBy, tolerates } from './toleration.ts'

/** A `NoExecute` taint and the toleration that counts for it: the first of the pod's list that tolerates it. */
export interface ToleratedTaint {
  readonly taint: Taint
  readonly toleration: Toleration
}

/** What the `NoExecute` taints of its node do to a running pod, and because of which taint and which toleration. */
export type Eviction =
  /** No toleration tolerates `taint`. */
  | { readonly leaves: 'at-once'; readonly taint: Taint }
  /** The pass of `toleration` for `taint` ends first: after `seconds`, 0 where the pass is 0 or negative. */
  | ({ readonly leaves: 'in-time'; readonly seconds: number } & ToleratedTaint)
  /** Every taint is tolerated for ever; `tolerated` is empty where no taint has the effect. */
  | { readonly leaves: 'never'; readonly tolerated: readonly ToleratedTaint[] }

/**
 * What becomes of a running pod when it is looked at for the first time under these taints.
 *
 * Only `NoExecute` taints count. For each the *first* toleration of the list that tolerates it counts, not the longest;
 * over all taints the *shortest* pass does. Example: `[{ key: 'a', operator: 'Exists', tolerationSeconds: 60 }, { key:
 * 'a', operator: 'Exists' }]` leaves 60 s after `a:NoExecute` has come; in the other order it stays.
 * What a timer that runs already makes of it is `reviewEviction`'s to say.
 * (tainteviction `processPodOnNode`, `GetMatchingTolerations`, `getMinTolerationTime`)
 */
export function evictionOf(tolerations: readonly Toleration[], taints: readonly Taint[], gates?: Gates): Eviction {
  const tolerated: ToleratedTaint[] = []
  for (const taint of taints) {
    if (!heededBy.eviction(taint)) continue
    const toleration = tolerations.find(candidate => tolerates(candidate, taint, gates))
    if (!toleration) return { leaves: 'at-once', taint }
    tolerated.push({ taint, toleration })
  }
  let first: ({ readonly seconds: number } & ToleratedTaint) | undefined
  for (const { taint, toleration } of tolerated) {
    if (toleration.tolerationSeconds === undefined) continue
    const seconds = Math.max(0, toleration.tolerationSeconds)
    if (!first || seconds < first.seconds) first = { seconds, taint, toleration }
  }
  return first ? { leaves: 'in-time', ...first } : { leaves: 'never', tolerated }
}
