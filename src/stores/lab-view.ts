import { printTime, readTime } from '../cluster/clock.ts'
import { type Cluster, find, type Held, list, podsOn } from '../cluster/cluster.ts'
import { dueAt } from '../cluster/controller.ts'
import { type KubeObject, keyOf } from '../cluster/object.ts'
import { entriesUnder, firstEntry, valueAt } from '../cluster/sorted-map.ts'
import { partOf } from '../kubectl/part.ts'
import { podCells } from '../kubectl/pod-columns.ts'
import type { Event } from '../kubernetes/event.ts'
import { printTaint } from '../kubernetes/taint.ts'
import { amountsOf, podRequests } from '../scheduling/pod-requests.ts'
import { prompt } from '../shell/session.ts'
import type { LabLook } from './lab-protocol.ts'
import { filesIn } from './lab-shell.ts'
import type { LabCounts, LabDoors, LabEvent, LabPod, LabRoom, LabTimer, LabView, LabWaiting } from './lab-shown.ts'
import type * as Sight from './lab-sight.ts'
import { entryNow, type LabState, present } from './lab-state.ts'
import type { PodName } from './lab-terms.ts'

type Pod = Held['pods']
type Node = Held['nodes']

/** How much of each list comes into view. */
const MOST = {
  rooms: 120,
  podsInRoom: 40,
  waiting: 50,
  explained: 12,
  timers: 50,
  events: 500,
  choices: 50,
  lines: 1000,
}

/** What a view needs only where a pod looks at doors, or waits: the scheduler's rules. */
export interface ViewParts {
  readonly sight: typeof Sight
}

/** What the page sees of a state when it looks in a certain way; all but what happened. Throws a `PartMissing`. */
export function viewOf(state: LabState, look: LabLook, parts: Partial<ViewParts>): Omit<LabView, 'happened'> {
  const moment = present(state)
  const session = moment.session()
  const { cluster } = session
  const nodes = list(cluster, 'nodes')
  const matching = look.filter === '' ? nodes : nodes.filter(node => matches(cluster, node, look.filter.toLowerCase()))
  const waiting = podsOn(cluster, '')
  const doors = doorsOf(cluster, look.seenBy)
  const shown = matching.slice(look.from, look.from + Math.min(look.count, MOST.rooms))
  const next = firstEntry(cluster.timers)
  return {
    about: moment.about,
    clock: {
      seconds: cluster.now - moment.metAt,
      date: printTime(cluster.now),
      ...(next && { next: Math.max(0, dueAt(next[0]) - cluster.now) }),
      moving: cluster.podWorkers.size > 0,
    },
    counts: countsOf(cluster, matching.length, waiting.length),
    rooms: roomsOf(cluster, shown, doors.seenBy, parts),
    corridor: corridorOf(cluster, waiting, parts),
    timers: timersOf(cluster),
    events: eventsOf(cluster, Math.min(look.events, MOST.events)),
    history: {
      entries: state.labels.map((label, index) => {
        const { now, metAt } = state.moments[index + 1] ?? moment
        return { index: index + state.forgotten, label, seconds: now - metAt }
      }),
      position: entryNow(state),
    },
    files: filesIn(session),
    prompt: { text: prompt(session), lines: session.history.slice(-MOST.lines) },
    doors,
  }
}

function countsOf({ objects }: Cluster, matching: number, pending: number): LabCounts {
  const size = (plural: string) => objects[plural]?.size ?? 0
  return { nodes: size('nodes'), matching, pods: size('pods'), pending, events: size('events') }
}

function matches(cluster: Cluster, { metadata, spec }: Node, text: string): boolean {
  const has = (one: string) => one.toLowerCase().includes(text)
  return (
    has(metadata.name) ||
    (spec?.taints ?? []).some(taint => has(printTaint(taint))) ||
    Object.entries(metadata.labels ?? {}).some(([key, value]) => has(`${key}=${value}`)) ||
    podsOn(cluster, metadata.name).some(pod => has(pod.metadata.name))
  )
}

