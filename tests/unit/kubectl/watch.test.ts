import { expect, test } from 'vitest'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter } from './cluster-after.ts'

const quiet = clusterAfter()
const cluster = kubectl(quiet, 'run web --image=nginx').cluster

test('a watch shows what is there and what changes, under one heading', () => {
  expect(
    kubectl(cluster, 'get pods -w')
      .stdout.split('\n')
      .map(line => line.replace(/ +/g, ' ')),
  ).toEqual(['NAME READY STATUS RESTARTS AGE', 'web 0/1 ContainerCreating 0 0s', 'web 1/1 Running 0 1s', ''])
})

test('it says what happened to each if asked, and leaves out what was there if asked', () => {
  expect(kubectl(cluster, 'get pods --watch-only --output-watch-events').stdout).toMatch(
    /^EVENT +NAME.*\nMODIFIED +web .*\n$/,
  )
})

test('it prints objects one after the other', () => {
  expect(kubectl(cluster, 'get pods -w -o name').stdout).toBe('pod/web\npod/web\n')
  expect(kubectl(cluster, 'get pods -w -o yaml').stdout.match(/^---$/gm)).toHaveLength(1)
  expect(kubectl(cluster, 'get pods -w -o custom-columns=P:.status.phase').stdout).toBe('P\nPending\nRunning\n')
})

test('what stops being selected goes as if it were deleted', () => {
  const { stdout } = kubectl(cluster, 'get pods -w --field-selector status.phase=Pending --output-watch-events')
  expect(stdout.match(/^[A-Z]+(?= +web)/gm)).toEqual(['ADDED', 'DELETED'])
})

test('it goes on for as long as the terminal lets it', () => {
  const stopped = kubectl(quiet, 'get pods -w', { until: quiet.now + 30 })
  expect(stopped).toMatchObject({ stdout: '', stderr: '', exitCode: 143 })
  expect(stopped.cluster.now).toBe(quiet.now + 30)
})

test('one kind is watched, and one object of it or all', () => {
  expect(kubectl(quiet, 'get pods,svc -w')).toMatchObject({
    stderr: 'error: you may only specify a single resource type\n',
  })
  expect(kubectl(quiet, 'get nodes kind-worker kind-worker2 -w').stderr).toBe(
    'error: you may only watch a single resource or type of resource at a time\n',
  )
})

test('a command that waits ends where the terminal stops it, and what it did stays', () => {
  const stopped = kubectl(clusterAfter('run web --image=nginx'), 'delete pod web', { until: quiet.now })
  expect(stopped).toMatchObject({ stdout: 'pod "web" deleted from default namespace\n', exitCode: 143 })
  expect(kubectl(stopped.cluster, 'get pod web').stdout).toContain('Terminating')
})
