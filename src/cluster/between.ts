import type { OwnerReference } from '../kubernetes/object-meta.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import { labelSelectorMatches } from '../kubernetes/selector.ts'
import type { Held } from './cluster.ts'
import { patchOf, REVISION_HASH } from './controller-revision.ts'
import type { KubeObject } from './object.ts'
import { controllerReference } from './owned-pods.ts'
import { REVISION, TEMPLATE_HASH } from './revision.ts'

type Pod = Held['pods']
type Deployment = Held['deployments']
type DaemonSet = Held['daemonsets']

/**
 * What stands between workloads and their pods, made up from what the pods say of it where it is not among the objects:
 * ReplicaSets, and the revisions of DaemonSets. Without them a Deployment would not know its pods, and a DaemonSet would
 * take them for outdated. Of a workload of which there is no pod nothing is known.
 */
export function missingBetween(objects: readonly KubeObject[]): readonly KubeObject[] {
  const known = new Set(objects.map(({ metadata }) => metadata.uid))
  const byMaker = new Map<string, Pod[]>()
  for (const object of objects) {
    const maker = object.kind === 'Pod' ? controllerOf(object) : undefined
    if (maker && (maker.kind === 'ReplicaSet' || maker.kind === 'DaemonSet')) {
      const pods = byMaker.get(maker.uid)
      if (pods) pods.push(object as Pod)
      else byMaker.set(maker.uid, [object as Pod])
    }
  }
  const makers = [...byMaker].filter(([uid]) => !known.has(uid)).map(([, pods]) => pods)
  const revised = new Set(
    objects.filter(({ kind }) => kind === 'ControllerRevision').map(one => controllerOf(one)?.uid),
  )
  return objects.flatMap((object): readonly KubeObject[] => {
    const { uid = '', namespace } = object.metadata
    if (object.kind === 'Deployment') {
      const own = makers.filter(([pod]) => pod?.metadata.namespace === namespace && isMeant(object as Deployment, pod))
      return replicaSetsOf(object as Deployment, own)
    }
    const pods = byMaker.get(uid)
    return object.kind === 'DaemonSet' && pods && !revised.has(uid) ? revisionOf(object as DaemonSet, pods) : []
  })
}

/** Who controls an object. */
export function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller)
}

function isMeant({ spec }: Deployment, pod: Pod | undefined): boolean {
  const labels = pod?.metadata.labels ?? {}
  return labels[TEMPLATE_HASH] !== undefined && labelSelectorMatches(spec?.selector, labels)
}

/** One for the pods of each template; the latest pods are those of the present one. */
function replicaSetsOf(deployment: Deployment, groups: readonly (readonly Pod[])[]): readonly KubeObject[] {
  const { spec } = deployment
  if (!spec) return []
  const latestFirst = groups.toSorted((a, b) => (latestOf(a) < latestOf(b) ? 1 : -1))
  const revision = Number(deployment.metadata.annotations?.[REVISION]) || latestFirst.length
  return latestFirst.flatMap((pods, age) => {
    const [pod] = pods
    const maker = pod && controllerOf(pod)
    const hash = pod?.metadata.labels?.[TEMPLATE_HASH]
    if (!maker || hash === undefined) return []
    const template = age === 0 ? spec.template : templateOf(pod)
    const labels = { ...template.metadata?.labels, [TEMPLATE_HASH]: hash }
    const alive = pods.filter(({ metadata, status }) => {
      return !metadata.deletionTimestamp && status?.phase !== 'Failed' && status?.phase !== 'Succeeded'
    })
    const { selector, replicas = 1 } = spec
    return [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          name: maker.name,
          uid: maker.uid,
          ...(pod.metadata.namespace !== undefined && { namespace: pod.metadata.namespace }),
          ...(pod.metadata.creationTimestamp !== undefined && { creationTimestamp: pod.metadata.creationTimestamp }),
          labels,
          annotations: { [REVISION]: String(Math.max(1, revision - age)) },
          ownerReferences: [controllerReference(deployment)],
        },
        spec: {
          replicas: latestFirst.length === 1 ? replicas : alive.length,
          selector: { ...selector, matchLabels: { ...selector?.matchLabels, [TEMPLATE_HASH]: hash } },
          template: { ...template, metadata: { ...template.metadata, labels } },
        },
        status: { replicas: alive.length },
      },
    ]
  })
}

function revisionOf(daemonSet: DaemonSet, pods: readonly Pod[]): readonly KubeObject[] {
  const latest = pods.toSorted((a, b) => (latestOf([a]) < latestOf([b]) ? 1 : -1))[0]
  const hash = latest?.metadata.labels?.[REVISION_HASH]
  if (hash === undefined) return []
  const { name, namespace, creationTimestamp, annotations } = daemonSet.metadata
  const { template } = daemonSet.spec
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name: `${name}-${hash}`,
        ...(namespace !== undefined && { namespace }),
        ...(creationTimestamp !== undefined && { creationTimestamp }),
        labels: { ...template.metadata?.labels, [REVISION_HASH]: hash },
        ownerReferences: [controllerReference(daemonSet)],
      },
      data: patchOf(template),
      revision: Number(annotations?.[GENERATION]) || 1,
    },
  ]
}

/** Counts the templates that a DaemonSet has had. */
const GENERATION = 'deprecated.daemonset.template.generation'

/** What a pod was made from, as far as it shows: an old template has to be another than the present one, and no more. */
function templateOf({ metadata, spec }: Pod): PodTemplate {
  const { nodeName: _, ...rest } = spec
  return { metadata: { ...(metadata.labels && { labels: metadata.labels }) }, spec: rest }
}

/** Times as the API prints them are in order as texts. */
function latestOf(pods: readonly Pod[]): string {
  return pods.reduce((latest, { metadata: { creationTimestamp = '' } }) => {
    return creationTimestamp > latest ? creationTimestamp : latest
  }, '')
}
