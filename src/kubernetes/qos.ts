import type { Container, PodSpec, QosClass } from './pod.ts'
import { compareQuantities, parseQuantity, type Quantity } from './quantity.ts'
import type { ResourceList } from './resource-list.ts'

/**
 * How well a pod is served when memory runs out: `Guaranteed` if every container has limits of cpu and memory and requests
 * just as much, `BestEffort` if none asks for either, else `Burstable`. Requests have been filled in from limits; amounts
 * of 0 do not count. Resources of the pod as a whole, where there are any, decide alone. (core/helper/qos `ComputePodQOS`)
 */
export function qosClass({ containers, initContainers = [], resources }: PodSpec): QosClass {
  const all: readonly Pick<Container, 'resources'>[] = resources ? [{ resources }] : [...containers, ...initContainers]
  const asked = all.map(({ resources: { limits = {}, requests = {} } = {} }) => ({
    limits: COMPUTE.map(name => amountOf(limits, name)),
    requests: COMPUTE.map(name => amountOf(requests, name)),
  }))
  if (asked.every(({ limits, requests }) => [...limits, ...requests].every(amount => amount === undefined))) {
    return 'BestEffort'
  }
  // No request is above its limit, so that sums are equal only where each pair is.
  const guaranteed = asked.every(({ limits, requests }) =>
    limits.every((limit, index) => {
      const request = requests[index]
      return limit !== undefined && request !== undefined && compareQuantities(limit, request) === 0
    }),
  )
  return guaranteed ? 'Guaranteed' : 'Burstable'
}

const COMPUTE = ['cpu', 'memory']

/** `undefined` for nothing and for 0. */
function amountOf(list: ResourceList, name: string): Quantity | undefined {
  const parsed = parseQuantity(list[name] ?? '0')
  return parsed.ok && parsed.value.unscaled > 0n ? parsed.value : undefined
}
