import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import {
  iptablesRules,
  ipvsTable,
  nftablesTable,
  printIptablesRule,
  printIpvsTable,
  printNftablesTable,
} from '../../../src/cluster/kube-proxy-rules.ts'
import { nodeAddress, portalsOn, type ServicePortal } from '../../../src/cluster/service-portal.ts'
import { sha256 } from '../../../src/cluster/sha256.ts'
import { act, create, SETTLE, workload } from './acting.ts'

test('a digest is that of SHA-256', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'abc/:-. 0123456789'), maxLength: 200 }), text => {
      expect(Buffer.from(sha256(text)).toString('hex')).toBe(createHash('sha256').update(text).digest('hex'))
    }),
  )
})

const kind = kindCluster()
const containers = [{ name: 'c', image: 'nginx:1.27', ports: [{ containerPort: 80 }] }]
const service = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: 'web' }, ports: [{ port: 8080, targetPort: 80 }], clusterIP: '10.96.0.77', ...spec },
})
const web = act(
  kind,
  create(workload('Deployment', 'web', { containers }, { replicas: 3 })),
  SETTLE,
  create(service('web')),
)

function portal(name: string): ServicePortal {
  const found = portalsOn(web, 'kind-worker').find(one => one.name === name)
  if (!found) throw new Error(`no portal ${name}`)
  return found
}

describe('in iptables mode', () => {
  const lines = iptablesRules(portalsOn(web, 'kind-worker')).map(printIptablesRule)

  test('chains are called as on every cluster made by kubeadm', () => {
    expect(lines).toContain(
      '-A KUBE-SERVICES -d 10.96.0.10/32 -p udp -m comment --comment "kube-system/kube-dns:dns cluster IP" -m udp --dport 53 -j KUBE-SVC-TCOU7JCQXEZGVUNU',
    )
    expect(lines.filter(line => line.startsWith('-A KUBE-SERVICES')).join('\n')).toMatch(
      /KUBE-SVC-ERIFXISQEP7F7OF4(.|\n)*KUBE-SVC-JD5MR3NA4I4DYORP/,
    )
  })

  test('each endpoint has the same chance', () => {
    const [chain] = iptablesRules([portal('default/web')]).filter(({ chain }) => chain === 'KUBE-SERVICES')
    const choices = iptablesRules([portal('default/web')])
      .filter(rule => rule.chain === chain?.target)
      .slice(1)
    expect(choices.map(({ match }) => match.replace(/.*probability /, ''))).toMatchObject([
      '0.33333333333',
      '0.50000000000',
      expect.stringContaining('-m comment'),
    ])
    const ends = iptablesRules([portal('default/web')]).filter(({ target }) => target.startsWith('DNAT'))
    expect(ends.map(({ target }) => target).toSorted()).toEqual(
      portal('default/web')
        .endpoints.map(({ address }) => `DNAT --to-destination ${address}:80`)
        .toSorted(),
    )
  })

  test('a Service without endpoints rejects', () => {
    expect(lines).toContain(
      '-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment "default/kubernetes:https has no endpoints" -m tcp --dport 443 -j REJECT --reject-with icmp-port-unreachable',
    )
  })
})

describe('in nftables mode', () => {
  test('chains are called as upstream calls them', () => {
    const endpoints = [{ address: '10.180.0.1', port: 80 }]
    const upstream = { ...portal('default/web'), namespace: 'ns1', service: 'svc1', portName: 'p80', endpoints }
    expect(nftablesTable([upstream]).chains.map(({ name }) => name)).toEqual([
      'service-ULMVA6XW-ns1/svc1/tcp/p80',
      'endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80',
    ])
  })

  test('a map finds the chain of an address and a port', () => {
    const { maps } = nftablesTable(portalsOn(web, 'kind-worker'))
    expect(maps['service-ips'].map(({ key }) => key)).toContain('10.96.0.77 . tcp . 8080')
    expect(maps['no-endpoint-services']).toEqual([{ key: '10.96.0.1 . tcp . 443', verdict: 'goto reject-chain' }])
    expect(printNftablesTable(nftablesTable([portal('default/web')]))).toContain(
      'numgen random mod 3 vmap { 0 : goto endpoint-',
    )
  })
})

describe('in ipvs mode', () => {
  test('every address is on the interface, and every port a virtual server', () => {
    const node = act(
      web,
      create(service('out', { type: 'NodePort', clusterIP: '10.96.0.78', ports: [{ port: 80, nodePort: 30080 }] })),
    )
    const table = ipvsTable(portalsOn(node, 'kind-worker'), nodeAddress(node, 'kind-worker'))
    expect(table.addresses).toEqual(['10.96.0.1', '10.96.0.78', '10.96.0.77', '10.96.0.10'])
    expect(table.virtualServers.map(({ address, port }) => `${address}:${port}`)).toContain('172.18.0.2:30080')
    expect(printIpvsTable(ipvsTable([portal('default/web')], '172.18.0.2')).split('\n')[4]).toMatch(
      /^ {2}-> 10\.244\.[23]\.2:80 {16}Masq {4}1 {6}0 {10}0$/,
    )
  })
})

test('traffic that is to stay on its node finds the endpoints there', () => {
  const local = act(web, create(service('near', { internalTrafficPolicy: 'Local', clusterIP: '10.96.0.79' })))
  const [near] = portalsOn(local, 'kind-worker2').filter(({ name }) => name === 'default/near')
  expect(near?.endpoints.every(({ address }) => address.startsWith('10.244.3.'))).toBe(true)
})
