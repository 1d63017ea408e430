import { describe, expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'

const cluster = kindCluster()

test('nodes are listed by name with their roles, age and version', () => {
  expect(kubectl(cluster, 'get nodes')).toMatchObject({
    stdout: [
      'NAME                 STATUS   ROLES           AGE   VERSION',
      'kind-control-plane   Ready    control-plane   78m   v1.37.2',
      'kind-worker          Ready    <none>          78m   v1.37.2',
      'kind-worker2         Ready    <none>          78m   v1.37.2',
      '',
    ].join('\n'),
    stderr: '',
    exitCode: 0,
  })
})

test('kube-proxy runs once on each node, the control plane included', () => {
  const { stdout } = kubectl(cluster, 'get pods -n kube-system --selector k8s-app=kube-proxy -o wide')
  const nodes = stdout.split('\n').flatMap(line => /kind-\S+/.exec(line)?.[0] ?? [])
  expect(nodes.sort()).toEqual(['kind-control-plane', 'kind-worker', 'kind-worker2'])
})

test.each([
  'get ds -n kube-system kube-proxy -o jsonpath={.spec.template.spec.tolerations}',
  'get daemonsets.apps -n kube-system kube-proxy -o jsonpath="{.spec.template.spec.tolerations}"',
  "get -n kube-system daemonset/kube-proxy -o=jsonpath='{.spec.template.spec.tolerations}'",
])('kube-proxy tolerates everything: %s', command => {
  expect(kubectl(cluster, command).stdout).toBe('[{"operator":"Exists"}]')
})

test('words may be given instead of a line', () => {
  expect(kubectl(cluster, ['get', 'node', 'kind-worker', '-o', 'jsonpath={.kind} {.spec.podCIDR}']).stdout).toMatch(
    /^Node 10\./,
  )
})

describe('what is not there', () => {
  test.each([
    ['get pods', '', 'No resources found in default namespace.\n', 0],
    ['get nodes -l a=b', '', 'No resources found\n', 0],
    ['get nodes nope', '', 'Error from server (NotFound): nodes "nope" not found\n', 1],
    ['get ds nope', '', 'Error from server (NotFound): daemonsets.apps "nope" not found\n', 1],
    ['get foos', '', 'error: the server doesn\'t have a resource type "foos"\n', 1],
    ['get pods --foo', '', "error: unknown flag: --foo\nSee 'kubectl get --help' for usage.\n", 1],
    ['get po -o', '', "error: flag needs an argument: 'o' in -o\nSee 'kubectl get --help' for usage.\n", 1],
  ])('%s', (command, stdout, stderr, exitCode) => {
    expect(kubectl(cluster, command)).toMatchObject({ stdout, stderr, exitCode })
  })
})
