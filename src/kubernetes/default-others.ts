import type { Namespace } from './namespace.ts'
import type { PriorityClass } from './priority-class.ts'
import type { Service } from './service.ts'

/** A Namespace with what the API fills in: its name as a label, its finalizer and its phase. (core/v1 `SetDefaults_Namespace`) */
export function defaultNamespace(namespace: Namespace): Namespace {
  const { metadata } = namespace
  const { name } = metadata
  return {
    ...namespace,
    metadata: name ? { ...metadata, labels: { ...metadata.labels, 'kubernetes.io/metadata.name': name } } : metadata,
    spec: { finalizers: ['kubernetes'], ...namespace.spec },
    status: { phase: 'Active', ...namespace.status },
  }
}

/** A Service with what the API fills in; its addresses are the cluster's to give. (core/v1 `SetDefaults_Service`) */
export function defaultService(service: Service): Service {
  const { spec = {} } = service
  const { type = 'ClusterIP', ports } = spec
  const isOutside = type === 'NodePort' || type === 'LoadBalancer'
  return {
    ...service,
    spec: {
      type,
      sessionAffinity: 'None',
      ...(type !== 'ExternalName' && { internalTrafficPolicy: 'Cluster' as const }),
      ...(isOutside && { externalTrafficPolicy: 'Cluster' as const }),
      ...spec,
      ...(ports && {
        ports: ports.map(port => ({
          protocol: 'TCP' as const,
          ...port,
          targetPort: port.targetPort || port.port,
        })),
      }),
    },
  }
}

/** A PriorityClass with what the API fills in. (scheduling/v1 `SetDefaults_PriorityClass`) */
export function defaultPriorityClass(priorityClass: PriorityClass): PriorityClass {
  return { preemptionPolicy: 'PreemptLowerPriority', ...priorityClass }
}
