import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { checkManifest } from '../../../src/kubectl/check-manifest.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'

const CLUSTER = presetCluster('kind', { version: 'v1.37.2', seed: 1 })

const pod = (tolerations: string, more = ''): string => `apiVersion: v1
kind: Pod
metadata:
  name: trainer
spec:
  tolerations:
${tolerations}
  containers:
  - name: trainer
    image: registry.k8s.io/pause:3.10
${more}`

const KEY = '  - key: gpu\n    operator: Exists'

describe('what the API server would say to a file', () => {
  test('is nothing where it would take it, and what would become of each object', () => {
    expect(checkManifest(CLUSTER, pod(KEY), 'default', 'apply')).toEqual({
      issues: [],
      objects: [{ kind: 'Pod', name: 'trainer', outcome: 'created' }],
    })
  })

  test.each<[string, string, readonly [string, number, number][]]>([
    ['a field that nobody knows', pod(`${KEY}\n    efect: NoSchedule`), [['unknown-field', 9, 5]]],
    [
      'every field that nobody knows, in every part of the object',
      pod(`${KEY}\n    efect: x`, '    imagePull: y'),
      [
        ['unknown-field', 9, 5],
        ['unknown-field', 13, 5],
      ],
    ],
    ['an effect that is none', pod(`${KEY}\n    effect: NoSchedul`), [['unknown-effect', 9, 5]]],
    [
      'an effect that is none between braces',
      pod('  - {key: gpu, operator: Exists, effect: NoSchedul}'),
      [['unknown-effect', 7, 34]],
    ],
    [
      'an effect of a node’s taint',
      'apiVersion: v1\nkind: Node\nmetadata:\n  name: a\nspec:\n  taints:\n  - key: b\n    effect: Never',
      [['unknown-effect', 8, 5]],
    ],
    ['a value at its own line', pod(`${KEY}\n    value: x`), [['exists-takes-no-value', 9, 5]]],
    ['an amount that is none', pod(KEY, '    resources: {limits: {cpu: 1x}}'), [['quantity-format', 12, 26]]],
    ['text where a list belongs', pod('  - key: a').replace('\n  - key: a', ' a'), [['list-expected', 6, 3]]],
    ['a boolean where text belongs', pod('  - key: a\n    value: true'), [['text-unquoted', 8, 5]]],
    ['text where a number belongs', pod(`${KEY}\n    tolerationSeconds: "5"`), [['number-expected', 9, 5]]],
    [
      'what is missing, at what lacks it',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {}',
      [['required', 4, 1]],
    ],
    ['a tab', 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a', [['tab', 4, 1]]],
    ['a kind that nothing serves', 'apiVersion: v1\nkind: Pods\nmetadata: {name: a}', [['unknown-kind', 2, 1]]],
    ['a group that is missing', 'kind: Pod\nmetadata: {name: a}', [['api-version-missing', 1, 1]]],
    ['a kind that is missing', 'apiVersion: v1', [['kind-missing', 1, 1]]],
    ['a name that is missing', 'apiVersion: v1\nkind: Namespace\nmetadata: {}', [['name-missing', 3, 1]]],
    ['a text that is no object', 'hello', [['no-object', 1, 1]]],
    [
      'a namespace that is not there',
      pod(KEY).replace('name: trainer', 'name: trainer\n  namespace: b'),
      [['refused', 5, 3]],
    ],
  ])('names %s, with line and column', (_, text, expected) => {
    const { issues } = checkManifest(CLUSTER, text, 'default', 'apply')
    expect(issues.map(({ code, line, column }) => [code, line, column])).toEqual(expected)
    expect(issues.every(issue => issue.text.length > 0)).toBe(true)
  })

  test('is found in each document, counted from the top of the file', () => {
    const text = `${pod(KEY)}---\n${pod(`${KEY}\n    efect: x`)}`
    const { issues, objects } = checkManifest(CLUSTER, text, 'default', 'apply')
    expect(issues.map(({ line }) => line)).toEqual([21])
    expect(objects).toHaveLength(1)
  })

  test('holds what the documents before would have made', () => {
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n---\n'
    const inside = pod(KEY).replace('name: trainer', 'name: trainer\n  namespace: b')
    expect(checkManifest(CLUSTER, namespace + inside, 'default', 'apply').issues).toEqual([])
  })

  test('of what is there already is what an update may do', () => {
    const { cluster } = applied(pod(KEY))
    const same = checkManifest(cluster, pod(KEY), 'default', 'apply')
    expect(same).toEqual({ issues: [], objects: [{ kind: 'Pod', name: 'trainer', outcome: 'unchanged' }] })
    const moved = checkManifest(cluster, pod('  - key: other\n    operator: Exists'), 'default', 'apply')
    expect(moved.issues.map(({ code }) => code)).toContain('toleration-changed')
  })

  test('is what kubectl apply then says', () => {
    const texts = [
      pod(`${KEY}\n    effect: NoSchedul`),
      pod(KEY, '    resources: {limits: {cpu: 1x}}'),
      pod(`${KEY}\n    efect: x`),
    ]
    for (const text of texts) {
      const { stderr } = applied(text)
      for (const issue of checkManifest(CLUSTER, text, 'default', 'apply').issues) expect(stderr).toContain(issue.text)
    }
  })

  test('is said of any text, and never ends in an error', () => {
    const lines = pod(`${KEY}\n    effect: NoSchedule`).split('\n')
    const anyText = fc.shuffledSubarray(lines).map(some => some.join('\n'))
    fc.assert(
      fc.property(fc.oneof(fc.string(), anyText), text => {
        const { issues } = checkManifest(CLUSTER, text, 'default', 'apply')
        expect(issues.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true)
      }),
    )
  })
})

function applied(text: string) {
  return kubectl(CLUSTER, ['apply', '-f', '-'], { stdin: text })
}
