import { describe, expect, test } from 'vitest'
import type { NodeSelectorRequirement } from '../../../src/kubernetes/node-selector.ts'
import { unmetRequirement } from '../../../src/scheduling/node-selector-term.ts'

const node = { metadata: { name: 'n', labels: { disk: 'ssd', cores: '16', empty: '', undefined: 'x' } } }
/** Also what the API server would refuse: the rule takes it, and holds nowhere. */
const requirement = (key: string, operator: string, ...values: string[]) =>
  ({ key, operator, ...(values.length > 0 && { values }) }) as NodeSelectorRequirement

describe('on labels', () => {
  test.each<[boolean, NodeSelectorRequirement]>([
    [true, requirement('disk', 'In', 'hdd', 'ssd')],
    [false, requirement('disk', 'In', 'hdd')],
    [false, requirement('disk', 'In')],
    [false, requirement('absent', 'In', '')],
    [true, requirement('empty', 'In', '')],
    [true, requirement('disk', 'NotIn', 'hdd')],
    [true, requirement('absent', 'NotIn', 'hdd')],
    [false, requirement('disk', 'NotIn', 'ssd')],
    [false, requirement('disk', 'NotIn')],
    [true, requirement('empty', 'Exists')],
    [false, requirement('absent', 'Exists')],
    [false, requirement('disk', 'Exists', 'ssd')],
    [true, requirement('absent', 'DoesNotExist')],
    [false, requirement('disk', 'DoesNotExist')],
    [false, requirement('absent', 'DoesNotExist', 'x')],
    [true, requirement('cores', 'Gt', '15')],
    [false, requirement('cores', 'Gt', '16')],
    [true, requirement('cores', 'Lt', '17')],
    [false, requirement('cores', 'Lt', '16')],
    [true, requirement('cores', 'Gt', '00015')],
    [false, requirement('cores', 'Gt', '-5')],
    [false, requirement('cores', 'Gt', '5x')],
    [false, requirement('cores', 'Gt', 'x5')],
    [false, requirement('cores', 'Gt', '')],
    [false, requirement('cores', 'Gt')],
    [false, requirement('cores', 'Gt', '1', '2')],
    [false, requirement('absent', 'Gt', '1')],
    [false, requirement('absent', 'Lt', '1')],
    [false, requirement('disk', 'Lt', '1')],
    [false, requirement('disk', 'Resembles', 'ssd')],
    [false, requirement('toString', 'Exists')],
  ])('%s: %o', (holds, expression) => {
    expect(unmetRequirement({ matchExpressions: [expression] }, node)).toBe(holds ? undefined : expression)
  })
})

describe('on fields', () => {
  test.each<[boolean, NodeSelectorRequirement]>([
    [true, requirement('metadata.name', 'In', 'n')],
    [false, requirement('metadata.name', 'In', 'm')],
    [false, requirement('metadata.name', 'In', 'n', 'm')],
    [false, requirement('metadata.name', 'In')],
    [true, requirement('metadata.name', 'NotIn', 'm')],
    [false, requirement('metadata.name', 'NotIn', 'n')],
    [false, requirement('metadata.name', 'NotIn')],
    [false, requirement('metadata.name', 'Exists', 'm')],
    [false, requirement('metadata.namespace', 'In', 'n')],
    [true, requirement('metadata.namespace', 'In', '')],
    [true, requirement('metadata.namespace', 'NotIn', 'n')],
  ])('%s: %o', (holds, field) => {
    expect(unmetRequirement({ matchFields: [field] }, node)).toBe(holds ? undefined : field)
  })
})

test('a term without requirements holds nowhere', () => {
  expect(unmetRequirement({}, node)).toBe('empty')
  expect(unmetRequirement({ matchExpressions: [], matchFields: [] }, node)).toBe('empty')
})

test('the first requirement that does not hold is named, labels before fields', () => {
  const [field, label] = [requirement('metadata.name', 'In', 'm'), requirement('absent', 'Exists')]
  expect(unmetRequirement({ matchFields: [field], matchExpressions: [label] }, node)).toBe(label)
})
