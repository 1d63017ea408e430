import { describe, expect, test } from 'vitest'
import { find, list } from '../../../src/cluster/cluster.ts'
import { settle } from '../../../src/cluster/step.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter, withFiles } from './cluster-after.ts'

const cluster = clusterAfter('run a --image=nginx', 'run b --image=nginx', 'create deployment web --image=nginx')

function podNames(state: typeof cluster): readonly string[] {
  return list(state, 'pods', 'default').map(({ metadata }) => metadata.name.replace(/-.*/, ''))
}

describe('delete', () => {
  test('takes objects by name, by kind and name, by selector, or all', () => {
    expect(podNames(kubectl(cluster, 'delete pod a b').cluster)).toEqual(['web'])
    expect(podNames(kubectl(cluster, 'delete pod/a').cluster)).toEqual(['b', 'web'])
    expect(podNames(kubectl(cluster, 'delete pods -l run=b').cluster)).toEqual(['a', 'web'])
    expect(
      kubectl(cluster, 'delete pods --all').stdout.match(/^pod "\S+" deleted from default namespace$/gm),
    ).toHaveLength(3)
  })

  test('returns when all is gone, or at once if asked', () => {
    expect(find(kubectl(cluster, 'delete pod a').cluster, 'pods', 'a', 'default')).toBeUndefined()
    expect(
      find(kubectl(cluster, 'delete pod a --wait=false').cluster, 'pods', 'a', 'default')?.metadata.deletionTimestamp,
    ).toBeDefined()
  })

  test('with force pods are gone at once, and one is warned', () => {
    const { stdout, stderr, cluster: left } = kubectl(cluster, 'delete pod a --force --wait=false')
    expect(stdout).toBe('pod "a" force deleted from default namespace\n')
    expect(stderr).toMatch(/^Warning: Immediate deletion does not wait for confirmation/)
    expect(podNames(left)).toEqual(['b', 'web'])
  })

  test('takes what belongs to an object along, or leaves it', () => {
    const { cluster: gone } = kubectl(cluster, 'delete deploy web')
    expect(podNames(settle(gone).cluster)).toEqual(['a', 'b'])
    const { cluster: left } = kubectl(cluster, 'delete deploy web --cascade=orphan')
    expect(podNames(settle(left).cluster)).toEqual(['a', 'b', 'web'])
  })

  test('says what is not there, unless asked not to', () => {
    expect(kubectl(cluster, 'delete pod nope')).toMatchObject({
      stderr: 'Error from server (NotFound): pods "nope" not found\n',
      exitCode: 1,
    })
    expect(kubectl(cluster, 'delete pod nope --ignore-not-found')).toMatchObject({ stderr: '', exitCode: 0 })
    expect(kubectl(cluster, 'delete pods -l no=such').stdout).toBe('No resources found\n')
  })

  test.each(['client', 'server'])('a dry run on the %s changes nothing', mode => {
    const result = kubectl(cluster, `delete pod a --dry-run=${mode}`)
    expect(result.stdout).toMatch(/^pod "a" deleted from default namespace \((server )?dry run\)\n$/)
    expect(result.cluster.resourceVersion).toBe(cluster.resourceVersion)
  })

  test('takes what a file names', () => {
    const files = withFiles({ 'a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n' })
    expect(podNames(kubectl(cluster, 'delete -f a.yaml', files).cluster)).toEqual(['b', 'web'])
    expect(kubectl(cluster, 'delete -f nope.yaml', files).stderr).toBe('error: the path "nope.yaml" does not exist\n')
  })

  test.each([
    ['delete pod', 'error: resource(s) were provided, but no name was specified\n'],
    // cli-runtime resource/builder.go, `visitBySelector`
    ['delete -l a=b', 'error: at least one resource must be specified to use a selector\n'],
    ['delete --all', 'error: at least one resource must be specified to use a selector\n'],
    // kubectl pkg/cmd/delete/delete.go, `Validate`
    ['delete pod a --now --force', 'error: --force and --grace-period greater than 0 cannot be specified together\n'],
    ['delete pods --all a', 'error: name cannot be provided when a selector is specified\n'],
    ['delete pods --all -l a=b', "error: setting 'all' parameter but found a non empty selector. \n"],
    ['delete pod a --now --grace-period=3', 'error: --now and --grace-period cannot be specified together\n'],
    [
      'delete pod a --force --grace-period=3',
      'error: --force and --grace-period greater than 0 cannot be specified together\n',
    ],
    [
      'delete pod a --cascade=some',
      'error: invalid cascade value (some). Must be "background", "foreground", or "orphan"\n',
    ],
  ])('%s is refused', (command, stderr) => {
    expect(kubectl(cluster, command)).toMatchObject({ stdout: '', stderr, exitCode: 1 })
  })
})

// kubectl pkg/cmd/delete/delete.go, `DeleteResult`: who is named has been asked for, there or not
test.each([
  ['delete pod nope --ignore-not-found', ''],
  ['delete pods -l a=nope', 'No resources found\n'],
])('%s says: %s', (command, stdout) => {
  expect(kubectl(clusterAfter(), command)).toMatchObject({ stdout, stderr: '', exitCode: 0 })
})

test('a cascade that is true or false is said to be out of use', () => {
  const before = clusterAfter('create deployment w --image=nginx')
  expect(kubectl(before, 'delete deploy w --cascade=false').stderr).toBe(
    'warning: --cascade=false is deprecated (boolean value) and can be replaced with --cascade=orphan.\n',
  )
})

// kubectl pkg/cmd/delete/delete.go, `DeleteResult`
test.each([
  [
    'delete node kind-worker -n foo',
    'Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n',
  ],
  ['delete node kind-worker', ''],
  ['delete cm kube-root-ca.crt -n kube-public', ''],
])('%s', (command, stderr) => {
  expect(kubectl(clusterAfter(), command)).toMatchObject({ stderr, exitCode: 0 })
})
