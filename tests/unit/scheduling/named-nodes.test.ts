import { describe, expect, test } from 'vitest'
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../../../src/kubernetes/node-selector.ts'
import { namedNodes } from '../../../src/scheduling/named-nodes.ts'
import { type Given, pod } from './objects.ts'

const isOneOf = (...values: string[]): NodeSelectorRequirement => ({ key: 'metadata.name', operator: 'In', values })
const term = (...matchFields: NodeSelectorRequirement[]): NodeSelectorTerm => ({ matchFields })
const requiring = (...nodeSelectorTerms: NodeSelectorTerm[]): Given => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
})
const named = (given: Given) => {
  const found = namedNodes(pod('p', given).spec)
  return found?.ok ? { names: [...found.names], plugins: found.plugins } : found
}
const byAffinity = (...names: string[]) => ({ names, plugins: ['NodeAffinity'] })
const conflict = { ok: false, plugin: 'NodeAffinity', reason: { code: 'conflicting-node-names' } }

describe('the nodes that a pod names', () => {
  test.each<[string, Given, unknown]>([
    ['none', {}, undefined],
    ['none by an affinity without terms', requiring(), undefined],
    ['by nodeName', { nodeName: 'a' }, { names: ['a'], plugins: ['NodeName'] }],
    ['by one term', requiring(term(isOneOf('a'))), byAffinity('a')],
    [
      'by several, as alternatives',
      requiring(term(isOneOf('a')), term(isOneOf('b')), term(isOneOf('a'))),
      byAffinity('a', 'b'),
    ],
    ['not where one term names none', requiring(term(isOneOf('a')), {}), undefined],
    [
      'nor where it excludes one',
      requiring(term({ key: 'metadata.name', operator: 'NotIn', values: ['a'] })),
      undefined,
    ],
    ['nor by another field', requiring(term({ key: 'metadata.uid', operator: 'In', values: ['a'] })), undefined],
    [
      'whatever else the term asks',
      requiring({ ...term(isOneOf('a')), matchExpressions: [{ key: 'disk', operator: 'Exists' }] }),
      byAffinity('a'),
    ],
    [
      'those that all requirements of a term allow',
      requiring(term(isOneOf('a', 'b'), isOneOf('b', 'c'))),
      byAffinity('b'),
    ],
    ['none: a contradiction', requiring(term(isOneOf('a'), isOneOf('b'))), conflict],
    ['no value is a contradiction too', requiring(term({ key: 'metadata.name', operator: 'In' })), conflict],
    [
      'one term may contradict itself',
      requiring(term(isOneOf('a'), isOneOf('b')), term(isOneOf('c'))),
      byAffinity('c'),
    ],
    [
      'by both ways',
      { nodeName: 'a', ...requiring(term(isOneOf('b')), term(isOneOf('a'))) },
      { names: ['a'], plugins: ['NodeAffinity', 'NodeName'] },
    ],
    [
      'which may contradict each other',
      { nodeName: 'c', ...requiring(term(isOneOf('a'))) },
      { ok: false, reason: { code: 'not-among-named', plugins: ['NodeAffinity', 'NodeName'] } },
    ],
    ['the first contradiction counts', { nodeName: 'a', ...requiring(term(isOneOf('a'), isOneOf('b'))) }, conflict],
  ])('%s', (_, given, expected) => {
    expect(named(given)).toEqual(expected)
  })
})
