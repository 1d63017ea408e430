import { type Cluster, clusterOf } from './cluster.ts'
import objects from './kind.json' with { type: 'json' }
import type { KubeObject } from './object.ts'

/** When the last of the preset's objects was made, and how old the preset is when one meets it, in seconds. */
const BORN = Date.UTC(2026, 10, 23, 7, 17, 25) / 1000
const AGE = 78 * 60

/**
 * The cluster that the course meets first: what kind 0.33 makes of one control plane and two workers, at rest, with all of
 * kube-system, 78 minutes old.
 */
export function kindCluster(): Cluster {
  return clusterOf('v1.37.2', BORN + AGE, objects as unknown as readonly KubeObject[])
}
