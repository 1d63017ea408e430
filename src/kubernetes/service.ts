import type { Labels, ObjectMeta } from './object-meta.ts'
import type { Protocol } from './pod.ts'

/** (core/v1 `Service`) */
export interface Service {
  readonly apiVersion?: 'v1'
  readonly kind?: 'Service'
  readonly metadata: ObjectMeta
  readonly spec?: ServiceSpec
  readonly status?: { readonly loadBalancer?: Readonly<Record<string, unknown>> }
}

export interface ServiceSpec {
  readonly ports?: readonly ServicePort[]
  readonly selector?: Labels
  readonly clusterIP?: string
  readonly clusterIPs?: readonly string[]
  readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
  readonly externalName?: string
  readonly sessionAffinity?: 'ClientIP' | 'None'
  readonly externalTrafficPolicy?: 'Cluster' | 'Local'
  readonly internalTrafficPolicy?: 'Cluster' | 'Local'
  readonly ipFamilies?: readonly string[]
  readonly ipFamilyPolicy?: string
  readonly publishNotReadyAddresses?: boolean
}

export interface ServicePort {
  readonly name?: string
  readonly protocol?: Protocol
  readonly appProtocol?: string
  readonly port: number
  /** A number, or a container port's name. */
  readonly targetPort?: number | string
  readonly nodePort?: number
}
