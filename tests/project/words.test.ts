import { basename } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { LANGS, type Lang } from '../../src/i18n/lang.ts'
import { projectFiles, readProjectFile } from './files.ts'
import { child, parse, type SyntaxNode, walk } from './syntax.ts'
import { commonKeys, markFaults, pluralFaults, typographyFaults, valuesAsked, type Words, wordsOf } from './words.ts'

const WORDS: Readonly<Record<Lang, Words>> = { fr: read('fr'), en: read('en') }

describe.each(LANGS)('the words in %s', lang => {
  const words = WORDS[lang]

  test('have the plural forms of the language', () => {
    expect(pluralFaults(lang, words)).toEqual([])
  })

  test('keep to its typography', () => {
    expect([...words].flatMap(([key, text]) => typographyFaults(lang, text).map(fault => `${key}: ${fault}`))).toEqual(
      [],
    )
  })

  test('close every mark that they open', () => {
    expect([...words].filter(([, text]) => markFaults(text).length > 0)).toEqual([])
  })

  test('leave no text empty', () => {
    expect([...words].filter(([, text]) => text.trim() !== text || text === '')).toEqual([])
  })
})

test('both languages have the same keys', () => {
  expect([...commonKeys(WORDS.fr)].toSorted()).toEqual([...commonKeys(WORDS.en)].toSorted())
})

test('both languages insert the same values', () => {
  expect(valuesAsked(WORDS.fr)).toEqual(valuesAsked(WORDS.en))
})

test('every key is said somewhere', () => {
  const said = keysSaid()
  const unused = [...commonKeys(WORDS.fr)].filter(key => !said.some(pattern => pattern.test(key)))
  expect(unused).toEqual([])
})

describe.each(projectFiles(/^src\/.*\.(?:astro|tsx)$/))('%s', path => {
  test('says nothing itself', () => {
    expect(wordsIn(parse(path, readProjectFile(path)))).toEqual([])
  })
})

test.each<[string, Lang, string, number]>([
  ['a straight apostrophe', 'fr', "l'effet", 1],
  ['a missing space before a colon', 'fr', 'Thème: clair', 1],
  ['a missing space before a question mark', 'fr', 'Où ?Là?', 1],
  ['guillemets without their spaces', 'fr', '«clé»', 2],
  ['a ligature left open', 'fr', 'un noeud', 1],
  ['good French', 'fr', 'L’effet « `key=value:NoSchedule` » : à {{time}} %, voyez https://kubernetes.io ; 10:30', 0],
  ['straight quotes', 'en', 'the "key"', 2],
  ['a space before a colon', 'en', 'Theme : light', 1],
  ['good English', 'en', "The pod’s “key”: `a='b'`", 0],
])('%s in a text is seen (%s)', (_, lang, text, faults) => {
  expect(typographyFaults(lang, text)).toHaveLength(faults)
})

test('a plural form too few, and one too many, are seen', () => {
  const words = new Map([
    ['a_one', ''],
    ['a_other', ''],
    ['b_one', ''],
    ['b_many', ''],
    ['b_other', ''],
  ])
  expect(pluralFaults('fr', words)).toEqual(['a_many is missing'])
  expect(pluralFaults('en', words)).toEqual(['b_many is no form of en'])
})

test.each<[string, string, string, string[]]>([
  ['text', 'Planted.tsx', 'const a = <p>Two words</p>', ['Two words']],
  ['text of Astro', 'Planted.astro', '<p>Two words</p>', ['Two words']],
  ['a label', 'Planted.tsx', 'const a = <p aria-label="Close" />', ['Close']],
  ['a choice of texts', 'Planted.tsx', 'const a = <p>{b ? "Open" : `Close {c}`}</p>', ['Open', 'Close {c}']],
  ['a choice of labels', 'Planted.astro', '<p title={b ? "Open" : undefined} />', ['Open']],
  ['what Kubernetes reads', 'Planted.tsx', 'const a = <code>op=Exists</code>', []],
  ['a key', 'Planted.tsx', 'const a = <p class="two words" title={t("app.copy")}>{t("app.copy")}: 1</p>', []],
])('%s in a component is seen', (_, path, text, expected) => {
  expect(wordsIn(parse(path, text))).toEqual(expected)
})

