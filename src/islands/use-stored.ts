import type { ReadableAtom } from 'nanostores'
import { useLayoutEffect, useState } from 'preact/hooks'

/** A store's value; `atFirst` until the island is alive, so that it wakes exactly as it was drawn at build time. */
export function useStored<Value>(store: ReadableAtom<Value>, atFirst: Value): Value {
  const [value, setValue] = useState(atFirst)
  useLayoutEffect(() => store.subscribe(next => setValue(() => next as Value)), [store])
  return value
}
