import { useRef } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $files } from '../stores/lab.ts'
import { openFile } from '../stores/lab-desk.ts'
import { Icon } from './Icon.tsx'
import { TerminalField } from './LabTerminalField.tsx'
import { TerminalLog } from './LabTerminalLog.tsx'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

const HERE = 'term'
const HINT = 'terminal-hint'

/**
 * The terminal: what was typed and answered, as text; below it the line that one types. In a lesson `onLeave` is what
 * Escape does: there the terminal has neither a heading nor an editor beside it.
 */
export function LabTerminal({ lang, onLeave }: { lang: Lang; onLeave?: () => void }) {
  const t = labTranslator(lang)
  const keys = useRef<HTMLElement>(null)
  return (
    <section id={HERE} class="stack terminal" aria-label={t('lab.terminal.title')}>
      {!onLeave && (
        <h2 class="h">
          <em>{t('lab.terminal.title')}</em>
        </h2>
      )}
      <div class="screen">
        <TerminalLog lang={lang} />
        <TerminalField lang={lang} describedBy={HINT} leave={onLeave ?? (() => keys.current?.focus())} />
      </div>
      <p id={HINT} class="small soft">
        <Rich text={t('lab.terminal.hint')} />
      </p>
      <div class="row below">
        <details>
          <summary ref={keys} class="small">
            {t('lab.terminal.help.title')}
          </summary>
          <dl class="small help">
            {HELP.map(each => (
              <div key={each}>
                <dt>
                  <Rich text={t(`lab.terminal.help.${each}.keys`)} />
                </dt>
                <dd>
                  <Rich text={t(`lab.terminal.help.${each}.what`)} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
        {!onLeave && <TerminalFiles lang={lang} />}
      </div>
    </section>
  )
}

const HELP = ['run', 'complete', 'history', 'search', 'edit', 'stop', 'end', 'clear', 'leave'] as const

/** The files of the machine that one is on, each to be opened in the editor. */
function TerminalFiles({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const files = useStored($files, undefined) ?? []
  if (files.length === 0) return null
  return (
    <details>
      <summary class="small">{t('lab.terminal.files', { count: files.length })}</summary>
      <ul class="files" role="list">
        {files.map(({ path, size }) => (
          <li key={path} class="row">
            <code>{path}</code>
            <span class="small soft">{t('lab.terminal.size', { size })}</span>
            <button type="button" class="btn quiet slim" onClick={() => openFile(path)}>
              <Icon name="term" />
              {t('lab.terminal.open')}
              <span class="vh">{path}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
