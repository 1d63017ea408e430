import { restoreSnapshot } from '../cluster/snapshot.ts'
import { loaded } from './engine-parts.ts'
import { FIRST_ABOUT } from './lab-about.ts'
import { beside } from './lab-shell.ts'
import { type Moment, momentOf } from './lab-state.ts'

/**
 * A lab's first moment, from the snapshot of the cluster that the build has founded: what founds one is much larger, and is
 * loaded only where the snapshot cannot be had.
 */
export async function foundedMoment(fetched: () => Promise<unknown>): Promise<Moment> {
  const snapshot = await fetched().catch(() => undefined)
  const restored = restoreSnapshot(snapshot)
  if (!restored.ok) {
    const { beginning } = await loaded(import('./lab-beginning.ts'))
    return beginning()
  }
  const cluster = { ...restored.cluster, gates: FIRST_ABOUT.gates }
  return momentOf(beside(cluster), FIRST_ABOUT, cluster.now)
}
