import { EVENT } from './event-schema.ts'
import { NODE } from './node-schema.ts'
import { CONFIG_MAP, NAMESPACE, POD_DISRUPTION_BUDGET, PRIORITY_CLASS, SERVICE } from './other-schemas.ts'
import { POD } from './pod-schema.ts'
import type { StructSchema } from './schema.ts'
import { DAEMON_SET, DEPLOYMENT, REPLICA_SET } from './workload-schema.ts'

/** How the objects of a kind are read, by its group (empty for the core group) and name; `undefined`: their metadata alone is. */
export function schemaOf(group: string, kind: string): StructSchema | undefined {
  const schemas = Object.hasOwn(SCHEMAS, group) ? SCHEMAS[group] : undefined
  return schemas && Object.hasOwn(schemas, kind) ? schemas[kind] : undefined
}

const SCHEMAS: Readonly<Record<string, Readonly<Record<string, StructSchema>>>> = {
  '': { ConfigMap: CONFIG_MAP, Event: EVENT, Namespace: NAMESPACE, Node: NODE, Pod: POD, Service: SERVICE },
  apps: { DaemonSet: DAEMON_SET, Deployment: DEPLOYMENT, ReplicaSet: REPLICA_SET },
  policy: { PodDisruptionBudget: POD_DISRUPTION_BUDGET },
  'scheduling.k8s.io': { PriorityClass: PRIORITY_CLASS },
}
