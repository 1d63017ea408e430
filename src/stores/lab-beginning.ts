import type { Cluster } from '../cluster/cluster.ts'
import { presetCluster } from '../cluster/presets.ts'
import { FIRST_ABOUT, RELEASES } from './lab-about.ts'
import type { Asked } from './lab-response.ts'
import { beside } from './lab-shell.ts'
import type { LabAbout } from './lab-shown.ts'
import { type Moment, momentOf } from './lab-state.ts'

/** A lab's first moment: a preset as one meets it, with nothing typed yet. */
export function beginning(
  options: Omit<Asked<'start'>, 'type'> = {},
  about: LabAbout = FIRST_ABOUT,
  history: readonly string[] = [],
): Moment {
  const { preset = about.preset ?? 'kind', seed = about.seed, version = about.version, gates = about.gates } = options
  const release = RELEASES[version]
  const cluster: Cluster = { ...presetCluster(preset, { version: release, seed }), gates }
  return momentOf(beside(cluster, history), { preset, origin: 'preset', seed, version, release, gates }, cluster.now)
}
