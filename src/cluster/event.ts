import type { Event, EventType, ObjectReference } from '../kubernetes/event.ts'
import { printMicroTime, printTime, readTime } from './clock.ts'
import { type Cluster, dropObject, eventsAbout, list, putObject } from './cluster.ts'
import { type Controller, lookLater } from './controller.ts'
import type { KubeObject } from './object.ts'

/** What a controller or a kubelet has to say about an object. */
export interface Remark {
  readonly type?: EventType
  readonly reason: string
  readonly message: string
  /** Who says it: `replicaset-controller`. */
  readonly component: string
  /** The node, if it is a kubelet. */
  readonly host?: string
  readonly fieldPath?: string
}

/** What the scheduler has to say about a pod: `action` is what it was doing. */
export interface SchedulerRemark {
  readonly type: EventType
  readonly reason: string
  readonly action: 'Scheduling' | 'Binding' | 'Preempting'
  readonly message: string
  /** The pod that has to do with it. */
  readonly related?: KubeObject
}

/** From this many different messages of one reason within ten minutes on, they are told as one. */
const MOST_SIMILAR = 10
const SIMILAR_SECONDS = 600

/** How long after its last event a series of the new form goes on. (client-go `tools/events` `finishTime`) */
const SERIES_SECONDS = 360

/**
 * Writes down an event about `object`. The same again counts one more on the event that is there; the tenth of one reason
 * and later ones, each with another message, count together on one that says `(combined from similar events): `.
 * (client-go `tools/record` `EventCorrelator`)
 */
export function recordEvent(cluster: Cluster, object: KubeObject, remark: Remark): Cluster {
  const about = referenceTo(object, remark.fieldPath)
  const similar = eventsAbout(cluster, namespaceOf(object), object.metadata.name).filter(event => {
    return event.source?.component === remark.component && sameKind(event, remark, about)
  })
  const same = similar.find(({ message }) => message === remark.message)
  if (same) return written(cluster, counted(same, cluster.now))
  const recent = similar.filter(({ lastTimestamp }) => {
    return cluster.now - (readTime(lastTimestamp ?? undefined) ?? 0) <= SIMILAR_SECONDS
  })
  const combined = recent.find(({ message }) => message.startsWith(COMBINED))
  const message = `${COMBINED}${remark.message}`
  if (combined) return written(cluster, { ...counted(combined, cluster.now), message })
  const isCombined = recent.length + 1 >= MOST_SIMILAR
  return written(cluster, newEvent(cluster, object, about, { ...remark, ...(isCombined && { message }) }))
}

/**
 * Writes down an event in the form that the scheduler uses. The same reason again while its series lasts counts one more,
 * and keeps the words of the first. (client-go `tools/events` `recordToSink`)
 */
export function recordSchedulerEvent(cluster: Cluster, object: KubeObject, remark: SchedulerRemark): Cluster {
  const about = referenceTo(object)
  const earlier = eventsAbout(cluster, namespaceOf(object), object.metadata.name).findLast(event => {
    return (
      event.reportingComponent === SCHEDULER && event.reason === remark.reason && event.involvedObject.uid === about.uid
    )
  })
  const last = earlier?.series?.lastObservedTime ?? earlier?.eventTime ?? undefined
  if (earlier && cluster.now - (readTime(last) ?? 0) <= SERIES_SECONDS) {
    const series = { count: (earlier.series?.count ?? 1) + 1, lastObservedTime: printMicroTime(cluster.now) }
    return written(cluster, { ...earlier, series })
  }
  return written(cluster, {
    ...eventHead(cluster, object),
    action: remark.action,
    eventTime: printMicroTime(cluster.now),
    firstTimestamp: null,
    involvedObject: about,
    lastTimestamp: null,
    message: remark.message,
    reason: remark.reason,
    ...(remark.related && { related: referenceTo(remark.related) }),
    reportingComponent: SCHEDULER,
    reportingInstance: SCHEDULER,
    source: {},
    type: remark.type,
  })
}

/** Forgets events of which nothing has been heard for an hour. (kube-apiserver `--event-ttl`) */
export const eventExpiry: Controller = {
  name: 'event-ttl',
  notice: () => [],
  look: cluster => {
    const old = list(cluster, 'events').filter(event => cluster.now - lastHeard(event) >= TTL)
    return old.reduce(dropObject, cluster)
  },
}

const TTL = 3600

function lastHeard({ series, lastTimestamp, eventTime, metadata }: Event): number {
  return readTime(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp) ?? 0
}

function written(cluster: Cluster, event: KubeObject): Cluster {
  return lookLater(putObject(cluster, event), 'event-ttl', '', cluster.now + TTL)
}

const COMBINED = '(combined from similar events): '
const SCHEDULER = 'default-scheduler'

function sameKind(event: Event, remark: Remark, about: ObjectReference): boolean {
  return (
    event.reason === remark.reason &&
    event.type === (remark.type ?? 'Normal') &&
    event.involvedObject.uid === about.uid &&
    event.involvedObject.kind === about.kind &&
    event.involvedObject.fieldPath === about.fieldPath
  )
}

function counted(event: Event & KubeObject, now: number): KubeObject {
  return { ...event, count: (event.count ?? 1) + 1, lastTimestamp: printTime(now) }
}

function newEvent(cluster: Cluster, object: KubeObject, about: ObjectReference, remark: Remark): KubeObject {
  const time = printTime(cluster.now)
  const { component, host } = remark
  return {
    ...eventHead(cluster, object),
    count: 1,
    eventTime: null,
    firstTimestamp: time,
    involvedObject: about,
    lastTimestamp: time,
    message: remark.message,
    reason: remark.reason,
    reportingComponent: component,
    reportingInstance: host ?? '',
    source: { component, ...(host && { host }) },
    type: remark.type ?? 'Normal',
  }
}

/** An event is named after its object and the time in nanoseconds; here the count of versions stands for the last of them. */
function eventHead(cluster: Cluster, object: KubeObject): Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'> {
  const nanoseconds = BigInt(cluster.now) * 1_000_000_000n + BigInt(cluster.resourceVersion)
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      creationTimestamp: printTime(cluster.now),
      name: `${object.metadata.name}.${nanoseconds.toString(16)}`,
      namespace: namespaceOf(object),
      uid: eventUid(nanoseconds),
    },
  }
}

/** Derived, not drawn: what is said about an object leaves the names of those that come after it as they are. */
function eventUid(nanoseconds: bigint): string {
  const text = nanoseconds.toString(16).padStart(16, '0')
  return `${text.slice(8)}-${text.slice(4, 8)}-4${text.slice(1, 4)}-8${text.slice(13)}-${text.slice(4)}`
}

/** Events about what lies in no namespace lie in `default`. */
function namespaceOf({ metadata }: KubeObject): string {
  return metadata.namespace ?? 'default'
}

function referenceTo(object: KubeObject, fieldPath?: string): ObjectReference {
  const { name, namespace, uid, resourceVersion } = object.metadata
  return {
    apiVersion: object.apiVersion,
    ...(fieldPath && { fieldPath }),
    kind: object.kind,
    name,
    ...(namespace && { namespace }),
    ...(resourceVersion && { resourceVersion }),
    ...(uid && { uid }),
  }
}
