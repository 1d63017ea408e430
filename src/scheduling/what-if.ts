import type { Gates } from '../kubernetes/gates.ts'
import type { Node } from '../kubernetes/node.ts'
import type { NodeSelectorRequirement } from '../kubernetes/node-selector.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { sameTaint, type Taint } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import { firstRefusal, type Refusal, refusalsOn, startCycle } from './filters.ts'
import { namedNodes } from './named-nodes.ts'
import { unmetRequirement } from './node-selector-term.ts'
import { at, type NodeTable, nodeTable, type SchedulingState } from './node-table.ts'
import { podInfo } from './pod-info.ts'
import { heededBy, untoleratedTaint } from './toleration.ts'

/** One change that could let a pod in: of its tolerations, or of a node's taints or labels. */
export type Remedy =
  | { readonly change: 'tolerate'; readonly toleration: Toleration }
  | { readonly change: 'untaint'; readonly taint: Taint }
  /** Every taint of the key, whatever its effect. */
  | { readonly change: 'untaint-key'; readonly key: string }
  | { readonly change: 'uncordon' }
  /** `found`: the value that the label has now. */
  | { readonly change: 'label'; readonly key: string; readonly value: string; readonly found?: string }
  | { readonly change: 'unlabel'; readonly key: string }

export interface WhatIf {
  /** The node takes the pod as things stand. */
  readonly fits: boolean
  /** Each of these alone lets the pod in. Of changes of one sort only the narrowest that do are named. */
  readonly remedies: readonly Remedy[]
  /** Every reason that stands in the way, with every taint; several explain why no single change helps. */
  readonly reasons: readonly Refusal[]
}

/**
 * What would have to change to let a pod in on a node, found by trying: each change is made and the filters asked again.
 * The pod itself should not be among the state's pods. An unknown node throws.
 */
export function whatIf(state: SchedulingState | NodeTable, pod: Pod, nodeName: string, gates: Gates = {}): WhatIf {
  const table = 'rows' in state ? state : nodeTable(state)
  const row = table.rows.get(nodeName)
  if (row === undefined) throw new Error(`no node named ${nodeName}`)
  const node = at(table.nodes, row)
  const named = namedNodes(pod.spec)
  if (named && !named.ok) {
    const { plugin, reason } = named
    return { fits: false, remedies: [], reasons: [{ ...(plugin && { plugin }), reason }] }
  }
  // No change of a node makes it another one.
  if (named && !named.names.has(nodeName)) {
    return { fits: false, remedies: [], reasons: [{ reason: { code: 'not-among-named', plugins: named.plugins } }] }
  }
  const reasons = refusalsOn(startCycle(podInfo(pod), table, gates), row).flatMap(refusal => {
    return refusal.reason.code === 'untolerated-taint'
      ? untolerated(pod, node, gates).map(taint => ({ ...refusal, reason: { ...refusal.reason, taint } }) as Refusal)
      : [refusal]
  })
  if (reasons.length === 0) return { fits: true, remedies: [], reasons }
  const helps = (remedy: Remedy) => {
    const changed = withRemedy(table, row, pod, remedy)
    return firstRefusal(startCycle(podInfo(changed.pod), changed.table, gates), row) === undefined
  }
  const remedies = candidates(table, pod, node, gates).flatMap(sort => {
    return sort.map(tier => tier.filter(helps)).find(found => found.length > 0) ?? []
  })
  return { fits: false, remedies, reasons }
}

/** What could be tried, by sort; of each sort, the narrowest changes first, tier by tier. */
function candidates(table: NodeTable, pod: Pod, node: Node, gates: Gates): readonly (readonly (readonly Remedy[])[])[] {
  const taints = untolerated(pod, node, gates)
  const cordoned = node.spec?.unschedulable === true
  const inTheWay = cordoned ? [...taints.filter(taint => !sameTaint(taint, CORDON)), CORDON] : taints
  const keys = [...new Set(inTheWay.map(({ key }) => key))]
  const effects = [...new Set(inTheWay.map(({ effect }) => effect))]
  const tolerations: readonly (readonly Toleration[])[] = [
    inTheWay.map(exactToleration),
    keys.map(key => ({ key, operator: 'Exists' })),
    effects.map(effect => ({ operator: 'Exists', effect })),
    inTheWay.length > 0 ? [{ operator: 'Exists' }] : [],
  ]
  return [
    tolerations.map(tier => tier.map(toleration => ({ change: 'tolerate', toleration }))),
    [taints.map(taint => ({ change: 'untaint', taint })), keys.map(key => ({ change: 'untaint-key', key }))],
    [cordoned ? [{ change: 'uncordon' }] : []],
    [labelRemedies(table, pod, node)],
  ]
}

