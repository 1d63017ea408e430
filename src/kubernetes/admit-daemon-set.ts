import { sameJson } from './same-json.ts'
import type { DaemonSet } from './workload.ts'

/**
 * A new DaemonSet as it is stored: its template is the first generation, which an annotation keeps for old clients.
 * (registry/apps/daemonset `PrepareForCreate`, apps/v1 `Convert_apps_DaemonSet_To_v1_DaemonSet`)
 */
export function admitNewDaemonSet(daemonSet: DaemonSet): DaemonSet {
  return withGeneration(daemonSet, 1)
}

/** An updated DaemonSet as it is stored: a changed template is the next generation. (`PrepareForUpdate`) */
export function admitDaemonSetUpdate(daemonSet: DaemonSet, old: DaemonSet): DaemonSet {
  const before = Number(old.metadata.annotations?.[GENERATION] ?? 0)
  return withGeneration(daemonSet, sameJson(daemonSet.spec.template, old.spec.template) ? before : before + 1)
}

const GENERATION = 'deprecated.daemonset.template.generation'

function withGeneration(daemonSet: DaemonSet, generation: number): DaemonSet {
  const { metadata } = daemonSet
  const annotations = { ...metadata.annotations, [GENERATION]: String(generation) }
  return { ...daemonSet, metadata: { ...metadata, annotations } }
}
