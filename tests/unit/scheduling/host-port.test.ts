import { describe, expect, test } from 'vitest'
import type { ContainerPort } from '../../../src/kubernetes/pod.ts'
import { type HostPort, hostPortsOf, portsConflict } from '../../../src/scheduling/host-port.ts'
import { checkPorts } from '../../../src/scheduling/node-ports.ts'
import { nodeTable } from '../../../src/scheduling/node-table.ts'
import { podInfo } from '../../../src/scheduling/pod-info.ts'
import { FITS, refuse } from '../../../src/scheduling/verdict.ts'
import { cluster, node, on, pod } from './objects.ts'

const container = (name: string, ...ports: ContainerPort[]) => ({ name, ports })
const http = (hostPort: number): ContainerPort => ({ containerPort: 80, hostPort })

describe('the host ports of a pod', () => {
  test.each<[string, Parameters<typeof pod>[1], HostPort[]]>([
    ['none', {}, []],
    ['a container port is not one', { containers: [container('c', { containerPort: 80 })] }, []],
    ['nor is 0', { containers: [container('c', http(0))] }, []],
    [
      'address and protocol have defaults',
      { containers: [container('c', http(1))] },
      [{ ip: '0.0.0.0', protocol: 'TCP', port: 1 }],
    ],
    [
      'an empty address is every address',
      { containers: [container('c', { ...http(80), hostIP: '' })] },
      [{ ip: '0.0.0.0', protocol: 'TCP', port: 80 }],
    ],
    [
      'those that are given stay',
      { containers: [container('c', { ...http(53), hostIP: '10.0.0.1', protocol: 'UDP' })] },
      [{ ip: '10.0.0.1', protocol: 'UDP', port: 53 }],
    ],
    [
      'sidecars count, other init containers do not',
      {
        initContainers: [
          { ...container('s', http(1)), restartPolicy: 'Always' },
          container('i', http(2)),
          { ...container('o', http(3)), restartPolicy: 'OnFailure' },
        ],
        containers: [container('c', http(4)), container('d', http(5))],
      },
      [1, 4, 5].map(port => ({ ip: '0.0.0.0', protocol: 'TCP' as const, port })),
    ],
  ])('%s', (_, given, expected) => {
    expect(hostPortsOf(pod('p', given))).toEqual(expected)
  })
})

describe('two ports on one node', () => {
  const a: HostPort = { ip: '10.0.0.1', protocol: 'TCP', port: 80 }
  test.each<[string, Partial<HostPort>, boolean]>([
    ['the same', {}, true],
    ['another port', { port: 81 }, false],
    ['another protocol', { protocol: 'UDP' }, false],
    ['another address', { ip: '10.0.0.2' }, false],
    ['every address', { ip: '0.0.0.0' }, true],
    ['every address, another port', { ip: '0.0.0.0', port: 81 }, false],
    ['every address, another protocol', { ip: '0.0.0.0', protocol: 'UDP' }, false],
  ])('%s: conflict %s', (_, difference, conflict) => {
    expect(portsConflict(a, { ...a, ...difference })).toBe(conflict)
    expect(portsConflict({ ...a, ...difference }, a)).toBe(conflict)
  })
})

test('a node refuses the first port that any of its pods holds, and no other node does', () => {
  const holder = on('a', 'q', { containers: [container('c', http(80)), container('d', http(82))] })
  const table = nodeTable(cluster([node('a'), node('b')], [on('a', 'o'), holder]))
  const wanting = podInfo(pod('p', { containers: [container('c', http(81), http(82), http(80))] }))
  const taken = refuse({ code: 'host-port-taken', port: { ip: '0.0.0.0', protocol: 'TCP', port: 82 } })
  expect([checkPorts(wanting, table, 0), checkPorts(wanting, table, 1)]).toEqual([taken, FITS])
  expect(checkPorts(podInfo(pod('p')), table, 0)).toEqual(FITS)
})
