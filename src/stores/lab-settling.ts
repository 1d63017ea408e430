import type { Change, Cluster } from '../cluster/cluster.ts'
import { work } from '../cluster/controllers.ts'
import type { Pieces } from '../cluster/pieces.ts'

/** Controllers find no end of what there is to do. */
export class Stuck extends Error {}

/** How much controllers do in one piece, in looks and changes. */
const LOOKS = 10
/** How much they do at most: ten times what the largest cluster needs in which every pod waits. */
const MOST_EFFORT = 5_000_000

/** Controllers work until nothing is left to do at this second; `see` is given what came about. Throws `Stuck`. */
export function* settling(cluster: Cluster, see: (events: readonly Change[]) => void = () => {}): Pieces<Cluster> {
  let effort = 0
  for (let next = cluster; ; yield) {
    const worked = work(next, LOOKS)
    next = worked.cluster
    effort += worked.effort
    see(worked.events)
    if (!worked.gaveUp) return next
    if (effort > MOST_EFFORT) throw new Stuck()
  }
}
