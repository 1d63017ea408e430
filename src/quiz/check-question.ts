import { withDefaultTolerations } from '../kubernetes/admit-pod.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { printTaint, type Taint } from '../kubernetes/taint.ts'
import { printToleration, type Toleration } from '../kubernetes/toleration.ts'
import { validateTaints } from '../kubernetes/validate-taints.ts'
import { validateTolerations } from '../kubernetes/validate-tolerations.ts'
import { evictionOf } from '../scheduling/eviction.ts'
import { explainMatch } from '../scheduling/toleration.ts'
import { podName, runningPod } from './fate.ts'
import { FIELDS } from './field.ts'
import { grade, solve } from './grade.ts'
import type { ChoiceQuestion, FateQuestion, MatchQuestion, NodesQuestion, Question, WriteQuestion } from './question.ts'

/** One thing that an author has to mend in a question: where it stands, and what was expected there. */
export interface QuestionIssue {
  readonly path: string
  readonly expected: string
}

/**
 * What keeps a question that is well formed from being a good one: objects that the API server would refuse, names that
 * lead nowhere, an answer that is nothing or everything, or two answers that are both true. For authors, at build time.
 */
export function checkQuestion(question: Question): readonly QuestionIssue[] {
  const refused = checkObjects(question)
  // The answer of a situation that cannot be is not worth looking at.
  return refused.length > 0 ? refused : checkAnswer(question)
}

function checkObjects(question: Question): readonly QuestionIssue[] {
  switch (question.kind) {
    case 'nodes':
      return [...checkNodes(question.nodes), ...checkPod(question.pod, 'pod')]
    case 'match':
      return [...checkTolerations([question.toleration], 'toleration'), ...checkTaints([question.taint], 'taint')]
    case 'matrix':
      return [
        ...checkTolerations(question.tolerations, 'tolerations'),
        // Each is a lock of its own: two of them may have the same key and effect.
        ...question.taints.flatMap((taint, index) => checkTaints([taint], `taints[${index}]`)),
        ...checkDistinct(question.taints.map(printTaint), 'taints'),
        ...checkDistinct(question.tolerations.map(printToleration), 'tolerations'),
      ]
    case 'fate':
      return [
        ...checkNodes([question.node]),
        ...checkTaints(question.added, 'added'),
        ...question.pods.flatMap((pod, index) => checkPod(pod, `pods[${index}]`)),
        ...checkDistinct(
          question.pods.map(({ metadata }) => metadata.name ?? ''),
          'pods',
        ),
      ]
    case 'write':
      return [...checkNodes(question.nodes), ...checkPod(question.pod, 'pod'), ...checkNames(question)]
  }
}

function checkNodes(nodes: readonly Node[]): readonly QuestionIssue[] {
  return [
    ...nodes.flatMap(({ metadata, spec }, index) => [
      ...expect(Boolean(metadata.name), `nodes[${index}].metadata.name`, 'a name'),
      ...checkTaints(spec?.taints ?? [], `nodes[${index}].spec.taints`),
    ]),
    ...checkDistinct(
      nodes.map(({ metadata }) => metadata.name ?? ''),
      'nodes',
    ),
  ]
}

function checkPod({ metadata, spec }: Pod, path: string): readonly QuestionIssue[] {
  return [
    ...expect(Boolean(metadata.name), `${path}.metadata.name`, 'a name'),
    ...checkTolerations(spec.tolerations ?? [], `${path}.spec.tolerations`),
  ]
}

function checkNames({ nodes, enter, stayOut }: WriteQuestion): readonly QuestionIssue[] {
  const names = nodes.map(({ metadata }) => metadata.name)
  return [
    ...expect(enter.length > 0, 'enter', 'the name of at least one node'),
    ...[...enter, ...stayOut].flatMap(name => expect(names.includes(name), name, 'the name of one of the nodes')),
    ...checkDistinct([...enter, ...stayOut], 'enter and stayOut'),
  ]
}

function checkTaints(taints: readonly Taint[], path: string): readonly QuestionIssue[] {
  return validateTaints(taints, path).map(({ path: at, text }) => ({ path: at, expected: text }))
}

function checkTolerations(tolerations: readonly Toleration[], path: string): readonly QuestionIssue[] {
  return validateTolerations(tolerations, path).map(({ path: at, text }) => ({ path: at, expected: text }))
}

function checkDistinct(names: readonly string[], path: string): readonly QuestionIssue[] {
  return expect(new Set(names).size === names.length, path, 'no two that are the same')
}

function checkAnswer(question: Question): readonly QuestionIssue[] {
  switch (question.kind) {
    case 'nodes':
      return checkNodesAnswer(question)
    case 'match':
      return checkMatchAnswer(question)
    case 'matrix':
      return expect(new Set(answers(question)).size === 2, 'tolerations', 'a cell that opens, and one that does not')
    case 'fate':
      return [
        ...expect(question.pods.length > 0, 'pods', 'at least one pod'),
        ...expect(question.added.length > 0, 'added', 'at least one taint'),
        ...question.pods.flatMap(pod => checkPodStaysSoFar(question, pod)),
      ]
    case 'write':
      return checkWriteAnswer(question)
  }
}

function checkNodesAnswer(question: NodesQuestion): readonly QuestionIssue[] {
  const { pod } = question
  const tolerations = withDefaultTolerations(pod.spec.tolerations ?? [])
  const admitted: NodesQuestion = { ...question, pod: { ...pod, spec: { ...pod.spec, tolerations } } }
  return [
    ...expect(!pod.spec.nodeName, 'pod.spec.nodeName', 'nothing: the pod waits for a node'),
    ...expect(new Set(answers(question)).size === 2, 'nodes', 'one that the pod may run on, and one that it may not'),
    ...expect(
      String(answers(admitted)) === String(answers(question)),
      'pod.spec.tolerations',
      'the tolerations that admission adds, since they change the answer',
    ),
  ]
}

/** A toleration that fails on two fields leaves two rules to choose from, both of them true. */
function checkMatchAnswer({ toleration, taint }: MatchQuestion): readonly QuestionIssue[] {
  const match = explainMatch(toleration, taint)
  const failing = FIELDS.filter(field => match[field] === 'differs')
  return expect(failing.length < 2, 'toleration', `no more than one field that differs, not ${failing.join(' and ')}`)
}

function checkPodStaysSoFar({ node }: FateQuestion, pod: Pod): readonly QuestionIssue[] {
  const { leaves } = evictionOf(runningPod(pod).tolerations, node.spec?.taints ?? [])
  return expect(leaves === 'never', 'pods', `a pod that stays as the node is so far, not ${podName(pod)}`)
}

function checkWriteAnswer(question: WriteQuestion): readonly QuestionIssue[] {
  return [
    ...expect(!question.pod.spec.tolerations?.length, 'pod.spec.tolerations', 'nothing: they are to be written'),
    ...expect(
      !grade(question, { tolerations: [] }).right,
      'enter',
      'a node that a pod without tolerations cannot enter',
    ),
    ...expect(grade(question, solve(question)).right, 'enter', 'nodes that tolerations can open'),
  ]
}

function answers(question: ChoiceQuestion): readonly string[] {
  const answer = solve(question)
  return 'choices' in answer ? Object.values(answer.choices) : []
}

function expect(holds: boolean, path: string, expected: string): readonly QuestionIssue[] {
  return holds ? [] : [{ path, expected }]
}
