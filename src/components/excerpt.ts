export interface Excerpt {
  /** The keys on the way to the block, one a line, indented as in the whole. */
  readonly way: readonly string[]
  /** The block itself: its key's line and all below it. */
  readonly block: readonly string[]
}

/**
 * Cuts one block out of YAML as kubectl prints it. `path` names keys and positions in lists: `items.0.spec.tolerations`.
 * What stands inside a list's item is shown from that item on, as a text of its own.
 * Throws, naming the first part of the path that is not there: a lesson then asks for what the command does not print.
 */
export function excerptOf(yaml: string, path: string): Excerpt {
  let lines = yaml.trimEnd().split('\n')
  let way: string[] = []
  let indent = 0
  for (const part of path.split('.')) {
    const start = /^\d+$/.test(part) ? itemStart(lines, indent, Number(part)) : keyStart(lines, indent, part)
    const head = lines[start]
    if (head === undefined) throw new Error(`"${part}" of the path "${path}" is not in the output`)
    if (/^\d+$/.test(part)) {
      lines = [`  ${head.slice(indent + 2)}`, ...blockBelow(lines, start, indent).map(line => line.slice(indent))].map(
        line => line.slice(2),
      )
      indent = 0
      way = []
      continue
    }
    way.push(head)
    lines = blockBelow(lines, start, indent)
    // Go's printer does not indent the items of a list below its key.
    if (!lines[0]?.startsWith(`${' '.repeat(indent)}- `)) indent += 2
  }
  return { way: way.slice(0, -1), block: [...way.slice(-1), ...lines] }
}

function keyStart(lines: readonly string[], indent: number, key: string): number {
  return lines.findIndex(line => line.startsWith(`${' '.repeat(indent)}${key}:`))
}

function itemStart(lines: readonly string[], indent: number, position: number): number {
  let seen = -1
  return lines.findIndex(line => line.startsWith(`${' '.repeat(indent)}- `) && ++seen === position)
}

/** The lines that belong to the line at `start`: deeper ones, and a list's items at its own depth under a key. */
function blockBelow(lines: readonly string[], start: number, indent: number): string[] {
  const isKey = !lines[start]?.startsWith(`${' '.repeat(indent)}- `)
  const below = lines.slice(start + 1)
  const end = below.findIndex(line => {
    const deeper = line.startsWith(' '.repeat(indent + 1))
    return !deeper && !(isKey && line.startsWith(`${' '.repeat(indent)}- `))
  })
  return end < 0 ? below : below.slice(0, end)
}
