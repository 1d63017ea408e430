import { persistentAtom } from '@nanostores/persistent'
import type { WritableAtom } from 'nanostores'
import type { Node } from '../kubernetes/node.ts'
import type { Pod, PodSpec } from '../kubernetes/pod.ts'
import { printTaint, sameTaint, TAINT_EFFECTS, type Taint, type TaintEffect } from '../kubernetes/taint.ts'
import { TOLERATION_OPERATORS, type Toleration } from '../kubernetes/toleration.ts'
import { type Eviction, evictionOf } from '../scheduling/eviction.ts'
import { type EvictionTimer, reviewEviction } from '../scheduling/eviction-timer.ts'
import { heededBy, untoleratedTaint } from '../scheduling/toleration.ts'
import { doorOf } from './door.ts'
import { shellWord } from './shell-word.ts'
import { storageKey } from './storage.ts'

/** Rooms as a lesson sets them up, in Kubernetes' own objects. */
export interface RoomsScenario {
  readonly nodes: readonly Node[]
  /** Running: each names its node. No two pods have the same name. */
  readonly pods: readonly Pod[]
  /** The one in the corridor. */
  readonly pod: Pod
  /** Tolerations to try on the pod in the corridor. */
  readonly keys?: readonly Toleration[]
  /** Taints to try on the nodes. */
  readonly locks?: readonly Taint[]
  /** Tolerations to add to running pods, by the pod's name. */
  readonly insideKeys?: Readonly<Record<string, readonly Toleration[]>>
}

/** What a learner does to the rooms. Nodes and pods go by their names. */
export type Change =
  /** Adds a taint; one of the same key and effect is replaced. */
  | { readonly change: 'taint'; readonly node: string; readonly taint: Taint }
  /** Removes the taint of this key and effect; without an effect, every taint of the key. */
  | { readonly change: 'untaint'; readonly node: string; readonly key: string; readonly effect?: TaintEffect }
  | { readonly change: 'tolerate'; readonly pod: string; readonly toleration: Toleration }
  /** Of the pod in the corridor alone: the tolerations of a pod that runs can only be added to. */
  | { readonly change: 'forgo'; readonly toleration: Toleration }
  /** Back to the scenario's start. */
  | { readonly change: 'reset' }

/** A change of a node's taints. */
export type TaintChange = Extract<Change, { readonly node: string }>

/** A running pod; the timer runs where its `tolerationSeconds` have begun to count. */
export interface Resident {
  readonly pod: Pod
  readonly timer?: EvictionTimer
}

/** A pod that had to leave at once, from which node, and because of what. */
export interface Departure {
  readonly pod: Pod
  readonly why: Exclude<Eviction, { readonly leaves: 'never' }>
}

/** How things stand in the rooms. No time passes here: a timer that runs shows how long it has. */
export interface Situation {
  readonly nodes: readonly Node[]
  readonly pod: Pod
  readonly inside: readonly Resident[]
  readonly left: readonly Departure[]
}

/** Why a running pod stays, or for how long. */
export type Stay =
  | { readonly stays: 'unconcerned' }
  /** `taint` would refuse it today, but keeps out newcomers only. */
  | { readonly stays: 'newcomers-only'; readonly taint: Taint }
  | { readonly stays: 'tolerates'; readonly taint: Taint; readonly toleration: Toleration }
  | { readonly stays: 'for-now'; readonly timer: EvictionTimer }

/** Rooms as `scenario.yaml` writes them: what a manifest needs and these rooms do not is left out. */
export type BriefRooms = Omit<RoomsScenario, 'pod' | 'pods'> & {
  readonly pod: BriefPod
  readonly pods?: readonly BriefPod[]
}
type BriefPod = Pick<Pod, 'metadata'> & { readonly spec?: Partial<PodSpec> }

/** No change at all: where every page starts from. */
export const UNTOUCHED: readonly Change[] = []

const VERSION = 1

