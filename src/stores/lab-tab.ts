import { storageKey } from './storage.ts'

/** A tab's name outlives a reload of it; no other tab goes by it, not even one that the browser made as its copy. */
export async function labTab(): Promise<string> {
  const known = read()
  if (known !== undefined && (await isOurs(known))) return known
  const name = crypto.randomUUID()
  write(name)
  await isOurs(name)
  return name
}

const KEY = storageKey('lab-tab')

/** Takes the lock of that name, and keeps it as long as the page lives. Where there are no locks, everything is ours. */
function isOurs(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true)
  return new Promise(resolve => {
    const held = navigator.locks.request(`${KEY}:${name}`, { ifAvailable: true }, lock => {
      resolve(lock !== null)
      return lock ? new Promise<void>(() => {}) : undefined
    })
    held.catch(() => resolve(true))
  })
}

function read(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined
  } catch {
    return undefined
  }
}

function write(name: string): void {
  try {
    sessionStorage.setItem(KEY, name)
  } catch {
    // Without storage the tab begins anew each time.
  }
}
