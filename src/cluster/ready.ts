import type { Pod } from '../kubernetes/pod.ts'
import { readTime } from './clock.ts'

/** Whether a pod's `Ready` condition is true. (pkg/api/v1/pod `IsPodReady`) */
export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
}

/** The second since which a pod is ready; `undefined` if it is not. */
export function readySince(pod: Pod): number | undefined {
  const ready = pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True')
  return readTime(ready?.lastTransitionTime)
}

/** Whether a pod has been ready for `minReadySeconds`. (pkg/api/v1/pod `IsPodAvailable`) */
export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  const since = readySince(pod)
  return since !== undefined && now - since >= minReadySeconds
}
