import type { Labels } from '../kubernetes/object-meta.ts'
import type { Taint } from '../kubernetes/taint.ts'
import { isBefore } from '../kubernetes/version.ts'
import { API_RESOURCES, resourceNamed } from './api-resource.ts'
import { type Cluster, clusterOf, list, listObjects, ownedBy } from './cluster.ts'
import { foundCluster, type Machine } from './found.ts'
import type { KubeObject, Manifest } from './object.ts'
import { type Action, advance, settle, step } from './step.ts'
import { minorVersionOf } from './version.ts'

/** Clusters to begin with, each with what it is for in `PRESETS` of the interface's words. */
export const PRESETS = ['kind', 'one-node', 'zones', 'ha', 'mixed', 'broken', 'large'] as const
export type Preset = (typeof PRESETS)[number]

export interface PresetOptions {
  /** `v1.37.2`, the newest, if left out; `v1.35.4` is the other that is recorded. */
  readonly version?: string
  /** From which its random names are drawn. Left out: 1. */
  readonly seed?: number
}

const NEWEST = 'v1.37.2'
const BORN = Date.UTC(2026, 10, 23, 7, 16, 29) / 1000

/** When one meets it: 78 minutes after the recorded cluster had come to rest, and longer than its events are kept. */
const MET = Date.UTC(2026, 10, 23, 8, 35, 25) / 1000

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
export function presetCluster(preset: Preset, { version = NEWEST, seed = 1 }: PresetOptions = {}): Cluster {
  const found = foundCluster({ version, born: BORN, machines: MACHINES[preset](version), seed })
  const names = preset === 'kind' ? recordedNames(found) : new Map<string, string>()
  const met = asMet(found, names)
  const busy = WORK[preset]?.reduce(act, met)
  return busy ? advance(settle(busy).cluster, 120).cluster : met
}

/** What has to be done to a cluster before one meets it. A refusal throws: it is a mistake in the preset. */
function act(cluster: Cluster, action: Action): Cluster {
  const { cluster: next, refused } = step(cluster, action)
  if (refused) throw new Error(refused.message)
  return next
}

/** The same objects later, with their events forgotten and with other random names; draws go on where they were. */
function asMet(cluster: Cluster, names: ReadonlyMap<string, string>): Cluster {
  const kept = API_RESOURCES.filter(({ name }) => name !== 'events').flatMap(resource => listObjects(cluster, resource))
  const text = [...names].reduce((json, [own, other]) => json.replaceAll(own, other), JSON.stringify(kept))
  return clusterOf(cluster.version, MET, JSON.parse(text) as readonly KubeObject[], cluster.random)
}

const CONTROL_PLANE_TAINT: Taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }

function controlPlane(number: number, place: number, more: Partial<Machine> = {}): Machine {
  return {
    name: `kind-control-plane${number > 1 ? number : ''}`,
    role: 'control-plane',
    address: place,
    podRange: number - 1,
    taints: [CONTROL_PLANE_TAINT],
    ...more,
    labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': '', ...more.labels },
  }
}

function worker(number: number, place: number, podRange: number, more: Partial<Machine> = {}): Machine {
  return { name: `kind-worker${number > 1 ? number : ''}`, role: 'worker', address: place, podRange, ...more }
}

/** The machines of the recorded clusters: that of 1.37 had lost the second range of addresses to a node that was none. */
function recordedMachines(version: string): readonly Machine[] {
  const skipped = isBefore(minorVersionOf(version), '1.36') ? 0 : 1
  return [controlPlane(1, 3), worker(1, 2, 1 + skipped), worker(2, 4, 2 + skipped)]
}

function inZone(zone: string): { readonly labels: Labels } {
  return { labels: { 'topology.kubernetes.io/region': 'region-1', 'topology.kubernetes.io/zone': `zone-${zone}` } }
}

const MACHINES: Readonly<Record<Preset, (version: string) => readonly Machine[]>> = {
  kind: recordedMachines,
  'one-node': () => [{ ...controlPlane(1, 2), labels: {}, taints: [] }],
  zones: () => [
    controlPlane(1, 2, inZone('a')),
    ...['a', 'b', 'b', 'c', 'c'].map((zone, index) => worker(index + 1, index + 3, index + 1, inZone(zone))),
  ],
  ha: () => [
    ...[1, 2, 3].map(number => controlPlane(number, number + 1)),
    ...[1, 2, 3].map(number => worker(number, number + 4, number + 2)),
  ],
  mixed: () => [
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
  broken: () => [
    controlPlane(1, 2),
    worker(1, 3, 1, { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] }),
    worker(2, 4, 2, { cordoned: true }),
    worker(3, 5, 3),
  ],
  large: () => [
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

/** The random parts of names in the recorded clusters: a template's hash, then its pods', by node or by address. */
const RECORDED: Readonly<Record<'old' | 'new', Readonly<Record<string, readonly string[]>>>> = {
  new: {
    coredns: ['559f6c778d', 'xtvcb', 'r2c2s'],
    'local-path-provisioner': ['75f7fc7dc5', 'm859b'],
    kindnet: ['84d8ccbb84', 'lt8tp', 'dgp4p', 't88gb'],
    'kube-proxy': ['5499867df', '6jsl2', 'fwjnp', '67dm9'],
    'kube-dns': ['xwc2b'],
  },
  old: {
    coredns: ['7d764666f9', '6599q', 'wxxxr'],
    'local-path-provisioner': ['67b778fdf6', '4vf67'],
    kindnet: ['696d48669f', 'stt2g', '7wlmn', '8b8cf'],
    'kube-proxy': ['56b4955dd6', 'q8v6x', 'lz594', 'pxpw5'],
    'kube-dns': ['hbzh5'],
  },
}

/** Own names and what they were when the cluster was recorded. */
function recordedNames(cluster: Cluster): ReadonlyMap<string, string> {
  const recorded = RECORDED[isBefore(minorVersionOf(cluster.version), '1.36') ? 'old' : 'new']
  const names = new Map<string, string>()
  const workloads = [...list(cluster, 'replicasets'), ...list(cluster, 'daemonsets')]
  for (const workload of workloads) {
    const pods = ownedBy(cluster, workload.metadata.uid ?? '', 'pods')
    const { 'pod-template-hash': replicaHash, 'controller-revision-hash': hash = replicaHash ?? '' } =
      pods[0]?.metadata.labels ?? {}
    const owner = workload.metadata.name.replace(`-${hash}`, '')
    const [recordedHash = '', ...suffixes] = recorded[owner] ?? []
    const inOrder = pods.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
    for (const [index, pod] of inOrder.entries()) {
      const prefix = pod.metadata.generateName?.replace(hash, recordedHash)
      names.set(pod.metadata.name, `${prefix}${suffixes[index]}`)
    }
    names.set(hash, recordedHash)
  }
  const [slice] = listObjects(cluster, resourceNamed('endpointslices'), 'kube-system')
  if (slice) {
    names.set(slice.metadata.name, `kube-dns-${recorded['kube-dns']?.[0]}`)
    names.set(`"generation":${slice.metadata.generation}`, '"generation":3')
  }
  return names
}

function placeOf({ spec, status }: ReturnType<typeof ownedBy<'pods'>>[number]): string {
  return `${spec.nodeName} ${status?.podIP}`
}
