import { expect, test } from 'vitest'
import { printManifestHead } from '../../../src/quiz/manifest-head.ts'
import { readWritten } from '../../../src/quiz/written.ts'
import { pod } from './situations.ts'

test('a manifest ends where its tolerations begin', () => {
  expect(printManifestHead(pod('p'))).toBe('apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  tolerations:\n')
})

test('what else the pod’s spec says stands above them', () => {
  const head = printManifestHead(pod('p', [], { containers: [{ name: 'c' }], nodeSelector: { disk: 'ssd' } }))
  expect(head).toContain('spec:\n  containers:\n  - name: c\n  nodeSelector:\n    disk: ssd\n  tolerations:\n')
  expect(readWritten(`${head}  - operator: Exists\n`)).toEqual({ ok: true, tolerations: [{ operator: 'Exists' }] })
})
