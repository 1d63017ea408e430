import { presetCluster } from '../../../src/cluster/presets.ts'
import { saveSnapshot } from '../../../src/cluster/snapshot.ts'
import { Bench } from '../../../src/stores/lab-bench.ts'
import type { LabAnswers, LabReply, LabRequest } from '../../../src/stores/lab-protocol.ts'
import type { LabView, TerminalEntry } from '../../../src/stores/lab-shown.ts'
import { type Disk, Erased, keeperOn, type LabRecord } from '../../../src/stores/lab-storage.ts'

/** What the build leaves for a lab to begin with. */
export async function founded(): Promise<unknown> {
  return JSON.parse(JSON.stringify(saveSnapshot(presetCluster('kind'))))
}

/** A disk in memory. What is written is copied, as a browser does it; `refuses` makes every write fail, in that way. */
export class MemoryDisk implements Disk {
  readonly records = new Map<string, LabRecord>()
  readonly pages = new Map<string, Map<number, unknown>>()
  refuses: 'never' | 'full' | 'forbidden' = 'never'
  pagesWritten = 0
  /** Since it was read last. */
  isErased = false

  async read(tab: string) {
    this.isErased = false
    const latest = [...this.records.values()].toSorted((a, b) => b.savedAt - a.savedAt)[0]
    const record = this.records.get(tab) ?? latest
    return record && structuredClone({ record, pages: this.pages.get(record.tab) ?? new Map<number, unknown>() })
  }

  async writePages(tab: string, pages: readonly (readonly [number, unknown])[]) {
    this.#mayRefuse()
    this.pagesWritten += pages.length
    const own = this.pages.get(tab) ?? new Map<number, unknown>()
    for (const [number, page] of pages) own.set(number, structuredClone(page))
    this.pages.set(tab, own)
  }

  async writeRecord(record: LabRecord, unused: readonly number[]) {
    this.#mayRefuse()
    if (this.isErased) throw new Erased()
    this.records.set(record.tab, structuredClone(record))
    for (const number of unused) this.pages.get(record.tab)?.delete(number)
  }

  erase() {
    this.records.clear()
    this.pages.clear()
    this.isErased = true
  }

  #mayRefuse() {
    if (this.refuses === 'full') throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    if (this.refuses === 'forbidden') throw new DOMException('The operation is insecure.', 'SecurityError')
  }
}

/** A lab with a page in front of it that only listens. */
export class Page {
  readonly replies: LabReply[] = []
  readonly bench: Bench
  /** It takes more of an output at once. */
  isDrawing = true
  #id = 0

  constructor(disk: Disk = new MemoryDisk(), now: () => number = () => 1) {
    this.bench = new Bench({
      post: reply => this.#take(structuredClone(reply)),
      keeper: keeperOn(disk, now),
      founded,
      pause: () => new Promise(resolve => setImmediate(resolve)),
    })
  }

  #take(reply: LabReply): void {
    this.replies.push(reply)
    if (this.isDrawing && 'goesOn' in reply) setImmediate(() => this.bench.hear({ id: 0, request: { type: 'drawn' } }))
  }

  async ask<T extends LabRequest['type']>(request: LabRequest & { readonly type: T }): Promise<LabAnswers[T]> {
    this.#id += 1
    const id = this.#id
    await this.bench.hear({ id, request })
    const answer = this.replies.find(reply => reply.type === 'answer' && reply.to === id)
    if (answer?.type !== 'answer') throw new Error(`${request.type} was not answered`)
    return answer.answer as LabAnswers[T]
  }

  /** Once all that can be done without the page is done. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise(resolve => setImmediate(resolve))
  }

  get view(): LabView {
    return Object.assign({}, ...this.replies.map(reply => (reply.type === 'view' ? reply.view : {})))
  }

  get terminal(): readonly TerminalEntry[] {
    let entries: readonly TerminalEntry[] = []
    for (const reply of this.replies) {
      if (reply.type === 'printed') entries = reply.cleared ? reply.entries : [...entries, ...reply.entries]
      if (reply.type === 'printed-more') {
        entries = entries.map(one => (one.id === reply.id ? { ...one, lines: [...one.lines, ...reply.lines] } : one))
      }
    }
    return entries
  }

  /** What the last line printed. */
  get printed(): string {
    return (
      this.terminal
        .at(-1)
        ?.lines.map(({ text }) => text)
        .join('\n') ?? ''
    )
  }
}

/** A lab that is awake. */
export async function awake(disk?: Disk, tab = 'tab', now?: () => number): Promise<Page> {
  const page = new Page(disk, now)
  await page.ask({ type: 'wake', tab })
  return page
}
