import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $kept, $terminal } from '../stores/lab.ts'
import type { LabIssue } from '../stores/lab-protocol.ts'
import type { LabKept } from '../stores/lab-shown.ts'
import { $outcome } from '../stores/lab-terminal.ts'
import { spokenOutput } from '../stores/terminal-line.ts'
import { useStored } from './use-stored.ts'

/** Candidates that are spoken one by one. */
const MOST_SPOKEN = 8

/** What a screen reader says of the last line, in short: its first lines of output, and how it ended. */
export function LabTerminalSaid({ lang, choices }: { lang: Lang; choices: readonly string[] | undefined }) {
  return (
    <div class="vh" aria-live="polite">
      {choices ? <Choices lang={lang} choices={choices} /> : <Outcome lang={lang} />}
    </div>
  )
}

function Choices({ lang, choices }: { lang: Lang; choices: readonly string[] }) {
  const t = labTranslator(lang)
  return (
    <>
      <p>{t('lab.terminal.choices', { count: choices.length })}</p>
      <p>{choices.slice(0, MOST_SPOKEN).join(', ')}</p>
    </>
  )
}

function Outcome({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const outcome = useStored($outcome, undefined)
  const entries = useStored($terminal, [])
  const kept = useStored($kept, 'nothing')
  if (!outcome) return null
  if ('issue' in outcome) return <p>{t(troubleOf(outcome.issue, kept))}</p>
  const entry = entries.findLast(({ id }) => id === outcome.entry)
  if (!entry) return null
  const { text, more } = spokenOutput(entry)
  return (
    // Said anew even where two lines answer the same.
    <div key={entry.id}>
      {text === '' ? <p>{t('lab.terminal.said.nothing')}</p> : <p lang={lang === 'en' ? undefined : 'en'}>{text}</p>}
      {more > 0 && <p>{t('lab.terminal.said.more', { count: more })}</p>}
      {entry.exitCode !== 0 && <p>{t('lab.terminal.exit', { code: entry.exitCode })}</p>}
    </div>
  )
}

/** Why nothing was answered, in short: the page says more of it. */
export function troubleOf(
  { code }: LabIssue,
  kept: LabKept,
): `lab.terminal.${'interrupted' | 'anew' | 'failed'}` | `lab.errors.${'part-missing' | 'worker-missing'}` {
  if (code === 'part-missing' || code === 'worker-missing') return `lab.errors.${code}`
  if (code !== 'interrupted') return 'lab.terminal.failed'
  return GOES_ON.includes(kept) ? 'lab.terminal.interrupted' : 'lab.terminal.anew'
}

/** With these there is something to go on from. */
const GOES_ON: readonly LabKept[] = ['yes', 'not-yet', 'full']
