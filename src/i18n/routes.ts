import type { Lang } from './lang.ts'

/** A page by what it is, whatever its language. */
export type Page = { readonly page: 'home' | 'lab' } | { readonly page: 'lesson'; readonly lesson: string }

/** How the address of each kind of page is spelled in each language. */
export const SEGMENTS = {
  lab: { fr: 'labo', en: 'lab' },
  lessons: { fr: 'lecons', en: 'lessons' },
} as const satisfies Record<string, Record<Lang, string>>

/** The address of a page in a language, below the site's base path: `/course/fr/lecons/kube-proxy/`. */
export function addressOf(page: Page, lang: Lang, base: string): string {
  const root = `${base.replace(/\/$/, '')}/${lang}/`
  switch (page.page) {
    case 'home':
      return root
    case 'lab':
      return `${root}${SEGMENTS.lab[lang]}/`
    case 'lesson':
      return `${root}${SEGMENTS.lessons[lang]}/${page.lesson}/`
  }
}
