import { isLang, LANGS, type Lang } from './lang.ts'
import { createTranslator, type Translate } from './translator.ts'

type IslandWords = typeof import('./island-words.fr.ts').words
export type IslandTranslate = Translate<IslandWords>

const load = {
  fr: () => import('./island-words.fr.ts'),
  en: () => import('./island-words.en.ts'),
}

// The browser loads the words of its page, the build those of every page, before an island is drawn.
const needed: readonly Lang[] = import.meta.env.SSR ? LANGS : [document.documentElement.lang].filter(isLang)
const translators = new Map<Lang, IslandTranslate>()
for (const lang of needed) {
  const { words } = await load[lang]()
  translators.set(lang, createTranslator<IslandWords>(lang, words))
}

/** The islands' voice in `lang`, ready to speak. Throws for a language that this page did not load: a bug. */
export function translator(lang: Lang): IslandTranslate {
  const t = translators.get(lang)
  if (!t) throw new Error(`no words loaded for ${lang}`)
  return t
}
