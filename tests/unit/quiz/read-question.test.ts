import { describe, expect, test } from 'vitest'
import { readQuestion, readQuestions } from '../../../src/quiz/read-question.ts'

const taint = { key: 'gpu', value: 'a100', effect: 'NoSchedule' }
const shut = { metadata: { name: 'shut' }, spec: { taints: [taint] } }
const open = { metadata: { name: 'open' } }
const pod = { metadata: { name: 'p' } }

const NODES = { id: 'q', kind: 'nodes', nodes: [shut, open], pod }
const MATCH = { id: 'q', kind: 'match', toleration: { key: 'gpu', effect: 'NoSchedule' }, taint }
const MATRIX = { id: 'q', kind: 'matrix', taints: [taint], tolerations: [{ operator: 'Exists' }, { key: 'gpu' }] }
const FATE = { id: 'q', kind: 'fate', node: open, added: [{ ...taint, effect: 'NoExecute' }], pods: [pod] }
const WRITE = { id: 'q', kind: 'write', nodes: [shut, open], pod, enter: ['shut'], stayOut: [] }

const issuesOf = (value: unknown) => {
  const reading = readQuestion(value, 'questions[0]')
  return reading.ok ? [] : reading.issues
}

describe('a question is read', () => {
  test.each([NODES, MATCH, MATRIX, FATE, WRITE])('of kind $kind', value => {
    expect(readQuestion(value, '')).toMatchObject({ ok: true, value })
  })

  test('with the node affinity that its pod requires', () => {
    const matchExpressions = [{ key: 'disk', operator: 'In', values: ['ssd'] }]
    const required = { nodeSelectorTerms: [{ matchExpressions }] }
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } }
    const fast = { metadata: { name: 'fast', labels: { disk: 'ssd' } } }
    const value = { ...NODES, nodes: [shut, open, fast], pod: { ...pod, spec: { affinity } } }
    expect(readQuestion(value, '')).toMatchObject({ ok: true, value })
  })

  test('and a pod gets what a pod always has', () => {
    expect(readQuestion(NODES, '')).toMatchObject({ ok: true, value: { pod: { spec: { containers: [] } } } })
  })
})

describe('a question is refused', () => {
  test.each<[string, unknown, string]>([
    ['that is no object', 'which?', 'questions[0].kind'],
    ['of an unknown kind', { ...NODES, kind: 'essay' }, 'questions[0].kind'],
    ['without an id', { ...NODES, id: '' }, 'questions[0].id'],
    ['with an id that no address can hold', { ...NODES, id: 'Ma question' }, 'questions[0].id'],
    ['that brings its answer along', { ...NODES, answer: ['open'] }, 'questions.q.answer'],
    ['with a field that no toleration has', { ...MATCH, toleration: { keys: 'gpu' } }, 'questions.q.toleration.keys'],
    ['with a value that is no string', { ...MATCH, taint: { ...taint, value: true } }, 'questions.q.taint.value'],
    [
      'with a taint that the API server refuses',
      { ...MATCH, taint: { ...taint, effect: 'NoEntry' } },
      'questions.q.taint[0].effect',
    ],
    [
      'with a toleration that the API server refuses',
      { ...MATCH, toleration: { effect: 'NoSchedule' } },
      'questions.q.toleration[0].operator',
    ],
    [
      'with two locks of the same key and effect on a node',
      { ...NODES, nodes: [{ ...shut, spec: { taints: [taint, taint] } }, open] },
      'questions.q.nodes[0].spec.taints[1]',
    ],
    ['with a node that has no name', { ...NODES, nodes: [shut, {}] }, 'questions.q.nodes[1].metadata.name'],
    ['with two nodes of one name', { ...NODES, nodes: [shut, open, open] }, 'questions.q.nodes'],
    ['whose answer is nothing', { ...NODES, nodes: [shut] }, 'questions.q.nodes'],
    ['whose answer is everything', { ...NODES, nodes: [open] }, 'questions.q.nodes'],
    [
      'whose pod has a node already',
      { ...NODES, pod: { ...pod, spec: { nodeName: 'open' } } },
      'questions.q.pod.spec.nodeName',
    ],
    [
      'with a field that no learner would see',
      { ...NODES, pod: { ...pod, spec: { affinity: { podAffinity: {} } } } },
      'questions.q.pod.spec.affinity.podAffinity',
    ],
    [
      'whose answer changes with what admission adds',
      {
        ...NODES,
        nodes: [
          shut,
          open,
          {
            metadata: { name: 'ill' },
            spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }] },
          },
        ],
      },
      'questions.q.pod.spec.tolerations',
    ],
    [
      'with two rules that are both true',
      { ...MATCH, toleration: { key: 'cpu', effect: 'NoExecute' } },
      'questions.q.toleration',
    ],
    ['whose matrix opens everywhere', { ...MATRIX, tolerations: [{ operator: 'Exists' }] }, 'questions.q.tolerations'],
    [
      'with the same column twice',
      { ...MATRIX, tolerations: [{ key: 'gpu' }, { key: 'gpu' }] },
      'questions.q.tolerations',
    ],
    ['in which nothing happens', { ...FATE, added: [] }, 'questions.q.added'],
    ['without a pod', { ...FATE, pods: [] }, 'questions.q.pods'],
    [
      'with a pod that should have left already',
      { ...FATE, node: { ...open, spec: { taints: [{ ...taint, effect: 'NoExecute' }] } } },
      'questions.q.pods',
    ],
    ['with a name that leads nowhere', { ...WRITE, enter: ['cellar'] }, 'questions.q.cellar'],
    ['with a node to enter and to stay out of', { ...WRITE, stayOut: ['shut'] }, 'questions.q.enter and stayOut'],
    ['with nothing to enter', { ...WRITE, enter: [] }, 'questions.q.enter'],
    ['that needs no toleration', { ...WRITE, enter: ['open'] }, 'questions.q.enter'],
    ['that no toleration solves', { ...WRITE, stayOut: ['open'] }, 'questions.q.enter'],
    [
      'that is half written',
      { ...WRITE, pod: { ...pod, spec: { tolerations: [{ operator: 'Exists' }] } } },
      'questions.q.pod.spec.tolerations',
    ],
  ])('%s', (_, value, path) => {
    expect(issuesOf(value).map(issue => issue.path)).toContain(path)
  })
})

describe('the questions of a scenario', () => {
  test('are a list', () => {
    expect(readQuestions({ questions: [] })).toMatchObject({ ok: false, issues: [{ path: 'questions' }] })
    expect(readQuestions([NODES, { ...MATCH, id: 'r' }])).toMatchObject({ ok: true, value: [{ id: 'q' }, { id: 'r' }] })
  })

  test('have an id each', () => {
    expect(readQuestions([NODES, MATCH])).toMatchObject({ ok: false, issues: [{ path: 'questions.q' }] })
  })

  test('are refused with every issue of each', () => {
    const reading = readQuestions([
      { ...NODES, kind: 'essay' },
      { ...MATCH, id: '' },
    ])
    expect(reading.ok ? [] : reading.issues.map(issue => issue.path)).toEqual(['questions[0].kind', 'questions[1].id'])
  })
})
