import fc from 'fast-check'
import type { Node } from '../../../src/kubernetes/node.ts'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import { sameTaint, TAINT_EFFECTS, type Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { validateTolerations } from '../../../src/kubernetes/validate-tolerations.ts'
import type {
  ChoiceQuestion,
  FateQuestion,
  MatchQuestion,
  MatrixQuestion,
  NodesQuestion,
} from '../../../src/quiz/question.ts'

/** A node from its taints, `gpu=a100:NoSchedule`. */
export function node(name: string, taints: readonly string[] = [], spec: Node['spec'] = {}): Node {
  return { metadata: { name }, spec: { ...spec, taints: taints.map(taint) } }
}

export function pod(name: string, tolerations: readonly Toleration[] = [], spec: Partial<Pod['spec']> = {}): Pod {
  return { metadata: { name }, spec: { containers: [], ...spec, tolerations } }
}

export function taint(text: string): Taint {
  const [left = '', effect] = text.split(':')
  const [key = '', value] = left.split('=')
  return { key, effect: effect as Taint['effect'], ...(value !== undefined && { value }) }
}

const keys = fc.constantFrom('a', 'b')
const values = fc.constantFrom('', 'v', 'w')
const effects = fc.constantFrom(...TAINT_EFFECTS)

export const taints: fc.Arbitrary<Taint> = fc.record({ key: keys, value: values, effect: effects })

/** Tolerations that the API server accepts with its default gates. */
export const tolerations: fc.Arbitrary<Toleration> = fc
  .record(
    {
      key: keys,
      operator: fc.constantFrom('Exists', 'Equal'),
      value: values,
      effect: effects,
      tolerationSeconds: fc.constantFrom(-1, 0, 60, 90),
    },
    { requiredKeys: [] },
  )
  .filter(toleration => validateTolerations([toleration], 'tolerations').length === 0)

const rings = fc.array(tolerations, { maxLength: 3 })
const doors = (minLength: number) => fc.uniqueArray(taints, { minLength, maxLength: 3, comparator: sameTaint })

export const nodesQuestions: fc.Arbitrary<NodesQuestion> = fc
  .tuple(fc.array(fc.tuple(doors(0), fc.boolean()), { minLength: 1, maxLength: 4 }), rings, fc.boolean())
  .map(([list, ring, selects]) => ({
    kind: 'nodes',
    id: 'nodes',
    nodes: list.map(([locks, unschedulable], index) => ({
      metadata: { name: `n${index}`, labels: { parity: String(index % 2) } },
      spec: { taints: locks, unschedulable },
    })),
    pod: pod('p', ring, selects ? { nodeSelector: { parity: '0' } } : {}),
  }))

export const matchQuestions: fc.Arbitrary<MatchQuestion> = fc.record({
  kind: fc.constant('match' as const),
  id: fc.constant('match'),
  toleration: tolerations,
  taint: taints,
})

const matrixQuestions: fc.Arbitrary<MatrixQuestion> = fc.record({
  kind: fc.constant('matrix' as const),
  id: fc.constant('matrix'),
  taints: fc.array(taints, { minLength: 1, maxLength: 3 }),
  tolerations: fc.array(tolerations, { minLength: 1, maxLength: 3 }),
})

export const fateQuestions: fc.Arbitrary<FateQuestion> = fc
  .tuple(
    doors(1),
    fc.array(fc.tuple(rings, fc.constantFrom('', 'DaemonSet', 'ReplicaSet')), { minLength: 1, maxLength: 4 }),
  )
  .map(([added, pods]) => ({
    kind: 'fate',
    id: 'fate',
    node: node('n'),
    added,
    pods: pods.map(([ring, owner], index) => {
      const running = pod(`p${index}`, ring)
      const reference = { apiVersion: 'apps/v1', kind: owner, name: 'o', uid: 'o', controller: true }
      return { ...running, metadata: { ...running.metadata, ...(owner && { ownerReferences: [reference] }) } }
    }),
  }))

export const choiceQuestions: fc.Arbitrary<ChoiceQuestion> = fc.oneof(
  nodesQuestions,
  matchQuestions,
  matrixQuestions,
  fateQuestions,
)
