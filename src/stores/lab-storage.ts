import type { Cluster } from '../cluster/cluster.ts'
import { MEMORY } from '../cluster/snapshot.ts'
import { type Leaf, leavesOf, type SortedMap, sortedMapOfLeaves } from '../cluster/sorted-map.ts'
import type { Session } from '../shell/session.ts'
import type { LabAbout, LabKept } from './lab-shown.ts'
import type { LabState, Moment } from './lab-state.ts'

/*
 * Where a lab is kept between two visits: IndexedDB, one record for each tab. Moments share almost all they hold; what they
 * share is written once, page by page, and named by number, so that a step in a large cluster writes little.
 */

/** What of the disk a lab needs. Every promise may reject, as a browser may refuse anything. */
export interface Disk {
  /** A tab's record with its pages by number; the one saved last of all tabs where `tab` has none. */
  readonly read: (tab: string) => Promise<{ readonly record: LabRecord; readonly pages: Pages } | undefined>
  readonly writePages: (tab: string, pages: readonly (readonly [number, unknown])[]) => Promise<void>
  /**
   * Puts the record in the place of the tab's old one, and removes pages that it no longer names. Rejects with `Erased`
   * where everything was erased since the last reading: then nothing is written.
   */
  readonly writeRecord: (record: LabRecord, unused: readonly number[]) => Promise<void>
}

/** How a record is laid out. */
const FORMAT = 1

/** As it lies on the disk. */
export interface LabRecord {
  readonly format: typeof FORMAT
  readonly tab: string
  /** Milliseconds since 1970. */
  readonly savedAt: number
  readonly state: Omit<LabState, 'moments'> & { readonly moments: readonly KeptMoment[] }
}

interface KeptMoment {
  readonly about: LabAbout
  readonly metAt: number
  readonly now: number
  /** A session with maps and files replaced by the numbers of their pages. */
  readonly session: Omit<Session, 'cluster' | 'files'> & { readonly cluster: KeptCluster; readonly files: number }
}

type MapField = (typeof MAP_FIELDS)[number]
type Pages = ReadonlyMap<number, unknown>

type KeptCluster = Omit<Cluster, MapField | 'objects'> & {
  readonly maps: Readonly<Record<string, readonly number[]>>
  readonly objects: Readonly<Record<string, readonly number[]>>
}

const MAP_FIELDS = ['podsByNode', 'byOwner', ...MEMORY] as const

/** Pages that are written in one go: the thread is free in between. */
const PAGES_AT_A_TIME = 100

/** Everything that was kept has been erased, at the person's wish. */
export class Erased extends Error {}

/** Why nothing is written: none can be, another version will read what is there, nobody can, or it was erased on purpose. */
type Hindrance = Exclude<LabKept, 'yes' | 'not-yet' | 'nothing' | 'never' | 'full'>

/** Where a lab is kept between two visits. Nothing is written over what could not be looked at. */
export interface Keeper {
  /** What was kept for this tab, or else what any tab kept last; `hindrance` then says why there may be nothing. Never rejects. */
  readonly load: (tab: string) => Promise<LabState | undefined>
  /** Keeps it, and says whether it is. */
  readonly save: (tab: string, state: LabState) => Promise<'yes' | 'full' | Hindrance>
  readonly hindrance: () => Hindrance | undefined
  /** Everything was erased, or what was loaded turns out to be damaged: nothing is written from now on. */
  readonly stop: (why: 'erased' | 'damaged') => void
  /** Whatever is there may be written over from now on. */
  readonly writeOver: (tab: string) => Promise<void>
  /** What is there, as text, for a person to keep who cannot open it here. Rejects where it cannot be read. */
  readonly salvage: (tab: string) => Promise<Blob>
}

