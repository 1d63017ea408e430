import type { Cluster } from '../cluster/cluster.ts'

/** What a person on a node can do to the cluster, and time, which passes for all of it. */
export interface NodeActions {
  /** Lets the virtual clock run. */
  readonly wait: (cluster: Cluster, seconds: number) => Cluster
  readonly isKubeletRunning: (cluster: Cluster, node: string) => boolean
  readonly startKubelet: (cluster: Cluster, node: string) => Cluster
  readonly stopKubelet: (cluster: Cluster, node: string) => Cluster
  /** The texts in `/etc/kubernetes/manifests` of a node, by file name. */
  readonly manifests: (cluster: Cluster, node: string) => Readonly<Record<string, string>>
  /** What the kubelet makes of a file in that directory that is written, or gone (no text). */
  readonly changeManifest: (cluster: Cluster, node: string, file: string, text: string | undefined) => Cluster
}
