import { sameJson } from '../kubernetes/same-json.ts'
import { type Chooser, chooser } from '../scheduling/choose.ts'
import { addPod, type NodeTable, nodeTable } from '../scheduling/node-table.ts'
import { podInfo } from '../scheduling/pod-info.ts'
import { FILTER_PLUGINS, type FilterPlugin } from '../scheduling/profile.ts'
import { type Decision, type SchedulingOptions, schedule } from '../scheduling/schedule.ts'
import { printDecision } from '../scheduling/scheduling-message.ts'
import { resourceNamed } from './api-resource.ts'
import { bindPod, deleteObject } from './api-server.ts'
import { type Change, type Cluster, find, type Held, list, podsOn, putObject } from './cluster.ts'
import { type Controller, lookNow } from './controller.ts'
import { recordSchedulerEvent } from './event.ts'
import { keyOf } from './object.ts'
import { withPodCondition } from './pod-condition.ts'
import { mayHelp, pluginsConcerned, schedulingEvent } from './queueing-hint.ts'
import { drawBelow } from './random.ts'
import { dequeue, enqueue, flush, nextInQueue, park, parkedBy, retry, waitingOf } from './scheduling-queue.ts'
import { minorVersionOf } from './version.ts'

type Pod = Held['pods']

const NAME = 'default-scheduler'

/** The longest text of an event, in bytes of which each is a character here. (scheduler `truncateMessage`) */
const LONGEST_NOTE = 1024

/**
 * Gives pods their nodes. A key names a pod and why it is looked at: `pod/` it has changed itself, `retry/` something has
 * changed that may help it, `flush/` it has waited for long; or it is `schedule`: all whose turn it is.
 * (pkg/scheduler `ScheduleOne`, `internal/queue`)
 */
export const scheduler: Controller = {
  name: 'scheduler',
  notice: (cluster, change) => {
    if (change.resource === 'pods' && isOwn(change.object as Pod))
      return isOwnChange(change) ? [`pod/${keyOf(change.object)}`] : []
    const event = schedulingEvent(change)
    if (!event) return []
    return pluginsConcerned(event).flatMap(plugin => {
      return parkedBy(cluster, plugin).flatMap(key => {
        const pod = podAt(cluster, key)
        return pod && mayHelp(cluster, plugin, pod, event) ? `retry/${key}` : []
      })
    })
  },
  look: (cluster, look) => {
    if (look === 'schedule') return scheduleAll(cluster)
    const [why = ''] = look.split('/')
    const key = look.slice(why.length + 1)
    const pod = podAt(cluster, key)
    if (!pod || pod.metadata.deletionTimestamp || !isOwn(pod)) return dequeue(cluster, key)
    switch (why) {
      case 'pod':
        return welcome(cluster, pod)
      case 'retry':
        return retry(cluster, pod)
      default:
        return flush(cluster, pod)
    }
  },
}

/** Whether a pod waits for this scheduler: it has no node, and asks for no other. */
function isOwn({ spec, status }: Pod): boolean {
  if (spec.nodeName || status?.phase === 'Failed' || status?.phase === 'Succeeded') return false
  return (spec.schedulerName ?? NAME) === NAME
}

/** What the scheduler itself writes into a pod's status says nothing new to it. */
function isOwnChange({ type, object, before }: Change): boolean {
  if (type !== 'MODIFIED') return true
  return !sameJson(before?.['spec'], object['spec']) || !sameJson(before?.metadata.labels, object.metadata.labels)
}

function welcome(cluster: Cluster, pod: Pod): Cluster {
  const key = keyOf(pod)
  if (pod.spec.schedulingGates?.length) {
    const condition = {
      type: 'PodScheduled',
      status: 'False' as const,
      reason: 'SchedulingGated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
    }
    const gated = withPodCondition(pod, condition, cluster.now)
    return putObject(dequeue(cluster, key), gated)
  }
  const known = waitingOf(cluster, key)
  if (known && known.uid !== pod.metadata.uid) return enqueue(dequeue(cluster, key), pod)
  return known ? retry(cluster, pod) : enqueue(cluster, pod)
}

