import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import type { Taint } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import { runningPod } from '../quiz/fate.ts'
import type { Question, Response } from '../quiz/question.ts'
import { explainMatch, heededBy, type Match } from '../scheduling/toleration.ts'

/** A taint or a toleration of a situation, with the name of the node or pod that has it, where there are several. */
export interface Lock {
  readonly of?: string
  readonly taint: Taint
  /** Whether one of the keys opens it, and if not, whether that matters; left out where each key is another pod's. */
  readonly state?: 'opens' | 'shut' | 'soft'
}
export interface Fob {
  readonly of?: string
  readonly toleration: Toleration
}

/** Every lock of a situation against every key. */
export interface Locks {
  readonly locks: readonly Lock[]
  readonly fobs: readonly Fob[]
  /** By lock, then by key. */
  readonly matches: readonly (readonly Match[])[]
}

/**
 * The locks and keys that decide a question, each pair compared field by field: nodes' taints against the pod's
 * tolerations (those of the response, where they were to be written), new taints against every pod's.
 * `undefined` where there is no pair.
 */
export function locksOf(question: Question, response: Response): Locks | undefined {
  switch (question.kind) {
    case 'nodes':
      return compare(taintsOf(question.nodes), fobsOf(question.pod.spec.tolerations))
    case 'write':
      return compare(taintsOf(question.nodes), 'tolerations' in response ? fobsOf(response.tolerations) : [])
    case 'match':
      return compare([{ taint: question.taint }], [{ toleration: question.toleration }])
    case 'fate':
      return table(
        question.added.map(taint => ({ taint })),
        question.pods.flatMap(pod => fobsOfPod(pod, question.added)),
      )
    case 'matrix':
      return table(
        question.taints.map(taint => ({ taint })),
        fobsOf(question.tolerations),
      )
  }
}

/** The keys are all one pod's: together they open a lock or do not. */
function compare(locks: readonly Lock[], fobs: readonly Fob[]): Locks | undefined {
  return table(
    locks.map(lock => ({ ...lock, state: stateOf(lock, fobs) })),
    fobs,
  )
}

function table(locks: readonly Lock[], fobs: readonly Fob[]): Locks | undefined {
  if (locks.length === 0 || fobs.length === 0) return undefined
  const matches = locks.map(({ taint }) => fobs.map(({ toleration }) => explainMatch(toleration, taint)))
  return { locks, fobs, matches }
}

function stateOf({ taint }: Lock, fobs: readonly Fob[]): Exclude<Lock['state'], undefined> {
  if (fobs.some(({ toleration }) => explainMatch(toleration, taint).tolerates)) return 'opens'
  return heededBy.filter(taint) ? 'shut' : 'soft'
}

function taintsOf(nodes: readonly Node[]): readonly Lock[] {
  return nodes.flatMap(({ metadata: { name = '' }, spec }) => (spec?.taints ?? []).map(taint => ({ of: name, taint })))
}

function fobsOf(tolerations: readonly Toleration[] = []): readonly Fob[] {
  return tolerations.map(toleration => ({ toleration }))
}

/** What its manifest says, and of what a controller has added only what is for the taints' keys. */
function fobsOfPod(pod: Pod, taints: readonly Taint[]): readonly Fob[] {
  const own = pod.spec.tolerations ?? []
  const near = (toleration: Toleration) => taints.some(taint => explainMatch(toleration, taint).key !== 'differs')
  return runningPod(pod)
    .tolerations.filter(toleration => own.includes(toleration) || near(toleration))
    .map(toleration => ({ of: pod.metadata.name ?? '', toleration }))
}
