import { decode } from '../kubernetes/decode.ts'
import { ANYTHING, always, BOOL, list, map, named, STRING, type StructSchema, struct } from '../kubernetes/schema.ts'
import { TOLERATION, TOLERATIONS } from '../kubernetes/toleration-schema.ts'
import { checkQuestion, type QuestionIssue } from './check-question.ts'
import type { Question, QuestionKind } from './question.ts'

export type QuestionReading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly issues: readonly QuestionIssue[] }

/**
 * Reads the questions of a scenario from any JSON value, for the build: their form, the objects in them, and whether
 * each has an answer worth asking for. The issues are for authors: a path from the scenario, and what was expected there.
 */
export function readQuestions(value: unknown): QuestionReading<readonly Question[]> {
  if (!Array.isArray(value)) return { ok: false, issues: [{ path: 'questions', expected: 'a list' }] }
  const readings = value.map((each: unknown, index) => readQuestion(each, `questions[${index}]`))
  const questions = readings.flatMap(reading => (reading.ok ? [reading.value] : []))
  const ids = questions.map(({ id }) => id)
  const issues = [
    ...readings.flatMap(reading => (reading.ok ? [] : reading.issues)),
    ...ids
      .filter((id, index) => ids.indexOf(id) < index)
      .map(id => ({ path: `questions.${id}`, expected: 'an id of its own' })),
  ]
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: questions }
}

/** Reads one question; `path` is where it stands, and gives way in the issues to its id once that is known. */
export function readQuestion(value: unknown, path: string): QuestionReading<Question> {
  const head = decode(value, HEAD).value as { readonly id?: string; readonly kind?: string }
  const kind = KINDS.find(each => each === head?.kind)
  if (!kind) return { ok: false, issues: [{ path: `${path}.kind`, expected: `one of ${KINDS.join(', ')}` }] }
  if (!head.id || !ID.test(head.id)) {
    return {
      ok: false,
      issues: [{ path: `${path}.id`, expected: 'an id such as which-nodes-1: small letters, digits, hyphens' }],
    }
  }
  const decoded = decode(value, SCHEMAS[kind])
  const malformed = [...decoded.mistyped, ...decoded.unknown].map(issue => ({ path: issue.path, expected: issue.text }))
  // The schema has just made it so; effects and operators are checked below.
  const question = decoded.value as Question
  const issues = malformed.length > 0 ? malformed : checkQuestion(question)
  if (issues.length === 0) return { ok: true, value: question }
  return { ok: false, issues: issues.map(issue => ({ ...issue, path: `questions.${head.id}.${issue.path}` })) }
}

/** What ids must be to stand in an address and in the browser's storage. */
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/

const TAINT = struct('v1.Taint', { key: always(STRING), value: STRING, effect: always(named('v1.TaintEffect')) })
const TAINTS = list(TAINT)
const META = always(
  struct('v1.ObjectMeta', {
    name: STRING,
    namespace: STRING,
    labels: map(STRING),
    ownerReferences: list(
      struct('v1.OwnerReference', { apiVersion: STRING, kind: STRING, name: STRING, uid: STRING, controller: BOOL }),
    ),
  }),
)
const NODE = struct('v1.Node', {
  apiVersion: STRING,
  kind: STRING,
  metadata: META,
  spec: struct('v1.NodeSpec', { taints: TAINTS, unschedulable: BOOL }),
})
/** As much of an affinity as a question shows. */
const AFFINITY = struct('v1.Affinity', {
  nodeAffinity: struct('v1.NodeAffinity', {
    requiredDuringSchedulingIgnoredDuringExecution: struct('v1.NodeSelector', {
      nodeSelectorTerms: list(
        struct('v1.NodeSelectorTerm', {
          matchExpressions: list(
            struct('v1.NodeSelectorRequirement', {
              key: always(STRING),
              operator: always(named('v1.NodeSelectorOperator')),
              values: list(STRING),
            }),
          ),
        }),
      ),
    }),
  }),
})
const POD = struct('v1.Pod', {
  apiVersion: STRING,
  kind: STRING,
  metadata: META,
  spec: always(
    struct('v1.PodSpec', {
      containers: always(list(ANYTHING)),
      nodeName: STRING,
      nodeSelector: map(STRING),
      affinity: AFFINITY,
      hostNetwork: BOOL,
      tolerations: TOLERATIONS,
    }),
  ),
})

const HEAD = struct('Question', { id: STRING, kind: STRING })
const SCHEMAS: Readonly<Record<QuestionKind, StructSchema>> = {
  nodes: asked('NodesQuestion', { nodes: always(list(NODE)), pod: always(POD) }),
  match: asked('MatchQuestion', { toleration: always(TOLERATION), taint: always(TAINT) }),
  matrix: asked('MatrixQuestion', { taints: always(TAINTS), tolerations: always(TOLERATIONS) }),
  fate: asked('FateQuestion', { node: always(NODE), pods: always(list(POD)), added: always(TAINTS) }),
  write: asked('WriteQuestion', {
    nodes: always(list(NODE)),
    pod: always(POD),
    enter: always(list(STRING)),
    stayOut: always(list(STRING)),
  }),
}
const KINDS = Object.keys(SCHEMAS) as readonly QuestionKind[]

function asked(go: string, fields: StructSchema['fields']): StructSchema {
  return struct(go, { id: STRING, kind: STRING, ...fields })
}
