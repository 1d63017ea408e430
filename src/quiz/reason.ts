import type { Taint, TaintEffect } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import type { FieldMatch } from '../scheduling/toleration.ts'
import type { Reason as Refusal } from '../scheduling/verdict.ts'

/** Why an option is the answer or is not, as data; `reasons.json` has a sentence for each code. */
export type Reason = DoorReason | FieldReason | OperatorReason | FateReason | Note

/** Why a node lets a pod in, or not. */
export type DoorReason =
  | { readonly code: 'no-lock' | 'no-magnet' | 'every-lock' }
  /** The lock opens; the fields say how the toleration's stand to the taint's. */
  | (Pair & { readonly code: 'opened' } & Fields)
  | { readonly code: 'opened-by-master'; readonly taint: Taint }
  /** Shut, but `PreferNoSchedule` keeps nobody out. */
  | { readonly code: 'prefer'; readonly taint: Taint }
  | ShutReason
  /** The pod could be chosen for the node and would be deleted there at once. */
  | (Pair & { readonly code: 'no-stay' })
  | Exclude<Refusal, { readonly code: 'untolerated-taint' }>

/** Why a lock stays shut: there is no key at all, none for its key, or a key that fails on its effect or its value. */
export type ShutReason =
  | { readonly code: 'no-keys' | 'no-key-for'; readonly taint: Taint }
  | (Pair & { readonly code: 'shut-effect-differs' | `shut-${ValueMiss}` })
  | OperatorReason

/** How one field of a toleration stands to the taint's. */
export type FieldReason = Pair & { readonly code: FieldCode }
export type FieldCode = `${'key' | 'effect'}-${FieldMatch}` | 'value-same' | 'value-any' | ValueMiss

/** `Equal` with another value, with none beside a taint that has one, or with one beside a taint that has none. */
export type ValueMiss = 'value-differs' | 'value-missing' | 'value-unasked'

/** What the operator makes of the value. */
export interface OperatorReason {
  readonly code: 'operator-exists' | 'operator-equal' | 'operator-omitted'
}

/** Why a running pod stays or leaves, or does not do the other. */
export type FateReason =
  /** The effect keeps newcomers out and leaves those inside alone. */
  | { readonly code: 'stays-inside'; readonly taint: Taint }
  | { readonly code: 'tolerated-by-master'; readonly taint: Taint }
  | (Pair & { readonly code: 'tolerated-for-ever' })
  | (Pair & { readonly code: 'tolerated-for'; readonly seconds: number })
  | ShutReason
  | { readonly code: 'must-leave' }
  | OwnerReason
  | FateRefusal

/** What follows when a pod is deleted: its controller makes another one elsewhere, or waits, or there is none. */
export type OwnerReason =
  | { readonly code: 'daemon-set-waits' | 'daemon-set-repeats' | 'nobody-replaces' }
  | { readonly code: 'controller-replaces'; readonly owner: string }

/** Why a fate is not the pod's. */
export type FateRefusal =
  | { readonly code: 'no-execute-only' }
  | { readonly code: 'not-untolerated' | 'not-tolerated'; readonly taint: Taint }
  | { readonly code: 'not-for-ever' | 'not-at-once' | 'no-such-pass'; readonly seconds: number }
  | (Pair & { readonly code: 'pass-of-another' | 'pass-not-first' | 'pass-not-shortest'; readonly seconds: number })

/** What is to be said of a response as a whole. */
export type Note =
  | { readonly code: 'opens-everything' }
  | { readonly code: 'opens-other-keys'; readonly effect: TaintEffect }
  | { readonly code: 'opens-other-values'; readonly taint: Taint }
  | { readonly code: 'opens-other-effects'; readonly key: string; readonly effects: readonly TaintEffect[] }
  | { readonly code: 'opens-node'; readonly node: string }
  | { readonly code: 'unneeded'; readonly toleration: Toleration }
  | { readonly code: 'leaves-after'; readonly node: string; readonly seconds: number }

export interface Pair {
  readonly taint: Taint
  readonly toleration: Toleration
}

export interface Fields {
  readonly key: FieldMatch
  readonly value: FieldMatch
  readonly effect: FieldMatch
}
