import type { EditorTranslate } from '../i18n/editor.ts'
import type { Lang } from '../i18n/lang.ts'
import type { ManifestIssue, ManifestIssueCode } from '../kubectl/check-manifest.ts'
import type { FieldInfo } from '../kubectl/explain.ts'

/** The course's sentence about something that is wrong with a manifest. */
export function issueWords(t: EditorTranslate, { code, params }: Pick<ManifestIssue, 'code' | 'params'>): string {
  return isWritten(code) ? t(`quiz.issues.${code}`, params) : t(`editor.issues.${code}`, params)
}

/** What the questions say already, in words that hold for any manifest. */
const WRITTEN = [
  'too-large',
  'too-deep',
  'too-many-aliases',
  'alias',
  'tab',
  'indent',
  'list-indent',
  'duplicate-key',
  'quote-open',
  'bracket-open',
  'comma-missing',
  'colon-missing',
  'space-missing',
  'nested-key',
  'bad-start',
  'bad-escape',
  'bad-tag',
  'unexpected',
  'fields-expected',
  'text-expected',
  'text-unquoted',
  'number-expected',
  'unknown-effect',
  'unknown-operator',
  'empty-key-needs-exists',
  'seconds-need-no-execute',
  'exists-takes-no-value',
  'comparison-operator-off',
] as const satisfies readonly ManifestIssueCode[]

function isWritten(code: ManifestIssueCode): code is (typeof WRITTEN)[number] {
  return (WRITTEN as readonly string[]).includes(code)
}

/** What a field is for, in the reader's language, or else in the English of `kubectl explain`; nothing where it has no words. */
export function fieldWords(
  t: EditorTranslate,
  { owner, name, words }: FieldInfo,
): { readonly text: string; readonly lang?: Lang } | undefined {
  for (const type of [owner, 'any']) {
    const key = `editor.fields.${type}.${name}`
    const text = t(key as Parameters<EditorTranslate>[0])
    if (text !== key) return { text }
  }
  return words === undefined ? undefined : { text: words, lang: 'en' }
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
