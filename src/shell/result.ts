import type { EditedFile, Parts } from './process.ts'
import type { Session } from './session.ts'

/** What a line did: the session after it, what it printed, and how it ended. */
export interface RunResult {
  readonly session: Session
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  /** Both streams as a terminal shows them, in the order in which they were written. */
  readonly output: readonly Written[]
  /**
   * There if the line opens an editor and nobody has said what comes of it. Nothing has happened then: the session is the
   * one before. Run the line again, with an `editor` that knows.
   */
  readonly editing?: EditedFile
  /**
   * There if the line needs a part that is not there; nothing has happened then either. Run it again with that part.
   */
  readonly missing?: keyof Parts
}

export interface Written {
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

/** What one line may use up: beyond it, it is stopped and says so. */
export const MOST = { commands: 10_000, characters: 16_000_000 }

/** How much the cluster's controllers may do within one line: a second's work or two. */
export const EFFORT = 40_000

/** Adds what is written now to what was written before. */
export function append(output: Written[], stream: Written['stream'], text: string): void {
  const last = output.at(-1)
  if (last?.stream === stream) output[output.length - 1] = { stream, text: last.text + text }
  else if (text) output.push({ stream, text })
}

/** All that was written to one of the streams. */
export function textOf(output: readonly Written[], stream: Written['stream']): string {
  return output.map(one => (one.stream === stream ? one.text : '')).join('')
}
