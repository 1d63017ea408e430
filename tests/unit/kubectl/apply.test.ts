import { describe, expect, test } from 'vitest'
import { find } from '../../../src/cluster/cluster.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter, withFiles } from './cluster-after.ts'

function site(spec: string, name = 'site'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, labels: {tier: front}}
spec:
  selector: {matchLabels: {app: site}}
  ${spec}
  template:
    metadata: {labels: {app: site}}
    spec: {containers: [{name: c, image: nginx}]}
`
}

const files = withFiles({
  'two.yaml': site('replicas: 2'),
  'none.yaml': site(''),
  'three.yaml': site('replicas: 3'),
  'typo.yaml': site('replicaz: 3'),
  'selector.yaml': site('replicas: 2').replace('matchLabels: {app: site}', 'matchLabels: {app: other}'),
})
const none = clusterAfter()
const applied = kubectl(none, 'apply -f two.yaml', files).cluster

function replicas(cluster: typeof none): number | undefined {
  return find(cluster, 'deployments', 'site', 'default')?.spec?.replicas
}

describe('apply', () => {
  test('makes what is not there, changes what differs, and leaves the rest', () => {
    expect(kubectl(none, 'apply -f two.yaml', files).stdout).toBe('deployment.apps/site created\n')
    expect(kubectl(applied, 'apply -f two.yaml', files).stdout).toBe('deployment.apps/site unchanged\n')
    const changed = kubectl(applied, 'apply -f three.yaml', files)
    expect([changed.stdout, replicas(changed.cluster)]).toEqual(['deployment.apps/site configured\n', 3])
  })

  test('keeps what somebody else set, unless the file says otherwise', () => {
    const scaled = kubectl(applied, 'scale deploy site --replicas=5').cluster
    expect(replicas(kubectl(scaled, 'apply -f two.yaml', files).cluster)).toBe(2)
    const labelled = kubectl(applied, 'label deploy site owner=ada').cluster
    const { cluster } = kubectl(labelled, 'apply -f three.yaml', files)
    expect(find(cluster, 'deployments', 'site', 'default')?.metadata.labels).toEqual({ owner: 'ada', tier: 'front' })
  })

  test('takes away what the file no longer says, if apply had set it', () => {
    expect(replicas(kubectl(applied, 'apply -f none.yaml', files).cluster)).toBe(1)
    const never = kubectl(none, 'apply -f none.yaml', files).cluster
    const scaled = kubectl(never, 'scale deploy site --replicas=5').cluster
    expect(replicas(kubectl(scaled, 'apply -f none.yaml', files).cluster)).toBe(5)
  })

  test('warns of what it did not make itself', () => {
    const created = kubectl(none, 'create -f two.yaml', files).cluster
    const { stderr, stdout } = kubectl(created, 'apply -f two.yaml', files)
    expect(stderr).toMatch(/^Warning: resource deployments\/site is missing the kubectl\.kubernetes\.io\/last-applied/)
    expect(stdout).toBe('deployment.apps/site configured\n')
  })

  test.each(['client', 'server'])('a dry run on the %s changes nothing', mode => {
    const { cluster } = kubectl(applied, `apply -f three.yaml --dry-run=${mode}`, files)
    expect(cluster.resourceVersion).toBe(applied.resourceVersion)
  })

  test('fields that nobody knows are refused, told or left out', () => {
    expect(kubectl(none, 'apply -f typo.yaml', files)).toMatchObject({
      stderr:
        'Error from server (BadRequest): error when creating "typo.yaml": Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replicaz"\n',
      exitCode: 1,
    })
    expect(kubectl(none, 'apply -f typo.yaml --validate=warn', files)).toMatchObject({
      stdout: 'deployment.apps/site created\n',
      stderr: 'Warning: unknown field "spec.replicaz"\n',
    })
    expect(kubectl(none, 'apply -f typo.yaml --validate=false', files)).toMatchObject({ stderr: '', exitCode: 0 })
    expect(kubectl(none, 'apply -f typo.yaml --validate=some', files).stderr).toMatch(
      /^error: invalid - validate option "some"/,
    )
  })

  test('what the server refuses stands alone', () => {
    const { stderr } = kubectl(applied, 'apply -f selector.yaml', files)
    expect(stderr).toMatch(/^The Deployment "site" is invalid: /)
  })

  test.each([
    ['generateName: a-', 'error: from a-: cannot use generate name with apply\n'],
    [
      'labels: {}',
      'error: error when retrieving current configuration of:\nResource: "/v1, Resource=configmaps", GroupVersionKind: "/v1, Kind=ConfigMap"\nName: "", Namespace: "default"\nfrom server for: "x.yaml": resource name may not be empty\n',
    ],
    [
      'name: 3',
      'error: error when retrieving current configuration of:\nResource: "/v1, Resource=configmaps", GroupVersionKind: "/v1, Kind=ConfigMap"\nName: "", Namespace: "default"\nfrom server for: "x.yaml": resource name may not be empty\n',
    ],
  ])('needs a name: %s', (metadata, stderr) => {
    const setting = withFiles({ 'x.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {${metadata}}\n` })
    expect(kubectl(none, 'apply -f x.yaml', setting)).toMatchObject({ stdout: '', stderr, exitCode: 1 })
  })

  test('needs a file', () => {
    expect(kubectl(none, 'apply').stderr).toBe('error: must specify one of -f and -k\n')
  })
})

