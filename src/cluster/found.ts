import type { NodeCondition, NodeConditionType } from '../kubernetes/node.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import type { ResourceList } from '../kubernetes/resource-list.ts'
import type { Taint } from '../kubernetes/taint.ts'
import { isBefore } from '../kubernetes/version.ts'
import { createObject } from './api-server.ts'
import { printMicroTime, printTime } from './clock.ts'
import { type Cluster, clusterOf, find } from './cluster.ts'
import { advance, settle } from './controllers.ts'
import { kindAddons, kubeadmAddons, ownObjects } from './kube-system.ts'
import { addMachine } from './kubelet.ts'
import type { KubeObject, Manifest } from './object.ts'
import { controlPlaneManifests, type Release } from './static-manifests.ts'
import { minorVersionOf } from './version.ts'

/** A machine to be made a node. */
export interface Machine {
  readonly name: string
  readonly role: 'control-plane' | 'worker'
  /** Its place in 172.18.0.0/16: 3 stands for 172.18.0.3. */
  readonly address: number
  /** Which /24 of 10.244.0.0/16 its pods get. */
  readonly podRange: number
  readonly labels?: Labels
  readonly taints?: readonly Taint[]
  /** Closed to new pods. */
  readonly cordoned?: boolean
  /** Left out: 8. */
  readonly cpu?: string
  /** Left out: 16Gi. */
  readonly memory?: string
  /** What it has besides, such as `nvidia.com/gpu`. */
  readonly resources?: ResourceList
  /** The conditions in which it is ill. */
  readonly ill?: readonly NodeConditionType[]
}

export interface Founding {
  /** `v1.37.2` */
  readonly version: string
  /** The second at which its API server first ran. */
  readonly born: number
  readonly machines: readonly Machine[]
  readonly seed: number
}

/**
 * A cluster as kind makes it of these machines: the control plane first, then what kubeadm and kind put on it, then the
 * workers. It is at rest.
 */
export function foundCluster({ version, born, machines, seed }: Founding): Cluster {
  const release = releaseOf(version)
  const bare = clusterOf(version, born, [], seed)
  const namespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'].map(
    (name): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
  )
  const started = withAll(withAll(bare, namespaces), ownObjects(printTime(born).slice(0, 10)))
  const first = machines.filter(({ role }) => role === 'control-plane')
  const controlled = settle(first.reduce((next, machine) => joined(next, machine, release), started)).cluster
  const equipped = withAll(withAll(controlled, kindAddons()), kubeadmAddons(release))
  const others = machines.filter(({ role }) => role === 'worker')
  const whole = settle(others.reduce((next, machine) => joined(next, machine, release), equipped)).cluster
  const leases = machines.map(({ name }) => nodeLease(whole, name))
  return withAll(whole, [apiServerLease(release, first[0]?.address ?? 0, whole.now), ...leases])
}

/** One after the other, each with all that follows from it. */
function withAll(cluster: Cluster, manifests: readonly Manifest[]): Cluster {
  return manifests.reduce((next, manifest) => {
    const answer = createObject(next, manifest)
    if (!answer.ok) throw new Error(answer.status.message)
    return advance(answer.cluster, SETTLING[manifest.kind] ?? 0).cluster
  }, cluster)
}

/** What brings pods gets the time to start them, so that they come in this order. */
const SETTLING: Readonly<Record<string, number>> = { Deployment: 2, DaemonSet: 2 }

function joined(cluster: Cluster, machine: Machine, release: Release): Cluster {
  const { name, role } = machine
  const address = addressOf(machine.address)
  const manifests = role === 'control-plane' ? controlPlaneManifests({ name, address }, release) : {}
  return addMachine(cluster, nodeOf(machine, address, release, cluster.now), manifests)
}

function addressOf(place: number): string {
  return `172.18.${place >> 8}.${place & 255}`
}

function nodeOf(machine: Machine, address: string, release: Release, now: number): KubeObject {
  const {
    name,
    role,
    podRange,
    labels,
    taints,
    cordoned,
    cpu = '8',
    memory = '16Gi',
    ill = [],
    resources: others,
  } = machine
  const podCIDR = `10.244.${podRange}.0/24`
  const resources = { cpu, 'ephemeral-storage': '256Gi', memory, pods: '110', ...others }
  const isOld = isBefore(release.minor, '1.36')
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(role === 'control-plane' && { 'node-role.kubernetes.io/control-plane': '' }),
        ...labels,
      },
      name,
    },
    spec: {
      podCIDR,
      podCIDRs: [podCIDR],
      providerID: `kind://docker/kind/${name}`,
      ...(taints?.length && { taints }),
      ...(cordoned && { unschedulable: true }),
    },
    status: {
      addresses: [
        { address, type: 'InternalIP' },
        { address: name, type: 'Hostname' },
      ],
      allocatable: resources,
      capacity: resources,
      conditions: CONDITIONS.map(condition => conditionOf(condition, ill.includes(condition.type), now)),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      ...(!isOld && { declaredFeatures: DECLARED_FEATURES }),
      images: [
        ...(role === 'control-plane' ? controlPlaneImages(release) : [ownImage('kube-proxy', release)]),
        ...TOOLS,
      ],
      nodeInfo: {
        architecture: 'amd64',
        bootID: '4b1c9d2e-7f6a-4e3b-8d5c-2a1b0c9d8e7f',
        containerRuntimeVersion: 'containerd://2.2.1',
        kernelVersion: '6.12.48+deb13-amd64',
        kubeProxyVersion: '',
        kubeletVersion: release.version,
        machineID: '0f3a7c1b5d9e4f60a1b2c3d4e5f60718',
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 13 (trixie)',
        ...(!isOld && { runningInUserNamespace: false }),
        systemUUID: '8c6d5e4f-3a2b-4c1d-9e8f-7a6b5c4d3e2f',
      },
    },
  }
}

