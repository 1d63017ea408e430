import type { KubeObject } from '../cluster/object.ts'
import type { Pod } from '../kubernetes/pod.ts'
import type { PodDisruptionBudget } from '../kubernetes/pod-disruption-budget.ts'
import type { Service } from '../kubernetes/service.ts'
import type { DaemonSet, Deployment, ReplicaSet } from '../kubernetes/workload.ts'
import { printLabels } from './columns.ts'
import { controllerLine, line, templateLines } from './describe-pod.ts'
import { annotationLines, labelLines, longTime } from './describe-text.ts'
import { printGoValue } from './go-format.ts'
import { isRecord, sortedEntries } from './json.ts'
import { printSelector } from './other-columns.ts'

/** `kubectl describe ds`, without events; `pods` are those that it controls. (kubectl `describeDaemonSet`) */
export function describeDaemonSet(daemonSet: DaemonSet & KubeObject, pods: readonly Pod[], minor: number): string {
  const { metadata, spec, status } = daemonSet
  return [
    line('Name', metadata.name),
    line('Namespace', metadata.namespace ?? ''),
    line('Selector', printSelector(spec.selector)),
    line('Node-Selector', printLabels(spec.template.spec.nodeSelector)),
    labelLines('Labels', metadata.labels),
    annotationLines('Annotations', metadata.annotations),
    `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}\n`,
    `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}\n`,
    `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}\n`,
    `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}\n`,
    `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}\n`,
    podsStatus(pods),
    templateLines(spec.template, minor),
  ].join('')
}

/** `kubectl describe rs`, without events. (kubectl `describeReplicaSet`) */
export function describeReplicaSet(replicaSet: ReplicaSet & KubeObject, pods: readonly Pod[], minor: number): string {
  const { metadata, spec, status } = replicaSet
  return [
    line('Name', metadata.name),
    line('Namespace', metadata.namespace ?? ''),
    line('Selector', printSelector(spec?.selector)),
    labelLines('Labels', metadata.labels),
    annotationLines('Annotations', metadata.annotations),
    controllerLine(replicaSet),
    line('Replicas', `${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`),
    podsStatus(pods),
    spec?.template ? templateLines(spec.template, minor) : '',
  ].join('')
}

/** The ReplicaSets of a Deployment: the one of its own template, and older ones that still have pods. */
export interface DeploymentSets {
  readonly own: readonly ReplicaSet[]
  readonly old: readonly ReplicaSet[]
}

/** `kubectl describe deploy`, without events. (kubectl `describeDeployment`) */
export function describeDeployment(deployment: Deployment & KubeObject, sets: DeploymentSets, minor: number): string {
  const { metadata, spec, status = {} } = deployment
  const rolling = spec?.strategy?.rollingUpdate
  const counts = [
    `${spec?.replicas ?? 0} desired`,
    `${status.updatedReplicas ?? 0} updated`,
    `${status.replicas ?? 0} total`,
    `${status.availableReplicas ?? 0} available`,
    `${status.unavailableReplicas ?? 0} unavailable`,
  ]
  const rows = (status.conditions ?? []).map(one => `  ${one.type} \t${one.status}\t${one.reason ?? ''}\n`)
  return [
    line('Name', metadata.name),
    line('Namespace', metadata.namespace ?? ''),
    line('CreationTimestamp', longTime(metadata.creationTimestamp)),
    labelLines('Labels', metadata.labels),
    annotationLines('Annotations', metadata.annotations),
    line('Selector', printSelector(spec?.selector)),
    line('Replicas', counts.join(' | ')),
    line('StrategyType', spec?.strategy?.type ?? ''),
    line('MinReadySeconds', spec?.minReadySeconds ?? 0),
    rolling
      ? line('RollingUpdateStrategy', `${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`)
      : '',
    spec ? templateLines(spec.template, minor) : '',
    rows.length > 0 ? `Conditions:\n  Type\tStatus\tReason\n  ----\t------\t------\n${rows.join('')}` : '',
    sets.own.length + sets.old.length > 0
      ? line('OldReplicaSets', printSets(sets.old)) + line('NewReplicaSet', printSets(sets.own))
      : '',
  ].join('')
}

function printSets(sets: readonly ReplicaSet[]): string {
  const texts = sets.map(
    set => `${set.metadata.name} (${set.status?.replicas ?? 0}/${set.spec?.replicas ?? 0} replicas created)`,
  )
  return texts.join(', ') || '<none>'
}

function podsStatus(pods: readonly Pod[]): string {
  const count = (phase: string) => pods.filter(pod => pod.status?.phase === phase).length
  return line(
    'Pods Status',
    `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`,
  )
}

