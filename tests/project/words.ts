import type { Lang } from '../../src/i18n/lang.ts'

/** The words of one language: each text by its whole key, `site.foot.licence`. */
export type Words = ReadonlyMap<string, string>

const PLURAL = /_(zero|one|two|few|many|other)$/

/** The words of a language from the contents of its files, by file name. */
export function wordsOf(files: Readonly<Record<string, unknown>>): Words {
  const words = new Map<string, string>()
  const collect = (key: string, value: unknown): void => {
    if (typeof value === 'string') words.set(key, value)
    else for (const [name, below] of Object.entries(value as object)) collect(key ? `${key}.${name}` : name, below)
  }
  collect('', files)
  return words
}

/** A key without its plural form: what code says. */
function commonKey(key: string): string {
  return key.replace(PLURAL, '')
}

/** The keys that code may say in a language. */
export function commonKeys(words: Words): Set<string> {
  return new Set([...words.keys()].map(commonKey))
}

/** Plural forms that the language lacks here or does not have: `key_many is missing`. (CLDR, by Intl.PluralRules) */
export function pluralFaults(lang: Lang, words: Words): string[] {
  const forms = new Intl.PluralRules(lang).resolvedOptions().pluralCategories
  const counted = new Set([...words.keys()].filter(key => PLURAL.test(key)).map(commonKey))
  return [...counted].flatMap(key => {
    const missing = forms.filter(form => !words.has(`${key}_${form}`)).map(form => `${key}_${form} is missing`)
    const foreign = [...words.keys()].filter(
      other => other !== key && commonKey(other) === key && !forms.some(form => other === `${key}_${form}`),
    )
    return [...missing, ...foreign.map(other => `${other} is no form of ${lang}`), ...(words.has(key) ? [key] : [])]
  })
}

/** The values that a key's texts ask for, `{{node}}`, by common key, sorted. */
export function valuesAsked(words: Words): Map<string, string> {
  const asked = new Map<string, Set<string>>()
  for (const [key, text] of words) {
    const names = asked.get(commonKey(key)) ?? new Set()
    for (const [, name] of text.matchAll(/\{\{\s*(\w+)/g)) if (name && name !== 'count') names.add(name)
    asked.set(commonKey(key), names)
  }
  return new Map([...asked].map(([key, names]) => [key, [...names].toSorted().join(' ')]))
}

/** Marks that do not close: a backtick, `**`, `{{`. */
export function markFaults(text: string): string[] {
  const odd = (mark: string): boolean => text.split(mark).length % 2 === 0
  const braces = text.split('{{').length !== text.split('}}').length
  return [...['`', '**'].filter(odd), ...(braces ? ['{{'] : [])]
}

/**
 * What is wrong with the typography of a text in its language, as the words round the fault. What stands between backticks
 * or in `{{…}}` is code and is not looked at. (glossary, typesetting)
 */
export function typographyFaults(lang: Lang, text: string): string[] {
  const prose = text.replace(/`[^`]*`|\{\{[^}]*\}\}/g, '\uFFFC')
  return FAULTS[lang].flatMap(pattern => [...prose.matchAll(pattern)].map(({ index }) => around(prose, index)))
}

const SPACE = '[ \\u00A0\\u202F]'
const STRAIGHT = /['"]|\.\.\./g
const FAULTS: Readonly<Record<Lang, readonly RegExp[]>> = {
  fr: [
    STRAIGHT,
    new RegExp(`(?<!${SPACE})[;!?%»]|(?<!${SPACE}):(?!//|\\d)|«(?!${SPACE})`, 'g'),
    /[“”‘]/g,
    /(?<=[Nn]|[Cc]|[BbLl])oe(?=ud|ur|uf|il)/g,
    new RegExp(`${SPACE}[,.](?!\\d)`, 'g'),
  ],
  en: [STRAIGHT, new RegExp(`${SPACE}[;:!?,.](?!\\w)`, 'g'), /[«»]/g],
}

function around(text: string, index: number): string {
  return text.slice(Math.max(0, index - 20), index + 20)
}