function roomsOf(
  cluster: Cluster,
  nodes: readonly Node[],
  seenBy: PodName | undefined,
  parts: Partial<ViewParts>,
): readonly LabRoom[] {
  const pod = seenBy && podAt(cluster, seenBy)
  const rooms = nodes.map(node => roomOf(cluster, node))
  return pod ? partOf(parts, 'sight').withDoors(cluster, rooms, pod) : rooms
}

function roomOf(cluster: Cluster, node: Node): LabRoom {
  const { name, labels = {} } = node.metadata
  const pods = podsOn(cluster, name).toSorted((a, b) => systemLast(a) - systemLast(b))
  const asking = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
  const asked = asking.map(({ spec }) => podRequests(spec))
  const there = amountsOf(node.status?.allocatable ?? {})
  const sum = (resource: 'milliCpu' | 'memory') => asked.reduce((total, one) => total + one[resource], 0)
  return {
    name,
    labels,
    taints: node.spec?.taints ?? [],
    cordoned: node.spec?.unschedulable === true,
    kubelet: valueAt(cluster.kubelets, name)?.stoppedAt === undefined ? 'running' : 'stopped',
    conditions: (node.status?.conditions ?? []).flatMap(({ type, status }) => {
      return status === (type === 'Ready' ? 'True' : 'False') ? [] : [{ type, status }]
    }),
    capacity: {
      cpu: { used: sum('milliCpu'), of: there.milliCpu },
      memory: { used: sum('memory'), of: there.memory },
      pods: { used: asking.length, of: there.pods },
    },
    pods: pods.slice(0, MOST.podsInRoom).map(pod => residentOf(cluster, pod)),
    morePods: Math.max(0, pods.length - MOST.podsInRoom),
  }
}

function systemLast({ metadata }: Pod): number {
  return metadata.namespace === 'kube-system' ? 1 : 0
}

function residentOf(cluster: Cluster, pod: Pod): LabPod {
  const { name, namespace = '', uid = '', ownerReferences = [], deletionTimestamp } = pod.metadata
  const key = keyOf(pod)
  const ending = readTime(deletionTimestamp)
  const worker = valueAt(cluster.podWorkers, key)
  const leaves = ending === undefined ? valueAt(cluster.evictions, key)?.strikesAt : worker?.until
  const owner = ownerReferences.find(({ controller }) => controller)?.kind
  return {
    name,
    namespace,
    uid,
    status: podCells(pod, cluster.now).status,
    state: stateOf(pod),
    tolerations: pod.spec.tolerations ?? [],
    ...(owner && { owner }),
    ...(leaves !== undefined && { leavesIn: Math.max(0, leaves - cluster.now) }),
  }
}

function stateOf({ metadata, status }: Pod): LabPod['state'] {
  if (metadata.deletionTimestamp) return 'ending'
  if (status?.phase === 'Failed') return 'failed'
  if (status?.phase === 'Succeeded') return 'done'
  return status?.phase === 'Running' ? 'running' : 'starting'
}

/** Those that came last come first. */
function corridorOf(cluster: Cluster, pods: readonly Pod[], parts: Partial<ViewParts>): readonly LabWaiting[] {
  const shown = pods.toSorted((a, b) => versionOf(b) - versionOf(a)).slice(0, MOST.waiting)
  // Pods of one template are refused for the same reasons.
  const known = new Map<string, LabWaiting['reasons']>()
  return shown.map(pod => {
    const { name, namespace = '', uid = '' } = pod.metadata
    const condition = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
    const asks = JSON.stringify([namespace, pod.metadata.labels, pod.spec])
    const found = known.get(asks) ?? (known.size < MOST.explained ? partOf(parts, 'sight').reasonsOf(cluster, pod) : [])
    known.set(asks, found)
    return {
      name,
      namespace,
      uid,
      tolerations: pod.spec.tolerations ?? [],
      status: podCells(pod, cluster.now).status,
      ...(condition?.message && { message: condition.message }),
      reasons: found,
      ...(pod.status?.nominatedNodeName && { nominated: pod.status.nominatedNodeName }),
    }
  })
}

