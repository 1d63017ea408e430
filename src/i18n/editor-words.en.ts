import editor from '../../locales/en/editor.json'
import manifest from '../../locales/en/manifest.json'
import { issues } from '../../locales/en/quiz.json'

/** What the lab's editor says of manifests: these words travel to the browser when it is opened, in the page's language. */
export const words = { editor: { ...editor, issues: { ...issues, ...editor.issues } }, manifest }
