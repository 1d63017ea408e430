import type { NodeTable } from './node-table.ts'
import { topologyOf } from './topology.ts'

/** Amounts by domain, for any number of topology keys; nodes that do not carry a key's label have no domain. */
export interface DomainSums {
  /** Adds an amount to the domain of a row. */
  add(topologyKey: string, row: number, amount: number): void
  /** Adds to the domain of every row its count, `times` over. */
  addAll(topologyKey: string, counts: Int32Array, times?: number): void
  /** The sum in the domain of a row. */
  of(topologyKey: string, row: number): number
  /** Whether that sum is more than nothing. */
  has(topologyKey: string, row: number): boolean
  /** The keys to which anything was added. */
  keys(): readonly string[]
  /** Whether nothing is left of what was added. */
  isEmpty(): boolean
}

/** Sums that are all nothing yet. */
export function domainSums(table: NodeTable): DomainSums {
  const sums = new Map<string, Float64Array>()
  let all = 0
  const add = (topologyKey: string, row: number, amount: number) => {
    const { domainOf, domains } = topologyOf(table, topologyKey)
    const domain = domainOf[row] ?? -1
    if (domain < 0) return
    const byDomain = sums.get(topologyKey) ?? new Float64Array(domains.length)
    byDomain[domain] = (byDomain[domain] ?? 0) + amount
    sums.set(topologyKey, byDomain)
    all += amount
  }
  const of = (topologyKey: string, row: number) =>
    sums.get(topologyKey)?.[topologyOf(table, topologyKey).domainOf[row] ?? -1] ?? 0
  return {
    add,
    addAll(topologyKey, counts, times = 1) {
      for (const [row, count] of counts.entries()) if (count > 0) add(topologyKey, row, count * times)
    },
    of,
    has: (topologyKey, row) => of(topologyKey, row) > 0,
    keys: () => [...sums.keys()],
    isEmpty: () => all === 0,
  }
}
