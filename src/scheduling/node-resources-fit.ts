import { at, type NodeTable } from './node-table.ts'
import type { Demands, PodInfo } from './pod-info.ts'
import { FITS, refuse, type SchedulingReason, type Shortage, type Verdict } from './verdict.ts'

/**
 * What the pod asks for must be free on the node, each resource by itself, and the node must take one more pod. A pod
 * that asks for nothing needs no more than that. The reason lists every shortage. (scheduler plugin `NodeResourcesFit`)
 */
export function checkResources(info: PodInfo, table: NodeTable, row: number): Verdict<SchedulingReason> {
  return hasRoom(info, table, row)
    ? FITS
    : refuse({ code: 'insufficient-resources', shortages: shortages(info, table, row) })
}

/** Whether `checkResources` finds everything free. */
export function hasRoom({ demands: { requests } }: PodInfo, table: NodeTable, row: number): boolean {
  const { milliCpu, memory, ephemeralStorage, others } = requests
  if (at(table.pods, row).length + 1 > (table.allocatablePods[row] ?? 0)) return false
  if (milliCpu > 0 && milliCpu > (table.allocatableCpu[row] ?? 0) - (table.requestedCpu[row] ?? 0)) return false
  if (memory > 0 && memory > (table.allocatableMemory[row] ?? 0) - (table.requestedMemory[row] ?? 0)) return false
  return (ephemeralStorage === 0 && others.size === 0) || shortages({ demands: { requests } }, table, row).length === 0
}

function shortages(
  { demands: { requests } }: { readonly demands: Pick<Demands, 'requests'> },
  table: NodeTable,
  row: number,
): readonly Shortage[] {
  const allocatable = at(table.allocatable, row)
  const found: Shortage[] = []
  const need = (resource: string, asked: number, of: number, used: number) => {
    if (asked > 0 && asked > of - used) found.push({ resource, asked, free: of - used, allocatable: of })
  }
  need('pods', 1, allocatable.pods, at(table.pods, row).length)
  need('cpu', requests.milliCpu, allocatable.milliCpu, table.requestedCpu[row] ?? 0)
  need('memory', requests.memory, allocatable.memory, table.requestedMemory[row] ?? 0)
  need('ephemeral-storage', requests.ephemeralStorage, allocatable.ephemeralStorage, table.requestedStorage[row] ?? 0)
  const used = at(table.requestedOthers, row)
  for (const [name, asked] of requests.others) need(name, asked, allocatable.others.get(name) ?? 0, used.get(name) ?? 0)
  return found
}
