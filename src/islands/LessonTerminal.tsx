import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import { isLang, LANGS, type Lang } from '../i18n/lang.ts'
import { $editing, $issue, endLab, isMissing, leaveEditor, wakeAgain, wakeSection } from '../stores/lab.ts'
import { breakOff, forgetOutcome, typeLines } from '../stores/lab-terminal.ts'
import css from '../styles/lab-terminal.css?inline'
import lessonCss from '../styles/lesson-terminal.css?inline'
import { LabTerminal } from './LabTerminal.tsx'
import { issueSentence } from './lab-issue.ts'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

interface Opened {
  readonly button: HTMLButtonElement
  readonly transcript: HTMLElement
  readonly place: HTMLElement
  /** What the button says when the terminal is closed. */
  readonly label: string
}

/** There is one lab on a page. */
let opened: Opened | undefined

/**
 * Opens the terminal in the place of the transcript that `button` stands below, on the state that the link beside it
 * carries, and runs the transcript's command there; or closes it. Throws where the page has no transcript there: a bug.
 */
export function toggleTerminal(button: HTMLButtonElement): void {
  const isOurs = opened?.button === button
  close()
  if (!isOurs) void open(button)
}

async function open(button: HTMLButtonElement): Promise<void> {
  const row = button.closest<HTMLElement>('.try')
  const transcript = row?.previousElementSibling
  const payload = row?.querySelector('a')?.hash.replace(/^#s=/, '')
  const label = button.querySelector('[data-label]')
  const { run = '', close: closing = '' } = button.dataset
  if (!(transcript instanceof HTMLElement) || payload === undefined || !label)
    throw new Error(`no transcript of ${run}`)

  dress()
  const place = document.createElement('div')
  const mine: Opened = { button, transcript, place, label: label.textContent }
  opened = mine
  transcript.after(place)
  render(
    <LessonTerminal
      lang={[document.documentElement.lang].find(isLang) ?? LANGS[0]}
      run={run}
      onLeave={() => button.focus()}
    />,
    place,
  )
  transcript.hidden = true
  label.textContent = closing
  button.ariaExpanded = 'true'
  place.querySelector('textarea')?.focus()

  const woken = await wakeSection(payload)
  if (opened !== mine) return
  if (!woken.ok) {
    $issue.set(woken.issue)
    return
  }
  forgetOutcome()
  await typeLines([run])
  if (opened === mine) place.scrollIntoView({ block: 'nearest' })
}

function close(): void {
  if (!opened) return
  const { button, transcript, place, label } = opened
  opened = undefined
  endLab()
  breakOff('')
  forgetOutcome()
  render(null, place)
  place.remove()
  transcript.hidden = false
  button.ariaExpanded = null
  const words = button.querySelector('[data-label]')
  if (words) words.textContent = label
}

/** The terminal in a lesson: what cannot be had here is said below it. */
function LessonTerminal({ lang, run, onLeave }: { lang: Lang; run: string; onLeave: () => void }) {
  const t = labTranslator(lang)
  const issue = useStored($issue, undefined)
  const editing = useStored($editing, undefined)
  const [hasEdited, setEdited] = useState(false)

  const again = async (): Promise<void> => {
    // The button goes once nothing is missing.
    opened?.place.querySelector('textarea')?.focus()
    const woken = await wakeAgain()
    if (woken.ok) await typeLines([run])
  }

  // A line that waits for an editor goes on as if one had left it at once.
  useEffect(() => {
    if (!editing) return
    setEdited(true)
    leaveEditor(editing.text)
  }, [editing])

  return (
    <div class="stack">
      <LabTerminal lang={lang} onLeave={onLeave} />
      <div role="status">
        {issue && issue.code !== 'interrupted' && (
          <p class="note">
            <Rich text={issueSentence(lang, issue)} />{' '}
            {isMissing(issue) && (
              <button class="btn slim" type="button" onClick={() => void again()}>
                {t('lab.page.again')}
              </button>
            )}
          </p>
        )}
        {hasEdited && <p class="note">{t('lab.terminal.noEditor')}</p>}
      </div>
    </div>
  )
}

let isDressed = false

/** The page's own styles have none of a terminal. */
function dress(): void {
  if (isDressed) return
  isDressed = true
  const sheets = [css, lessonCss].map(text => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  })
  document.adoptedStyleSheets.push(...sheets)
}
