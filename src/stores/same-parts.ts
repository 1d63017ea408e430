/**
 * `after`, in which everything that is the same as in `before` is the very value of `before`: what draws from it sees at a
 * glance what has changed. Plain JSON; elements of lists that have an `id`, a `uid` or a `name` are found again by it.
 */
export function keepSame<T>(before: unknown, after: T): T {
  if (Object.is(before, after) || typeof before !== 'object' || typeof after !== 'object') return after
  if (before === null || after === null || Array.isArray(before) !== Array.isArray(after)) return after
  const kept = Array.isArray(after) ? keepList(before as readonly unknown[], after) : keepFields(before, after)
  return sameShallow(before, kept) ? (before as T) : (kept as T)
}

/** A view with some parts new; what is the same in them stays the same value. */
export function withParts<V extends object>(view: V | undefined, parts: Partial<V>): V {
  return keepSame(view, { ...view, ...parts } as V)
}

function keepList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const byName = new Map(before.map(item => [nameOf(item), item]))
  return after.map((item, index) => {
    const name = nameOf(item)
    return keepSame(name === undefined ? before[index] : byName.get(name), item)
  })
}

function keepFields(before: object, after: object): object {
  const fields = Object.entries(after).map(([name, value]) => {
    return [name, Object.hasOwn(before, name) ? keepSame(before[name as never], value) : value]
  })
  return Object.fromEntries(fields)
}

function nameOf(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return undefined
  const { uid, id, name } = item as Readonly<Record<string, unknown>>
  return uid ?? id ?? name
}

function sameShallow(a: object, b: object): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every(name => Object.is(a[name as never], b[name as never]))
}
