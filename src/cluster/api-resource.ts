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
  core('namespaces', 'Namespace', false, 'ns'),
  core('nodes', 'Node', false, 'no'),
  core('pods', 'Pod', true, 'po'),
  core('serviceaccounts', 'ServiceAccount', true, 'sa'),
  core('services', 'Service', true, 'svc'),
  of('apps', 'controllerrevisions', 'ControllerRevision', true),
  of('apps', 'daemonsets', 'DaemonSet', true, 'ds'),
  of('apps', 'deployments', 'Deployment', true, 'deploy'),
  of('apps', 'replicasets', 'ReplicaSet', true, 'rs'),
  of('coordination.k8s.io', 'leases', 'Lease', true),
  of('discovery.k8s.io', 'endpointslices', 'EndpointSlice', true),
  of('scheduling.k8s.io', 'priorityclasses', 'PriorityClass', false, 'pc'),
]

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
