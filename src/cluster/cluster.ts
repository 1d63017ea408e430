import type { ApiResource } from './api-resource.ts'
import { API_RESOURCES } from './api-resource.ts'
import { type KubeObject, objectKey } from './object.ts'

/** A whole cluster as one value. Nothing in it ever changes: what moves makes a new one. */
export interface Cluster {
  /** `v1.37.2`: what its nodes and its API server run. */
  readonly version: string
  /** The virtual clock, in seconds since 1970 (UTC). It moves only when told. */
  readonly now: number
  /** Plain API objects: by plural (`pods`), then by `objectKey`. */
  readonly objects: Readonly<Record<string, ReadonlyMap<string, KubeObject>>>
}

/** A cluster that holds `objects` at the second `now`. An object of a kind that no cluster here holds throws. */
export function clusterOf(version: string, now: number, objects: readonly KubeObject[]): Cluster {
  const byResource: Record<string, Map<string, KubeObject>> = {}
  for (const object of objects) {
    const resource = API_RESOURCES.find(one => one.kind === object.kind)
    if (!resource) throw new Error(`no resource of kind ${object.kind}`)
    byResource[resource.name] ??= new Map()
    byResource[resource.name]?.set(objectKey(object.metadata.name, object.metadata.namespace), object)
  }
  return { version, now, objects: byResource }
}

/** The object of that name; `undefined` if there is none. `namespace` is left out for what lies in none. */
export function findObject(
  cluster: Cluster,
  resource: ApiResource,
  name: string,
  namespace?: string,
): KubeObject | undefined {
  return cluster.objects[resource.name]?.get(objectKey(name, namespace))
}

/** All objects of a resource in the API server's order (namespace, then name); of one namespace if that is given. */
export function listObjects(cluster: Cluster, resource: ApiResource, namespace?: string): readonly KubeObject[] {
  const entries = [...(cluster.objects[resource.name] ?? [])]
  const found = namespace === undefined ? entries : entries.filter(([key]) => key.startsWith(`${namespace}/`))
  return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
}
