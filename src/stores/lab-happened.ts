import type { Cluster, Held } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import { differences, sortedMapOf, valueAt } from '../cluster/sorted-map.ts'
import { sameTaint, type Taint } from '../kubernetes/taint.ts'
import type { LabChange } from './lab-shown.ts'
import type { PodName } from './lab-terms.ts'

/** What is different between two moments, as far as one sees it in the rooms: nodes first, then pods, each by name. */
export function changesBetween(before: Cluster, after: Cluster): readonly LabChange[] {
  return [
    ...pairs(before, after, 'nodes').flatMap(([old, now]) => nodeChanges(old, now)),
    ...pairs(before, after, 'pods').flatMap(([old, now]) => podChanges(old, now)),
  ]
}

type Pair<T> = readonly [before: T | undefined, after: T | undefined]

function pairs<R extends 'nodes' | 'pods'>(before: Cluster, after: Cluster, resource: R): readonly Pair<Held[R]>[] {
  const [old, now] = [before.objects[resource] ?? NONE, after.objects[resource] ?? NONE]
  return differences(old, now).map(key => [valueAt(old, key), valueAt(now, key)] as Pair<Held[R]>)
}

const NONE = sortedMapOf<KubeObject>()

function nodeChanges(before: Held['nodes'] | undefined, after: Held['nodes'] | undefined): readonly LabChange[] {
  const node = (after ?? before)?.metadata.name ?? ''
  if (!before || !after) return [{ change: after ? 'node-added' : 'node-removed', node }]
  const [old, now] = [before.spec?.taints ?? [], after.spec?.taints ?? []]
  const cordon = (one: Held['nodes']) => one.spec?.unschedulable === true
  const well = (one: Held['nodes']) => one.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'
  return [
    ...missingFrom(old, now).map(taint => ({ change: 'locked', node, taint }) as const),
    ...missingFrom(now, old).map(taint => ({ change: 'unlocked', node, taint }) as const),
    ...(cordon(before) === cordon(after) ? [] : [{ change: cordon(after) ? 'cordoned' : 'uncordoned', node } as const]),
    ...(well(before) === well(after) ? [] : [{ change: well(after) ? 'well' : 'ill', node } as const]),
  ]
}

/** The taints of `now` that `old` does not have with the same value. */
function missingFrom(old: readonly Taint[], now: readonly Taint[]): readonly Taint[] {
  return now.filter(taint => !old.some(other => sameTaint(other, taint) && (other.value ?? '') === (taint.value ?? '')))
}

function podChanges(before: Held['pods'] | undefined, after: Held['pods'] | undefined): readonly LabChange[] {
  // One of the same name is another pod.
  if (before && after && before.metadata.uid !== after.metadata.uid) {
    return [...podChanges(before, undefined), ...podChanges(undefined, after)]
  }
  const pod = nameOf(after ?? before)
  const from = before?.spec.nodeName
  if (!after) return [{ change: 'left', pod, ...(from && { node: from }) }]
  const node = after.spec.nodeName
  const isNew = (test: (one: Held['pods']) => boolean) => test(after) && !(before && test(before))
  if (isNew(isEnding)) return [{ change: 'ending', pod, ...(node && { node }) }]
  if (!node) return before ? [] : [{ change: 'waits', pod }]
  if (!from) return [{ change: 'moved-in', pod, node }]
  return isNew(({ status }) => status?.phase === 'Running') ? [{ change: 'started', pod, node }] : []
}

function isEnding({ metadata }: Held['pods']): boolean {
  return metadata.deletionTimestamp !== undefined
}

function nameOf(pod: Held['pods'] | undefined): PodName {
  return { namespace: pod?.metadata.namespace ?? '', name: pod?.metadata.name ?? '' }
}
