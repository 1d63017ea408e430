import type { Cluster } from '../cluster/cluster.ts'
import { kindCluster } from '../cluster/kind.ts'
import type { PresetOptions } from '../cluster/preset.ts'
import type { Preset } from '../cluster/presets.ts'
import type { Action, Stepped } from '../cluster/step.ts'
import type { Completion } from '../shell/complete.ts'
import { runPlain } from '../shell/plain.ts'
import type { Parts as ShellParts } from '../shell/process.ts'
import type { RunResult } from '../shell/result.ts'
import type { runWith } from '../shell/run-with.ts'
import type { Session } from '../shell/session.ts'

/*
 * The engine in a browser: what founds the first cluster, lets its clock run and answers an ordinary `kubectl get` is there
 * from the start, the rest once it is needed. Sessions never change, so that a line can be run again when what it lacked has
 * come. What rejects because it could not be loaded has changed nothing, and can be asked again.
 */

interface Parts extends ShellParts {
  readonly shell: { readonly runWith: typeof runWith }
}

const LOADS: { readonly [Name in keyof Parts]: () => Promise<Parts[Name]> } = {
  changing: () => import('../kubectl/changing.ts'),
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
/** `presetCluster`: the cluster of kind at once, the others when the code of the presets has come. */
export async function begin(preset: Preset, options: PresetOptions = {}): Promise<Cluster> {
  if (preset === 'kind') return kindCluster(options)
  const { presetCluster } = await import('../cluster/presets.ts')
  return presetCluster(preset, options)
}

/** `step`: for what passes time alone, `advance` and `settle` are there at once. */
export async function act(cluster: Cluster, action: Action): Promise<Stepped> {
  const { step } = await import('../cluster/step.ts')
  return step(cluster, action)
}

/** What Tab offers: `complete`, which knows of all verbs and programs. */
export async function offer(session: Session, line: string, cursor: number): Promise<Completion> {
  const { complete } = await import('../shell/complete.ts')
  return complete(session, line, cursor)
}
