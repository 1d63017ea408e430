import { expect, test } from 'vitest'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter } from './cluster-after.ts'

const cluster = clusterAfter('create deployment web --image=nginx --replicas=2', 'run lone --image=nginx')

function names(command: string): readonly string[] {
  const { stdout, stderr } = kubectl(cluster, `get ${command} -o name`)
  if (stderr) throw new Error(stderr)
  return stdout.trimEnd().split('\n')
}

test.each([
  ['ds -A', ['daemonset.apps/kindnet', 'daemonset.apps/kube-proxy']],
  ['DaemonSet.apps -A', ['daemonset.apps/kindnet', 'daemonset.apps/kube-proxy']],
  ['ds.app -n kube-system', ['daemonset.apps/kindnet', 'daemonset.apps/kube-proxy']],
  ['daemonsets.v1.apps/kindnet -n kube-system', ['daemonset.apps/kindnet']],
  ['no,nodes,node -l kubernetes.io/hostname=kind-worker', ['node/kind-worker']],
  ['po lone', ['pod/lone']],
  ['pod/lone svc/kubernetes', ['pod/lone', 'service/kubernetes']],
  ['pods --field-selector metadata.name=lone', ['pod/lone']],
  ['pods --field-selector metadata.name!=lone,status.phase=Running -l run', ['']],
  [
    'nodes --field-selector spec.unschedulable=false -l !node-role.kubernetes.io/control-plane',
    ['node/kind-worker', 'node/kind-worker2'],
  ],
])('get %s', (command, expected) => {
  expect(names(command)).toEqual(expected)
})

const UNFINDABLE = 'Error from server (BadRequest): Unable to find '

test.each([
  ['pod x -l a=b', 'error: name cannot be provided when a selector is specified\n'],
  ['pod/x -l a=b', 'error: selectors and the all flag cannot be used when passing resource/name arguments\n'],
  [
    'pod,svc x --field-selector metadata.name=x',
    'error: selectors and the all flag cannot be used when passing resource/name arguments\n',
  ],
  ['pod lone -A', 'error: a resource cannot be retrieved by name across all namespaces\n'],
  ['pod/a/b', 'error: arguments in resource/name form may not have more than one slash\n'],
  ['pod/', 'error: arguments in resource/name form must have a single resource and name\n'],
  ['nope.apps', 'error: the server doesn\'t have a resource type "nope" in group "apps"\n'],
  ['pods.apps', 'error: the server doesn\'t have a resource type "pods" in group "apps"\n'],
  [
    'pods -l a=b=c',
    `${UNFINDABLE}"/v1, Resource=pods" that match label selector "a=b=c", field selector "": found '=', expected: ',' or 'end of string'\n`,
  ],
  [
    'pods --field-selector spec.nope=1',
    `${UNFINDABLE}"/v1, Resource=pods" that match label selector "", field selector "spec.nope=1": field label not supported: spec.nope\n`,
  ],
  [
    'ds --field-selector spec.nope=1',
    `${UNFINDABLE}"apps/v1, Resource=daemonsets" that match label selector "", field selector "spec.nope=1": "spec.nope" is not a known field selector: only "metadata.name", "metadata.namespace"\n`,
  ],
  [
    'pods --field-selector nope',
    `${UNFINDABLE}"/v1, Resource=pods" that match label selector "", field selector "nope": invalid selector: 'nope'; can't understand 'nope'\n`,
  ],
])('get %s is refused', (command, stderr) => {
  expect(kubectl(cluster, `get ${command}`)).toMatchObject({ stdout: '', stderr, exitCode: 1 })
})

test('several kinds are told apart by their names, also where one has nothing to show', () => {
  expect(kubectl(cluster, 'get pdb,svc').stdout).toMatch(/^NAME +TYPE.*\nservice\/kubernetes /)
  expect(kubectl(cluster, 'get pod/lone pod/nope').stdout).toMatch(/^NAME +READY.*\nlone /)
})

test('tables of several kinds are apart by an empty line, and have no headings with --no-headers', () => {
  expect(kubectl(cluster, 'get deploy,svc').stdout.split('\n\n')).toHaveLength(2)
  expect(kubectl(cluster, 'get deploy,svc --no-headers').stdout).not.toMatch(/^$|NAME/)
})
