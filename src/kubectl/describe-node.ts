import type { KubeObject } from '../cluster/object.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { milliValue, parseQuantity, type Quantity, wholeValue } from '../kubernetes/quantity.ts'
import { printAge } from './age.ts'
import { nodeRoles } from './columns.ts'
import { line } from './describe-pod.ts'
import { annotationLines, labelLines, longTime, taintLines } from './describe-text.ts'
import { type Amounts, addAmounts, podAmounts, printAmount } from './pod-resources.ts'

/** What stands beside a node where it is described. */
export interface NodeSurroundings {
  /** Left out: there is none. */
  readonly lease: KubeObject | undefined
  /** The pods on it that have not ended, by namespace and name. */
  readonly pods: readonly (Pod & KubeObject)[]
  readonly now: number
  /** The minor version of kubectl. */
  readonly minor: number
}

/** What `kubectl describe node` says, without events. (kubectl `describeNode`) */
export function describeNode(node: Node & KubeObject, round: NodeSurroundings): string {
  const { metadata, spec = {}, status = {} } = node
  const info = status.nodeInfo
  return [
    line('Name', metadata.name),
    line('Roles', nodeRoles(metadata.labels)),
    labelLines('Labels', metadata.labels),
    annotationLines('Annotations', metadata.annotations),
    line('CreationTimestamp', longTime(metadata.creationTimestamp)),
    taintLines(spec.taints ?? []),
    line('Unschedulable', spec.unschedulable ?? false),
    leaseLines(node, round.lease),
    conditionLines(node),
    'Addresses:\n',
    ...(status.addresses ?? []).map(one => `  ${line(one.type, one.address)}`),
    amountLines('Capacity', status.capacity),
    amountLines('Allocatable', status.allocatable),
    'System Info:\n',
    `  ${line('Machine ID', info?.machineID ?? '')}`,
    `  ${line('System UUID', info?.systemUUID ?? '')}`,
    `  ${line('Boot ID', info?.bootID ?? '')}`,
    `  ${line('Kernel Version', info?.kernelVersion ?? '')}`,
    `  ${line('OS Image', info?.osImage ?? '')}`,
    `  ${line('Operating System', info?.operatingSystem ?? '')}`,
    `  ${line('Architecture', info?.architecture ?? '')}`,
    `  ${line('Container Runtime Version', info?.containerRuntimeVersion ?? '')}`,
    `  ${line('Kubelet Version', info?.kubeletVersion ?? '')}`,
    round.minor < 36 ? `  ${line('Kube-Proxy Version', info?.kubeProxyVersion ?? '')}` : '',
    spec.podCIDR ? line('PodCIDR', spec.podCIDR) : '',
    spec.podCIDRs?.length ? line('PodCIDRs', spec.podCIDRs.join(',')) : '',
    spec.providerID ? line('ProviderID', spec.providerID) : '',
    podLines(node, round),
  ].join('')
}

function leaseLines(node: KubeObject, lease: KubeObject | undefined): string {
  if (!lease) return line('Lease', `Failed to get lease: leases.coordination.k8s.io "${node.metadata.name}" not found`)
  const { holderIdentity, acquireTime, renewTime } = (lease['spec'] ?? {}) as Readonly<Record<string, string>>
  const time = (text: string | undefined) => (text ? longTime(text) : '<unset>')
  return [
    'Lease:\n',
    `  ${line('HolderIdentity', holderIdentity ?? '<unset>')}`,
    `  ${line('AcquireTime', time(acquireTime))}`,
    `  ${line('RenewTime', time(renewTime))}`,
  ].join('')
}

function conditionLines({ status }: Node): string {
  const conditions = status?.conditions ?? []
  if (conditions.length === 0) return ''
  const head =
    'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n  ----\t------\t-----------------\t------------------\t------\t-------\n'
  const rows = conditions.map(one => {
    const times = `${longTime(one.lastHeartbeatTime)} \t${longTime(one.lastTransitionTime)}`
    return `  ${one.type} \t${one.status} \t${times} \t${one.reason ?? ''} \t${one.message ?? ''}\n`
  })
  return head + rows.join('')
}

function amountLines(title: string, list: Readonly<Record<string, string>> = {}): string {
  const names = Object.keys(list).sort()
  if (names.length === 0) return ''
  return `${title}:\n${names.map(name => `  ${line(name, list[name] ?? '')}`).join('')}`
}

function podLines(node: Node, { pods, now }: NodeSurroundings): string {
  const allocatable = amountsOf(node.status?.allocatable ?? node.status?.capacity)
  const head =
    '  Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n  ---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n'
  const rows = pods.map(pod => {
    const [requests, limits] = [podAmounts(pod, 'requests'), podAmounts(pod, 'limits')]
    const cells = ['cpu', 'memory'].flatMap(name => [requests, limits].map(list => share(list, name, allocatable)))
    const age = printAge(pod.metadata.creationTimestamp, now)
    return `  ${pod.metadata.namespace}\t${pod.metadata.name}\t\t${cells.join('\t')}\t${age}\n`
  })
  const total = (what: 'requests' | 'limits') =>
    pods.reduce<Amounts>((sum, pod) => addAmounts(sum, podAmounts(pod, what)), new Map())
  const [requests, limits] = [total('requests'), total('limits')]
  const named = ['cpu', 'memory', 'ephemeral-storage'].map(
    name => `  ${name}\t${share(requests, name, allocatable)}\t${share(limits, name, allocatable)}\n`,
  )
  const extended = [...allocatable.keys()]
    .filter(name => name.includes('/') && !name.startsWith('kubernetes.io/'))
    .sort()
  const others = extended.map(
    name => `  ${name}\t${printAmount(requests.get(name))}\t${printAmount(limits.get(name))}\n`,
  )
  return [
    `Non-terminated Pods:\t(${pods.length} in total)\n`,
    head,
    ...rows,
    'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n',
    '  Resource\tRequests\tLimits\n  --------\t--------\t------\n',
    ...named,
    ...others,
  ].join('')
}

/** An amount and its share of what the node can give, cut to whole percents. */
function share(amounts: Amounts, name: string, allocatable: Amounts): string {
  const value = (amount: Quantity | undefined) => {
    if (!amount) return 0
    return Number(name === 'cpu' ? milliValue(amount) : wholeValue(amount))
  }
  const whole = value(allocatable.get(name))
  const percent = whole === 0 ? 0 : Math.trunc((value(amounts.get(name)) / whole) * 100)
  return `${printAmount(amounts.get(name))} (${percent}%)`
}

function amountsOf(list: Readonly<Record<string, string>> = {}): Amounts {
  return new Map(
    Object.entries(list).flatMap(([name, text]) => {
      const parsed = parseQuantity(text)
      return parsed.ok ? [[name, parsed.value] as const] : []
    }),
  )
}
