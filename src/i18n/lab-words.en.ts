import lab from '../../locales/en/lab.json'

/** What the lab says: these words travel to the browser with its page alone. */
export const words = { lab }
