import { expect, test } from 'vitest'
import { find } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter } from './cluster-after.ts'

const labelled = kubectl(kindCluster(), 'label node kind-worker a=1').cluster

test.each([
  ['b=2', 'labeled'],
  ['a=1', 'not labeled'],
  ['a=2 --overwrite', 'labeled'],
  ['a-', 'unlabeled'],
  ['b=2 a-', 'modified'],
])('label %s is said to be %s', (change, word) => {
  expect(kubectl(labelled, `label node kind-worker ${change}`).stdout).toBe(`node/kind-worker ${word}\n`)
})

test('a label that is not there is named, and is no error', () => {
  expect(kubectl(labelled, 'label node kind-worker zz-')).toMatchObject({
    stdout: 'label "zz" not found.\nnode/kind-worker not labeled\n',
    exitCode: 0,
  })
})

test.each([
  ['label node kind-worker a=2', "error: 'a' already has a value (1), and --overwrite is false\n"],
  ['label node kind-worker', 'error: at least one label update is required\n'],
  ['label a=1 node', 'error: all resources must be specified before label changes: node\n'],
  ['label node kind-worker a=1 a-', 'error: can not both modify and remove a label in the same command\n'],
  ['label nodes a=1', 'error: resource(s) were provided, but no name was specified\n'],
  ['label nodes nope a=1', 'Error from server (NotFound): nodes "nope" not found\n'],
])('%s', (command, stderr) => {
  expect(kubectl(labelled, command)).toMatchObject({ stderr, exitCode: 1, cluster: labelled })
})

test('an annotation may hold what no label may', () => {
  const { cluster, stdout } = kubectl(labelled, 'annotate node kind-worker note="two words"')
  expect(stdout).toBe('node/kind-worker annotated\n')
  expect(find(cluster, 'nodes', 'kind-worker')?.metadata.annotations?.['note']).toBe('two words')
})

test('cordon closes a node, uncordon opens it, both say so when there is nothing to do', () => {
  const closed = kubectl(labelled, 'cordon kind-worker')
  expect(closed.stdout).toBe('node/kind-worker cordoned\n')
  expect(find(closed.cluster, 'nodes', 'kind-worker')?.spec?.unschedulable).toBe(true)
  expect(kubectl(closed.cluster, 'cordon node/kind-worker').stdout).toBe('node/kind-worker already cordoned\n')
  const open = kubectl(closed.cluster, 'uncordon kind-worker')
  expect(open.stdout).toBe('node/kind-worker uncordoned\n')
  expect(find(open.cluster, 'nodes', 'kind-worker')?.spec?.unschedulable).toBeUndefined()
  expect(kubectl(open.cluster, 'uncordon kind-worker').stdout).toBe('node/kind-worker already uncordoned\n')
})

// kubectl pkg/cmd/label/label.go, `updateDataChangeMsg`: by what came and went, up to 1.35 by the object's length
test.each([
  ['v1.35.4', 'longer=value a-', 'labeled'],
  ['v1.35.4', 'c=d longest-', 'unlabeled'],
  ['v1.35.4', 'a- --overwrite', 'labeled'],
  ['v1.37.2', 'longer=value a-', 'modified'],
  ['v1.37.2', 'a- --overwrite', 'unlabeled'],
])('in %s, label %s is said to be: %s', (version, change, said) => {
  const { cluster } = kubectl(presetCluster('kind', { version }), 'label node kind-worker a=b longest=label')
  expect(kubectl(cluster, `label node kind-worker ${change}`).stdout).toBe(`node/kind-worker ${said}\n`)
})

// kubectl pkg/cmd/label/label.go, `RunLabel`, `validateNoOverwrites`, `GetResourcesAndPairs`
test.each([
  [
    'label ns a b --list',
    '',
    'Listing labels for Namespace./a:\n kubernetes.io/metadata.name=a\nListing labels for Namespace./b:\n kubernetes.io/metadata.name=b\n x=y\n',
  ],
  ['label ns b --list x-', '', 'kubernetes.io/metadata.name=b\n'],
  ['label ns a =y', 'error: at least one label update is required\n', ''],
  [
    'label ns b nope x=z',
    '\'x\' already has a value (y), and --overwrite is false\nError from server (NotFound): namespaces "nope" not found\n',
    '',
  ],
  ['label ns b --all x=y', '', 'namespace/b not labeled\n'],
])('%s', (command, stderr, stdout) => {
  const cluster = clusterAfter('create ns a', 'create ns b', 'label ns b x=y')
  expect(kubectl(cluster, command)).toMatchObject({ stdout, stderr })
})
