import { INT_OR_STRING } from './int-or-percent.ts'
import { OBJECT_META, TYPE_META } from './object-meta-schema.ts'
import { POD_TEMPLATE } from './pod-schema.ts'
import { ANYTHING, always, BOOL, INT32, INT64, list, named, pointer, STRING, struct } from './schema.ts'
import { LABEL_SELECTOR } from './selector-schema.ts'
import { TIME } from './time.ts'

function rollingUpdate(go: string) {
  return pointer(struct(go, { maxUnavailable: pointer(INT_OR_STRING), maxSurge: pointer(INT_OR_STRING) }))
}

/** (apps/v1 `DaemonSet`) */
export const DAEMON_SET = struct('v1.DaemonSet', {
  ...TYPE_META,
  metadata: always(OBJECT_META),
  spec: always(
    struct('v1.DaemonSetSpec', {
      selector: pointer(LABEL_SELECTOR),
      template: always(POD_TEMPLATE),
      updateStrategy: always(
        struct('v1.DaemonSetUpdateStrategy', {
          type: named('v1.DaemonSetUpdateStrategyType'),
          rollingUpdate: rollingUpdate('v1.RollingUpdateDaemonSet'),
        }),
      ),
      minReadySeconds: INT32,
      revisionHistoryLimit: pointer(INT32),
    }),
  ),
  status: always(
    struct('v1.DaemonSetStatus', {
      currentNumberScheduled: always(INT32),
      numberMisscheduled: always(INT32),
      desiredNumberScheduled: always(INT32),
      numberReady: always(INT32),
      observedGeneration: INT64,
      updatedNumberScheduled: INT32,
      numberAvailable: INT32,
      numberUnavailable: INT32,
      collisionCount: pointer(INT32),
      conditions: list(ANYTHING),
    }),
  ),
})

/** (apps/v1 `ReplicaSet`) */
export const REPLICA_SET = struct('v1.ReplicaSet', {
  ...TYPE_META,
  metadata: always(OBJECT_META),
  spec: always(
    struct('v1.ReplicaSetSpec', {
      replicas: pointer(INT32),
      minReadySeconds: INT32,
      selector: pointer(LABEL_SELECTOR),
      template: always(POD_TEMPLATE),
    }),
  ),
  status: always(
    struct('v1.ReplicaSetStatus', {
      replicas: always(INT32),
      fullyLabeledReplicas: INT32,
      readyReplicas: INT32,
      availableReplicas: INT32,
      terminatingReplicas: pointer(INT32),
      observedGeneration: INT64,
      conditions: list(ANYTHING),
    }),
  ),
})

/** (apps/v1 `Deployment`) */
export const DEPLOYMENT = struct('v1.Deployment', {
  ...TYPE_META,
  metadata: always(OBJECT_META),
  spec: always(
    struct('v1.DeploymentSpec', {
      replicas: pointer(INT32),
      selector: pointer(LABEL_SELECTOR),
      template: always(POD_TEMPLATE),
      strategy: always(
        struct('v1.DeploymentStrategy', {
          type: named('v1.DeploymentStrategyType'),
          rollingUpdate: rollingUpdate('v1.RollingUpdateDeployment'),
        }),
      ),
      minReadySeconds: INT32,
      revisionHistoryLimit: pointer(INT32),
      paused: BOOL,
      progressDeadlineSeconds: pointer(INT32),
    }),
  ),
  status: always(
    struct('v1.DeploymentStatus', {
      observedGeneration: INT64,
      replicas: INT32,
      updatedReplicas: INT32,
      readyReplicas: INT32,
      availableReplicas: INT32,
      unavailableReplicas: INT32,
      terminatingReplicas: pointer(INT32),
      conditions: list(
        struct('v1.DeploymentCondition', {
          type: always(named('v1.DeploymentConditionType')),
          status: always(named('v1.ConditionStatus')),
          lastUpdateTime: pointer(TIME),
          lastTransitionTime: pointer(TIME),
          reason: STRING,
          message: STRING,
        }),
      ),
      collisionCount: pointer(INT32),
    }),
  ),
})
