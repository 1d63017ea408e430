import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { words as editorWords } from '../../src/i18n/editor-words.fr.ts'
import type { words as islandWords } from '../../src/i18n/island-words.fr.ts'
import type { words as labWords } from '../../src/i18n/lab-words.fr.ts'
import type { Lang } from '../../src/i18n/lang.ts'
import type { words as pageWords } from '../../src/i18n/page-words.fr.ts'
import { createTranslator, type English, type Translate } from '../../src/i18n/translator.ts'
import { typeset } from '../../src/i18n/typeset.ts'

type AllWords = typeof editorWords & typeof islandWords & typeof labWords & typeof pageWords
type Say = Translate<AllWords>

/** What the interface says in a language, set as it is on the page and without its marks: the names to look for. */
export function words(lang: Lang): Say {
  const say = createTranslator<AllWords>(lang, read(lang))
  return (key, values) => typeset(lang, say(key, values)).replaceAll(/`|\*\*/g, '')
}

function read(lang: Lang): English<AllWords> {
  const folder = join('locales', lang)
  return Object.fromEntries(
    readdirSync(folder).map(file => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
  ) as English<AllWords>
}
