import { INT_OR_STRING } from './int-or-percent.ts'
import { OBJECT_META, TYPE_META } from './object-meta-schema.ts'
import { ANYTHING, always, BOOL, INT32, INT64, list, map, named, pointer, STRING, struct } from './schema.ts'
import { LABEL_SELECTOR } from './selector-schema.ts'
import { TIME } from './time.ts'

/** (core/v1 `Namespace`) */
export const NAMESPACE = struct('v1.Namespace', {
  ...TYPE_META,
  metadata: always(OBJECT_META),
  spec: always(struct('v1.NamespaceSpec', { finalizers: list(named('v1.FinalizerName')) })),
  status: always(struct('v1.NamespaceStatus', { phase: named('v1.NamespacePhase'), conditions: list(ANYTHING) })),
})

/** (core/v1 `ConfigMap`) */
export const CONFIG_MAP = struct('v1.ConfigMap', {
  ...TYPE_META,
  metadata: always(OBJECT_META),
  immutable: pointer(BOOL),
  data: map(STRING),
  binaryData: map(STRING),
})

/** (core/v1 `Service`) */
export const SERVICE = struct('v1.Service', {
  ...TYPE_META,
  metadata: always(OBJECT_META),
  spec: always(
    struct('v1.ServiceSpec', {
      ports: list(
        struct('v1.ServicePort', {
          name: STRING,
          protocol: named('v1.Protocol'),
          appProtocol: pointer(STRING),
          port: always(INT32),
          targetPort: always(INT_OR_STRING),
          nodePort: INT32,
        }),
      ),
      selector: map(STRING),
      clusterIP: STRING,
      clusterIPs: list(STRING),
      type: named('v1.ServiceType'),
      externalIPs: list(STRING),
      sessionAffinity: named('v1.ServiceAffinity'),
      loadBalancerIP: STRING,
      loadBalancerSourceRanges: list(STRING),
      externalName: STRING,
      externalTrafficPolicy: named('v1.ServiceExternalTrafficPolicy'),
      healthCheckNodePort: INT32,
      publishNotReadyAddresses: BOOL,
      sessionAffinityConfig: pointer(ANYTHING),
      ipFamilies: list(named('v1.IPFamily')),
      ipFamilyPolicy: pointer(named('v1.IPFamilyPolicy')),
      allocateLoadBalancerNodePorts: pointer(BOOL),
      loadBalancerClass: pointer(STRING),
      internalTrafficPolicy: pointer(named('v1.ServiceInternalTrafficPolicy')),
      trafficDistribution: pointer(STRING),
    }),
  ),
  status: always(struct('v1.ServiceStatus', { loadBalancer: always(ANYTHING), conditions: list(ANYTHING) })),
})

/** (policy/v1 `PodDisruptionBudget`) */
export const POD_DISRUPTION_BUDGET = struct('v1.PodDisruptionBudget', {
  ...TYPE_META,
  metadata: always(OBJECT_META),
  spec: always(
    struct('v1.PodDisruptionBudgetSpec', {
      minAvailable: pointer(INT_OR_STRING),
      selector: pointer(LABEL_SELECTOR),
      maxUnavailable: pointer(INT_OR_STRING),
      unhealthyPodEvictionPolicy: pointer(named('v1.UnhealthyPodEvictionPolicyType')),
    }),
  ),
  status: always(
    struct('v1.PodDisruptionBudgetStatus', {
      observedGeneration: INT64,
      disruptedPods: map(TIME),
      disruptionsAllowed: always(INT32),
      currentHealthy: always(INT32),
      desiredHealthy: always(INT32),
      expectedPods: always(INT32),
      conditions: list(ANYTHING),
    }),
  ),
})

/** (scheduling/v1 `PriorityClass`) */
export const PRIORITY_CLASS = struct('v1.PriorityClass', {
  ...TYPE_META,
  metadata: always(OBJECT_META),
  value: always(INT32),
  globalDefault: BOOL,
  description: STRING,
  preemptionPolicy: pointer(named('v1.PreemptionPolicy')),
})
