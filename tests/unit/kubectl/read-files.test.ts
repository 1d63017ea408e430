import { expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'

test.each([
  ['replace', 'kind: Pod', 'true'],
  ['replace', 'kind: Pod', '[1]'],
  ['apply', 'kind: Pod', '7'],
  ['apply', 'kind: Nothing', '{a: b}'],
  ['delete', 'kind: Pod', '1.5'],
  ['diff', 'kind: Pod', 'yes'],
])('%s of a %s whose name is %s, which is no text, is refused and changes nothing', (verb, kind, name) => {
  const before = kindCluster()
  const stdin = `apiVersion: v1\n${kind}\nmetadata:\n  name: ${name}\nspec:\n  containers: [{name: c, image: nginx}]\n`
  const { exitCode, cluster } = kubectl(before, `${verb} -f -`, { stdin })
  // Of diff, 1 says that there is a difference.
  expect(exitCode).toBe(verb === 'diff' ? 2 : 1)
  expect(cluster).toBe(before)
})