describe('diff', () => {
  test('says nothing where nothing would change', () => {
    expect(kubectl(applied, 'diff -f two.yaml', files)).toMatchObject({ stdout: '', stderr: '', exitCode: 0 })
  })

  test('shows what would change, and changes nothing', () => {
    const { stdout, exitCode, cluster } = kubectl(applied, 'diff -f three.yaml', files)
    expect(stdout.match(/^[-+] .*$/gm)).toEqual([
      '-  generation: 1',
      '+  generation: 2',
      '-  replicas: 2',
      '+  replicas: 3',
    ])
    expect(stdout).toMatch(
      /^diff -u -N \S+\/apps\.v1\.Deployment\.default\.site \S+\n--- .*\n\+\+\+ .*\n@@ -\d+,\d+ \+\d+,\d+ @@\n/,
    )
    expect([exitCode, cluster.resourceVersion]).toEqual([1, applied.resourceVersion])
  })

  test('shows all of what is not there yet', () => {
    const { stdout } = kubectl(none, 'diff -f two.yaml', files)
    expect(stdout).toMatch(/\n@@ -0,0 \+1,\d+ @@\n\+apiVersion: apps\/v1\n/)
  })

  test('fails with a status of its own', () => {
    expect(kubectl(none, 'diff -f nope.yaml', files)).toMatchObject({
      stderr: 'error: the path "nope.yaml" does not exist\n',
      exitCode: 2,
    })
  })
})

describe('replace', () => {
  test('puts the file in the place of what is there', () => {
    const { stdout, cluster } = kubectl(applied, 'replace -f none.yaml', files)
    expect([stdout, replicas(cluster)]).toEqual(['deployment.apps/site replaced\n', 1])
  })

  test('needs it to be there, unless forced', () => {
    expect(kubectl(none, 'replace -f two.yaml', files).stderr).toBe(
      'Error from server (NotFound): error when replacing "two.yaml": deployments.apps "site" not found\n',
    )
    const { stdout, cluster } = kubectl(applied, 'replace --force -f three.yaml', files)
    expect(stdout).toBe('deployment.apps "site" deleted from default namespace\ndeployment.apps/site replaced\n')
    expect(replicas(cluster)).toBe(3)
  })
})

// kubectl pkg/cmd/apply/apply.go, `applyOneObject`, `Validate`
describe('apply --server-side', () => {
  const setting = { readFile: () => '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}' }
  const said = { stdout: 'configmap/a serverside-applied\n', stderr: '', exitCode: 0 }

  test('says the same of what it makes, changes and leaves, and notes nothing', () => {
    const made = kubectl(none, 'apply -f a --server-side', setting)
    const again = kubectl(made.cluster, 'apply -f a --server-side', setting)
    expect([made, again]).toMatchObject([said, said])
    expect(kubectl(again.cluster, 'get cm a -o jsonpath={.metadata.annotations}{.data}').stdout).toBe('{"k":"v"}')
  })

  test.each([
    [
      '--server-side --dry-run=client',
      "error: --dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)\n",
    ],
    ['--force-conflicts', 'error: --force-conflicts only works with --server-side\n'],
    ['more', "error: Unexpected args: [more]\nSee 'kubectl apply -h' for help and examples\n"],
  ])('%s is refused', (more, stderr) => {
    expect(kubectl(none, `apply -f a ${more}`, setting)).toMatchObject({ stdout: '', stderr, exitCode: 1 })
  })
})

// kubectl pkg/util/apply.go, `CreateOrUpdateAnnotation`
describe('what does not apply', () => {
  const manifest = (more: string) =>
    `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"${more}},"data":{"k":"v"}}`
  const note =
    '{"apiVersion":"v1","data":{"k":"v"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"a","namespace":"default"}}\n'
  const old = ',"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}"}'

  test.each([
    ['create -f a', '', undefined],
    ['create -f a --save-config', '', note],
    ['create -f a', old, note],
    ['replace -f a --save-config', '', note],
    ['replace -f a', old, note],
    ['replace --force -f a', old, note],
  ])('%s of one with%s', (command, more, noted) => {
    const before = command.startsWith('replace') ? clusterAfter('create cm a') : none
    const { cluster } = kubectl(before, command, { readFile: () => manifest(more) })
    const { stdout } = kubectl(cluster, 'get cm a -o json')
    const { annotations = {} } = (JSON.parse(stdout) as { metadata: { annotations?: Record<string, string> } }).metadata
    expect(annotations['kubectl.kubernetes.io/last-applied-configuration']).toBe(noted)
  })
})
