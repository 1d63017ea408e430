import type { Pieces } from '../cluster/pieces.ts'
import type { LabProgress } from './lab-shown.ts'

/** What a long piece of work needs of the world while it is under way. */
export interface Underway {
  readonly report: (progress: LabProgress) => void
  /** Lets other messages come in. */
  readonly pause: () => Promise<void>
  readonly isCancelled: () => boolean
}

/** The person no longer wants it: nothing of it is kept. */
export class Cancelled extends Error {}

/** How long one works before other messages come in, in milliseconds. */
const SLICE = 30
/** In how many steps something is reported at most: a bar moves no finer, and every report costs the page a look. */
const STEPS = 200

/** Does long work, and lets other messages come in now and then. Rejects with `Cancelled`, or with what the work throws. */
export async function inSlices<T>(pieces: Pieces<T>, underway: Underway): Promise<T> {
  for (let since = performance.now(); ; ) {
    const next = pieces.next()
    if (!next.done && performance.now() - since < SLICE) continue
    await breathe(underway)
    if (next.done) return next.value
    since = performance.now()
  }
}

/** Lets other messages come in. Rejects with `Cancelled`. */
export async function breathe({ pause, isCancelled }: Underway): Promise<void> {
  await pause()
  if (isCancelled()) throw new Cancelled()
}

/** Reports how far a stage has come, no oftener than a bar can show. */
export function reporter(
  { report }: Underway,
  stage: Exclude<LabProgress['stage'], 'idle'>,
  of: number,
): (done: number) => void {
  let reported = Number.NEGATIVE_INFINITY
  return done => {
    if (done - reported < of / STEPS) return
    report({ stage, done, of })
    reported = done
  }
}
