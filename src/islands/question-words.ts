import type { IslandTranslate } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import type { Choices, Question } from '../quiz/question.ts'
import type { Fate } from '../quiz/rules.ts'

/*
 * What the islands of questions say of the learner's choices, as texts of `locales/`.
 */

/** How many items are right: "4 of 5 nodes right". Nothing where there is but one. */
export function sayScore(t: IslandTranslate, { kind }: Question, right: number, total: number): string | undefined {
  if (kind === 'match' || total < 2) return undefined
  return t(`quiz.${kind}.score`, { count: right, total })
}

/** What is still to be done before a question can be checked, in one sentence. */
export function sayMissing(t: IslandTranslate, lang: Lang, { kind }: Question, items: readonly string[]): string {
  return kind === 'fate' ? t('quiz.fate.missing', { pods: listed(lang, items) }) : t(`quiz.${kind}.missing`)
}

/** Choices in a few words, to stand beside others; nothing where there are no words for them. */
export function sayChoices(t: IslandTranslate, lang: Lang, question: Question, choices: Choices): string | undefined {
  const items = Object.keys(choices)
  switch (question.kind) {
    case 'nodes':
      return listed(
        lang,
        items.filter(item => choices[item] === 'in'),
      )
    case 'match':
      return items.map(item => sayRule(t, question.toleration, choices[item] ?? '')).join('')
    case 'matrix':
      return t('quiz.matrix.opened', { count: items.filter(item => choices[item] === 'yes').length })
    case 'fate':
      return items.map(item => t('quiz.fate.of', { pod: item, fate: sayFate(t, choices[item] as Fate) })).join(' ')
    case 'write':
      return undefined
  }
}

/** A rule as an option of a question: whether the toleration matches, and because of what. */
export function sayRule(t: IslandTranslate, { key, value, effect }: Toleration, rule: string): string {
  switch (rule) {
    case 'exists':
    case 'equal':
      return t(`quiz.match.${rule}`)
    case 'other-key':
      return t(key ? 'quiz.match.other-key' : 'quiz.match.no-key')
    case 'other-value':
      return t(value ? 'quiz.match.other-value' : 'quiz.match.no-value')
    default:
      return t(effect ? 'quiz.match.other-effect' : 'quiz.match.no-effect')
  }
}

/** What becomes of a pod, as an option of a question. */
export function sayFate(t: IslandTranslate, fate: string): string {
  if (fate === 'stays' || fate === 'now') return t(`quiz.fate.${fate}`)
  return t('quiz.fate.after', { seconds: Number.parseInt(fate, 10) })
}

/** Names as code, in the language's own enumeration. */
function listed(lang: Lang, names: readonly string[]): string {
  return new Intl.ListFormat(lang).format(names.map(name => `\`${name}\``))
}
