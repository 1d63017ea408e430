import { expect, test } from 'vitest'
import { isBefore, KUBERNETES_VERSION, KUBERNETES_VERSIONS } from '../../../src/kubernetes/version.ts'

test('versions are in order, and none is the newest', () => {
  for (const [i, a] of KUBERNETES_VERSIONS.entries()) {
    for (const [j, b] of KUBERNETES_VERSIONS.entries()) expect(isBefore(a, b)).toBe(i < j)
    expect(isBefore(undefined, a)).toBe(false)
  }
  expect(KUBERNETES_VERSION).toBe(KUBERNETES_VERSIONS.at(-1))
  expect(KUBERNETES_VERSIONS).toEqual(['1.34', '1.35', '1.36', '1.37'])
})
