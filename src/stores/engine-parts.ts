import { runPlain } from '../shell/plain.ts'
import type { Parts as ShellParts } from '../shell/process.ts'
import type { RunResult } from '../shell/result.ts'
import type { runWith } from '../shell/run-with.ts'
import type { Session } from '../shell/session.ts'

/*
 * The shell in a browser: what answers an ordinary `kubectl get` is there from the start, the rest once it is needed.
 * Sessions never change, so that a line can be run again when what it lacked has come. What rejects because it could not be
 * loaded has changed nothing, and can be asked again.
 */

interface Parts extends ShellParts {
  readonly shell: { readonly runWith: typeof runWith }
}

const LOADS: { readonly [Name in keyof Parts]: () => Promise<Parts[Name]> } = {
  changing: () => import('../kubectl/changing.ts'),
  writing: () => import('../kubectl/writing.ts'),
  telling: () => import('../kubectl/telling.ts'),
  explaining: () => import('../kubectl/explaining.ts'),
  help: () => import('../kubectl/help.ts'),
  formats: () => import('../kubectl/formats.ts'),
  columns: () => import('../kubectl/other-columns.ts'),
  fields: () => import('../kubectl/field-selector.ts'),
  discovery: () => import('../kubectl/served-resources.ts'),
  files: () => import('../kubectl/read-files.ts'),
  time: () => import('../kubectl/let-time-pass.ts'),
  shell: () => import('../shell/run-with.ts'),
  programs: () => import('../shell/programs.ts'),
  tools: () => import('../shell/tools.ts'),
  machines: () => import('../shell/node-actions.ts'),
}

/** All that can be loaded. */
export const PART_NAMES = Object.keys(LOADS) as readonly (keyof Parts)[]

const there: { -readonly [Name in keyof Parts]?: Parts[Name] } = {}

/**
 * Runs what was typed: `run` of src/shell, with the parts that it needs. `edits` are the texts that a person leaves in the
 * editors that it opens, in order; where they do not suffice the answer has `editing`.
 */
export async function runLine(session: Session, line: string, edits: readonly string[] = []): Promise<RunResult> {
  for (;;) {
    const texts = edits.values()
    const result =
      runPlain(there, session, line) ?? there.shell?.runWith(there, session, line, () => texts.next().value)
    if (result && result.missing === undefined) return result
    await load(result?.missing ?? 'shell')
  }
}

/** Loads a part, so that no line has to wait for it. Rejects with `NotLoaded` where it cannot be had. */
export async function load<Name extends keyof Parts>(name: Name): Promise<void> {
  there[name] = await loaded(LOADS[name]())
}

/** What is loaded, or else a `NotLoaded`. */
export function loaded<Part>(loading: Promise<Part>): Promise<Part> {
  return loading.catch(() => {
    throw new NotLoaded()
  })
}

/** Something of the lab's that is loaded when it is needed cannot be had now: the network is gone, or the site has moved on. */
export class NotLoaded extends Error {}
