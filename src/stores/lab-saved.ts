import type { Cluster } from '../cluster/cluster.ts'
import { COMPONENTS, CONTROLLER_NAMES } from '../cluster/controller-name.ts'
import { isNamedObject, readHeld } from '../cluster/import.ts'
import { isRecord, type KubeObject } from '../cluster/object.ts'
import { inTurn, type Pieces } from '../cluster/pieces.ts'
import { MEMORY, type Memory, restoredSnapshot, type Snapshot, saveSnapshot } from '../cluster/snapshot.ts'
import { decode } from '../kubernetes/decode.ts'
import { OBJECT_META } from '../kubernetes/object-meta-schema.ts'
import { schemaOf } from '../kubernetes/schemas.ts'
import { FILTER_PLUGINS } from '../scheduling/profile.ts'
import { newShell, type Session } from '../shell/session.ts'
import { FIRST_LOOK, type LabIssue } from './lab-protocol.ts'
import { settling } from './lab-settling.ts'
import type { LabAbout } from './lab-shown.ts'
import * as sight from './lab-sight.ts'
import { type Moment, momentOf, stateOf } from './lab-state.ts'
import { LAB_PRESETS, LAB_VERSIONS } from './lab-terms.ts'
import { viewOf } from './lab-view.ts'

/** A moment of the lab as plain JSON, as links and files carry it. */
export interface SavedMoment {
  readonly format: 1
  readonly about: LabAbout
  readonly metAt: number
  readonly cluster: Snapshot
  readonly terminal: SavedTerminal
}

interface SavedTerminal {
  readonly config: Session['config']
  readonly files: readonly (readonly [host: string, files: readonly (readonly [string, string, number])[]])[]
  readonly shells: readonly {
    readonly host: string
    readonly directory: string
    readonly variables: readonly (readonly [name: string, value: string, exported: boolean])[]
    readonly aliases: readonly (readonly [string, string])[]
  }[]
  readonly history: readonly string[]
  readonly exitCode: number
}

export type Reopened = { readonly ok: true; readonly value: Moment } | { readonly ok: false; readonly issue: LabIssue }

/** Hears how many objects of a moment have been looked at. */
type Told = (progress: { readonly done: number; readonly of: number }) => void

/** What a link or a file may hold. */
const MOST = {
  nodes: 5000,
  pods: 50_000,
  objects: 400_000,
  files: 2000,
  characters: 20_000_000,
  history: 5000,
  shells: 20,
}

/** How much is looked at in one piece: some thousandths of a second's work. */
const OBJECTS_AT_A_TIME = 100

/** How much of what was typed goes with a link. */
const TYPED = 200

/** Writes a moment down. */
export function savedMoment({ session, about, metAt }: Moment): SavedMoment {
  const { cluster, config, files, shells, history, exitCode } = session()
  return {
    format: 1,
    about,
    metAt,
    cluster: saveSnapshot(cluster),
    terminal: {
      config,
      files: [...files].map(([host, own]) => [
        host,
        [...own].map(([path, { text, modified }]) => [path, text, modified]),
      ]),
      shells: shells.map(({ host, directory, variables, aliases }) => ({
        host,
        directory,
        variables: [...variables].map(([name, { value, exported }]) => [name, value, exported]),
        aliases: [...aliases],
      })),
      history: history.slice(-TYPED),
      exitCode,
    },
  }
}

/**
 * The moment that a JSON value from anywhere describes, if it does: every part is looked at, the first that is not as it
 * must be is named by its path, and the cluster must be able to go on. Never throws, and takes nothing on trust.
 */
export function* reopenedMoment(value: unknown, told: Told = () => {}): Pieces<Reopened> {
  try {
    const saved = yield* checked(value, told)
    const restored = yield* restoredSnapshot(saved.cluster)
    if (!restored.ok) throw new Invalid('cluster')
    const moment = momentOf(sessionOf(saved.terminal, restored.cluster), saved.about, saved.metAt)
    // It is set going for no time at all, and looked at.
    yield* settling(restored.cluster)
    viewOf(stateOf(moment), FIRST_LOOK, { sight })
    return { ok: true, value: moment }
  } catch (error) {
    return { ok: false, issue: error instanceof Invalid ? error.issue : { code: 'state-stuck' } }
  }
}

