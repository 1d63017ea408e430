import { describe, expect, test } from 'vitest'
import { type Cluster, list } from '../../../src/cluster/cluster.ts'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { kubectl, type Setting } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter, withFiles } from './cluster-after.ts'

const onWorker = '"nodeSelector":{"kubernetes.io/hostname":"kind-worker"}'

function run(name: string, spec = ''): string {
  return `run ${name} --image=nginx --overrides='{"spec":{${onWorker}${spec}}}'`
}

const LOCAL = ',"volumes":[{"name":"v","emptyDir":{}}]'

function drain(cluster: Cluster, flags: string, setting?: Setting) {
  return kubectl(cluster, `drain kind-worker ${flags}`, setting)
}

function podsLeft(cluster: Cluster): readonly string[] {
  return list(cluster, 'pods', 'default').map(({ metadata }) => metadata.name)
}

describe('what stands in the way of a drain', () => {
  test.each([
    [
      'a DaemonSet',
      [],
      '',
      /^DaemonSet-managed Pods \(use --ignore-daemonsets to ignore\): kube-system\/kindnet-\w+, kube-system\/kube-proxy-\w+$/,
    ],
    [
      'a pod without a controller',
      [run('bare')],
      '--ignore-daemonsets',
      /^Pods that declare no controller \(use --force to override\): default\/bare$/,
    ],
    [
      'data on the node',
      [run('local', LOCAL)],
      '--ignore-daemonsets --force',
      /^Pods with local storage \(use --delete-emptydir-data to override\): default\/local$/,
    ],
  ])('%s', (_, commands, flags, message) => {
    const before = clusterAfter(...commands)
    const { stdout, stderr, exitCode, cluster } = drain(before, flags)
    const said = /cannot delete (.*)\n$/.exec(stderr)?.[1] ?? ''
    expect(said).toMatch(message)
    expect(stderr).toBe(
      [
        `error: unable to drain node "kind-worker" due to error: cannot delete ${said}, continuing command...`,
        'There are pending nodes to be drained:',
        ' kind-worker',
        `cannot delete ${said}`,
        '',
      ].join('\n'),
    )
    expect([stdout, exitCode]).toEqual(['node/kind-worker cordoned\n', 1])
    expect(podsLeft(cluster)).toEqual(podsLeft(before))
  })

  test('each group of pods is said by itself', () => {
    const { stderr } = drain(clusterAfter(run('bare'), run('local', LOCAL)), '--ignore-daemonsets')
    expect(stderr).toMatch(/due to error: \[cannot delete \S.*, cannot delete \S.*\], continuing command/)
    expect(stderr.split('to be drained:\n kind-worker\n')[1]?.trimEnd().split('\n')).toHaveLength(2)
  })

  test('the words stood there twice up to 1.35', () => {
    const { cluster } = kubectl(presetCluster('kind', { version: 'v1.35.4' }), run('bare'))
    expect(drain(cluster, '--ignore-daemonsets').stderr).toContain(
      '\ncannot delete cannot delete Pods that declare no controller (use --force to override): default/bare\n',
    )
  })
})

test('what may leave is evicted, waited for, and gone', () => {
  const { stdout, stderr, exitCode, cluster } = drain(clusterAfter(run('bare')), '--ignore-daemonsets --force')
  expect(stdout).toBe(
    ['node/kind-worker cordoned', 'evicting pod default/bare', 'pod/bare evicted', 'node/kind-worker drained', ''].join(
      '\n',
    ),
  )
  expect(stderr).toMatch(
    /^Warning: deleting Pods that declare no controller: default\/bare; ignoring DaemonSet-managed Pods: kube-system\/\S+, kube-system\/\S+\n$/,
  )
  expect([exitCode, podsLeft(cluster)]).toEqual([0, []])
})

test('a warning about local data is lost behind the last filter', () => {
  const { stderr } = drain(clusterAfter(run('local', LOCAL)), '--ignore-daemonsets --force --delete-emptydir-data')
  expect(stderr).not.toContain('local storage')
})

test('without eviction pods are deleted', () => {
  const { stdout } = drain(clusterAfter(run('bare')), '--ignore-daemonsets --force --disable-eviction')
  expect(stdout).toBe('node/kind-worker cordoned\npod/bare deleted\nnode/kind-worker drained\n')
})

test('pods with other labels than asked for stay', () => {
  const before = clusterAfter(run('bare'), run('other'))
  const { cluster, stdout } = drain(before, '--ignore-daemonsets --force --pod-selector=run=bare')
  expect([podsLeft(cluster), stdout.includes('drained')]).toEqual([['other'], true])
})