function read(lang: Lang): Words {
  const files = projectFiles(new RegExp(`^locales/${lang}/.*\\.json$`))
  return wordsOf(Object.fromEntries(files.map(path => [basename(path, '.json'), JSON.parse(readProjectFile(path))])))
}

/** What the code of src/ says: each text that may be a key; of a template all that its type allows. */
function keysSaid(): RegExp[] {
  const inPages = projectFiles(/^src\/.*\.astro$/).flatMap(path => textsOf(parse(path, readProjectFile(path))))
  return [...inPages, ...textsOfTypeScript()]
}

function textsOf(tree: SyntaxNode): RegExp[] {
  const texts: RegExp[] = []
  walk(tree, node => {
    if (node.type === 'Literal' && typeof node['value'] === 'string') texts.push(exactly([node['value']]))
    if (node.type === 'TemplateLiteral') {
      texts.push(exactly((node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked)))
    }
    return undefined
  })
  return texts
}

function textsOfTypeScript(): RegExp[] {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.')
  const program = ts.createProgram(projectFiles(/^src\/.*\.tsx?$/), options)
  const checker = program.getTypeChecker()
  const texts: RegExp[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(exactly([node.text]))
    if (ts.isTemplateExpression(node)) {
      const type = checker.getTypeAtLocation(node)
      const all = type.isUnion() ? type.types : [type]
      if (all.every(each => each.isStringLiteral())) texts.push(...all.map(each => exactly([String(each.value)])))
      else texts.push(exactly([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]))
    }
    ts.forEachChild(node, visit)
  }
  for (const file of program.getSourceFiles()) if (/(?:^|\/)src\/[^.]*\.tsx?$/.test(file.fileName)) visit(file)
  return texts
}

/** Matches a text of which these parts are known, with anything between; one that does not begin as a key matches nothing. */
function exactly(parts: readonly string[]): RegExp {
  if (!/^\w+\./.test(parts[0] ?? '')) return /^(?!)/
  return new RegExp(`^${parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`)
}

const SPOKEN: ReadonlySet<unknown> = new Set(['aria-label', 'aria-description', 'title', 'alt', 'placeholder', 'label'])
const WORD = /\p{L}{2}/u

/** The words that a component says by itself, in its text or in an attribute that is read; code is none. */
function wordsIn(tree: SyntaxNode): string[] {
  const found: string[] = []
  walk(tree, node => {
    if (node.type === 'JSXElement') {
      const opening = child(node, 'openingElement')
      const name = opening && child(opening, 'name')?.['name']
      return name === 'code' || name === 'script' || name === 'style' ? false : undefined
    }
    if (node.type === 'JSXText' && WORD.test(String(node['value']))) found.push(String(node['value']).trim())
    if (node.type === 'JSXAttribute') {
      const value = child(node, 'value')
      if (value && SPOKEN.has(child(node, 'name')?.['name'])) found.push(...literalsIn(value))
      return false
    }
    if (node.type === 'JSXExpressionContainer') found.push(...literalsIn(node))
    return undefined
  })
  return found
}

/** The texts that an expression may come to, but for those that it passes on, compares, or leaves to elements of its own. */
function literalsIn(expression: SyntaxNode): string[] {
  const found: string[] = []
  walk(expression, node => {
    if (/^(?:CallExpression|JSXElement|JSXFragment|MemberExpression|BinaryExpression)$/.test(node.type)) return false
    const text = node.type === 'Literal' ? node['value'] : undefined
    const cooked = node.type === 'TemplateElement' ? (node['value'] as { cooked: string }).cooked : undefined
    const said = text ?? cooked
    if (typeof said === 'string' && WORD.test(said)) found.push(said)
    return undefined
  })
  return found
}
