import type { ObjectMeta } from './object-meta.ts'
import type { ResourceList } from './resource-list.ts'
import type { Taint } from './taint.ts'

/** A machine of the cluster. (core/v1 `Node`) */
export interface Node {
  readonly apiVersion?: 'v1'
  readonly kind?: 'Node'
  readonly metadata: ObjectMeta
  readonly spec?: NodeSpec
  readonly status?: NodeStatus
}

export interface NodeSpec {
  readonly podCIDR?: string
  readonly podCIDRs?: readonly string[]
  readonly providerID?: string
  /** True once cordoned. */
  readonly unschedulable?: boolean
  readonly taints?: readonly Taint[]
}

export interface NodeStatus {
  readonly capacity?: ResourceList
  readonly allocatable?: ResourceList
  readonly conditions?: readonly NodeCondition[]
  readonly addresses?: readonly NodeAddress[]
  readonly daemonEndpoints?: { readonly kubeletEndpoint?: { readonly Port: number } }
  readonly nodeInfo?: NodeSystemInfo
  readonly images?: readonly ContainerImage[]
}

export const NODE_CONDITION_TYPES = [
  'Ready',
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'NetworkUnavailable',
] as const
export type NodeConditionType = (typeof NODE_CONDITION_TYPES)[number]

export type ConditionStatus = 'True' | 'False' | 'Unknown'

export interface NodeCondition {
  readonly type: NodeConditionType
  readonly status: ConditionStatus
  /** RFC 3339. */
  readonly lastHeartbeatTime?: string
  /** RFC 3339. */
  readonly lastTransitionTime?: string
  readonly reason?: string
  readonly message?: string
}

export interface NodeAddress {
  readonly type: string
  readonly address: string
}

export interface NodeSystemInfo {
  readonly machineID: string
  readonly systemUUID: string
  readonly bootID: string
  readonly kernelVersion: string
  readonly osImage: string
  readonly containerRuntimeVersion: string
  readonly kubeletVersion: string
  readonly kubeProxyVersion: string
  readonly operatingSystem: string
  readonly architecture: string
}

export interface ContainerImage {
  readonly names?: readonly string[]
  readonly sizeBytes?: number
}
