import { isBefore } from '../kubernetes/version.ts'
import type { Manifest } from './object.ts'
import type { Release } from './static-manifests.ts'

const SYSTEM = 'kube-system'
const STORAGE = 'local-path-storage'
const KIND_IMAGES = 'v20260820-69b56db7'
const LINUX = { 'kubernetes.io/os': 'linux' }
const ANYWHERE = [{ operator: 'Exists' }]

/** What kubeadm writes into a new cluster besides its control plane: DNS and kube-proxy; in order. */
export function kubeadmAddons(release: Release): readonly Manifest[] {
  return [
    configMap('coredns', { Corefile: COREFILE }),
    account('coredns', SYSTEM),
    DNS_SERVICE,
    coredns(release),
    {
      ...configMap('kube-proxy', { 'config.conf': proxyConfig(release), 'kubeconfig.conf': PROXY_KUBECONFIG }),
      metadata: {
        annotations: {
          'kubeadm.kubernetes.io/component-config.hash': isBefore(release.minor, '1.36')
            ? 'sha256:c722c2625aae7de948a617f7d0f84f7182168f698ff38fad318ffe80213c0437'
            : 'sha256:05baf32caf4a4b53107c4be1d494559dda9e97c9cbbfb55c619d05937aba277d',
        },
        labels: { app: 'kube-proxy' },
        name: 'kube-proxy',
        namespace: SYSTEM,
      },
    },
    account('kube-proxy', SYSTEM),
    kubeProxy(release),
  ]
}

/** What kind adds: its network plugin, on every node, and a storage provisioner; in order. */
export function kindAddons(): readonly Manifest[] {
  return [
    applied(account('kindnet', SYSTEM)),
    applied(KINDNET),
    applied({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: STORAGE } }),
    applied(account('local-path-provisioner-service-account', STORAGE)),
    applied(LOCAL_PATH_CONFIG),
    applied(LOCAL_PATH),
  ]
}

/** What the API server and the controllers keep for themselves. */
export function ownObjects(date: string): readonly Manifest[] {
  return [
    configMap('extension-apiserver-authentication', { 'client-ca-file': '<certificate>' }),
    configMap('kube-apiserver-legacy-service-account-token-tracking', { since: date }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        labels: { component: 'apiserver', provider: 'kubernetes' },
        name: 'kubernetes',
        namespace: 'default',
      },
      spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
    },
    priorityClass(
      'system-cluster-critical',
      2_000_000_000,
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    ),
    priorityClass(
      'system-node-critical',
      2_000_001_000,
      'Used for system critical pods that must not be moved from their current node.',
    ),
  ]
}

/** As `kubectl apply` leaves what it creates: with a copy of what was asked for, which may say what is so in any case. */
function applied(manifest: Manifest): Manifest {
  const annotations = { ...manifest.metadata?.annotations }
  const asked = sorted({ ...manifest, metadata: { ...manifest.metadata, annotations } })
  const copy = { 'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(asked)}\n` }
  return { ...read(manifest), metadata: { ...manifest.metadata, annotations: { ...annotations, ...copy } } }
}

/** As the API server reads it: that a volume is not `readOnly` goes without saying. */
function read(manifest: Manifest): Manifest {
  const goesWithoutSaying = (name: string, value: unknown) => name === 'readOnly' && value === false
  return JSON.parse(
    JSON.stringify(manifest, (name, value: unknown) => (goesWithoutSaying(name, value) ? undefined : value)),
  ) as Manifest
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}

function configMap(name: string, data: Readonly<Record<string, string>>, namespace = SYSTEM): Manifest {
  return { apiVersion: 'v1', data, kind: 'ConfigMap', metadata: { name, namespace } }
}

function account(name: string, namespace: string): Manifest {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } }
}

function priorityClass(name: string, value: number, description: string): Manifest {
  return { apiVersion: 'scheduling.k8s.io/v1', description, kind: 'PriorityClass', metadata: { name }, value }
}

const DNS_LABEL = { 'k8s-app': 'kube-dns' }

const DNS_SERVICE: Manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
    labels: { ...DNS_LABEL, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
    name: 'kube-dns',
    namespace: SYSTEM,
  },
  spec: {
    clusterIP: '10.96.0.10',
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
      { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
      { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
    ],
    selector: DNS_LABEL,
  },
}

