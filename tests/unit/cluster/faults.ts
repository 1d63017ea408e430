import { resourceOf } from '../../../src/cluster/api-resource.ts'
import { updateObject } from '../../../src/cluster/api-server.ts'
import { type Cluster, clusterOf, find, list, listOwned } from '../../../src/cluster/cluster.ts'
import { type KubeObject, keyOf } from '../../../src/cluster/object.ts'
import { entriesUnder, valuesUnder } from '../../../src/cluster/sorted-map.ts'

/** What does not hold together in a cluster whose controllers are at rest; each as a sentence. */
export function faultsIn(cluster: Cluster): readonly string[] {
  const faults: string[] = []
  const gone = (uid: string) => !allObjects(cluster).some(({ metadata }) => metadata.uid === uid)
  for (const { kind, metadata } of allObjects(cluster)) {
    for (const { uid } of metadata.ownerReferences ?? []) {
      if (gone(uid) && !metadata.deletionTimestamp) faults.push(`${kind} ${metadata.name} is owned by nothing`)
    }
    if (metadata.namespace && !find(cluster, 'namespaces', metadata.namespace))
      faults.push(`${metadata.name} lies nowhere`)
  }
  const uids = allObjects(cluster).map(({ metadata }) => metadata.uid)
  if (new Set(uids).size < uids.length) faults.push('two objects have one UID')
  const addresses = list(cluster, 'pods').flatMap(({ spec, status }) =>
    spec.hostNetwork || !status?.podIP ? [] : status.podIP,
  )
  if (new Set(addresses).size < addresses.length) faults.push('two pods have one address')
  for (const { metadata, spec } of list(cluster, 'pods')) {
    const awaited = entriesUnder(cluster.timers).some(([key]) => key.includes('/pod-garbage-collector/'))
    if (spec.nodeName && !find(cluster, 'nodes', spec.nodeName) && !awaited) faults.push(`${metadata.name} is nowhere`)
  }
  for (const { metadata, spec, status } of list(cluster, 'replicasets')) {
    const pods = listOwned(cluster, metadata.uid ?? '').filter(one => !one.metadata.deletionTimestamp)
    const isRefused = status?.conditions?.some(({ type }) => type === 'ReplicaFailure') ?? false
    if ((pods.length !== spec?.replicas && !isRefused) || status?.replicas !== pods.length)
      faults.push(`${metadata.name} has ${pods.length}`)
  }
  return [...faults, ...invalidIn(cluster), ...misplacedIn(cluster)]
}

/** All that a cluster holds. */
export function allObjects(cluster: Cluster): readonly KubeObject[] {
  return Object.values(cluster.objects).flatMap(objects => valuesUnder(objects))
}

/** What its own API server would not take as it stands. */
function invalidIn(cluster: Cluster): readonly string[] {
  return allObjects(cluster).flatMap(object => {
    const answer = updateObject(cluster, object, { dryRun: true })
    return answer.ok ? [] : `${object.kind} ${object.metadata.name} is invalid: ${answer.status.message}`
  })
}

/** Where the maps say something else than the objects in them. */
function misplacedIn(cluster: Cluster): readonly string[] {
  const objects = allObjects(cluster)
  const rebuilt = clusterOf(cluster.version, cluster.now, objects)
  const differing = (['podsByNode', 'byOwner'] as const).filter(
    index =>
      JSON.stringify(entriesUnder<unknown>(cluster[index])) !== JSON.stringify(entriesUnder<unknown>(rebuilt[index])),
  )
  const keys = Object.entries(cluster.objects).flatMap(([resource, map]) =>
    entriesUnder(map).filter(([key, object]) => key !== keyOf(object) || resourceOf(object)?.name !== resource),
  )
  const versions = objects.map(({ metadata }) => Number(metadata.resourceVersion ?? 0))
  return [
    ...differing.map(index => `${index} is not what the objects say`),
    ...keys.map(([key]) => `${key} lies in the wrong place`),
    ...(Math.max(0, ...versions) > cluster.resourceVersion ? ['a version was given out that is yet to come'] : []),
  ]
}