/** `kubectl describe svc`, without events; `slices` are its EndpointSlices. (kubectl `describeService`) */
export function describeService(service: Service & KubeObject, slices: readonly KubeObject[]): string {
  const { metadata, spec = {} } = service
  const ports = (spec.ports ?? []).map(({ name, port, protocol = 'TCP', targetPort, nodePort }) => {
    const title = name || UNSET
    return [
      line('Port', `${title}\t${port}/${protocol}`),
      line('TargetPort', `${targetPort ?? port}/${protocol}`),
      nodePort ? line('NodePort', `${title}\t${nodePort}/${protocol}`) : '',
      line('Endpoints', printSlices(slices, name ?? '')),
    ].join('')
  })
  return [
    line('Name', metadata.name),
    line('Namespace', metadata.namespace ?? ''),
    labelLines('Labels', metadata.labels),
    annotationLines('Annotations', metadata.annotations),
    line('Selector', printLabels(spec.selector)),
    line('Type', spec.type ?? 'ClusterIP'),
    spec.ipFamilyPolicy ? line('IP Family Policy', spec.ipFamilyPolicy) : '',
    line('IP Families', spec.ipFamilies?.join(',') || '<none>'),
    line('IP', spec.clusterIP ?? ''),
    line('IPs', spec.clusterIPs?.join(',') || '<none>'),
    spec.externalName ? line('External Name', spec.externalName) : '',
    ...ports,
    line('Session Affinity', spec.sessionAffinity ?? ''),
    spec.externalTrafficPolicy ? line('External Traffic Policy', spec.externalTrafficPolicy) : '',
    spec.internalTrafficPolicy ? line('Internal Traffic Policy', spec.internalTrafficPolicy) : '',
  ].join('')
}

interface Slice {
  readonly addressType?: string
  readonly endpoints?: readonly SliceEndpoint[] | null
  readonly ports?: readonly EndpointPort[] | null
}

interface SliceEndpoint {
  readonly addresses: readonly string[]
  readonly conditions?: { readonly ready?: boolean }
  readonly hostname?: string
  readonly nodeName?: string
  readonly zone?: string
  readonly targetRef?: { readonly kind: string; readonly name: string }
}

interface EndpointPort {
  readonly name?: string
  readonly port?: number
  readonly protocol?: string
}

interface Subset {
  readonly addresses?: readonly { readonly ip: string }[]
  readonly notReadyAddresses?: readonly { readonly ip: string }[]
  readonly ports?: readonly EndpointPort[]
}

/** `kubectl describe ep`, without events. (kubectl `describeEndpoints`) */
export function describeEndpoints(object: KubeObject): string {
  const addresses = (list: Subset['addresses']) => list?.map(one => one.ip).join() || '<none>'
  const parts = ((object['subsets'] ?? []) as readonly Subset[]).map(subset =>
    [
      `  ${line('Addresses', addresses(subset.addresses))}`,
      `  ${line('NotReadyAddresses', addresses(subset.notReadyAddresses))}`,
      subset.ports?.length ? `  Ports:\n${portRows(subset.ports, '    ')}` : '',
      '\n',
    ].join(''),
  )
  return `${heading(object)}Subsets:\n${parts.join('')}`
}

/** `kubectl describe endpointslice`, without events. (kubectl `describeEndpointSliceV1`) */
export function describeEndpointSlice(object: KubeObject): string {
  const { addressType = '', endpoints, ports } = object as Slice
  const rows = endpoints?.map(({ addresses, conditions, hostname, targetRef, nodeName, zone }) =>
    [
      `  ${line('- Addresses', addresses.join(', ') || '<none>')}`,
      `    Conditions:\n      ${line('Ready', conditions?.ready ?? UNSET)}`,
      `    ${line('Hostname', hostname ?? UNSET)}`,
      targetRef ? `    ${line('TargetRef', `${targetRef.kind}/${targetRef.name}`)}` : '',
      `    ${line('NodeName', nodeName ?? UNSET)}`,
      `    ${line('Zone', zone ?? UNSET)}`,
    ].join(''),
  )
  return [
    heading(object),
    line('AddressType', addressType),
    ports?.length ? `Ports:\n${portRows(ports, '  ')}` : `Ports: ${UNSET}\n`,
    rows?.length ? `Endpoints:\n${rows.join('')}` : 'Endpoints: <none>\n',
  ].join('')
}

const UNSET = '<unset>'

function portRows(ports: readonly EndpointPort[], margin: string): string {
  const rows = ports.map(({ name, port, protocol }) => `${name || UNSET}\t${port ?? UNSET}\t${protocol}`)
  return ['Name\tPort\tProtocol', '----\t----\t--------', ...rows].map(row => `${margin}${row}\n`).join('')
}

/** The first three ready addresses of a port, and how many there are beyond them. (kubectl `formatEndpointSlices`) */
function printSlices(slices: readonly KubeObject[], port: string): string {
  if (slices.length === 0) return '<none>'
  const addresses = (slices as readonly Slice[]).flatMap(slice => {
    const ready = (slice.endpoints ?? []).filter(one => one.conditions?.ready ?? true)
    if (!slice.ports?.length) return ready.map(one => one.addresses[0] ?? '')
    return slice.ports
      .filter(one => (one.name ?? '') === port)
      .flatMap(one => ready.map(endpoint => `${endpoint.addresses[0]}:${one.port}`))
  })
  const more = addresses.length > 3 ? ` + ${addresses.length - 3} more...` : ''
  return addresses.slice(0, 3).join(',') + more
}

