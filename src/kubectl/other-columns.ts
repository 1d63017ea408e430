import type { KubeObject } from '../cluster/object.ts'
import type { Event } from '../kubernetes/event.ts'
import type { LabelSelector } from '../kubernetes/label-selector.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import type { PodDisruptionBudget } from '../kubernetes/pod-disruption-budget.ts'
import type { Service } from '../kubernetes/service.ts'
import type { DaemonSet, Deployment, ReplicaSet } from '../kubernetes/workload.ts'
import { printAge } from './age.ts'
import { age, type Columns, columns, field, NONE, printLabels, wide } from './columns.ts'
import { readEvent } from './read-event.ts'

/** The columns that the API server gives to kinds beside nodes and pods; those it has no columns for show their name and age. */
export function otherColumns(kind: string): Columns {
  return (Object.hasOwn(COLUMNS, kind) ? COLUMNS[kind] : undefined) ?? OTHER
}

const OTHER: Columns = {
  columns: columns('NAME', 'AGE'),
  cells: (object, { now }) => [object.metadata.name, age(object, now)],
}

/** (kubernetes `pkg/printers/internalversion/printers.go`) */
const COLUMNS: Readonly<Record<string, Columns>> = {
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
  // (printers/internalversion `formatEventSource`)
  const reporter = [source?.component || reportingComponent, source?.host || event.reportingInstance]
  return [
    printAge(last, now),
    event.type,
    event.reason,
    `${(involvedObject.kind ?? '').toLowerCase()}/${involvedObject.name ?? ''}`,
    involvedObject.fieldPath ?? '',
    reporter.filter(Boolean).join(', '),
    event.message.trim(),
    printAge(first, now),
    String(series?.count ?? (count || 1)),
    event.metadata.name,
  ]
}
