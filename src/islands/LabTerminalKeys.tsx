import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'

/** Of many candidates, those that are shown. */
const MOST_CHOICES = 60

interface ChoicesProps {
  readonly lang: Lang
  readonly words: readonly string[]
  readonly take: (word: string) => void
}

/** The words among which Tab leaves the choice. */
export function TerminalChoices({ lang, words, take }: ChoicesProps) {
  const t = labTranslator(lang)
  return (
    <ul class="choices" role="list" aria-label={t('lab.terminal.choices', { count: words.length })}>
      {words.slice(0, MOST_CHOICES).map(word => (
        <li key={word}>
          <button type="button" tabIndex={-1} onPointerDown={keepFocus} onClick={() => take(word)}>
            <code>{word}</code>
          </button>
        </li>
      ))}
      {words.length > MOST_CHOICES && <li>{t('lab.terminal.moreChoices', { count: words.length - MOST_CHOICES })}</li>}
    </ul>
  )
}

interface KeysProps {
  readonly lang: Lang
  readonly complete: () => void
  readonly goBack: (by: 1 | -1) => void
  readonly insert: (put: string) => void
  readonly stop: () => void
}

/** The keys that the keyboard on a screen lacks. */
export function TerminalKeys({ lang, complete, goBack, insert, stop }: KeysProps) {
  const t = labTranslator(lang)
  const row: readonly (readonly [name: string, label: string, act: () => void])[] = [
    [t('lab.terminal.row.tab'), t('lab.terminal.row.complete'), complete],
    ['↑', t('lab.terminal.row.back'), () => goBack(1)],
    ['↓', t('lab.terminal.row.forth'), () => goBack(-1)],
    ['|', t('lab.terminal.row.pipe'), () => insert('|')],
    ['-', t('lab.terminal.row.dash'), () => insert('-')],
    ['/', t('lab.terminal.row.slash'), () => insert('/')],
    [t('lab.terminal.row.ctrlC'), t('lab.terminal.row.stop'), stop],
  ]
  return (
    <fieldset class="keys" aria-label={t('lab.terminal.row.label')}>
      {row.map(([name, label, act]) => (
        <button key={label} type="button" aria-label={label} onPointerDown={keepFocus} onClick={act}>
          <kbd>{name}</kbd>
        </button>
      ))}
    </fieldset>
  )
}

/** A button that works on the line: the line stays the one that is typed in, and a screen's keyboard stays. */
function keepFocus(event: Event): void {
  event.preventDefault()
}
