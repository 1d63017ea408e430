import { type Cluster, find, type Held, list } from '../../../src/cluster/cluster.ts'
import type { Manifest } from '../../../src/cluster/object.ts'
import { type Action, step } from '../../../src/cluster/step.ts'

/** The cluster after these actions, one after the other. One that is refused throws. */
export function act(cluster: Cluster, ...actions: readonly Action[]): Cluster {
  return actions.reduce((current, action) => {
    const { cluster: next, refused } = step(current, action)
    if (refused) throw new Error(refused.message)
    return next
  }, cluster)
}

export const SETTLE: Action = { type: 'settle' }

export function wait(seconds: number): Action {
  return { type: 'wait', seconds }
}

export function create(manifest: Manifest): Action {
  return { type: 'create', manifest }
}

export function pod(name: string, spec: object = {}, metadata: object = {}): Manifest {
  const containers = [{ name: 'c', image: 'nginx:1.27' }]
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec: { containers, ...spec } }
}

export function onNode(node: string): object {
  return { nodeSelector: { 'kubernetes.io/hostname': node } }
}

export function workload(
  kind: 'DaemonSet' | 'Deployment' | 'ReplicaSet',
  name: string,
  spec: object = {},
  more: object = {},
): Manifest {
  const labels = { app: name }
  const containers = [{ name: 'c', image: 'nginx:1.27' }]
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, ...spec } },
      ...more,
    },
  }
}

/** Gives the stored object of a name another spec. */
export function change<R extends keyof Held>(cluster: Cluster, resource: R, name: string, spec: object): Cluster {
  const object = find(cluster, resource, name, resource === 'nodes' ? undefined : 'default')
  if (!object) throw new Error(`no ${resource} ${name}`)
  return act(cluster, { type: 'update', manifest: { ...object, spec: { ...(object['spec'] as object), ...spec } } })
}

export function remove(resource: string, name: string, namespace = 'default', options: object = {}): Action {
  return { type: 'delete', resource, name, namespace, options }
}

/** The pods of `default` by name: node, and what `kubectl get pods` would call their status. */
export function pods(cluster: Cluster, namespace = 'default'): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list(cluster, 'pods', namespace).map(({ metadata, spec, status }) => {
      const state = metadata.deletionTimestamp ? 'Terminating' : (status?.reason ?? status?.phase)
      return [metadata.name, `${spec.nodeName ?? '-'} ${state}`]
    }),
  )
}

/** The events of a reason, as `object: message`, with the count if it is more than one. */
export function events(cluster: Cluster, ...reasons: readonly string[]): readonly string[] {
  return list(cluster, 'events')
    .filter(({ reason }) => reasons.includes(reason))
    .map(({ involvedObject, message, count, series }) => {
      const times = series?.count ?? count ?? 1
      return `${involvedObject.name}: ${message}${times > 1 ? ` x${times}` : ''}`
    })
}
