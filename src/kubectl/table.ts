import type { KubeObject } from '../cluster/object.ts'
import { columnsOf, printLabels, type When } from './columns.ts'
import { alignTabs, TABLE_TABS } from './tabwriter.ts'

export interface TableOptions {
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
  const [first] = objects
  if (!first) return ''
  const { columns, cells } = columnsOf(first.kind)
  const shown = columns.flatMap((column, index) => (column.wide && !options.wide ? [] : index))
  const labelColumns = options.labelColumns ?? []
  const header = [
    ...(options.withNamespace ? ['NAMESPACE'] : []),
    ...shown.map(index => columns[index]?.header ?? ''),
    ...labelColumns.map(key => key.slice(key.lastIndexOf('/') + 1).toUpperCase()),
    ...(options.showLabels ? ['LABELS'] : []),
  ]
  const rows = objects.map(object => {
    const { labels, namespace } = object.metadata
    const all = cells(object, when)
    return [
      ...(options.withNamespace ? [namespace ?? ''] : []),
      ...shown.map(index => (index === 0 ? (options.namePrefix ?? '') : '') + (all[index] ?? '')),
      ...labelColumns.map(key => labels?.[key] ?? ''),
      ...(options.showLabels ? [printLabels(labels)] : []),
    ]
  })
  const lines = options.noHeaders ? rows : [header, ...rows]
  return alignTabs(lines.map(cells => `${cells.map(oneLine).join('\t')}\n`).join(''), TABLE_TABS)
}

/** A cell ends at its first line break. (cli-runtime `printTable`) */
function oneLine(cell: string): string {
  const end = cell.search(/[\f\n\r]/)
  return end < 0 ? cell : `${cell.slice(0, end)}...`
}