/** The taint that a cordoned node counts as having. */
const CORDON: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

function exactToleration({ key, value, effect }: Taint): Toleration {
  return value ? { key, operator: 'Equal', value, effect } : { key, operator: 'Exists', effect }
}

function untolerated({ spec }: Pod, node: Node, gates: Gates): readonly Taint[] {
  return (node.spec?.taints ?? []).filter(
    taint => untoleratedTaint([taint], spec.tolerations ?? [], heededBy.filter, gates) !== undefined,
  )
}

/** One label each: what the selector, one requirement of a term, or a spread constraint asks of this node and does not find. */
function labelRemedies(table: NodeTable, { spec }: Pod, node: Node): readonly Remedy[] {
  const labels = node.metadata.labels ?? {}
  const selected = Object.entries(spec.nodeSelector ?? {}).map(([key, value]) => [key, value] as const)
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  const required = terms.flatMap(term => {
    const unmet = unmetRequirement(term, node)
    return unmet && unmet !== 'empty' ? labelFor(unmet) : []
  })
  const spread = (spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey }) => {
    if (Object.hasOwn(labels, topologyKey)) return []
    const values = new Set(table.labels.flatMap(other => other[topologyKey] ?? []))
    return [...values].map(value => [topologyKey, value] as const)
  })
  const remedies = [...selected, ...required, ...spread].flatMap(([key, value]): Remedy[] => {
    const found = Object.hasOwn(labels, key) ? labels[key] : undefined
    if (found === value) return []
    if (value === undefined) return [{ change: 'unlabel', key }]
    return [{ change: 'label', key, value, ...(found !== undefined && { found }) }]
  })
  return remedies.filter((remedy, index) => remedies.findIndex(other => sameRemedy(other, remedy)) === index)
}

/** The label that fulfils a requirement: each value that `In` allows, the nearest integer beyond a bound, none at all. */
function labelFor({ key, operator, values = [] }: NodeSelectorRequirement): (readonly [string, string | undefined])[] {
  switch (operator) {
    case 'In':
      return values.map(value => [key, value])
    case 'Exists':
      return [[key, '']]
    case 'NotIn':
    case 'DoesNotExist':
      return [[key, undefined]]
    case 'Gt':
    case 'Lt': {
      const bound = /^[0-9]{1,15}$/.test(values[0] ?? '') ? Number(values[0]) : undefined
      const value = bound === undefined ? -1 : bound + (operator === 'Gt' ? 1 : -1)
      return value < 0 ? [] : [[key, String(value)]]
    }
  }
}

function sameRemedy(a: Remedy, b: Remedy): boolean {
  if (a.change === 'label') return b.change === 'label' && a.key === b.key && a.value === b.value
  return a.change === 'unlabel' && b.change === 'unlabel' && a.key === b.key
}

function withRemedy(table: NodeTable, row: number, pod: Pod, remedy: Remedy): { table: NodeTable; pod: Pod } {
  if (remedy.change === 'tolerate') {
    const tolerations = [...(pod.spec.tolerations ?? []), remedy.toleration]
    return { table, pod: { ...pod, spec: { ...pod.spec, tolerations } } }
  }
  const node = changedNode(at(table.nodes, row), remedy)
  const changed: NodeTable = {
    ...table,
    nodes: table.nodes.with(row, node),
    labels: table.labels.with(row, node.metadata.labels ?? {}),
    // What was kept of other labels, and counted with them, does not hold here.
    topologies: new Map(),
    tallies: new Map(),
  }
  return { table: changed, pod }
}

function changedNode(node: Node, remedy: Exclude<Remedy, { readonly change: 'tolerate' }>): Node {
  const labels: Labels = node.metadata.labels ?? {}
  switch (remedy.change) {
    case 'untaint':
      return withTaints(node, taint => !sameTaint(taint, remedy.taint))
    case 'untaint-key':
      return withTaints(node, taint => taint.key !== remedy.key)
    case 'uncordon': {
      const { unschedulable: _, ...spec } = node.spec ?? {}
      return withTaints({ ...node, spec }, taint => !sameTaint(taint, CORDON))
    }
    case 'label':
      return { ...node, metadata: { ...node.metadata, labels: { ...labels, [remedy.key]: remedy.value } } }
    case 'unlabel': {
      const { [remedy.key]: _, ...others } = labels
      return { ...node, metadata: { ...node.metadata, labels: others } }
    }
  }
}

function withTaints(node: Node, stays: (taint: Taint) => boolean): Node {
  return { ...node, spec: { ...node.spec, taints: (node.spec?.taints ?? []).filter(stays) } }
}
