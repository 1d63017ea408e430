import { describe, expect, test } from 'vitest'
import { find } from '../../../src/cluster/cluster.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter, withFiles } from './cluster-after.ts'

const cluster = clusterAfter('create deployment web --image=nginx --replicas=2', 'run lone --image=nginx')

describe('patch', () => {
  test.each([
    ['strategic', `'{"spec":{"replicas":3}}'`],
    ['merge', `'{"spec":{"replicas":3}}'`],
    ['json', `'[{"op":"replace","path":"/spec/replicas","value":3}]'`],
    ['Merge', "'spec: {replicas: 3}'"],
  ])('%s', (type, patch) => {
    const result = kubectl(cluster, `patch deploy web --type=${type} -p ${patch}`)
    expect(result.stdout).toBe('deployment.apps/web patched\n')
    expect(find(result.cluster, 'deployments', 'web', 'default')?.spec?.replicas).toBe(3)
  })

  test('says if it changes nothing', () => {
    expect(kubectl(cluster, `patch deploy web -p '{"spec":{"replicas":2}}'`).stdout).toBe(
      'deployment.apps/web patched (no change)\n',
    )
  })

  test('is read from a file', () => {
    const files = withFiles({ 'p.yaml': 'metadata: {labels: {a: b}}' })
    expect(kubectl(cluster, 'patch pod lone --patch-file=p.yaml', files).stdout).toBe('pod/lone patched\n')
    expect(kubectl(cluster, 'patch pod lone --patch-file=q.yaml', files).stderr).toBe(
      'error: unable to read patch file: open q.yaml: no such file or directory\n',
    )
  })

  test.each([
    ['patch pod lone', 'error: must specify --patch or --patch-file containing the contents of the patch\n'],
    ["patch pod lone -p '{}' --patch-file=x", 'error: cannot specify --patch and --patch-file together\n'],
    ["patch pod lone --type=Odd -p '{}'", 'error: --type must be one of [json merge strategic], not "Odd"\n'],
    ["patch pod -p '{}'", 'error: resource(s) were provided, but no name was specified\n'],
    ["patch pod nope -p '{}'", 'Error from server (NotFound): pods "nope" not found\n'],
    [
      `patch pod lone --type=json -p '[{"op":"remove","path":"/nope"}]'`,
      'The request is invalid: the server rejected our request due to an error in our request\n',
    ],
  ])('%s is refused', (command, stderr) => {
    expect(kubectl(cluster, command)).toMatchObject({ stdout: '', stderr, exitCode: 1 })
  })
})

describe('scale', () => {
  test('sets how many pods there shall be, and can wait for them', () => {
    const { stdout, cluster: more } = kubectl(cluster, 'scale deploy web --replicas=4 --timeout=1m')
    expect(stdout).toBe('deployment.apps/web scaled\n')
    expect(find(more, 'deployments', 'web', 'default')?.status?.replicas).toBe(4)
  })

  test.each([
    ['scale deploy web', 'error: required flag(s) "replicas" not set\n'],
    [
      'scale deploy web --replicas=-1',
      'error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0\n',
    ],
    ['scale deploy web --replicas=1 --current-replicas=5', 'error: Expected replicas to be 5, was 2\n'],
    ['scale deploy web --replicas=1 --resource-version=1', /^error: Expected resource version to be 1, was \d+\n$/],
    ['scale deploy --replicas=1', 'error: resource(s) were provided, but no name was specified\n'],
    ['scale deploy -l no=such --replicas=1', 'error: no objects passed to scale\n'],
    [
      'scale ds -n kube-system kube-proxy --replicas=1',
      'Error from server (NotFound): the server could not find the requested resource\n',
    ],
  ])('%s is refused', (command, stderr) => {
    expect(kubectl(cluster, command).stderr).toEqual(
      typeof stderr === 'string' ? stderr : expect.stringMatching(stderr),
    )
  })
})

describe('set image', () => {
  test('changes the images of containers by name, or of all', () => {
    expect(kubectl(cluster, 'set image deploy/web nginx=nginx:2').stdout).toBe('deployment.apps/web image updated\n')
    expect(kubectl(cluster, 'set image deploy,pod *=nginx:2 --all').stdout).toMatch(
      /^deployment.apps\/web image updated\npod\/lone image updated\n(pod\/web-\S+ image updated\n){2}$/,
    )
    expect(kubectl(cluster, 'set image deploy/web nope=x').stderr).toBe(
      'error: unable to find container named "nope"\n',
    )
  })
})