/** The nodes as they are while pod after pod finds its place on them. */
interface Board {
  readonly table: NodeTable
  readonly chooser: Chooser
}

/** So much is done in one look: whoever drives controllers look by look is free in between. A pod that is placed counts 1. */
const AT_A_TIME = 500
/** So many nodes that are looked at one by one, or asked why they refuse a pod, count 1 as well. */
const NODES_ASKED = 250

/** Boards that a look left behind, by the pods that were there: the next one goes on with it if nothing has happened since. */
const boards = new WeakMap<object, { readonly cluster: Cluster; readonly board: Board }>()

/** What a board shows, by plural. */
const ON_BOARD = ['nodes', 'pods', 'namespaces', 'services', 'replicasets', 'poddisruptionbudgets']

function scheduleAll(cluster: Cluster): Cluster {
  let next = cluster
  let board: Board | undefined
  let done = 0
  for (let key = nextInQueue(next); key !== undefined; key = nextInQueue(next)) {
    if (done >= AT_A_TIME) {
      const { pods } = next.objects
      if (pods && board) boards.set(pods, { cluster: next, board })
      return lookNow(next, 'scheduler', 'schedule')
    }
    const pod = podAt(next, key)
    if (!pod || !isOwn(pod)) {
      next = dequeue(next, key)
      continue
    }
    board ??= leftBoard(next) ?? boardOf(next)
    const placed = place(next, pod, board)
    next = placed.cluster
    done += 1 + placed.asked / NODES_ASKED
    // Where a place is promised to a pod, or was, the nodes look different to the others.
    if (placed.promises) board = undefined
  }
  return next
}

/** It changes as pods are placed, and is given once. */
function leftBoard(cluster: Cluster): Board | undefined {
  const { pods } = cluster.objects
  const left = pods && boards.get(pods)
  if (pods) boards.delete(pods)
  const isSame =
    left?.cluster.version === cluster.version &&
    left.cluster.gates === cluster.gates &&
    ON_BOARD.every(plural => left.cluster.objects[plural] === cluster.objects[plural])
  return isSame ? left?.board : undefined
}

function boardOf(cluster: Cluster): Board {
  const pods = list(cluster, 'pods')
  const table = nodeTable({
    nodes: list(cluster, 'nodes'),
    pods,
    namespaces: list(cluster, 'namespaces'),
    services: list(cluster, 'services'),
    replicaSets: list(cluster, 'replicasets'),
    podDisruptionBudgets: list(cluster, 'poddisruptionbudgets'),
    nominated: podsOn(cluster, '').filter(({ status }) => status?.nominatedNodeName),
  })
  return { table, chooser: chooser(table, optionsOf(cluster)) }
}

function optionsOf({ version, gates }: Cluster): SchedulingOptions {
  return { version: minorVersionOf(version), ...(gates && { gates }) }
}

interface Placed {
  readonly cluster: Cluster
  /** Whether a place is promised to the pod, or was. */
  readonly promises: boolean
  /** How many nodes were looked at one by one. */
  readonly asked: number
}

function place(cluster: Cluster, pod: Pod, { table, chooser }: Board): Placed {
  const { value: seed, random } = drawBelow(cluster.random, 2 ** 31)
  const drawn = { ...cluster, random }
  const wasPromised = pod.status?.nominatedNodeName !== undefined
  const before = chooser.looks()
  const choice = chooser.choose(podInfo(pod), seed)
  const asked = chooser.looks() - before
  const node = choice && table.nodes[choice.row]?.metadata.name
  if (choice === undefined || node === undefined) return refused(drawn, pod, table, seed)
  const bound = bind(drawn, pod, node)
  const placed = podAt(bound, keyOf(pod))
  if (placed) addPod(table, podInfo(placed), choice.row)
  return { cluster: bound, promises: wasPromised, asked }
}

