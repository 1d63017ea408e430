import { resourceOf } from '../cluster/api-resource.ts'
import { controllerOf, missingBetween } from '../cluster/between.ts'
import { type Change, type Cluster, type Held, podsOn } from '../cluster/cluster.ts'
import { gatheredCluster, isNamedObject, readHeld } from '../cluster/import.ts'
import { isRecord, type KubeObject, keyOf } from '../cluster/object.ts'
import { ItemReader } from '../kubectl/item-reader.ts'
import { type ItemSplitter, splitterFor } from '../kubectl/list-items.ts'
import { readManifest } from '../kubectl/manifest.ts'
import { readBlock } from '../kubectl/yaml-block.ts'
import type { LabIssue } from './lab-protocol.ts'
import { namesPrototype } from './lab-prototype.ts'
import { Stuck, settling } from './lab-settling.ts'
import { breathe, Cancelled, inSlices, reporter, type Underway } from './lab-underway.ts'

export type Brought =
  | {
      readonly ok: true
      readonly cluster: Cluster
      /** How much of it there was in the text: controllers may have made more since. */
      readonly counts: Counts
      readonly skipped: readonly { readonly kind: string; readonly count: number }[]
      /** Pods that waited, and found their nodes here. */
      readonly placed: number
      /** Pods that go on and that nothing here would make again, by the kind of what made them. */
      readonly unmade: readonly { readonly kind: string; readonly count: number }[]
    }
  | { readonly ok: false; readonly issue: LabIssue }

type Counts = Readonly<Record<keyof typeof MOST, number>>

/** What the lab takes in. */
const MOST = { nodes: 5000, pods: 50_000, others: 50_000 }

/** The largest text: the largest cluster, as kubectl prints it with four spaces for every level. */
const MOST_BYTES = 1024 * 1024 * 1024
/** The largest text that holds no complete object. */
const LONGEST_OBJECT = 16 * 1024 * 1024

/** How much text is looked at before other messages come in, in characters: less than a tenth of a second's work anywhere. */
const PIECE = 128 * 1024

/**
 * A cluster from what kubectl printed of another, as text or in a file. It is read piece by piece, and what waits in it finds its
 * place: progress is reported, and a wish to stop is heard in between. Never rejects, whatever the text.
 */
export async function clusterFrom(source: string | Blob, underway: Underway): Promise<Brought> {
  try {
    const objects = await readAll(source, underway)
    underway.report({ stage: 'gathering', done: 0, of: 0 })
    const between = missingBetween(objects.kept)
    await breathe(underway)
    const all = [...objects.kept, ...between]
    const gathered = await inSlices(gatheredCluster(all), underway)
    const { cluster, placed } = await settledIn(gathered, underway)
    const { counts } = objects
    return { ok: true, cluster, counts, skipped: objects.skipped(), placed, unmade: unmadeIn(all) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, issue: error.issue }
    if (error instanceof Cancelled) return { ok: false, issue: { code: 'cancelled' } }
    if (error instanceof Stuck) return { ok: false, issue: { code: 'state-stuck' } }
    // A text that asks for more than the engine can hold.
    if (error instanceof RangeError)
      return { ok: false, issue: { code: 'too-large', values: { most: megabytes(MOST_BYTES) } } }
    throw error
  }
}

class Refused extends Error {
  readonly issue: LabIssue

  constructor(issue: LabIssue) {
    super(issue.code)
    this.issue = issue
  }
}

async function readAll(source: string | Blob, underway: Underway): Promise<Objects> {
  const of = typeof source === 'string' ? source.length : source.size
  if (of > MOST_BYTES) throw new Refused({ code: 'too-large', values: { most: megabytes(MOST_BYTES) } })
  let splitter: ItemSplitter | undefined
  let objects: Objects | undefined
  let since = 0
  const report = reporter(underway, 'reading', of)
  for await (const [piece, done] of piecesOf(source)) {
    // An empty start says nothing of what follows.
    if (!splitter && piece.trim() === '') continue
    splitter ??= splitterFor(piece)
    objects ??= new Objects(splitter.form)
    const texts = splitter.push(piece)
    for (const text of texts) objects.take(text)
    since = texts.length > 0 ? 0 : since + piece.length
    if (since > LONGEST_OBJECT) throw new Refused({ code: 'too-large', values: { most: megabytes(LONGEST_OBJECT) } })
    report(done)
    await breathe(underway)
  }
  if (!splitter || !objects) throw new Refused({ code: 'file-without-nodes' })
  const rest = splitter.end()
  if (rest.cut) throw new Refused({ code: 'file-cut' })
  for (const text of rest.texts) objects.take(text)
  objects.complete()
  return objects
}

