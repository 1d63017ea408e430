import { parse as parseAstro } from '@astrojs/compiler-rs'
import { parseSync } from 'vite'

/** A node of a syntax tree (ESTree, with JSX). */
export interface SyntaxNode {
  readonly type: string
  readonly [field: string]: unknown
}

/** The syntax tree of a .ts, .tsx or .astro text; of the last its front matter, its template and its scripts. */
export function parse(path: string, text: string): SyntaxNode {
  if (path.endsWith('.astro')) {
    const { ast, diagnostics } = parseAstro(text)
    if (diagnostics.length > 0) throw new Error(`${path}: ${diagnostics[0]?.text}`)
    return ast as unknown as SyntaxNode
  }
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  return program as unknown as SyntaxNode
}

/** Calls `visit` on a node and all below it, outermost first; what `visit` answers `false` to is not entered. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode) => boolean | undefined): void {
  if (visit(node) === false) return
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit)
    }
}

/** A field of a node that holds a node. */
export function child(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const value = node[field]
  return isNode(value) ? value : undefined
}

/** Where the files that a text imports stand, as it writes them, and whether it takes their types alone. */
export function importsOf(tree: SyntaxNode): { readonly from: string; readonly types: boolean }[] {
  const found: { from: string; types: boolean }[] = []
  walk(tree, node => {
    if (!/^(?:Import(?:Declaration|Expression)|Export(?:Named|All)Declaration)$/.test(node.type)) return undefined
    const source = child(node, 'source')
    if (typeof source?.['value'] !== 'string') return undefined
    const types = node['importKind'] === 'type' || node['exportKind'] === 'type'
    found.push({ from: source['value'], types })
    return undefined
  })
  return found
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string'
}
