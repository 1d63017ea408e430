/** The controllers, those first whose work others add up: they look first, so that it is added up once. */
export const CONTROLLER_NAMES = [
  'kubelet',
  'taint-eviction-controller',
  'node-lifecycle-controller',
  'pod-garbage-collector',
  'daemonset-controller',
  'replicaset-controller',
  'deployment-controller',
  'garbage-collector',
  'namespace-controller',
  'scheduler',
  'disruption-controller',
  'endpoints-controller',
  'event-ttl',
] as const
export type ControllerName = (typeof CONTROLLER_NAMES)[number]

/** The programs of the control plane that run from files on its machines. */
export const COMPONENTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const
export type Component = (typeof COMPONENTS)[number]

/** The program that a controller is part of; kubelets are on their own. */
export function componentOf(controller: ControllerName): Component | undefined {
  switch (controller) {
    case 'kubelet':
      return undefined
    case 'scheduler':
      return 'kube-scheduler'
    case 'event-ttl':
      return 'etcd'
    default:
      return 'kube-controller-manager'
  }
}