/** `kubectl describe cm`, without events. */
export function describeConfigMap(object: KubeObject): string {
  const entries = (field: string) => sortedEntries((object[field] ?? {}) as Readonly<Record<string, unknown>>)
  return [
    heading(object),
    '\nData\n====\n',
    ...entries('data').map(([key, value]) => `${key}:\n----\n${value}\n\n`),
    '\nBinaryData\n====\n',
    ...entries('binaryData').map(([key, value]) => `${key}: ${byteCount(value)} bytes\n`),
    '\n',
  ].join('')
}

/** `kubectl describe secret`: how long its values are, never the values. */
export function describeSecret(object: KubeObject): string {
  const data = sortedEntries((object['data'] ?? {}) as Readonly<Record<string, unknown>>)
  return [
    heading(object),
    `\nType:\t${object['type'] ?? 'Opaque'}\n`,
    '\nData\n====\n',
    ...data.map(([key, value]) => line(key, `${byteCount(value)} bytes`)),
  ].join('')
}

/** Base64: four characters are three bytes, less the padding. */
function byteCount(value: unknown): number {
  const text = String(value)
  return (text.length / 4) * 3 - (/=*$/.exec(text)?.[0].length ?? 0)
}

/** `kubectl describe sa`, without events. */
export function describeServiceAccount(object: KubeObject): string {
  const secrets = (object['imagePullSecrets'] ?? []) as readonly { readonly name: string }[]
  const rows = secrets.map(
    ({ name }, index) => `${index === 0 ? 'Image pull secrets:' : '                   '}\t${name}\n`,
  )
  return heading(object) + (rows.join('') || 'Image pull secrets:\t<none>\n')
}

/** `kubectl describe ns`: no quota and no limit range ever stands in one. */
export function describeNamespace(object: KubeObject): string {
  const { phase = '' } = (object['status'] ?? {}) as { readonly phase?: string }
  return [
    line('Name', object.metadata.name),
    labelLines('Labels', object.metadata.labels),
    annotationLines('Annotations', object.metadata.annotations),
    line('Status', phase),
    '\nNo resource quota.\n',
    '\nNo LimitRange resource.\n',
  ].join('')
}

/** `kubectl describe pdb`, without events. */
export function describeBudget({ metadata, spec = {}, status }: PodDisruptionBudget & KubeObject): string {
  const { minAvailable, maxUnavailable, selector } = spec
  return [
    line('Name', metadata.name),
    line('Namespace', metadata.namespace ?? ''),
    minAvailable === undefined ? '' : line('Min available', minAvailable),
    minAvailable === undefined && maxUnavailable !== undefined ? line('Max unavailable', maxUnavailable) : '',
    line('Selector', selector ? printSelector(selector) : UNSET),
    'Status:\n',
    `    ${line('Allowed disruptions', status?.disruptionsAllowed ?? 0)}`,
    `    ${line('Current', status?.currentHealthy ?? 0)}`,
    `    ${line('Desired', status?.desiredHealthy ?? 0)}`,
    `    ${line('Total', status?.expectedPods ?? 0)}`,
  ].join('')
}

/** `kubectl describe pc`, without events. */
export function describePriorityClass(object: KubeObject): string {
  return [
    line('Name', object.metadata.name),
    line('Value', String(object['value'] ?? 0)),
    line('GlobalDefault', String(object['globalDefault'] ?? false)),
    line('PreemptionPolicy', String(object['preemptionPolicy'] ?? '')),
    line('Description', String(object['description'] ?? '')),
    line('Annotations', printLabels(object.metadata.annotations)),
  ].join('')
}

function heading(object: KubeObject): string {
  const { name, namespace, labels, annotations } = object.metadata
  return [
    line('Name', name),
    line('Namespace', namespace ?? ''),
    labelLines('Labels', labels),
    annotationLines('Annotations', annotations),
  ].join('')
}

/** What is said of a kind that has no description of its own: every field, with its name taken apart. */
export function describeAny(object: KubeObject): string {
  const { managedFields: _, name: __, namespace: ___, labels: ____, annotations: _____, ...metadata } = object.metadata
  return heading(object) + fieldLines({ ...object, metadata }, '')
}

function fieldLines(fields: Readonly<Record<string, unknown>>, margin: string): string {
  return sortedEntries(fields)
    .map(([name, value]) => {
      const title = `${margin}${titleOf(name)}:`
      if (isRecord(value)) return `${title}\n${fieldLines(value, `${margin}  `)}`
      if (!Array.isArray(value)) return `${title}\t${printGoValue(value)}\n`
      const items = value.map(item =>
        isRecord(item) ? fieldLines(item, `${margin}  `) : `${margin}  ${printGoValue(item)}\n`,
      )
      return `${title}\n${items.join('')}`
    })
    .join('')
}

/** `holderIdentity` is `Holder Identity`, `apiVersion` is `API Version`. (kubectl `smartLabelFor`) */
function titleOf(field: string): string {
  if (!/^[\p{L}-]+$/u.test(field)) return field
  const words = field.match(/[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|[A-Z]|-+/g) ?? [field]
  return words
    .map(word =>
      /^(api|url|uid|guid)$/i.test(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ')
}
