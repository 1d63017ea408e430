/** How cells become columns: as Go's `text/tabwriter` is set up, with spaces as padding. */
export interface TabSettings {
  /** No column is narrower than this, padding included. */
  readonly minWidth: number
  /** Spaces after the widest cell. */
  readonly padding: number
}

/** `kubectl get` and everything that prints tables. (cli-runtime `printers.GetNewTabWriter`) */
export const TABLE_TABS: TabSettings = { minWidth: 6, padding: 3 }

/** `kubectl describe`. (kubectl `describe.tabbedString`) */
export const DESCRIBE_TABS: TabSettings = { minWidth: 0, padding: 2 }

/**
 * Lays out text whose cells end in tabs, as Go's `text/tabwriter` does.
 *
 * A column is a run of consecutive lines that have a cell ended by a tab at that place: a line with fewer cells ends it.
 * What follows a line's last tab belongs to no column and is printed as it is. A form feed is not supported.
 * `remembered` are the widths of what was laid out before, which columns keep; those of this text are added to it.
 * (liggitt/tabwriter `RememberWidths`)
 */
export function alignTabs(text: string, settings: TabSettings, remembered?: number[]): string {
  const lines = text.split('\n').map(line => line.split('\t'))
  const widths = lines.map(cells => new Array<number>(cells.length - 1))
  layOut({ lines, widths, settings, remembered }, 0, lines.length, 0)
  return lines.map((cells, line) => cells.map((cell, column) => pad(cell, widths[line]?.[column])).join('')).join('\n')
}

interface Text {
  readonly lines: readonly (readonly string[])[]
  readonly widths: number[][]
  readonly settings: TabSettings
  readonly remembered: number[] | undefined
}

/** Gives every line in [from, to) its width at `column`, block by block, and then the columns to the right of it. */
function layOut(text: Text, from: number, to: number, column: number): void {
  const { lines, widths, settings, remembered } = text
  let start = from
  while (start < to) {
    if (!hasCell(lines, start, column)) {
      start += 1
      continue
    }
    let end = start
    let width = Math.max(settings.minWidth, remembered?.[column] ?? 0)
    while (end < to && hasCell(lines, end, column)) {
      width = Math.max(width, textWidth(lines[end]?.[column] ?? '') + settings.padding)
      end += 1
    }
    if (remembered) remembered[column] = width
    for (let line = start; line < end; line++) {
      const row = widths[line]
      if (row) row[column] = width
    }
    layOut(text, start, end, column + 1)
    start = end
  }
}

function hasCell(lines: readonly (readonly string[])[], line: number, column: number): boolean {
  return column < (lines[line]?.length ?? 0) - 1
}

/** Code points, as Go counts runes. */
function textWidth(text: string): number {
  return [...text].length
}

function pad(cell: string, width: number | undefined): string {
  return width === undefined ? cell : cell + ' '.repeat(width - textWidth(cell))
}
