import type { ServicePortal } from './service-portal.ts'
import { sha256 } from './sha256.ts'

/** One rule of iptables, as `iptables-save` prints it after `-A CHAIN`: what has to match, and what is done then. */
export interface IptablesRule {
  readonly table: 'nat' | 'filter'
  readonly chain: string
  readonly match: string
  /** Where to go on, with its options: `KUBE-SVC-…`, `DNAT --to-destination 10.244.2.2:80`. */
  readonly target: string
}

/** The table that kube-proxy keeps in nftables: maps from address and port to a chain, and the chains. */
export interface NftablesTable {
  readonly maps: Readonly<
    Record<'service-ips' | 'service-nodeports' | 'no-endpoint-services', readonly NftablesElement[]>
  >
  readonly chains: readonly { readonly name: string; readonly rules: readonly string[] }[]
}

export interface NftablesElement {
  readonly key: string
  readonly verdict: string
}

/** What kube-proxy sets up in IPVS: an interface that has all the addresses, and a virtual server for each port. */
export interface IpvsTable {
  /** Of the interface `kube-ipvs0`. */
  readonly addresses: readonly string[]
  readonly virtualServers: readonly VirtualServer[]
}

export interface VirtualServer {
  readonly protocol: string
  readonly address: string
  readonly port: number
  readonly scheduler: 'rr'
  readonly realServers: readonly { readonly address: string; readonly port: number; readonly weight: number }[]
}

/** Where pods have their addresses: what does not come from there is masqueraded. */
const POD_NETWORK = '10.244.0.0/16'

/**
 * The rules of iptables mode, in the order in which a packet meets them: `KUBE-SERVICES` sends it to the chain of its Service,
 * that one by chance to the chain of an endpoint, which rewrites where it goes. A Service without endpoints rejects.
 * (pkg/proxy/iptables `syncProxyRules`; kubernetes-spec 11.1)
 */
export function iptablesRules(portals: readonly ServicePortal[]): readonly IptablesRule[] {
  const rule = (chain: string, match: string, target: string): IptablesRule => ({ table: 'nat', chain, match, target })
  const entries = portals.map(portal => {
    const says = portal.endpoints.length > 0 ? `${portal.name} cluster IP` : `${portal.name} has no endpoints`
    const match = `-d ${portal.clusterIP}/32 ${toPort(portal, portal.port, says)}`
    return portal.endpoints.length > 0
      ? rule('KUBE-SERVICES', match, serviceChain(portal))
      : { ...rule('KUBE-SERVICES', match, 'REJECT --reject-with icmp-port-unreachable'), table: 'filter' as const }
  })
  const nodePorts = portals.filter(({ nodePort, endpoints }) => nodePort && endpoints.length > 0)
  const last = 'kubernetes service nodeports; NOTE: this must be the last rule in this chain'
  return [
    ...entries,
    rule('KUBE-SERVICES', `-m comment --comment "${last}" -m addrtype --dst-type LOCAL`, 'KUBE-NODEPORTS'),
    ...nodePorts.flatMap(portal => [
      rule('KUBE-NODEPORTS', toPort(portal, portal.nodePort ?? 0, portal.name), externalChain(portal)),
      rule(
        externalChain(portal),
        `-m comment --comment "masquerade traffic for ${portal.name} external destinations"`,
        'KUBE-MARK-MASQ',
      ),
      rule(externalChain(portal), '', serviceChain(portal)),
    ]),
    ...portals.filter(({ endpoints }) => endpoints.length > 0).flatMap(portal => serviceRules(portal, rule)),
    rule('KUBE-MARK-MASQ', '', 'MARK --set-xmark 0x4000/0x4000'),
    rule('KUBE-POSTROUTING', '-m mark ! --mark 0x4000/0x4000', 'RETURN'),
    rule('KUBE-POSTROUTING', '', 'MARK --set-xmark 0x4000/0x0'),
    rule(
      'KUBE-POSTROUTING',
      '-m comment --comment "kubernetes service traffic requiring SNAT"',
      'MASQUERADE --random-fully',
    ),
  ]
}

