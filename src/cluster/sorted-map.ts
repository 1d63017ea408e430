/**
 * A map from text to values that is never changed: an entry more or less makes a new map that shares with the old one all but
 * the few nodes above that entry. Its keys are in order, so that everything under a prefix is one run. (a B+ tree)
 */
export interface SortedMap<V> {
  readonly size: number
  readonly root: Tree<V>
}

type Tree<V> = Leaf<V> | Branch<V>

/** Some neighbouring entries. Maps that come from one another share all leaves in which nothing has changed. */
export interface Leaf<V> {
  readonly keys: readonly string[]
  readonly values: readonly V[]
}

interface Branch<V> {
  /** For each child a text that none of its keys comes before, and all keys of the child before it do. */
  readonly keys: readonly string[]
  readonly children: readonly Tree<V>[]
}

/** What grows beyond this is cut in two: small enough to be copied often, large enough for few levels. */
const WIDTH = 32

const EMPTY: SortedMap<never> = { size: 0, root: { keys: [], values: [] } }

/** A map of these entries; of two with one key the later counts. */
export function sortedMapOf<V>(entries: Iterable<readonly [string, V]> = []): SortedMap<V> {
  const byKey = new Map(entries)
  if (byKey.size === 0) return EMPTY
  // Without a comparison of our own the engine sorts text several times as fast.
  const sorted = [...byKey.keys()].sort()
  // Not quite full, so that what comes next does not cut every leaf.
  let level: readonly Tree<V>[] = chunks(sorted, WIDTH / 2).map(run => ({
    keys: run,
    values: run.map(key => byKey.get(key) as V),
  }))
  while (level.length > 1) level = chunks(level, WIDTH / 2).map(branchOf)
  return { size: sorted.length, root: level[0] ?? EMPTY.root }
}

/** The entries in the pieces in which they are held. */
export function leavesOf<V>({ root }: SortedMap<V>): readonly Leaf<V>[] {
  const leaves: Leaf<V>[] = []
  visit(root, '', leaf => leaves.push(leaf))
  return leaves
}

/** The map of leaves that `leavesOf` gave, in their order; it holds those very leaves. */
export function sortedMapOfLeaves<V>(leaves: readonly Leaf<V>[]): SortedMap<V> {
  let level: readonly Tree<V>[] = leaves
  while (level.length > 1) level = chunks(level, WIDTH / 2).map(branchOf)
  return { size: leaves.reduce((sum, { keys }) => sum + keys.length, 0), root: level[0] ?? EMPTY.root }
}

/** The keys under which two maps do not hold the same value, in their order. What both share is not looked at. */
export function differences<V>(before: SortedMap<V>, after: SortedMap<V>): readonly string[] {
  const known = new Set(leavesOf(before))
  const own = leavesOf(after).filter(leaf => !known.delete(leaf))
  const entries = (leaves: Iterable<Leaf<V>>) => {
    return new Map([...leaves].flatMap(({ keys, values }) => keys.map((key, at) => [key, values[at] as V] as const)))
  }
  const [old, now] = [entries(known), entries(own)]
  const keys = new Set([...old.keys(), ...now.keys()])
  return [...keys].filter(key => old.get(key) !== now.get(key)).sort()
}

/** The value of a key; `undefined` if there is none. */
export function valueAt<V>({ root }: SortedMap<V>, key: string): V | undefined {
  let tree = root
  while ('children' in tree) tree = tree.children[childFor(tree.keys, key)] as Tree<V>
  const at = placeOf(tree.keys, key)
  return tree.keys[at] === key ? tree.values[at] : undefined
}

/** The map with this value at this key, whether or not there was one. */
export function withEntry<V>(map: SortedMap<V>, key: string, value: V): SortedMap<V> {
  const old = valueAt(map, key)
  if (old === value && old !== undefined) return map
  const parts = put(map.root, key, value)
  const root = parts.length === 1 ? (parts[0] as Tree<V>) : branchOf(parts)
  return { size: old === undefined ? map.size + 1 : map.size, root }
}

/** The map without this key; the same map if it has none. */
export function withoutEntry<V>(map: SortedMap<V>, key: string): SortedMap<V> {
  if (valueAt(map, key) === undefined) return map
  let root = drop(map.root, key)
  while (root && 'children' in root && root.children.length === 1) root = root.children[0]
  return root ? { size: map.size - 1, root } : EMPTY
}

