import { defaultPodSpec } from './default-pod.ts'
import type { PodTemplate } from './pod.ts'
import type { DaemonSet, Deployment, ReplicaSet } from './workload.ts'

/** A DaemonSet with what the API fills in. (apps/v1 `SetDefaults_DaemonSet`) */
export function defaultDaemonSet(daemonSet: DaemonSet): DaemonSet {
  const { updateStrategy = {}, template } = daemonSet.spec
  const { type = 'RollingUpdate', rollingUpdate } = updateStrategy
  return {
    ...daemonSet,
    spec: {
      revisionHistoryLimit: 10,
      ...daemonSet.spec,
      template: defaultTemplate(template),
      updateStrategy:
        type === 'RollingUpdate'
          ? { type, rollingUpdate: { maxUnavailable: 1, maxSurge: 0, ...rollingUpdate } }
          : { ...updateStrategy, type },
    },
  }
}

/** A Deployment with what the API fills in. (apps/v1 `SetDefaults_Deployment`) */
export function defaultDeployment(deployment: Deployment): Deployment {
  const spec = deployment.spec ?? { template: { spec: { containers: [] } } }
  const { strategy = {} } = spec
  const { type = 'RollingUpdate', rollingUpdate } = strategy
  return {
    ...deployment,
    spec: {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      ...spec,
      template: defaultTemplate(spec.template),
      strategy:
        type === 'RollingUpdate'
          ? { type, rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%', ...rollingUpdate } }
          : { ...strategy, type },
    },
  }
}

/** A ReplicaSet with what the API fills in. (apps/v1 `SetDefaults_ReplicaSet`) */
export function defaultReplicaSet(replicaSet: ReplicaSet): ReplicaSet {
  const { template = { spec: { containers: [] } } } = replicaSet.spec ?? {}
  return { ...replicaSet, spec: { replicas: 1, ...replicaSet.spec, template: defaultTemplate(template) } }
}

function defaultTemplate(template: PodTemplate): PodTemplate {
  return { ...template, spec: defaultPodSpec(template.spec) }
}
