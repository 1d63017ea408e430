/** How many lines stand round a change. */
const CONTEXT = 3

/** Two texts as `diff -u` shows them, with the names of the files; empty where they are the same. */
export function unifiedDiff(before: string, after: string, from: string, to: string): string {
  if (before === after) return ''
  const edits = editsBetween(linesOf(before), linesOf(after))
  const hunks = hunksOf(edits).map(printHunk)
  return `--- ${from}\n+++ ${to}\n${hunks.join('')}`
}

interface Edit {
  readonly mark: ' ' | '-' | '+'
  readonly text: string
  /** How many lines of each text come before it. */
  readonly old: number
  readonly now: number
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

/** The fewest lines that go and come, what goes first. (longest common subsequence) */
function editsBetween(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const common = commonLengths(before, after)
  const edits: Edit[] = []
  let [old, now] = [0, 0]
  while (old < before.length || now < after.length) {
    const isCommon = old < before.length && now < after.length && before[old] === after[now]
    const place = { old, now }
    const goes = now >= after.length || lengthAt(common, old + 1, now) >= lengthAt(common, old, now + 1)
    const mark = isCommon ? ' ' : old < before.length && goes ? '-' : '+'
    edits.push({ mark, text: (mark === '+' ? after[now] : before[old]) ?? '', ...place })
    if (mark !== '+') old += 1
    if (mark !== '-') now += 1
  }
  return edits
}

function commonLengths(before: readonly string[], after: readonly string[]): readonly Uint16Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  for (let old = before.length - 1; old >= 0; old--)
    for (let now = after.length - 1; now >= 0; now--) {
      const row = rows[old]
      if (row)
        row[now] =
          before[old] === after[now]
            ? lengthAt(rows, old + 1, now + 1) + 1
            : Math.max(lengthAt(rows, old + 1, now), lengthAt(rows, old, now + 1))
    }
  return rows
}

function lengthAt(rows: readonly Uint16Array[], old: number, now: number): number {
  return rows[old]?.[now] ?? 0
}

/** Changes with what stands round them; those that are near one another share a hunk. */
function hunksOf(edits: readonly Edit[]): readonly (readonly Edit[])[] {
  const hunks: Edit[][] = []
  let end = -1
  for (const [index, edit] of edits.entries()) {
    if (edit.mark === ' ') continue
    const start = Math.max(0, index - CONTEXT)
    if (start > end || hunks.length === 0) {
      hunks.push([])
      end = start
    }
    const until = Math.min(edits.length, index + CONTEXT + 1)
    hunks.at(-1)?.push(...edits.slice(end, until))
    end = Math.max(end, until)
  }
  return hunks
}

function printHunk(edits: readonly Edit[]): string {
  const [first] = edits
  const range = (start: number, count: number) => `${count === 0 ? start : start + 1}${count === 1 ? '' : `,${count}`}`
  const old = edits.filter(edit => edit.mark !== '+').length
  const now = edits.filter(edit => edit.mark !== '-').length
  const head = `@@ -${range(first?.old ?? 0, old)} +${range(first?.now ?? 0, now)} @@\n`
  return head + edits.map(({ mark, text }) => `${mark}${text}\n`).join('')
}
