import { expect, test } from 'vitest'
import { find } from '../../../src/cluster/cluster.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter } from './cluster-after.ts'

const cluster = clusterAfter('create deployment web --image=nginx --replicas=2', 'run lone --image=nginx')

/** An editor that changes the text once for each time that it is opened, and notes what it saw. */
function editor(...changes: readonly ((text: string) => string)[]) {
  const seen: string[] = []
  const edit = (text: string) => {
    const change = changes[Math.min(seen.length, changes.length - 1)]
    seen.push(text)
    return { text: change?.(text) ?? text, path: '/tmp/edit.yaml' }
  }
  return { seen, edit }
}

function replace(from: string | RegExp, to: string): (text: string) => string {
  return text => text.replace(from, to)
}

test('what is edited is saved', () => {
  const result = kubectl(cluster, 'edit deploy web', editor(replace('replicas: 2', 'replicas: 3')))
  expect(result).toMatchObject({ stdout: 'deployment.apps/web edited\n', stderr: '', exitCode: 0 })
  expect(find(result.cluster, 'deployments', 'web', 'default')?.spec?.replicas).toBe(3)
})

test.each([
  ['no change', (text: string) => text, '', 'Edit cancelled, no changes made.\n'],
  ['an empty file', () => '# nothing\n', '', 'Edit cancelled, saved file was empty.\n'],
  ['other quotes', replace('name: web', 'name: "web"'), 'deployment.apps/web skipped\n', ''],
])('%s changes nothing', (_, change, stdout, stderr) => {
  const result = kubectl(cluster, 'edit deploy web', editor(change))
  expect(result).toMatchObject({ stdout, stderr, exitCode: 0 })
  expect(result.cluster.resourceVersion).toBe(cluster.resourceVersion)
})

test('what is not valid opens again with the reason, until it is left as it is', () => {
  const { seen, edit } = editor(replace('replicas: 2', 'replicas: -1'), text => text)
  const { stderr, exitCode } = kubectl(cluster, 'edit deploy web', { edit })
  expect(seen[1]).toContain('# deployments.apps "web" was not valid:\n# * spec.replicas: Invalid value: -1')
  expect([stderr, exitCode]).toEqual([
    'error: deployments.apps "web" is invalid\nA copy of your changes has been stored to "/tmp/edit.yaml"\nerror: Edit cancelled, no valid changes were saved.\n',
    1,
  ])
})

test('a second try may mend it', () => {
  const { edit } = editor(replace('replicas: 2', 'replicas: ['), replace('replicas: [', 'replicas: 4'))
  expect(kubectl(cluster, 'edit deploy web', { edit })).toMatchObject({
    stdout: 'deployment.apps/web edited\n',
    exitCode: 0,
  })
})

test('who an object is cannot be edited', () => {
  const { stderr } = kubectl(cluster, 'edit pod lone', editor(replace('name: lone', 'name: other')))
  expect(stderr).toBe(
    'A copy of your changes has been stored to "/tmp/edit.yaml"\nerror: At least one of apiVersion, kind and name was changed\n',
  )
})

test('several objects are edited in one file', () => {
  const { seen, edit } = editor(replace(/(?=run: lone)/, 'own: "1"\n      '))
  const { stdout } = kubectl(cluster, 'edit deploy/web pod/lone', { edit })
  expect(seen).toHaveLength(1)
  expect(stdout).toBe('deployment.apps/web skipped\npod/lone edited\n')
})

test('without an editor nothing happens', () => {
  expect(kubectl(cluster, 'edit deploy web')).toMatchObject({ stdout: '', stderr: '', exitCode: 1 })
})
