import { admitDaemonSetUpdate, admitNewDaemonSet } from './admit-daemon-set.ts'
import { admitNewNode, defaultNode } from './admit-node.ts'
import { type Admission, type AdmissionContext, admitNewPod, admitPodUpdate } from './admit-pod.ts'
import { toBase64 } from './base64.ts'
import type { ConfigMap } from './config-map.ts'
import { defaultNamespace, defaultPriorityClass, defaultService } from './default-others.ts'
import { defaultPod } from './default-pod.ts'
import { defaultDaemonSet, defaultDeployment, defaultReplicaSet } from './default-workload.ts'
import type { Event } from './event.ts'
import type { Namespace } from './namespace.ts'
import type { Node } from './node.ts'
import type { Pod } from './pod.ts'
import type { PodDisruptionBudget } from './pod-disruption-budget.ts'
import type { PriorityClass } from './priority-class.ts'
import type { Service } from './service.ts'
import type { DaemonSet, Deployment, ReplicaSet } from './workload.ts'

/**
 * What the API server does with the objects of one kind; a step that is left out does nothing. The steps are methods, not
 * fields, so that rules for a Pod can stand in a table of rules for any object: what comes in has been read by the kind's schema.
 */
export interface KindRules<Value = unknown> {
  /** Empty for the core group. */
  readonly group: string
  readonly kind: string
  /** The plural, as in URLs. */
  readonly resource: string
  readonly namespaced: boolean
  defaults?(object: Value): Value
  admitNew?(object: Value, context: AdmissionContext): Admission<Value>
  /** `old` is what is stored. */
  admitUpdate?(object: Value, old: Value): Value
}

/** The rules of a kind, by its group (empty for the core group) and name; for any other kind, those for what it is called. */
export function rulesOf(group: string, kind: string): KindRules {
  const own = KIND_RULES.find(rules => rules.group === group && rules.kind === kind)
  if (own) return own
  return { group, kind, resource: `${kind.toLowerCase()}s`, namespaced: !CLUSTER_WIDE_KINDS.includes(kind) }
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

const POD_RULES: KindRules<Pod> = {
  group: '',
  kind: 'Pod',
  resource: 'pods',
  namespaced: true,
  defaults: defaultPod,
  admitNew: admitNewPod,
  admitUpdate: admitPodUpdate,
}

const NODE_RULES: KindRules<Node> = {
  group: '',
  kind: 'Node',
  resource: 'nodes',
  namespaced: false,
  defaults: defaultNode,
  admitNew: node => ({ ok: true, value: admitNewNode(node) }),
  admitUpdate: keepStatus,
}

const DAEMON_SET_RULES: KindRules<DaemonSet> = {
  group: 'apps',
  kind: 'DaemonSet',
  resource: 'daemonsets',
  namespaced: true,
  defaults: defaultDaemonSet,
  admitNew: daemonSet => ({ ok: true, value: { ...admitNewDaemonSet(daemonSet), status: NO_DAEMONS } }),
  admitUpdate: (daemonSet, old) => keepStatus(admitDaemonSetUpdate(daemonSet, old), old),
}

const NO_DAEMONS = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }

const DEPLOYMENT_RULES: KindRules<Deployment> = {
  group: 'apps',
  kind: 'Deployment',
  resource: 'deployments',
  namespaced: true,
  defaults: defaultDeployment,
  admitNew: deployment => ({ ok: true, value: { ...deployment, status: {} } }),
  admitUpdate: keepStatus,
}

const REPLICA_SET_RULES: KindRules<ReplicaSet> = {
  group: 'apps',
  kind: 'ReplicaSet',
  resource: 'replicasets',
  namespaced: true,
  defaults: defaultReplicaSet,
  admitNew: replicaSet => ({ ok: true, value: { ...replicaSet, status: { replicas: 0 } } }),
  admitUpdate: keepStatus,
}

const NAMESPACE_RULES: KindRules<Namespace> = {
  group: '',
  kind: 'Namespace',
  resource: 'namespaces',
  namespaced: false,
  defaults: defaultNamespace,
}

const SERVICE_RULES: KindRules<Service> = {
  group: '',
  kind: 'Service',
  resource: 'services',
  namespaced: true,
  defaults: defaultService,
}

const PRIORITY_CLASS_RULES: KindRules<PriorityClass> = {
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  resource: 'priorityclasses',
  namespaced: false,
  defaults: defaultPriorityClass,
}

const CONFIG_MAP_RULES: KindRules<ConfigMap> = {
  group: '',
  kind: 'ConfigMap',
  resource: 'configmaps',
  namespaced: true,
}

interface Secret {
  readonly data?: Readonly<Record<string, string>>
  readonly stringData?: Readonly<Record<string, string>>
}

/** Texts become data; nothing else is looked at. (core/v1 `Convert_v1_Secret_To_core_Secret`, `SetDefaults_Secret`) */
const SECRET_RULES: KindRules<Secret> = {
  group: '',
  kind: 'Secret',
  resource: 'secrets',
  namespaced: true,
  defaults: ({ stringData, ...secret }) => {
    const texts = Object.entries(stringData ?? {}).map(([key, text]) => [key, toBase64(String(text))])
    return {
      type: 'Opaque',
      ...secret,
      ...(texts.length > 0 && { data: { ...secret.data, ...Object.fromEntries(texts) } }),
    }
  },
}

const EVENT_RULES: KindRules<Event> = {
  group: '',
  kind: 'Event',
  resource: 'events',
  namespaced: true,
}

const POD_DISRUPTION_BUDGET_RULES: KindRules<PodDisruptionBudget> = {
  group: 'policy',
  kind: 'PodDisruptionBudget',
  resource: 'poddisruptionbudgets',
  namespaced: true,
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
  SECRET_RULES,
  POD_DISRUPTION_BUDGET_RULES,
]

/** Whoever updates an object does not write its status. */
function keepStatus<Value extends { readonly status?: unknown }>(object: Value, old: Value): Value {
  const { status: _, ...written } = object
  return { ...written, ...(old.status !== undefined && { status: old.status }) } as Value
}
