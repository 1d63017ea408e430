/**
 * A map from text to values that is never changed: an entry more or less makes a new map that shares all but one page with
 * the old one. Its keys are in order, so that everything under a prefix is one run. With 50 000 entries a change copies some
 * hundred references, where copying a `Map` would copy them all.
 */
export interface SortedMap<V> {
  readonly size: number
  /** Never empty ones; every key of a page is smaller than every key of the next. */
  readonly pages: readonly Page<V>[]
}

interface Page<V> {
  readonly keys: readonly string[]
  readonly values: readonly V[]
}

/** A page that grows beyond this is cut in two. */
const PAGE_SIZE = 256

const EMPTY: SortedMap<never> = { size: 0, pages: [] }

/** A map of these entries; of two with one key the later counts. */
export function sortedMapOf<V>(entries: Iterable<readonly [string, V]> = []): SortedMap<V> {
  const sorted = [...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : 1))
  if (sorted.length === 0) return EMPTY
  const pages: Page<V>[] = []
  // Half full, so that what comes next does not cut every page.
  for (let start = 0; start < sorted.length; start += PAGE_SIZE / 2) {
    const run = sorted.slice(start, start + PAGE_SIZE / 2)
    pages.push({ keys: run.map(([key]) => key), values: run.map(([, value]) => value) })
  }
  return { size: sorted.length, pages }
}

/** The value of a key; `undefined` if there is none. */
export function valueAt<V>(map: SortedMap<V>, key: string): V | undefined {
  const page = map.pages[pageFor(map, key)]
  if (!page) return undefined
  const at = placeOf(page.keys, key)
  return page.keys[at] === key ? page.values[at] : undefined
}

/** The map with this value at this key, whether or not there was one. */
export function withEntry<V>(map: SortedMap<V>, key: string, value: V): SortedMap<V> {
  const index = pageFor(map, key)
  const page = map.pages[index]
  if (!page) return { size: 1, pages: [{ keys: [key], values: [value] }] }
  const at = placeOf(page.keys, key)
  if (page.keys[at] === key) {
    if (page.values[at] === value) return map
    return { size: map.size, pages: map.pages.with(index, { keys: page.keys, values: page.values.with(at, value) }) }
  }
  const keys = page.keys.toSpliced(at, 0, key)
  const values = page.values.toSpliced(at, 0, value)
  return { size: map.size + 1, pages: map.pages.toSpliced(index, 1, ...cut({ keys, values })) }
}

/** The map without this key; the same map if it has none. */
export function withoutEntry<V>(map: SortedMap<V>, key: string): SortedMap<V> {
  const index = pageFor(map, key)
  const page = map.pages[index]
  const at = page ? placeOf(page.keys, key) : 0
  if (!page || page.keys[at] !== key) return map
  if (page.keys.length === 1) return { size: map.size - 1, pages: map.pages.toSpliced(index, 1) }
  const rest = { keys: page.keys.toSpliced(at, 1), values: page.values.toSpliced(at, 1) }
  return { size: map.size - 1, pages: map.pages.with(index, rest) }
}

/** The entries whose keys start with `prefix`, in the order of their keys; all of them without one. */
export function* entriesUnder<V>(map: SortedMap<V>, prefix = ''): Generator<readonly [string, V]> {
  for (let index = Math.max(0, pageFor(map, prefix)); index < map.pages.length; index += 1) {
    const { keys, values } = map.pages[index] as Page<V>
    for (let at = placeOf(keys, prefix); at < keys.length; at += 1) {
      const key = keys[at] as string
      if (!key.startsWith(prefix)) return
      yield [key, values[at] as V]
    }
  }
}

/** The values of `entriesUnder`. */
export function valuesUnder<V>(map: SortedMap<V>, prefix = ''): readonly V[] {
  if (prefix === '') return map.pages.flatMap(page => page.values)
  return Array.from(entriesUnder(map, prefix), ([, value]) => value)
}

/** The first entry; `undefined` of an empty map. */
export function firstEntry<V>(map: SortedMap<V>): readonly [string, V] | undefined {
  const page = map.pages[0]
  return page && [page.keys[0] as string, page.values[0] as V]
}

/** The last page whose first key is not beyond `key`; the first if there is none such, -1 without any. */
function pageFor(map: SortedMap<unknown>, key: string): number {
  let low = 0
  let high = map.pages.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((map.pages[middle]?.keys[0] ?? '') <= key) low = middle + 1
    else high = middle
  }
  return low > 0 || map.pages.length === 0 ? low - 1 : 0
}

/** Where `key` stands in sorted keys, or would. */
function placeOf(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] as string) < key) low = middle + 1
    else high = middle
  }
  return low
}

function cut<V>(page: Page<V>): readonly Page<V>[] {
  if (page.keys.length <= PAGE_SIZE) return [page]
  const middle = page.keys.length >> 1
  return [
    { keys: page.keys.slice(0, middle), values: page.values.slice(0, middle) },
    { keys: page.keys.slice(middle), values: page.values.slice(middle) },
  ]
}
