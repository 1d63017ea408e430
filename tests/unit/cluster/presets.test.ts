import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Cluster, list } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/cluster/object.ts'
import { PRESETS, presetCluster } from '../../../src/cluster/presets.ts'
import { valuesUnder } from '../../../src/cluster/sorted-map.ts'
import { settle } from '../../../src/cluster/step.ts'
import { minorVersionOf } from '../../../src/cluster/version.ts'
import { admitUpdate } from '../../../src/kubernetes/admit.ts'
import { sameJson } from '../../../src/kubernetes/same-json.ts'
import { pods } from './acting.ts'

/** What the recordings write as placeholders, because it cannot be the same twice. */
function withoutChance(object: KubeObject): unknown {
  const text = JSON.stringify(object)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
    .replace(/("resourceVersion":)"\d+"/g, '$1"<version>"')
    .replace(/\d{4}-\d\d-\d\dT[0-9:.]+Z/g, '<time>')
    .replace(/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-<rand>')
    .replace(/[0-9a-f]{32}(?=["_])/g, '<sha>')
  return JSON.parse(text)
}

function byName(objects: readonly KubeObject[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    objects.map(object => [
      `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`,
      withoutChance(object),
    ]),
  )
}

/** Everything but what the recording left out. */
function objectsOf(cluster: Cluster): readonly KubeObject[] {
  return Object.entries(cluster.objects).flatMap(([name, objects]) =>
    name === 'endpoints' ? [] : valuesUnder(objects),
  )
}

describe('kind', () => {
  test.each([
    ['v1.37', 'v1.37.2'],
    ['v1.35', 'v1.35.4'],
  ])('is the cluster that was recorded, %s', (folder, version) => {
    const path = new URL(`../../conformance/recorded/${folder}/cluster/objects.json`, import.meta.url)
    const { items } = JSON.parse(readFileSync(path, 'utf8')) as { items: readonly KubeObject[] }
    expect(byName(objectsOf(presetCluster('kind', { version })))).toEqual(byName(items))
  })

  test('has another draw with another seed, and the same cluster', () => {
    const [one, other] = [1, 2].map(seed => presetCluster('kind', { seed }))
    expect(Object.keys(pods(one as Cluster, 'kube-system'))).toEqual(Object.keys(pods(other as Cluster, 'kube-system')))
    expect(one?.random).not.toBe(other?.random)
  })
})

describe.each(PRESETS)('%s', preset => {
  const cluster = presetCluster(preset)

  test('is at rest', () => {
    expect(settle(cluster)).toEqual({ cluster, events: [], gaveUp: false, effort: 0 })
  })

  test('holds what the API server would take from a client, although its own programs wrote it', () => {
    const version = minorVersionOf(cluster.version)
    const refused = objectsOf(cluster).filter(object => {
      const admitted = admitUpdate(object, object, { version })
      return !admitted.ok || !sameJson({ ...admitted.value, status: object['status'] }, object)
    })
    expect(refused).toEqual([])
  })

  test('has as many nodes as it says', () => {
    const counts = { kind: 3, 'one-node': 1, zones: 6, ha: 6, mixed: 7, broken: 4, large: 100 }
    expect(list(cluster, 'nodes')).toHaveLength(counts[preset])
  })

  test('has a kube-proxy on every node', () => {
    const proxies = list(cluster, 'pods', 'kube-system').filter(
      ({ metadata }) => metadata.labels?.['k8s-app'] === 'kube-proxy',
    )
    expect(proxies.map(({ spec }) => spec.nodeName).sort()).toEqual(
      list(cluster, 'nodes')
        .map(({ metadata }) => metadata.name)
        .sort(),
    )
  })
})

test('a lone control plane has no taint', () => {
  expect(list(presetCluster('one-node'), 'nodes')[0]?.spec?.taints).toBeUndefined()
})

test('zones has two nodes in each of three zones', () => {
  const zones = list(presetCluster('zones'), 'nodes').map(
    ({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone'],
  )
  expect(zones.toSorted()).toEqual(['zone-a', 'zone-a', 'zone-b', 'zone-b', 'zone-c', 'zone-c'])
})

test('ha has its control plane three times', () => {
  const names = list(presetCluster('ha'), 'pods', 'kube-system').map(({ metadata }) => metadata.name)
  expect(names.filter(name => name.startsWith('etcd-'))).toEqual([
    'etcd-kind-control-plane',
    'etcd-kind-control-plane2',
    'etcd-kind-control-plane3',
  ])
})

test('mixed has every kind of lock', () => {
  const taints = list(presetCluster('mixed'), 'nodes').flatMap(
    ({ spec }) => spec?.taints?.map(({ key, effect }) => `${key}:${effect}`) ?? [],
  )
  expect(taints).toEqual([
    'node-role.kubernetes.io/control-plane:NoSchedule',
    'dedicated:NoSchedule',
    'nvidia.com/gpu:NoSchedule',
    'lifecycle:PreferNoSchedule',
    'node.kubernetes.io/disk-pressure:NoSchedule',
    'node.kubernetes.io/unreachable:NoSchedule',
    'node.kubernetes.io/unreachable:NoExecute',
  ])
})

test('broken has nothing of its own that runs, but on the node that is lost', () => {
  const states = Object.entries(pods(presetCluster('broken'))).filter(([name]) => !name.startsWith('log-agent'))
  expect([...new Set(states.map(([, state]) => state))].sort()).toEqual(['- Pending', 'kind-worker3 Terminating'])
})
