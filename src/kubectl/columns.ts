import type { KubeObject } from '../cluster/object.ts'
import type { Event } from '../kubernetes/event.ts'
import type { LabelSelector } from '../kubernetes/label-selector.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import type { Pod, PodTemplate } from '../kubernetes/pod.ts'
import type { PodDisruptionBudget } from '../kubernetes/pod-disruption-budget.ts'
import type { Service } from '../kubernetes/service.ts'
import type { KubernetesVersion } from '../kubernetes/version.ts'
import type { DaemonSet, Deployment, ReplicaSet } from '../kubernetes/workload.ts'
import { printAge } from './age.ts'
import { podCells } from './pod-columns.ts'
import { readEvent } from './read-event.ts'

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

const NONE = '<none>'

/** The columns that the API server gives each kind; those it has no columns for show their name and age. */
export function columnsOf(kind: string): Columns {
  return COLUMNS[kind] ?? OTHER
}

const OTHER: Columns = {
  columns: columns('NAME', 'AGE'),
  cells: (object, { now }) => [object.metadata.name, age(object, now)],
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
  DaemonSet: {
    columns: [
      ...columns('NAME', 'DESIRED', 'CURRENT', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'NODE SELECTOR', 'AGE'),
      ...wide('CONTAINERS', 'IMAGES', 'SELECTOR'),
    ],
    cells: (object, { now }) => {
      const { spec, status, metadata } = object as DaemonSet & KubeObject
      return [
        metadata.name,
        String(status?.desiredNumberScheduled ?? 0),
        String(status?.currentNumberScheduled ?? 0),
        String(status?.numberReady ?? 0),
        String(status?.updatedNumberScheduled ?? 0),
        String(status?.numberAvailable ?? 0),
        printLabels(spec.template.spec.nodeSelector),
        age(object, now),
        ...templateCells(spec.template, spec.selector),
      ]
    },
  },
  Deployment: {
    columns: [
      ...columns('NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE'),
      ...wide('CONTAINERS', 'IMAGES', 'SELECTOR'),
    ],
    cells: (object, { now }) => {
      const { spec, status, metadata } = object as Deployment & KubeObject
      return [
        metadata.name,
        `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`,
        String(status?.updatedReplicas ?? 0),
        String(status?.availableReplicas ?? 0),
        age(object, now),
        ...templateCells(spec?.template, spec?.selector),
      ]
    },
  },
  ReplicaSet: {
    columns: [...columns('NAME', 'DESIRED', 'CURRENT', 'READY', 'AGE'), ...wide('CONTAINERS', 'IMAGES', 'SELECTOR')],
    cells: (object, { now }) => {
      const { spec, status, metadata } = object as ReplicaSet & KubeObject
      return [
        metadata.name,
        String(spec?.replicas ?? 1),
        String(status?.replicas ?? 0),
        String(status?.readyReplicas ?? 0),
        age(object, now),
        ...templateCells(spec?.template, spec?.selector),
      ]
    },
  },
  Service: {
    columns: [...columns('NAME', 'TYPE', 'CLUSTER-IP', 'EXTERNAL-IP', 'PORT(S)', 'AGE'), ...wide('SELECTOR')],
    cells: (object, { now }) => {
      const service = object as Service & KubeObject
      return [
        service.metadata.name,
        service.spec?.type ?? 'ClusterIP',
        service.spec?.clusterIP || NONE,
        externalAddress(service),
        printPorts(service),
        age(service, now),
        printLabels(service.spec?.selector),
      ]
    },
  },
  Namespace: {
    columns: columns('NAME', 'STATUS', 'AGE'),
    cells: (object, { now }) => [object.metadata.name, String(field(object, 'status', 'phase')), age(object, now)],
  },
  ConfigMap: {
    columns: columns('NAME', 'DATA', 'AGE'),
    cells: (object, { now }) => {
      const count = [object['data'], object['binaryData']].reduce<number>(
        (sum, one) => sum + Object.keys(one ?? {}).length,
        0,
      )
      return [object.metadata.name, String(count), age(object, now)]
    },
  },
  ControllerRevision: {
    columns: columns('NAME', 'CONTROLLER', 'REVISION', 'AGE'),
    cells: (object, { now }) => {
      const owner = object.metadata.ownerReferences?.find(one => one.controller)
      const controller = owner ? `${owner.kind.toLowerCase()}.apps/${owner.name}` : NONE
      return [object.metadata.name, controller, column(object, 'revision'), age(object, now)]
    },
  },
  Endpoints: {
    columns: columns('NAME', 'ENDPOINTS', 'AGE'),
    cells: (object, { now }) => [object.metadata.name, printSubsets(object), age(object, now)],
  },
  EndpointSlice: {
    columns: columns('NAME', 'ADDRESSTYPE', 'PORTS', 'ENDPOINTS', 'AGE'),
    cells: (object, { now }) => {
      const { ports, endpoints } = object as unknown as SliceFields
      const numbers = (ports ?? []).map(one => String(one.port ?? '*'))
      const addresses = (endpoints ?? []).flatMap(one => one.addresses)
      return [
        object.metadata.name,
        column(object, 'addressType'),
        firstThree(numbers, '<unset>'),
        firstThree(addresses, '<unset>'),
        age(object, now),
      ]
    },
  },
  Event: {
    columns: [
      ...columns('LAST SEEN', 'TYPE', 'REASON', 'OBJECT'),
      ...wide('SUBOBJECT', 'SOURCE'),
      ...columns('MESSAGE'),
      ...wide('FIRST SEEN', 'COUNT', 'NAME'),
    ],
    cells: (object, { now }) => eventCells(readEvent(object), now),
  },
  Lease: {
    columns: columns('NAME', 'HOLDER', 'AGE'),
    cells: (object, { now }) => [
      object.metadata.name,
      String(field(object, 'spec', 'holderIdentity') ?? ''),
      age(object, now),
    ],
  },
  PodDisruptionBudget: {
    columns: columns('NAME', 'MIN AVAILABLE', 'MAX UNAVAILABLE', 'ALLOWED DISRUPTIONS', 'AGE'),
    cells: (object, { now }) => {
      const { spec = {}, status } = object as PodDisruptionBudget & KubeObject
      return [
        object.metadata.name,
        String(spec.minAvailable ?? 'N/A'),
        String(spec.maxUnavailable ?? 'N/A'),
        String(status?.disruptionsAllowed ?? 0),
        age(object, now),
      ]
    },
  },
  Secret: {
    columns: columns('NAME', 'TYPE', 'DATA', 'AGE'),
    cells: (object, { now }) => [
      object.metadata.name,
      column(object, 'type'),
      String(Object.keys(object['data'] ?? {}).length),
      age(object, now),
    ],
  },
  ServiceAccount: {
    columns: columns('NAME', 'SECRETS', 'AGE'),
    cells: (object, { now }) => [
      object.metadata.name,
      String((object['secrets'] as readonly unknown[] | undefined)?.length ?? 0),
      age(object, now),
    ],
  },
  PriorityClass: {
    columns: columns('NAME', 'VALUE', 'GLOBAL-DEFAULT', 'AGE', 'PREEMPTIONPOLICY'),
    cells: (object, { now }) => [
      object.metadata.name,
      String(object['value'] ?? 0),
      String(object['globalDefault'] ?? false),
      age(object, now),
      String(object['preemptionPolicy'] ?? NONE),
    ],
  },
}

