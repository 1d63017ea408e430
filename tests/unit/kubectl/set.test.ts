import { describe, expect, test } from 'vitest'
import { type Cluster, find } from '../../../src/cluster/cluster.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter } from './cluster-after.ts'

const cluster = clusterAfter(
  'create deployment web --image=nginx --replicas=1',
  'create configmap settings --from-literal=log.level=debug --from-literal=color=red',
  'create secret generic db --from-literal=password=s3cret',
  'create service clusterip web --tcp=80',
  'set env deploy/web A=1 B=2',
)

function containerIn(after: Cluster) {
  return find(after, 'deployments', 'web', 'default')?.spec?.template.spec.containers[0]
}

function variables(command: string): readonly string[] {
  const { cluster: after, exitCode, stdout } = kubectl(cluster, command)
  expect([exitCode, stdout]).toEqual([0, 'deployment.apps/web env updated\n'])
  return (containerIn(after)?.env ?? []).map(({ name, value, valueFrom }) =>
    valueFrom ? `${name} ${JSON.stringify(valueFrom)}` : `${name}=${value ?? ''}`,
  )
}

describe('set env', () => {
  test.each<[string, readonly string[]]>([
    ['C=3', ['A=1', 'B=2', 'C=3']],
    ['A=x=y', ['A=x=y', 'B=2']],
    ['A- C=', ['B=2', 'C=']],
    ['-e C=3 A-', ['B=2', 'C=3']],
    [
      '--from=configmap/settings',
      [
        'A=1',
        'B=2',
        'COLOR {"configMapKeyRef":{"name":"settings","key":"color"}}',
        'LOG_LEVEL {"configMapKeyRef":{"name":"settings","key":"log.level"}}',
      ],
    ],
    [
      '--from=secret/db --prefix=DB_ --keys=password',
      ['A=1', 'B=2', 'DB_PASSWORD {"secretKeyRef":{"name":"db","key":"password"}}'],
    ],
  ])('%s', (change, expected) => {
    expect(variables(`set env deployment/web ${change}`)).toEqual(expected)
  })

  test('lists what there is, and what there would be', () => {
    expect(kubectl(cluster, 'set env deploy web --list').stdout).toBe('# Deployment web, container nginx\nA=1\nB=2\n')
    const { stdout, cluster: after } = kubectl(cluster, 'set env deploy web A- --from=secret/db --list')
    expect(stdout).toBe('# Deployment web, container nginx\nB=2\n# PASSWORD from secret db, key password\n')
    expect(after).toBe(cluster)
  })

  test('says nothing where nothing changes, and only warns where no container is meant', () => {
    expect(kubectl(cluster, 'set env deploy/web A=1')).toMatchObject({ stdout: '', stderr: '', exitCode: 0 })
    expect(kubectl(cluster, 'set env deploy/web -c other A=5').stderr).toBe(
      'Warning: Deployment/web does not have any containers matching "other"\n',
    )
    expect(kubectl(cluster, "set env deploy/web -c 'n*x' A=5").stdout).toBe('deployment.apps/web env updated\n')
  })

  test.each([
    ['set env', 'error: one or more resources must be specified as <resource> <name> or <resource>/<name>\n'],
    // kubectl pkg/cmd/set/set_env.go: the names of older days
    [
      'set env deploy/web 1A=1',
      "error: \"1A\" is not a valid key name: a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')\n",
    ],
    ['set env A=1 deploy/web', 'error: all resources must be specified before environment changes: A=1 deploy/web\n'],
    [
      'set env deploy/web A=1 A-',
      'error: can not both modify and remove the same environment variable in the same command\n',
    ],
    [
      'set env deploy/web --keys=a A=1',
      'error: when specifying --keys, a configmap or secret must be provided with --from\n',
    ],
    ['set env deploy/web --from=deploy/web', 'error: unsupported resource specified in --from\n'],
    ['set env deploy/web --list -o yaml', 'error: --list and --output may not be specified together\n'],
    [
      'set env deploy/web A=2 --overwrite=false',
      "error: deployments/web 'A' already has a value (1), and --overwrite is false\n",
    ],
    ['set env deploy/nope A=2', 'Error from server (NotFound): deployments.apps "nope" not found\n'],
    ['set env svc/web A=2', 'error: the object is not a pod or does not have a pod template: Service\n'],
    ['set env deploy/web --limits=cpu=1', "error: unknown flag: --limits\nSee 'kubectl set env --help' for usage.\n"],
  ])('%s is refused', (command, stderr) => {
    expect(kubectl(cluster, command)).toMatchObject({ stdout: '', stderr, exitCode: 1, cluster })
  })

  test("what a running pod may not change is refused in the server's words", () => {
    const pods = clusterAfter('run lone --image=nginx')
    const { stderr, exitCode, cluster: after } = kubectl(pods, 'set env pod/lone A=1')
    expect(stderr).toMatch(
      /^error: failed to patch env update to pod template: Pod "lone" is invalid: spec: Forbidden: /,
    )
    expect(exitCode).toBe(1)
    expect(after).toBe(pods)
  })
})

