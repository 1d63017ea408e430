import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { browserDisk, eraseLabs, whenErased } from '../../../src/stores/lab-disk.ts'
import { Erased, type LabRecord } from '../../../src/stores/lab-storage.ts'
import { awake } from './lab-keeping.ts'
import { MemoryIndexedDb, MemoryRange } from './memory-indexed-db.ts'

let all: MemoryIndexedDb
let listeners: (() => void)[]

class Channel {
  set onmessage(heard: () => void) {
    listeners.push(heard)
  }

  postMessage(): void {
    for (const heard of listeners) heard()
  }
}

beforeEach(() => {
  all = new MemoryIndexedDb()
  listeners = []
  vi.stubGlobal('indexedDB', all)
  vi.stubGlobal('IDBKeyRange', MemoryRange)
  vi.stubGlobal('BroadcastChannel', Channel)
})

afterEach(() => vi.unstubAllGlobals())

function recordOf(tab: string, savedAt: number): LabRecord {
  return { format: 1, tab, savedAt, state: { moments: [], labels: [], position: 0, terminal: [], forgotten: 0 } }
}

const rowsIn = (store: string) => [...(all.stores.get(store)?.values() ?? [])].map(({ key }) => key)

describe('what a browser keeps of labs', () => {
  test('is nothing at first', async () => {
    expect(await browserDisk().read('a')).toBeUndefined()
  })

  test('is a record and its pages by tab; a tab without one finds the latest', async () => {
    const disk = browserDisk()
    for (const [tab, at] of [
      ['a', 1],
      ['b', 3],
      ['c', 2],
    ] as const) {
      await disk.writePages(tab, [
        [1, { of: tab }],
        [2, { more: tab }],
      ])
      await disk.writeRecord(recordOf(tab, at), [])
    }
    const again = browserDisk()
    expect(await again.read('c')).toEqual({
      record: recordOf('c', 2),
      pages: new Map([
        [1, { of: 'c' }],
        [2, { more: 'c' }],
      ]),
    })
    expect((await again.read('new'))?.record.tab).toBe('b')
  })

  test('loses the pages that are no longer named, and no other tab’s', async () => {
    const disk = browserDisk()
    await disk.writePages('a', [
      [1, {}],
      [2, {}],
      [10, {}],
    ])
    await disk.writePages('ab', [[1, {}]])
    await disk.writeRecord(recordOf('a', 1), [2])
    expect([...((await disk.read('a'))?.pages.keys() ?? [])]).toEqual([1, 10])
    expect(rowsIn('pages')).toContainEqual(['ab', 1])
  })

  test('of tabs that are long gone is forgotten, but for the eight latest', async () => {
    const disk = browserDisk()
    const day = 24 * 3600 * 1000
    for (let tab = 0; tab < 12; tab += 1) {
      await disk.writePages(`t${tab}`, [[1, {}]])
      await disk.writeRecord(recordOf(`t${tab}`, tab * 2 * day), [])
    }
    await disk.read('mine')
    await vi.waitFor(() => expect(rowsIn('records')).toHaveLength(8))
    expect(rowsIn('records')).not.toContain('t3')
    expect(rowsIn('pages')).toHaveLength(8)
  })

  test('of many tabs of one day is all kept', async () => {
    const disk = browserDisk()
    for (let tab = 0; tab < 12; tab += 1) await disk.writeRecord(recordOf(`t${tab}`, tab), [])
    await disk.read('mine')
    await disk.read('mine')
    expect(rowsIn('records')).toHaveLength(12)
  })

  test('cannot be read where the browser forbids it, which is asked again the next time', async () => {
    const disk = browserDisk()
    all.forbids = 'opening'
    await expect(disk.read('a')).rejects.toThrow('refused')
    all.forbids = 'nothing'
    expect(await disk.read('a')).toBeUndefined()
  })

  test('is written whole or not at all', async () => {
    const disk = browserDisk()
    await disk.writeRecord(recordOf('a', 1), [])
    all.forbids = 'writing'
    await expect(disk.writeRecord(recordOf('a', 2), [])).rejects.toMatchObject({ name: 'QuotaExceededError' })
    expect((await disk.read('a'))?.record.savedAt).toBe(1)
  })
})

describe('erasing', () => {
  test('forgets the labs of every tab, and tells those that are open', async () => {
    const disk = browserDisk()
    await disk.writePages('a', [[1, {}]])
    await disk.writeRecord(recordOf('a', 1), [])
    const heard = vi.fn()
    whenErased(heard)
    await eraseLabs()
    expect(heard).toHaveBeenCalledOnce()
    expect(await browserDisk().read('a')).toBeUndefined()
  })

  test('is not undone by a tab that has not heard of it: neither record nor pages come back', async () => {
    const [disk, fresh] = [browserDisk(), browserDisk()]
    await disk.read('a')
    await fresh.read('b')
    await disk.writeRecord(recordOf('a', 1), [])
    await eraseLabs()
    for (const [each, tab] of [
      [disk, 'a'],
      [fresh, 'b'],
    ] as const) {
      await each.writePages(tab, [[1, {}]])
      await expect(each.writeRecord(recordOf(tab, 2), [])).rejects.toThrow(Erased)
    }
    expect([rowsIn('records'), rowsIn('pages').length]).toEqual([[], 1])
    // Once it has looked again it may.
    await disk.read('a')
    await disk.writeRecord(recordOf('a', 3), [])
    expect((await browserDisk().read('a'))?.record.savedAt).toBe(3)
  })
})

test('a lab goes through it whole, with its history', async () => {
  const page = await awake(browserDisk())
  await page.ask({ type: 'run', line: 'kubectl cordon kind-worker' })
  await page.ask({ type: 'run', line: 'kubectl cordon kind-worker2' })
  await page.bench.settled()
  const again = await awake(browserDisk())
  expect(again.view.rooms.map(({ cordoned }) => cordoned)).toEqual([false, true, true])
  await again.ask({ type: 'undo' })
  expect(again.view.rooms.map(({ cordoned }) => cordoned)).toEqual([false, true, false])
})
