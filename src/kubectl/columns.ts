import type { KubeObject } from '../cluster/object.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import type { Pod } from '../kubernetes/pod.ts'
import type { KubernetesVersion } from '../kubernetes/version.ts'
import { printAge } from './age.ts'
import { podCells } from './pod-columns.ts'

/** One column of `kubectl get`. */
export interface Column {
  readonly header: string
  /** Only with `-o wide`. */
  readonly wide?: boolean
}

/** The columns of one kind, and the cells of one of its objects under them. */
export interface Columns {
  readonly columns: readonly Column[]
  readonly cells: (object: KubeObject, when: When) => readonly string[]
}

/** When and for which release a table is printed. */
export interface When {
  /** The clock's second. */
  readonly now: number
  /** `v1.37.2` */
  readonly version: string
}

export const NONE = '<none>'

/** The columns of nodes and pods, which everybody looks at; `undefined` for others, which are in `otherColumns`. */
export function columnsOf(kind: string): Columns | undefined {
  return Object.hasOwn(COLUMNS, kind) ? COLUMNS[kind] : undefined
}

/** (kubernetes `pkg/printers/internalversion/printers.go`) */
const COLUMNS: Readonly<Record<string, Columns>> = {
  Node: {
    columns: [
      ...columns('NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION'),
      ...wide('INTERNAL-IP', 'EXTERNAL-IP', 'OS-IMAGE', 'KERNEL-VERSION', 'CONTAINER-RUNTIME'),
    ],
    cells: (object, when) => nodeCells(object as Node & KubeObject, when),
  },
  Pod: {
    columns: [
      ...columns('NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'),
      ...wide('IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES'),
    ],
    cells: (object, { now }) => {
      const pod = object as Pod & KubeObject
      const { ready, status, restarts } = podCells(pod, now)
      return [
        pod.metadata.name,
        ready,
        status,
        restarts,
        age(pod, now),
        pod.status?.podIPs?.[0]?.ip || NONE,
        pod.spec.nodeName || NONE,
        pod.status?.nominatedNodeName || NONE,
        readinessGates(pod),
      ]
    },
  },
}

/** Columns that are always shown. */
export function columns(...headers: string[]): Column[] {
  return headers.map(header => ({ header }))
}

/** Columns that `-o wide` adds. */
export function wide(...headers: string[]): Column[] {
  return headers.map(header => ({ header, wide: true }))
}

/** How long ago an object was made, as its table says it. */
export function age(object: KubeObject, now: number): string {
  return printAge(object.metadata.creationTimestamp, now)
}

/** Prints labels or a selector's pairs as `a=1,b=2`, sorted; `<none>` for none. */
export function printLabels(labels: Labels | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return pairs.sort().join(',') || NONE
}

/** A field of an object's spec or status. */
export function field(object: KubeObject, section: string, name: string): unknown {
  return (object[section] as Readonly<Record<string, unknown>> | undefined)?.[name]
}

function nodeCells(node: Node & KubeObject, { now, version }: When): readonly string[] {
  const { spec = {}, status = {}, metadata } = node
  const info = status.nodeInfo
  const kernel = info?.kernelVersion || '<unknown>'
  return [
    metadata.name,
    nodeStatus(node),
    nodeRoles(metadata.labels),
    age(node, now),
    info?.kubeletVersion ?? '',
    status.addresses?.find(one => one.type === 'InternalIP')?.address ?? NONE,
    status.addresses?.find(one => one.type === 'ExternalIP')?.address ?? NONE,
    info?.osImage || '<unknown>',
    // The architecture stands beside the kernel in 1.37's recordings, not in 1.35's.
    minorOf(version) >= 36 && info?.architecture ? `${kernel} (${info.architecture})` : kernel,
    info?.containerRuntimeVersion || '<unknown>',
  ].map((cell, index) => (index === 1 && spec.unschedulable ? `${cell},SchedulingDisabled` : cell))
}

function nodeStatus(node: Node): string {
  const ready = node.status?.conditions?.find(one => one.type === 'Ready')
  if (!ready) return 'Unknown'
  return ready.status === 'True' ? 'Ready' : 'NotReady'
}

/** The roles that a node's labels name, sorted; `<none>` for none. (printers `findNodeRoles`) */
export function nodeRoles(labels: Labels = {}): string {
  const roles = Object.entries(labels).flatMap(([key, value]) => {
    if (key.startsWith('node-role.kubernetes.io/')) return key.slice('node-role.kubernetes.io/'.length) || []
    return key === 'kubernetes.io/role' && value ? value : []
  })
  return [...new Set(roles)].sort().join(',') || NONE
}

/** The version whose rules and words a release follows. */
export function rulesVersion(version: string): KubernetesVersion {
  const minor = minorOf(version)
  return minor <= 34 ? '1.34' : minor === 35 ? '1.35' : minor === 36 ? '1.36' : '1.37'
}

/** `37` of `v1.37.2`. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1])
}

function readinessGates(pod: Pod & KubeObject): string {
  const gates = (field(pod, 'spec', 'readinessGates') ?? []) as readonly { readonly conditionType: string }[]
  if (gates.length === 0) return NONE
  const met = gates.filter(gate =>
    pod.status?.conditions?.some(one => one.type === gate.conditionType && one.status === 'True'),
  )
  return `${met.length}/${gates.length}`
}
