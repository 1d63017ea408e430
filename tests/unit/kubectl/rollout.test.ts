import { describe, expect, test } from 'vitest'
import { find, list } from '../../../src/cluster/cluster.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter } from './cluster-after.ts'

const WEB = 'create deployment web --image=nginx:1.27 --replicas=3'
const NEWER = 'set image deployment/web nginx=nginx:1.28'
const first = clusterAfter(WEB)
const second = clusterAfter(WEB, NEWER)

function image(cluster: typeof first): string | undefined {
  return find(cluster, 'deployments', 'web', 'default')?.spec?.template.spec.containers[0]?.image
}

describe('rollout', () => {
  test('status waits until all pods are new', () => {
    const { cluster } = kubectl(first, NEWER)
    const { stdout, exitCode } = kubectl(cluster, 'rollout status deploy/web')
    expect(stdout.split('\n')[0]).toBe(
      'Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...',
    )
    expect(stdout).toMatch(/\ndeployment "web" successfully rolled out\n$/)
    expect(exitCode).toBe(0)
  })

  test('status gives up after its timeout', () => {
    const stuck = clusterAfter(WEB, 'cordon kind-worker', 'cordon kind-worker2', NEWER)
    expect(kubectl(stuck, 'rollout status deploy/web --timeout=5s')).toMatchObject({
      stderr: 'error: timed out waiting for the condition\n',
      exitCode: 1,
    })
    expect(kubectl(stuck, 'rollout status deploy/web --watch=false').exitCode).toBe(0)
  })

  test('history lists revisions, and shows one', () => {
    expect(kubectl(second, 'rollout history deploy/web').stdout).toBe(
      'deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n',
    )
    expect(kubectl(second, 'rollout history deploy/web --revision=1').stdout).toMatch(
      /^deployment.apps\/web with revision #1\nPod Template:\n[\s\S]* {4}Image:\tnginx:1.27\n/,
    )
    expect(kubectl(second, 'rollout history deploy/web --revision=7')).toMatchObject({
      stderr: 'error: unable to find the specified revision\n',
    })
  })

  test('undo goes back, and back again', () => {
    const { cluster, stdout } = kubectl(second, 'rollout undo deployment web')
    expect([stdout, image(cluster)]).toEqual(['deployment.apps/web rolled back\n', 'nginx:1.27'])
    const again = kubectl(cluster, 'rollout undo deployment web')
    expect(image(again.cluster)).toBe('nginx:1.28')
    expect(image(kubectl(second, 'rollout undo deployment web --to-revision=1').cluster)).toBe('nginx:1.27')
  })

  test('undo needs a revision to go back to', () => {
    expect(kubectl(first, 'rollout undo deploy/web')).toMatchObject({
      stderr: 'error: no rollout history found for deployment "web"\n',
      exitCode: 1,
    })
  })

  test('restart replaces all pods', () => {
    const before = list(first, 'pods', 'default').map(({ metadata }) => metadata.uid)
    const { cluster } = kubectl(kubectl(first, 'rollout restart deploy/web').cluster, 'rollout status deploy/web')
    const kept = list(cluster, 'pods', 'default').filter(({ metadata }) => before.includes(metadata.uid))
    expect(kept.every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true)
  })

  test('paused, it lets a change wait until it is resumed', () => {
    const paused = clusterAfter(WEB, 'rollout pause deploy/web', NEWER)
    expect(list(paused, 'replicasets', 'default')).toHaveLength(1)
    expect(kubectl(paused, 'rollout pause deploy/web').stderr).toBe('error: deployments.apps "web" is already paused\n')
    expect(kubectl(paused, 'rollout restart deploy/web').stderr).toBe(
      'error: deployments.apps "web" can\'t restart paused deployment (run rollout resume first)\n',
    )
    const { cluster } = kubectl(paused, 'rollout resume deploy/web')
    expect(list(cluster, 'replicasets', 'default')).toHaveLength(2)
  })

  test('a DaemonSet has a history as well', () => {
    const { stdout } = kubectl(first, 'rollout history -n kube-system ds/kube-proxy')
    expect(stdout).toBe('daemonset.apps/kube-proxy \nREVISION  CHANGE-CAUSE\n1         <none>\n\n')
    expect(kubectl(first, 'rollout status -n kube-system ds/kube-proxy').stdout).toBe(
      'daemon set "kube-proxy" successfully rolled out\n',
    )
  })
})

// kubectl pkg/cmd/rollout
test.each([
  ['rollout status deploy/w --revision=5', 'error: desired revision (5) is different from the running revision (1)\n'],
  ['rollout history deploy/w --revision=-1', 'error: revision must be a positive integer: -1\n'],
  ['rollout history rs', 'error: no history viewer has been implemented for "ReplicaSet.apps"\n'],
  [
    'rollout history deploy/w --revision=x',
    'error: invalid argument "x" for "--revision" flag: strconv.ParseInt: parsing "x": invalid syntax\nSee \'kubectl rollout history --help\' for usage.\n',
  ],
])('%s is refused', (command, stderr) => {
  const cluster = clusterAfter('create deployment w --image=nginx', 'rollout status deploy/w')
  expect(kubectl(cluster, command)).toMatchObject({ stdout: '', stderr, exitCode: 1 })
})
