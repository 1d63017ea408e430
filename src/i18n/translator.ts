import { createInstance } from 'i18next'
import type { Lang } from './lang.ts'

/** Says a key in one language; values are inserted as they are. A key that does not exist does not compile. */
export type Translate<Words> = (key: Key<Words>, values?: Readonly<Record<string, string | number>>) => string

/** Every key of a tree of words: `file.path.to.key`, the plural forms of one key under their common name. */
export type Key<Words> = Singular<Leaves<Words>>

/** The same words in English: all keys of the French, but for the plural form (`_many`) that English lacks. */
export type English<Words> = {
  readonly [K in keyof Words as K extends `${string}_many` ? never : K]: Words[K] extends string
    ? string
    : English<Words[K]>
}

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`
}[keyof T & string]
type Singular<K extends string> = K extends `${infer Name}_${'one' | 'many' | 'other'}` ? Name : K

/** A private i18next instance for one language, behind one function. `words` are the JSON files of that language by name. */
export function createTranslator<Words>(lang: Lang, words: English<Words>): Translate<Words> {
  const i18n = createInstance()
  i18n.init({
    lng: lang,
    resources: { [lang]: { translation: words } },
    initAsync: false,
    interpolation: { escapeValue: false },
  })
  return (key, values = {}) => i18n.t(key as string, { ...values })
}
