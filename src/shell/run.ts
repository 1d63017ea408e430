import { PROGRAMS } from './programs.ts'
import { type Editor, type RunResult, runWith } from './run-with.ts'
import type { Session } from './session.ts'
import { TOOLS } from './tools.ts'

const ALL = new Map([...PROGRAMS, ...TOOLS])

/** Runs what was typed with every program that there is: `runWith`. */
export function run(session: Session, line: string, editor?: Editor): RunResult {
  return runWith(ALL, session, line, editor)
}
