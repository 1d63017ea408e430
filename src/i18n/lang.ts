export const LANGS = ['fr', 'en'] as const
export type Lang = (typeof LANGS)[number]

export function isLang(value: unknown): value is Lang {
  return (LANGS as readonly unknown[]).includes(value)
}

/** The language that a page of `lang` offers instead. */
export function otherLang(lang: Lang): Lang {
  return lang === 'fr' ? 'en' : 'fr'
}
