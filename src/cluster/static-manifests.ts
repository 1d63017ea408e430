import { isBefore, type KubernetesVersion } from '../kubernetes/version.ts'
import type { Manifest } from './object.ts'

/** What a control-plane node is called and where it is. */
export interface ControlPlaneNode {
  readonly name: string
  readonly address: string
}

/** What of the control plane is another in each version. */
export interface Release {
  /** `v1.37.2` */
  readonly version: string
  readonly minor: KubernetesVersion
  readonly etcd: string
  readonly coredns: string
}

const PKI = '/etc/kubernetes/pki'
const CA = `${PKI}/ca.crt`

/** The files from which the kubelet of a control-plane node runs etcd, API server, controller manager and scheduler. (kubeadm) */
export function controlPlaneManifests(
  { name, address }: ControlPlaneNode,
  release: Release,
): Readonly<Record<string, Manifest>> {
  const peer = `https://${address}:2380`
  const client = `https://${address}:2379`
  const certificates = [
    mount('ca-certs', '/etc/ssl/certs'),
    mount('etc-ca-certificates', '/etc/ca-certificates'),
    mount('k8s-certs', PKI),
    mount('usr-local-share-ca-certificates', '/usr/local/share/ca-certificates'),
    mount('usr-share-ca-certificates', '/usr/share/ca-certificates'),
  ]
  const [sslCerts, etcCerts, k8sCerts, ...shared] = certificates
  const flexVolumes = mount('flexvolume-dir', '/usr/libexec/kubernetes/kubelet-plugins/volume/exec', { writable: true })
  const etcd = staticPod(
    {
      name: 'etcd',
      image: `etcd:${release.etcd}`,
      requests: { cpu: '100m', memory: '100Mi' },
      probe: { port: 2381, scheme: 'HTTP', live: '/livez', ready: '/readyz', start: '/readyz' },
      mounts: [
        mount('etcd-data', '/var/lib/etcd', { writable: true }),
        mount('etcd-certs', `${PKI}/etcd`, { writable: true }),
      ],
      annotations: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': client },
    },
    {
      'advertise-client-urls': client,
      'cert-file': `${PKI}/etcd/server.crt`,
      'client-cert-auth': 'true',
      'data-dir': '/var/lib/etcd',
      'feature-gates': 'InitialCorruptCheck=true',
      'initial-advertise-peer-urls': peer,
      'initial-cluster': `${name}=${peer}`,
      'key-file': `${PKI}/etcd/server.key`,
      'listen-client-urls': `https://127.0.0.1:2379,${client}`,
      'listen-metrics-urls': 'http://127.0.0.1:2381',
      'listen-peer-urls': peer,
      name,
      'peer-cert-file': `${PKI}/etcd/peer.crt`,
      'peer-client-cert-auth': 'true',
      'peer-key-file': `${PKI}/etcd/peer.key`,
      'peer-trusted-ca-file': `${PKI}/etcd/ca.crt`,
      'snapshot-count': '10000',
      'trusted-ca-file': `${PKI}/etcd/ca.crt`,
      'watch-progress-notify-interval': '5s',
    },
  )
  const apiServer = staticPod(
    {
      name: 'kube-apiserver',
      image: `kube-apiserver:${release.version}`,
      requests: { cpu: '250m' },
      probe: { port: 6443, scheme: 'HTTPS', live: '/livez', ready: '/readyz', start: '/livez', host: address },
      mounts: certificates,
      annotations: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${address}:6443` },
    },
    {
      'advertise-address': address,
      'allow-privileged': 'true',
      'authorization-mode': 'Node,RBAC',
      'client-ca-file': CA,
      'enable-admission-plugins': 'NodeRestriction',
      'enable-bootstrap-token-auth': 'true',
      'etcd-cafile': `${PKI}/etcd/ca.crt`,
      'etcd-certfile': `${PKI}/apiserver-etcd-client.crt`,
      'etcd-keyfile': `${PKI}/apiserver-etcd-client.key`,
      'etcd-servers': 'https://127.0.0.1:2379',
      'kubelet-client-certificate': `${PKI}/apiserver-kubelet-client.crt`,
      'kubelet-client-key': `${PKI}/apiserver-kubelet-client.key`,
      'kubelet-preferred-address-types': 'InternalIP,ExternalIP,Hostname',
      'proxy-client-cert-file': `${PKI}/front-proxy-client.crt`,
      'proxy-client-key-file': `${PKI}/front-proxy-client.key`,
      'requestheader-allowed-names': 'front-proxy-client',
      'requestheader-client-ca-file': `${PKI}/front-proxy-ca.crt`,
      'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
      'requestheader-group-headers': 'X-Remote-Group',
      'requestheader-username-headers': 'X-Remote-User',
      'secure-port': '6443',
      'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
      'service-account-key-file': `${PKI}/sa.pub`,
      'service-account-signing-key-file': `${PKI}/sa.key`,
      'service-cluster-ip-range': '10.96.0.0/16',
      'tls-cert-file': `${PKI}/apiserver.crt`,
      'tls-private-key-file': `${PKI}/apiserver.key`,
    },
  )
  const controllerManager = staticPod(
    {
      name: 'kube-controller-manager',
      image: `kube-controller-manager:${release.version}`,
      requests: { cpu: '200m' },
      probe: { port: 10257, scheme: 'HTTPS', live: '/healthz', start: '/healthz' },
      mounts: [
        ...[sslCerts, etcCerts].flatMap(one => one ?? []),
        ...(isBefore(release.minor, '1.36') ? [flexVolumes] : []),
        ...(k8sCerts ? [k8sCerts] : []),
        mount('kubeconfig', '/etc/kubernetes/controller-manager.conf', { isFile: true }),
        ...shared,
      ],
    },
    {
      'allocate-node-cidrs': 'true',
      ...kubeconfigFlags('/etc/kubernetes/controller-manager.conf'),
      'bind-address': '127.0.0.1',
      'client-ca-file': CA,
      'cluster-cidr': '10.244.0.0/16',
      'cluster-name': 'kind',
      'cluster-signing-cert-file': CA,
      'cluster-signing-key-file': `${PKI}/ca.key`,
      controllers: '*,bootstrapsigner,tokencleaner',
      kubeconfig: '/etc/kubernetes/controller-manager.conf',
      'leader-elect': 'true',
      'requestheader-client-ca-file': `${PKI}/front-proxy-ca.crt`,
      'root-ca-file': CA,
      'service-account-private-key-file': `${PKI}/sa.key`,
      'service-cluster-ip-range': '10.96.0.0/16',
      'use-service-account-credentials': 'true',
    },
  )
  const scheduler = staticPod(
    {
      name: 'kube-scheduler',
      image: `kube-scheduler:${release.version}`,
      requests: { cpu: '100m' },
      probe: { port: 10259, scheme: 'HTTPS', live: '/livez', ready: '/readyz', start: '/livez' },
      mounts: [mount('kubeconfig', '/etc/kubernetes/scheduler.conf', { isFile: true })],
    },
    {
      ...kubeconfigFlags('/etc/kubernetes/scheduler.conf'),
      'bind-address': '127.0.0.1',
      kubeconfig: '/etc/kubernetes/scheduler.conf',
      'leader-elect': 'true',
    },
  )
  const pods = [etcd, apiServer, controllerManager, scheduler]
  return Object.fromEntries(pods.map(pod => [`${pod.metadata?.name}.yaml`, pod]))
}

function kubeconfigFlags(path: string): Readonly<Record<string, string>> {
  return { 'authentication-kubeconfig': path, 'authorization-kubeconfig': path }
}

interface Mount {
  readonly name: string
  readonly path: string
  readonly writable?: boolean
  readonly isFile?: boolean
}

function mount(name: string, path: string, more: Partial<Mount> = {}): Mount {
  return { name, path, ...more }
}

interface StaticPod {
  readonly name: string
  readonly image: string
  readonly requests: Readonly<Record<string, string>>
  readonly probe: {
    readonly port: number
    readonly scheme: string
    readonly live: string
    readonly ready?: string
    readonly start: string
    readonly host?: string
  }
  readonly mounts: readonly Mount[]
  readonly annotations?: Readonly<Record<string, string>>
}

function staticPod(pod: StaticPod, flags: Readonly<Record<string, string>>): Manifest {
  const { name, image, requests, probe, mounts, annotations } = pod
  const { host = '127.0.0.1', scheme, port } = probe
  const asked = (
    path: string,
    failureThreshold: number,
    more: object = { initialDelaySeconds: 10, periodSeconds: 10 },
  ) => ({
    failureThreshold,
    httpGet: { host, path, port: 'probe-port', scheme },
    successThreshold: 1,
    timeoutSeconds: 15,
    ...more,
  })
  const container = {
    command: [name, ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)],
    image: `registry.k8s.io/${image}`,
    livenessProbe: asked(probe.live, 8),
    name,
    ports: [{ containerPort: port, hostPort: port, name: 'probe-port', protocol: 'TCP' }],
    ...(probe.ready && { readinessProbe: asked(probe.ready, 3, { periodSeconds: 1 }) }),
    resources: { requests },
    startupProbe: asked(probe.start, 24),
    volumeMounts: mounts.map(({ name, path, writable }) => ({
      mountPath: path,
      name,
      ...(!writable && { readOnly: true }),
    })),
  }
  const volumes = mounts
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, path, isFile }) => ({
      hostPath: { path, type: isFile ? 'FileOrCreate' : 'DirectoryOrCreate' },
      name,
    }))
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(annotations && { annotations }),
      labels: { component: name, tier: 'control-plane' },
      name,
      namespace: 'kube-system',
    },
    spec: {
      containers: [container],
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      volumes,
    },
  }
}
