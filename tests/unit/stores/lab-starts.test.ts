import fc from 'fast-check'
import { expect, test } from 'vitest'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { checkManifest } from '../../../src/kubectl/check-manifest.ts'
import { objectName, STARTS, startText } from '../../../src/stores/lab-starts.ts'

const CLUSTER = presetCluster('kind', { version: 'v1.37.2', seed: 1 })

test.each(STARTS)('the API server would take a file that begins with %s', start => {
  const { issues, objects } = checkManifest(CLUSTER, startText(start, 'web'), 'default', 'apply')
  expect(issues).toEqual([])
  expect(objects.map(({ name, outcome }) => [name, outcome])).toEqual(start === 'empty' ? [] : [['web', 'created']])
})

test.each([
  ['trainer.yaml', 'trainer'],
  ['/home/learner/Mon pod.yml', 'mon-pod'],
  ['.yaml', 'pod'],
  ['web', 'web'],
])('a file %s is about an object %s', (path, name) => {
  expect(objectName(path)).toBe(name)
})

test('whatever a file is called, its object has a name that is allowed', () => {
  fc.assert(
    fc.property(fc.string(), path => {
      const text = startText('pod', objectName(path))
      expect(checkManifest(CLUSTER, text, 'default', 'apply').issues).toEqual([])
    }),
  )
})
