import type { KubeObject } from '../cluster/object.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import type {
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
  PodTemplate,
  ResourceRequirements,
  Volume,
} from '../kubernetes/pod.ts'
import { milliValue, parseQuantity } from '../kubernetes/quantity.ts'
import type { TopologySpreadConstraint } from '../kubernetes/topology-spread.ts'
import { printAge } from './age.ts'
import { annotationLines, labelLines, longTime, tolerationLines } from './describe-text.ts'
import { printGoValue } from './go-format.ts'
import { printSelector } from './other-columns.ts'

type Fields = Readonly<Record<string, unknown>>

/** What `kubectl describe pod` says, without events. (kubectl `describePod`) */
export function describePod(pod: Pod & KubeObject, now: number, minor: number): string {
  const { metadata, spec, status = {} } = pod
  const security = spec.securityContext as { readonly seccompProfile?: { readonly type: string } } | undefined
  const isEnding = metadata.deletionTimestamp && status.phase !== 'Failed' && status.phase !== 'Succeeded'
  return [
    line('Name', metadata.name),
    line('Namespace', metadata.namespace ?? ''),
    spec.priority === undefined ? '' : line('Priority', spec.priority),
    spec.priorityClassName ? line('Priority Class Name', spec.priorityClassName) : '',
    spec.serviceAccountName ? line('Service Account', spec.serviceAccountName) : '',
    line('Node', spec.nodeName ? `${spec.nodeName}/${status.hostIP ?? ''}` : '<none>'),
    status.startTime ? line('Start Time', longTime(status.startTime)) : '',
    labelLines('Labels', metadata.labels),
    annotationLines('Annotations', metadata.annotations),
    isEnding
      ? `${line('Status', `Terminating (lasts ${printAge(metadata.deletionTimestamp, now)})`)}${line('Termination Grace Period', `${metadata.deletionGracePeriodSeconds ?? 0}s`)}`
      : line('Status', status.phase ?? ''),
    status.reason ? line('Reason', status.reason) : '',
    status.message ? line('Message', status.message) : '',
    security?.seccompProfile ? line('SeccompProfile', security.seccompProfile.type) : '',
    line('IP', status.podIP ?? ''),
    (status.podIPs ?? []).length === 0 ? line('IPs', '<none>') : 'IPs:\n',
    ...(status.podIPs ?? []).map(({ ip }) => `  ${line('IP', ip)}`),
    controllerLine(pod),
    status.nominatedNodeName ? line('NominatedNodeName', status.nominatedNodeName) : '',
    spec.resources ? `Resources:\n${resourceLines(spec.resources, '  ')}` : '',
    spec.initContainers?.length
      ? containerLines('Init Containers', spec.initContainers, status.initContainerStatuses, '', minor, pod)
      : '',
    containerLines('Containers', spec.containers, status.containerStatuses, '', minor, pod),
    gateLines(pod),
    (status.conditions ?? []).length > 0 ? 'Conditions:\n  Type\tStatus\n' : '',
    ...(status.conditions ?? []).map(one => `  ${one.type} \t${one.status} \n`),
    volumeLines(spec.volumes ?? [], ''),
    line('QoS Class', status.qosClass ?? ''),
    labelLines('Node-Selectors', spec.nodeSelector),
    tolerationLines('Tolerations', spec.tolerations ?? []),
    spreadLines(spec.topologySpreadConstraints ?? [], ''),
  ].join('')
}

/** `Controlled By:`; nothing for what nobody controls. */
export function controllerLine(object: KubeObject): string {
  const owner = object.metadata.ownerReferences?.find(one => one.controller)
  return owner ? line('Controlled By', `${owner.kind}/${owner.name}`) : ''
}

/** What a workload makes pods from. (kubectl `DescribePodTemplate`) */
export function templateLines(template: PodTemplate, minor: number): string {
  const { metadata = {}, spec } = template
  return [
    'Pod Template:\n',
    labelLines('  Labels', metadata.labels),
    Object.keys(metadata.annotations ?? {}).length > 0 ? annotationLines('  Annotations', metadata.annotations) : '',
    spec.serviceAccountName ? `  ${line('Service Account', spec.serviceAccountName)}` : '',
    spec.initContainers?.length ? containerLines('Init Containers', spec.initContainers, undefined, '  ', minor) : '',
    containerLines('Containers', spec.containers, undefined, '  ', minor),
    volumeLines(spec.volumes ?? [], '  '),
    spreadLines(spec.topologySpreadConstraints ?? [], '  '),
    spec.priorityClassName ? `  ${line('Priority Class Name', spec.priorityClassName)}` : '',
    labelLines('  Node-Selectors', spec.nodeSelector),
    tolerationLines('  Tolerations', spec.tolerations ?? []),
  ].join('')
}

