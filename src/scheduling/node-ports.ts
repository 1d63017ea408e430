import { portsConflict } from './host-port.ts'
import { at, type NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { FITS, refuse, type SchedulingReason, type Verdict } from './verdict.ts'

/** A host port that the pod wants must be free on the node. (scheduler plugin `NodePorts`) */
export function checkPorts(
  { demands: { hostPorts } }: PodInfo,
  table: NodeTable,
  row: number,
): Verdict<SchedulingReason> {
  if (hostPorts.length === 0) return FITS
  const taken = at(table.pods, row).flatMap(({ demands }) => demands.hostPorts)
  const port = hostPorts.find(wanted => taken.some(other => portsConflict(wanted, other)))
  return port ? refuse({ code: 'host-port-taken', port }) : FITS
}
