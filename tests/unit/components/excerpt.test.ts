import { expect, test } from 'vitest'
import { excerptOf } from '../../../src/components/excerpt.ts'

const daemonSet = `kind: DaemonSet
spec:
  template:
    spec:
      tolerations:
      - operator: Exists
      volumes: []
  updateStrategy: {}
`
const list = `apiVersion: v1
items:
- kind: Pod
  spec:
    tolerations:
    - key: a
      operator: Exists
- kind: Pod
  spec:
    nodeName: n
    tolerations:
    - key: b
kind: List
`

test('a block comes with the keys on the way to it, indented as in the whole', () => {
  expect(excerptOf(daemonSet, 'spec.template.spec.tolerations')).toEqual({
    way: ['spec:', '  template:', '    spec:'],
    block: ['      tolerations:', '      - operator: Exists'],
  })
})

test('what stands in an item of a list is shown from that item on', () => {
  expect(excerptOf(list, 'items.1.spec.tolerations')).toEqual({
    way: ['spec:'],
    block: ['  tolerations:', '  - key: b'],
  })
})

test('the first item of a list is found where its first key stands behind the dash', () => {
  expect(excerptOf(list, 'items.0.kind').block).toEqual(['kind: Pod'])
})

test.each(['spec.nothing', 'items.7', 'spec.template.metadata'])('a path that leads nowhere is an error: %s', path => {
  expect(() => excerptOf(path.startsWith('items') ? list : daemonSet, path)).toThrow(path)
})
