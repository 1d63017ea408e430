import { useEffect, useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $editing, $files } from '../stores/lab.ts'
import { $openFile, openFile } from '../stores/lab-desk.ts'
import { newSheet } from '../stores/lab-sheet.ts'
import { objectName, STARTS, type Start, startText } from '../stores/lab-starts.ts'
import { Icon } from './Icon.tsx'
import type { LabEditorDesk } from './LabEditorDesk.tsx'
import { useStored } from './use-stored.ts'

/** The YAML editor: what it needs comes when a file is opened, by a person or by a line in the terminal. */
export function LabEditor({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const path = useStored($openFile, undefined)
  const editing = useStored($editing, undefined)
  const files = useStored($files, undefined) ?? []
  const [Desk, setDesk] = useState<typeof LabEditorDesk>()
  const [hasFailed, setFailed] = useState(false)
  const isOpen = path !== undefined || editing !== undefined

  const load = (): void => {
    setFailed(false)
    import('./LabEditorDesk.tsx').then(
      ({ LabEditorDesk }) => setDesk(() => LabEditorDesk),
      () => setFailed(true),
    )
  }
  useEffect(() => {
    if (isOpen && !Desk) load()
  }, [isOpen])

  if (isOpen && Desk) return <Desk lang={lang} />
  return (
    <section id="yaml" class="stack editor-desk" aria-labelledby="yaml-h">
      <h2 id="yaml-h" class="h">
        <em>{t('lab.editor.title')}</em>
      </h2>
      {isOpen ? (
        <div class="stack" role="status">
          <p class="soft">{t(hasFailed ? 'lab.editor.unavailable' : 'lab.editor.loading')}</p>
          {hasFailed && (
            <button type="button" class="btn" onClick={load}>
              {t('lab.editor.retry')}
            </button>
          )}
        </div>
      ) : (
        <>
          <p class="soft">{t('lab.editor.lead')}</p>
          {files.length > 0 && (
            <ul role="list" class="row sheets" aria-label={t('lab.editor.files')}>
              {files.map(file => (
                <li key={file.path}>
                  <button type="button" class="btn slim" title={file.path} onClick={() => openFile(file.path)}>
                    <code>{shortPath(file.path)}</code>
                  </button>
                </li>
              ))}
            </ul>
          )}
          <NewFile lang={lang} taken={files.map(file => shortPath(file.path))} />
        </>
      )}
    </section>
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

/** `pod.yaml`, or the first of `pod-2.yaml`, … that is free. */
function freeName(start: Start, taken: readonly string[]): string {
  const base = start === 'empty' || start === 'pinned' ? 'pod' : start
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? `${base}.yaml` : `${base}-${count}.yaml`
    if (!taken.includes(name)) return name
  }
}
