import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Cluster, find, list } from '../../src/cluster/cluster.ts'
import { importObjects } from '../../src/cluster/import.ts'
import type { KubeObject, Manifest } from '../../src/cluster/object.ts'
import { PRESETS, presetCluster } from '../../src/cluster/presets.ts'
import { type Action, advance, settle, step } from '../../src/cluster/step.ts'
import { cheapest, measure } from './measure.ts'

/** What one types at an exam, as what it does to a cluster. */
export function* clusterFigures(): Iterable<string> {
  for (const preset of PRESETS) {
    yield `to found ${preset}: ${Math.round(cheapest(3, () => presetCluster(preset)).processor)} ms`
  }
  for (const preset of ['kind', 'large'] as const) {
    const cluster = presetCluster(preset)
    const { processor } = cheapest(5, () => session(cluster))
    yield `a session of ${ACTIONS} actions, each run to rest, on ${preset}: ${Math.round(processor)} ms, ${Math.round(ACTIONS / (processor / 1000))} actions a second`
  }
  yield* sizeFigures()
}

/** Kubernetes' limit of nodes, and ten pods a node. */
function* sizeFigures(): Iterable<string> {
  const nodes = Array.from({ length: 5000 }, (_, index) => benchNode(index))
  const start = heap()
  const bound = JSON.stringify({ items: [...nodes, ...pods(index => nodes[index % 5000]?.metadata.name)] })
  const held = measure(() => imported(bound))
  yield `5 000 nodes with 50 000 pods, ${Math.round(bound.length / 2 ** 20)} MiB of JSON, imported in ${Math.round(held.processor)} ms; held in ${heap() - start} MiB`
  const cordoned = cheapest(5, () => step(held.result, cordon(held.result, 'node-0003')))
  yield `one node of them cordoned: ${cordoned.processor.toFixed(1)} ms`
  const one: Action = { type: 'create', manifest: pod('one more') }
  yield `one pod more placed among them: ${Math.round(cheapest(5, () => step(held.result, one)).processor)} ms`
  const waiting = imported(JSON.stringify({ items: [...nodes, ...pods(() => undefined)] }))
  const placed = measure(() => advance(waiting, 0).cluster)
  yield `50 000 waiting pods placed on them, each with its event: ${Math.round(placed.processor)} ms`
  const running = measure(() => settle(placed.result).cluster)
  const count = list(running.result, 'pods').filter(({ status }) => status?.phase === 'Running').length
  yield `and started, until all ${count} run: ${Math.round(running.processor)} ms; held, with ${list(running.result, 'events').length} events, in ${heap() - start} MiB`
}

const ACTIONS = 9

function session(start: Cluster): Cluster {
  const containers = [{ name: 'c', image: 'nginx:1.27' }]
  const labels = { app: 'web' }
  const web: Manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 10, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  }
  const taint = { key: 'fire', value: '1', effect: 'NoExecute' }
  const deeds: readonly ((cluster: Cluster) => Action)[] = [
    () => ({ type: 'create', manifest: web }),
    () => ({ type: 'settle' }),
    cluster => cordon(cluster, 'kind-worker'),
    cluster => changed(cluster, 'nodes', 'kind-worker2', { taints: [taint] }),
    () => ({ type: 'settle' }),
    cluster => changed(cluster, 'nodes', 'kind-worker2', { taints: [] }),
    cluster => changed(cluster, 'deployments', 'web', { replicas: 3 }),
    () => ({ type: 'settle' }),
    () => ({ type: 'delete', resource: 'deployments', name: 'web', namespace: 'default' }),
  ]
  return deeds.reduce((cluster, deed) => step(cluster, deed(cluster)).cluster, start)
}

function cordon(cluster: Cluster, name: string): Action {
  return changed(cluster, 'nodes', name, { unschedulable: true })
}

function changed(cluster: Cluster, resource: 'nodes' | 'deployments', name: string, spec: object): Action {
  const object = find(cluster, resource, name, resource === 'nodes' ? undefined : 'default')
  if (!object) throw new Error(`no ${resource} ${name}`)
  return { type: 'update', manifest: { ...object, spec: { ...object.spec, ...spec } } }
}

function imported(text: string): Cluster {
  const result = importObjects([JSON.parse(text)])
  if (!result.ok) throw new Error(JSON.stringify(result.issues[0]))
  return result.cluster
}

function benchNode(index: number): KubeObject {
  const name = `node-${String(index).padStart(4, '0')}`
  const resources = { cpu: '32', memory: '256Gi', pods: '110' }
  const time = '2026-11-23T07:16:36Z'
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: name,
      creationTimestamp: time,
      labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `zone-${index % 3}` },
    },
    spec: {
      podCIDR: `10.${index >> 8}.${index & 255}.0/24`,
      ...(index % 10 === 0 && { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] }),
    },
    status: {
      addresses: [{ type: 'InternalIP', address: `172.18.${index >> 8}.${index & 255}` }],
      allocatable: resources,
      capacity: resources,
      conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: time, lastTransitionTime: time }],
      images: [{ names: ['nginx:1.27'] }],
    },
  }
}

function pods(nodeOf: (index: number) => string | undefined): readonly Manifest[] {
  return Array.from({ length: 50_000 }, (_, index) => pod(`pod-${index}`, nodeOf(index)))
}

function pod(name: string, nodeName?: string): Manifest {
  const resources = { requests: { cpu: '100m', memory: '128Mi' } }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: name.replaceAll(' ', '-'), namespace: 'default', uid: name, labels: { app: 'web' } },
    spec: {
      containers: [{ name: 'c', image: 'nginx:1.27', resources }],
      tolerations: [{ key: 'other', operator: 'Exists', effect: 'NoSchedule' }],
      ...(nodeName && { nodeName }),
    },
    status: { phase: nodeName ? 'Running' : 'Pending', qosClass: 'Burstable' },
  }
}

/** What is held on the heap after everything that is not has been thrown away, in MiB. */
function heap(): number {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20)
}
