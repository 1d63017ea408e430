import { isBefore, type KubernetesVersion } from '../kubernetes/version.ts'
import type { NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'
import { MAX_SCORE } from './profile.ts'

/**
 * The share of cpu and memory that stays free with the pod on the node, 0 to 100, the mean of the two. Containers that
 * ask for nothing count as 100m and 200Mi. A resource of which the node has none does not count.
 * (scheduler plugin `NodeResourcesFit`, strategy `LeastAllocated`)
 */
export function leastAllocatedScore({ demands: { assumed } }: PodInfo, table: NodeTable, row: number): number {
  const cpu = table.allocatableCpu[row] ?? 0
  const memory = table.allocatableMemory[row] ?? 0
  const resources = (cpu > 0 ? 1 : 0) + (memory > 0 ? 1 : 0)
  if (resources === 0) return 0
  const sum =
    freeShare(cpu, (table.assumedCpu[row] ?? 0) + assumed.milliCpu) +
    freeShare(memory, (table.assumedMemory[row] ?? 0) + assumed.memory)
  return quotient(sum, resources)
}

/**
 * Whether the pod makes the use of cpu and memory more even or less, compared with the node as it is: 75 for a pod that
 * changes nothing. (scheduler plugin `NodeResourcesBalancedAllocation` of 1.37; reference RULES.md 4)
 */
function balancedAllocationScore({ demands: { requests } }: PodInfo, table: NodeTable, row: number): number {
  const cpu = table.allocatableCpu[row] ?? 0
  const memory = table.allocatableMemory[row] ?? 0
  const usedCpu = table.requestedCpu[row] ?? 0
  const usedMemory = table.requestedMemory[row] ?? 0
  const before = evenness(cpu, usedCpu, memory, usedMemory)
  const after = evenness(cpu, usedCpu + requests.milliCpu, memory, usedMemory + requests.memory)
  return MAX_SCORE / 2 + Math.trunc((MAX_SCORE / 2 + after - before) / 2)
}

/** The score as `version` counts it: up to 1.36 the evenness with the pod was all. */
export function balancedScoreFor(version: KubernetesVersion | undefined): typeof balancedAllocationScore {
  return isBefore(version, '1.37') ? evennessScore : balancedAllocationScore
}

function evennessScore({ demands: { requests } }: PodInfo, table: NodeTable, row: number): number {
  return evenness(
    table.allocatableCpu[row] ?? 0,
    (table.requestedCpu[row] ?? 0) + requests.milliCpu,
    table.allocatableMemory[row] ?? 0,
    (table.requestedMemory[row] ?? 0) + requests.memory,
  )
}

/** Pods that ask for neither cpu nor memory are not scored by balance: they would all end up on one node. */
export function asksForCpuOrMemory({ demands: { requests } }: PodInfo): boolean {
  return requests.milliCpu > 0 || requests.memory > 0
}

function freeShare(allocatable: number, requested: number): number {
  if (allocatable === 0 || requested > allocatable) return 0
  return quotient((allocatable - requested) * MAX_SCORE, allocatable)
}

/** 100 where both resources are used to the same degree; one minus the standard deviation of the two degrees. */
function evenness(cpu: number, usedCpu: number, memory: number, usedMemory: number): number {
  if (cpu === 0 || memory === 0) return MAX_SCORE
  const deviation = Math.abs((Math.min(1, usedCpu / cpu) - Math.min(1, usedMemory / memory)) / 2)
  return Math.trunc((1 - deviation) * MAX_SCORE)
}

/** Go's integer division of numbers that are not negative. */
function quotient(dividend: number, divisor: number): number {
  return (dividend - (dividend % divisor)) / divisor
}