function sessionOf({ config, files, shells, history, exitCode }: SavedTerminal, cluster: Cluster): Session {
  return {
    cluster,
    config,
    files: new Map(
      files.map(([host, own]) => [host, new Map(own.map(([path, text, modified]) => [path, { text, modified }]))]),
    ),
    shells: shells.map(({ host, directory, variables, aliases }) => ({
      ...newShell(host),
      directory,
      variables: new Map(variables.map(([name, text, exported]) => [name, { value: text, exported }])),
      aliases: new Map(aliases),
    })),
    history,
    exitCode,
  }
}

/** What does not belong into a saved moment, and where. */
class Invalid extends Error {
  readonly issue: LabIssue

  constructor(path: string, issue: LabIssue = { code: 'state-invalid', values: { path } }) {
    super(path)
    this.issue = issue
  }
}

/** Looks at one value and gives it as what it must be; throws `Invalid` where it is not. */
type Check<T> = (value: unknown, path: string) => T

function* checked(value: unknown, told: Told): Pieces<SavedMoment> {
  const saved = record(value, '')
  if (saved['format'] !== 1) throw new Invalid('format')
  const about = aboutOf(saved['about'])
  const metAt = integer(saved['metAt'], 'metAt', LATEST)
  const cluster = yield* snapshotOf(saved['cluster'], told)
  if (metAt > cluster.now) throw new Invalid('metAt')
  return { format: 1, about, metAt, cluster, terminal: terminalOf(saved['terminal']) }
}

/** The last second that the API can write as a time, of which some are left for what happens next. */
const LATEST = 250_000_000_000

function aboutOf(value: unknown): LabAbout {
  const about = record(value, 'about')
  const gates = record(about['gates'], 'about.gates')
  return {
    ...(about['preset'] !== undefined && { preset: oneOf(LAB_PRESETS)(about['preset'], 'about.preset') }),
    origin: oneOf(['preset', 'import', 'link'] as const)(about['origin'], 'about.origin'),
    seed: integer(about['seed'], 'about.seed'),
    version: oneOf(LAB_VERSIONS)(about['version'], 'about.version'),
    release: text(about['release'], 'about.release', 64),
    gates: { TaintTolerationComparisonOperators: flag(gates['TaintTolerationComparisonOperators'], 'about.gates') },
  }
}

function* snapshotOf(value: unknown, told: Told): Pieces<Snapshot> {
  const snapshot = record(value, 'cluster')
  const { format, version, gates, changedAt, resourceVersion, random, unseen } = snapshot
  if (format !== 1) throw new Invalid('cluster.format')
  if (!/^v[0-9]+\.[0-9]+\.[0-9]+/.test(text(version, 'cluster.version', 64))) throw new Invalid('cluster.version')
  if (gates !== undefined) flag(record(gates, 'cluster.gates')['TaintTolerationComparisonOperators'], 'cluster.gates')
  list(snapshot['down'], 'cluster.down', COMPONENTS.length).map(one => oneOf(COMPONENTS)(one, 'cluster.down'))
  // Nothing is under way in a cluster that was written down: each step of the lab goes on to its end.
  if (!Array.isArray(unseen) || unseen.length > 0) throw new Invalid('cluster.unseen')
  const unread = list(snapshot['objects'], 'cluster.objects', MOST.objects)
  const objects: KubeObject[] = []
  yield* inTurn(unread, OBJECTS_AT_A_TIME, (object, index) => {
    if (index > 0 && index % OBJECTS_AT_A_TIME === 0) told({ done: index, of: unread.length })
    objects.push(objectAt(object, index))
  })
  for (const [what, kind] of [
    ['nodes', 'Node'],
    ['pods', 'Pod'],
  ] as const) {
    const count = objects.filter(object => object['kind'] === kind).length
    if (count > MOST[what]) throw new Invalid('', { code: 'too-many', values: { what, count, most: MOST[what] } })
  }
  const memory = record(snapshot['memory'], 'cluster.memory')
  for (const field of MEMORY) {
    const pairs = list(memory[field], `cluster.memory.${field}`, MOST.objects)
    yield* inTurn(pairs, OBJECTS_AT_A_TIME, (pair, index) => {
      const path = `cluster.memory.${field}[${index}]`
      if (!Array.isArray(pair) || pair.length !== 2) throw new Invalid(path)
      text(pair[0], path, LONGEST_KEY)
      REMEMBERED[field](pair[1], path, pair[0])
    })
  }
  return {
    ...(snapshot as unknown as Snapshot),
    objects,
    now: integer(snapshot['now'], 'cluster.now', LATEST),
    changedAt: integer(changedAt, 'cluster.changedAt', LATEST),
    resourceVersion: integer(resourceVersion, 'cluster.resourceVersion'),
    random: integer(random, 'cluster.random', 2 ** 53),
  }
}

