import type { Pod } from '../kubernetes/pod.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import { printMicroTime } from './clock.ts'
import type { KubeObject, Manifest } from './object.ts'

const HASH = 'kubernetes.io/config.hash'
const MIRROR = 'kubernetes.io/config.mirror'
const SEEN = 'kubernetes.io/config.seen'
const SOURCE = 'kubernetes.io/config.source'

/** A static pod runs whatever evicting taints its node has. (pkg/kubelet/config `applyDefaults`) */
const STAYS: Toleration = { effect: 'NoExecute', operator: 'Exists' }

/** Whether a pod stands in the API for one that comes from a file on its node. */
export function isStatic({ metadata }: Pod): boolean {
  return metadata.annotations?.[MIRROR] !== undefined
}

/** The name under which the API shows a static pod: `etcd-kind-control-plane`. */
export function mirrorName(manifest: Manifest, node: string): string {
  return `${manifest.metadata?.name ?? ''}-${node}`
}

/** The pod that shows the API what a node's kubelet runs from a file; `now` is when it first saw it. (pkg/kubelet/pod `CreateMirrorPod`) */
export function mirrorOf(manifest: Manifest, node: KubeObject, now: number): Manifest {
  const { labels, annotations, namespace = 'default' } = manifest.metadata ?? {}
  const { tolerations = [], ...spec } = (manifest['spec'] ?? {}) as { readonly tolerations?: readonly Toleration[] }
  const hash = hashOf(manifest)
  const isThere = tolerations.some(one => sameJson(one, STAYS))
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      annotations: {
        ...annotations,
        [HASH]: hash,
        [MIRROR]: hash,
        [SEEN]: printMicroTime(now),
        [SOURCE]: 'file',
      },
      ...(labels && { labels }),
      name: mirrorName(manifest, node.metadata.name),
      namespace,
      ownerReferences: [
        { apiVersion: 'v1', controller: true, kind: 'Node', name: node.metadata.name, uid: node.metadata.uid ?? '' },
      ],
    },
    spec: { ...spec, nodeName: node.metadata.name, tolerations: isThere ? tolerations : [...tolerations, STAYS] },
  }
}

/** Whether the mirror pod shows this file as it is now. */
export function isMirrorOf({ metadata }: Pod, manifest: Manifest): boolean {
  return metadata.annotations?.[HASH] === hashOf(manifest)
}

/**
 * The file from which a mirror pod was made, as far as the API shows it. A hash that it had then stays its hash.
 * What admission filled in is left in.
 */
export function manifestOf(mirror: KubeObject, node: string): Manifest {
  const { annotations = {}, labels, name, namespace } = mirror.metadata
  const { nodeName: _, ...spec } = (mirror['spec'] ?? {}) as { readonly nodeName?: string }
  const others = Object.entries(annotations).filter(([key]) => ![MIRROR, SEEN, SOURCE].includes(key))
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(others.length > 0 && { annotations: Object.fromEntries(others) }),
      ...(labels && { labels }),
      name: name.endsWith(`-${node}`) ? name.slice(0, -node.length - 1) : name,
      ...(namespace && { namespace }),
    },
    spec,
  }
}

/** 32 hexadecimal digits that another file would not have; upstream takes the MD5 of the pod. */
function hashOf(manifest: Manifest): string {
  const known = manifest.metadata?.annotations?.[HASH]
  if (known !== undefined) return known
  const text = JSON.stringify(manifest)
  return [1, 2, 3, 4].map(seed => fnv(text, seed).toString(16).padStart(8, '0')).join('')
}

function fnv(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
