import type { Lang } from './lang.ts'

const NARROW = '\u202F'
const NO_BREAK = '\u00A0'
/** Holds together what stands on both its sides. */
const JOINER = '\u2060'

/** Sets a text in its language's typography. English needs no more than its author typed. */
export function typeset(lang: Lang, text: string): string {
  return lang === 'fr' ? typesetFrench(text) : text
}

/**
 * Sets a French text as French typography asks: a narrow no-break space before `;` `!` `?` `%`, a no-break space before
 * `:` and inside « »; a pronoun does not part from its verb (« a-t-il »). Only spaces that are there change: `10:30` and
 * `a=b:NoSchedule` stay as they are. What stands between backticks or in `{{…}}` is code, and stays too.
 * (glossary, French typesetting)
 */
export function typesetFrench(text: string): string {
  return text
    .split(/(`[^`]*`|\{\{[^}]*\}\})/)
    .map((part, index) => (index % 2 ? part : typesetProse(part)))
    .join('')
}

function typesetProse(text: string): string {
  return text
    .replace(/[ \u00A0]([;!?%])/g, `${NARROW}$1`)
    .replace(/ (:|»)/g, `${NO_BREAK}$1`)
    .replace(/« /g, `«${NO_BREAK}`)
    .replace(/(\d) (?=\d{3}\b)/g, `$1${NO_BREAK}`)
    .replace(/-(t-)?(?=(il|elle|on|ils|elles|ce|je|vous|nous)\b)/g, hyphens => hyphens.replaceAll('-', `-${JOINER}`))
}
