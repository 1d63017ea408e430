import { admitNew, INSPECTION } from '../kubernetes/admit.ts'
import { decode } from '../kubernetes/decode.ts'
import { POD } from '../kubernetes/pod-schema.ts'
import type { Status } from '../kubernetes/status.ts'
import { resourceNamed } from './api-resource.ts'
import {
  type Answer,
  type CreateOptions,
  createObject,
  type DeleteOptions,
  deleteObject,
  evictPod,
  type UpdateOptions,
  updateObject,
} from './api-server.ts'
import type { Cluster } from './cluster.ts'
import { advance, MOST_EFFORT, settle, type Worked, work } from './controllers.ts'
import { setManifests, startKubelet, stopKubelet } from './kubelet.ts'
import type { KubeObject, Manifest } from './object.ts'
import { mirrorName } from './static-pod.ts'
import { minorVersionOf } from './version.ts'

export { advance, advanceUntil, settle } from './controllers.ts'

/** What can be done to a cluster from outside: what a client asks of its API server, time, and a node's kubelet. */
export type Action =
  | { readonly type: 'create'; readonly manifest: Manifest; readonly options?: CreateOptions }
  | { readonly type: 'update'; readonly manifest: Manifest; readonly options?: UpdateOptions }
  | {
      readonly type: 'delete'
      /** The plural: `pods`. */
      readonly resource: string
      readonly name: string
      readonly namespace?: string
      readonly options?: DeleteOptions
    }
  | { readonly type: 'evict'; readonly name: string; readonly namespace: string; readonly options?: DeleteOptions }
  /** Time passes, whatever happens in it. */
  | { readonly type: 'wait'; readonly seconds: number }
  /** Time passes until nothing moves. */
  | { readonly type: 'settle' }
  /** A node's kubelet stops, as when the machine goes away, or goes on. */
  | { readonly type: 'stop-node' | 'start-node'; readonly node: string }
  /** The files in a machine's `/etc/kubernetes/manifests` become these, by file name. */
  | { readonly type: 'set-manifests'; readonly node: string; readonly manifests: Readonly<Record<string, Manifest>> }

export interface Stepped extends Worked {
  /** There if the API server refused; the cluster is then the same. */
  readonly refused?: Status
}

/**
 * Does one thing to a cluster, and lets its controllers do all that follows from it now, as far as `effort` reaches: what
 * is left they go on with in the next step. Same in, same out.
 */
export function step(cluster: Cluster, action: Action, effort = MOST_EFFORT): Stepped {
  switch (action.type) {
    case 'create':
      return asked(cluster, createObject(cluster, action.manifest, action.options, INSPECTION), effort)
    case 'update':
      return asked(cluster, updateObject(cluster, action.manifest, action.options, INSPECTION), effort)
    case 'delete': {
      const { resource, name, namespace, options } = action
      return asked(cluster, deleteObject(cluster, resourceNamed(resource), name, namespace, options), effort)
    }
    case 'evict':
      return asked(cluster, evictPod(cluster, action.name, action.namespace, action.options), effort)
    case 'wait':
      return advance(cluster, action.seconds, effort)
    case 'settle':
      return settle(cluster, effort)
    case 'stop-node':
      return work(stopKubelet(cluster, action.node), effort)
    case 'start-node':
      return work(startKubelet(cluster, action.node), effort)
    case 'set-manifests':
      return work(setManifests(cluster, action.node, validPods(cluster, action.node, action.manifests)), effort)
  }
}

function asked(cluster: Cluster, answer: Answer, effort: number): Stepped {
  return answer.ok
    ? work(answer.cluster, effort)
    : { cluster, events: [], refused: answer.status, gaveUp: false, effort: 0 }
}

/** Those of a node's files that hold a valid pod, without fields that nobody knows: its kubelet runs no others. (pkg/kubelet/config `tryDecodeSinglePod`) */
function validPods(
  { version }: Cluster,
  node: string,
  manifests: Readonly<Record<string, Manifest>>,
): Readonly<Record<string, KubeObject>> {
  const pods = Object.entries(manifests).flatMap(([file, manifest]) => {
    const { value, mistyped } = decode(manifest, POD)
    if (mistyped.length > 0) return []
    const pod = value as KubeObject
    const named = { ...pod, metadata: { ...pod.metadata, name: mirrorName(pod, node) } }
    const admitted = admitNew(named, { randomSuffix: () => '', version: minorVersionOf(version) })
    // What admission says is between the kubelet and the API server.
    return admitted.ok || admitted.status.reason === 'Forbidden' ? [[file, pod] as const] : []
  })
  return Object.fromEntries(pods)
}
