import type { KubeObject } from '../cluster/object.ts'
import { type Column, type Columns, printLabels, type When } from './columns.ts'
import { alignTabs, TABLE_TABS } from './tabwriter.ts'

export interface TableOptions {
  readonly columnsOf: (kind: string) => Columns
  readonly wide?: boolean
  readonly noHeaders?: boolean
  /** `-A`: the namespace goes first. */
  readonly withNamespace?: boolean
  /** Several kinds were asked for: names read `pod/x`, `deployment.apps/x`. */
  readonly namePrefix?: string
  /** `-L`: one more column for each of these labels. */
  readonly labelColumns?: readonly string[]
  readonly showLabels?: boolean
}

/** Prints objects of one kind as the table of `kubectl get`; nothing for no object. */
export function printTable(objects: readonly KubeObject[], options: TableOptions, when: When): string {
  return tablePrinter(options)(objects, when)
}

/** Prints objects of one kind, `event` being what happened to them where that is to be said. */
export type TablePrinter = (objects: readonly KubeObject[], when: When, event?: string) => string

/**
 * Prints the table of one kind piece by piece, as a watch does: the header comes once, with the first objects, and columns
 * never become narrower. (cli-runtime `printers.HumanReadablePrinter`)
 */
export function tablePrinter(options: TableOptions): TablePrinter {
  const widths: number[] = []
  let hasHeader = options.noHeaders ?? false
  return (objects, when, event) => {
    const [first] = objects
    if (!first) return ''
    const { columns } = options.columnsOf(first.kind)
    const shown = columns.flatMap((column, index) => (column.wide && !options.wide ? [] : index))
    const rows = objects.map(object => rowOf(object, shown, options, when, event))
    const lines = hasHeader ? rows : [headerOf(columns, shown, options, event), ...rows]
    hasHeader = true
    return alignTabs(lines.map(cells => `${cells.map(oneLine).join('\t')}\n`).join(''), TABLE_TABS, widths)
  }
}

function headerOf(
  columns: readonly Column[],
  shown: readonly number[],
  { withNamespace, labelColumns = [], showLabels }: TableOptions,
  event: string | undefined,
): readonly string[] {
  return [
    ...(event === undefined ? [] : ['EVENT']),
    ...(withNamespace ? ['NAMESPACE'] : []),
    ...shown.map(index => columns[index]?.header ?? ''),
    ...labelColumns.map(key => key.slice(key.lastIndexOf('/') + 1).toUpperCase()),
    ...(showLabels ? ['LABELS'] : []),
  ]
}

function rowOf(
  object: KubeObject,
  shown: readonly number[],
  { columnsOf, withNamespace, labelColumns = [], showLabels, namePrefix = '' }: TableOptions,
  when: When,
  event: string | undefined,
): readonly string[] {
  const { labels, namespace } = object.metadata
  const cells = columnsOf(object.kind).cells(object, when)
  return [
    // The longest of these words is `MODIFIED`.
    ...(event === undefined ? [] : [event.padEnd(8)]),
    ...(withNamespace ? [namespace ?? ''] : []),
    ...shown.map(index => (index === 0 ? namePrefix : '') + (cells[index] ?? '')),
    ...labelColumns.map(key => labels?.[key] ?? ''),
    ...(showLabels ? [printLabels(labels)] : []),
  ]
}

/** A cell ends at its first line break. (cli-runtime `printTable`) */
function oneLine(cell: string): string {
  const end = cell.search(/[\f\n\r]/)
  return end < 0 ? cell : `${cell.slice(0, end)}...`
}
