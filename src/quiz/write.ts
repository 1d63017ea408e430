import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { sameTaint, type Taint } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import { evictionOf } from '../scheduling/eviction.ts'
import { heededBy, tolerates } from '../scheduling/toleration.ts'
import { type Door, lookAtDoor } from './door.ts'
import { excessOf } from './excess.ts'
import type { Grade, ItemGrade } from './explanation.ts'
import { MISCONCEPTIONS, type Misconception, rulesUnder } from './misconceptions.ts'
import { findNode, nodeName } from './nodes.ts'
import type { WriteQuestion } from './question.ts'
import type { Note } from './reason.ts'

/**
 * One list of tolerations that opens what is asked and nothing else: for each lock in the way its key, its effect and
 * its value; `Exists` where there is no value, unless that would let the pod in where it must stay out.
 */
export function solveTolerations(question: WriteQuestion): readonly Toleration[] {
  const barriers = taintsOf(question, question.enter).filter(heededBy.filter)
  const distinct = barriers.filter((taint, index) => barriers.findIndex(other => sameLock(other, taint)) === index)
  const forbidden = taintsOf(question, question.stayOut)
  return distinct.map(({ key, value, effect }) => {
    if (value) return { key, operator: 'Equal', value, effect }
    const open: Toleration = { key, operator: 'Exists', effect }
    return forbidden.some(taint => taint.value && tolerates(open, taint)) ? { key, operator: 'Equal', effect } : open
  })
}

/**
 * Grades tolerations by what they do, however they are spelled: each node of `enter` and `stayOut` is an item whose
 * `given` is what the pod can do with them. The notes say what they open beyond what was asked.
 */
export function gradeTolerations(question: WriteQuestion, tolerations: readonly Toleration[]): Grade {
  const pod = withTolerations(question.pod, tolerations)
  const items = [
    ...question.enter.map(name => gradeNode(pod, findNode(question.nodes, name), 'in')),
    ...question.stayOut.map(name => gradeNode(pod, findNode(question.nodes, name), 'out')),
  ]
  const right = items.every(item => item.right)
  return {
    right,
    items,
    notes: right ? notesOn(question, tolerations) : [],
    suspects: right ? [] : MISCONCEPTIONS.filter(misconception => wouldDo(question, pod, misconception)),
  }
}

/** The pod with these tolerations and no others. */
function withTolerations(pod: Pod, tolerations: readonly Toleration[]): Pod {
  return { ...pod, spec: { ...pod.spec, tolerations } }
}

/** All taints of the nodes of these names. */
function taintsOf({ nodes }: WriteQuestion, names: readonly string[]): readonly Taint[] {
  return names.flatMap(name => findNode(nodes, name).spec?.taints ?? [])
}

function gradeNode(pod: Pod, node: Node, answer: 'in' | 'out'): ItemGrade {
  const { open, reasons } = lookAtStay(pod, node)
  const given = open ? 'in' : 'out'
  return { item: nodeName(node), answer, given, right: given === answer, why: reasons }
}

/** A node that the pod would have to leave in the same instant is no node that it can enter. */
function lookAtStay(pod: Pod, node: Node): Door {
  const door = lookAtDoor(pod, node)
  const eviction = evictionOf(pod.spec.tolerations ?? [], node.spec?.taints ?? [])
  if (!door.open || eviction.leaves !== 'in-time' || eviction.seconds > 0) return door
  const { taint, toleration } = eviction
  return { open: false, reasons: [{ code: 'no-stay', taint, toleration }] }
}

function notesOn(question: WriteQuestion, tolerations: readonly Toleration[]): readonly Note[] {
  const { nodes, enter, stayOut } = question
  const mentioned = [...enter, ...stayOut]
  const isOpen = (node: Node, keys: readonly Toleration[]) => lookAtDoor(withTolerations(question.pod, keys), node).open
  const besides = nodes.filter(
    node => !mentioned.includes(nodeName(node)) && isOpen(node, tolerations) && !isOpen(node, []),
  )
  return [
    ...enter.flatMap((node): readonly Note[] => {
      const eviction = evictionOf(tolerations, taintsOf(question, [node]))
      return eviction.leaves === 'in-time' ? [{ code: 'leaves-after', node, seconds: eviction.seconds }] : []
    }),
    ...besides.map((node): Note => ({ code: 'opens-node', node: nodeName(node) })),
    ...excessOf(tolerations, taintsOf(question, enter)),
  ]
}

function wouldDo({ nodes, enter, stayOut }: WriteQuestion, pod: Pod, misconception: Misconception): boolean {
  const chosen = rulesUnder(misconception).choosable(pod, nodes)
  const isChosen = (name: string) => chosen.includes(findNode(nodes, name))
  return enter.every(isChosen) && !stayOut.some(isChosen)
}

function sameLock(one: Taint, other: Taint): boolean {
  return sameTaint(one, other) && (one.value ?? '') === (other.value ?? '')
}