/** A column of a table row that is read from the object's own top-level fields. */
function column(object: KubeObject, name: string): string {
  return String(object[name] ?? NONE)
}

function columns(...headers: string[]): Column[] {
  return headers.map(header => ({ header }))
}

function wide(...headers: string[]): Column[] {
  return headers.map(header => ({ header, wide: true }))
}

function age(object: KubeObject, now: number): string {
  return printAge(object.metadata.creationTimestamp, now)
}

/** Prints labels or a selector's pairs as `a=1,b=2`, sorted; `<none>` for none. */
export function printLabels(labels: Labels | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return pairs.sort().join(',') || NONE
}

function field(object: KubeObject, section: string, name: string): unknown {
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

function templateCells(template: PodTemplate | undefined, selector: LabelSelector | undefined): readonly string[] {
  const containers = template?.spec.containers ?? []
  return [
    containers.map(one => one.name).join(','),
    containers.map(one => one.image ?? '').join(','),
    printSelector(selector),
  ]
}

/** Prints a selector of an object as `-l` would take it, sorted by key; `<none>` for an empty one. */
export function printSelector(selector: LabelSelector | undefined): string {
  if (!selector) return NONE
  const pairs = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({ key, text: `${key}=${value}` }))
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return { key, text: key }
    if (operator === 'DoesNotExist') return { key, text: `!${key}` }
    const list = [...values].sort().join(',')
    return { key, text: `${key} ${operator === 'In' ? 'in' : 'notin'} (${list})` }
  })
  const sorted = [...pairs, ...expressions].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return sorted.map(one => one.text).join(',') || NONE
}

function externalAddress(service: Service): string {
  const { type = 'ClusterIP', externalName } = service.spec ?? {}
  if (type === 'ExternalName') return externalName ?? ''
  return type === 'LoadBalancer' ? '<pending>' : NONE
}

function printPorts(service: Service): string {
  const ports = (service.spec?.ports ?? []).map(({ port, nodePort, protocol = 'TCP' }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  )
  return ports.join(',') || NONE
}

interface SliceFields {
  readonly ports?: readonly { readonly port?: number }[] | null
  readonly endpoints?: readonly { readonly addresses: readonly string[] }[] | null
}

/** The first three of a list, and how many there are beyond them. */
function firstThree(texts: readonly string[], none: string): string {
  if (texts.length === 0) return none
  const more = texts.length > 3 ? ` + ${texts.length - 3} more...` : ''
  return texts.slice(0, 3).join(',') + more
}

function printSubsets(object: KubeObject): string {
  const subsets = (object['subsets'] ?? []) as readonly {
    readonly addresses?: readonly { readonly ip: string }[]
    readonly ports?: readonly { readonly port: number }[]
  }[]
  const texts = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
  )
  return firstThree(texts, NONE)
}

/** (printers/internalversion `printEvent`) */
function eventCells(event: Event & KubeObject, now: number): readonly string[] {
  const { series, count, involvedObject, source, reportingComponent } = event
  const first = event.firstTimestamp ?? event.eventTime ?? undefined
  const last = series?.lastObservedTime ?? event.lastTimestamp ?? first
  const component = source?.component || reportingComponent
  return [
    printAge(last, now),
    event.type,
    event.reason,
    `${(involvedObject.kind ?? '').toLowerCase()}/${involvedObject.name ?? ''}`,
    involvedObject.fieldPath ?? '',
    source?.host ? `${component}, ${source.host}` : component,
    event.message.trim(),
    printAge(first, now),
    String(series?.count ?? (count || 1)),
    event.metadata.name,
  ]
}
