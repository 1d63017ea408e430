import { labelSelectorMatches } from '../kubernetes/selector.ts'
import { type Change, type Cluster, type Held, list } from './cluster.ts'
import { type KubeObject, keyOf, objectKey } from './object.ts'

/** The kinds that own pods or ReplicaSets. */
type WorkloadResource = 'daemonsets' | 'deployments' | 'replicasets'

/**
 * The keys of the workloads that a change of what they own concerns: its controllers now and before, and for what nobody
 * controls every workload that selects it. (pkg/controller `addPod`, `updatePod`, `deletePod` of each of them)
 */
export function workloadsOf(
  cluster: Cluster,
  resource: WorkloadResource,
  { type, object, before }: Change,
): readonly string[] {
  const kind = KINDS[resource]
  const { namespace } = object.metadata
  const owners = [object, ...(before ? [before] : [])].flatMap(({ metadata }) => {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller)
    return owner?.kind === kind ? [objectKey(owner.name, namespace)] : []
  })
  if (owners.length > 0 || type === 'DELETED' || isControlled(object)) return owners
  const labels = object.metadata.labels ?? {}
  return selecting(list(cluster, resource, namespace), labels).map(keyOf)
}

const KINDS: Readonly<Record<WorkloadResource, string>> = {
  daemonsets: 'DaemonSet',
  deployments: 'Deployment',
  replicasets: 'ReplicaSet',
}

function selecting(
  workloads: readonly Held[WorkloadResource][],
  labels: Readonly<Record<string, string>>,
): readonly KubeObject[] {
  return workloads.filter(({ spec }) => labelSelectorMatches(spec?.selector, labels))
}

function isControlled({ metadata }: KubeObject): boolean {
  return metadata.ownerReferences?.some(({ controller }) => controller) ?? false
}