describe('expose', () => {
  function service(command: string): unknown {
    return JSON.parse(kubectl(cluster, `${command} --dry-run=client -o json`).stdout)
  }

  test.each([
    [
      'expose deploy web --port=80',
      {
        metadata: { name: 'web', labels: { app: 'web' } },
        spec: { ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }], selector: { app: 'web' } },
      },
    ],
    [
      'expose pod lone --name=x --port=80,81 --target-port=web --protocol=UDP',
      {
        metadata: { name: 'x' },
        spec: {
          ports: [
            { name: 'port-1', port: 80, protocol: 'UDP', targetPort: 'web' },
            { name: 'port-2', port: 81 },
          ],
        },
      },
    ],
    [
      'expose svc kube-dns -n kube-system --name=d',
      {
        spec: {
          ports: [
            { name: 'port-1-udp', port: 53 },
            { name: 'port-1-tcp', port: 53 },
            { name: 'port-2', port: 9153 },
          ],
        },
      },
    ],
    ['expose deploy web --cluster-ip=None', { spec: { clusterIP: 'None', selector: { app: 'web' } } }],
    [
      'expose deploy web --port=80 --selector=a=b -l c=d --type=NodePort',
      { metadata: { labels: { c: 'd' } }, spec: { selector: { a: 'b' }, type: 'NodePort' } },
    ],
  ])('%s', (command, expected) => {
    expect(service(command)).toMatchObject(expected)
  })

  test.each([
    ['expose deploy web', "error: couldn't find port via --port flag or introspection\n"],
    ['expose pod', 'error: resource(s) were provided, but no name was specified\n'],
    ['expose ds -n kube-system kube-proxy --port=80', 'error: cannot expose a DaemonSet.apps\n'],
    ['expose node kind-worker --port=80', 'error: cannot expose a Node\n'],
    [
      'expose svc kubernetes --name=x',
      "error: couldn't retrieve selectors via --selector flag or introspection: the service has no pod selector set\n",
    ],
    ['expose deploy web --port=x', 'error: strconv.Atoi: parsing "x": invalid syntax\n'],
    ['expose deploy web --port=80 --session-affinity=Odd', 'error: unknown session affinity: Odd\n'],
    ['expose deploy web --port=80 -l a', 'error: unexpected label spec: a\n'],
  ])('%s is refused', (command, stderr) => {
    expect(kubectl(cluster, command)).toMatchObject({ stdout: '', stderr, exitCode: 1 })
  })
})

// kubectl pkg/cmd/patch/patch.go: the operation takes the place of what was to be said of the dry run
test.each([
  ['client', 7, 'patched'],
  ['server', 7, 'patched'],
  ['client', 2, 'patched (no change)'],
])('a dry run on the %s to %d replicas is said to be: %s', (mode, replicas, said) => {
  const before = clusterAfter('create deployment w --image=nginx --replicas=2')
  const { cluster, stdout } = kubectl(before, `patch deploy w --dry-run=${mode} -p '{"spec":{"replicas":${replicas}}}'`)
  expect(stdout).toBe(`deployment.apps/w ${said}\n`)
  expect(cluster.resourceVersion).toBe(before.resourceVersion)
})

// kubectl pkg/cmd/patch/patch.go, `--subresource`
test.each([
  ['scale', '{"spec":{"replicas":1}}', 'scale.autoscaling/w patched\n', '1'],
  ['status', '{"spec":{"replicas":1},"status":{"replicas":9}}', 'deployment.apps/w patched\n', '2'],
])('patches the %s alone', (subresource, patch, stdout, replicas) => {
  const before = clusterAfter('create deployment w --image=nginx --replicas=2')
  const after = kubectl(before, `patch deploy w --type=merge --subresource=${subresource} -p '${patch}'`)
  expect(after.stdout).toBe(stdout)
  expect(kubectl(after.cluster, 'get deploy w -o jsonpath={.spec.replicas}').stdout).toBe(replicas)
})
