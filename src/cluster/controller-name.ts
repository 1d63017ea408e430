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