function bind(cluster: Cluster, pod: Pod, node: string): Cluster {
  const { name, namespace = '' } = pod.metadata
  const answer = bindPod(dequeue(cluster, keyOf(pod)), name, namespace, node)
  if (!answer.ok) throw new Error(`pod ${keyOf(pod)} cannot be bound: ${answer.status.message}`)
  const message = `Successfully assigned ${namespace}/${name} to ${node}`
  return recordSchedulerEvent(answer.cluster, pod, { type: 'Normal', reason: 'Scheduled', action: 'Binding', message })
}

/** It fits nowhere: less important pods may have to make room; it is told why, and waits. (`handleSchedulingFailure`) */
function refused(cluster: Cluster, pod: Pod, table: NodeTable, seed: number): Placed {
  const options = optionsOf(cluster)
  const decision = schedule(table, pod, { ...options, seed })
  const message = printDecision(decision, pod, options.version)
  const { preemption } = decision
  const isPromised = preemption?.outcome === 'found'
  const cleared = isPromised
    ? preempted(
        cluster,
        pod,
        preemption.node,
        preemption.victims.map(info => info.pod as Pod),
      )
    : cluster
  const note = message.length > LONGEST_NOTE ? `${message.slice(0, LONGEST_NOTE - 4)} ...` : message
  const told = recordSchedulerEvent(cleared, pod, {
    type: 'Warning',
    reason: 'FailedScheduling',
    action: 'Scheduling',
    message: note,
  })
  const reason = decision.schedulerError === undefined ? 'Unschedulable' : 'SchedulerError'
  const condition = { type: 'PodScheduled', status: 'False' as const, reason, message }
  const marked = withPodCondition(pod, condition, told.now)
  const promised = isPromised ? { ...marked, status: { ...marked.status, nominatedNodeName: preemption.node } } : marked
  const written = sameJson(promised.status, pod.status) ? told : putObject(told, promised)
  const parked = park(written, promised, pluginsThatRefused(decision))
  return { cluster: parked, promises: isPromised, asked: table.nodes.length }
}

/** Without any node there is nothing that a filter could have refused; the first node is waited for. */
function pluginsThatRefused({ nodes, named, refusal, schedulerError }: Decision): readonly FilterPlugin[] {
  if (schedulerError !== undefined) return []
  const plugins = new Set<FilterPlugin | undefined>(nodes.map(node => node.refusal?.plugin))
  for (const plugin of named?.plugins ?? []) plugins.add(plugin)
  if (refusal) plugins.add(refusal.plugin)
  const found = FILTER_PLUGINS.filter(plugin => plugins.has(plugin))
  return found.length === 0 ? ['NodeName'] : found
}

/** The victims go, and pods that were promised room on the node and matter less wait for another. (`prepareCandidate`) */
function preempted(cluster: Cluster, pod: Pod, node: string, victims: readonly Pod[]): Cluster {
  const evicted = victims.reduce((next, victim) => {
    const { name, namespace } = victim.metadata
    const current = podAt(next, keyOf(victim))
    if (!current || current.metadata.deletionTimestamp) return next
    const condition = {
      type: 'DisruptionTarget',
      status: 'True' as const,
      reason: 'PreemptionByScheduler',
      message: `${NAME}: preempting to accommodate a higher priority pod`,
    }
    const marked = putObject(next, withPodCondition(current, condition, next.now))
    const answer = deleteObject(marked, resourceNamed('pods'), name, namespace)
    const message = `Preempted by pod ${pod.metadata.uid} on node ${node}`
    const remark = { type: 'Normal', reason: 'Preempted', action: 'Preempting', message, related: pod } as const
    return recordSchedulerEvent(answer.ok ? answer.cluster : marked, victim, remark)
  }, cluster)
  const outdone = podsOn(evicted, '').filter(({ status, spec }) => {
    return status?.nominatedNodeName === node && (spec.priority ?? 0) < (pod.spec.priority ?? 0)
  })
  return outdone.reduce((next, other) => {
    const { nominatedNodeName: _, ...status } = other.status ?? {}
    return putObject(next, { ...other, status })
  }, evicted)
}

function podAt(cluster: Cluster, key: string): Pod | undefined {
  const [namespace = '', name = ''] = key.split('/')
  return find(cluster, 'pods', name, namespace)
}
