import { expect, test } from 'vitest'
import type { Session } from '../../../src/shell/session.ts'
import { tell } from '../../fuzz/play.ts'

const SEED = 5
/** Far more than a line takes, even where much else runs. */
const LONGEST = 20_000

test('10 000 random lines are answered, and change nothing but the session that they return', {
  timeout: 600_000,
}, () => {
  const globals = reachable()
  let lines = 0
  for (const { before, outcome, line, milliseconds, story } of tell({ seed: SEED, stories: 520, prepare: freeze })) {
    // What is thrown names the seed and the story.
    if (outcome instanceof Error) throw outcome
    const where = `seed ${SEED}, story ${story}: ${line}`
    if (!Number.isInteger(outcome.exitCode)) throw new Error(`no exit status: ${where}`)
    if (milliseconds > LONGEST) throw new Error(`${milliseconds} ms: ${where}`)
    if (shells(before) !== prepared.get(before)) throw new Error(`the session given has changed: ${where}`)
    lines += 1
  }
  expect(lines).toBeGreaterThan(9_000)
  expect(reachable()).toEqual(globals)
})

/** What a session's maps held before its line: freezing does not reach into a map. */
const prepared = new WeakMap<Session, string>()

function freeze(session: Session): Session {
  deepFreeze(session.cluster)
  deepFreeze(session.history)
  prepared.set(session, shells(session))
  return session
}

function shells({ shells: stack, files, history }: Session): string {
  const plain = stack.map(shell => ({ ...shell, variables: [...shell.variables], aliases: [...shell.aliases] }))
  return JSON.stringify([plain, [...files].map(([host, disk]) => [host, [...disk]]), history])
}

/** Every global and every property of what all objects inherit from. */
function reachable(): readonly string[] {
  const shared = [
    Object.prototype,
    Array.prototype,
    Function.prototype,
    String.prototype,
    Map.prototype,
    RegExp.prototype,
  ]
  return [...Object.getOwnPropertyNames(globalThis), ...shared.flatMap(one => Reflect.ownKeys(one).map(String))].sort()
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const item of Object.values(value)) deepFreeze(item)
}
