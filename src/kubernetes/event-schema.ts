import { OBJECT_META, TYPE_META } from './object-meta-schema.ts'
import { always, INT32, pointer, type Schema, STRING, struct } from './schema.ts'
import { parseTime } from './time.ts'

/** A time that is written as `null` where there is none, and keeps its fractions. (meta/v1 `Time`, `MicroTime`) */
const MOMENT: Schema = {
  kind: 'custom',
  go: 'v1.MicroTime',
  read: value => {
    if (value === null) return { ok: true, value }
    if (typeof value !== 'string') return { ok: false, refused: { go: 'string' } }
    const parsed = parseTime(value)
    return parsed.ok ? { ok: true, value } : { ok: false, refused: parsed.issue }
  },
}

const OBJECT_REFERENCE = struct('v1.ObjectReference', {
  kind: STRING,
  namespace: STRING,
  name: STRING,
  uid: STRING,
  apiVersion: STRING,
  resourceVersion: STRING,
  fieldPath: STRING,
})

/** (core/v1 `Event`) */
export const EVENT = struct('v1.Event', {
  ...TYPE_META,
  metadata: always(OBJECT_META),
  involvedObject: always(OBJECT_REFERENCE),
  reason: always(STRING),
  message: always(STRING),
  source: always(struct('v1.EventSource', { component: STRING, host: STRING })),
  firstTimestamp: always(MOMENT),
  lastTimestamp: always(MOMENT),
  count: INT32,
  type: always(STRING),
  eventTime: always(MOMENT),
  series: pointer(struct('v1.EventSeries', { count: always(INT32), lastObservedTime: always(MOMENT) })),
  action: STRING,
  related: pointer(OBJECT_REFERENCE),
  reportingComponent: always(STRING),
  reportingInstance: always(STRING),
})
