import { API_RESOURCES, resourceOf } from './api-resource.ts'
import { createObject, deleteObject } from './api-server.ts'
import { type Cluster, dropObject, find, findObject, listObjects } from './cluster.ts'
import type { Controller } from './controller.ts'
import type { Manifest } from './object.ts'

/** What every namespace has: the account that its pods run as, and the certificate by which they know the API server. */
const ROOT_CERTIFICATE = 'kube-root-ca.crt'
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'

/**
 * Gives each namespace what every one has, and empties one that is being deleted: when nothing is left in it, it is gone.
 * (pkg/controller/namespace, pkg/controller/serviceaccount, pkg/controller/certificates/rootcacertpublisher)
 */
export const namespaceController: Controller = {
  name: 'namespace-controller',
  notice: (_, { type, resource, object }) => {
    if (resource === 'namespaces') return type === 'DELETED' ? [] : [object.metadata.name]
    return type === 'DELETED' && object.metadata.namespace ? [object.metadata.namespace] : []
  },
  look: (cluster, name) => {
    const namespace = find(cluster, 'namespaces', name)
    if (!namespace) return cluster
    return namespace.metadata.deletionTimestamp ? emptied(cluster, name) : furnished(cluster, name)
  },
}

function furnished(cluster: Cluster, namespace: string): Cluster {
  const account: Manifest = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } }
  const certificate: Manifest = {
    apiVersion: 'v1',
    data: { 'ca.crt': '<certificate>' },
    kind: 'ConfigMap',
    metadata: { annotations: { 'kubernetes.io/description': DESCRIPTION }, name: ROOT_CERTIFICATE, namespace },
  }
  return [account, certificate].reduce((next, manifest) => {
    const resource = resourceOf(manifest)
    if (!resource || findObject(next, resource, manifest.metadata?.name ?? '', namespace)) return next
    const answer = createObject(next, manifest)
    return answer.ok ? answer.cluster : next
  }, cluster)
}

function emptied(cluster: Cluster, namespace: string): Cluster {
  const resources = API_RESOURCES.filter(({ namespaced }) => namespaced)
  const deleted = resources.reduce((next, resource) => {
    return listObjects(next, resource, namespace).reduce((after, { metadata }) => {
      if (metadata.deletionTimestamp) return after
      const answer = deleteObject(after, resource, metadata.name, namespace)
      return answer.ok ? answer.cluster : after
    }, next)
  }, cluster)
  if (resources.some(resource => listObjects(deleted, resource, namespace).length > 0)) return deleted
  const last = find(deleted, 'namespaces', namespace)
  return last ? dropObject(deleted, last) : deleted
}
