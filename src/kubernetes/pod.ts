import type { Affinity } from './affinity.ts'
import type { ConditionStatus } from './node.ts'
import type { Labels, ObjectMeta } from './object-meta.ts'
import type { ResourceList } from './resource-list.ts'
import type { Toleration } from './toleration.ts'
import type { TopologySpreadConstraint } from './topology-spread.ts'

/** (core/v1 `Pod`) Fields that nothing here reads keep their JSON shape and are passed on. */
export interface Pod {
  readonly apiVersion?: 'v1'
  readonly kind?: 'Pod'
  readonly metadata: ObjectMeta
  readonly spec: PodSpec
  readonly status?: PodStatus
}

/** What a workload makes pods from. */
export interface PodTemplate {
  readonly metadata?: ObjectMeta
  readonly spec: PodSpec
}

export interface PodSpec {
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[]
  readonly ephemeralContainers?: readonly Container[]
  readonly volumes?: readonly Volume[]
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never'
  readonly terminationGracePeriodSeconds?: number
  readonly activeDeadlineSeconds?: number
  readonly dnsPolicy?: string
  readonly nodeSelector?: Labels
  readonly serviceAccountName?: string
  readonly serviceAccount?: string
  readonly automountServiceAccountToken?: boolean
  /** Set: the pod belongs to this node and no scheduler looks at it. */
  readonly nodeName?: string
  readonly hostNetwork?: boolean
  readonly hostPID?: boolean
  readonly hostIPC?: boolean
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly imagePullSecrets?: readonly { readonly name?: string }[]
  readonly hostname?: string
  readonly subdomain?: string
  readonly affinity?: Affinity
  readonly schedulerName?: string
  readonly tolerations?: readonly Toleration[]
  readonly priorityClassName?: string
  readonly priority?: number
  readonly preemptionPolicy?: PreemptionPolicy
  readonly enableServiceLinks?: boolean
  readonly overhead?: ResourceList
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[]
  readonly schedulingGates?: readonly { readonly name: string }[]
  /** Of the pod as a whole, beside its containers' own. */
  readonly resources?: ResourceRequirements
}

export type PreemptionPolicy = 'PreemptLowerPriority' | 'Never'

export interface Container {
  readonly name: string
  readonly image?: string
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly workingDir?: string
  readonly ports?: readonly ContainerPort[]
  readonly env?: readonly EnvVar[]
  readonly envFrom?: readonly EnvFromSource[]
  readonly resources?: ResourceRequirements
  /** `Always` on an init container makes it a sidecar. */
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never'
  readonly volumeMounts?: readonly VolumeMount[]
  readonly livenessProbe?: Readonly<Record<string, unknown>>
  readonly readinessProbe?: Readonly<Record<string, unknown>>
  readonly startupProbe?: Readonly<Record<string, unknown>>
  readonly terminationMessagePath?: string
  readonly terminationMessagePolicy?: string
  readonly imagePullPolicy?: ImagePullPolicy
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly stdin?: boolean
  readonly tty?: boolean
}

export type ImagePullPolicy = 'Always' | 'Never' | 'IfNotPresent'

export interface ContainerPort {
  readonly name?: string
  readonly hostPort?: number
  readonly containerPort: number
  readonly protocol?: Protocol
  readonly hostIP?: string
}

export type Protocol = 'TCP' | 'UDP' | 'SCTP'

/** All that stands in a ConfigMap or a Secret. */
export interface EnvFromSource {
  readonly prefix?: string
  readonly configMapRef?: { readonly name?: string; readonly optional?: boolean }
  readonly secretRef?: { readonly name?: string; readonly optional?: boolean }
}

export interface EnvVar {
  readonly name: string
  readonly value?: string
  readonly valueFrom?: Readonly<Record<string, unknown>>
}

export interface ResourceRequirements {
  readonly limits?: ResourceList
  readonly requests?: ResourceList
}

export interface VolumeMount {
  readonly name: string
  readonly readOnly?: boolean
  readonly mountPath: string
  readonly subPath?: string
}

/** A name, and beside it one key that says what kind of volume it is. */
export interface Volume {
  readonly name: string
  readonly [source: string]: unknown
}

export const POD_PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'] as const
export type PodPhase = (typeof POD_PHASES)[number]

export interface PodStatus {
  readonly phase?: PodPhase
  readonly conditions?: readonly PodCondition[]
  readonly message?: string
  readonly reason?: string
  readonly nominatedNodeName?: string
  readonly hostIP?: string
  readonly hostIPs?: readonly { readonly ip: string }[]
  readonly podIP?: string
  readonly podIPs?: readonly { readonly ip: string }[]
  /** RFC 3339. */
  readonly startTime?: string
  readonly initContainerStatuses?: readonly ContainerStatus[]
  readonly containerStatuses?: readonly ContainerStatus[]
  readonly qosClass?: QosClass
  readonly observedGeneration?: number
}

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort'

export interface PodCondition {
  readonly type: string
  readonly status: ConditionStatus
  readonly observedGeneration?: number
  /** RFC 3339; null while never probed, as the API writes it. */
  readonly lastProbeTime?: string | null
  /** RFC 3339. */
  readonly lastTransitionTime?: string
  readonly reason?: string
  readonly message?: string
}

export interface ContainerStatus {
  readonly name: string
  readonly state?: ContainerState
  readonly lastState?: ContainerState
  readonly ready: boolean
  readonly restartCount: number
  readonly image: string
  readonly imageID: string
  readonly containerID?: string
  readonly started?: boolean
  readonly resources?: ResourceRequirements
  readonly [field: string]: unknown
}

export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string }
  readonly running?: { readonly startedAt?: string }
  readonly terminated?: {
    readonly exitCode: number
    readonly reason?: string
    readonly message?: string
    readonly startedAt?: string
    readonly finishedAt?: string
    readonly containerID?: string
  }
}
