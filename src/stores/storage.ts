import { setPersistentEngine, windowPersistentEvents } from '@nanostores/persistent'

/*
 * Where stores keep what must outlive the page: localStorage, as far as the browser lets us. Forbidden (the very access
 * throws), full (a write throws) or emptied behind our back, the page goes on from memory and loses nothing while it is open.
 */

const PREFIX = 'passepartout:'
/** What could not be written to disk: it stands above what is there. */
const memory = new Map<string, string>()
let erased = false

/** Every key this course has written begins so; nothing else in the origin's storage is ours. */
export function storageKey(name: string): string {
  return PREFIX + name
}

/** Forgets everything that this course keeps in the browser, in memory and on disk. The page must be loaded anew. */
export function eraseStorage(): void {
  erased = true
  memory.clear()
  for (const key of storedKeys()) attempt(() => localStorage.removeItem(key))
  attempt(() => sessionStorage.clear())
}

/** Whether all was forgotten: what a page keeps as it ends would outlive it then. */
export function wasErased(): boolean {
  return erased
}

/** Whether what is written now will still be there after the page is closed. */
export function storageWorks(): boolean {
  const probe = storageKey('probe')
  return (
    attempt(() => {
      localStorage.setItem(probe, probe)
      localStorage.removeItem(probe)
      return true
    }) ?? false
  )
}

/** What is kept under a key (`storageKey`), if anything. */
export function readStored(key: string): string | undefined {
  return memory.get(key) ?? attempt(() => localStorage.getItem(key)) ?? undefined
}

/** Keeps a value under a key; where the disk refuses it, for as long as the page is open. */
export function writeStored(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
    memory.delete(key)
  } catch {
    memory.set(key, value)
  }
}

const storage = new Proxy<Record<string, string>>(
  {},
  {
    get: (_, key: string) => readStored(key),
    set: (_, key: string, value: string) => {
      writeStored(key, value)
      return true
    },
    deleteProperty: (_, key: string) => {
      memory.delete(key)
      attempt(() => localStorage.removeItem(key))
      return true
    },
    has: (_, key: string) => readStored(key) !== undefined,
    ownKeys: () => [...new Set([...storedKeys(), ...memory.keys()])],
    getOwnPropertyDescriptor: (_, key: string) => {
      const value = readStored(key)
      return value === undefined ? undefined : { value, enumerable: true, configurable: true, writable: true }
    },
  },
)

function storedKeys(): string[] {
  return attempt(() => Object.keys(localStorage).filter(key => key.startsWith(PREFIX))) ?? []
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}

if (!import.meta.env.SSR) setPersistentEngine(storage, windowPersistentEvents)