/** A title and a value. */
export function line(title: string, value: string | number | boolean): string {
  return `${title}:\t${value}\n`
}

function gateLines(pod: Pod & KubeObject): string {
  const gates = (pod.spec as unknown as { readonly readinessGates?: readonly { readonly conditionType: string }[] })
    .readinessGates
  if (!gates?.length) return ''
  const rows = gates.map(({ conditionType }) => {
    const condition = pod.status?.conditions?.find(one => one.type === conditionType)
    return `  ${conditionType} \t${condition?.status ?? '<none>'} \n`
  })
  return `Readiness Gates:\n  Type\tStatus\n${rows.join('')}`
}

function containerLines(
  title: string,
  containers: readonly Container[],
  statuses: readonly ContainerStatus[] | undefined,
  space: string,
  minor: number,
  pod?: Pod,
): string {
  const none = containers.length === 0 ? ' <none>' : ''
  const parts = containers.map(container => {
    const status = statuses?.find(one => one.name === container.name)
    return [
      `  ${space && ' '}${container.name}:\n`,
      status ? `    ${line('Container ID', status.containerID ?? '')}` : '',
      `    ${line('Image', container.image ?? '')}`,
      status ? `    ${line('Image ID', status.imageID)}` : '',
      portLine('Port', container, 'containerPort'),
      portLine('Host Port', container, 'hostPort'),
      commandLines('Command', container.command),
      commandLines('Args', container.args),
      status ? stateLines(status) : '',
      resourceLines(container.resources ?? {}, '    '),
      probeLine('Liveness', container.livenessProbe, minor),
      probeLine('Readiness', container.readinessProbe, minor),
      probeLine('Startup', container.startupProbe, minor),
      sourcesOfEnvironment(container),
      environmentLines(container, pod),
      mountLines(container),
    ].join('')
  })
  return `${space}${title}:${none}\n${parts.join('')}`
}

function portLine(title: string, { ports = [] }: Container, which: 'containerPort' | 'hostPort'): string {
  const texts = ports.map(port => `${port[which] ?? 0}/${port.protocol ?? 'TCP'}${port.name ? ` (${port.name})` : ''}`)
  return `    ${line(texts.length > 1 ? `${title}s` : title, texts.join(', ') || '<none>')}`
}

function commandLines(title: string, words: readonly string[] = []): string {
  if (words.length === 0) return ''
  return `    ${title}:\n${words.flatMap(word => word.split('\n').map(text => `      ${text}\n`)).join('')}`
}

function stateLines(status: ContainerStatus): string {
  const last = status.lastState?.terminated ? oneState('Last State', status.lastState) : ''
  return [
    oneState('State', status.state ?? {}),
    last,
    `    ${line('Ready', status.ready ? 'True' : 'False')}`,
    `    ${line('Restart Count', status.restartCount)}`,
  ].join('')
}

function oneState(title: string, { running, waiting, terminated }: ContainerState): string {
  if (running) return `    ${line(title, 'Running')}      ${line('Started', longTime(running.startedAt))}`
  if (!terminated)
    return `    ${line(title, 'Waiting')}${waiting?.reason ? `      ${line('Reason', waiting.reason)}` : ''}`
  return [
    `    ${line(title, 'Terminated')}`,
    terminated.reason ? `      ${line('Reason', terminated.reason)}` : '',
    terminated.message ? `      ${line('Message', terminated.message)}` : '',
    `      ${line('Exit Code', terminated.exitCode)}`,
    `      ${line('Started', longTime(terminated.startedAt))}`,
    `      ${line('Finished', longTime(terminated.finishedAt))}`,
  ].join('')
}

function resourceLines(
  resources: {
    readonly limits?: Readonly<Record<string, string>>
    readonly requests?: Readonly<Record<string, string>>
  },
  margin: string,
): string {
  const part = (title: string, list: Readonly<Record<string, string>> = {}) => {
    const names = Object.keys(list).sort()
    return names.length === 0
      ? ''
      : `${margin}${title}:\n${names.map(name => `${margin}  ${line(name, list[name] ?? '')}`).join('')}`
  }
  return part('Limits', resources.limits) + part('Requests', resources.requests)
}

