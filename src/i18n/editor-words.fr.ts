import editor from '../../locales/fr/editor.json'
import manifest from '../../locales/fr/manifest.json'
import { issues } from '../../locales/fr/quiz.json'

/** What the lab's editor says of manifests: these words travel to the browser when it is opened, in the page's language. */
export const words = { editor: { ...editor, issues: { ...issues, ...editor.issues } }, manifest }
