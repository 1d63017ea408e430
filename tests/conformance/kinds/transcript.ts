import { presetCluster } from '../../../src/cluster/presets.ts'
import { type Action, step } from '../../../src/cluster/step.ts'
import { run } from '../../../src/shell/run.ts'
import { newSession, type Session } from '../../../src/shell/session.ts'
import type { Outcome } from '../kinds.ts'
import { assign, type Bindings, type Block, blocksOf } from './placeholders.ts'

interface Transcript {
  readonly name: string
  readonly version: string
  readonly cluster: 'kind'
  readonly files?: Readonly<Record<string, string>>
  readonly steps: readonly (CommandStep | ActionStep)[]
}

interface CommandStep {
  readonly command: string
  readonly stdout: string
  readonly stderr: string
  /** `null`: any. */
  readonly exitCode: number | null
  readonly unordered?: boolean
  /** The streams that are not compared. */
  readonly varies?: readonly ('stdout' | 'stderr')[]
}

type ActionStep =
  | { readonly action: 'settle' }
  | { readonly action: 'wait'; readonly seconds: number }
  | { readonly action: 'stop-node' | 'start-node'; readonly node: string }

/** Between two recorded commands up to 2 s passed; that much passes here. */
const BETWEEN = 1

/** A session on a cluster: one answer for every command, held against the terminal's. */
export function* transcript({ name, version, cluster, files, steps }: Transcript): Iterable<Outcome> {
  let session = newSession(presetCluster(cluster, { version }), files)
  let agreed: Agreed = { blocks: [], bindings: new Map() }
  for (const [index, each] of steps.entries()) {
    if ('action' in each) {
      session = { ...session, cluster: step(session.cluster, actionOf(each)).cluster }
      continue
    }
    const { outcome, ...next } = check(session, each, agreed)
    session = { ...next.session, cluster: step(next.session.cluster, { type: 'wait', seconds: BETWEEN }).cluster }
    agreed = next.agreed
    yield { name: `${name} step ${index + 1}`, ...outcome }
  }
}

/** What all steps so far have in common: one assignment of texts to numbers for the whole session. */
interface Agreed {
  readonly blocks: readonly Block[]
  readonly bindings: Bindings
}

function check(session: Session, expected: CommandStep, agreed: Agreed) {
  const got = run(session, expected.command)
  const streams = (['stdout', 'stderr'] as const).filter(stream => !expected.varies?.includes(stream))
  const compared = streams.map(stream =>
    blocksOf({ expected: expected[stream], got: got[stream], unordered: expected.unordered ?? false }),
  )
  const blocks = compared.flatMap(one => one ?? [])
  const extended = compared.includes(undefined) ? undefined : extend(agreed, blocks)
  const sameExit = expected.exitCode === null || expected.exitCode === got.exitCode
  const outcome: Omit<Outcome, 'name'> =
    extended && sameExit
      ? {}
      : { disagreement: { input: expected.command, expected: printed(expected), got: printed(got) } }
  return { session: got.session, agreed: extended ?? agreed, outcome }
}

/** Keeps the assignment found so far if the new lines allow it, or looks for another one that fits all lines. */
function extend({ blocks, bindings }: Agreed, added: readonly Block[]): Agreed | undefined {
  const all = [...blocks, ...added]
  const found = assign(added, bindings) ?? assign(all)
  return found && { blocks: all, bindings: found }
}

function printed({ stdout, stderr, exitCode }: Pick<CommandStep, 'stdout' | 'stderr' | 'exitCode'>): string {
  return `exit ${exitCode}\n${stdout}${stderr && `stderr:\n${stderr}`}`.replaceAll('\n', '\n            ')
}

function actionOf(each: ActionStep): Action {
  const { action, ...rest } = each
  return { type: action, ...rest } as Action
}
