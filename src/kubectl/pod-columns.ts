import type { ContainerStatus, Pod } from '../kubernetes/pod.ts'
import { printAge } from './age.ts'

/** The READY, STATUS and RESTARTS cells of a pod. */
export interface PodCells {
  readonly ready: string
  readonly status: string
  readonly restarts: string
}

/**
 * What a pod's containers add up to: STATUS is the most telling of phase, reason and container states.
 * `now` is the second at which `3 (5m ago)` is counted. (printers/internalversion `printPod`)
 */
export function podCells(pod: Pod, now: number): PodCells {
  const { spec, status = {} } = pod
  const sidecars = new Set(spec.initContainers?.filter(one => one.restartPolicy === 'Always').map(one => one.name))
  const tally = { ready: 0, restarts: [] as ContainerStatus[] }
  let reason: string = status.reason || status.phase || ''
  if (status.conditions?.some(one => one.type === 'PodScheduled' && one.reason === 'SchedulingGated'))
    reason = 'SchedulingGated'

  const started: ContainerStatus[] = []
  let initializing: string | undefined
  for (const [index, container] of (status.initContainerStatuses ?? []).entries()) {
    started.push(container)
    const isSidecar = sidecars.has(container.name)
    if (container.state?.terminated?.exitCode === 0) continue
    if (isSidecar && container.started) {
      if (container.ready) tally.ready += 1
      continue
    }
    initializing = initReason(container, index, spec.initContainers?.length ?? 0)
    break
  }

  if (initializing !== undefined) reason = initializing
  const initialized = status.conditions?.some(one => one.type === 'Initialized' && one.status === 'True')
  if (initializing === undefined || initialized) {
    tally.restarts = started.filter(container => sidecars.has(container.name))
    let running = false
    for (const container of [...(status.containerStatuses ?? [])].reverse()) {
      tally.restarts.push(container)
      const own = containerReason(container)
      if (own) reason = own
      else if (container.ready && container.state?.running) {
        running = true
        tally.ready += 1
      }
    }
    if (reason === 'Completed' && running) reason = isReady(pod) ? 'Running' : 'NotReady'
  } else {
    tally.restarts = started
  }

  if (pod.metadata.deletionTimestamp && status.reason === 'NodeLost') reason = 'Unknown'
  else if (pod.metadata.deletionTimestamp && status.phase !== 'Succeeded' && status.phase !== 'Failed')
    reason = 'Terminating'
  return {
    ready: `${tally.ready}/${spec.containers.length + sidecars.size}`,
    status: reason,
    restarts: printRestarts(tally.restarts, now),
  }
}

/** Whether the pod's Ready condition is true. */
function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(one => one.type === 'Ready' && one.status === 'True') ?? false
}

function initReason(container: ContainerStatus, index: number, count: number): string {
  const { terminated, waiting } = container.state ?? {}
  if (terminated) return `Init:${terminated.reason || `ExitCode:${terminated.exitCode}`}`
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`
  return `Init:${index}/${count}`
}

function containerReason(container: ContainerStatus): string | undefined {
  const { terminated, waiting } = container.state ?? {}
  if (waiting?.reason) return waiting.reason
  return terminated && (terminated.reason || `ExitCode:${terminated.exitCode}`)
}

function printRestarts(containers: readonly ContainerStatus[], now: number): string {
  const count = containers.reduce((sum, container) => sum + container.restartCount, 0)
  const last = containers
    .flatMap(container => container.lastState?.terminated?.finishedAt ?? [])
    .sort()
    .at(-1)
  return count > 0 && last ? `${count} (${printAge(last, now)} ago)` : String(count)
}
