import { find } from '../cluster/cluster.ts'
import { currentNamespace } from '../kubectl/config.ts'
import { isComplete } from '../shell/parse.ts'
import { prompt, type Session } from '../shell/session.ts'
import { loaded } from './engine-parts.ts'
import type { LabAnswers } from './lab-protocol.ts'
import { type Asked, done, type PromptRequest, type Response, refused, same, stepTo } from './lab-response.ts'
import { applyLine, differs, manifestIn, opened, pathIn, textOf, typed, withFile, withoutFile } from './lab-shell.ts'
import type { LabLabel, TerminalEntry } from './lab-shown.ts'
import { entryNow, jumped, type LabState, present, printed, touched } from './lab-state.ts'

/**
 * What the lab says to what it is asked, and how things stand then. The state given stays as it is. Rejects with `NotLoaded`
 * where a part that it needs cannot be had.
 */
export async function respond(state: LabState, request: PromptRequest): Promise<Response> {
  const moment = present(state)
  const session = moment.session()
  switch (request.type) {
    case 'run':
      return run(state, request.line, request.edits ?? [])
    case 'complete':
      return same(state, await completion(session, request.line, request.cursor))
    case 'act': {
      const { act } = await deeds()
      return act(state, request.action, request.label)
    }
    case 'advance': {
      const { pass } = await deeds()
      return pass(state, request.by)
    }
    case 'undo':
      return done(jumped(state, entryNow(state) - 1))
    case 'redo':
      return done(jumped(state, entryNow(state) + 1))
    case 'jump':
      return done(jumped(state, request.index))
    case 'start': {
      const { start } = await deeds()
      return start(state, request)
    }
    case 'decide': {
      const { decisionAbout } = await loaded(import('./lab-decision.ts'))
      const decision = decisionAbout(session.cluster, request.pod, request.look)
      return same(state, decision ? { ok: true, decision } : refused('no-pod', { pod: request.pod.name }))
    }
    case 'what-if': {
      const { whatIfOf } = await loaded(import('./lab-decision.ts'))
      const found = whatIfOf(session.cluster, request.pod, request.node)
      if (found) return same(state, { ok: true, ...found })
      const isThere = find(session.cluster, 'nodes', request.node) !== undefined
      return same(
        state,
        isThere ? refused('no-pod', { pod: request.pod.name }) : refused('no-node', { node: request.node }),
      )
    }
    case 'manifest-of':
      return same(state, await manifestOf(session, request))
    case 'read-file': {
      const text = textOf(session, request.path)
      const path = pathIn(session, request.path)
      return same(state, text === undefined ? refused('no-file', { path }) : { ok: true, path, text })
    }
    case 'write-file':
      return done(stepTo(state, await withFile(session, request.path, request.text), fileLabel(session, request.path)))
    case 'remove-file':
      return done(stepTo(state, await withoutFile(session, request.path), fileLabel(session, request.path)))
    case 'rename-file': {
      const { path, to, text } = request
      return done(stepTo(state, await withoutFile(await withFile(session, to, text), path), fileLabel(session, to)))
    }
    case 'check-file': {
      const { checkManifest } = await loaded(import('../kubectl/check-manifest.ts'))
      const namespace = currentNamespace(session.config)
      return same(state, { ok: true, ...checkManifest(session.cluster, request.text, namespace, request.use) })
    }
    case 'fields-at': {
      const { fieldsAt } = await loaded(import('../kubectl/fields-at.ts'))
      return same(state, { ok: true, ...fieldsAt(session.cluster, request.text, request.offset) })
    }
    case 'apply-file': {
      const label: LabLabel = { code: 'apply', path: pathIn(session, request.path) }
      const written = touched(state, await withFile(session, request.path, request.text))
      return run(written, applyLine(session, request.path), [], { before: state, label })
    }
  }
}

function deeds() {
  return loaded(import('./lab-deeds.ts'))
}

/** `over`: what the state was before something that belongs to the same step, and how the history calls that step. */
async function run(
  state: LabState,
  line: string,
  edits: readonly string[],
  over: { readonly before: LabState; readonly label: LabLabel } = { before: state, label: lineLabel(line) },
): Promise<Response> {
  const session = opened(present(state).session())
  if (!isComplete(line)) return same(over.before, { ok: true, exitCode: 0, incomplete: true })
  const { editing, ...result } = await typed(session, line, edits)
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

/** All candidates begin with `common`, and so does each alone. */
async function completion(session: Session, line: string, cursor: number): Promise<LabAnswers['complete']> {
  const { complete } = await loaded(import('../shell/complete.ts'))
  const { from, candidates } = complete(session, line, cursor)
  const common = candidates.reduce((start, one) => {
    let length = 0
    while (length < start.length && start[length] === one[length]) length += 1
    return start.slice(0, length)
  }, candidates[0] ?? '')
  return { ok: true, start: from, end: cursor, candidates: candidates.slice(0, MOST_CANDIDATES), common }
}

const MOST_CANDIDATES = 500

async function manifestOf(
  session: Session,
  { resource, name, namespace }: Asked<'manifest-of'>,
): Promise<LabAnswers['manifest-of']> {
  const words = [resource, name, ...(namespace === undefined ? [] : ['-n', namespace])]
  const { stdout, stderr, exitCode } = await manifestIn(session, words)
  if (exitCode !== 0) return refused('refused', { message: stderr.trim() })
  return { ok: true, path: pathIn(session, `${name}.yaml`), text: stdout }
}

function lineLabel(line: string): LabLabel {
  const [first = ''] = line.trim().split('\n')
  return { code: 'line', line: first.length > LONGEST_LABEL ? `${first.slice(0, LONGEST_LABEL)}…` : first }
}

const LONGEST_LABEL = 200

function fileLabel(session: Session, path: string): LabLabel {
  return { code: 'file', path: pathIn(session, path) }
}
