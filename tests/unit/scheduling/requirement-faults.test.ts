import { describe, expect, test } from 'vitest'
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../../../src/kubernetes/node-selector.ts'
import { preferenceError, preferenceForNode, prefersNodes } from '../../../src/scheduling/preferred-nodes.ts'
import { termFaults } from '../../../src/scheduling/requirement-faults.ts'
import { node, pod } from './objects.ts'

const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
const NO_INTEGER = "for 'Gt', 'Lt' operators, the value must be an integer"
const unchecked = (fields: object) => fields as NodeSelectorRequirement

describe('what keeps a requirement on labels from being one', () => {
  test.each<[NodeSelectorRequirement, string[]]>([
    [{ key: 'a', operator: 'In', values: ['x', ''] }, []],
    [{ key: 'a', operator: 'NotIn', values: ['x'] }, []],
    [{ key: 'a', operator: 'Exists' }, []],
    [{ key: 'a', operator: 'DoesNotExist', values: [] }, []],
    [{ key: 'a', operator: 'Gt', values: ['007'] }, []],
    [{ key: 'a', operator: 'Lt', values: ['9223372036854775807'] }, []],
    [
      { key: 'a', operator: 'In' },
      [".values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty"],
    ],
    [
      { key: 'a', operator: 'NotIn', values: [] },
      [".values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty"],
    ],
    [
      { key: 'a', operator: 'Exists', values: ['x'] },
      ['.values: Invalid value: ["x"]: values set must be empty for exists and does not exist'],
    ],
    [
      { key: 'a', operator: 'DoesNotExist', values: ['x'] },
      ['.values: Invalid value: ["x"]: values set must be empty for exists and does not exist'],
    ],
    [
      { key: 'a', operator: 'Gt', values: ['1', '2'] },
      [`.values: Invalid value: ["1","2"]: for 'Gt', 'Lt' operators, exactly one value is required`],
    ],
    [
      { key: 'a', operator: 'Lt' },
      [".values: Invalid value: []: for 'Gt', 'Lt' operators, exactly one value is required"],
    ],
    [{ key: 'a', operator: 'Gt', values: ['x'] }, [`.values[0]: Invalid value: "x": ${NO_INTEGER}`]],
    [{ key: 'a', operator: 'Lt', values: ['-5'] }, [`.values[0][a]: Invalid value: "-5": ${LABEL_VALUE}`]],
    [
      { key: 'a', operator: 'Lt', values: ['+x'] },
      [`.values[0]: Invalid value: "+x": ${NO_INTEGER}`, `.values[0][a]: Invalid value: "+x": ${LABEL_VALUE}`],
    ],
    [{ key: 'b', operator: 'In', values: ['x', 'a b'] }, [`.values[1][b]: Invalid value: "a b": ${LABEL_VALUE}`]],
    [
      { key: '', operator: 'Exists' },
      [
        ".key: Invalid value: \"\": name part must be non-empty; name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      ],
    ],
    [
      unchecked({ key: 'a', operator: 'Near', values: ['a b'] }),
      ['.operator: Unsupported value: "Near": supported values: "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"'],
    ],
    [
      unchecked({ key: 'a' }),
      ['.operator: Unsupported value: "": supported values: "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"'],
    ],
  ])('%j', (requirement, faults) => {
    const expected = faults.map(fault => `[2].matchExpressions[1]${fault}`)
    const sound: NodeSelectorRequirement = { key: 'ok', operator: 'Exists' }
    expect(termFaults({ matchExpressions: [sound, requirement] }, '[2]')).toEqual(expected)
  })
})

describe('what keeps a requirement on fields from being one', () => {
  test.each<[NodeSelectorRequirement, string[]]>([
    [{ key: 'metadata.name', operator: 'In', values: ['n'] }, []],
    [{ key: 'metadata.name', operator: 'NotIn', values: ['-'] }, []],
    [
      { key: 'metadata.name', operator: 'In', values: ['n', 'm'] },
      ['.values: Invalid value: ["n","m"]: must have one element'],
    ],
    [{ key: 'metadata.name', operator: 'NotIn' }, ['.values: Invalid value: []: must have one element']],
    [
      { key: 'metadata.name', operator: 'Exists' },
      ['.operator: Unsupported value: "Exists": supported values: "In", "NotIn"'],
    ],
  ])('%j', (requirement, faults) => {
    expect(termFaults({ matchFields: [requirement] }, 'p')).toEqual(faults.map(fault => `p.matchFields[0]${fault}`))
  })
})

describe('preferred nodes', () => {
  const preferring = (...terms: [number, NodeSelectorTerm][]) =>
    pod('p', {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: terms.map(([weight, preference]) => ({
            weight,
            preference,
          })),
        },
      },
    })
  const ssd: NodeSelectorTerm = { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }
  const named: NodeSelectorTerm = { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }] }
  const other: NodeSelectorTerm = { matchExpressions: [{ key: 'disk', operator: 'In', values: ['hdd'] }] }
  const faulty = (value: string): NodeSelectorTerm => ({
    matchExpressions: [{ key: 'gen', operator: 'Gt', values: [value] }],
  })
  const n = node('n', { labels: { disk: 'ssd' } })

  test('add the weights of the terms that hold', () => {
    expect(preferenceForNode(preferring([5, ssd], [7, named], [11, other], [13, {}]), n)).toBe(12)
    expect(preferenceForNode(preferring([5, other]), n)).toBe(0)
    expect(preferenceForNode(pod('p'), n)).toBe(0)
  })

  test('are there or not', () => {
    expect(prefersNodes(preferring([5, ssd]))).toBe(true)
    expect(prefersNodes(preferring())).toBe(false)
    expect(prefersNodes(pod('p', { affinity: {} }))).toBe(false)
  })

  test('may hold what is no requirement: one fault stands alone, several in brackets, each once', () => {
    const fault = (at: string, value: string) =>
      `${at}.matchExpressions[0].values[0][gen]: Invalid value: "${value}": ${LABEL_VALUE}`
    expect(preferenceError(preferring([5, ssd], [1, faulty('-5')]))).toBe(fault('[1]', '-5'))
    expect(preferenceError(preferring([1, faulty('-5')], [1, faulty('-6')]))).toBe(
      `[${fault('[0]', '-5')}, ${fault('[1]', '-6')}]`,
    )
    const twice: NodeSelectorTerm = { matchExpressions: [{ key: 'gen', operator: 'Gt', values: ['x'] }] }
    expect(preferenceError(preferring([1, twice]))).toBe(
      `[0].matchExpressions[0].values[0]: Invalid value: "x": ${NO_INTEGER}`,
    )
  })

  test('are passed over where they weigh or ask nothing', () => {
    expect(
      preferenceError(preferring([0, faulty('-5')], [1, {}], [1, { matchFields: [], matchExpressions: [] }])),
    ).toBeUndefined()
    expect(preferenceError(pod('p'))).toBeUndefined()
    expect(preferenceError(preferring([1, { matchFields: [{ key: 'metadata.name', operator: 'Exists' }] }]))).toBe(
      '[0].matchFields[0].operator: Unsupported value: "Exists": supported values: "In", "NotIn"',
    )
  })
})
