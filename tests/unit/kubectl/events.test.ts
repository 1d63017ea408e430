import { describe, expect, test } from 'vitest'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter } from './cluster-after.ts'

const cluster = clusterAfter(
  'run web --image=nginx',
  `run stuck --image=nginx --overrides='{"spec":{"nodeSelector":{"a":"b"}}}'`,
)

function reasons(command: string): readonly string[] {
  const lines = kubectl(cluster, command).stdout.trimEnd().split('\n')
  return lines.map(line => line.split(/ {2,}/)[2] ?? '')
}

describe('events', () => {
  test('are listed from the oldest, of one object if asked', () => {
    expect(reasons('events --for pod/web')).toEqual(['REASON', 'Scheduled', 'Pulling', 'Pulled', 'Created', 'Started'])
    expect(reasons('events --for pods/stuck --no-headers')).toEqual(['FailedScheduling'])
  })

  test('are of one type if asked, in any case', () => {
    expect(reasons('events --types=warning')).toEqual(['REASON', 'FailedScheduling'])
    expect(kubectl(cluster, 'events --types=Bad').stderr).toBe('error: valid --types are Normal or Warning\n')
  })

  test('say their namespace with -A', () => {
    expect(kubectl(cluster, 'events -A').stdout).toMatch(
      /^NAMESPACE +LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\ndefault /,
    )
  })

  test.each([
    ['events -n kube-system', 'No events found in kube-system namespace.\n', 0],
    ['events -A --for pod/nope', 'No events found.\n', 0],
    ['events --for pod', 'error: --for must be in resource/name form\n', 1],
    ['events --for pod/a/b', 'error: arguments in resource/name form may not have more than one slash\n', 1],
  ])('%s', (command, stderr, exitCode) => {
    expect(kubectl(cluster, command)).toMatchObject({ stdout: '', stderr, exitCode })
  })

  test('are a list of their own kind as YAML', () => {
    expect(kubectl(cluster, 'events -o jsonpath={.kind}').stdout).toBe('EventList')
  })

  test('are watched as they come', () => {
    const { cluster: begun } = kubectl(clusterAfter(), 'run web --image=nginx')
    const { stdout } = kubectl(begun, 'events -w')
    expect(stdout.match(/(?<=Normal +)\w+/g)).toEqual(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started'])
  })
})
