/** One line of what the API server serves: how a kind is called in URLs and on the command line. */
export interface ApiResource {
  /** The plural, as in URLs: `daemonsets`. */
  readonly name: string
  /** Empty for the core group. */
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly namespaced: boolean
  readonly shortNames: readonly string[]
}

/** What this cluster holds, in the order in which `kubectl api-resources` lists it. */
export const API_RESOURCES: readonly ApiResource[] = [
  core('configmaps', 'ConfigMap', true, 'cm'),
  core('endpoints', 'Endpoints', true, 'ep'),
  core('events', 'Event', true, 'ev'),
  core('limitranges', 'LimitRange', true, 'limits'),
  core('namespaces', 'Namespace', false, 'ns'),
  core('nodes', 'Node', false, 'no'),
  core('persistentvolumeclaims', 'PersistentVolumeClaim', true, 'pvc'),
  core('persistentvolumes', 'PersistentVolume', false, 'pv'),
  core('pods', 'Pod', true, 'po'),
  core('replicationcontrollers', 'ReplicationController', true, 'rc'),
  core('resourcequotas', 'ResourceQuota', true, 'quota'),
  core('secrets', 'Secret', true),
  core('serviceaccounts', 'ServiceAccount', true, 'sa'),
  core('services', 'Service', true, 'svc'),
  of('apps', 'controllerrevisions', 'ControllerRevision', true),
  of('apps', 'daemonsets', 'DaemonSet', true, 'ds'),
  of('apps', 'deployments', 'Deployment', true, 'deploy'),
  of('apps', 'replicasets', 'ReplicaSet', true, 'rs'),
  of('apps', 'statefulsets', 'StatefulSet', true, 'sts'),
  of('batch', 'cronjobs', 'CronJob', true, 'cj'),
  of('batch', 'jobs', 'Job', true),
  of('coordination.k8s.io', 'leases', 'Lease', true),
  of('discovery.k8s.io', 'endpointslices', 'EndpointSlice', true),
  of('networking.k8s.io', 'ingresses', 'Ingress', true, 'ing'),
  of('networking.k8s.io', 'networkpolicies', 'NetworkPolicy', true, 'netpol'),
  of('policy', 'poddisruptionbudgets', 'PodDisruptionBudget', true, 'pdb'),
  of('scheduling.k8s.io', 'priorityclasses', 'PriorityClass', false, 'pc'),
]

/** The resource of a plural that is listed above; any other throws. */
export function resourceNamed(name: string): ApiResource {
  const resource = API_RESOURCES.find(one => one.name === name)
  if (!resource) throw new Error(`no resource named ${name}`)
  return resource
}

/** The resource to which an object belongs, by its kind and its group and version; `undefined` if nothing here serves it. */
export function resourceOf({ apiVersion, kind }: { apiVersion: string; kind: string }): ApiResource | undefined {
  return API_RESOURCES.find(one => one.kind === kind && apiVersionOf(one) === apiVersion)
}

/** `daemonsets.apps`, or the bare plural in the core group: how errors and messages call a resource. */
export function qualifiedName(resource: ApiResource): string {
  return resource.group ? `${resource.name}.${resource.group}` : resource.name
}

export function apiVersionOf(resource: ApiResource): string {
  return resource.group ? `${resource.group}/${resource.version}` : resource.version
}

function core(name: string, kind: string, namespaced: boolean, ...shortNames: string[]): ApiResource {
  return { name, group: '', version: 'v1', kind, namespaced, shortNames }
}

function of(group: string, name: string, kind: string, namespaced: boolean, ...shortNames: string[]): ApiResource {
  return { name, group, version: 'v1', kind, namespaced, shortNames }
}
