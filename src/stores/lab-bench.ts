import { PartMissing } from '../kubectl/part.ts'
import { loaded, NotLoaded } from './engine-parts.ts'
import { foundedMoment } from './lab-founded.ts'
import { changesBetween } from './lab-happened.ts'
import {
  FIRST_LOOK,
  type LabAnswers,
  type LabDone,
  type LabIssue,
  type LabLook,
  type LabMessage,
  type LabRefused,
  type LabReply,
  type LabRequest,
} from './lab-protocol.ts'
import { respond } from './lab-respond.ts'
import type { Reopened } from './lab-saved.ts'
import { beside } from './lab-shell.ts'
import type { LabAbout, LabHappened, LabProgress, LabView, TerminalEntry, TerminalLine } from './lab-shown.ts'
import { BROKEN_OFF, brokenOff, type LabState, momentOf, present, stateOf, stepped } from './lab-state.ts'
import type { Keeper } from './lab-storage.ts'
import { breathe, Cancelled, inSlices, type Underway } from './lab-underway.ts'
import { type ViewParts, viewOf } from './lab-view.ts'
import { withParts } from './same-parts.ts'

export interface Surroundings {
  readonly post: (reply: LabReply) => void
  readonly keeper: Keeper
  /** Fetches the snapshot of the cluster that a lab begins with. Rejects where it cannot be had. */
  readonly founded: () => Promise<unknown>
  /** Lets other messages come in before the work goes on. */
  readonly pause: () => Promise<void>
}

type Answer = LabAnswers[LabRequest['type']]

/** How much output crosses to the page at a time, in lines and in characters: as much as it draws in one go. */
const AT_A_TIME = { lines: 1000, characters: 60_000 }

/** What a terminal shows where Ctrl-C breaks something off. */
const INTERRUPTED: TerminalLine = { text: '^C' }

/** How long the lab must be left alone before it is written down, in milliseconds. */
const STILL = 150

/** What takes so many breaths to unpack is said to take long. */
const LONG = 8

/** How many changes of a step are told one by one. */
const MOST_CHANGES = 12

