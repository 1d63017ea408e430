import { type Cluster, list } from '../cluster/cluster.ts'
import type { Manifest } from '../cluster/object.ts'
import { valueAt } from '../cluster/sorted-map.ts'
import { type Action, step } from '../cluster/step.ts'
import { isRecord } from '../kubectl/json.ts'
import { readManifest } from '../kubectl/manifest.ts'
import { printYaml } from '../kubectl/yaml-print.ts'
import type { Run } from './process.ts'

/** Where the kubelet of a node looks for the pods that it runs by itself. */
export const MANIFESTS = '/etc/kubernetes/manifests'

/** Does something to the line's cluster, and lets its controllers do what follows from it, as far as the line's effort reaches. */
export function act(run: Pick<Run, 'cluster' | 'effort'>, action: Action): void {
  const { cluster, effort } = step(run.cluster, action, run.effort)
  run.cluster = cluster
  run.effort -= effort
}

/** What `systemctl` does to a node's kubelet, and all that follows from it at once. */
export function switchKubelet(run: Run, node: string, verb: 'start' | 'stop' | 'restart'): void {
  if (verb !== 'start') act(run, { type: 'stop-node', node })
  if (verb !== 'stop') act(run, { type: 'start-node', node })
}

/** The texts of a node's static pods, by file name. */
export function manifestsOn(cluster: Cluster, node: string): Readonly<Record<string, string>> {
  const manifests = Object.entries(valueAt(cluster.kubelets, node)?.manifests ?? {})
  return Object.fromEntries(manifests.map(([file, manifest]) => [file, printYaml(manifest)]))
}

/**
 * What a node's kubelet makes of a file that is written or gone (no text). A text that describes no pod runs none.
 * (pkg/kubelet/config `extractFromDir`)
 */
export function changeManifest(
  run: Pick<Run, 'cluster' | 'effort'>,
  node: string,
  file: string,
  text: string | undefined,
): void {
  const { [file]: _, ...others } = valueAt(run.cluster.kubelets, node)?.manifests ?? {}
  const manifest = text === undefined ? undefined : readPod(text)
  act(run, { type: 'set-manifests', node, manifests: manifest ? { ...others, [file]: manifest } : others })
}

function readPod(text: string): Manifest | undefined {
  const reading = readManifest(text)
  const value = reading.ok ? reading.documents[0]?.value : undefined
  if (!isRecord(value) || value['kind'] !== 'Pod' || !isRecord(value['metadata']) || !isRecord(value['spec']))
    return undefined
  return value as unknown as Manifest
}

/** The node of that name or address; `undefined` if there is none. */
export function nodeAt(cluster: Cluster, host: string): string | undefined {
  return list(cluster, 'nodes').find(
    ({ metadata, status }) =>
      metadata.name === host ||
      status?.addresses?.some(({ type, address }) => type === 'InternalIP' && address === host),
  )?.metadata.name
}
