import type { Taint } from '../kubernetes/taint.ts'
import { API_RESOURCES } from './api-resource.ts'
import { type Cluster, clusterOf, listObjects } from './cluster.ts'
import { foundCluster, type Machine } from './found.ts'
import type { KubeObject } from './object.ts'

export interface PresetOptions {
  /** `v1.37.2`, the newest, if left out; `v1.35.4` is the other that is recorded. */
  readonly version?: string
  /** From which its random names are drawn. Left out: 1. */
  readonly seed?: number
}

/** The release that a preset runs if nobody says another. */
export const NEWEST = 'v1.37.2'
const BORN = Date.UTC(2026, 10, 23, 7, 16, 29) / 1000

/** When one meets it: 78 minutes after the recorded cluster had come to rest, and longer than its events are kept. */
const MET = Date.UTC(2026, 10, 23, 8, 35, 25) / 1000

/** The cluster of these machines when it has just come to rest. */
export function foundPreset(machines: readonly Machine[], { version = NEWEST, seed = 1 }: PresetOptions): Cluster {
  return foundCluster({ version, born: BORN, machines, seed })
}

/** The same objects later, with their events forgotten and with other random names; draws go on where they were. */
export function asMet(cluster: Cluster, names: ReadonlyMap<string, string> = new Map()): Cluster {
  const kept = API_RESOURCES.filter(({ name }) => name !== 'events').flatMap(resource => listObjects(cluster, resource))
  const text = [...names].reduce((json, [own, other]) => json.replaceAll(own, other), JSON.stringify(kept))
  return clusterOf(cluster.version, MET, JSON.parse(text) as readonly KubeObject[], cluster.random)
}

const CONTROL_PLANE_TAINT: Taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }

/** A machine of the control plane: the `number`th, the `place`th of its network. */
export function controlPlane(number: number, place: number, more: Partial<Machine> = {}): Machine {
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

/** A worker, whose pods get the `podRange`th range of addresses. */
export function worker(number: number, place: number, podRange: number, more: Partial<Machine> = {}): Machine {
  return { name: `kind-worker${number > 1 ? number : ''}`, role: 'worker', address: place, podRange, ...more }
}
