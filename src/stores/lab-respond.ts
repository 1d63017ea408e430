import { type Cluster, find } from '../cluster/cluster.ts'
import { dueAt } from '../cluster/controller.ts'
import { presetCluster } from '../cluster/presets.ts'
import { firstEntry } from '../cluster/sorted-map.ts'
import { type Action, advance, settle, step } from '../cluster/step.ts'
import { checkManifest } from '../kubectl/check-manifest.ts'
import { currentNamespace } from '../kubectl/config.ts'
import { fieldsAt } from '../kubectl/fields-at.ts'
import { kubectl } from '../kubectl/kubectl.ts'
import { complete } from '../shell/complete.ts'
import { isComplete } from '../shell/parse.ts'
import { prompt, type Session } from '../shell/session.ts'
import { decisionAbout, whatIfOf } from './lab-decision.ts'
import type {
  LabAbout,
  LabAnswers,
  LabIssue,
  LabLabel,
  LabPreset,
  LabRefused,
  LabRequest,
  LabVersion,
  TerminalEntry,
} from './lab-protocol.ts'
import { applyLine, beside, differs, pathIn, textOf, typed, withFile, withoutFile } from './lab-shell.ts'
import {
  entryNow,
  jumped,
  type LabState,
  type Moment,
  momentOf,
  present,
  printed,
  stepped,
  touched,
} from './lab-state.ts'

/** What is answered from the state alone, at once. */
export type PromptRequest = Exclude<
  LabRequest,
  { readonly type: 'wake' | 'import' | 'cancel' | 'open' | 'share' | 'look' }
>

/** An answer, the state after it, and what the terminal shows more. */
export interface Response {
  readonly state: LabState
  readonly answer: LabAnswers[PromptRequest['type']]
  readonly printed?: { readonly entry: TerminalEntry; readonly cleared: boolean }
}

type Asked<T extends PromptRequest['type']> = Extract<PromptRequest, { readonly type: T }>

/** The releases that stand for the versions one can choose. */
const RELEASES: Readonly<Record<LabVersion, string>> = { 'v1.37': 'v1.37.2', 'v1.35': 'v1.35.4' }

/** How far the clock goes at most when it looks for the next thing that happens, in seconds. */
const FARTHEST = 24 * 3600

/** What the lab says to what it is asked, and how things stand then. The state given stays as it is. */
export function respond(state: LabState, request: PromptRequest): Response {
  const moment = present(state)
  const session = moment.session()
  switch (request.type) {
    case 'run':
      return run(state, request.line, request.edits ?? [])
    case 'complete':
      return same(state, completion(session, request.line, request.cursor))
    case 'act':
      return act(state, request.action, request.label)
    case 'advance':
      return pass(state, request.by)
    case 'undo':
      return done(jumped(state, entryNow(state) - 1))
    case 'redo':
      return done(jumped(state, entryNow(state) + 1))
    case 'jump':
      return done(jumped(state, request.index))
    case 'start':
      return start(state, request)
    case 'decide': {
      const decision = decisionAbout(session.cluster, request.pod)
      return same(state, decision ? { ok: true, decision } : refused('no-pod', { pod: request.pod.name }))
    }
    case 'what-if': {
      const found = whatIfOf(session.cluster, request.pod, request.node)
      if (found) return same(state, { ok: true, ...found })
      const isThere = find(session.cluster, 'nodes', request.node) !== undefined
      return same(
        state,
        isThere ? refused('no-pod', { pod: request.pod.name }) : refused('no-node', { node: request.node }),
      )
    }
    case 'manifest-of':
      return same(state, manifestOf(session, request))
    case 'read-file': {
      const text = textOf(session, request.path)
      const path = pathIn(session, request.path)
      return same(state, text === undefined ? refused('no-file', { path }) : { ok: true, path, text })
    }
    case 'write-file':
      return done(stepTo(state, withFile(session, request.path, request.text), fileLabel(session, request.path)))
    case 'remove-file':
      return done(stepTo(state, withoutFile(session, request.path), fileLabel(session, request.path)))
    case 'check-file': {
      const namespace = currentNamespace(session.config)
      return same(state, { ok: true, ...checkManifest(session.cluster, request.text, namespace, request.use) })
    }
    case 'fields-at':
      return same(state, { ok: true, ...fieldsAt(session.cluster, request.text, request.offset) })
    case 'apply-file': {
      const label: LabLabel = { code: 'apply', path: pathIn(session, request.path) }
      const written = touched(state, withFile(session, request.path, request.text))
      return run(written, applyLine(session, request.path), [], { before: state, label })
    }
  }
}

/** A lab's first moment: a preset as one meets it, with nothing typed yet. */
export function beginning(
  options: Omit<Asked<'start'>, 'type'> = {},
  about: LabAbout = FIRST,
  history: readonly string[] = [],
): Moment {
  const { preset = about.preset ?? 'kind', seed = about.seed, version = about.version, gates = about.gates } = options
  const release = RELEASES[version]
  const cluster: Cluster = { ...presetCluster(preset, { version: release, seed }), gates }
  return momentOf(beside(cluster, history), { preset, origin: 'preset', seed, version, release, gates }, cluster.now)
}

const FIRST: LabAbout = {
  preset: 'kind',
  origin: 'preset',
  seed: 1,
  version: 'v1.37',
  release: RELEASES['v1.37'],
  gates: { TaintTolerationComparisonOperators: false },
}

