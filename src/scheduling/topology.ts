import type { NodeTable, Topology } from './node-table.ts'

/** The domains of a topology key. Nodes do not change their labels within a table: it is worked out once. */
export function topologyOf(table: NodeTable, topologyKey: string): Topology {
  const known = table.topologies.get(topologyKey)
  if (known) return known
  const numbers = new Map<string, number>()
  const domainOf = new Int32Array(table.nodes.length).fill(-1)
  for (const [row, labels] of table.labels.entries()) {
    if (!Object.hasOwn(labels, topologyKey)) continue
    const domain = labels[topologyKey] ?? ''
    const number = numbers.get(domain) ?? numbers.size
    numbers.set(domain, number)
    domainOf[row] = number
  }
  const topology = { domainOf, domains: [...numbers.keys()] }
  table.topologies.set(topologyKey, topology)
  return topology
}
