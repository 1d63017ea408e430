import { printGoValue } from './go-format.ts'
import { findAll } from './jsonpath.ts'
import { parseTemplate, type Template, TemplateError } from './jsonpath-parse.ts'
import { alignTabs, TABLE_TABS } from './tabwriter.ts'

export interface CustomColumn {
  readonly header: string
  /** A complete jsonpath expression. */
  readonly path: string
}

export type ColumnsResult =
  | { readonly ok: true; readonly value: readonly CustomColumn[] }
  | { readonly ok: false; readonly error: string }

/** What was printed, and what stopped it if something did: rows before a failing one stay printed. */
export interface PrintedColumns {
  readonly stdout: string
  readonly error?: string
}

/** Reads what follows `-o custom-columns=`: `HEADER:path,…`. (kubectl `get` `NewCustomColumnsPrinterFromSpec`) */
export function parseColumns(spec: string): ColumnsResult {
  if (!spec) return { ok: false, error: 'custom-columns format specified but no custom columns given' }
  const columns: CustomColumn[] = []
  for (const part of spec.split(',')) {
    const colon = part.indexOf(':')
    if (colon < 0)
      return { ok: false, error: `unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>` }
    const path = relaxedPath(part.slice(colon + 1))
    if (!path.ok) return path
    columns.push({ header: part.slice(0, colon), path: path.value })
  }
  return { ok: true, value: columns }
}

/** Reads a file of columns: a line of headers above a line of paths. (kubectl `NewCustomColumnsPrinterFromTemplate`) */
export function parseColumnsFile(text: string): ColumnsResult {
  const [first, second] = text.split('\n')
  const form = 'Expected format is one line of space separated headers, one line of space separated column specs.'
  if (!first?.trim()) return { ok: false, error: `invalid template, missing header line. ${form}` }
  if (!second?.trim()) return { ok: false, error: `invalid template, missing spec line. ${form}` }
  const [headers, paths] = [first, second].map(line => line.trim().split(/\s+/))
  if (headers?.length !== paths?.length)
    return {
      ok: false,
      error: `number of headers (${headers?.length}) and field specifications (${paths?.length}) don't match`,
    }
  const columns: CustomColumn[] = []
  for (const [index, header] of (headers ?? []).entries()) {
    const path = relaxedPath(paths?.[index] ?? '')
    if (!path.ok) return path
    columns.push({ header, path: path.value })
  }
  return { ok: true, value: columns }
}

/**
 * Completes a path written without its braces or its first dot; custom columns and `--sort-by` take such paths, `-o
 * jsonpath` does not. (kubectl `get` `RelaxedJSONPathExpression`)
 */
export function relaxedPath(text: string): { ok: true; value: string } | { ok: false; error: string } {
  if (!text) return { ok: true, value: '' }
  const found = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text)
  if (found) return { ok: true, value: `{.${found[1] ?? found[2]}}` }
  const forms = "'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"
  return { ok: false, error: `unexpected path string, expected a ${forms}` }
}

/** Prints objects as rows of custom columns, under their headers unless `noHeaders`. */
export function printColumns(
  columns: readonly CustomColumn[],
  objects: readonly unknown[],
  noHeaders: boolean,
): PrintedColumns {
  const rows = noHeaders ? [] : [columns.map(column => column.header)]
  const print = () => alignTabs(rows.map(row => `${row.join('\t')}\n`).join(''), TABLE_TABS)
  try {
    const paths = columns.map(column => parseTemplate(column.path))
    for (const object of objects) rows.push(paths.map(path => printCell(path, object)))
    return { stdout: print() }
  } catch (error) {
    if (error instanceof TemplateError) return { stdout: print(), error: error.message }
    throw error
  }
}

function printCell(path: Template, object: unknown): string {
  const found = findAll(path, object)
  const values = found.flat().map(printGoValue)
  return [...(found[0]?.length ? [] : ['<none>']), ...values].join(',')
}
