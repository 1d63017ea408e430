import type { PodTemplate } from '../kubernetes/pod.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { resourceNamed } from './api-resource.ts'
import { createObject, deleteObject, updateObject } from './api-server.ts'
import { type Cluster, type Held, listOwned } from './cluster.ts'
import type { KubeObject } from './object.ts'
import { controllerReference } from './owned-pods.ts'
import { templateHash } from './revision.ts'

/** The label that says by which revision of its DaemonSet a pod was made. */
export const REVISION_HASH = 'controller-revision-hash'

/** (apps/v1 `ControllerRevision`) A state of a DaemonSet's template, numbered. */
type ControllerRevision = KubeObject & { readonly revision: number; readonly data: unknown }

/**
 * The hash of a DaemonSet's present template, and the cluster in which a revision stands for it: the one that was made when
 * the template was first seen, with the highest number. Revisions that no pod was made by go beyond the limit.
 * (pkg/controller/daemon `constructHistory`, `cleanupHistory`)
 */
export function currentRevision(
  cluster: Cluster,
  daemonSet: Held['daemonsets'],
  pods: readonly Held['pods'][],
): { readonly cluster: Cluster; readonly hash: string } {
  const { template, revisionHistoryLimit = 10 } = daemonSet.spec
  const revisions = revisionsOf(cluster, daemonSet)
  const highest = Math.max(0, ...revisions.map(({ revision }) => revision))
  const data = patchOf(template)
  const found = revisions.find(one => sameJson(one.data, data))
  if (!found) return created(cluster, daemonSet, data, highest + 1)
  const hash = found.metadata.labels?.[REVISION_HASH] ?? ''
  const renumbered =
    found.revision === highest ? cluster : accepted(cluster, updateObject(cluster, { ...found, revision: highest + 1 }))
  const live = new Set([hash, ...pods.map(({ metadata }) => metadata.labels?.[REVISION_HASH])])
  const old = revisions
    .filter(({ metadata }) => !live.has(metadata.labels?.[REVISION_HASH]))
    .toSorted((a, b) => a.revision - b.revision)
  const beyond = old.slice(0, Math.max(0, old.length - revisionHistoryLimit))
  return { cluster: beyond.reduce(without, renumbered), hash }
}

/** The revisions of a DaemonSet. */
function revisionsOf(cluster: Cluster, { metadata }: KubeObject): readonly ControllerRevision[] {
  return listOwned(cluster, metadata.uid ?? '').filter(isRevision)
}

function isRevision(object: KubeObject): object is ControllerRevision {
  return object.kind === 'ControllerRevision'
}

function created(cluster: Cluster, daemonSet: Held['daemonsets'], data: unknown, revision: number) {
  const { annotations, name, namespace } = daemonSet.metadata
  const { template } = daemonSet.spec
  for (let collisions = 0; ; collisions += 1) {
    const hash = templateHash(template, collisions)
    const answer = createObject(cluster, {
      apiVersion: 'apps/v1',
      data,
      kind: 'ControllerRevision',
      metadata: {
        ...(annotations && { annotations }),
        labels: { ...template.metadata?.labels, [REVISION_HASH]: hash },
        name: `${name}-${hash}`,
        ...(namespace && { namespace }),
        ownerReferences: [controllerReference(daemonSet)],
      },
      revision,
    })
    if (answer.ok) return { cluster: answer.cluster, hash }
    if (answer.status.reason !== 'AlreadyExists') return { cluster, hash }
  }
}

/** A template as a revision keeps it: the patch that brings it back. */
export function patchOf(template: PodTemplate): unknown {
  return { spec: { template: { $patch: 'replace', ...template } } }
}

function without(cluster: Cluster, { metadata }: KubeObject): Cluster {
  const answer = deleteObject(cluster, resourceNamed('controllerrevisions'), metadata.name, metadata.namespace)
  return accepted(cluster, answer)
}

function accepted(cluster: Cluster, answer: ReturnType<typeof updateObject>): Cluster {
  return answer.ok ? answer.cluster : cluster
}
