import { describe, expect, test } from 'vitest'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter } from './cluster-after.ts'

const cluster = clusterAfter()

function explain(what: string): string {
  return kubectl(cluster, `explain ${what}`).stdout
}

/** The lines that name a field and its type. */
function fields(text: string): readonly string[] {
  return text.split('\n').filter(line => line.includes('\t'))
}

describe('explain', () => {
  test('names group, kind and version, and lists the fields of a kind', () => {
    expect(explain('ds')).toMatch(
      /^GROUP: {6}apps\nKIND: {7}DaemonSet\nVERSION: {4}v1\n\nDESCRIPTION:\n {4}\S.*\n {4}\nFIELDS:\n/,
    )
    expect(fields(explain('ds'))).toEqual([
      '  apiVersion\t<string>',
      '  kind\t<string>',
      '  metadata\t<ObjectMeta>',
      '  spec\t<DaemonSetSpec>',
      '  status\t<DaemonSetStatus>',
    ])
  })

  test('looks into lists, and says what is required', () => {
    expect(explain('node.spec.taints')).toContain('\nFIELD: taints <[]Taint>\n\n\nDESCRIPTION:\n')
    expect(fields(explain('node.spec.taints'))).toEqual([
      '  effect\t<string> -required-',
      '  key\t<string> -required-',
      '  timeAdded\t<string>',
      '  value\t<string>',
    ])
  })

  test('lists the values of a field that has few', () => {
    expect(explain('pod.spec.tolerations.effect')).toContain(
      'FIELD: effect <string>\nENUM:\n    NoExecute\n    NoSchedule\n    PreferNoSchedule\n\nDESCRIPTION:\n',
    )
    expect(explain('pod.spec.tolerations')).toContain('  operator\t<string>\n  enum: Equal, Exists, Gt, Lt\n    ')
    expect(explain('pod.spec.affinity.nodeAffinity --recursive')).toContain(
      'enum: DoesNotExist, Exists, Gt, In, ....\n',
    )
  })

  test('shows what is within with --recursive, to a depth if asked', () => {
    expect(fields(explain('ds.spec.updateStrategy --recursive'))).toEqual([
      '  rollingUpdate\t<RollingUpdateDaemonSet>',
      '    maxSurge\t<IntOrString>',
      '    maxUnavailable\t<IntOrString>',
      '  type\t<string>',
    ])
    expect(fields(explain('ds.spec.updateStrategy --recursive --max-depth=1'))).toHaveLength(2)
  })

  test.each([
    ['pod.spec.containers.resources.limits', '<map[string]Quantity>'],
    ['pod.spec.nodeSelector', '<map[string]string>'],
    ['pod.spec.hostNetwork', '<boolean>'],
    ['pod.spec.priority', '<integer>'],
    ['deployments.apps.spec.replicas', '<integer>'],
    ['pod.metadata.creationTimestamp', '<string>'],
  ])('%s is %s', (path, type) => {
    expect(explain(path)).toContain(`${type}\n`)
  })

  test.each([
    ['pod.spec.nope', 'error: field "nope" does not exist\n'],
    ['pod.nope.deeper', 'error: field "deeper" does not exist\n'],
    ['pod.spec.constructor', 'error: field "constructor" does not exist\n'],
    ['nope', 'the server doesn\'t have a resource type "nope"\n'],
    ['pod --max-depth=1', 'error: --max-depth requires --recursive\n'],
    ['pod -o fancy', 'error: unrecognized format: fancy\n'],
    ['a b', 'error: We accept only this format: explain RESOURCE\n'],
  ])('explain %s is refused', (what, stderr) => {
    expect(kubectl(cluster, `explain ${what}`)).toMatchObject({ stderr, exitCode: 1 })
  })
})