/** A keeper of labs on a disk. */
export function keeperOn(disk: Disk, now: () => number): Keeper {
  let numbers = new WeakMap<object, number>()
  let keptMoments = new WeakMap<Moment, KeptMoment>()
  let written = new Set<number>()
  let lastNumber = 0
  let hindrance: Hindrance | undefined

  return {
    load,
    save,
    hindrance: () => hindrance,
    stop: why => {
      hindrance = why
    },
    writeOver,
    salvage,
  }

  async function load(tab: string): Promise<LabState | undefined> {
    hindrance = undefined
    const found = await disk.read(tab).catch(() => {
      hindrance = 'forbidden'
    })
    if (!found) return undefined
    const { record, pages } = found
    if (record.format > FORMAT) {
      // Another tab's is nothing to us.
      if (record.tab === tab) hindrance = 'newer'
      return undefined
    }
    try {
      if (record.format !== FORMAT) throw new Error(`a record of format ${record.format}`)
      lastNumber = Math.max(0, ...pages.keys())
      const own = record.tab === tab
      written = new Set(own ? pages.keys() : [])
      for (const [number, page] of pages) numbers.set(page as object, number)
      return { ...record.state, moments: record.state.moments.map(kept => revived(kept, pages, own)) }
    } catch {
      hindrance = 'damaged'
      return undefined
    }
  }

  async function writeOver(tab: string): Promise<void> {
    const found = await disk.read(tab).catch(() => undefined)
    const own = found?.record.tab === tab ? [...found.pages.keys()] : []
    // All pages are written anew; those that are there go with the next record.
    lastNumber = Math.max(lastNumber, ...own)
    written = new Set(own)
    keptMoments = new WeakMap()
    numbers = new WeakMap()
    hindrance = undefined
  }

  async function salvage(tab: string): Promise<Blob> {
    const found = await disk.read(tab)
    const whole = { record: found?.record, pages: [...(found?.pages ?? [])] }
    // Maps, of which JSON knows nothing, as lists of their entries.
    const text = JSON.stringify(whole, (_, value: unknown) => (value instanceof Map ? [...value] : value))
    return new Blob([text], { type: 'application/json' })
  }

  function revived(kept: KeptMoment, pages: Pages, own: boolean): Moment {
    const { about, metAt, now: second } = kept
    let session: Session | undefined
    const moment: Moment = {
      about,
      metAt,
      now: second,
      session: () => {
        session ??= sessionFrom(kept.session, pages)
        return session
      },
    }
    if (own) keptMoments.set(moment, kept)
    return moment
  }

  async function save(tab: string, state: LabState): Promise<'yes' | 'full' | Hindrance> {
    if (hindrance) return hindrance
    const fresh = new Map<number, unknown>()
    const named = new Set<number>()
    const name = (page: object): number => {
      const known = numbers.get(page)
      const number = known ?? lastNumber + 1
      if (known === undefined) lastNumber = number
      numbers.set(page, number)
      named.add(number)
      if (!written.has(number)) fresh.set(number, page)
      return number
    }
    const moments = state.moments.map(moment => {
      const known = keptMoments.get(moment)
      if (known) for (const number of numbersIn(known)) named.add(number)
      const kept = known ?? keptOf(moment, name)
      keptMoments.set(moment, kept)
      return kept
    })
    try {
      const pages = [...fresh]
      for (let at = 0; at < pages.length; at += PAGES_AT_A_TIME) {
        const some = pages.slice(at, at + PAGES_AT_A_TIME)
        await disk.writePages(tab, some)
        for (const [number] of some) written.add(number)
      }
      const unused = [...written].filter(number => !named.has(number))
      await disk.writeRecord({ format: FORMAT, tab, savedAt: now(), state: { ...state, moments } }, unused)
      for (const number of unused) written.delete(number)
      return 'yes'
    } catch (error) {
      if (error instanceof Erased) hindrance = 'erased'
      return hindrance ?? (error instanceof Error && error.name === 'QuotaExceededError' ? 'full' : 'forbidden')
    }
  }
}

function keptOf({ session, about, metAt, now }: Moment, name: (page: object) => number): KeptMoment {
  const { cluster, files, ...terminal } = session()
  return { about, metAt, now, session: { ...terminal, cluster: keptCluster(cluster, name), files: name(files) } }
}

function keptCluster(cluster: Cluster, name: (page: object) => number): KeptCluster {
  const numbersOf = (map: SortedMap<unknown>) => leavesOf(map).map(name)
  const { objects, ...rest } = cluster
  const scalars = Object.fromEntries(Object.entries(rest).filter(([field]) => !isMapField(field)))
  return {
    ...(scalars as Omit<Cluster, MapField | 'objects'>),
    maps: Object.fromEntries(MAP_FIELDS.map(field => [field, numbersOf(cluster[field])])),
    objects: Object.fromEntries(Object.entries(objects).map(([plural, map]) => [plural, numbersOf(map)])),
  }
}

function sessionFrom({ cluster, files, ...terminal }: KeptMoment['session'], pages: Pages): Session {
  const page = (number: number): unknown => {
    const found = pages.get(number)
    if (found === undefined) throw new Error(`page ${number} is missing`)
    return found
  }
  const mapOf = (numbers: readonly number[] = []) => {
    return sortedMapOfLeaves(numbers.map(number => page(number) as Leaf<never>))
  }
  const { maps, objects, ...scalars } = cluster
  const fields = Object.fromEntries(MAP_FIELDS.map(field => [field, mapOf(maps[field])]))
  const plurals = Object.fromEntries(Object.entries(objects).map(([plural, numbers]) => [plural, mapOf(numbers)]))
  const whole = { ...scalars, ...(fields as Readonly<Record<MapField, SortedMap<never>>>), objects: plurals }
  return { ...terminal, cluster: whole, files: page(files) as Session['files'] }
}

function numbersIn({ session: { cluster, files } }: KeptMoment): readonly number[] {
  return [files, ...Object.values(cluster.maps).flat(), ...Object.values(cluster.objects).flat()]
}

function isMapField(field: string): boolean {
  return (MAP_FIELDS as readonly string[]).includes(field)
}