/** The lab at work: it does what it is asked, one thing after the other, tells what has changed, and has it kept. */
export class Bench {
  readonly #surroundings: Surroundings
  #state: LabState | undefined
  #tab: string | undefined
  #look: LabLook = FIRST_LOOK
  #parts: Partial<ViewParts> = {}
  #sent: LabView | undefined
  #happened: LabHappened = { id: 0, changes: [], more: 0 }
  #queue: Promise<void> = Promise.resolve()
  #saving: Promise<void> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined
  #isCancelled = false
  #progress: LabProgress = { stage: 'idle' }
  /** Goes on with what waits for the page. */
  #goOn: (() => void) | undefined

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings
  }

  /** Takes a message; the promise is fulfilled once it is answered. Only `cancel` and `drawn` overtake those before them. */
  hear({ id, request }: LabMessage): Promise<void> {
    if (request.type === 'cancel' || request.type === 'drawn') {
      if (request.type === 'cancel') this.#isCancelled = true
      this.#goOn?.()
      this.#post({ type: 'answer', to: id, answer: { ok: true } })
      return Promise.resolve()
    }
    this.#queue = this.#queue.then(async () => {
      this.#isCancelled = false
      const answer = await this.#answerTo(request)
      this.#post({ type: 'answer', to: id, answer })
    })
    return this.#queue
  }

  /** Once everything that was asked is done and kept. */
  async settled(): Promise<void> {
    await this.#queue
    if (this.#timer !== undefined && this.#tab !== undefined) this.#saveNow(this.#tab)
    await this.#saving
  }

  /** A step that fails leaves the state as it was before. */
  async #answerTo(request: LabRequest): Promise<Answer> {
    try {
      return await this.#answer(request)
    } catch (error) {
      if (error instanceof Cancelled) return refused({ code: 'cancelled' })
      if (error instanceof NotLoaded) return refused({ code: 'part-missing' })
      return refused({ code: 'engine', values: { message: error instanceof Error ? error.message : String(error) } })
    } finally {
      this.#report({ stage: 'idle' })
    }
  }

  async #answer(request: LabRequest): Promise<Answer> {
    switch (request.type) {
      case 'wake':
        return this.#wake(request.tab, request.payload)
      case 'import':
        return this.#import(request.source)
      case 'open':
        return this.#open(request.payload)
      case 'share':
        return this.#share()
      case 'salvage':
        return { ok: true, file: await this.#surroundings.keeper.salvage(this.#tab ?? '') }
      case 'keep':
        return this.#keepAgain()
      case 'look':
        this.#look = request.look
        this.#show(await this.#viewOf(this.#now()))
        return { ok: true }
      case 'cancel':
      case 'drawn':
        return { ok: true }
      default: {
        const { state, answer, printed } = await respond(this.#now(), request)
        await this.#become(state)
        if (!printed) return answer
        const shown = await this.#print(printed.entry, printed.cleared)
        return shown === printed.entry.lines.length ? answer : this.#breakOff(printed.entry, shown)
      }
    }
  }

  async #wake(tab: string | undefined, payload: string | undefined): Promise<LabAnswers['wake']> {
    this.#tab = tab
    const { keeper } = this.#surroundings
    const kept = tab === undefined ? undefined : await this.#kept(tab)
    this.#state = kept ?? stateOf(await foundedMoment(this.#surroundings.founded))
    const opened = payload === undefined ? undefined : await this.#answerTo({ type: 'open', payload })
    this.#show(await this.#viewOf(this.#now()))
    const hindrance = tab === undefined ? 'never' : keeper.hindrance()
    if (!opened?.ok || hindrance) this.#post({ type: 'kept', kept: hindrance ?? (kept ? 'yes' : 'nothing') })
    await this.#printAll(this.#now().terminal)
    return opened ?? { ok: true }
  }

  /** What was kept, if one can go on from it. */
  async #kept(tab: string): Promise<LabState | undefined> {
    const { keeper } = this.#surroundings
    const state = await keeper.load(tab)
    try {
      if (state) await this.#viewOf(state)
      return state
    } catch (error) {
      // What cannot be shown for want of a part is not damaged.
      if (error instanceof NotLoaded) throw error
      keeper.stop('damaged')
      return undefined
    }
  }

  /** Everything that is kept was erased elsewhere: this lab is still open, and is not written back unless the person wishes it. */
  erased(): void {
    if (this.#tab === undefined || !this.#state) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#surroundings.keeper.stop('erased')
    this.#post({ type: 'kept', kept: 'erased' })
  }

  async #import(source: string | Blob): Promise<LabAnswers['import']> {
    const { clusterFrom } = await loaded(import('./lab-import.ts'))
    const underway = this.#underway()
    const brought = await clusterFrom(source, underway)
    if (!brought.ok) return brought
    const { cluster, counts, skipped, placed, unmade } = brought
    const before = present(this.#now())
    const { preset: _, ...rest } = before.about
    const about: LabAbout = {
      ...rest,
      origin: 'import',
      release: cluster.version,
      version: isOld(cluster.version) ? 'v1.35' : 'v1.37',
    }
    const session = beside({ ...cluster, gates: about.gates }, before.session().history)
    const moment = momentOf(session, about, cluster.now)
    const { nodes, pods } = counts
    await this.#become(stepped(this.#now(), { code: 'import', nodes, pods }, moment), underway)
    return { ok: true, ...counts, skipped, placed, unmade }
  }

  async #open(payload: string): Promise<LabAnswers['open']> {
    const { unpack } = await loaded(import('./lab-link.ts'))
    const underway = this.#underway()
    let breaths = 0
    const unpacked = await unpack(payload, () => {
      breaths += 1
      if (breaths === LONG) underway.report({ stage: 'opening', done: 0, of: 0 })
      return breathe(underway)
    })
    if (!unpacked.ok) return unpacked
    const again = await momentFrom(unpacked.value, underway)
    if (!again.ok) return again
    await this.#become(stepped(this.#now(), { code: 'open' }, again.value), underway)
    return { ok: true }
  }

  async #share(): Promise<LabAnswers['share']> {
    const { LONGEST_LINK, pack } = await loaded(import('./lab-link.ts'))
    const { savedMoment } = await loaded(import('./lab-saved.ts'))
    const saved = savedMoment(present(this.#now()))
    const whole = await pack(saved)
    const file = new Blob([whole], { type: 'text/plain' })
    if (whole.length <= LONGEST_LINK) return { ok: true, payload: whole, file }
    const { abridged } = await loaded(import('./lab-abridged.ts'))
    const shorter = abridged(saved)
    const payload = shorter && (await pack(shorter))
    return { ok: true, ...(payload && payload.length <= LONGEST_LINK && { payload }), file }
  }

  /**
   * Goes on from another state, tells what that changes, and has it kept. One that cannot be shown is not gone on from, nor
   * one of which the work that is under way is cancelled.
   */
  async #become(state: LabState, underway?: Underway): Promise<void> {
    const before = this.#now()
    if (state === before) return
    const view = await this.#viewOf(state)
    if (underway) await breathe(underway)
    const [old, now] = [present(before).session().cluster, present(state).session().cluster]
    if (old !== now) {
      const changes = changesBetween(old, now)
      this.#happened = {
        id: this.#happened.id + 1,
        changes: changes.slice(0, MOST_CHANGES),
        more: Math.max(0, changes.length - MOST_CHANGES),
      }
    }
    this.#state = state
    // First, so that nobody sees what is new and reads that it is kept.
    this.#keep()
    this.#show(view)
  }

  async #viewOf(state: LabState): Promise<Omit<LabView, 'happened'>> {
    try {
      return viewOf(state, this.#look, this.#parts)
    } catch (error) {
      if (!(error instanceof PartMissing)) throw error
      this.#parts = { sight: await loaded(import('./lab-sight.ts')) }
      return viewOf(state, this.#look, this.#parts)
    }
  }

  /** Tells the page what is different in what it looks at. */
  #show(now: Omit<LabView, 'happened'>): void {
    const view = withParts<LabView>(this.#sent, { ...now, happened: this.#happened })
    const names = Object.keys(view) as (keyof LabView)[]
    const changed = names.filter(name => view[name] !== this.#sent?.[name])
    this.#sent = view
    if (changed.length === 0) return
    this.#post({ type: 'view', view: Object.fromEntries(changed.map(name => [name, view[name]])) })
  }

  /** Prints an entry as fast as the page draws it: how many of its lines, should it be cancelled. */
  async #print(entry: TerminalEntry, cleared: boolean): Promise<number> {
    const [first = [], ...rest] = slicesOf(entry.lines)
    this.#post({ type: 'printed', entries: [{ ...entry, lines: first }], cleared, ...(rest.length > 0 && GOES_ON) })
    let shown = first.length
    for (const [index, lines] of rest.entries()) {
      await this.#drawn()
      if (this.#isCancelled) break
      this.#post({ type: 'printed-more', id: entry.id, lines, ...(index < rest.length - 1 && GOES_ON) })
      shown += lines.length
    }
    return shown
  }

  /** What was not printed of an entry is not there; what the line has done is done. */
  async #breakOff(entry: TerminalEntry, shown: number): Promise<LabAnswers['run']> {
    this.#post({ type: 'printed-more', id: entry.id, lines: [INTERRUPTED] })
    await this.#become(brokenOff(this.#now(), [...entry.lines.slice(0, shown), INTERRUPTED]))
    return { ok: true, exitCode: BROKEN_OFF }
  }

  /** Once the page has drawn what it was sent, or cancels. */
  #drawn(): Promise<void> {
    return new Promise(resolve => {
      this.#goOn = resolve
    })
  }

  /** What the terminal of a lab that wakes shows: together what is small enough for it. */
  async #printAll(entries: readonly TerminalEntry[]): Promise<void> {
    this.#post({ type: 'printed', entries: [], cleared: true })
    let together: TerminalEntry[] = []
    let characters = 0
    const send = () => {
      if (together.length > 0) this.#post({ type: 'printed', entries: together, cleared: false })
      together = []
      characters = 0
    }
    for (const entry of entries) {
      const size = entry.lines.reduce((sum, { text }) => sum + text.length, entry.line.length)
      if (characters + size > AT_A_TIME.characters) {
        send()
        await this.#surroundings.pause()
      }
      if (size > AT_A_TIME.characters) await this.#print(entry, false)
      else together.push(entry)
      characters += size
    }
    send()
  }

  async #keepAgain(): Promise<LabDone> {
    const tab = this.#tab
    if (tab === undefined) return { ok: true }
    await this.#surroundings.keeper.writeOver(tab)
    this.#keep()
    return { ok: true }
  }

  #keep(): void {
    const tab = this.#tab
    if (tab === undefined) return
    clearTimeout(this.#timer)
    this.#post({ type: 'kept', kept: this.#surroundings.keeper.hindrance() ?? 'not-yet' })
    this.#timer = setTimeout(() => this.#saveNow(tab), STILL)
  }

  /** One writing comes after the other; what is kept is what holds when its turn comes. */
  #saveNow(tab: string): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#saving = this.#saving.then(async () => {
      const state = this.#now()
      const kept = await this.#surroundings.keeper.save(tab, state)
      if (state === this.#state) this.#post({ type: 'kept', kept })
    })
  }

  #report(progress: LabProgress): void {
    if (progress.stage === 'idle' && this.#progress.stage === 'idle') return
    this.#progress = progress
    this.#post({ type: 'progress', progress })
  }

  #underway(): Underway {
    return {
      report: progress => this.#report(progress),
      pause: this.#surroundings.pause,
      isCancelled: () => this.#isCancelled,
    }
  }

  #now(): LabState {
    if (!this.#state) throw new Error('the lab has not been woken')
    return this.#state
  }

  #post(reply: LabReply): void {
    this.#surroundings.post(reply)
  }
}

