import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LAYERS } from './arrows.ts'
import { projectFiles, readProjectFile } from './files.ts'
import { child, importsOf, parse, type SyntaxNode, walk } from './syntax.ts'

const FILES = projectFiles(/^src\/.*\.astro$/)

describe.each(FILES)('%s', path => {
  const tree = parse(path, readProjectFile(path))

  test('imports only what its layer may', () => {
    expect(forbiddenImports(path, tree)).toEqual([])
  })

  test('ships no script but those of src/islands', () => {
    expect(shippedFromElsewhere(path, tree)).toEqual([])
  })
})

test.each<[string, string, string[]]>([
  ['a store', `---\nimport { $reading } from '../stores/reading.ts'\n---\n`, ['src/stores/reading.ts']],
  ['a package of no drawing layer', `---\nimport { parse } from 'yaml'\n---\n`, ['yaml']],
  ['a layer that it may', `---\nimport { Lock } from '../islands/Lock.tsx'\n---\n`, []],
])('an import of %s is seen', (_, text, expected) => {
  expect(forbiddenImports('src/components/Planted.astro', parse('Planted.astro', text))).toEqual(expected)
})

test.each<[string, string, string[]]>([
  ['a component', `---\nimport { A } from './A.tsx'\n---\n<A client:visible />`, ['src/components/A.tsx']],
  ['an import of a script', `<script>import './a.ts'</script>`, ['src/components/a.ts']],
  ['code in a script', `<script>alert(1)</script>`, ['a script in the page']],
  ['an inline script', `<script is:inline>alert(1)</script>`, ['a script in the page']],
  [
    'an island',
    `---\nimport { A } from '../islands/A.tsx'\n---\n<A client:load /><script>import '../islands/a.ts'</script>`,
    [],
  ],
])('%s that ships is seen', (_, text, expected) => {
  expect(shippedFromElsewhere('src/components/Planted.astro', parse('Planted.astro', text))).toEqual(expected)
})

/** The imports that architecture.md does not allow to the layer of this file. */
function forbiddenImports(path: string, tree: SyntaxNode): string[] {
  const layer = layerOf(path)
  const rules = LAYERS[layer]
  if (!rules) throw new Error(`${path} stands in no layer`)
  return importsOf(tree)
    .filter(({ from, types }) => {
      if (!from.startsWith('.')) return !rules.packages.some(name => from === name || from.startsWith(`${name}:`))
      const other = layerOf(resolve(path, from))
      return other !== layer && !rules.may.includes(other) && !(types && rules.types?.includes(other))
    })
    .map(({ from }) => (from.startsWith('.') ? resolve(path, from) : from))
}

/**
 * What this file sends to the browser from outside src/islands. Only the scripts of the head stand in the page, read from a
 * file whose hash the policy names (`set:html`).
 */
function shippedFromElsewhere(path: string, tree: SyntaxNode): string[] {
  const files = new Map<string, string>()
  const shipped: string[] = []
  walk(tree, node => {
    if (node.type === 'ImportDeclaration') {
      const from = child(node, 'source')?.['value']
      for (const specifier of node['specifiers'] as SyntaxNode[]) {
        files.set(String(child(specifier, 'local')?.['name']), resolve(path, String(from)))
      }
    }
    if (node.type === 'JSXOpeningElement' && attributesOf(node).some(name => name.startsWith('client:'))) {
      const name = String(child(node, 'name')?.['name'])
      shipped.push(files.get(name) ?? name)
    }
    if (node.type === 'AstroScript') {
      for (const statement of (child(node, 'program')?.['body'] ?? []) as SyntaxNode[]) {
        const from = statement.type === 'ImportDeclaration' ? String(child(statement, 'source')?.['value']) : undefined
        shipped.push(from === undefined ? 'a script in the page' : resolve(path, from))
      }
    }
    return undefined
  })
  return shipped.filter(file => !file.startsWith('src/islands/'))
}

function attributesOf(element: SyntaxNode): string[] {
  return (element['attributes'] as SyntaxNode[]).map(attribute => {
    const name = child(attribute, 'name')
    if (name?.type !== 'JSXNamespacedName') return String(name?.['name'])
    return `${child(name, 'namespace')?.['name']}:${child(name, 'name')?.['name']}`
  })
}

/** `src/islands/Lock.tsx` stands in `islands`, `src/content.config.ts` in `content`. */
function layerOf(path: string): string {
  return path.split('/')[1]?.split('.')[0] ?? ''
}

function resolve(path: string, from: string): string {
  return posix.join(posix.dirname(path), from.split('?')[0] ?? from)
}
