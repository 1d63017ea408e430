import { type Disk, Erased, type LabRecord } from './lab-storage.ts'

/* IndexedDB, as the lab's keeper uses it: records by tab, pages by tab and number. */

const DATABASE = 'passepartout-lab'
const RECORDS = 'records'
const PAGES = 'pages'

/** Beside the pages, under the name of no tab: how often everything was erased. */
const ERASURES = ['', -1]
/** Where those who keep a lab hear of it at once. */
const CHANNEL = DATABASE

/** Of the labs of other tabs so many are kept, and those that were there on the latest day: their tabs may be open. */
const MOST_RECORDS = 8
const A_DAY = 24 * 3600 * 1000

/** The disk of this browser. It is opened when it is first needed. */
export function browserDisk(): Disk {
  let erasures: unknown
  let opened: Promise<IDBDatabase> | undefined
  const database = () => {
    opened ??= open().then(
      database => {
        // A later version, or whoever clears the browser, does not wait for this tab.
        database.onversionchange = () => {
          database.close()
          opened = undefined
        }
        database.onclose = () => {
          opened = undefined
        }
        return database
      },
      error => {
        opened = undefined
        throw error
      },
    )
    return opened
  }
  return {
    read: async tab => {
      const transaction = (await database()).transaction([RECORDS, PAGES])
      erasures = await result(transaction.objectStore(PAGES).get(ERASURES))
      const records = (await result(transaction.objectStore(RECORDS).getAll())) as readonly LabRecord[]
      const latest = records.toSorted((a, b) => b.savedAt - a.savedAt)[0]
      const record = records.find(one => one.tab === tab) ?? latest
      if (!record) return undefined
      const range = pagesOf(record.tab)
      const [keys, values] = await Promise.all([
        result(transaction.objectStore(PAGES).getAllKeys(range)),
        result(transaction.objectStore(PAGES).getAll(range)),
      ])
      const pages = new Map(keys.map((key, index) => [(key as [string, number])[1], values[index] as unknown]))
      void forget(await database(), records, tab)
      return { record, pages }
    },
    writePages: async (tab, pages) => {
      const transaction = (await database()).transaction(PAGES, 'readwrite')
      for (const [number, page] of pages) transaction.objectStore(PAGES).put(page, [tab, number])
      await settled(transaction)
    },
    writeRecord: async (record, unused) => {
      const transaction = (await database()).transaction([RECORDS, PAGES], 'readwrite')
      const pages = transaction.objectStore(PAGES)
      const isErased = (await result(pages.get(ERASURES))) !== erasures
      if (isErased) pages.delete(pagesOf(record.tab))
      else {
        transaction.objectStore(RECORDS).put(record)
        for (const number of unused) pages.delete([record.tab, number])
      }
      await settled(transaction)
      if (isErased) throw new Erased()
    },
  }
}

/** Forgets the labs of every tab, and tells those that are open. Rejects where the browser refuses. */
export async function eraseLabs(): Promise<void> {
  const transaction = (await open()).transaction([RECORDS, PAGES], 'readwrite')
  const pages = transaction.objectStore(PAGES)
  const before = await result<unknown>(pages.get(ERASURES))
  transaction.objectStore(RECORDS).clear()
  pages.clear()
  pages.put((typeof before === 'number' ? before : 0) + 1, ERASURES)
  await settled(transaction)
  new BroadcastChannel(CHANNEL).postMessage('erased')
}

/** Calls `heard` whenever the labs of every tab are forgotten. */
export function whenErased(heard: () => void): void {
  if ('BroadcastChannel' in globalThis) new BroadcastChannel(CHANNEL).onmessage = heard
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore(RECORDS, { keyPath: 'tab' })
    request.result.createObjectStore(PAGES)
  }
  return result(request)
}

/** Forgets the labs of tabs that are long gone. What cannot be forgotten now is so later. */
async function forget(database: IDBDatabase, records: readonly LabRecord[], own: string): Promise<void> {
  const others = records.filter(({ tab }) => tab !== own).toSorted((a, b) => b.savedAt - a.savedAt)
  const latest = others[0]?.savedAt ?? 0
  const old = others.filter(({ savedAt }, index) => index >= MOST_RECORDS && latest - savedAt > A_DAY)
  if (old.length === 0) return
  const transaction = database.transaction([RECORDS, PAGES], 'readwrite')
  for (const { tab } of old) {
    transaction.objectStore(RECORDS).delete(tab)
    transaction.objectStore(PAGES).delete(pagesOf(tab))
  }
  await settled(transaction).catch(() => {})
}

function pagesOf(tab: string): IDBKeyRange {
  return IDBKeyRange.bound([tab, 0], [tab, Number.POSITIVE_INFINITY])
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

function settled(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    transaction.onerror = () => reject(transaction.error)
  })
}
