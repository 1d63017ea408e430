import { admitDaemonSetUpdate, admitNewDaemonSet } from './admit-daemon-set.ts'
import { admitNewNode, defaultNode } from './admit-node.ts'
import { type Admission, type AdmissionContext, admitNewPod, admitPodUpdate } from './admit-pod.ts'
import type { ConfigMap } from './config-map.ts'
import { defaultNamespace, defaultPriorityClass, defaultService } from './default-others.ts'
import { defaultPod } from './default-pod.ts'
import { defaultDaemonSet, defaultDeployment, defaultReplicaSet } from './default-workload.ts'
import type { Event } from './event.ts'
import { EVENT } from './event-schema.ts'
import type { FieldError } from './field-error.ts'
import { dnsLabelComplaints, dnsSubdomainComplaints } from './label.ts'
import type { Namespace } from './namespace.ts'
import type { Node } from './node.ts'
import { NODE } from './node-schema.ts'
import { CONFIG_MAP, NAMESPACE, POD_DISRUPTION_BUDGET, PRIORITY_CLASS, SERVICE } from './other-schemas.ts'
import type { Pod } from './pod.ts'
import type { PodDisruptionBudget } from './pod-disruption-budget.ts'
import { POD } from './pod-schema.ts'
import type { PriorityClass } from './priority-class.ts'
import type { StructSchema } from './schema.ts'
import type { ServerSettings } from './server-settings.ts'
import type { Service } from './service.ts'
import { validateNewNode, validateNodeUpdate } from './validate-node.ts'
import type { Naming } from './validate-object-meta.ts'
import { validateNewPod } from './validate-pod.ts'
import { validatePodUpdate } from './validate-pod-update.ts'
import { validateNewWorkload, validateWorkloadUpdate } from './validate-workload.ts'
import type { DaemonSet, Deployment, ReplicaSet } from './workload.ts'
import { DAEMON_SET, DEPLOYMENT, REPLICA_SET } from './workload-schema.ts'

/**
 * What the API server does with the objects of one kind; a step that is left out does nothing. The steps are methods, not
 * fields, so that rules for a Pod can stand in a table of rules for any object: the schema has made sure of what comes in.
 */
export interface KindRules<Value = unknown> {
  /** Empty for the core group. */
  readonly group: string
  readonly kind: string
  /** The plural, as in URLs. */
  readonly resource: string
  /** Left out: only the metadata is read, the rest is kept as it is. */
  readonly schema?: StructSchema
  readonly naming: Naming
  defaults?(object: Value): Value
  admitNew?(object: Value, context: AdmissionContext): Admission<Value>
  /** `old` is what is stored. */
  admitUpdate?(object: Value, old: Value): Value
  validateNew?(object: Value, settings: ServerSettings): readonly FieldError[]
  validateUpdate?(object: Value, old: Value, settings: ServerSettings): readonly FieldError[]
}

/** The rules of a kind, by its group (empty for the core group) and name; for any other kind, those for what it is called. */
export function rulesOf(group: string, kind: string): KindRules {
  const own = KIND_RULES.find(rules => rules.group === group && rules.kind === kind)
  if (own) return own
  const naming = CLUSTER_WIDE_KINDS.includes(kind) ? CLUSTER_WIDE : NAMESPACED
  return { group, kind, resource: `${kind.toLowerCase()}s`, naming }
}

/** Of the kinds without rules of their own. */
const CLUSTER_WIDE_KINDS = [
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'PersistentVolume',
  'RuntimeClass',
  'StorageClass',
]

const NAMESPACED: Naming = { namespaced: true, nameComplaints: dnsSubdomainComplaints }
const CLUSTER_WIDE: Naming = { namespaced: false, nameComplaints: dnsSubdomainComplaints }

const POD_RULES: KindRules<Pod> = {
  group: '',
  kind: 'Pod',
  resource: 'pods',
  schema: POD,
  naming: NAMESPACED,
  defaults: defaultPod,
  admitNew: admitNewPod,
  admitUpdate: admitPodUpdate,
  validateNew: validateNewPod,
  validateUpdate: validatePodUpdate,
}

