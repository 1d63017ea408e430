import { describe, expect, test } from 'vitest'
import { find } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import type { Taint } from '../../../src/kubernetes/taint.ts'
import { printTaint } from '../../../src/kubernetes/taint.ts'

/** A cluster after some commands, all of which must succeed. */
function after(...commands: readonly string[]) {
  return commands.reduce((cluster, command) => {
    const result = kubectl(cluster, command)
    if (result.exitCode !== 0) throw new Error(`${command}: ${result.stderr}`)
    return result.cluster
  }, kindCluster())
}

function taintsOf(cluster: ReturnType<typeof kindCluster>, node: string): readonly string[] {
  const taints: readonly Taint[] = find(cluster, 'nodes', node)?.spec?.taints ?? []
  return taints.map(printTaint)
}

test('added taints stand before those that were there', () => {
  const cluster = after('taint nodes kind-worker a=1:NoSchedule', 'taint nodes kind-worker b:NoExecute c=2:NoSchedule')
  expect(taintsOf(cluster, 'kind-worker')).toEqual(['b:NoExecute', 'c=2:NoSchedule', 'a=1:NoSchedule'])
})

test('a key may have a taint of every effect; a removal without an effect takes them all', () => {
  const cluster = after('taint nodes kind-worker k:NoSchedule k:NoExecute k:PreferNoSchedule other:NoSchedule')
  expect(taintsOf(kubectl(cluster, 'taint nodes kind-worker k-').cluster, 'kind-worker')).toEqual(['other:NoSchedule'])
  expect(taintsOf(kubectl(cluster, 'taint nodes kind-worker k:NoExecute-').cluster, 'kind-worker')).toEqual([
    'k:NoSchedule',
    'k:PreferNoSchedule',
    'other:NoSchedule',
  ])
})

test('a removal that finds nothing leaves the whole node as it was', () => {
  const before = after('taint nodes kind-worker a:NoSchedule')
  const { cluster, exitCode } = kubectl(before, 'taint nodes kind-worker a- zzz-')
  expect(exitCode).toBe(1)
  expect(taintsOf(cluster, 'kind-worker')).toEqual(['a:NoSchedule'])
})

describe('the word that says what was done', () => {
  test.each([
    ['a new taint', 'b=1:NoSchedule', 'tainted'],
    ['a new effect of a known key', 'a=1:NoExecute', 'tainted'],
    ['a removal', 'a-', 'untainted'],
    ['one in, one out', 'b=1:NoSchedule a-', 'modified'],
    ['another value', 'a=2:NoSchedule --overwrite', 'modified'],
    ['a fresh taint with --overwrite', 'b=1:NoSchedule --overwrite', 'modified'],
  ])('%s', (_, change, word) => {
    const cluster = after('taint nodes kind-worker a=1:NoSchedule')
    expect(kubectl(cluster, `taint nodes kind-worker ${change}`).stdout).toBe(`node/kind-worker ${word}\n`)
  })
})

test.each(['--dry-run=client', '--dry-run=server'])('%s says the same and does nothing', flag => {
  const before = kindCluster()
  const { stdout, cluster } = kubectl(before, `taint nodes --all a=1:NoSchedule ${flag}`)
  expect(stdout.match(/ tainted$/gm)).toHaveLength(3)
  expect(cluster).toEqual(before)
})

test('nodes that could be changed are, whatever became of the others', () => {
  const { cluster, stderr } = kubectl(kindCluster(), 'taint nodes nope kind-worker a:NoSchedule')
  expect(stderr).toBe('Error from server (NotFound): nodes "nope" not found\n')
  expect(taintsOf(cluster, 'kind-worker')).toEqual(['a:NoSchedule'])
})
