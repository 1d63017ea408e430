import { resourceNamed } from './api-resource.ts'
import { deleteObject } from './api-server.ts'
import { find, podsOn, putObject } from './cluster.ts'
import { type Controller, lookLater } from './controller.ts'
import { withPodCondition } from './pod-condition.ts'

const NAME = 'pod-garbage-collector'

/** How long a node has to be gone before its pods are taken for lost: it waits 40 s, and looks every 20 s. */
const QUARANTINE = 60

/** Deletes the pods of nodes that are not there. (pkg/controller/podgc `gcOrphaned`) */
export const podGarbageCollector: Controller = {
  name: NAME,
  notice: (cluster, { type, resource, object, before }) => {
    if (resource === 'nodes') return type === 'DELETED' ? [`${object.metadata.name}/${cluster.now}`] : []
    if (resource !== 'pods' || type === 'DELETED') return []
    const node = nodeOf(object)
    if (node === undefined || node === nodeOf(before) || find(cluster, 'nodes', node)) return []
    return [`${node}/${cluster.now}`]
  },
  look: (cluster, key) => {
    const [node = '', since = ''] = key.split('/')
    if (find(cluster, 'nodes', node)) return cluster
    const due = Number(since) + QUARANTINE
    if (cluster.now < due) return lookLater(cluster, NAME, key, due)
    return podsOn(cluster, node).reduce((next, pod) => {
      const condition = {
        type: 'DisruptionTarget',
        status: 'True' as const,
        reason: 'DeletionByPodGC',
        message: 'PodGC: node no longer exists',
      }
      const marked = withPodCondition({ ...pod, status: { ...pod.status, phase: 'Failed' } }, condition, next.now)
      const { name, namespace } = pod.metadata
      const failed = putObject(next, marked)
      const answer = deleteObject(failed, resourceNamed('pods'), name, namespace, { gracePeriodSeconds: 0 })
      return answer.ok ? answer.cluster : failed
    }, cluster)
  },
}

function nodeOf(pod: { readonly [field: string]: unknown } | undefined): string | undefined {
  return (pod?.['spec'] as { readonly nodeName?: string } | undefined)?.nodeName
}
