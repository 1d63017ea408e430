import { afterEach, beforeEach, expect, test, vi } from 'vitest'

/** A localStorage of which any part can be made to fail. */
function fakeStorage(initial: Record<string, string> = {}) {
  const items: Record<string, string> = { ...initial }
  const methods = {
    getItem: (key: string) => items[key] ?? null,
    setItem: (key: string, value: string) => {
      items[key] = value
    },
    removeItem: (key: string) => {
      delete items[key]
    },
  }
  for (const [name, method] of Object.entries(methods)) {
    Object.defineProperty(items, name, { value: method, enumerable: false, configurable: true, writable: true })
  }
  return items as Record<string, string> & typeof methods
}

beforeEach(() => vi.resetModules())
afterEach(() => vi.unstubAllGlobals())

async function load(localStorage: unknown) {
  vi.stubGlobal('localStorage', localStorage)
  vi.stubGlobal('sessionStorage', fakeStorage())
  return import('../../../src/stores/storage.ts')
}

test('what is written is on disk and is read back', async () => {
  const disk = fakeStorage()
  const { readStored, writeStored } = await load(disk)
  writeStored('passepartout:a', '1')
  expect([disk['passepartout:a'], readStored('passepartout:a')]).toEqual(['1', '1'])
})

test('with a full disk the last value is kept in memory, and stands above the old one on disk', async () => {
  const disk = fakeStorage({ 'passepartout:a': 'old' })
  disk.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  const { readStored, writeStored, storageWorks } = await load(disk)
  writeStored('passepartout:a', 'new')
  expect([disk['passepartout:a'], readStored('passepartout:a'), storageWorks()]).toEqual(['old', 'new', false])
})

test('with storage forbidden everything goes on in memory', async () => {
  const { readStored, writeStored, storageWorks, eraseStorage } = await load(
    new Proxy(
      {},
      {
        get: () => {
          throw new DOMException('forbidden', 'SecurityError')
        },
        ownKeys: () => {
          throw new DOMException('forbidden', 'SecurityError')
        },
      },
    ),
  )
  writeStored('passepartout:a', '1')
  expect([readStored('passepartout:a'), storageWorks()]).toEqual(['1', false])
  eraseStorage()
  expect(readStored('passepartout:a')).toBeUndefined()
})

test('erasing takes what is ours and leaves what is not', async () => {
  const disk = fakeStorage({ 'passepartout:a': '1', 'passepartout:b:c': '2', 'someone:else': '3' })
  const { eraseStorage } = await load(disk)
  eraseStorage()
  expect(Object.keys(disk)).toEqual(['someone:else'])
})