/** One line of `iptables-save`. */
export function printIptablesRule({ chain, match, target }: IptablesRule): string {
  return ['-A', chain, match, '-j', target].filter(Boolean).join(' ')
}

function serviceRules(
  portal: ServicePortal,
  rule: (chain: string, match: string, target: string) => IptablesRule,
): readonly IptablesRule[] {
  const { endpoints, clusterIP, port, name, protocol } = portal
  const chain = serviceChain(portal)
  const from = `! -s ${POD_NETWORK} -d ${clusterIP}/32 ${toPort(portal, port, `${name} cluster IP`)}`
  const choices = endpoints.map((endpoint, index) => {
    const left = endpoints.length - index
    // The first of three takes a third, the second half of the rest, the last all that is left.
    const chance = left > 1 ? ` -m statistic --mode random --probability ${(1 / left).toFixed(11)}` : ''
    const says = `-m comment --comment "${name} -> ${endpoint.address}:${endpoint.port}"`
    return rule(chain, `${says}${chance}`, endpointChain(portal, endpoint))
  })
  const ends = endpoints.flatMap(endpoint => {
    const own = endpointChain(portal, endpoint)
    const proto = protocol.toLowerCase()
    return [
      rule(own, `-s ${endpoint.address}/32 -m comment --comment "${name}"`, 'KUBE-MARK-MASQ'),
      rule(
        own,
        `-p ${proto} -m comment --comment "${name}" -m ${proto}`,
        `DNAT --to-destination ${endpoint.address}:${endpoint.port}`,
      ),
    ]
  })
  return [rule(chain, from, 'KUBE-MARK-MASQ'), ...choices, ...ends]
}

function toPort({ protocol }: ServicePortal, port: number, says: string): string {
  const proto = protocol.toLowerCase()
  return `-p ${proto} -m comment --comment "${says}" -m ${proto} --dport ${port}`
}

function serviceChain({ name, protocol }: ServicePortal): string {
  return `KUBE-SVC-${shortHash(`${name}${protocol.toLowerCase()}`, 16)}`
}

function externalChain({ name, protocol }: ServicePortal): string {
  return `KUBE-EXT-${shortHash(`${name}${protocol.toLowerCase()}`, 16)}`
}

function endpointChain({ name, protocol }: ServicePortal, endpoint: { address: string; port: number }): string {
  return `KUBE-SEP-${shortHash(`${name}${protocol.toLowerCase()}${endpoint.address}:${endpoint.port}`, 16)}`
}

/**
 * The table of nftables mode: one look into a map finds the Service's chain, however many Services there are.
 * (pkg/proxy/nftables `syncProxyRules`)
 */
export function nftablesTable(portals: readonly ServicePortal[]): NftablesTable {
  const open = portals.filter(({ endpoints }) => endpoints.length > 0)
  const key = ({ clusterIP, protocol, port }: ServicePortal) => `${clusterIP} . ${protocol.toLowerCase()} . ${port}`
  const external = open.filter(({ nodePort }) => nodePort)
  return {
    maps: {
      'service-ips': open.map(portal => ({ key: key(portal), verdict: `goto service-${nftName(portal)}` })),
      'service-nodeports': external.map(portal => ({
        key: `${portal.protocol.toLowerCase()} . ${portal.nodePort}`,
        verdict: `goto external-${nftName(portal)}`,
      })),
      'no-endpoint-services': portals
        .filter(({ endpoints }) => endpoints.length === 0)
        .map(portal => ({ key: key(portal), verdict: 'goto reject-chain' })),
    },
    chains: [
      ...external.map(portal => ({
        name: `external-${nftName(portal)}`,
        rules: ['jump mark-for-masquerade', `goto service-${nftName(portal)}`],
      })),
      ...open.flatMap(nftChains),
    ],
  }
}