/** The moment that what was unpacked describes, or how to bring it about. Rejects with `Cancelled`. */
async function momentFrom(value: unknown, underway: Underway): Promise<Reopened> {
  const { isSetUp, momentSetUp } = await loaded(import('./lab-setup.ts'))
  if (isSetUp(value)) return momentSetUp(value)
  const { isAbridged, unabridged } = await loaded(import('./lab-abridged.ts'))
  const whole = isAbridged(value) ? unabridged(value) : { ok: true as const, value }
  if (!whole.ok) return whole
  const { reopenedMoment } = await loaded(import('./lab-saved.ts'))
  return inSlices(
    reopenedMoment(whole.value, told => underway.report({ stage: 'opening', ...told })),
    underway,
  )
}

const GOES_ON = { goesOn: true } as const

/** The lines in runs that are small enough to cross at once; a line that is larger by itself goes alone. */
function slicesOf(lines: readonly TerminalLine[]): readonly (readonly TerminalLine[])[] {
  const slices: TerminalLine[][] = []
  let characters = Number.POSITIVE_INFINITY
  for (const line of lines) {
    const last = slices.at(-1)
    characters += line.text.length
    if (last && last.length < AT_A_TIME.lines && characters <= AT_A_TIME.characters) last.push(line)
    else {
      slices.push([line])
      characters = line.text.length
    }
  }
  return slices
}

/** Whether a release is nearer to the exam's version than to the newest. */
function isOld(release: string): boolean {
  return Number(/^v1\.([0-9]+)/.exec(release)?.[1] ?? Number.POSITIVE_INFINITY) <= 35
}

function refused(issue: LabIssue): LabRefused {
  return { ok: false, issue }
}
