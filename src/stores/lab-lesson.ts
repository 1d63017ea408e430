import { type Cluster, find } from '../cluster/cluster.ts'
import type { Manifest } from '../cluster/object.ts'
import { PRESETS, type Preset, presetCluster } from '../cluster/presets.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { pack } from './lab-link.ts'
import type { SetUp } from './lab-setup.ts'
import type { BriefRooms } from './rooms.ts'

/** What the pods of a lesson's rooms run, where they do not say. */
const CONTAINERS = [{ name: 'main', image: 'registry.k8s.io/pause:3.10.1' }]

/**
 * A section's state as the payload of a link: the lesson's cluster with what `rooms` holds beyond it, and the commands
 * `typed`, which ↑ finds there. Throws where there is no such cluster, or where it lacks a node of the rooms.
 */
export async function lessonPayload(
  cluster: string,
  { rooms, typed = [] }: { readonly rooms?: BriefRooms; readonly typed?: readonly string[] },
): Promise<string> {
  const preset = PRESETS.find(name => name === cluster)
  if (!preset) throw new Error(`scenario.yaml: cluster "${cluster}" is none of ${PRESETS.join(', ')}`)
  const setUp: SetUp = { format: 'setup', preset, manifests: rooms ? manifestsOf(rooms, preset) : [], typed }
  return pack(setUp)
}

/** What the rooms hold that the cluster does not. */
function manifestsOf({ nodes, pods = [], pod }: BriefRooms, preset: Preset): readonly Manifest[] {
  const cluster = presetCluster(preset)
  const changed = nodes.filter(node => !isAsThere(cluster, node))
  const missing = [...pods, pod].filter(({ metadata: { name = '', namespace = 'default' } }) => {
    return !find(cluster, 'pods', name, namespace)
  })
  return [
    ...changed.map(node => ({ ...node, apiVersion: 'v1', kind: 'Node' })),
    ...missing.map(({ metadata, spec }) => {
      const whole: Partial<Pod['spec']> = { containers: CONTAINERS, ...spec }
      return { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'default', ...metadata }, spec: whole }
    }),
  ]
}

/** Whether the cluster's node has the taints and labels of the rooms' already. */
function isAsThere(cluster: Cluster, { metadata, spec }: Node): boolean {
  const there = find(cluster, 'nodes', metadata.name ?? '')
  if (!there) throw new Error(`the lesson's cluster has no node ${metadata.name}`)
  const labels = Object.entries(metadata.labels ?? {})
  return (
    sameJson(spec?.taints ?? [], there.spec?.taints ?? []) &&
    labels.every(([key, value]) => there.metadata.labels?.[key] === value)
  )
}
