import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { type FieldChoice, fieldsAt, type Opening } from '../../../src/kubectl/fields-at.ts'
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
    ['a comment among braces', `${POD}  tolerations: [ # no|\n  {key: a}]`],
    ['a block of text', `kind: ConfigMap\ndata:\n  a: |-\n    no@`],
    ['the line between two documents', '---|'],
  ])('nothing is said in %s', (_, marked) => {
    const { text, offset } = unmark(marked)
    expect(placeAt(text, offset)).toBeUndefined()
  })
})

describe('where a cursor stands in braces and brackets', () => {
  test.each<[string, string, string, string | undefined, 'key' | 'value', string]>([
    ['a key', `${POD}  tolerations: [{key: a, oper|}]`, 'spec.tolerations', undefined, 'key', 'oper'],
    [
      'a key with its colon',
      `${POD}  tolerations: [{key: a, eff|ect: b}]`,
      'spec.tolerations',
      'effect',
      'key',
      'effect',
    ],
    ['a value to come', `${POD}  tolerations: [{key: a, effect: |}]`, 'spec.tolerations', 'effect', 'value', ''],
    [
      'a value to come right behind the colon',
      `${POD}  tolerations: [{effect:|}]`,
      'spec.tolerations',
      'effect',
      'value',
      '',
    ],
    ['a value', `${POD}  tolerations: [{effect: No|Sch, key: a}]`, 'spec.tolerations', 'effect', 'value', 'NoSch'],
    [
      'a value in quotes',
      `${POD}  tolerations: [{"effect":"No|Sch"}]`,
      'spec.tolerations',
      'effect',
      'value',
      '"NoSch"',
    ],
    [
      'a quote that is open',
      `${POD}  tolerations: [{effect: "No|\n  other: 1`,
      'spec.tolerations',
      'effect',
      'value',
      '"No',
    ],
    ['a key in quotes', `${POD}  nodeSelector: {"a/b": |}`, 'spec.nodeSelector', 'a/b', 'value', ''],
    ['what follows a comma', `${POD}  tolerations: [{key: a,|}]`, 'spec.tolerations', undefined, 'key', ''],
    ['an item to come', `${POD}  tolerations: [|]`, 'spec.tolerations', undefined, 'key', ''],
    ['an item to come behind another', `${POD}  tolerations: [{key: a}, |]`, 'spec.tolerations', undefined, 'key', ''],
    ['an item that is a text', `${POD}  a: [b, c|d, e]`, 'spec.a', undefined, 'key', 'cd'],
    ['an object of one field', `${POD}  a: [b: c|]`, 'spec.a', 'b', 'value', 'c'],
    ['braces in braces', `${POD}  a: {b: {c: {d|}}, e: 1}`, 'spec.a.b.c', undefined, 'key', 'd'],
    ['behind inner braces', `${POD}  a: {b: {c: 1}, d|}`, 'spec.a', undefined, 'key', 'd'],
    ['several lines', `${POD}  a: [\n    {b: 1,\n     c: |\n    },\n  ]\n  d: 1`, 'spec.a', 'c', 'value', ''],
    ['what is never closed', `${POD}  a: [{b: 1, c|`, 'spec.a', undefined, 'key', 'c'],
    ['what is not closed before the next field', `${POD}  a: [{b: 1, c|\n  d: {}`, 'spec.a', undefined, 'key', 'c'],
    ['the next field behind what is not closed', `${POD}  a: [{b: 1\n  d|: {}`, 'spec', 'd', 'key', 'd'],
    ['an item of a list in lines', `${POD}  a:\n  - {b: 1, c|}\n  - {}`, 'spec.a', undefined, 'key', 'c'],
    ['braces below their key', `${POD}  a:\n    {b: 1, c|}`, 'spec.a', undefined, 'key', 'c'],
    ['lines below braces', `${POD}  a: {\n    b: 1\n  }\n  |`, 'spec', undefined, 'key', ''],
    ['behind braces', `${POD}  a: {b: 1} |`, 'spec', 'a', 'value', ''],
    ['a mark of the wrong kind', `${POD}  a: [{b: 1]\n  c|`, 'spec', undefined, 'key', 'c'],
    ['braces in a text are none', `${POD}  a: "{b"\n  c|`, 'spec', undefined, 'key', 'c'],
    ['braces in a block of text are none', `${POD}  a: |-\n    {b\n  c@`, 'spec', undefined, 'key', 'c'],
    ['a comment does not count', `${POD}  a: {b: 1, # , c: {\n    d|}`, 'spec.a', undefined, 'key', 'd'],
    ['JSON', `{"apiVersion": "v1", "kind": "Pod", "spec": {"no|"}}`, 'spec', undefined, 'key', '"no"'],
  ])('%s', (_, marked, path, key, at, word) => {
    const { text, offset } = unmark(marked)
    const place = placeAt(text, offset)
    expect(place && { path: place.path.join('.'), key: place.key, at: place.at, kind: place.kind }).toEqual({
      path,
      key,
      at,
      kind: 'Pod',
    })
    expect(place && text.slice(place.from, place.to)).toBe(word)
  })

  test('the other keys are those of the same braces, before and behind', () => {
    const { text, offset } = unmark(`${POD}  a: [{b: x, |, c: "y", d: {e: 1}}, {f: 1}]`)
    expect(placeAt(text, offset)?.siblings).toEqual(new Map(Object.entries({ b: 'x', c: 'y', d: '' })))
  })

  test('ten thousand brackets are no trouble', () => {
    const text = `${POD}  a: ${'['.repeat(10_000)}`
    expect(placeAt(text, text.length)?.path).toEqual(['spec', 'a'])
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
    [
      'the fields of a toleration in braces, without those that it has',
      `${POD}  tolerations: [{key: a, |}]`,
      ['effect', 'operator', 'tolerationSeconds', 'value'],
    ],
    ['the effects in braces', `${POD}  tolerations: [{effect: |}]`, ['NoExecute', 'NoSchedule', 'PreferNoSchedule']],
    ['fields in JSON', `{"kind": "Node", "apiVersion": "v1", "spec": {|}}`, ['taints', 'unschedulable']],
    ['labels of the nodes in braces', `${POD}  nodeSelector: {|}`, ['kubernetes.io/os']],
    ['the metadata of a kind without a schema', `apiVersion: v1\nkind: Secret\nmetadata:\n  |`, ['name', 'labels']],
    ['what every object begins with', '|', ['apiVersion', 'kind', 'metadata', 'spec']],
    ['the kinds', 'kind: |', ['Pod', 'DaemonSet', 'Deployment', 'Node']],
    ['the group and version of a kind', 'apiVersion: |\nkind: Deployment', ['apps/v1']],
  ])('%s', (_, marked, expected) => {
    const { text, offset } = unmark(marked)
    expect(fieldsAt(CLUSTER, text, offset).choices.map(nameOf)).toEqual(expect.arrayContaining([...expected]))
  })

  test('a value that YAML would read as something else stands in quotes', () => {
    const { text, offset } = unmark(`${POD}  nodeSelector:\n    node-role.kubernetes.io/control-plane: |`)
    expect(fieldsAt(CLUSTER, text, offset).choices).toEqual([{ value: '""', plain: '' }])
  })

  test.each<[string, string, Opening]>([
    ['a first field of a list asks for its dash', `${POD}  tolerations:\n    |`, 'dash'],
    ['a second one does not', `${POD}  tolerations:\n  - key: a\n    |`, 'nothing'],
    ['nor one that has it', `${POD}  tolerations:\n  - |`, 'nothing'],
    ['in brackets it asks for a brace', `${POD}  tolerations: [|]`, 'brace'],
    ['in braces for nothing', `${POD}  tolerations: [{|}]`, 'flow'],
  ])('%s', (_, marked, expected) => {
    const { text, offset } = unmark(marked)
    const opens = fieldsAt(CLUSTER, text, offset).choices.map(choice => 'opens' in choice && choice.opens)
    expect([...new Set(opens)]).toEqual([expected])
  })

  test('a field is known by its type', () => {
    const { text, offset } = unmark(`${POD}  toler|ations:\n`)
    expect(fieldsAt(CLUSTER, text, offset).field).toMatchObject({ owner: 'PodSpec', type: '[]Toleration' })
  })

  test.each<[string, string, string, string | undefined]>([
    ['a value', `${POD}  tolerations:\n  - effect: No|Execute`, 'Toleration.effect', 'NoExecute'],
    ['a value in quotes in braces', `${POD}  tolerations: [{effect: "No|Execute"}]`, 'Toleration.effect', 'NoExecute'],
    ['no value yet', `${POD}  tolerations: [{effect: |}]`, 'Toleration.effect', undefined],
    ['a free key', `${POD}  nodeSelector:\n    kubernetes.io/|os: linux`, 'PodSpec.nodeSelector', 'kubernetes.io/os'],
    ['the value of a free key', `${POD}  overhead: {cpu: |1}`, 'PodSpec.overhead', 'cpu'],
    ['an item of a list of texts', `${POD}  containers:\n  - args:\n    - a|b`, 'Container.args', 'ab'],
  ])('%s is known with its field', (_, marked, field, value) => {
    const { text, offset } = unmark(marked)
    const found = fieldsAt(CLUSTER, text, offset)
    expect(found.field && `${found.field.owner}.${found.field.name}`).toBe(field)
    expect(found.value).toBe(value)
  })

  test('nothing fails, wherever the cursor is in whatever text', () => {
    const lines =
      `${POD}  tolerations:\n  - key: gpu\n    operator: "Exists"\n---\n  nodeSelector: {a: b}\n  a: [{\n  b: |\n   c]`.split(
        '\n',
      )
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

/** A text and the offset of its `|`; of its `@` where a `|` belongs to it. */
function unmark(marked: string): { readonly text: string; readonly offset: number } {
  const mark = marked.includes('@') ? '@' : '|'
  return { text: marked.replace(mark, ''), offset: marked.indexOf(mark) }
}
