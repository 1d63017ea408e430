/** All that upstream's kubectl knows, in the order in which its help lists them; they are what it suggests. */
const COMMANDS =
  'create expose run set explain get edit delete rollout scale autoscale certificate cluster-info top cordon uncordon drain taint describe logs attach exec port-forward proxy cp auth debug events diff apply patch replace wait kustomize label annotate completion alpha config plugin version api-versions api-resources options'.split(
    ' ',
  )

/** An unknown command, with those that may have been meant; one that is known elsewhere is said to be missing here. */
export function unknownCommand(name: string): string {
  if (COMMANDS.includes(name)) return `error: this terminal has no kubectl ${name}\n`
  const found = suggestions(name, COMMANDS)
  const meant = found.length > 0 ? `\nDid you mean this?\n${found.map(one => `\t${one}\n`).join('')}` : ''
  return `error: unknown command "${name}" for "kubectl"\n${meant}`
}

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
function suggestions(typed: string, commands: readonly string[]): readonly string[] {
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
