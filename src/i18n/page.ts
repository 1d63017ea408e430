import type { Lang } from './lang.ts'
import { words as en } from './page-words.en.ts'
import { words as fr } from './page-words.fr.ts'
import { createTranslator, type Translate } from './translator.ts'

export type PageTranslate = Translate<typeof fr>

const translators: Readonly<Record<Lang, PageTranslate>> = {
  fr: createTranslator<typeof fr>('fr', fr),
  en: createTranslator<typeof fr>('en', en),
}

/** The pages' voice in `lang`, at build time. */
export function pageTranslator(lang: Lang): PageTranslate {
  return translators[lang]
}
