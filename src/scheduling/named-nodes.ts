import type { NodeSelectorTerm } from '../kubernetes/node-selector.ts'
import type { PodSpec } from '../kubernetes/pod.ts'
import type { FilterPlugin } from './profile.ts'
import type { SchedulingReason } from './verdict.ts'

/** The nodes that a pod names, so that no filter looks at any other. */
export type NamedNodes =
  /** `names` may contain nodes that do not exist; `plugins` are those that read the names. */
  | { readonly ok: true; readonly names: ReadonlySet<string>; readonly plugins: readonly FilterPlugin[] }
  /** The names contradict each other: the pod fits nowhere. Without a `plugin`, several plugins' names do. */
  | { readonly ok: false; readonly plugin?: FilterPlugin; readonly reason: SchedulingReason }

/**
 * Which nodes a pod names: by `nodeName`, or by a required node affinity whose every term says `metadata.name In …`.
 * `undefined` if it does not. (scheduler plugins `NodeName` and `NodeAffinity`, PreFilter; framework `RunPreFilterPlugins`)
 */
export function namedNodes(spec: PodSpec): NamedNodes | undefined {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  const byTerm = terms.map(namesOf)
  const byAffinity = terms.length > 0 && byTerm.every(names => names !== undefined) ? new Set(byTerm.flat()) : undefined
  if (byAffinity?.size === 0) return { ok: false, plugin: 'NodeAffinity', reason: { code: 'conflicting-node-names' } }
  if (!spec.nodeName) return byAffinity && { ok: true, names: byAffinity, plugins: ['NodeAffinity'] }
  if (!byAffinity) return { ok: true, names: new Set([spec.nodeName]), plugins: ['NodeName'] }
  const plugins: readonly FilterPlugin[] = ['NodeAffinity', 'NodeName']
  if (!byAffinity.has(spec.nodeName)) return { ok: false, reason: { code: 'not-among-named', plugins } }
  return { ok: true, names: new Set([spec.nodeName]), plugins }
}

/** The names that all of a term's name requirements allow; `undefined` if the term has none. */
function namesOf({ matchFields = [] }: NodeSelectorTerm): readonly string[] | undefined {
  const lists = matchFields
    .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
    .map(({ values = [] }) => values)
  return lists[0]?.filter(name => lists.every(list => list.includes(name)))
}
