/** Command names that a mistyped one may have meant. */
const SUGGESTED_FOR: Readonly<Record<string, readonly string[]>> = {
  list: ['get'],
  ps: ['get'],
  inspect: ['describe'],
  remove: ['delete'],
  rm: ['delete'],
}

/**
 * The commands that cobra suggests for an unknown one: within two edits of it, or that begin with it, in their order.
 * (spf13/cobra `SuggestionsFor`)
 */
export function suggestions(typed: string, commands: readonly string[]): readonly string[] {
  const lower = typed.toLowerCase()
  const meant = Object.hasOwn(SUGGESTED_FOR, lower) ? SUGGESTED_FOR[lower] : undefined
  return commands.filter(name => isNear(lower, name) || name.startsWith(lower) || meant?.includes(name))
}

function isNear(a: string, b: string): boolean {
  return Math.abs(a.length - b.length) <= 2 && distance(a, b) <= 2
}

/** How many characters have to be added, removed or replaced. (Levenshtein) */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [at, character] of [...a].entries()) {
    const next = [at + 1]
    for (const [index, other] of [...b].entries()) {
      const replaced = (row[index] ?? 0) + (character === other ? 0 : 1)
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
