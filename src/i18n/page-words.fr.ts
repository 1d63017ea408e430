import home from '../../locales/fr/home.json'
import lesson from '../../locales/fr/lesson.json'
import site from '../../locales/fr/site.json'

/** What pages say: these words are spoken at build time and never travel to the browser as data. */
export const words = { home, lesson, site }
