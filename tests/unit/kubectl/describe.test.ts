import { describe, expect, test } from 'vitest'
import { clusterOf } from '../../../src/cluster/cluster.ts'
import { kindCluster } from '../../../src/cluster/kind.ts'
import type { KubeObject } from '../../../src/cluster/object.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import type { Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'

function describeOne(object: KubeObject, command: string): string {
  return kubectl(clusterOf('v1.37.2', 0, [object]), command).stdout
}

/** The lines from a title up to the next one, without their margin. */
function valuesUnder(title: string, text: string): readonly string[] {
  const lines = text.split('\n')
  const start = lines.findIndex(line => line.startsWith(`${title}:`))
  const end = lines.findIndex((line, index) => index > start && !line.startsWith(' '))
  return lines.slice(start, end).map(line => line.replace(`${title}:`, '').trim())
}

test.each<[string, readonly Taint[], readonly string[]]>([
  ['no taint', [], ['<none>']],
  [
    'taints by effect, then by key',
    [
      { key: 'zed', effect: 'PreferNoSchedule' },
      { key: 'foo', value: 'bar', effect: 'NoSchedule' },
      { key: 'b', effect: 'NoExecute' },
      { key: 'a', value: '1', effect: 'NoExecute' },
    ],
    ['a=1:NoExecute', 'b:NoExecute', 'foo=bar:NoSchedule', 'zed:PreferNoSchedule'],
  ],
])('a node shows %s', (_, taints, expected) => {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec: { taints } }
  expect(valuesUnder('Taints', describeOne(node, 'describe node n'))).toEqual(expected)
})

test.each<[string, readonly Toleration[], readonly string[]]>([
  ['no toleration', [], ['<none>']],
  ['the passe-partout', [{ operator: 'Exists' }], ['op=Exists']],
  ['an effect alone', [{ operator: 'Exists', effect: 'NoExecute' }], [':NoExecute op=Exists']],
  ['a key alone', [{ key: 'only', operator: 'Exists' }], ['only op=Exists']],
  ['Equal without an operator', [{ key: 'k', value: 'v', effect: 'NoSchedule' }], ['k=v:NoSchedule']],
  ['Gt as if it were Equal', [{ key: 'sla', operator: 'Gt', value: '950' }], ['sla=950']],
  [
    'seconds, even negative ones',
    [{ key: 'n', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: -5 }],
    ['n:NoExecute op=Exists for -5s'],
  ],
  [
    'several sorted by key alone',
    [
      { key: 'b', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'a', operator: 'Exists' },
      { key: 'b', operator: 'Exists', effect: 'NoExecute' },
      { operator: 'Exists', effect: 'PreferNoSchedule' },
    ],
    [':PreferNoSchedule op=Exists', 'a op=Exists', 'b:NoSchedule op=Exists', 'b:NoExecute op=Exists'],
  ],
])('a pod shows %s', (_, tolerations, expected) => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'i' }], tolerations },
  }
  expect(valuesUnder('Tolerations', describeOne(pod, 'describe pod p'))).toEqual(expected)
})

describe('what is described', () => {
  const cluster = kindCluster()

  test('a beginning of a name stands for all that begin so', () => {
    const { stdout } = kubectl(cluster, 'describe pod -n kube-system kube-proxy')
    expect(stdout.match(/^Name: +kube-proxy-/gm)).toHaveLength(3)
  })

  test('several objects are shown without events', () => {
    expect(kubectl(cluster, 'describe pod -n kube-system -l k8s-app=kube-proxy').stdout).not.toContain('Events')
    expect(kubectl(cluster, 'describe node kind-worker').stdout).toContain('Events')
  })

  test('what is not there is an error of the server', () => {
    expect(kubectl(cluster, 'describe node nope')).toMatchObject({
      stdout: '',
      stderr: 'Error from server (NotFound): nodes "nope" not found\n',
      exitCode: 1,
    })
  })

  test.each(['cm -n kube-system kube-proxy', 'ns default', 'rs -n kube-system', 'deploy -n kube-system', 'svc', 'sa'])(
    'describe %s',
    command => {
      expect(kubectl(cluster, `describe ${command}`)).toMatchObject({ stderr: '', exitCode: 0 })
    },
  )
})