/** The rooms of a scenario with what it leaves out. */
export function completeRooms(brief: BriefRooms): RoomsScenario {
  const complete = (pod: BriefPod): Pod => ({ ...pod, spec: { containers: [], ...pod.spec } })
  return { ...brief, pod: complete(brief.pod), pods: (brief.pods ?? []).map(complete) }
}

/** The changes made to the rooms of this id, oldest first, kept in the browser and shared by both languages. */
export function roomsStore(id: string, scenario: RoomsScenario): WritableAtom<readonly Change[]> {
  const scenarioPrint = fingerprint(scenario)
  return persistentAtom<readonly Change[]>(storageKey(`rooms:${id}`), UNTOUCHED, {
    encode: changes => JSON.stringify({ version: VERSION, scenario: scenarioPrint, changes }),
    decode: text => readChanges(text, scenario) ?? UNTOUCHED,
  })
}

/**
 * The changes that a kept text holds, if it was written by this version for this scenario and every change fits it;
 * otherwise `undefined`: the rooms then start from the scenario's start.
 */
export function readChanges(text: string, scenario: RoomsScenario): readonly Change[] | undefined {
  let kept: unknown
  try {
    kept = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(kept) || kept['version'] !== VERSION || kept['scenario'] !== fingerprint(scenario)) return undefined
  const changes = kept['changes']
  return Array.isArray(changes) && changes.every(change => isChange(change, scenario)) ? changes : undefined
}

/** Where the scenario starts. A pod that its node's taints would not keep has left already. */
export function startOf({ nodes, pods, pod }: RoomsScenario): Situation {
  return settle({ nodes, pod, inside: pods.map(running => ({ pod: running })), left: [] })
}

/** How things stand after these changes. */
export function situationAfter(scenario: RoomsScenario, changes: readonly Change[]): Situation {
  return changes.reduce((situation, change) => makeChange(scenario, situation, change), startOf(scenario))
}

/** How things stand after one more change, evictions included. A change that changes nothing is no error. */
export function makeChange(scenario: RoomsScenario, situation: Situation, change: Change): Situation {
  switch (change.change) {
    case 'taint':
      return settle(
        retaint(situation, change.node, taints => [
          change.taint,
          ...taints.filter(taint => !sameTaint(taint, change.taint)),
        ]),
      )
    case 'untaint':
      return settle(retaint(situation, change.node, taints => taints.filter(taint => !isRemovedBy(change, taint))))
    case 'tolerate':
      return settle(rekey(situation, change.pod, keys => withKey(keys, change.toleration)))
    case 'forgo':
      return rekey(situation, situation.pod.metadata.name, keys =>
        keys.filter(key => !sameToleration(key, change.toleration)),
      )
    case 'reset':
      return startOf(scenario)
  }
}

/** The taints of the node that this one would replace (one at most), or that this removal would remove. */
export function touchedTaints({ nodes }: Situation, change: TaintChange): readonly Taint[] {
  const taints = nodes.find(({ metadata }) => metadata.name === change.node)?.spec?.taints ?? []
  return taints.filter(taint =>
    change.change === 'taint' ? sameTaint(taint, change.taint) : isRemovedBy(change, taint),
  )
}

const TOLERATION_FIELDS = ['key', 'operator', 'value', 'effect', 'tolerationSeconds'] as const

/** Whether two tolerations are the same field by field; one left out and an empty one are the same. */
export function sameToleration(a: Toleration, b: Toleration): boolean {
  return TOLERATION_FIELDS.every(field => (a[field] ?? '') === (b[field] ?? ''))
}

/** Whether the pod has this very toleration. */
export function hasToleration(pod: Pod, toleration: Toleration): boolean {
  return (pod.spec.tolerations ?? []).some(key => sameToleration(key, toleration))
}

