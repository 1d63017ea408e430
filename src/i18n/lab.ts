import { isLang, LANGS, type Lang } from './lang.ts'
import { createTranslator, type Translate } from './translator.ts'

type LabWords = typeof import('./lab-words.fr.ts').words
export type LabTranslate = Translate<LabWords>

const load = {
  fr: () => import('./lab-words.fr.ts'),
  en: () => import('./lab-words.en.ts'),
}

const needed: readonly Lang[] = import.meta.env.SSR ? LANGS : [document.documentElement.lang].filter(isLang)
const translators = new Map<Lang, LabTranslate>()
for (const lang of needed) {
  const { words } = await load[lang]()
  translators.set(lang, createTranslator<LabWords>(lang, words))
}

/** The lab's voice in `lang`. Throws for a language that this page did not load: a bug. */
export function labTranslator(lang: Lang): LabTranslate {
  const t = translators.get(lang)
  if (!t) throw new Error(`no words of the lab loaded for ${lang}`)
  return t
}
