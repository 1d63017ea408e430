import { presetCluster } from '../../cluster/presets.ts'
import { saveSnapshot } from '../../cluster/snapshot.ts'
import { FIRST_ABOUT } from '../../stores/lab-about.ts'

/** The cluster with which a lab begins, as the build has founded it. */
export function GET(): Response {
  const { preset = 'kind', release, seed } = FIRST_ABOUT
  return Response.json(saveSnapshot(presetCluster(preset, { version: release, seed })))
}