const NODE_RULES: KindRules<Node> = {
  group: '',
  kind: 'Node',
  resource: 'nodes',
  schema: NODE,
  naming: CLUSTER_WIDE,
  defaults: defaultNode,
  admitNew: node => ({ ok: true, value: admitNewNode(node) }),
  admitUpdate: keepStatus,
  validateNew: validateNewNode,
  validateUpdate: validateNodeUpdate,
}

const DAEMON_SET_RULES: KindRules<DaemonSet> = {
  group: 'apps',
  kind: 'DaemonSet',
  resource: 'daemonsets',
  schema: DAEMON_SET,
  naming: NAMESPACED,
  defaults: defaultDaemonSet,
  admitNew: daemonSet => ({ ok: true, value: { ...admitNewDaemonSet(daemonSet), status: NO_DAEMONS } }),
  admitUpdate: (daemonSet, old) => keepStatus(admitDaemonSetUpdate(daemonSet, old), old),
  validateNew: validateNewWorkload,
  validateUpdate: validateWorkloadUpdate,
}

const NO_DAEMONS = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }

const DEPLOYMENT_RULES: KindRules<Deployment> = {
  group: 'apps',
  kind: 'Deployment',
  resource: 'deployments',
  schema: DEPLOYMENT,
  naming: NAMESPACED,
  defaults: defaultDeployment,
  admitNew: deployment => ({ ok: true, value: { ...deployment, status: {} } }),
  admitUpdate: keepStatus,
  validateNew: validateNewWorkload,
  validateUpdate: validateWorkloadUpdate,
}

const REPLICA_SET_RULES: KindRules<ReplicaSet> = {
  group: 'apps',
  kind: 'ReplicaSet',
  resource: 'replicasets',
  schema: REPLICA_SET,
  naming: NAMESPACED,
  defaults: defaultReplicaSet,
  admitNew: replicaSet => ({ ok: true, value: { ...replicaSet, status: { replicas: 0 } } }),
  admitUpdate: keepStatus,
  validateNew: validateNewWorkload,
  validateUpdate: validateWorkloadUpdate,
}

const NAMESPACE_RULES: KindRules<Namespace> = {
  group: '',
  kind: 'Namespace',
  resource: 'namespaces',
  schema: NAMESPACE,
  naming: { namespaced: false, nameComplaints: dnsLabelComplaints },
  defaults: defaultNamespace,
}

const SERVICE_RULES: KindRules<Service> = {
  group: '',
  kind: 'Service',
  resource: 'services',
  schema: SERVICE,
  naming: NAMESPACED,
  defaults: defaultService,
}

const PRIORITY_CLASS_RULES: KindRules<PriorityClass> = {
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  resource: 'priorityclasses',
  schema: PRIORITY_CLASS,
  naming: CLUSTER_WIDE,
  defaults: defaultPriorityClass,
}

const CONFIG_MAP_RULES: KindRules<ConfigMap> = {
  group: '',
  kind: 'ConfigMap',
  resource: 'configmaps',
  schema: CONFIG_MAP,
  naming: NAMESPACED,
}

const EVENT_RULES: KindRules<Event> = {
  group: '',
  kind: 'Event',
  resource: 'events',
  schema: EVENT,
  naming: NAMESPACED,
}

const POD_DISRUPTION_BUDGET_RULES: KindRules<PodDisruptionBudget> = {
  group: 'policy',
  kind: 'PodDisruptionBudget',
  resource: 'poddisruptionbudgets',
  schema: POD_DISRUPTION_BUDGET,
  naming: NAMESPACED,
}

const KIND_RULES: readonly KindRules[] = [
  POD_RULES,
  NODE_RULES,
  DAEMON_SET_RULES,
  DEPLOYMENT_RULES,
  REPLICA_SET_RULES,
  NAMESPACE_RULES,
  SERVICE_RULES,
  PRIORITY_CLASS_RULES,
  CONFIG_MAP_RULES,
  EVENT_RULES,
  POD_DISRUPTION_BUDGET_RULES,
]

/** Whoever updates an object does not write its status. */
function keepStatus<Value extends { readonly status?: unknown }>(object: Value, old: Value): Value {
  const { status: _, ...written } = object
  return { ...written, ...(old.status !== undefined && { status: old.status }) } as Value
}
