import type { Plugin } from 'vite'
import { typesetFrench } from './typeset.ts'

/** A Vite plugin that typesets the French words of `locales/fr` as they are bundled. */
export function typesetLocales(): Plugin {
  return {
    name: 'typeset-locales',
    enforce: 'pre',
    transform: {
      filter: { id: /locales\/fr\/\w+\.json$/ },
      handler: text =>
        JSON.stringify(JSON.parse(text), (_, value) => (typeof value === 'string' ? typesetFrench(value) : value)),
    },
  }
}
