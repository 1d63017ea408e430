import type { Cluster } from '../cluster/cluster.ts'
import { dueAt } from '../cluster/controller.ts'
import { firstEntry } from '../cluster/sorted-map.ts'
import { type Action, advance, settle, step } from '../cluster/step.ts'
import { RELEASES } from './lab-about.ts'
import { beginning } from './lab-beginning.ts'
import { type Asked, done, type Response, refused, same, stepTo } from './lab-response.ts'
import type { LabLabel } from './lab-shown.ts'
import { type LabState, momentOf, present, stepped } from './lab-state.ts'
import type { LabPreset } from './lab-terms.ts'

/* What sets the engine going without the terminal: it is loaded when it is first asked for. */

/** How far the clock goes at most when it looks for the next thing that happens, in seconds. */
const FARTHEST = 24 * 3600

/** Does one thing to the cluster. */
export function act(state: LabState, action: Action, label: LabLabel): Response {
  const session = present(state).session()
  const { cluster, refused: status } = step(session.cluster, action)
  if (status) return same(state, refused('refused', { message: status.message }))
  return done(cluster === session.cluster ? state : stepTo(state, { ...session, cluster }, label))
}

/** Lets time pass. */
export function pass(state: LabState, by: Asked<'advance'>['by']): Response {
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
export function start(state: LabState, { preset, seed, version, gates }: Asked<'start'>): Response {
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
