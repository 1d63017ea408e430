import type { KubeObject } from '../cluster/object.ts'
import type { Event } from '../kubernetes/event.ts'
import { isRecord } from './json.ts'

/** An event as it is printed: the API server keeps any JSON that calls itself one. */
export function readEvent(object: KubeObject): Event & KubeObject {
  const { series, source, involvedObject, count } = object as Readonly<Record<string, unknown>>
  const seen = isRecord(series)
    ? { count: Number(series['count']) || 0, lastObservedTime: text(series, 'lastObservedTime') }
    : undefined
  const about = isRecord(involvedObject) ? involvedObject : {}
  const from = isRecord(source) ? source : {}
  return {
    ...object,
    apiVersion: 'v1',
    kind: 'Event',
    reason: text(object, 'reason'),
    message: text(object, 'message'),
    type: text(object, 'type') as Event['type'],
    involvedObject: Object.fromEntries(Object.keys(about).map(name => [name, text(about, name)])),
    source: { component: text(from, 'component'), host: text(from, 'host') },
    reportingComponent: text(object, 'reportingComponent'),
    reportingInstance: text(object, 'reportingInstance'),
    count: typeof count === 'number' ? count : 0,
    firstTimestamp: text(object, 'firstTimestamp') || null,
    lastTimestamp: text(object, 'lastTimestamp') || null,
    eventTime: text(object, 'eventTime') || null,
    ...(seen && { series: seen }),
  }
}

function text(record: Readonly<Record<string, unknown>>, name: string): string {
  const value = record[name]
  return typeof value === 'string' ? value : ''
}
