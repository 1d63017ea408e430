import { describe, expect, test } from 'vitest'
import { find, list } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { step } from '../../../src/cluster/step.ts'

const kind = kindCluster()
const coredns = { type: 'delete', resource: 'deployments', name: 'coredns', namespace: 'kube-system' } as const

describe('what a deleted Deployment owned', () => {
  test('goes with it: its ReplicaSet at once, its pods when they have ended', () => {
    const { cluster } = step(kind, coredns)
    expect(find(cluster, 'deployments', 'coredns', 'kube-system')).toBeUndefined()
    expect(list(cluster, 'replicasets', 'kube-system')).toEqual([])
    const pods = list(cluster, 'pods', 'kube-system').filter(({ metadata }) => metadata.deletionTimestamp)
    expect(pods.map(({ metadata }) => metadata.labels?.['k8s-app'])).toEqual(['kube-dns', 'kube-dns'])
  })

  test('stays with Orphan, and forgets its owner', () => {
    const { cluster } = step(kind, { ...coredns, options: { propagation: 'Orphan' } })
    expect(find(cluster, 'deployments', 'coredns', 'kube-system')).toBeUndefined()
    const [replicaSet] = list(cluster, 'replicasets', 'kube-system')
    expect(replicaSet?.metadata.name).toBe('coredns-559f6c778d')
    expect(replicaSet?.metadata.ownerReferences).toBeUndefined()
  })

  test('goes before it with Foreground', () => {
    const { cluster } = step(kind, { ...coredns, options: { propagation: 'Foreground' } })
    const waiting = find(cluster, 'deployments', 'coredns', 'kube-system')
    expect(waiting?.metadata.finalizers).toEqual(['foregroundDeletion'])
    expect(list(cluster, 'replicasets', 'kube-system')[0]?.metadata.finalizers).toEqual(['foregroundDeletion'])
    const ending = list(cluster, 'pods', 'kube-system').filter(({ metadata }) => metadata.deletionTimestamp)
    const options = { gracePeriodSeconds: 0 }
    const after = ending.reduce((next, { metadata }) => {
      const { name, namespace = '' } = metadata
      return step(next, { type: 'delete', resource: 'pods', name, namespace, options }).cluster
    }, cluster)
    expect(find(after, 'deployments', 'coredns', 'kube-system')).toBeUndefined()
  })
})
