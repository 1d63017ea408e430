import { expect, test } from 'vitest'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter } from './cluster-after.ts'

const cluster = clusterAfter('create deployment web --image=nginx')
const starting = kubectl(cluster, 'run a --image=nginx').cluster

test.each([
  'condition=Ready pod/a',
  'condition=ready=true pods a',
  'jsonpath={.status.phase}=Running pod/a',
  'jsonpath=.status.phase=Running pod/a',
  'jsonpath={.status.podIP} pod/a',
  'condition=Ready pods -l run=a',
  'create pod/a',
])('wait --for=%s', condition => {
  expect(kubectl(starting, `wait --for=${condition}`)).toMatchObject({
    stdout: 'pod/a condition met\n',
    stderr: '',
    exitCode: 0,
  })
})

test('lets no more time pass than it takes', () => {
  expect(kubectl(starting, 'wait --for=condition=Ready pod/a').cluster.now - starting.now).toBeLessThan(5)
})

test('gives up after its timeout, half a minute without one', () => {
  const result = kubectl(cluster, 'wait --for=condition=Nope deploy/web')
  expect(result).toMatchObject({
    stderr: 'error: timed out waiting for the condition on deployments/web\n',
    exitCode: 1,
  })
  expect(result.cluster.now).toBe(cluster.now + 30)
  expect(kubectl(cluster, 'wait --for=condition=Nope deploy/web --timeout=2m').cluster.now).toBe(cluster.now + 120)
})

test('waits for what is to be gone', () => {
  const { cluster: going } = kubectl(starting, 'delete pod a --wait=false')
  expect(kubectl(going, 'wait --for=delete pod/a').stdout).toBe('pod/a condition met\n')
  expect(kubectl(going, 'wait --for=delete pod/nope')).toMatchObject({ stdout: '', exitCode: 0 })
})

test.each([
  ['wait --for=nope pod/a', 'error: unrecognized condition: "nope"\n'],
  ['wait --for=condition=Ready pod/nope', 'Error from server (NotFound): pods "nope" not found\n'],
  ['wait --for=condition=Ready pods -l no=such', 'error: no matching resources found\n'],
  [
    'wait --for=condition=Ready pod/a --timeout=5',
    `error: invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"\nSee 'kubectl wait --help' for usage.\n`,
  ],
])('%s is refused', (command, stderr) => {
  expect(kubectl(starting, command)).toMatchObject({ stdout: '', stderr, exitCode: 1 })
})
