import type { Labels } from '../kubernetes/object-meta.ts'
import type { Cluster } from './cluster.ts'
import { advance, settle } from './controllers.ts'
import type { Machine } from './found.ts'
import { kindCluster } from './kind.ts'
import type { Manifest } from './object.ts'
import { asMet, controlPlane, foundPreset, type PresetOptions, worker } from './preset.ts'
import { type Action, step } from './step.ts'

/** Clusters to begin with, each with what it is for in `PRESETS` of the interface's words. */
export const PRESETS = ['kind', 'one-node', 'zones', 'ha', 'mixed', 'broken', 'large'] as const
export type Preset = (typeof PRESETS)[number]

/**
 * A cluster to begin with:
 * `kind`, the recorded one, of one control plane and two workers;
 * `one-node`, a control plane alone, without its taint;
 * `zones`, six nodes in three zones;
 * `ha`, three control planes and three workers;
 * `mixed`, with nodes for one purpose, nodes that may go at any time, and ill ones;
 * `broken`, in which workloads wait for someone to find out why;
 * `large`, a hundred nodes with work on them.
 */
export function presetCluster(preset: Preset, options: PresetOptions = {}): Cluster {
  if (preset === 'kind') return kindCluster(options)
  const met = asMet(foundPreset(MACHINES[preset], options))
  const busy = WORK[preset]?.reduce(act, met)
  return busy ? advance(settle(busy).cluster, 120).cluster : met
}

/** What has to be done to a cluster before one meets it. A refusal throws: it is a mistake in the preset. */
function act(cluster: Cluster, action: Action): Cluster {
  const { cluster: next, refused } = step(cluster, action)
  if (refused) throw new Error(refused.message)
  return next
}

function inZone(zone: string): { readonly labels: Labels } {
  return { labels: { 'topology.kubernetes.io/region': 'region-1', 'topology.kubernetes.io/zone': `zone-${zone}` } }
}

const MACHINES: Readonly<Record<Exclude<Preset, 'kind'>, readonly Machine[]>> = {
  'one-node': [{ ...controlPlane(1, 2), labels: {}, taints: [] }],
  zones: [
    controlPlane(1, 2, inZone('a')),
    ...['a', 'b', 'b', 'c', 'c'].map((zone, index) => worker(index + 1, index + 3, index + 1, inZone(zone))),
  ],
  ha: [
    ...[1, 2, 3].map(number => controlPlane(number, number + 1)),
    ...[1, 2, 3].map(number => worker(number, number + 4, number + 2)),
  ],
  mixed: [
    controlPlane(1, 2),
    worker(1, 3, 1),
    worker(2, 4, 2, {
      labels: { dedicated: 'batch' },
      taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }],
    }),
    worker(3, 5, 3, {
      labels: { accelerator: 'gpu' },
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
      resources: { 'nvidia.com/gpu': '2' },
    }),
    worker(4, 6, 4, {
      labels: { lifecycle: 'spot' },
      taints: [{ key: 'lifecycle', value: 'spot', effect: 'PreferNoSchedule' }],
    }),
    worker(5, 7, 5, { ill: ['DiskPressure'] }),
    worker(6, 8, 6),
  ],
  broken: [
    controlPlane(1, 2),
    worker(1, 3, 1, { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] }),
    worker(2, 4, 2, { cordoned: true }),
    worker(3, 5, 3),
  ],
  large: [
    controlPlane(1, 2),
    ...Array.from({ length: 99 }, (_, index) =>
      worker(index + 1, index + 3, index + 1, inZone('abc'.charAt(index % 3))),
    ),
  ],
}

/** What happens before one meets the cluster. */
const WORK: Partial<Record<Preset, readonly Action[]>> = {
  mixed: [
    { type: 'stop-node', node: 'kind-worker6' },
    { type: 'wait', seconds: 60 },
  ],
  broken: [
    created(deployment('shop', 3)),
    // The Service looks for another label than the pods have.
    created(service('shop', { app: 'shops' })),
    // No node has this label.
    created(deployment('reports', 2, { nodeSelector: { disk: 'ssd' } })),
    // The key is for another effect than the lock.
    created(
      deployment('batch', 2, {
        nodeSelector: { 'kubernetes.io/hostname': 'kind-worker' },
        tolerations: [{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }],
      }),
    ),
    // It is meant for every node and tolerates nothing.
    created({ ...deployment('log-agent', 1), kind: 'DaemonSet', spec: workloadSpec('log-agent') }),
    { type: 'settle' },
    // The only node that is open goes silent, and with it the shop.
    { type: 'stop-node', node: 'kind-worker3' },
    { type: 'wait', seconds: 360 },
  ],
  large: ['front', 'api', 'cart', 'mail', 'search'].flatMap((name): readonly Action[] => [
    created({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
    created(deployment(name, 60, {}, name)),
    created(service(name, { app: name }, name)),
  ]),
}

function created(manifest: Manifest): Action {
  return { type: 'create', manifest }
}

function deployment(name: string, replicas: number, podSpec: object = {}, namespace = 'default'): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { labels: { app: name }, name, namespace },
    spec: { replicas, ...workloadSpec(name, podSpec) },
  }
}

function workloadSpec(name: string, podSpec: object = {}): object {
  const labels = { app: name }
  const resources = { requests: { cpu: '100m', memory: '64Mi' } }
  const containers = [{ image: 'nginx:1.27', name: 'nginx', ports: [{ containerPort: 80 }], resources }]
  return { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers, ...podSpec } } }
}

function service(name: string, selector: Labels, namespace = 'default'): Manifest {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { ports: [{ port: 80 }], selector } }
}
