import { at, type NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { FITS, refuse, type SchedulingReason, type Shortage, type Verdict } from './verdict.ts'

/**
 * What the pod asks for must be free on the node, each resource by itself, and the node must take one more pod. A pod
 * that asks for nothing needs no more than that. The reason lists every shortage. (scheduler plugin `NodeResourcesFit`)
 */
export function checkResources(
  { demands: { requests } }: PodInfo,
  table: NodeTable,
  row: number,
): Verdict<SchedulingReason> {
  const allocatable = at(table.allocatable, row)
  const shortages: Shortage[] = []
  const need = (resource: string, asked: number, of: number, used: number) => {
    if (asked > 0 && asked > of - used) shortages.push({ resource, asked, free: of - used, allocatable: of })
  }
  need('pods', 1, allocatable.pods, at(table.pods, row).length)
  need('cpu', requests.milliCpu, allocatable.milliCpu, table.requestedCpu[row] ?? 0)
  need('memory', requests.memory, allocatable.memory, table.requestedMemory[row] ?? 0)
  need('ephemeral-storage', requests.ephemeralStorage, allocatable.ephemeralStorage, table.requestedStorage[row] ?? 0)
  const used = at(table.requestedOthers, row)
  for (const [name, asked] of requests.others) need(name, asked, allocatable.others.get(name) ?? 0, used.get(name) ?? 0)
  return shortages.length === 0 ? FITS : refuse({ code: 'insufficient-resources', shortages })
}