/**
 * What one would type for the change, `situation` being how things stood before it. A toleration is added to a pod that
 * exists; to take one away, the API server wants another pod. A reset is no command of kubectl's: `undefined`.
 * (core/validation `validateOnlyAddedTolerations`)
 */
export function commandFor(change: Change, situation: Situation): string | undefined {
  switch (change.change) {
    case 'taint': {
      const overwrite = touchedTaints(situation, change).length > 0 ? ' --overwrite' : ''
      return `kubectl taint nodes ${change.node} ${shellWord(printTaint(change.taint))}${overwrite}`
    }
    case 'untaint':
      return `kubectl taint nodes ${change.node} ${shellWord(change.effect ? printTaint(change) : change.key)}-`
    case 'tolerate': {
      const { metadata } =
        [situation.pod, ...situation.inside.map(({ pod }) => pod)].find(named(change.pod)) ?? situation.pod
      const namespace = metadata.namespace ? ` -n ${metadata.namespace}` : ''
      const patch = [{ op: 'add', path: '/spec/tolerations/-', value: change.toleration }]
      return `kubectl patch pod ${change.pod}${namespace} --type=json -p ${shellWord(JSON.stringify(patch))}`
    }
    case 'forgo':
      return `kubectl replace --force -f ${nameOf(situation.pod)}.yaml`
    case 'reset':
      return undefined
  }
}

/** Why a resident may stay on its node. Throws where its node's taints would not let it: a broken invariant. */
export function stayOf({ pod, timer }: Resident, nodes: readonly Node[]): Stay {
  if (timer) return { stays: 'for-now', timer }
  const taints = nodes.find(({ metadata }) => metadata.name === pod.spec.nodeName)?.spec?.taints ?? []
  const tolerations = pod.spec.tolerations ?? []
  const eviction = evictionOf(tolerations, taints)
  if (eviction.leaves !== 'never') throw new Error(`${pod.metadata.name} should have left ${pod.spec.nodeName}`)
  const [tolerated] = eviction.tolerated
  if (tolerated) return { stays: 'tolerates', ...tolerated }
  const taint = untoleratedTaint(taints, tolerations, heededBy.filter)
  return taint ? { stays: 'newcomers-only', taint } : { stays: 'unconcerned' }
}

/** The nodes whose door is open to the pod in the corridor, those that ask it to try elsewhere first apart. */
export function openDoors({ nodes, pod }: Situation): {
  readonly free: readonly string[]
  readonly last: readonly string[]
} {
  const free: string[] = []
  const last: string[] = []
  for (const node of nodes) {
    const door = doorOf(pod, node)
    if (door.open) (door.knock ? last : free).push(nameOf(node))
  }
  return { free, last }
}

/** What a change did to those inside: who left, and whose time began or no longer runs. */
export interface Consequences {
  readonly left: readonly Departure[]
  readonly begun: readonly (Resident & { readonly timer: EvictionTimer })[]
  readonly reprieved: readonly Resident[]
}

/** What happened to the running pods between two situations. */
export function consequences(before: Situation, after: Situation): Consequences {
  const timerBefore = (pod: string): EvictionTimer | undefined => residentNamed(before, pod)?.timer
  return {
    left: after.left.filter(({ pod }) => residentNamed(before, nameOf(pod))),
    begun: after.inside.flatMap(({ pod, timer }) => (timer && !timerBefore(nameOf(pod)) ? [{ pod, timer }] : [])),
    reprieved: after.inside.filter(({ pod, timer }) => !timer && timerBefore(nameOf(pod))),
  }
}

/** The name of an object of a scenario. Throws where it has none: a scenario's objects all do. */
export function nameOf({ metadata }: Node | Pod): string {
  if (metadata.name === undefined) throw new Error(`an object without a name: ${JSON.stringify(metadata)}`)
  return metadata.name
}

function named(name: string): (object: Node | Pod) => boolean {
  return ({ metadata }) => metadata.name === name
}