function versionOf({ metadata }: KubeObject): number {
  return Number(metadata.resourceVersion ?? 0)
}

function timersOf(cluster: Cluster): readonly LabTimer[] {
  const evictions = Array.from(entriesUnder(cluster.evictions), ([key, { strikesAt }]) => {
    return { at: strikesAt, what: 'eviction', pod: named(key), node: nodeOf(cluster, key) } as const
  })
  const workers = Array.from(entriesUnder(cluster.podWorkers), ([key, { doing, until }]) => {
    const what = doing === 'stopping' ? 'grace' : 'start'
    return { at: until, what, pod: named(key), node: nodeOf(cluster, key) } as const
  })
  const silent = Array.from(entriesUnder(cluster.timers)).flatMap(([timer, { controller, key }]) => {
    return controller === 'node-lifecycle-controller'
      ? [{ at: dueAt(timer), what: 'node-lost', node: key } as const]
      : []
  })
  return [...evictions, ...workers, ...silent]
    .filter(({ at }) => at >= cluster.now)
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST.timers)
    .map(timer => ({ ...timer, in: timer.at - cluster.now }))
}

function podAt(cluster: Cluster, { name, namespace }: PodName): Pod | undefined {
  return find(cluster, 'pods', name, namespace)
}

function named(key: string): PodName {
  const [namespace = '', name = ''] = key.split('/')
  return { namespace, name }
}

function nodeOf(cluster: Cluster, key: string): string {
  return podAt(cluster, named(key))?.spec.nodeName ?? ''
}

function eventsOf(cluster: Cluster, count: number): readonly LabEvent[] {
  return list(cluster, 'events')
    .map(event => [lastSeen(event), event] as const)
    .sort(([a, one], [b, other]) => b - a || versionOf(other) - versionOf(one))
    .slice(0, count)
    .map(([seen, event]) => {
      const { kind = '', name = '', namespace = '' } = event.involvedObject
      return {
        id: event.metadata.uid ?? event.metadata.name,
        ago: cluster.now - seen,
        warning: event.type === 'Warning',
        reason: event.reason,
        object: `${kind.toLowerCase()}/${name}`,
        namespace,
        message: event.message,
        count: event.series?.count ?? event.count ?? 1,
        source: event.source?.component || event.reportingComponent,
      }
    })
}

function lastSeen({ series, lastTimestamp, eventTime, metadata }: Event): number {
  return readTime(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp) ?? 0
}

/** Without a wish, doors are seen by the pod that came last to the corridor, or else to a room. */
function doorsOf(cluster: Cluster, wanted: PodName | undefined): LabDoors {
  const waiting = podsOn(cluster, '').toSorted((a, b) => versionOf(b) - versionOf(a))
  const own = list(cluster, 'pods').filter(({ metadata, spec }) => {
    return spec.nodeName !== undefined && metadata.namespace !== 'kube-system' && metadata.namespace !== SYSTEM_STORAGE
  })
  const latest = own.reduce<Pod | undefined>((last, pod) => (last && made(last) >= made(pod) ? last : pod), undefined)
  const first = waiting[0] ?? latest
  const seenBy = wanted && podAt(cluster, wanted) ? wanted : first && nameOf(first)
  const choices = [...waiting, ...own].slice(0, MOST.choices).map(nameOf)
  return { ...(seenBy && { seenBy }), choices }
}

/** kind's own, as much a part of the system as kube-system. */
const SYSTEM_STORAGE = 'local-path-storage'

function made({ metadata }: Pod): string {
  return metadata.creationTimestamp ?? ''
}

function nameOf({ metadata }: Pod): PodName {
  return { namespace: metadata.namespace ?? '', name: metadata.name }
}
