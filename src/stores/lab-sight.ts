import type { Cluster, Held } from '../cluster/cluster.ts'
import { printTaint } from '../kubernetes/taint.ts'
import { type Cycle, startCycle, verdictsOn } from '../scheduling/filters.ts'
import { podInfo } from '../scheduling/pod-info.ts'
import { schedule } from '../scheduling/schedule.ts'
import { heededBy, untoleratedTaint } from '../scheduling/toleration.ts'
import type { SchedulingReason } from '../scheduling/verdict.ts'
import { boardOf, gatesOf, schedulingOptions, unplaced } from './lab-board.ts'
import type { LabDoor, LabRoom, LabWaiting } from './lab-shown.ts'

/* How a pod sees the rooms: it takes the scheduler's rules, and is loaded once a pod looks. */

type Pod = Held['pods']

/** The rooms, each with its door as this pod sees it. */
export function withDoors(cluster: Cluster, rooms: readonly LabRoom[], pod: Pod): readonly LabRoom[] {
  return unplaced(cluster, pod, (table, newcomer) => {
    const cycle = startCycle(podInfo(newcomer), table, gatesOf(cluster))
    return rooms.map(room => {
      const row = table.rows.get(room.name)
      return row === undefined ? room : { ...room, door: doorOf(cycle, row, room) }
    })
  })
}

function doorOf(cycle: Cycle, row: number, room: LabRoom): LabDoor {
  const last = verdictsOn(cycle, row).at(-1)
  const tolerations = cycle.info.pod.spec.tolerations ?? []
  if (!last || last.verdict.fits) {
    const knock = untoleratedTaint(room.taints, tolerations, heededBy.score, cycle.gates)
    return { open: true, ...(knock && { knock }) }
  }
  const { reason } = last.verdict
  return {
    open: false,
    plugin: last.plugin,
    reason,
    ...(reason.code === 'untolerated-taint' && { effect: reason.taint.effect }),
  }
}

/** Why a pod waits: reasons that say the same of different nodes count together. */
export function reasonsOf(cluster: Cluster, pod: Pod): LabWaiting['reasons'] {
  if (pod.spec.schedulingGates?.length) return []
  const { nodes, refusal } = schedule(boardOf(cluster), pod, schedulingOptions(cluster))
  if (refusal) return [{ reason: refusal.reason, nodes: nodes.length }]
  const byText = new Map<string, { readonly reason: SchedulingReason; nodes: number }>()
  for (const { refusal: each } of nodes) {
    if (!each) continue
    const text = sameness(each.reason)
    const known = byText.get(text)
    if (known) known.nodes += 1
    else byText.set(text, { reason: each.reason, nodes: 1 })
  }
  return [...byText.values()].sort((a, b) => b.nodes - a.nodes)
}

function sameness(reason: SchedulingReason): string {
  switch (reason.code) {
    case 'untolerated-taint':
      return printTaint(reason.taint)
    case 'insufficient-resources':
      return reason.shortages.map(({ resource }) => resource).join()
    case 'node-selector':
      return `${reason.key}=${reason.wanted}`
    case 'spread-skew':
      return reason.topologyKey
    default:
      return JSON.stringify(reason)
  }
}