function coredns({ coredns }: Release): Manifest {
  const port = (name: string, containerPort: number, protocol = 'TCP') => ({ containerPort, name, protocol })
  const probe = (path: string, name: string, more: object) => ({
    httpGet: { path, port: name, scheme: 'HTTP' },
    ...more,
  })
  const apart = { labelSelector: { matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }] } }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { labels: DNS_LABEL, name: 'coredns', namespace: SYSTEM },
    spec: {
      replicas: 2,
      selector: { matchLabels: DNS_LABEL },
      strategy: { rollingUpdate: { maxUnavailable: 1 }, type: 'RollingUpdate' },
      template: {
        metadata: { labels: DNS_LABEL },
        spec: {
          affinity: {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { podAffinityTerm: { ...apart, topologyKey: 'kubernetes.io/hostname' }, weight: 100 },
              ],
            },
          },
          containers: [
            {
              args: ['-conf', '/etc/coredns/Corefile'],
              image: `registry.k8s.io/coredns/coredns:${coredns}`,
              livenessProbe: probe('/health', 'liveness-probe', {
                failureThreshold: 5,
                initialDelaySeconds: 60,
                timeoutSeconds: 5,
              }),
              name: 'coredns',
              ports: [
                port('dns', 53, 'UDP'),
                port('dns-tcp', 53),
                port('metrics', 9153),
                port('liveness-probe', 8080),
                port('readiness-probe', 8181),
              ],
              readinessProbe: probe('/ready', 'readiness-probe', {}),
              resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
                readOnlyRootFilesystem: true,
              },
              volumeMounts: [{ mountPath: '/etc/coredns', name: 'config-volume', readOnly: true }],
            },
          ],
          dnsPolicy: 'Default',
          nodeSelector: LINUX,
          priorityClassName: 'system-cluster-critical',
          serviceAccountName: 'coredns',
          tolerations: [
            { key: 'CriticalAddonsOnly', operator: 'Exists' },
            { effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane' },
          ],
          volumes: [
            { configMap: { items: [{ key: 'Corefile', path: 'Corefile' }], name: 'coredns' }, name: 'config-volume' },
          ],
        },
      },
    },
  }
}

function hostPath(name: string, path: string, type?: string) {
  return { hostPath: { path, ...(type && { type }) }, name }
}

function fieldRef(name: string, fieldPath: string) {
  return { name, valueFrom: { fieldRef: { fieldPath } } }
}

function kubeProxy({ version }: Release): Manifest {
  const labels = { 'k8s-app': 'kube-proxy' }
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { labels, name: 'kube-proxy', namespace: SYSTEM },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              command: [
                '/usr/local/bin/kube-proxy',
                '--config=/var/lib/kube-proxy/config.conf',
                '--hostname-override=$(NODE_NAME)',
              ],
              env: [fieldRef('NODE_NAME', 'spec.nodeName')],
              image: `registry.k8s.io/kube-proxy:${version}`,
              name: 'kube-proxy',
              securityContext: { privileged: true },
              volumeMounts: [
                { mountPath: '/var/lib/kube-proxy', name: 'kube-proxy' },
                { mountPath: '/run/xtables.lock', name: 'xtables-lock' },
                { mountPath: '/lib/modules', name: 'lib-modules', readOnly: true },
              ],
            },
          ],
          hostNetwork: true,
          nodeSelector: LINUX,
          priorityClassName: 'system-node-critical',
          serviceAccountName: 'kube-proxy',
          tolerations: ANYWHERE,
          volumes: [
            { configMap: { name: 'kube-proxy' }, name: 'kube-proxy' },
            hostPath('xtables-lock', '/run/xtables.lock', 'FileOrCreate'),
            hostPath('lib-modules', '/lib/modules'),
          ],
        },
      },
    },
  }
}

const KINDNET_LABELS = { app: 'kindnet', 'k8s-app': 'kindnet', tier: 'node' }

const KINDNET: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { labels: KINDNET_LABELS, name: 'kindnet', namespace: SYSTEM },
  spec: {
    selector: { matchLabels: { app: 'kindnet' } },
    template: {
      metadata: { labels: KINDNET_LABELS },
      spec: {
        containers: [
          {
            env: [
              fieldRef('HOST_IP', 'status.hostIP'),
              fieldRef('POD_IP', 'status.podIP'),
              { name: 'POD_SUBNET', value: '10.244.0.0/16' },
            ],
            image: `docker.io/kindest/kindnetd:${KIND_IMAGES}`,
            name: 'kindnet-cni',
            resources: { requests: { cpu: '100m', memory: '50Mi' } },
            securityContext: { capabilities: { add: ['NET_RAW', 'NET_ADMIN'] }, privileged: false },
            volumeMounts: [
              { mountPath: '/etc/cni/net.d', name: 'cni-cfg' },
              { mountPath: '/run/xtables.lock', name: 'xtables-lock', readOnly: false },
              { mountPath: '/lib/modules', name: 'lib-modules', readOnly: true },
              { mountPath: '/var/run/nri', name: 'nri-plugin' },
            ],
          },
        ],
        hostNetwork: true,
        nodeSelector: LINUX,
        priorityClassName: 'system-node-critical',
        serviceAccountName: 'kindnet',
        tolerations: ANYWHERE,
        volumes: [
          hostPath('cni-cfg', '/etc/cni/net.d'),
          hostPath('xtables-lock', '/run/xtables.lock', 'FileOrCreate'),
          hostPath('lib-modules', '/lib/modules'),
          hostPath('nri-plugin', '/var/run/nri'),
        ],
      },
    },
  },
}