/** An object is of a kind that is served here, and every field that anybody reads is of its type. */
function objectAt(value: unknown, index: number): KubeObject {
  const path = `cluster.objects[${index}]`
  const object = record(value, path)
  const { name } = record(object['metadata'], `${path}.metadata`)
  if (!isNamedObject(object)) throw new Invalid(path)
  text(object.apiVersion, `${path}.apiVersion`, 100)
  text(object.kind, `${path}.kind`, 100)
  text(name, `${path}.metadata.name`, LONGEST_KEY)
  const read = readHeld(object)
  if (!read.ok) throw new Invalid(`${path}.${read.fault.path}`)
  return read.object
}

const LONGEST_KEY = 1000

/** What controllers remember, by where they do; the key is there for those whose value repeats it. */
const REMEMBERED: Readonly<Record<Memory, (value: unknown, path: string, key: unknown) => unknown>> = {
  work: (value, path, key) => {
    const { controller, key: own } = lookAt(value, path)
    if (key !== `${String(CONTROLLER_NAMES.indexOf(controller)).padStart(2, '0')}/${own}`) throw new Invalid(path)
  },
  timers: (value, path, key) => {
    const { controller, key: own } = lookAt(value, path)
    if (!/^[0-9]{12}\//.test(String(key)) || String(key).slice(13) !== `${controller}/${own}`) throw new Invalid(path)
  },
  attempts: (value, path) => integer(value, path, 1000),
  kubelets: (value, path) => {
    const kubelet = record(value, path)
    if (kubelet['stoppedAt'] !== undefined) integer(kubelet['stoppedAt'], `${path}.stoppedAt`, LATEST)
    objectAt(kubelet['node'], 0)
    for (const manifest of Object.values(record(kubelet['manifests'], `${path}.manifests`))) {
      const { mistyped } = decode(record(manifest, `${path}.manifests`), schemaOf('', 'Pod') ?? OBJECT_META)
      if (mistyped[0]) throw new Invalid(`${path}.manifests`)
    }
  },
  podWorkers: (value, path) => {
    const worker = record(value, path)
    text(worker['uid'], `${path}.uid`, LONGEST_KEY)
    oneOf(['starting', 'stopping'] as const)(worker['doing'], `${path}.doing`)
    integer(worker['until'], `${path}.until`, LATEST)
  },
  waiting: (value, path) => {
    const waiting = record(value, path)
    text(waiting['uid'], `${path}.uid`, LONGEST_KEY)
    integer(waiting['attempts'], `${path}.attempts`, 2 ** 31)
    integer(waiting['since'], `${path}.since`)
    if (waiting['turn'] !== undefined) text(waiting['turn'], `${path}.turn`, LONGEST_KEY)
    list(waiting['rejectedBy'], `${path}.rejectedBy`, 50).map(plugin => oneOf(FILTER_PLUGINS)(plugin, path))
    for (const time of ['failedAt', 'retryAt']) {
      if (waiting[time] !== undefined) integer(waiting[time], `${path}.${time}`, LATEST)
    }
  },
  activeQueue: (value, path) => text(value, path, LONGEST_KEY),
  parked: (value, path) => text(value, path, LONGEST_KEY),
  elsewhere: (value, path) => oneOf([true] as const)(value, path),
  evictions: (value, path) => {
    const timer = record(value, path)
    integer(timer['startedAt'], `${path}.startedAt`, LATEST)
    integer(timer['strikesAt'], `${path}.strikesAt`, LATEST)
    text(record(timer['taint'], `${path}.taint`)['key'], `${path}.taint.key`, LONGEST_KEY)
    record(timer['toleration'], `${path}.toleration`)
  },
}

function lookAt(value: unknown, path: string) {
  const look = record(value, path)
  return {
    controller: oneOf(CONTROLLER_NAMES)(look['controller'], `${path}.controller`),
    key: text(look['key'], `${path}.key`, LONGEST_KEY),
  }
}

function terminalOf(value: unknown): SavedTerminal {
  const terminal = record(value, 'terminal')
  const files = list(terminal['files'], 'terminal.files', MOST.files).map((each, index) => {
    const [host, own] = pair(each, `terminal.files[${index}]`)
    const texts = list(own, `terminal.files[${index}]`, MOST.files).map(file =>
      fileAt(file, `terminal.files[${index}]`),
    )
    return [text(host, `terminal.files[${index}]`, 300), texts] as const
  })
  const characters = files.reduce((sum, [, own]) => sum + own.reduce((all, [, one]) => all + one.length, 0), 0)
  if (characters > MOST.characters) throw new Invalid('terminal.files')
  return {
    config: configOf(terminal['config']),
    files,
    shells: list(terminal['shells'], 'terminal.shells', MOST.shells).map((each, index) => {
      const path = `terminal.shells[${index}]`
      const shell = record(each, path)
      return {
        host: text(shell['host'], `${path}.host`, 300),
        directory: absolute(shell['directory'], `${path}.directory`),
        variables: list(shell['variables'], `${path}.variables`, 2000).map(variable => {
          if (!Array.isArray(variable) || variable.length !== 3) throw new Invalid(`${path}.variables`)
          const [name, own, exported] = variable as readonly unknown[]
          return [text(name, path, 300), text(own, path), flag(exported, path)] as const
        }),
        aliases: list(shell['aliases'], `${path}.aliases`, 2000).map(alias => {
          const [name, own] = pair(alias, `${path}.aliases`)
          return [text(name, path, 300), text(own, path)] as const
        }),
      }
    }),
    history: list(terminal['history'], 'terminal.history', MOST.history).map(line => text(line, 'terminal.history')),
    exitCode: integer(terminal['exitCode'], 'terminal.exitCode', 255),
  }
}

function fileAt(value: unknown, path: string): readonly [string, string, number] {
  if (!Array.isArray(value) || value.length !== 3) throw new Invalid(path)
  const [name, own, modified] = value as readonly unknown[]
  return [absolute(name, path), text(own, path), integer(modified, path, LATEST)]
}

function configOf(value: unknown): Session['config'] {
  const config = record(value, 'terminal.config')
  return {
    currentContext: text(config['currentContext'], 'terminal.config.currentContext', 300),
    contexts: list(config['contexts'], 'terminal.config.contexts', 100).map((each, index) => {
      const path = `terminal.config.contexts[${index}]`
      const context = record(each, path)
      return {
        name: text(context['name'], path, 300),
        cluster: text(context['cluster'], path, 300),
        user: text(context['user'], path, 300),
        ...(context['namespace'] !== undefined && { namespace: text(context['namespace'], path, 300) }),
      }
    }),
  }
}

const record: Check<Readonly<Record<string, unknown>>> = (value, path) => {
  if (!isRecord(value)) throw new Invalid(path)
  return value
}

function list(value: unknown, path: string, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw new Invalid(path)
  return value
}

function pair(value: unknown, path: string): readonly [unknown, unknown] {
  if (!Array.isArray(value) || value.length !== 2) throw new Invalid(path)
  return [value[0], value[1]]
}

function text(value: unknown, path: string, most: number = MOST.characters): string {
  if (typeof value !== 'string' || value.length > most) throw new Invalid(path)
  return value
}

function absolute(value: unknown, path: string): string {
  const found = text(value, path, 4096)
  if (!found.startsWith('/')) throw new Invalid(path)
  return found
}

function integer(value: unknown, path: string, most: number = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > most) throw new Invalid(path)
  return value
}

const flag: Check<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new Invalid(path)
  return value
}

function oneOf<const T>(choices: readonly T[]): Check<T> {
  return (value, path) => {
    const found = choices.find(choice => choice === value)
    if (found === undefined) throw new Invalid(path)
    return found
  }
}