const DECLARED_FEATURES = [
  'ExtendWebSocketsToKubelet',
  'InPlacePodLevelResourcesVerticalScaling',
  'InPlacePodVerticalScalingInitContainers',
  'RestartAllContainersOnContainerExits',
]

interface Health {
  readonly type: NodeConditionType
  readonly well: Pick<NodeCondition, 'status' | 'reason' | 'message'>
  readonly ill: Pick<NodeCondition, 'status' | 'reason' | 'message'>
}

/** What a kubelet reports of itself, well and ill. (pkg/kubelet/nodestatus `setters.go`) */
const CONDITIONS: readonly Health[] = [
  {
    type: 'MemoryPressure',
    well: {
      message: 'kubelet has sufficient memory available',
      reason: 'KubeletHasSufficientMemory',
      status: 'False',
    },
    ill: {
      message: 'kubelet has insufficient memory available',
      reason: 'KubeletHasInsufficientMemory',
      status: 'True',
    },
  },
  {
    type: 'DiskPressure',
    well: { message: 'kubelet has no disk pressure', reason: 'KubeletHasNoDiskPressure', status: 'False' },
    ill: { message: 'kubelet has disk pressure', reason: 'KubeletHasDiskPressure', status: 'True' },
  },
  {
    type: 'PIDPressure',
    well: { message: 'kubelet has sufficient PID available', reason: 'KubeletHasSufficientPID', status: 'False' },
    ill: { message: 'kubelet has insufficient PID available', reason: 'KubeletHasInsufficientPID', status: 'True' },
  },
  {
    type: 'Ready',
    well: { message: 'kubelet is posting ready status', reason: 'KubeletReady', status: 'True' },
    ill: {
      message: 'container runtime network not ready: cni plugin not initialized',
      reason: 'KubeletNotReady',
      status: 'False',
    },
  },
]

function conditionOf({ type, well, ill }: Health, isIll: boolean, now: number): NodeCondition {
  const time = printTime(now)
  return { lastHeartbeatTime: time, lastTransitionTime: time, ...(isIll ? ill : well), type }
}

interface Image {
  readonly names: readonly string[]
  readonly sizeBytes?: number
}

function ownImage(name: string, { version }: Release): Image {
  return sizedImage(`registry.k8s.io/${name}:${version}`)
}

function sizedImage(name: string): Image {
  return { names: [name], sizeBytes: 104_857_600 }
}

function controlPlaneImages(release: Release): readonly Image[] {
  return [
    ...['kube-scheduler', 'kube-proxy', 'kube-controller-manager', 'kube-apiserver'].map(name =>
      ownImage(name, release),
    ),
    sizedImage(`registry.k8s.io/etcd:${release.etcd}`),
    sizedImage(`registry.k8s.io/coredns/coredns:${release.coredns}`),
  ]
}

/** What lies on every node of the recorded clusters before anything has been pulled. */
const TOOLS: readonly Image[] = [
  'nginx:1.28',
  'nginx:1.27',
  'log:2',
  'docker.io/kindest/local-path-provisioner:v20260820-69b56db7',
  'docker.io/kindest/kindnetd:v20260820-69b56db7',
  'busybox:1.36',
  'api:2',
  'api:1',
  'agent:1',
].map(name => ({ names: [name] }))

function releaseOf(version: string): Release {
  const minor = minorVersionOf(version)
  return isBefore(minor, '1.36')
    ? { version, minor, etcd: '3.6.6-0', coredns: 'v1.13.1' }
    : { version, minor, etcd: '3.7.0-0', coredns: 'v1.14.6' }
}

function nodeLease(cluster: Cluster, name: string): Manifest {
  const { uid = '' } = find(cluster, 'nodes', name)?.metadata ?? {}
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name,
      namespace: 'kube-node-lease',
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
    },
    spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: printMicroTime(cluster.now) },
  }
}

function apiServerLease({ minor }: Release, address: number, now: number): Manifest {
  const name = 'apiserver-wlv32tlttr4jl3gtroqexyxapa'
  const annotations = { 'kubernetes.io/peer-advertise-address': `${addressOf(address)}:6443` }
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      ...(!isBefore(minor, '1.36') && { annotations }),
      labels: { 'apiserver.kubernetes.io/identity': 'kube-apiserver', 'kubernetes.io/hostname': 'vm' },
      name,
      namespace: 'kube-system',
    },
    spec: {
      holderIdentity: `${name}_d54f879b-e755-43cd-afa2-12a4cf7249bd`,
      leaseDurationSeconds: 3600,
      renewTime: printMicroTime(now),
    },
  }
}
