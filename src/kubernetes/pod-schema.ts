import { AFFINITY, TOPOLOGY_SPREAD_CONSTRAINTS } from './affinity-schema.ts'
import { CONTAINERS, EPHEMERAL_CONTAINERS, VOLUMES } from './container-schema.ts'
import { OBJECT_META, TYPE_META } from './object-meta-schema.ts'
import { RESOURCE_LIST, RESOURCE_REQUIREMENTS } from './resource-schema.ts'
import { ANYTHING, always, BOOL, INT32, INT64, list, map, named, pointer, STRING, struct } from './schema.ts'
import { TOLERATIONS } from './toleration-schema.ts'

const POD_SPEC = struct('v1.PodSpec', {
  volumes: VOLUMES,
  initContainers: CONTAINERS,
  containers: always(CONTAINERS),
  ephemeralContainers: EPHEMERAL_CONTAINERS,
  restartPolicy: named('v1.RestartPolicy'),
  terminationGracePeriodSeconds: pointer(INT64),
  activeDeadlineSeconds: pointer(INT64),
  dnsPolicy: named('v1.DNSPolicy'),
  nodeSelector: map(STRING),
  serviceAccountName: STRING,
  serviceAccount: STRING,
  automountServiceAccountToken: pointer(BOOL),
  nodeName: STRING,
  hostNetwork: BOOL,
  hostPID: BOOL,
  hostIPC: BOOL,
  shareProcessNamespace: pointer(BOOL),
  securityContext: pointer(
    struct('v1.PodSecurityContext', {
      seLinuxOptions: pointer(ANYTHING),
      windowsOptions: pointer(ANYTHING),
      runAsUser: pointer(INT64),
      runAsGroup: pointer(INT64),
      runAsNonRoot: pointer(BOOL),
      supplementalGroups: list(INT64),
      supplementalGroupsPolicy: pointer(named('v1.SupplementalGroupsPolicy')),
      fsGroup: pointer(INT64),
      sysctls: list(struct('v1.Sysctl', { name: always(STRING), value: always(STRING) })),
      fsGroupChangePolicy: pointer(named('v1.PodFSGroupChangePolicy')),
      seccompProfile: pointer(ANYTHING),
      appArmorProfile: pointer(ANYTHING),
      seLinuxChangePolicy: pointer(named('v1.PodSELinuxChangePolicy')),
    }),
  ),
  imagePullSecrets: list(struct('v1.LocalObjectReference', { name: STRING })),
  hostname: STRING,
  subdomain: STRING,
  affinity: pointer(AFFINITY),
  schedulerName: STRING,
  tolerations: TOLERATIONS,
  hostAliases: list(struct('v1.HostAlias', { ip: always(STRING), hostnames: list(STRING) })),
  priorityClassName: STRING,
  priority: pointer(INT32),
  dnsConfig: pointer(
    struct('v1.PodDNSConfig', {
      nameservers: list(STRING),
      searches: list(STRING),
      options: list(struct('v1.PodDNSConfigOption', { name: STRING, value: pointer(STRING) })),
    }),
  ),
  readinessGates: list(struct('v1.PodReadinessGate', { conditionType: always(named('v1.PodConditionType')) })),
  runtimeClassName: pointer(STRING),
  enableServiceLinks: pointer(BOOL),
  preemptionPolicy: pointer(named('v1.PreemptionPolicy')),
  overhead: RESOURCE_LIST,
  topologySpreadConstraints: TOPOLOGY_SPREAD_CONSTRAINTS,
  setHostnameAsFQDN: pointer(BOOL),
  os: pointer(struct('v1.PodOS', { name: always(named('v1.OSName')) })),
  hostUsers: pointer(BOOL),
  schedulingGates: list(struct('v1.PodSchedulingGate', { name: always(STRING) })),
  resourceClaims: list(ANYTHING),
  resources: pointer(RESOURCE_REQUIREMENTS),
  hostnameOverride: pointer(STRING),
})

/** (core/v1 `Pod`) Of the status nothing is checked: only the cluster writes it. */
export const POD = struct('v1.Pod', {
  ...TYPE_META,
  metadata: always(OBJECT_META),
  spec: always(POD_SPEC),
  status: always(ANYTHING),
})

/** What a workload makes its pods from. (core/v1 `PodTemplateSpec`) */
export const POD_TEMPLATE = struct('v1.PodTemplateSpec', {
  metadata: always(OBJECT_META),
  spec: always(POD_SPEC),
})
