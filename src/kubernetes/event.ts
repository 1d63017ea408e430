import type { ObjectMeta } from './object-meta.ts'

/** (core/v1 `Event`) One of the old form counts in `count`, one of the new form, which the scheduler writes, in `series`. */
export interface Event {
  readonly apiVersion?: 'v1'
  readonly kind?: 'Event'
  readonly metadata: ObjectMeta
  readonly involvedObject: ObjectReference
  readonly reason: string
  readonly message: string
  readonly type: EventType
  readonly source?: { readonly component?: string; readonly host?: string }
  readonly firstTimestamp?: string | null
  readonly lastTimestamp?: string | null
  readonly count?: number
  readonly eventTime?: string | null
  readonly series?: { readonly count: number; readonly lastObservedTime: string }
  readonly action?: string
  readonly related?: ObjectReference
  readonly reportingComponent: string
  readonly reportingInstance: string
}

export type EventType = 'Normal' | 'Warning'

/** What an event is about; `fieldPath` names a part of it: `spec.containers{nginx}`. */
export interface ObjectReference {
  readonly kind?: string
  readonly namespace?: string
  readonly name?: string
  readonly uid?: string
  readonly apiVersion?: string
  readonly resourceVersion?: string
  readonly fieldPath?: string
}