/** (kubectl `DescribeProbe`; until 1.35 the thresholds were called otherwise) */
function probeLine(title: string, probe: Fields | undefined, minor: number): string {
  if (!probe) return ''
  const number = (name: string) => probe[name] ?? 0
  const [success, failure] = minor < 36 ? ['#success', '#failure'] : ['successThreshold', 'failureThreshold']
  const attributes = `delay=${number('initialDelaySeconds')}s timeout=${number('timeoutSeconds')}s period=${number('periodSeconds')}s ${success}=${number('successThreshold')} ${failure}=${number('failureThreshold')}`
  return `    ${line(title, `${probeTarget(probe)} ${attributes}`)}`
}

function probeTarget({ exec, httpGet, tcpSocket, grpc }: Fields): string {
  if (exec) return `exec ${printGoValue((exec as Fields)['command'])}`
  if (httpGet) {
    const { scheme = 'HTTP', host = '', port, path = '' } = httpGet as Fields
    return `http-get ${String(scheme).toLowerCase()}://${host}:${port}${path}`
  }
  if (tcpSocket) return `tcp-socket ${(tcpSocket as Fields)['host'] ?? ''}:${(tcpSocket as Fields)['port']}`
  return grpc ? `grpc <pod>:${(grpc as Fields)['port']} ${(grpc as Fields)['service'] ?? ''}` : 'unknown'
}

/** (kubectl `describeContainerEnvFrom`) */
function sourcesOfEnvironment({ envFrom = [] }: Container): string {
  const rows = envFrom.map(({ prefix, configMapRef, secretRef }) => {
    const { name = '', optional = false } = configMapRef ?? secretRef ?? {}
    const kind = `${configMapRef ? 'ConfigMap' : 'Secret'}${prefix ? ` with prefix '${prefix}'` : ''}`
    return `      ${name}\t${kind}\tOptional: ${optional}\n`
  })
  return rows.length > 0 ? `    Environment Variables from:\n${rows.join('')}` : ''
}

/** (kubectl `describeContainerEnvVars`) */
function environmentLines({ env = [], resources = {} }: Container, pod: Pod | undefined): string {
  if (env.length === 0) return '    Environment:\t<none>\n'
  const rows = env.map(({ name, value = '', valueFrom }) => {
    if (!valueFrom) return `      ${name}:\t${value.replaceAll('\n', '\n      \t')}\n`
    const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom as Readonly<Record<string, Fields>>
    if (fieldRef) {
      const { apiVersion = 'v1', fieldPath } = fieldRef
      // Of a pod's fields kubectl looks up these two alone. (`EnvValueRetriever`)
      const [, field] = /^metadata\.(name|namespace)$/.exec(String(fieldPath)) ?? []
      return `      ${name}:\t${(field && pod?.metadata[field as 'name']) ?? ''} (${apiVersion}:${fieldPath})\n`
    }
    if (resourceFieldRef) {
      const what = String(resourceFieldRef['resource'])
      return `      ${name}:\t${resourceValue(resources, what, String(resourceFieldRef['divisor'] ?? 0))} (${what})\n`
    }
    const source = secretKeyRef ?? configMapKeyRef ?? {}
    const where = secretKeyRef ? `in secret '${source['name']}'` : `of config map '${source['name']}'`
    return `      ${name}:\t<set to the key '${source['key']}' ${where}>\tOptional: ${source['optional'] ?? false}\n`
  })
  return `    Environment:\n${rows.join('')}`
}

/** A container's own request or limit in units of a divisor, rounded up. (kubectl `ExtractContainerResourceValue`) */
function resourceValue(resources: ResourceRequirements, what: string, divisor: string): string {
  const [kind, name = ''] = what.split(/\.(.*)/)
  const amount = parseQuantity(resources[kind as 'limits']?.[name] ?? '0')
  const unit = parseQuantity(divisor)
  if (!amount.ok || !unit.ok) return ''
  const ratio = Number(milliValue(amount.value)) / (Number(milliValue(unit.value)) || 1000)
  return ratio === 0 && /^limits\.(cpu|memory)$/.test(what) ? 'node allocatable' : String(Math.ceil(ratio))
}