test('what a budget protects is asked for every five seconds', () => {
  const budget = 'create pdb all --selector=run=bare --min-available=1'
  const { stdout, stderr, cluster } = drain(
    clusterAfter(run('bare'), budget),
    '--force --ignore-daemonsets --timeout=12s',
  )
  const refusal =
    'error when evicting pods/"bare" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod\'s disruption budget.'
  expect(stderr.split('\n').filter(line => line === refusal)).toHaveLength(3)
  // The fourth try finds the time over. (kubectl pkg/drain/drain.go, `evictPods`; pkg/cmd/drain, `deleteOrEvictPodsSimple`)
  expect(stdout.match(/^evicting pod default\/bare$/gm)).toHaveLength(4)
  const late = 'error when evicting pods/"bare" -n "default": global timeout reached: 12s'
  expect(stderr).toContain(
    [
      `There are pending pods in node "kind-worker" when an error occurred: ${late}`,
      'pod/bare',
      `error: unable to drain node "kind-worker" due to error: ${late}, continuing command...`,
      'There are pending nodes to be drained:',
      ' kind-worker',
      late,
      '',
    ].join('\n'),
  )
  expect(podsLeft(cluster)).toEqual(['bare'])
})

test('who leaves too slowly is said to be waited for', () => {
  const { stderr } = drain(
    clusterAfter(run('slow', ',"terminationGracePeriodSeconds":30')),
    '--force --ignore-daemonsets --timeout=0.5s',
  )
  expect(stderr).toMatch(
    /error when waiting for pod "slow" in namespace "default" to terminate: context deadline exceeded\n$/,
  )
})

// kubectl pkg/cmd/drain/drain.go, `Complete`
test.each([
  ['nope kind-worker', 'Error from server (NotFound): nodes "nope" not found\n'],
  ['kind-worker --pod-selector=a=(', 'error: --pod-selector=<pod_selector> must be a valid label selector\n'],
  [
    'kind-worker --timeout=5',
    'error: invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"\nSee \'kubectl drain --help\' for usage.\n',
  ],
])('drain %s leaves every node as it is', (args, stderr) => {
  const before = clusterAfter()
  expect(kubectl(before, `drain ${args}`)).toMatchObject({ stdout: '', stderr, exitCode: 1, cluster: before })
})

test.each(['cordon', 'uncordon'])('%s does nothing where one of the nodes is not there', verb => {
  const before = clusterAfter('cordon kind-worker2')
  const stderr = 'Error from server (NotFound): nodes "nope" not found\n'
  expect(kubectl(before, `${verb} kind-worker kind-worker2 nope nada`)).toMatchObject({
    stdout: '',
    stderr,
    cluster: before,
  })
})

test.each(['client', 'server'])('a dry run on the %s changes nothing', mode => {
  const before = clusterAfter(run('bare'))
  const { stdout, cluster } = drain(before, `--ignore-daemonsets --force --dry-run=${mode}`)
  expect(stdout).toContain(`evicting pod default/bare (${mode === 'server' ? 'server ' : ''}dry run)\n`)
  expect(cluster.resourceVersion).toBe(before.resourceVersion)
})

test.each(['cordon', 'uncordon', 'drain'])('%s needs a node, or a selector', verb => {
  const hint = `See 'kubectl ${verb} -h' for help and examples\n`
  const cluster = clusterAfter()
  expect(kubectl(cluster, verb).stderr).toBe(`error: USAGE: ${verb} NODE [flags]\n${hint}`)
  expect(kubectl(cluster, `${verb} kind-worker -l a=b`).stderr).toBe(
    `error: cannot specify both a node name and a --selector option\n${hint}`,
  )
  expect(kubectl(cluster, `${verb} nope`).stderr).toBe('Error from server (NotFound): nodes "nope" not found\n')
})

test('a node is closed and opened, and says if it was so already', () => {
  const closed = kubectl(clusterAfter(), 'cordon kind-worker node/kind-worker2')
  expect(closed.stdout).toBe('node/kind-worker cordoned\nnode/kind-worker2 cordoned\n')
  expect(kubectl(closed.cluster, 'cordon kind-worker').stdout).toBe('node/kind-worker already cordoned\n')
  const opened = kubectl(closed.cluster, 'uncordon -l kubernetes.io/hostname=kind-worker')
  expect(opened.stdout).toBe('node/kind-worker uncordoned\n')
  expect(kubectl(opened.cluster, 'uncordon kind-worker').stdout).toBe('node/kind-worker already uncordoned\n')
})

test('files play no part', () => {
  expect(drain(clusterAfter(), '-f node.yaml', withFiles({ 'node.yaml': '' })).stderr).toMatch(
    /^error: unknown shorthand flag/,
  )
})
