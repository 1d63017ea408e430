import type { Pod } from '../kubernetes/pod.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import type { RoomsScenario } from './rooms.ts'

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane'

const VALUE_KEY: Toleration = { key: CONTROL_PLANE, operator: 'Equal', value: 'true', effect: 'NoSchedule' }
const EXISTS_KEY: Toleration = { key: CONTROL_PLANE, operator: 'Exists', effect: 'NoSchedule' }
const MASTER_KEY: Toleration = { operator: 'Exists' }

/** The ten seconds of the home page: kind's three nodes as `kind create cluster` leaves them, and a pod without a key. */
export const HOME_ROOMS: RoomsScenario & { readonly keys: readonly Toleration[] } = {
  nodes: [
    { metadata: { name: 'kind-control-plane' }, spec: { taints: [{ key: CONTROL_PLANE, effect: 'NoSchedule' }] } },
    { metadata: { name: 'kind-worker' } },
    { metadata: { name: 'kind-worker2' } },
  ],
  pods: [
    kubeProxy('kube-proxy-4x7vn', 'kind-control-plane'),
    kubeProxy('kube-proxy-tz2fm', 'kind-worker'),
    kubeProxy('kube-proxy-h9xkd', 'kind-worker2'),
  ],
  pod: { metadata: { name: 'pod' }, spec: { containers: [] } },
  keys: [VALUE_KEY, EXISTS_KEY, MASTER_KEY],
}

function kubeProxy(name: string, nodeName: string): Pod {
  return {
    metadata: { name, namespace: 'kube-system', labels: { 'k8s-app': 'kube-proxy' } },
    spec: { containers: [], nodeName, tolerations: [MASTER_KEY] },
  }
}
