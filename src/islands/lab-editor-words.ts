import type { EditorTranslate } from '../i18n/editor.ts'
import type { ManifestIssue } from '../kubectl/check-manifest.ts'
import type { FieldInfo } from '../kubectl/explain.ts'

/** The course's sentence about something that is wrong with a manifest. */
export function issueWords(t: EditorTranslate, { code, params }: Pick<ManifestIssue, 'code' | 'params'>): string {
  return t(`editor.issues.${code}`, params)
}

export type FieldNamed = Pick<FieldInfo, 'owner' | 'name'>

/** What a field is for, in the reader’s language; `undefined` where it has no words. */
export function fieldWords(t: EditorTranslate, { owner, name }: FieldNamed): string | undefined {
  return firstSaid(
    t,
    typesOf(owner).map(type => `manifest.fields.${type}.${name}`),
  )
}

/** What a value of a field means, or a key that is free, in the reader’s language; `undefined` where it has no words. */
export function valueWords(t: EditorTranslate, { owner, name }: FieldNamed, value: string): string | undefined {
  const kind = KINDS[`${owner}.${name}`] ?? KINDS[name] ?? name
  return firstSaid(
    t,
    [...typesOf(owner).map(type => `${type}.${name}`), `any.${kind}`].map(of => `manifest.values.${of}.${value}`),
  )
}

/** The type itself, one whose fields mean the same, and what holds for all. */
function typesOf(owner: string): readonly string[] {
  return [owner, ...(owner === 'EphemeralContainer' ? ['Container'] : []), 'any']
}

/** Fields whose values are of the same kind. */
const KINDS: Readonly<Record<string, string>> = {
  'Taint.key': 'taint',
  'Toleration.key': 'taint',
  'NodeSelectorRequirement.key': 'label',
  'LabelSelectorRequirement.key': 'label',
  labels: 'label',
  matchLabels: 'label',
  nodeSelector: 'label',
  topologyKey: 'label',
  matchLabelKeys: 'label',
  mismatchLabelKeys: 'label',
  requests: 'resource',
  limits: 'resource',
  capacity: 'resource',
  allocatable: 'resource',
  overhead: 'resource',
}

function firstSaid(t: EditorTranslate, keys: readonly string[]): string | undefined {
  return keys.map(key => [key, t(key as Parameters<EditorTranslate>[0])]).find(([key, text]) => key !== text)?.[1]
}

/** A text with `code` and **strong** as nodes, for where no island draws. */
export function richNodes(text: string): readonly Node[] {
  return text.split(/(`[^`]+`|\*\*.+?\*\*)/).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part)
    const isCode = part.startsWith('`')
    const node = document.createElement(isCode ? 'code' : 'b')
    node.textContent = isCode ? part.slice(1, -1) : part.slice(2, -2)
    return node
  })
}
