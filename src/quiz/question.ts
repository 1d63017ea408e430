import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import type { Taint } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'

/** A situation and what is asked of it, as `scenario.yaml` holds it: Kubernetes' own objects, and never an answer. */
export type Question = NodesQuestion | MatchQuestion | MatrixQuestion | FateQuestion | WriteQuestion
export type ChoiceQuestion = Exclude<Question, WriteQuestion>
export type QuestionKind = Question['kind']

/** Which of these nodes can the scheduler choose for the pod? */
export interface NodesQuestion {
  readonly kind: 'nodes'
  readonly id: string
  readonly nodes: readonly Node[]
  readonly pod: Pod
}

/** Does the toleration tolerate the taint, and which rule decides? */
export interface MatchQuestion {
  readonly kind: 'match'
  readonly id: string
  readonly toleration: Toleration
  readonly taint: Taint
}

/** Which toleration tolerates which taint? */
export interface MatrixQuestion {
  readonly kind: 'matrix'
  readonly id: string
  readonly taints: readonly Taint[]
  readonly tolerations: readonly Toleration[]
}

/** What becomes of the pods that run on the node once it also carries `added`? */
export interface FateQuestion {
  readonly kind: 'fate'
  readonly id: string
  readonly node: Node
  readonly pods: readonly Pod[]
  readonly added: readonly Taint[]
}

/** Which tolerations let the pod into the nodes of `enter`, and not into those of `stayOut`? */
export interface WriteQuestion {
  readonly kind: 'write'
  readonly id: string
  readonly nodes: readonly Node[]
  /** The pod as it is given, without tolerations. */
  readonly pod: Pod
  /** Names of nodes. */
  readonly enter: readonly string[]
  /** Names of nodes. */
  readonly stayOut: readonly string[]
}

/** One thing to decide in a question, and what can be decided of it. Both names are the same in every language. */
export interface Item {
  readonly item: string
  readonly options: readonly string[]
  /** What leaving the item alone means, where that is an answer as well. */
  readonly otherwise?: string
}

/** The option given for each item; an item left out is not decided yet. */
export type Choices = Readonly<Record<string, string>>

/** What a learner answers: options chosen, or tolerations written. */
export type Response = { readonly choices: Choices } | { readonly tolerations: readonly Toleration[] }
