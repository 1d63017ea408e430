import type { Lang } from './lang.ts'
import { createTranslator, type Translate } from './translator.ts'

type EditorWords = typeof import('./editor-words.fr.ts').words
export type EditorTranslate = Translate<EditorWords>

const load = {
  fr: () => import('./editor-words.fr.ts'),
  en: () => import('./editor-words.en.ts'),
}

/** The voice of the lab's editor. Rejects where its words cannot be loaded. */
export async function editorTranslator(lang: Lang): Promise<EditorTranslate> {
  const { words } = await load[lang]()
  return createTranslator<EditorWords>(lang, words)
}
