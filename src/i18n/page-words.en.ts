import home from '../../locales/en/home.json'
import lesson from '../../locales/en/lesson.json'
import site from '../../locales/en/site.json'

/** What pages say: these words are spoken at build time and never travel to the browser as data. */
export const words = { home, lesson, site }
