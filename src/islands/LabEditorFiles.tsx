import { useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { openFile } from '../stores/lab-desk.ts'
import { newSheet } from '../stores/lab-sheet.ts'
import { objectName, STARTS, type Start, startText } from '../stores/lab-starts.ts'
import { Icon } from './Icon.tsx'

/** Files to open. */
export function FileList({ lang, paths }: { lang: Lang; paths: readonly string[] }) {
  const t = labTranslator(lang)
  if (paths.length === 0) return null
  return (
    <ul role="list" class="row sheets" aria-label={t('lab.editor.files')}>
      {paths.map(path => (
        <li key={path}>
          <button type="button" class="btn slim" title={path} onClick={() => openFile(path)}>
            <code>{shortPath(path)}</code>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** A name, and what to begin with. */
export function NewFile({ lang, taken, leave }: { lang: Lang; taken: readonly string[]; leave?: () => void }) {
  const t = labTranslator(lang)
  const [start, setStart] = useState<Start>('pod')
  const [name, setName] = useState('')
  const offered = freeName(start, taken)

  return (
    <form
      class="row new-file"
      onSubmit={event => {
        event.preventDefault()
        const path = name.trim() || offered
        void newSheet(path, startText(start, objectName(path)))
        leave?.()
      }}
    >
      <label class="row small">
        <span>{t('lab.editor.from')}</span>
        <select value={start} onChange={({ currentTarget }) => setStart(startNamed(currentTarget.value))}>
          {STARTS.map(each => (
            <option key={each} value={each}>
              {t(`lab.editor.starts.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="row small">
        <span>{t('lab.editor.name')}</span>
        <input
          type="text"
          value={name}
          placeholder={offered}
          spellcheck={false}
          autocapitalize="none"
          autocomplete="off"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <button type="submit" class="btn">
        <Icon name="plus" />
        {t('lab.editor.create')}
      </button>
      {leave && (
        <button type="button" class="btn quiet" onClick={leave}>
          {t('lab.editor.cancel')}
        </button>
      )}
    </form>
  )
}

/** A file's name without its directories. */
export function shortPath(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function startNamed(value: string): Start {
  return STARTS.find(each => each === value) ?? 'pod'
}

/** What an object is called that is given no name. */
const NAMES: Readonly<Record<Start, string>> = {
  pod: 'trainer',
  pinned: 'report',
  daemonset: 'agent',
  deployment: 'web',
  empty: 'new',
}

/** `trainer.yaml`, or the first of `trainer-2.yaml`, … that is free. */
function freeName(start: Start, taken: readonly string[]): string {
  const base = NAMES[start]
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? `${base}.yaml` : `${base}-${count}.yaml`
    if (!taken.includes(name)) return name
  }
}
