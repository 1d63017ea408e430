import { imageTag } from '../kubernetes/image.ts'
import type { Container, ContainerStatus, PodCondition, PodStatus } from '../kubernetes/pod.ts'
import { isBefore, type KubernetesVersion } from '../kubernetes/version.ts'
import { printTime } from './clock.ts'
import type { Held } from './cluster.ts'
import { totalResources } from './resource-totals.ts'
import { isStatic } from './static-pod.ts'

type Pod = Held['pods']

/** Where a pod runs, and since when. */
export interface Placement {
  readonly hostIP: string
  /** Left out until the pod has one. */
  readonly podIP?: string
  readonly now: number
  readonly version: KubernetesVersion
}

/**
 * The status of a pod whose containers a kubelet is creating: it has a node and a start time, and nothing runs.
 * (pkg/kubelet `generateAPIPodStatus`)
 */
export function startingStatus(pod: Pod, placement: Placement): PodStatus {
  const init = pod.spec.initContainers ?? []
  const names = (list: readonly Container[]) => `[${list.map(({ name }) => name).join(' ')}]`
  const unready = {
    reason: 'ContainersNotReady',
    message: `containers with unready status: ${names(pod.spec.containers)}`,
  }
  const uninitialized = {
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: ${names(init)}`,
  }
  const waiting = init.length > 0 ? 'PodInitializing' : 'ContainerCreating'
  return statusWith(
    pod,
    placement,
    'Pending',
    [
      { type: 'PodReadyToStartContainers', status: 'False' },
      { type: 'Initialized', ...(init.length > 0 ? { status: 'False', ...uninitialized } : { status: 'True' }) },
      { type: 'Ready', status: 'False', ...unready },
      { type: 'ContainersReady', status: 'False', ...unready },
      { type: 'PodScheduled', status: 'True' },
    ],
    waitingContainers(pod, waiting),
  )
}

/** The status of a pod whose containers all run; containers that only initialise have ended well. */
export function runningStatus(pod: Pod, placement: Placement): PodStatus {
  const ready = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled']
  const conditions = ready.map((type): PodCondition => ({ type, status: 'True' }))
  return statusWith(pod, placement, 'Running', conditions, runningContainers(pod, placement))
}

function statusWith(
  pod: Pod,
  { hostIP, podIP, now, version }: Placement,
  phase: 'Pending' | 'Running',
  conditions: readonly PodCondition[],
  containers: Pick<PodStatus, 'containerStatuses' | 'initContainerStatuses'>,
): PodStatus {
  const { status = {}, spec, metadata } = pod
  const time = printTime(now)
  const totals = totalResources(spec.containers)
  return {
    // Requests of the pod as a whole are told since 1.36.
    ...(!isBefore(version, '1.36') && totals.requests && { allocatedResources: totals.requests }),
    conditions: withConditions(status.conditions, conditions, isStatic(pod) ? undefined : metadata.generation, time),
    ...containers,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(metadata.generation !== undefined && !isStatic(pod) && { observedGeneration: metadata.generation }),
    phase,
    ...(podIP !== undefined && { podIP, podIPs: [{ ip: podIP }] }),
    ...(status.qosClass && { qosClass: status.qosClass }),
    ...(!isBefore(version, '1.36') && { resources: totals }),
    startTime: status.startTime ?? time,
  }
}

/** The kubelet's own conditions come first and in its order; those of others stay behind them. */
function withConditions(
  old: readonly PodCondition[] = [],
  own: readonly PodCondition[],
  generation: number | undefined,
  time: string,
): readonly PodCondition[] {
  const set = own.map((condition): PodCondition => {
    const before = old.find(({ type }) => type === condition.type)
    return {
      lastProbeTime: null,
      ...condition,
      lastTransitionTime: before?.status === condition.status ? (before.lastTransitionTime ?? time) : time,
      ...(generation !== undefined && { observedGeneration: generation }),
    }
  })
  return [...set, ...old.filter(({ type }) => own.every(condition => condition.type !== type))]
}

function waitingContainers({ spec }: Pod, reason: string) {
  const waiting = (container: Container): ContainerStatus => ({
    image: container.image ?? '',
    imageID: '',
    lastState: {},
    name: container.name,
    ready: false,
    restartCount: 0,
    state: { waiting: { reason } },
    ...volumeStatus(container),
  })
  return {
    containerStatuses: spec.containers.map(waiting),
    ...(spec.initContainers?.length && { initContainerStatuses: spec.initContainers.map(waiting) }),
  }
}

/** An image's name as the runtime tells it: with the tag that it has without one. */
export function reportedImage({ image = '' }: Container): string {
  return imageTag(image) === 'latest' && !/:latest(?:@|$)/.test(image) ? `${image}:latest` : image
}

function runningContainers(pod: Pod, { now }: Placement) {
  const startedAt = printTime(now)
  const known = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])]
  const running = (container: Container): ContainerStatus => {
    const old = known.find(({ name }) => name === container.name)
    const image = reportedImage(container)
    if (old?.state?.running && old.image === image) return old
    // A container that ran already, with another image, ends and starts anew.
    const restartCount = old?.state?.running ? old.restartCount + 1 : (old?.restartCount ?? 0)
    const ended = {
      exitCode: 0,
      reason: 'Completed',
      startedAt: old?.state?.running?.startedAt ?? startedAt,
      finishedAt: startedAt,
    }
    const { requests } = container.resources ?? {}
    return {
      ...(requests && { allocatedResources: requests }),
      containerID: containerId(pod, container, restartCount),
      image,
      imageID: image,
      lastState: old?.state?.running ? { terminated: { containerID: old.containerID ?? '', ...ended } } : {},
      name: container.name,
      ready: true,
      resources: reportedResources(container),
      restartCount,
      state: { running: { startedAt } },
      ...volumeStatus(container),
    }
  }
  const initialized = (container: Container): ContainerStatus => {
    const status = running(container)
    if (container.restartPolicy === 'Always') return { ...status, started: true }
    const ended = { exitCode: 0, reason: 'Completed', startedAt, finishedAt: startedAt }
    const containerID = status.containerID ?? ''
    return { ...status, ready: true, state: { terminated: { containerID, ...ended } } }
  }
  return {
    containerStatuses: pod.spec.containers.map(running),
    ...(pod.spec.initContainers?.length && { initContainerStatuses: pod.spec.initContainers.map(initialized) }),
  }
}

/** As the runtime of the recorded clusters names its containers: after the pod, and the attempt. */
function containerId({ metadata }: Pod, { name }: Container, restarts: number): string {
  const uid = metadata.annotations?.['kubernetes.io/config.hash'] ?? metadata.uid ?? ''
  return `containerd://${metadata.name}_${metadata.namespace}_${uid}_0_${name}_${restarts}`
}

/** A container that asks for cpu alone is told to have no memory, as the runtime knows only numbers. */
function reportedResources({ resources = {} }: Container): Container['resources'] & object {
  const { requests } = resources
  if (!requests?.['cpu'] || requests['memory']) return resources
  return { ...resources, requests: { ...requests, memory: '0' } }
}

function volumeStatus({ volumeMounts }: Container) {
  if (!volumeMounts?.length) return {}
  return {
    volumeMounts: volumeMounts.map(({ mountPath, name, readOnly }) => ({
      mountPath,
      name,
      ...(readOnly && { readOnly, recursiveReadOnly: 'Disabled' }),
    })),
  }
}