const HELPER_IMAGE = 'docker.io/kindest/local-path-helper:v20260131-7181c60a'

const LOCAL_PATH_CONFIG = configMap(
  'local-path-config',
  {
    'config.json':
      '{\n        "nodePathMap":[\n        {\n                "node":"DEFAULT_PATH_FOR_NON_LISTED_NODES",\n                "paths":["/var/local-path-provisioner"]\n        }\n        ]\n}',
    'helperPod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: helper-pod
spec:
  priorityClassName: system-node-critical
  tolerations:
    - operator: Exists
      effect: NoSchedule
    - operator: Exists
      effect: NoExecute
  containers:
  - name: helper-pod
    image: ${HELPER_IMAGE}
    imagePullPolicy: IfNotPresent`,
    setup: '#!/bin/sh\nset -eu\nmkdir -m 0777 -p "$VOL_DIR"',
    teardown: '#!/bin/sh\nset -eu\nrm -rf "$VOL_DIR"',
  },
  STORAGE,
)

const LOCAL_PATH: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'local-path-provisioner', namespace: STORAGE },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'local-path-provisioner' } },
    template: {
      metadata: { labels: { app: 'local-path-provisioner' } },
      spec: {
        containers: [
          {
            command: [
              'local-path-provisioner',
              '--debug',
              'start',
              '--helper-image',
              HELPER_IMAGE,
              '--config',
              '/etc/config/config.json',
            ],
            env: [
              fieldRef('POD_NAMESPACE', 'metadata.namespace'),
              { name: 'CONFIG_MOUNT_PATH', value: '/etc/config/' },
            ],
            image: `docker.io/kindest/local-path-provisioner:${KIND_IMAGES}`,
            imagePullPolicy: 'IfNotPresent',
            name: 'local-path-provisioner',
            volumeMounts: [{ mountPath: '/etc/config/', name: 'config-volume' }],
          },
        ],
        nodeSelector: LINUX,
        serviceAccountName: 'local-path-provisioner-service-account',
        tolerations: ['control-plane', 'master'].map(role => ({
          effect: 'NoSchedule',
          key: `node-role.kubernetes.io/${role}`,
          operator: 'Equal',
        })),
        volumes: [{ configMap: { name: 'local-path-config' }, name: 'config-volume' }],
      },
    },
  },
}

const COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`

/** kubeadm left the mode to kube-proxy up to 1.35. */
function proxyConfig({ minor }: Release): string {
  return `apiVersion: kubeproxy.config.k8s.io/v1alpha1
bindAddress: 0.0.0.0
bindAddressHardFail: false
clientConnection:
  acceptContentTypes: ""
  burst: 0
  contentType: ""
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
  qps: 0
clusterCIDR: 10.244.0.0/16
configSyncPeriod: 0s
conntrack:
  maxPerCore: null
  min: null
  tcpBeLiberal: false
  tcpCloseWaitTimeout: null
  tcpEstablishedTimeout: null
  udpStreamTimeout: 0s
  udpTimeout: 0s
detectLocal:
  bridgeInterface: ""
  interfaceNamePrefix: ""
detectLocalMode: ""
enableProfiling: false
healthzBindAddress: ""
hostnameOverride: ""
iptables:
  localhostNodePorts: null
  masqueradeAll: false
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
ipvs:
  excludeCIDRs: null
  minSyncPeriod: 0s
  scheduler: ""
  strictARP: false
  syncPeriod: 0s
  tcpFinTimeout: 0s
  tcpTimeout: 0s
  udpTimeout: 0s
kind: KubeProxyConfiguration
logging:
  flushFrequency: 0
  options:
    json:
      infoBufferSize: "0"
    text:
      infoBufferSize: "0"
  verbosity: 0
metricsBindAddress: ""
mode: ${isBefore(minor, '1.36') ? '""' : 'iptables'}
nftables:
  masqueradeAll: false
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
nodePortAddresses: null
oomScoreAdj: null
portRange: ""
showHiddenMetricsForVersion: ""
winkernel:
  enableDSR: false
  forwardHealthCheckVip: false
  networkName: ""
  rootHnsEndpointName: ""
  sourceVip: ""`
}

const PROXY_KUBECONFIG = `apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
    server: https://kind-control-plane:6443
  name: default
contexts:
- context:
    cluster: default
    namespace: default
    user: default
  name: default
current-context: default
users:
- name: default
  user:
    tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token`