function isRemovedBy({ key, effect }: { readonly key: string; readonly effect?: TaintEffect }, taint: Taint): boolean {
  return taint.key === key && (!effect || taint.effect === effect)
}

function residentNamed({ inside }: Situation, name: string): Resident | undefined {
  return inside.find(({ pod }) => nameOf(pod) === name)
}

/** Has the eviction controller look at every running pod once. */
function settle(situation: Situation): Situation {
  const inside: Resident[] = []
  const left = [...situation.left]
  for (const { pod, timer } of situation.inside) {
    const taints = situation.nodes.find(node => node.metadata.name === pod.spec.nodeName)?.spec?.taints ?? []
    const why = evictionOf(pod.spec.tolerations ?? [], taints)
    const reviewed = reviewEviction(timer, why, 0)
    if (reviewed.deleted && why.leaves !== 'never') left.push({ pod, why })
    else inside.push({ pod, ...(reviewed.timer && { timer: reviewed.timer }) })
  }
  return { ...situation, inside, left }
}

function retaint(
  situation: Situation,
  name: string,
  change: (taints: readonly Taint[]) => readonly Taint[],
): Situation {
  const nodes = situation.nodes.map(node =>
    node.metadata.name === name ? { ...node, spec: { ...node.spec, taints: change(node.spec?.taints ?? []) } } : node,
  )
  return { ...situation, nodes }
}

function rekey(
  situation: Situation,
  name: string | undefined,
  change: (keys: readonly Toleration[]) => readonly Toleration[],
): Situation {
  const changed = (pod: Pod): Pod =>
    pod.metadata.name === name
      ? { ...pod, spec: { ...pod.spec, tolerations: change(pod.spec.tolerations ?? []) } }
      : pod
  const inside = situation.inside.map(resident => ({ ...resident, pod: changed(resident.pod) }))
  return { ...situation, pod: changed(situation.pod), inside }
}

function withKey(keys: readonly Toleration[], toleration: Toleration): readonly Toleration[] {
  return keys.some(key => sameToleration(key, toleration)) ? keys : [...keys, toleration]
}

/** A short mark of the scenario's own objects (FNV-1a, 32 bits): what was done to others does not fit it. */
function fingerprint({ nodes, pods, pod }: RoomsScenario): string {
  let hash = 0x811c9dc5
  for (const character of JSON.stringify([nodes, pods, pod])) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}

function isChange(value: unknown, { nodes, pods, pod }: RoomsScenario): value is Change {
  if (!isRecord(value)) return false
  const has = (objects: readonly (Node | Pod)[], name: unknown): boolean => isText(name) && objects.some(named(name))
  switch (value['change']) {
    case 'taint':
      return has(nodes, value['node']) && isTaint(value['taint'])
    case 'untaint':
      return has(nodes, value['node']) && isText(value['key']) && hasFields(value)
    case 'tolerate':
      return has([...pods, pod], value['pod']) && isToleration(value['toleration'])
    case 'forgo':
      return isToleration(value['toleration'])
    case 'reset':
      return true
    default:
      return false
  }
}

function isTaint(value: unknown): value is Taint {
  return isRecord(value) && isText(value['key']) && value['effect'] !== undefined && hasFields(value)
}

function isToleration(value: unknown): value is Toleration {
  if (!isRecord(value) || !hasFields(value)) return false
  const { operator, tolerationSeconds: seconds } = value
  return (
    (operator === undefined || isOneOf(TOLERATION_OPERATORS, operator)) &&
    (seconds === undefined || Number.isSafeInteger(seconds))
  )
}

/** Whether the fields that taints and tolerations share hold what they may, as far as they are there. */
function hasFields({ key, value, effect }: Readonly<Record<string, unknown>>): boolean {
  return (
    [key, value].every(text => text === undefined || isText(text)) &&
    (effect === undefined || isOneOf(TAINT_EFFECTS, effect))
  )
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isOneOf(list: readonly unknown[], value: unknown): boolean {
  return list.includes(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