/** The text in pieces, with how far each reaches: characters of a text, bytes of a file. */
async function* piecesOf(source: string | Blob): AsyncGenerator<readonly [piece: string, done: number]> {
  if (typeof source === 'string') {
    for (let at = 0; at < source.length; at += PIECE)
      yield [source.slice(at, at + PIECE), Math.min(at + PIECE, source.length)]
    return
  }
  const decoder = new TextDecoder(await encodingOf(source))
  for (let at = 0; at < source.size; at += PIECE) {
    const bytes = await bytesOf(source.slice(at, at + PIECE))
    yield [decoder.decode(bytes, { stream: true }), Math.min(at + PIECE, source.size)]
  }
  yield [decoder.decode(), source.size]
}

/** Some shells of Windows write what they redirect as UTF-16, and say so with the first two bytes. */
async function encodingOf(source: Blob): Promise<'utf-8' | 'utf-16le' | 'utf-16be'> {
  const [first, second] = new Uint8Array(await bytesOf(source.slice(0, 2)))
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

function bytesOf(piece: Blob): Promise<ArrayBuffer> {
  return piece.arrayBuffer().catch(() => {
    throw new Refused({ code: 'file-unread' })
  })
}

/** The objects that are kept. What many of them say alike they share: a cluster of many pods has few templates. */
class Objects {
  readonly kept: KubeObject[] = []
  readonly #skipped = new Map<string, number>()
  readonly #names = { nodes: new Set<string>(), pods: new Set<string>(), others: new Set<string>() }
  readonly #shared = new Map<string, unknown>()
  readonly #form: ItemSplitter['form']
  readonly #reader: ItemReader
  #number = 0

  constructor(form: ItemSplitter['form']) {
    this.#form = form
    this.#reader = new ItemReader(form, (part, section) => (part === 'spec' ? withoutTokenNames(section) : section))
  }

  take(text: string): void {
    this.#number += 1
    const usual = this.#reader.read(text)
    const value = usual ?? (this.#form === 'json' ? this.#json(text) : this.#yaml(text))
    if (namesPrototype(text, value)) throw new Refused({ code: 'state-invalid', values: { path: '__proto__' } })
    for (const item of itemsIn(value)) this.#keep(item, usual !== undefined)
  }

  complete(): void {
    const { nodes, pods } = this.counts
    if (nodes + pods === 0) throw new Refused({ code: 'file-without-nodes' })
  }

  /** How many there are; one that stands there twice is one. */
  get counts(): Counts {
    const { nodes, pods, others } = this.#names
    return { nodes: nodes.size, pods: pods.size, others: others.size }
  }

  skipped(): readonly { readonly kind: string; readonly count: number }[] {
    return Array.from(this.#skipped, ([kind, count]) => ({ kind, count }))
  }

  #json(text: string): unknown {
    try {
      return JSON.parse(text)
    } catch (error) {
      throw this.#unreadable(error instanceof Error ? error.message : '')
    }
  }

  #yaml(text: string): unknown {
    const value = readBlock(text)
    // What was cut out of a large text holds on to all of it: a copy does not.
    if (value !== undefined) return JSON.parse(JSON.stringify(value))
    const reading = readManifest(text)
    if (reading.ok) return reading.documents.map(document => document.value)
    const [fault] = reading.faults
    throw this.#unreadable(fault?.text || fault?.code || '')
  }

  #unreadable(message: string): Refused {
    return new Refused({ code: 'file-unreadable', values: { object: this.#number, message } })
  }

  /** `isShared`: what it says like others before it, it already has in common with them. */
  #keep(value: unknown, isShared: boolean): void {
    if (!isNamedObject(value)) throw this.#unreadable('not an object with apiVersion, kind and metadata.name')
    const resource = resourceOf(value)
    if (!resource) {
      this.#skipped.set(value.kind, (this.#skipped.get(value.kind) ?? 0) + 1)
      return
    }
    const what = resource.name === 'nodes' || resource.name === 'pods' ? resource.name : 'others'
    const names = this.#names[what]
    names.add(what === 'others' ? `${resource.name}/${keyOf(value)}` : keyOf(value))
    if (names.size > MOST[what]) {
      throw new Refused({ code: 'too-many', values: { what, most: MOST[what] } })
    }
    const read = readHeld(value, this.#reader.readings)
    if (!read.ok) {
      const { path, text: message } = read.fault
      throw new Refused({
        code: 'object-refused',
        values: { kind: value.kind, name: value.metadata.name, path, message },
      })
    }
    const object = slim(read.object)
    this.kept.push(resource.name === 'pods' && !isShared ? this.#lighter(object) : object)
  }

  /** A pod whose larger parts are those of the pods before, where they say the same. */
  #lighter(pod: KubeObject): KubeObject {
    const { spec, metadata } = pod
    return {
      ...pod,
      metadata: this.#partsShared(metadata) as KubeObject['metadata'],
      ...(isRecord(spec) && { spec: this.#partsShared(spec) }),
    }
  }

  #partsShared(record: object): object {
    return Object.fromEntries(
      Object.entries(record).map(([name, value]) => {
        if (typeof value !== 'object' || value === null) return [name, value]
        const text = JSON.stringify(value)
        const known = this.#shared.get(text)
        if (known === undefined) this.#shared.set(text, value)
        return [name, known ?? value]
      }),
    )
  }
}

/** Lists within lists, and several documents, are their elements. */
function itemsIn(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.flatMap(itemsIn)
  if (isRecord(value) && Array.isArray(value['items'])) return value['items'].flatMap(itemsIn)
  return [value]
}

/** What nobody here reads goes, and the random names of token volumes, by which else no two pods would be alike. */
function slim(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata as KubeObject['metadata'] & {
    readonly managedFields?: unknown
  }
  const spec = object['spec']
  const volumes = object.kind === 'Pod' && isRecord(spec) ? spec['volumes'] : undefined
  if (!Array.isArray(volumes) || !volumes.some(isTokenVolume)) return { ...object, metadata }
  return { ...object, metadata, spec: JSON.parse(withoutTokenNames(JSON.stringify(spec))) }
}

function isTokenVolume(volume: unknown): boolean {
  return isRecord(volume) && typeof volume['name'] === 'string' && volume['name'].startsWith(TOKEN_VOLUME)
}

function withoutTokenNames(text: string): string {
  return text.includes(TOKEN_VOLUME) ? text.replaceAll(/\b(kube-api-access)-[a-z0-9]{5}\b/g, '$1') : text
}

const TOKEN_VOLUME = 'kube-api-access-'

function unmadeIn(objects: readonly KubeObject[]): readonly { readonly kind: string; readonly count: number }[] {
  const here = new Set(objects.map(({ metadata }) => metadata.uid))
  const counts = new Map<string, number>()
  for (const object of objects) {
    const maker = object.kind === 'Pod' && !hasEnded(object) ? controllerOf(object) : undefined
    if (maker && maker.kind !== 'Node' && !here.has(maker.uid))
      counts.set(maker.kind, (counts.get(maker.kind) ?? 0) + 1)
  }
  return Array.from(counts, ([kind, count]) => ({ kind, count }))
}

/** Controllers work until nothing is left to do at this second: how many of the pods that waited have their places then? */
async function settledIn(
  gathered: Cluster,
  underway: Underway,
): Promise<{ readonly cluster: Cluster; readonly placed: number }> {
  const waiting = new Set(podsOn(gathered, '').map(keyOf))
  const report = reporter(underway, 'scheduling', waiting.size)
  let placed = 0
  const see = (events: readonly Change[]) => {
    placed += events.filter(event => isPlacing(event) && waiting.has(keyOf(event.object))).length
    report(placed)
  }
  return { cluster: await inSlices(settling(gathered, see), underway), placed }
}

function isPlacing({ resource, object, before }: Change): boolean {
  return resource === 'pods' && before !== undefined && !nodeOf(before) && nodeOf(object) !== undefined
}

function hasEnded(pod: KubeObject): boolean {
  const phase = (pod as Held['pods']).status?.phase
  return phase === 'Succeeded' || phase === 'Failed'
}

function nodeOf(pod: KubeObject): string | undefined {
  return (pod as Held['pods']).spec.nodeName
}

function megabytes(bytes: number): number {
  return bytes / 1024 / 1024
}