/** The entries whose keys start with `prefix`, in the order of their keys; all of them without one. */
export function entriesUnder<V>({ root }: SortedMap<V>, prefix = ''): readonly (readonly [string, V])[] {
  const found: [string, V][] = []
  visit(root, prefix, ({ keys, values }, from, to) => {
    for (let at = from; at < to; at += 1) found.push([keys[at] as string, values[at] as V])
  })
  return found
}

/** The values of `entriesUnder`. */
export function valuesUnder<V>({ root }: SortedMap<V>, prefix = ''): readonly V[] {
  const found: V[] = []
  visit(root, prefix, ({ values }, from, to) => {
    for (let at = from; at < to; at += 1) found.push(values[at] as V)
  })
  return found
}

/** The first entry; `undefined` of an empty map. */
export function firstEntry<V>({ root }: SortedMap<V>): readonly [string, V] | undefined {
  let tree = root
  while ('children' in tree) tree = tree.children[0] as Tree<V>
  const [key] = tree.keys
  return key === undefined ? undefined : [key, tree.values[0] as V]
}

function put<V>(tree: Tree<V>, key: string, value: V): readonly Tree<V>[] {
  if ('children' in tree) {
    const index = childFor(tree.keys, key)
    const parts = put(tree.children[index] as Tree<V>, key, value)
    // Only what comes before everything changes where a child begins.
    const begins = key < (tree.keys[index] as string) ? tree.keys.with(index, key) : tree.keys
    const [first, second] = parts
    if (!second) return [{ keys: begins, children: tree.children.with(index, first as Tree<V>) }]
    const keys = begins.toSpliced(index + 1, 0, firstKey(second))
    const children = tree.children.toSpliced(index, 1, ...parts)
    if (children.length <= WIDTH) return [{ keys, children }]
    const [left = [], right = []] = halves(children)
    return [
      { keys: keys.slice(0, left.length), children: left },
      { keys: keys.slice(left.length), children: right },
    ]
  }
  const at = placeOf(tree.keys, key)
  if (tree.keys[at] === key) return [{ keys: tree.keys, values: tree.values.with(at, value) }]
  const keys = tree.keys.toSpliced(at, 0, key)
  const values = tree.values.toSpliced(at, 0, value)
  if (keys.length <= WIDTH) return [{ keys, values }]
  const [left = [], right = []] = halves(keys)
  return [
    { keys: left, values: values.slice(0, left.length) },
    { keys: right, values: values.slice(left.length) },
  ]
}

/** `undefined`: nothing is left. */
function drop<V>(tree: Tree<V>, key: string): Tree<V> | undefined {
  if ('children' in tree) {
    const index = childFor(tree.keys, key)
    const child = drop(tree.children[index] as Tree<V>, key)
    if (child) return { keys: tree.keys, children: tree.children.with(index, child) }
    if (tree.children.length === 1) return undefined
    return { keys: tree.keys.toSpliced(index, 1), children: tree.children.toSpliced(index, 1) }
  }
  if (tree.keys.length === 1) return undefined
  const at = placeOf(tree.keys, key)
  return { keys: tree.keys.toSpliced(at, 1), values: tree.values.toSpliced(at, 1) }
}

/** Shows every leaf that has keys with the prefix, and which; tells whether there can be more. */
function visit<V>(tree: Tree<V>, prefix: string, show: (leaf: Leaf<V>, from: number, to: number) => void): boolean {
  if ('children' in tree) {
    for (let index = childFor(tree.keys, prefix); index < tree.children.length; index += 1) {
      if (!visit(tree.children[index] as Tree<V>, prefix, show)) return false
    }
    return true
  }
  const from = placeOf(tree.keys, prefix)
  let to = from
  while (to < tree.keys.length && (tree.keys[to] as string).startsWith(prefix)) to += 1
  if (to > from) show(tree, from, to)
  return to === tree.keys.length
}

/** The last child whose first key is not beyond `key`; the first if there is none such. */
function childFor(keys: readonly string[], key: string): number {
  const at = placeOf(keys, key)
  return keys[at] === key ? at : Math.max(0, at - 1)
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

function branchOf<V>(children: readonly Tree<V>[]): Branch<V> {
  return { keys: children.map(firstKey), children }
}

function firstKey(tree: Tree<unknown>): string {
  return tree.keys[0] ?? ''
}

function halves<T>(list: readonly T[]): readonly (readonly T[])[] {
  const middle = list.length >> 1
  return [list.slice(0, middle), list.slice(middle)]
}

function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )
}
