import type { Cluster } from './cluster.ts'
import { presetCluster } from './presets.ts'

/**
 * The cluster that the course meets first: what kind 0.33 makes of one control plane and two workers, at rest, with all of
 * kube-system, 78 minutes old.
 */
export function kindCluster(): Cluster {
  return presetCluster('kind')
}
