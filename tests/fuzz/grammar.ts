import type { Dice } from './dice.ts'

/**
 * Ways to say things, by name. «name» in a text stands for one of the ways of that name, drawn anew each time; a text that
 * comes twice in a list is drawn twice as often.
 */
export type Grammar = Readonly<Record<string, readonly string[]>>

/** How deep ways may stand inside each other before the first of each, the plainest, is taken. */
const DEEPEST = 12

/** One text of that name. */
export function say(grammar: Grammar, dice: Dice, name: string, depth = 0): string {
  const ways = grammar[name]
  const [plainest] = ways ?? []
  if (ways === undefined || plainest === undefined) throw new Error(`the grammar does not know «${name}»`)
  const way = depth < DEEPEST ? dice.pick(ways) : plainest
  return way.replace(/«(\w+)»/g, (_, inner: string) => say(grammar, dice, inner, depth + 1))
}
