import { OBJECT_META, TYPE_META } from './object-meta-schema.ts'
import { RESOURCE_LIST } from './resource-schema.ts'
import { ANYTHING, always, BOOL, INT32, INT64, list, named, pointer, STRING, struct } from './schema.ts'
import { TIME } from './time.ts'

const TAINTS = list(
  struct('v1.Taint', {
    key: always(STRING),
    value: STRING,
    effect: always(named('v1.TaintEffect')),
    timeAdded: pointer(TIME),
  }),
)

const NODE_STATUS = struct('v1.NodeStatus', {
  capacity: RESOURCE_LIST,
  allocatable: RESOURCE_LIST,
  phase: named('v1.NodePhase'),
  conditions: list(
    struct('v1.NodeCondition', {
      type: always(named('v1.NodeConditionType')),
      status: always(named('v1.ConditionStatus')),
      lastHeartbeatTime: pointer(TIME),
      lastTransitionTime: pointer(TIME),
      reason: STRING,
      message: STRING,
    }),
  ),
  addresses: list(struct('v1.NodeAddress', { type: always(named('v1.NodeAddressType')), address: always(STRING) })),
  daemonEndpoints: always(
    struct('v1.NodeDaemonEndpoints', {
      kubeletEndpoint: always(struct('v1.DaemonEndpoint', { Port: always(INT32) })),
    }),
  ),
  nodeInfo: always(
    struct('v1.NodeSystemInfo', {
      machineID: always(STRING),
      systemUUID: always(STRING),
      bootID: always(STRING),
      kernelVersion: always(STRING),
      osImage: always(STRING),
      containerRuntimeVersion: always(STRING),
      kubeletVersion: always(STRING),
      kubeProxyVersion: always(STRING),
      runningInUserNamespace: pointer(BOOL),
      operatingSystem: always(STRING),
      architecture: always(STRING),
      swap: pointer(ANYTHING),
    }),
  ),
  images: list(struct('v1.ContainerImage', { names: always(list(STRING)), sizeBytes: INT64 })),
  volumesInUse: list(named('v1.UniqueVolumeName')),
  volumesAttached: list(ANYTHING),
  config: pointer(ANYTHING),
  runtimeHandlers: list(ANYTHING),
  features: pointer(ANYTHING),
  declaredFeatures: list(STRING),
})

/** (core/v1 `Node`) */
export const NODE = struct('v1.Node', {
  ...TYPE_META,
  metadata: always(OBJECT_META),
  spec: always(
    struct('v1.NodeSpec', {
      podCIDR: STRING,
      podCIDRs: list(STRING),
      providerID: STRING,
      unschedulable: BOOL,
      taints: TAINTS,
      configSource: pointer(ANYTHING),
      externalID: STRING,
    }),
  ),
  status: always(NODE_STATUS),
})
