import { mdxToMdast } from 'satteri'
import { parse } from 'yaml'

/** A node of a lesson's Markdown (mdast, with MDX). */
export interface LessonNode {
  readonly type: string
  readonly name?: string
  readonly value?: string
  readonly depth?: number
  readonly children?: readonly LessonNode[]
  readonly attributes?: readonly { readonly name?: string; readonly value?: unknown }[]
}

/** What stands above a lesson's text. */
export interface FrontMatter {
  readonly minutes: number
  readonly sections: Readonly<Record<string, string>>
  readonly sources: readonly { readonly url: string }[]
  readonly [field: string]: unknown
}

export interface Lesson {
  readonly front: FrontMatter
  readonly blocks: readonly LessonNode[]
}

/** Attributes that hold words; all others are the same in every language. */
const SPOKEN: ReadonlySet<string | undefined> = new Set(['title', 'label', 'caption'])
const AMONG_WORDS: ReadonlySet<string> = new Set(['text', 'inlineCode', 'emphasis', 'strong', 'link', 'break'])
const CODE: ReadonlySet<string> = new Set(['code', 'inlineCode', 'mdxFlowExpression', 'mdxTextExpression'])

/** Reads a lesson's MDX: its front matter and its blocks. */
export function readLesson(mdx: string): Lesson {
  const root = mdxToMdast(mdx) as unknown as LessonNode
  const [front, ...blocks] = root.children ?? []
  return { front: parse(front?.value ?? ''), blocks }
}

/**
 * The shape of blocks, which two languages of a lesson share: of each its kind, its component and what is not words in it,
 * indented by depth. Words, and what is set off among them, differ in number and order: only components count there.
 */
export function shapeOf(blocks: readonly LessonNode[], indent = ''): string[] {
  return blocks.flatMap(block => {
    if (AMONG_WORDS.has(block.type)) return shapeOf(block.children ?? [], indent)
    return [indent + nameOf(block), ...shapeOf(block.children ?? [], `${indent}  `)]
  })
}

/** The components of a lesson of one name, by the value of an attribute, in the lesson's order. */
export function namedIn(blocks: readonly LessonNode[], component: string, attribute = 'id'): string[] {
  return blocks.flatMap(block => [
    ...(block.name === component ? [String(attributeOf(block, attribute))] : []),
    ...namedIn(block.children ?? [], component, attribute),
  ])
}

/** The prose of a lesson, a text for each paragraph, heading or cell and each attribute that is read; code is U+FFFC. */
export function proseOf({ front, blocks }: Lesson): string[] {
  const { title, description, lead, sections } = front
  return [title, description, lead, ...Object.values(sections)].map(String).concat(blocks.flatMap(proseIn))
}

function proseIn(block: LessonNode): string[] {
  const spoken = (block.attributes ?? []).filter(({ name }) => SPOKEN.has(name)).map(({ value }) => String(value))
  const whole = /^(?:paragraph|heading|tableCell|mdxJsxTextElement)$/.test(block.type)
  return [...spoken, ...(whole ? [flat(block)] : (block.children ?? []).flatMap(proseIn))]
}

function flat(node: LessonNode): string {
  if (CODE.has(node.type)) return '\uFFFC'
  if (node.type === 'text') return node.value ?? ''
  if (node.type.startsWith('mdxJsx') && !node.children?.length) return '\uFFFC'
  return (node.children ?? []).map(flat).join('')
}

function nameOf(block: LessonNode): string {
  if (block.type === 'code' || block.type.endsWith('Expression')) return `${block.type} ${block.value}`
  const attributes = (block.attributes ?? [])
    .filter(({ name }) => !SPOKEN.has(name))
    .map(({ name, value }) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`)
  return [block.name ?? block.type, ...(block.depth ? [block.depth] : []), ...attributes].join(' ')
}

function attributeOf({ attributes = [] }: LessonNode, name: string): unknown {
  return attributes.find(attribute => attribute.name === name)?.value
}
