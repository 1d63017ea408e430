import { presetCluster } from '../../cluster/presets.ts'
import { saveSnapshot } from '../../cluster/snapshot.ts'

/** The cluster with which a lab begins, founded by the build: the lab's worker fetches it and need not found it. */
export function GET(): Response {
  return Response.json(saveSnapshot(presetCluster('kind')))
}