/** `over`: what the state was before something that belongs to the same step, and how the history calls that step. */
function run(
  state: LabState,
  line: string,
  edits: readonly string[],
  over: { readonly before: LabState; readonly label: LabLabel } = { before: state, label: lineLabel(line) },
): Response {
  const session = present(state).session()
  if (!isComplete(line)) return same(over.before, { ok: true, exitCode: 0, incomplete: true })
  const { editing, ...result } = typed(session, line, edits)
  if (editing) return same(over.before, { ok: true, exitCode: 0, editing })
  const isStep = differs(present(over.before).session(), result.session)
  const after = isStep ? stepTo(over.before, result.session, over.label) : touched(state, result.session)
  const entry: TerminalEntry = {
    id: (state.terminal.at(-1)?.id ?? 0) + 1,
    prompt: prompt(session),
    line,
    lines: result.lines,
    exitCode: result.exitCode,
    ...(isStep && { step: entryNow(after) }),
  }
  return {
    state: printed(after, entry, result.cleared),
    answer: { ok: true, exitCode: result.exitCode },
    printed: { entry, cleared: result.cleared },
  }
}

function act(state: LabState, action: Action, label: LabLabel): Response {
  const session = present(state).session()
  const { cluster, refused: status } = step(session.cluster, action)
  if (status) return same(state, refused('refused', { message: status.message }))
  return done(cluster === session.cluster ? state : stepTo(state, { ...session, cluster }, label))
}

function pass(state: LabState, by: Asked<'advance'>['by']): Response {
  const session = present(state).session()
  const before = session.cluster
  const cluster =
    by === 'next' ? upToNext(before) : by === 'rest' ? settle(before).cluster : advance(before, by).cluster
  const seconds = cluster.now - before.now
  const after = cluster === before ? state : stepTo(state, { ...session, cluster }, { code: 'advance', seconds })
  return { state: after, answer: { ok: true, seconds, rests: cluster.timers.size === 0 } }
}

/** Time passes until an object is another than it was; nothing passes where nothing ever would be. */
function upToNext(cluster: Cluster): Cluster {
  const deadline = cluster.now + FARTHEST
  for (let next = cluster; ; ) {
    const timer = firstEntry(next.timers)
    if (!timer || dueAt(timer[0]) > deadline) return cluster
    const { cluster: after, events } = advance(next, Math.max(0, dueAt(timer[0]) - next.now))
    if (events.length > 0) return after
    next = after
  }
}

/** Another preset is another cluster; another version or gate alone is the same lab run differently. */
function start(state: LabState, { preset, seed, version, gates }: Asked<'start'>): Response {
  const moment = present(state)
  const { about } = moment
  const session = moment.session()
  const options = {
    ...(preset && { preset }),
    ...(seed !== undefined && { seed }),
    ...(version && { version }),
    ...(gates && { gates }),
  }
  if (gates && !preset && seed === undefined && !version) {
    const changed = { ...session, cluster: { ...session.cluster, gates } }
    const label: LabLabel = { code: 'gate', on: gates.TaintTolerationComparisonOperators }
    return done(stepped(state, label, { ...momentOf(changed, { ...about, gates }, moment.metAt) }))
  }
  // An own cluster cannot be made anew: it goes on under the other version.
  if (version && about.preset === undefined && preset === undefined) {
    const release = RELEASES[version]
    const changed = { ...session, cluster: { ...session.cluster, version: release, ...(gates && { gates }) } }
    const next = { ...about, version, release, ...(gates && { gates }) }
    return done(stepped(state, { code: 'version', version }, momentOf(changed, next, moment.metAt)))
  }
  const label: LabLabel =
    version && !preset
      ? { code: 'version', version }
      : { code: 'start', preset: preset ?? about.preset ?? FIRST_PRESET }
  return done(stepped(state, label, beginning(options, about, session.history)))
}

const FIRST_PRESET: LabPreset = 'kind'

/** All candidates begin with `common`, and so does each alone. */
function completion(session: Session, line: string, cursor: number): LabAnswers['complete'] {
  const { from, candidates } = complete(session, line, cursor)
  const common = candidates.reduce((start, one) => {
    let length = 0
    while (length < start.length && start[length] === one[length]) length += 1
    return start.slice(0, length)
  }, candidates[0] ?? '')
  return { ok: true, start: from, end: cursor, candidates: candidates.slice(0, MOST_CANDIDATES), common }
}

const MOST_CANDIDATES = 500

function manifestOf(session: Session, { resource, name, namespace }: Asked<'manifest-of'>): LabAnswers['manifest-of'] {
  const words = ['get', resource, name, '-o', 'yaml', ...(namespace === undefined ? [] : ['-n', namespace])]
  const { stdout, stderr, exitCode } = kubectl(session.cluster, words)
  if (exitCode !== 0) return refused('refused', { message: stderr.trim() })
  return { ok: true, path: pathIn(session, `${name}.yaml`), text: stdout }
}

/** A step of the history, if anything came of it. */
function stepTo(state: LabState, session: Session, label: LabLabel): LabState {
  const { about, metAt, session: before } = present(state)
  return session === before() ? state : stepped(state, label, momentOf(session, about, metAt))
}

function lineLabel(line: string): LabLabel {
  const [first = ''] = line.trim().split('\n')
  return { code: 'line', line: first.length > LONGEST_LABEL ? `${first.slice(0, LONGEST_LABEL)}…` : first }
}

const LONGEST_LABEL = 200

function fileLabel(session: Session, path: string): LabLabel {
  return { code: 'file', path: pathIn(session, path) }
}

function done(state: LabState): Response {
  return { state, answer: { ok: true } }
}

function same(state: LabState, answer: Response['answer']): Response {
  return { state, answer }
}

function refused(code: LabIssue['code'], values: NonNullable<LabIssue['values']>): LabRefused {
  return { ok: false, issue: { code, values } }
}
