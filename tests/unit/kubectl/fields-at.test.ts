import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { type FieldChoice, fieldsAt } from '../../../src/kubectl/fields-at.ts'
import { placeAt } from '../../../src/kubectl/manifest-place.ts'

const CLUSTER = presetCluster('kind', { version: 'v1.37.2', seed: 1 })
const POD = 'apiVersion: v1\nkind: Pod\nspec:\n'
const TEMPLATE = 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n'

describe('where a cursor stands in a text that is not finished', () => {
  test.each<[string, string, string, string | undefined, 'key' | 'value', string]>([
    [
      'a key in an item of a list',
      `${POD}  tolerations:\n  - key: gpu\n    op|\n`,
      'spec.tolerations',
      undefined,
      'key',
      'op',
    ],
    ['a value', `${POD}  tolerations:\n  - key: g|pu # no\n`, 'spec.tolerations', 'key', 'value', 'gpu'],
    ['a value that is not there yet', `${POD}  tolerations:\n  - key: |\n`, 'spec.tolerations', 'key', 'value', ''],
    ['a list flush with its key', `${POD}  tolerations:\n  - |\n`, 'spec.tolerations', undefined, 'key', ''],
    ['a list deeper than its key', `${POD}  tolerations:\n    - |\n`, 'spec.tolerations', undefined, 'key', ''],
    ['an empty line goes by its own column', `${POD}  tolerations:\n  - key: a\n  |\n`, 'spec', undefined, 'key', ''],
    ['lists in lists', `${POD}  a:\n  - b:\n    - c: 1\n      d|: 2\n`, 'spec.a.b', 'd', 'key', 'd'],
    ['a key above', `${POD}  tol|erations:\n`, 'spec', 'tolerations', 'key', 'tolerations'],
    ['a key in quotes', `${POD}  nodeSelector:\n    "a/b": |`, 'spec.nodeSelector', 'a/b', 'value', ''],
    ['the document that it is in', `kind: Node\nspec:\n---\nkind: Pod\nspec:\n  |`, 'spec', undefined, 'key', ''],
    ['comments say nothing', `${POD}# deep: er\n  no|`, 'spec', undefined, 'key', 'no'],
  ])('%s', (_, marked, path, key, at, word) => {
    const { text, offset } = unmark(marked)
    const place = placeAt(text, offset)
    expect(place && { path: place.path.join('.'), key: place.key, at: place.at }).toEqual({ path, key, at })
    expect(place && text.slice(place.from, place.to)).toBe(word)
  })

  test.each([
    ['a comment', `${POD}  # no|`],
    ['braces', `${POD}  nodeSelector: {a|`],
    ['a block of text', `kind: ConfigMap\ndata:\n  a: |-\n    no@`],
    ['the line between two documents', '---|'],
  ])('nothing is said in %s', (_, marked) => {
    const mark = marked.includes('@') ? '@' : '|'
    expect(placeAt(marked.replace(mark, ''), marked.indexOf(mark))).toBeUndefined()
  })
})

describe('what may stand there', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'the fields of a toleration, without those that it has',
      `${POD}  tolerations:\n  - key: a\n    |`,
      ['effect', 'operator', 'tolerationSeconds', 'value'],
    ],
    ['a pod’s fields in a template as in a pod', `${TEMPLATE}      nodeNa|`, ['nodeName', 'nodeSelector']],
    ['the effects', `${POD}  tolerations:\n  - effect: |`, ['NoExecute', 'NoSchedule', 'PreferNoSchedule']],
    ['both booleans', `${POD}  hostNetwork: |`, ['true', 'false']],
    ['the names of the nodes', `${POD}  nodeName: |`, ['kind-control-plane', 'kind-worker', 'kind-worker2']],
    [
      'the keys of the taints that there are',
      `${POD}  tolerations:\n  - key: |`,
      ['node-role.kubernetes.io/control-plane'],
    ],
    ['the labels of the nodes', `${POD}  nodeSelector:\n    |`, ['kubernetes.io/hostname', 'kubernetes.io/os']],
    ['the values of a label', `${POD}  nodeSelector:\n    kubernetes.io/os: |`, ['linux']],
    [
      'values of labels in an affinity',
      `${POD}  affinity:\n    nodeAffinity:\n      requiredDuringSchedulingIgnoredDuringExecution:\n        nodeSelectorTerms:\n        - matchExpressions:\n          - key: a\n            values:\n            - |`,
      ['linux', 'kind-worker'],
    ],
    [
      'the resources that can be asked for',
      `${POD}  containers:\n  - resources:\n      requests:\n        |`,
      ['cpu', 'memory'],
    ],
    ['what every object begins with', '|', ['apiVersion', 'kind', 'metadata', 'spec']],
    ['the kinds', 'kind: |', ['Pod', 'DaemonSet', 'Deployment', 'Node']],
    ['the group and version of a kind', 'apiVersion: |\nkind: Deployment', ['apps/v1']],
  ])('%s', (_, marked, expected) => {
    const { text, offset } = unmark(marked)
    expect(fieldsAt(CLUSTER, text, offset).choices.map(nameOf)).toEqual(expect.arrayContaining([...expected]))
  })

  test('a value that YAML would read as something else stands in quotes', () => {
    const { text, offset } = unmark(`${POD}  nodeSelector:\n    node-role.kubernetes.io/control-plane: |`)
    expect(fieldsAt(CLUSTER, text, offset).choices).toEqual([{ value: '""' }])
  })

  test('a first field of a list asks for its dash, a second one does not', () => {
    const first = unmark(`${POD}  tolerations:\n    |`)
    const second = unmark(`${POD}  tolerations:\n  - key: a\n    |`)
    const dashes = ({ text, offset }: typeof first) =>
      new Set(fieldsAt(CLUSTER, text, offset).choices.map(choice => 'dash' in choice && choice.dash))
    expect([...dashes(first)]).toEqual([true])
    expect([...dashes(second)]).toEqual([false])
  })

  test('a field is known by its type', () => {
    const { text, offset } = unmark(`${POD}  toler|ations:\n`)
    expect(fieldsAt(CLUSTER, text, offset).field).toMatchObject({ owner: 'PodSpec', type: '[]Toleration' })
  })

  test('nothing fails, wherever the cursor is in whatever text', () => {
    const lines = `${POD}  tolerations:\n  - key: gpu\n    operator: "Exists"\n---\n  nodeSelector: {a: b}`.split('\n')
    const anyText = fc.oneof(
      fc.string(),
      fc.shuffledSubarray(lines).map(some => some.join('\n')),
    )
    fc.assert(
      fc.property(anyText, fc.nat(), (text, at) => {
        const offset = at % (text.length + 1)
        const { from, to } = fieldsAt(CLUSTER, text, offset)
        expect(from <= to && to <= text.length).toBe(true)
      }),
    )
  })
})

function nameOf(choice: FieldChoice): string {
  if ('field' in choice) return choice.field.name
  return 'key' in choice ? choice.key : choice.value
}

/** A text and the offset of its `|`. */
function unmark(marked: string): { readonly text: string; readonly offset: number } {
  return { text: marked.replace('|', ''), offset: marked.indexOf('|') }
}
