import { readdirSync, readFileSync } from 'node:fs'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { PRESETS, type Preset, presetCluster } from '../../src/cluster/presets.ts'
import type { RunResult } from '../../src/shell/result.ts'
import { run } from '../../src/shell/run.ts'
import { newSession, type Session } from '../../src/shell/session.ts'
import { diceFor } from './dice.ts'
import { randomLine } from './lines.ts'
import { randomManifest } from './manifests.ts'

/** How many lines a story has: long enough for one to build on another, short enough to be read. */
export const STORY_LENGTH = 20

/** One line of a story and what came of it. */
export interface Told {
  readonly story: number
  readonly preset: Preset
  readonly line: string
  readonly before: Session
  /** What was answered, or what was thrown, with the story up to there: the story then ends. */
  readonly outcome: RunResult | Error
  /** On this machine. */
  readonly milliseconds: number
}

export interface Telling {
  readonly seed: number
  /** The number of the first story, and how many. */
  readonly from?: number
  readonly stories: number
  /** Left out: the small ones in turn. */
  readonly preset?: Preset
  /** What is done to a session before a line is typed. */
  readonly prepare?: (session: Session) => Session
}

/** Tells stories: sessions of random lines, each on a cluster of its own. The same seed and number, the same story. */
export function* tell({ seed, from = 0, stories, preset, prepare = session => session }: Telling): Iterable<Told> {
  const recorded = recordedSessions()
  for (let story = from; story < from + stories; story += 1) {
    const dice = diceFor(seed, story)
    const scene = preset ?? dice.pick(SMALL)
    const { files, commands } = dice.pick(recorded)
    let session = newSession(clusterOf(scene, dice.chance(0.2) ? 'v1.35.4' : 'v1.37.2'), {
      ...files,
      'm.yaml': randomManifest(dice),
      'old.yaml': randomManifest(dice),
    })
    const lines: string[] = []
    while (lines.length < STORY_LENGTH && session.shells.length > 0) {
      const line = randomLine(dice, commands)
      lines.push(line)
      const before = prepare(session)
      const { outcome, milliseconds } = typed(before, line, dice.chance(0.5))
      if (outcome instanceof Error) outcome.message += `\n${retold(seed, story, scene, lines)}`
      yield { story, preset: scene, line, before, outcome, milliseconds }
      if (outcome instanceof Error) break
      session = outcome.session
    }
  }
}

const CLUSTERS = new Map<string, Cluster>()

function clusterOf(preset: Preset, version: string): Cluster {
  const key = `${preset} ${version}`
  const cluster = CLUSTERS.get(key) ?? presetCluster(preset, { version })
  CLUSTERS.set(key, cluster)
  return cluster
}

const SMALL = PRESETS.filter(preset => preset !== 'large')

function typed(session: Session, line: string, edits: boolean): Pick<Told, 'outcome' | 'milliseconds'> {
  const start = performance.now()
  const outcome = attempted(() => run(session, line, ({ text }) => (edits ? text.replace(/: 1$/m, ': 3') : text)))
  return { outcome, milliseconds: performance.now() - start }
}

function attempted(action: () => RunResult): RunResult | Error {
  try {
    return action()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** A story as it can be told again. */
function retold(seed: number, story: number, preset: Preset, lines: readonly string[]): string {
  return [`seed ${seed}, story ${story}, on ${preset}:`, ...lines.map(line => JSON.stringify(line))].join('\n  ')
}

const TRANSCRIPTS = new URL('../conformance/recorded/v1.37/transcripts/', import.meta.url)

interface Recorded {
  readonly files?: Readonly<Record<string, string>>
  readonly steps: readonly { readonly command?: string }[]
}

/** What was typed on real clusters, with the files that lay there. */
function recordedSessions() {
  return readdirSync(TRANSCRIPTS).map(name => {
    const { files = {}, steps } = JSON.parse(readFileSync(new URL(name, TRANSCRIPTS), 'utf8')) as Recorded
    return { files, commands: steps.flatMap(({ command }) => command ?? []) }
  })
}
