import { PARTS as KUBECTL } from '../kubectl/kubectl.ts'
import * as machines from './node-actions.ts'
import type { Parts } from './process.ts'
import * as programs from './programs.ts'
import type { RunResult } from './result.ts'
import { type Editor, runWith } from './run-with.ts'
import type { Session } from './session.ts'
import * as tools from './tools.ts'

/** All that a shell and its kubectl can do. */
export const PARTS: Parts = { ...KUBECTL, programs, tools, machines }

/** Runs what was typed, with all parts at hand: `runWith`. */
export function run(session: Session, line: string, editor?: Editor): RunResult {
  return runWith(PARTS, session, line, editor)
}
