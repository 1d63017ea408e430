import type { LabelSelector } from '../kubernetes/label-selector.ts'
import type { ObjectMeta, OwnerReference } from '../kubernetes/object-meta.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import { labelSelectorMatches, requirementsOf, selectorMatches } from '../kubernetes/selector.ts'
import { createObject, updateObject } from './api-server.ts'
import { type Cluster, type Held, ownedBy } from './cluster.ts'
import { recordEvent } from './event.ts'
import type { KubeObject } from './object.ts'

/** The reference by which a controller's pods name it. (meta/v1 `NewControllerRef`) */
export function controllerReference({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  return {
    apiVersion,
    blockOwnerDeletion: true,
    controller: true,
    kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
  }
}

/** Whether `owner` is the controller of an object. */
function isControlledBy({ ownerReferences }: ObjectMeta, { metadata }: KubeObject): boolean {
  return ownerReferences?.some(({ controller, uid }) => controller && uid === metadata.uid) ?? false
}

/**
 * Brings what a workload owns into line with its selector: what it owns and does not select goes free, what it selects and
 * nobody controls becomes its own. What is being deleted is neither adopted nor let go, and a workload that is being deleted
 * adopts nothing. (pkg/controller `ControllerRefManager`)
 */
export function claim<R extends 'pods' | 'replicasets'>(
  cluster: Cluster,
  resource: R,
  owner: KubeObject,
  selector: LabelSelector | undefined,
): { readonly cluster: Cluster; readonly owned: readonly Held[R][] } {
  const { uid = '', namespace, deletionTimestamp } = owner.metadata
  const requirements = requirementsOf(selector)
  const selects = ({ metadata }: KubeObject) =>
    requirements !== undefined && selectorMatches(requirements, metadata.labels ?? {})
  const mine: Held[R][] = []
  const strays: Held[R][] = []
  for (const object of ownedBy(cluster, uid, resource)) {
    if (!isControlledBy(object.metadata, owner)) continue
    if (selects(object)) mine.push(object)
    else if (!object.metadata.deletionTimestamp) strays.push(object)
  }
  const orphans = ownedBy(cluster, '', resource).filter(object => {
    return object.metadata.namespace === namespace && !object.metadata.deletionTimestamp && selects(object)
  })
  if (strays.length === 0 && (orphans.length === 0 || deletionTimestamp)) {
    return { cluster, owned: mine }
  }
  const freed = strays.reduce((next, object) => {
    const ownerReferences = object.metadata.ownerReferences?.filter(one => one.uid !== uid) ?? []
    return withOwners(next, object, ownerReferences)
  }, cluster)
  const adopted = deletionTimestamp
    ? freed
    : orphans.reduce((next, object) => {
        const ownerReferences = [...(object.metadata.ownerReferences ?? []), controllerReference(owner)]
        return withOwners(next, object, ownerReferences)
      }, freed)
  const owned = ownedBy(adopted, uid, resource).filter(
    object => isControlledBy(object.metadata, owner) && selects(object),
  )
  return { cluster: adopted, owned }
}

/**
 * Makes one pod from a workload's template, and says so, or why it could not, in an event on the workload. A pod that its
 * `selector` does not mean is not made: its maker would miss it and make the next, without end. The API server lets in no
 * such workload, but one may be imported. (pkg/controller `RealPodControl.createPods`)
 */
export function createPodFor(
  cluster: Cluster,
  owner: KubeObject,
  selector: LabelSelector | undefined,
  template: PodTemplate,
  component: string,
): { readonly cluster: Cluster; readonly failure?: string } {
  const { labels, annotations, finalizers } = template.metadata ?? {}
  if (!labelSelectorMatches(selector, labels ?? {}))
    return { cluster, failure: '`selector` does not match template `labels`' }
  const metadata: ObjectMeta = {
    generateName: `${owner.metadata.name}-`,
    ...(owner.metadata.namespace && { namespace: owner.metadata.namespace }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
    ...(finalizers && { finalizers }),
    ownerReferences: [controllerReference(owner)],
  }
  const answer = createObject(cluster, { apiVersion: 'v1', kind: 'Pod', metadata, spec: template.spec })
  if (!answer.ok) {
    const failure = answer.status.message
    const message = `Error creating: ${failure}`
    return {
      cluster: recordEvent(cluster, owner, { type: 'Warning', reason: 'FailedCreate', message, component }),
      failure,
    }
  }
  const message = `Created pod: ${answer.object.metadata.name}`
  return { cluster: recordEvent(answer.cluster, owner, { reason: 'SuccessfulCreate', message, component }) }
}

/** Neither ended nor ending. (pkg/controller `IsPodActive`) */
export function isActive({ metadata, status }: Held['pods']): boolean {
  return !metadata.deletionTimestamp && status?.phase !== 'Succeeded' && status?.phase !== 'Failed'
}

function withOwners(cluster: Cluster, object: KubeObject, owners: readonly OwnerReference[]): Cluster {
  const { ownerReferences: _, ...metadata } = object.metadata
  const updated = { ...object, metadata: { ...metadata, ...(owners.length > 0 && { ownerReferences: owners }) } }
  const answer = updateObject(cluster, updated)
  return answer.ok ? answer.cluster : cluster
}
