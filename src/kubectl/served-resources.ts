import type { ApiResource } from '../cluster/api-resource.ts'

/** A resource as discovery names it; what is not in this cluster's own list is served, and empty. */
export interface ServedResource extends ApiResource {
  /** The first minor version that serves it; left out: all that are told apart here. */
  readonly since?: number
}

/** All resources that a server of a minor version serves, in the order in which `kubectl api-resources` lists them. */
export function servedResources(minor: number): readonly ServedResource[] {
  return SERVED.filter(({ since = 0 }) => minor >= since)
}

const SERVED: readonly ServedResource[] = [
  ...group('', [
    ['bindings', 'Binding', true],
    ['componentstatuses', 'ComponentStatus', false, 'cs'],
    ['configmaps', 'ConfigMap', true, 'cm'],
    ['endpoints', 'Endpoints', true, 'ep'],
    ['events', 'Event', true, 'ev'],
    ['limitranges', 'LimitRange', true, 'limits'],
    ['namespaces', 'Namespace', false, 'ns'],
    ['nodes', 'Node', false, 'no'],
    ['persistentvolumeclaims', 'PersistentVolumeClaim', true, 'pvc'],
    ['persistentvolumes', 'PersistentVolume', false, 'pv'],
    ['pods', 'Pod', true, 'po'],
    ['podtemplates', 'PodTemplate', true],
    ['replicationcontrollers', 'ReplicationController', true, 'rc'],
    ['resourcequotas', 'ResourceQuota', true, 'quota'],
    ['secrets', 'Secret', true],
    ['serviceaccounts', 'ServiceAccount', true, 'sa'],
    ['services', 'Service', true, 'svc'],
  ]),
  ...group('admissionregistration.k8s.io', [
    ['mutatingadmissionpolicies', 'MutatingAdmissionPolicy', false, '', 36],
    ['mutatingadmissionpolicybindings', 'MutatingAdmissionPolicyBinding', false, '', 36],
    ['mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', false],
    ['validatingadmissionpolicies', 'ValidatingAdmissionPolicy', false],
    ['validatingadmissionpolicybindings', 'ValidatingAdmissionPolicyBinding', false],
    ['validatingwebhookconfigurations', 'ValidatingWebhookConfiguration', false],
  ]),
  ...group('apiextensions.k8s.io', [['customresourcedefinitions', 'CustomResourceDefinition', false, 'crd,crds']]),
  ...group('apiregistration.k8s.io', [['apiservices', 'APIService', false]]),
  ...group('apps', [
    ['controllerrevisions', 'ControllerRevision', true],
    ['daemonsets', 'DaemonSet', true, 'ds'],
    ['deployments', 'Deployment', true, 'deploy'],
    ['replicasets', 'ReplicaSet', true, 'rs'],
    ['statefulsets', 'StatefulSet', true, 'sts'],
  ]),
  ...group('authentication.k8s.io', [
    ['selfsubjectreviews', 'SelfSubjectReview', false],
    ['tokenreviews', 'TokenReview', false],
  ]),
  ...group('authorization.k8s.io', [
    ['localsubjectaccessreviews', 'LocalSubjectAccessReview', true],
    ['selfsubjectaccessreviews', 'SelfSubjectAccessReview', false],
    ['selfsubjectrulesreviews', 'SelfSubjectRulesReview', false],
    ['subjectaccessreviews', 'SubjectAccessReview', false],
  ]),
  ...group('autoscaling', [['horizontalpodautoscalers', 'HorizontalPodAutoscaler', true, 'hpa']]),
  ...group('batch', [
    ['cronjobs', 'CronJob', true, 'cj'],
    ['jobs', 'Job', true],
  ]),
  ...group('certificates.k8s.io', [['certificatesigningrequests', 'CertificateSigningRequest', false, 'csr']]),
  ...group('coordination.k8s.io', [['leases', 'Lease', true]]),
  ...group('discovery.k8s.io', [['endpointslices', 'EndpointSlice', true]]),
  ...group('events.k8s.io', [['events', 'Event', true, 'ev']]),
  ...group('flowcontrol.apiserver.k8s.io', [
    ['flowschemas', 'FlowSchema', false],
    ['prioritylevelconfigurations', 'PriorityLevelConfiguration', false],
  ]),
  ...group('networking.k8s.io', [
    ['ingressclasses', 'IngressClass', false],
    ['ingresses', 'Ingress', true, 'ing'],
    ['ipaddresses', 'IPAddress', false, 'ip'],
    ['networkpolicies', 'NetworkPolicy', true, 'netpol'],
    ['servicecidrs', 'ServiceCIDR', false],
  ]),
  ...group('node.k8s.io', [['runtimeclasses', 'RuntimeClass', false]]),
  ...group('policy', [['poddisruptionbudgets', 'PodDisruptionBudget', true, 'pdb']]),
  ...group('rbac.authorization.k8s.io', [
    ['clusterrolebindings', 'ClusterRoleBinding', false],
    ['clusterroles', 'ClusterRole', false],
    ['rolebindings', 'RoleBinding', true],
    ['roles', 'Role', true],
  ]),
  ...group('resource.k8s.io', [
    ['deviceclasses', 'DeviceClass', false],
    ['resourceclaims', 'ResourceClaim', true],
    ['resourceclaimtemplates', 'ResourceClaimTemplate', true],
    ['resourceslices', 'ResourceSlice', false],
  ]),
  ...group('scheduling.k8s.io', [['priorityclasses', 'PriorityClass', false, 'pc']]),
  ...group('storage.k8s.io', [
    ['csidrivers', 'CSIDriver', false],
    ['csinodes', 'CSINode', false],
    ['csistoragecapacities', 'CSIStorageCapacity', true],
    ['storageclasses', 'StorageClass', false, 'sc'],
    ['volumeattachments', 'VolumeAttachment', false],
    ['volumeattributesclasses', 'VolumeAttributesClass', false, 'vac'],
  ]),
]

type Row = readonly [plural: string, kind: string, namespaced: boolean, shortNames?: string, since?: number]

function group(name: string, rows: readonly Row[]): readonly ServedResource[] {
  return rows.map(([plural, kind, namespaced, shortNames = '', since]) => ({
    name: plural,
    group: name,
    version: name === 'autoscaling' ? 'v2' : 'v1',
    kind,
    namespaced,
    shortNames: shortNames ? shortNames.split(',') : [],
    ...(since !== undefined && { since }),
  }))
}
