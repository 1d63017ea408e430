import type { OwnerReference } from '../kubernetes/object-meta.ts'
import { resourceNamed, resourceOf } from './api-resource.ts'
import { deleteObject, updateObject } from './api-server.ts'
import { type Cluster, findObject, listOwned } from './cluster.ts'
import type { Controller } from './controller.ts'
import { type KubeObject, keyOf } from './object.ts'
import { valueAt } from './sorted-map.ts'

/**
 * Deletes what has lost all its owners, and does what an object that waits to be deleted waits for: with `Foreground` its
 * dependents go first, with `Orphan` they forget it. (pkg/controller/garbagecollector `attemptToDeleteItem`)
 */
export const garbageCollector: Controller = {
  name: 'garbage-collector',
  notice: (cluster, { type, resource, object }) => {
    if (type === 'DELETED')
      return listOwned(cluster, object.metadata.uid ?? '')
        .map(lookKey)
        .concat(ownersOf(cluster, object))
    const { ownerReferences, finalizers } = object.metadata
    return ownerReferences?.length || finalizers?.length ? [`${resource}/${keyOf(object)}`] : []
  },
  look: (cluster, key) => {
    const object = objectAt(cluster, key)
    if (!object) return cluster
    const { deletionTimestamp, finalizers = [] } = object.metadata
    if (deletionTimestamp && finalizers.includes('orphan')) return orphanDependents(cluster, object)
    if (deletionTimestamp && finalizers.includes('foregroundDeletion')) return deleteDependents(cluster, object)
    return deletionTimestamp ? cluster : collect(cluster, object)
  },
}

/** What still has an owner forgets those that are gone; what has none left is deleted. */
function collect(cluster: Cluster, object: KubeObject): Cluster {
  const references = object.metadata.ownerReferences ?? []
  if (references.length === 0) return cluster
  const solid = references.filter(reference => {
    return ownerOf(cluster, object, reference) ?? valueAt(cluster.elsewhere, reference.uid)
  })
  const waiting = solid.filter(reference => isWaiting(ownerOf(cluster, object, reference)))
  if (solid.length === references.length && waiting.length < solid.length) return cluster
  if (solid.length > waiting.length) return withOwners(cluster, object, solid)
  const hasDependents = listOwned(cluster, object.metadata.uid ?? '').length > 0
  return deleted(cluster, object, waiting.length > 0 && hasDependents ? 'Foreground' : 'Background')
}

function deleteDependents(cluster: Cluster, owner: KubeObject): Cluster {
  const dependents = listOwned(cluster, owner.metadata.uid ?? '')
  const after = dependents.reduce((next, dependent) => {
    return dependent.metadata.deletionTimestamp ? next : collect(next, dependent)
  }, cluster)
  const isBlocked = listOwned(after, owner.metadata.uid ?? '').some(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion),
  )
  return isBlocked ? after : withoutFinalizer(after, owner, 'foregroundDeletion')
}

function orphanDependents(cluster: Cluster, owner: KubeObject): Cluster {
  const after = listOwned(cluster, owner.metadata.uid ?? '').reduce((next, dependent) => {
    const others = dependent.metadata.ownerReferences?.filter(({ uid }) => uid !== owner.metadata.uid) ?? []
    return withOwners(next, dependent, others)
  }, cluster)
  return withoutFinalizer(after, owner, 'orphan')
}

function withOwners(cluster: Cluster, object: KubeObject, owners: readonly OwnerReference[]): Cluster {
  const { ownerReferences: _, ...metadata } = object.metadata
  return updated(cluster, {
    ...object,
    metadata: { ...metadata, ...(owners.length > 0 && { ownerReferences: owners }) },
  })
}

function withoutFinalizer(cluster: Cluster, object: KubeObject, finalizer: string): Cluster {
  const { finalizers = [], ...metadata } = object.metadata
  const others = finalizers.filter(one => one !== finalizer)
  return updated(cluster, { ...object, metadata: { ...metadata, ...(others.length > 0 && { finalizers: others }) } })
}

function updated(cluster: Cluster, object: KubeObject): Cluster {
  const answer = updateObject(cluster, object)
  return answer.ok ? answer.cluster : cluster
}

function deleted(cluster: Cluster, object: KubeObject, propagation: 'Background' | 'Foreground'): Cluster {
  const resource = resourceOf(object)
  if (!resource) throw new Error(`no resource of kind ${object.kind}`)
  const { name, namespace } = object.metadata
  const answer = deleteObject(cluster, resource, name, namespace, { propagation })
  return answer.ok ? answer.cluster : cluster
}

/** The owner itself, not another object that has its name now. */
function ownerOf(cluster: Cluster, { metadata }: KubeObject, reference: OwnerReference): KubeObject | undefined {
  const resource = resourceOf(reference)
  const owner = resource && findObject(cluster, resource, reference.name, metadata.namespace)
  return owner?.metadata.uid === reference.uid ? owner : undefined
}

function isWaiting(owner: KubeObject | undefined): boolean {
  return Boolean(owner?.metadata.deletionTimestamp && owner.metadata.finalizers?.includes('foregroundDeletion'))
}

function ownersOf(cluster: Cluster, object: KubeObject): readonly string[] {
  const owners = object.metadata.ownerReferences ?? []
  return owners.flatMap(reference => ownerOf(cluster, object, reference) ?? []).map(lookKey)
}

function lookKey(object: KubeObject): string {
  return `${resourceOf(object)?.name}/${keyOf(object)}`
}

function objectAt(cluster: Cluster, key: string): KubeObject | undefined {
  const [resource = '', namespace = '', name = ''] = key.split('/')
  return findObject(cluster, resourceNamed(resource), name, namespace)
}
