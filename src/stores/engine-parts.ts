import type { Parts } from '../shell/process.ts'
import { type RunResult, runWith } from '../shell/run-with.ts'
import type { Session } from '../shell/session.ts'

/*
 * The shell in a browser: its core is there from the start, each of its parts once a line has needed it. Sessions never
 * change, so that a line can be run again when what it lacked has come.
 */

const LOADS: { readonly [Name in keyof Parts]: () => Promise<Parts[Name]> } = {
  changing: () => import('../kubectl/changing.ts'),
  telling: () => import('../kubectl/telling.ts'),
  explaining: () => import('../kubectl/explaining.ts'),
  help: () => import('../kubectl/help.ts'),
  formats: () => import('../kubectl/formats.ts'),
  files: () => import('../kubectl/read-files.ts'),
  time: () => import('../kubectl/let-time-pass.ts'),
  programs: () => import('../shell/programs.ts'),
  tools: () => import('../shell/tools.ts'),
  machines: () => import('../shell/node-actions.ts'),
}

/** All that can be loaded. */
export const PART_NAMES = Object.keys(LOADS) as readonly (keyof Parts)[]

const there: { -readonly [Name in keyof Parts]?: Parts[Name] } = {}

/**
 * Runs what was typed: `run` of src/shell, with the parts that it needs. `edits` are the texts that a person leaves in the
 * editors that it opens, in order; where they do not suffice the answer has `editing`. Rejects where a part cannot be
 * loaded; nothing has happened then, and the next line tries again.
 */
export async function runLine(session: Session, line: string, edits: readonly string[] = []): Promise<RunResult> {
  for (;;) {
    const texts = edits.values()
    const result = runWith(there, session, line, () => texts.next().value)
    if (result.missing === undefined) return result
    await load(result.missing)
  }
}

/** Loads a part, so that no line has to wait for it. */
export async function load<Name extends keyof Parts>(name: Name): Promise<void> {
  there[name] = await LOADS[name]()
}
