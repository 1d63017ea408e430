/*
 * As much of IndexedDB as the lab uses, in memory: stores by key, ranges, transactions that come one after the other, write
 * all or nothing, and end once nothing more is asked of them. What is written is copied. Keys are texts, or lists of texts and
 * numbers, in the order that the standard gives them.
 */

type Key = string | number | readonly Key[]
type Rows = Map<string, { readonly key: Key; readonly value: unknown }>

export class MemoryRange {
  readonly lower: Key
  readonly upper: Key

  constructor(lower: Key, upper: Key) {
    this.lower = lower
    this.upper = upper
  }

  static bound(lower: Key, upper: Key): MemoryRange {
    return new MemoryRange(lower, upper)
  }

  has(key: Key): boolean {
    return compared(this.lower, key) <= 0 && compared(key, this.upper) <= 0
  }
}

export class MemoryIndexedDb {
  /** By the store's name. */
  readonly stores = new Map<string, Rows>()
  readonly keyPaths = new Map<string, string | undefined>()
  /** Why nothing can be opened, or written. */
  forbids: 'nothing' | 'opening' | 'writing' = 'nothing'
  #last: Promise<void> = Promise.resolve()

  open(): object {
    const request: Request = { result: undefined }
    queueMicrotask(() => {
      if (this.forbids === 'opening') {
        request.error = new DOMException('refused', 'SecurityError')
        request.onerror?.()
        return
      }
      request.result = new MemoryDatabase(this)
      if (this.stores.size === 0) request.onupgradeneeded?.()
      request.onsuccess?.()
    })
    return request
  }

  /** The transaction's turn comes when those before it have ended. */
  inTurn(begin: (ended: () => void) => void): void {
    const before = this.#last
    this.#last = new Promise(resolve => {
      void before.then(() => begin(resolve))
    })
  }
}

interface Request {
  result: unknown
  error?: DOMException
  onsuccess?: () => void
  onerror?: () => void
  onupgradeneeded?: () => void
}

class MemoryDatabase {
  readonly #all: MemoryIndexedDb
  isClosed = false
  onversionchange: (() => void) | undefined
  onclose: (() => void) | undefined

  constructor(all: MemoryIndexedDb) {
    this.#all = all
  }

  createObjectStore(name: string, options?: { readonly keyPath: string }): void {
    this.#all.stores.set(name, new Map())
    this.#all.keyPaths.set(name, options?.keyPath)
  }

  transaction(names: string | readonly string[], mode: 'readonly' | 'readwrite' = 'readonly'): MemoryTransaction {
    if (this.isClosed) throw new DOMException('closed', 'InvalidStateError')
    return new MemoryTransaction(this.#all, new Set([names].flat()), mode)
  }

  close(): void {
    this.isClosed = true
  }
}

class MemoryTransaction {
  readonly #all: MemoryIndexedDb
  readonly #names: ReadonlySet<string>
  readonly #mode: 'readonly' | 'readwrite'
  readonly #asked: (() => void)[] = []
  readonly #before: ReadonlyMap<string, Rows>
  #copies = new Map<string, Rows>()
  #hasEnded = false
  error: DOMException | null = null
  oncomplete: (() => void) | undefined
  onabort: (() => void) | undefined
  onerror: (() => void) | undefined

  constructor(all: MemoryIndexedDb, names: ReadonlySet<string>, mode: 'readonly' | 'readwrite') {
    this.#all = all
    this.#names = names
    this.#mode = mode
    this.#before = all.stores
    all.inTurn(ended => {
      this.#copies = new Map([...this.#before].map(([name, rows]) => [name, new Map(rows)]))
      void this.#run(ended)
    })
  }

  objectStore(name: string) {
    if (!this.#names.has(name)) throw new DOMException(`${name} is not in this transaction`, 'NotFoundError')
    const rows = () => this.#copies.get(name) ?? new Map()
    const within = (range: MemoryRange) => {
      const found = [...rows().values()].filter(({ key }) => range.has(key))
      return found.toSorted((a, b) => compared(a.key, b.key))
    }
    const keyPath = this.#all.keyPaths.get(name)
    return {
      get: (key: Key) => this.#ask('readonly', () => structuredClone(rows().get(JSON.stringify(key))?.value)),
      getAll: (range?: MemoryRange) =>
        this.#ask('readonly', () =>
          (range ? within(range) : [...rows().values()]).map(({ value }) => structuredClone(value)),
        ),
      getAllKeys: (range: MemoryRange) => this.#ask('readonly', () => within(range).map(({ key }) => key)),
      put: (value: unknown, key?: Key) => {
        const own = keyPath === undefined ? key : (value as Record<string, Key>)[keyPath]
        if (own === undefined) throw new DOMException('no key', 'DataError')
        const copy = structuredClone(value)
        return this.#ask('readwrite', () => {
          if (this.#all.forbids === 'writing') throw new DOMException('full', 'QuotaExceededError')
          rows().set(JSON.stringify(own), { key: own, value: copy })
        })
      },
      delete: (key: Key | MemoryRange) =>
        this.#ask('readwrite', () => {
          if (key instanceof MemoryRange) for (const one of within(key)) rows().delete(JSON.stringify(one.key))
          else rows().delete(JSON.stringify(key))
        }),
      clear: () => this.#ask('readwrite', () => rows().clear()),
    }
  }

  #ask(needs: 'readonly' | 'readwrite', work: () => unknown): Request {
    if (needs === 'readwrite' && this.#mode === 'readonly') throw new DOMException('readonly', 'ReadOnlyError')
    if (this.#hasEnded) throw new DOMException('it has ended', 'TransactionInactiveError')
    const request: Request = { result: undefined }
    this.#asked.push(() => {
      request.result = work()
      request.onsuccess?.()
    })
    return request
  }

  async #run(ended: () => void): Promise<void> {
    try {
      // What an answer leads to may ask for more.
      for (let idle = 0; idle < 2; ) {
        const next = this.#asked.shift()
        if (next) next()
        idle = next ? 0 : idle + 1
        await new Promise(resolve => setImmediate(resolve))
      }
      this.#hasEnded = true
      if (this.#mode === 'readwrite') for (const [name, rows] of this.#copies) this.#all.stores.set(name, rows)
      this.oncomplete?.()
    } catch (error) {
      this.#hasEnded = true
      this.error = error as DOMException
      this.onabort?.()
    }
    ended()
  }
}

/** Numbers come before texts, and those before lists. */
function compared(a: Key, b: Key): number {
  const [one, other] = [rank(a), rank(b)]
  if (one !== other) return one - other
  if (!Array.isArray(a) || !Array.isArray(b)) return a < b ? -1 : a > b ? 1 : 0
  for (const [index, each] of a.entries()) {
    if (index >= b.length) return 1
    const order = compared(each, b[index])
    if (order !== 0) return order
  }
  return a.length - b.length
}

function rank(key: Key): number {
  return typeof key === 'number' ? 0 : typeof key === 'string' ? 1 : 2
}