function mountLines({ volumeMounts = [] }: Container): string {
  if (volumeMounts.length === 0) return '    Mounts:\t<none>\n'
  const rows = volumeMounts
    .toSorted((a, b) => (a.mountPath < b.mountPath ? -1 : 1))
    .map(({ mountPath, name, readOnly, subPath }) => {
      const flags = [readOnly ? 'ro' : 'rw', ...(subPath ? [`path=${quoteGo(subPath)}`] : [])]
      return `      ${mountPath} from ${name} (${flags.join(',')})\n`
    })
  return `    Mounts:\n${rows.join('')}`
}

function volumeLines(volumes: readonly Volume[], space: string): string {
  if (volumes.length === 0) return `${space}Volumes:\t<none>\n`
  const parts = volumes.map(volume => `  ${space && ' '}${volume.name}:\n${sourceLines(volume)}`)
  return `${space}Volumes:\n${parts.join('')}`
}

function sourceLines(volume: Volume): string {
  const { hostPath, emptyDir, secret, configMap, projected, persistentVolumeClaim, downwardAPI } = volume as Readonly<
    Record<string, Fields>
  >
  const rows = (type: string, values: readonly (readonly [string, unknown])[]) =>
    [['Type', type] as const, ...values].map(([title, value]) => `    ${line(title, String(value))}`).join('')
  if (hostPath)
    return rows('HostPath (bare host directory volume)', [
      ['Path', hostPath['path']],
      ['HostPathType', hostPath['type'] ?? '<none>'],
    ])
  if (emptyDir)
    return rows("EmptyDir (a temporary directory that shares a pod's lifetime)", [
      ['Medium', emptyDir['medium'] ?? ''],
      ['SizeLimit', emptyDir['sizeLimit'] ?? '<unset>'],
    ])
  if (secret)
    return rows('Secret (a volume populated by a Secret)', [
      ['SecretName', secret['secretName'] ?? ''],
      ['Optional', secret['optional'] ?? false],
    ])
  if (configMap)
    return rows('ConfigMap (a volume populated by a ConfigMap)', [
      ['Name', configMap['name'] ?? ''],
      ['Optional', configMap['optional'] ?? false],
    ])
  if (persistentVolumeClaim)
    return rows('PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)', [
      ['ClaimName', persistentVolumeClaim['claimName'] ?? ''],
      ['ReadOnly', persistentVolumeClaim['readOnly'] ?? false],
    ])
  if (downwardAPI) {
    const items = (downwardAPI['items'] ?? []) as readonly {
      path: string
      fieldRef?: Fields
      resourceFieldRef?: Fields
    }[]
    const maps = items.map(({ path, fieldRef, resourceFieldRef }) => {
      return `      ${fieldRef?.['fieldPath'] ?? resourceFieldRef?.['resource']} -> ${path}\n`
    })
    return `${rows('DownwardAPI (a volume populated by information about the pod)', [])}    Items:\n${maps.join('')}`
  }
  if (!projected) return '    <unknown>\n'
  const sources = (projected['sources'] ?? []) as readonly Readonly<Record<string, Fields>>[]
  return rows('Projected (a volume that contains injected data from multiple sources)', sources.flatMap(projection))
}

function projection(source: Readonly<Record<string, Fields>>): readonly (readonly [string, unknown])[] {
  const { secret, downwardAPI, configMap, serviceAccountToken } = source
  if (secret)
    return [
      ['SecretName', secret['name']],
      ['Optional', secret['optional'] ?? false],
    ]
  if (downwardAPI) return [['DownwardAPI', true]]
  if (configMap)
    return [
      ['ConfigMapName', configMap['name']],
      ['Optional', configMap['optional'] ?? false],
    ]
  return serviceAccountToken ? [['TokenExpirationSeconds', serviceAccountToken['expirationSeconds']]] : []
}

function spreadLines(constraints: readonly TopologySpreadConstraint[], space: string): string {
  if (constraints.length === 0) return ''
  const rows = constraints
    .toSorted((a, b) => (a.topologyKey < b.topologyKey ? -1 : 1))
    .map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
      const selector = labelSelector ? ` for selector ${printSelector(labelSelector)}` : ''
      return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}\n`
    })
  return `${space}Topology Spread Constraints:\t${rows.join(`${space}\t`)}`
}
