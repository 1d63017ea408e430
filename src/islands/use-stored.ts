import { useLayoutEffect, useState } from 'preact/hooks'

/** What an island needs of a store: to hear its value, now and whenever it changes. */
interface Stored<Value> {
  readonly subscribe: (listener: (value: Value) => void) => () => void
}

/** A store's value; `atFirst` until the island is alive, so that it wakes exactly as it was drawn at build time. */
export function useStored<Value>(store: Stored<Value>, atFirst: Value): Value {
  const [value, setValue] = useState(atFirst)
  useLayoutEffect(() => store.subscribe(next => setValue(() => next)), [store])
  return value
}