/** The table as `nft list table ip kube-proxy` prints its maps and chains. */
export function printNftablesTable({ maps, chains }: NftablesTable): string {
  const types = {
    'service-ips': 'ipv4_addr . inet_proto . inet_service : verdict',
    'service-nodeports': 'inet_proto . inet_service : verdict',
    'no-endpoint-services': 'ipv4_addr . inet_proto . inet_service : verdict',
  }
  const printed = (['no-endpoint-services', 'service-ips', 'service-nodeports'] as const).map(name => {
    const elements = maps[name].map(({ key, verdict }) => `${key} : ${verdict}`).join(',\n\t\t\t     ')
    const body = elements ? `\n\t\telements = { ${elements} }` : ''
    return `\tmap ${name} {\n\t\ttype ${types[name]}${body}\n\t}`
  })
  const chainTexts = chains.map(
    ({ name, rules }) => `\tchain ${name} {\n${rules.map(rule => `\t\t${rule}`).join('\n')}\n\t}`,
  )
  return `table ip kube-proxy {\n${[...printed, ...chainTexts].join('\n\n')}\n}`
}

function nftChains(portal: ServicePortal): NftablesTable['chains'] {
  const { clusterIP, port, endpoints } = portal
  const proto = portal.protocol.toLowerCase()
  const targets = endpoints.map(endpoint => `endpoint-${nftName(portal, endpoint)}`)
  const choice = targets.map((target, index) => `${index} : goto ${target}`).join(', ')
  return [
    {
      name: `service-${nftName(portal)}`,
      rules: [
        `ip daddr ${clusterIP} ${proto} dport ${port} ip saddr != ${POD_NETWORK} jump mark-for-masquerade`,
        `numgen random mod ${endpoints.length} vmap { ${choice} }`,
      ],
    },
    ...endpoints.map((endpoint, index) => ({
      name: targets[index] ?? '',
      rules: [
        `ip saddr ${endpoint.address} jump mark-for-masquerade`,
        `meta l4proto ${proto} dnat to ${endpoint.address}:${endpoint.port}`,
      ],
    })),
  ]
}

/** (pkg/proxy/nftables `servicePortChainNameBase`, `servicePortEndpointChainName`) */
function nftName(portal: ServicePortal, endpoint?: { readonly address: string; readonly port: number }): string {
  const { namespace, service, protocol, portName } = portal
  const own = `${namespace}/${service}/${protocol.toLowerCase()}/${portName}`
  const name = endpoint ? `${own}__${endpoint.address}/${endpoint.port}` : own
  return `${shortHash(name, 8)}-${name}`
}

/**
 * The virtual servers of ipvs mode: the kernel balances, and an interface of the node has every Service's address. Ports on
 * nodes are virtual servers of the node's own address. (pkg/proxy/ipvs `syncProxyRules`)
 */
export function ipvsTable(portals: readonly ServicePortal[], nodeAddress: string): IpvsTable {
  const server = ({ protocol, endpoints }: ServicePortal, address: string, port: number): VirtualServer => ({
    protocol,
    address,
    port,
    scheduler: 'rr',
    realServers: endpoints.map(endpoint => ({ ...endpoint, weight: 1 })),
  })
  return {
    addresses: [...new Set(portals.map(({ clusterIP }) => clusterIP))],
    virtualServers: portals.flatMap(portal => [
      server(portal, portal.clusterIP, portal.port),
      ...(portal.nodePort ? [server(portal, nodeAddress, portal.nodePort)] : []),
    ]),
  }
}

/** The virtual servers as `ipvsadm -Ln` prints them. */
export function printIpvsTable({ virtualServers }: IpvsTable): string {
  const lines = virtualServers.flatMap(({ protocol, address, port, scheduler, realServers }) => [
    `${protocol.padEnd(4)} ${address}:${port} ${scheduler}`,
    ...realServers.map(({ address, port, weight }) => {
      return `  -> ${`${address}:${port}`.padEnd(28)} Masq    ${String(weight).padEnd(6)} 0          0`
    }),
  ])
  return [
    'IP Virtual Server version 1.2.1 (size=4096)',
    'Prot LocalAddress:Port Scheduler Flags',
    '  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn',
    ...lines,
  ].join('\n')
}

/** The first characters of a SHA-256 digest in base 32. (pkg/proxy `portProtoHash`) */
function shortHash(text: string, length: number): string {
  const bits = Array.from(sha256(text), byte => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{5}/g) ?? []
  return groups
    .slice(0, length)
    .map(group => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(group, 2)))
    .join('')
}
