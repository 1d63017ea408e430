import type { Cluster } from '../cluster/cluster.ts'
import type { Session } from '../shell/session.ts'
import type { LabAbout, LabLabel, TerminalEntry, TerminalLine } from './lab-shown.ts'

/** The lab at one moment: a terminal beside a cluster. Nothing in it ever changes. */
export interface Moment {
  /** What was kept of it is put together when it is first asked for. */
  readonly session: () => Session
  readonly about: LabAbout
  /** The virtual second at which the lab's cluster was met. */
  readonly metAt: number
  /** The virtual second at which things stand. */
  readonly now: number
}

/** The lab with its history. Between `moments[n]` and `moments[n + 1]` lies `labels[n]`; things stand at `moments[position]`. */
export interface LabState {
  readonly moments: readonly Moment[]
  readonly labels: readonly LabLabel[]
  readonly position: number
  /** What the terminal shows, oldest first. */
  readonly terminal: readonly TerminalEntry[]
  /** How many moments were forgotten at the beginning: history entries keep their numbers. */
  readonly forgotten: number
}

/** How many steps can be undone: fewer where each is large. */
const MOST_STEPS = { small: 300, large: 30 }
/** Objects of a cluster from which on it counts as large. */
const LARGE = 5000

/** How much of the terminal is kept. */
const MOST_LINES = 3000

/** A lab that begins. */
export function stateOf(moment: Moment): LabState {
  return { moments: [moment], labels: [], position: 0, terminal: [], forgotten: 0 }
}

export function momentOf(session: Session, about: LabAbout, metAt: number): Moment {
  return { session: () => session, about, metAt, now: session.cluster.now }
}

/** Where things stand. */
export function present({ moments, position }: LabState): Moment {
  const moment = moments[position]
  if (!moment) throw new Error(`no moment ${position} of ${moments.length}`)
  return moment
}

/** The state after a step; what had been undone is forgotten. */
export function stepped(state: LabState, label: LabLabel, moment: Moment): LabState {
  const { position } = state
  const moments = [...state.moments.slice(0, position + 1), moment]
  const labels = [...state.labels.slice(0, position), label]
  const excess = Math.max(0, labels.length - mostSteps(moment.session().cluster))
  return {
    ...state,
    moments: moments.slice(excess),
    labels: labels.slice(excess),
    position: position + 1 - excess,
    forgotten: state.forgotten + excess,
  }
}

/** The state in which the present moment is another: a line that only asked leaves its trace in the shell, and no step. */
export function touched(state: LabState, session: Session): LabState {
  const { about, metAt } = present(state)
  return { ...state, moments: state.moments.with(state.position, momentOf(session, about, metAt)) }
}

/** The number of the history entry after which things stand; -1 is the start. */
export function entryNow({ position, forgotten }: LabState): number {
  return position + forgotten - 1
}

/**
 * The state at the moment after a history entry, or the nearest that is still known. What was typed stays typed: ↑ finds it.
 */
export function jumped(state: LabState, entry: number): LabState {
  const wanted = entry + 1 - state.forgotten
  const position = Math.min(Math.max(wanted, 0), state.moments.length - 1)
  if (position === state.position) return state
  const { history } = present(state).session()
  const there = { ...state, position }
  return touched(there, { ...present(there).session(), history })
}

/** The state whose terminal shows one entry more. */
export function printed(state: LabState, entry: TerminalEntry, cleared: boolean): LabState {
  const all = cleared ? [entry] : [...state.terminal, entry]
  let lines = 0
  const first = all.findLastIndex(({ lines: { length } }) => {
    lines += length + 1
    return lines > MOST_LINES
  })
  const kept = all.slice(first + 1)
  // Of one that is too long by itself, the end.
  return { ...state, terminal: kept.length > 0 ? kept : [{ ...entry, lines: entry.lines.slice(-MOST_LINES) }] }
}

/** The state whose last entry was broken off: it shows `lines`, and the shell knows of it. */
export function brokenOff(state: LabState, lines: readonly TerminalLine[]): LabState {
  const last = state.terminal.at(-1)
  if (!last) throw new Error('nothing was printed that could be broken off')
  const after = touched(state, { ...present(state).session(), exitCode: BROKEN_OFF })
  const entry = { ...last, lines: lines.slice(-MOST_LINES), exitCode: BROKEN_OFF }
  return { ...after, terminal: after.terminal.with(-1, entry) }
}

/** How a program ends that Ctrl-C ends: 128, and the number of its signal. (bash) */
export const BROKEN_OFF = 130

/** How many objects a cluster holds. */
function sizeOf({ objects }: Cluster): number {
  return Object.values(objects).reduce((sum, { size }) => sum + size, 0)
}

function mostSteps(cluster: Cluster): number {
  return sizeOf(cluster) > LARGE ? MOST_STEPS.large : MOST_STEPS.small
}