describe('set resources', () => {
  test('sets what is named and leaves the rest', () => {
    const first = kubectl(cluster, 'set resources deploy web --requests=cpu=100m,memory=64Mi --limits=cpu=1')
    expect(first.stdout).toBe('deployment.apps/web resource requirements updated\n')
    expect(containerIn(first.cluster)?.resources).toEqual({
      requests: { cpu: '100m', memory: '64Mi' },
      limits: { cpu: '1' },
    })
    const second = kubectl(first.cluster, 'set resources deploy web -c nginx --requests=cpu=200m')
    expect(containerIn(second.cluster)?.resources).toEqual({
      requests: { cpu: '200m', memory: '64Mi' },
      limits: { cpu: '1' },
    })
  })

  test.each([
    [
      'set resources deploy web',
      'error: you must specify an update to requests or limits (in the form of --requests/--limits)\n',
    ],
    ['set resources deploy web --limits=cpu', 'error: invalid argument syntax cpu, expected <resource>=<value>\n'],
    ['set resources deploy web -c other --limits=cpu=1', 'error: unable to find container named other\n'],
    ['set resources deploy --all -l a=b --limits=cpu=1', 'error: cannot set --all and --selector at the same time\n'],
  ])('%s is refused', (command, stderr) => {
    expect(kubectl(cluster, command)).toMatchObject({ stdout: '', stderr, exitCode: 1, cluster })
  })

  test('more than a limit is refused by the server', () => {
    expect(kubectl(cluster, 'set resources deploy web --requests=cpu=2 --limits=cpu=1').stderr).toMatch(
      /^error: failed to patch resources update to pod template Deployment\.apps "web" is invalid: /,
    )
  })
})

test('set serviceaccount changes as whom the pods run', () => {
  const { stdout, cluster: after } = kubectl(cluster, 'set serviceaccount deploy web builder')
  expect(stdout).toBe('deployment.apps/web serviceaccount updated\n')
  expect(find(after, 'deployments', 'web', 'default')?.spec?.template.spec.serviceAccountName).toBe('builder')
  expect(kubectl(cluster, 'set sa').stderr).toBe('error: serviceaccount is required\n')
})

test('set selector changes which pods a Service means', () => {
  const { stdout, cluster: after } = kubectl(cluster, 'set selector svc web app=other,tier=front')
  expect(stdout).toBe('service/web selector updated\n')
  expect(find(after, 'services', 'web', 'default')?.spec?.selector).toEqual({ app: 'other', tier: 'front' })
  expect(kubectl(cluster, 'set selector deploy web app=x').stderr).toBe(
    'error: setting a selector is only supported for Services\n',
  )
  expect(kubectl(cluster, 'set selector').stderr).toBe('error: one selector is required\n')
})

test('set subject is said to be missing', () => {
  expect(kubectl(cluster, 'set subject rolebinding x').stderr).toBe('error: this terminal has no kubectl set subject\n')
})

// kubectl pkg/cmd/set/set_image.go, `Run`: what is found is changed all the same
test('set image of a container that is there and one that is not', () => {
  const before = clusterAfter('create deployment w --image=nginx')
  const { cluster, ...said } = kubectl(before, 'set image deploy/w nginx=nginx:2 nope=a none=b')
  expect(said).toMatchObject({
    stdout: 'deployment.apps/w image updated\n',
    stderr: 'error: unable to find container named "nope"\nerror: unable to find container named "none"\n',
    exitCode: 1,
  })
  expect(kubectl(cluster, 'get deploy w -o jsonpath={..image}').stdout).toBe('nginx:2')
})

// kubectl pkg/cmd/set/set_image.go, `GetImageResourcesAndPairs`
test.each(['set image nginx=nginx:2 deployment/w', 'set image deployment/w nginx=nginx:2 deployment/w'])(
  '%s',
  command => {
    expect(kubectl(clusterAfter('create deployment w --image=nginx'), command)).toMatchObject({
      stdout: '',
      stderr: 'error: all resources must be specified before image changes: deployment/w\n',
    })
  },
)

// cli-runtime genericclioptions/record_flags.go, `parseCommandArguments`
test('--record notes the command, and says that it is out of use', () => {
  const before = clusterAfter('create deployment w --image=nginx')
  const { cluster, ...said } = kubectl(before, 'set image deploy/w -n default nginx=nginx:2 --record')
  expect(said).toMatchObject({
    stdout: 'deployment.apps/w image updated\n',
    stderr: 'Flag --record has been deprecated, --record will be removed in the future\n',
  })
  const { annotations = {} } = find(cluster, 'deployments', 'w', 'default')?.metadata ?? {}
  expect(annotations['kubernetes.io/change-cause']).toBe(
    'kubectl set image deploy/w nginx=nginx:2 --namespace=default --record=true',
  )
})
