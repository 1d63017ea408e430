import { useEffect, useRef, useState } from 'preact/hooks'
import { type EditorTranslate, editorTranslator } from '../i18n/editor.ts'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $editing, $files } from '../stores/lab.ts'
import { $openFile } from '../stores/lab-desk.ts'
import { $removed, reopenSheet } from '../stores/lab-sheet.ts'
import type { LabEditorDesk } from './LabEditorDesk.tsx'
import { FileList, NewFile, shortPath } from './LabEditorFiles.tsx'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** The YAML editor: what it needs comes when a file is opened, by a person or by a line in the terminal. */
export function LabEditor({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const path = useStored($openFile, undefined)
  const editing = useStored($editing, undefined)
  const files = useStored($files, undefined) ?? []
  const [brought, setBrought] = useState<{ readonly Desk: typeof LabEditorDesk; readonly say: EditorTranslate }>()
  const [hasFailed, setFailed] = useState(false)
  const removed = useStored($removed, undefined)
  const gone = removed !== undefined && files.every(file => file.path !== removed) ? removed : undefined
  const said = useRef<HTMLParagraphElement>(null)
  const isOpen = path !== undefined || editing !== undefined

  const load = (): void => {
    setFailed(false)
    Promise.all([import('./LabEditorDesk.tsx'), editorTranslator(lang)]).then(
      ([{ LabEditorDesk }, say]) => setBrought({ Desk: LabEditorDesk, say }),
      () => setFailed(true),
    )
  }
  useEffect(() => {
    if (isOpen && !brought) load()
  }, [isOpen])
  useEffect(() => void reopenSheet(), [])
  // The button that was pressed is gone with the file: what is said of it takes the focus.
  useEffect(() => {
    if (gone !== undefined) said.current?.focus()
  }, [gone])

  if (isOpen && brought) return <brought.Desk lang={lang} say={brought.say} />
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
          {gone !== undefined && (
            <p ref={said} tabIndex={-1}>
              <Rich text={t('lab.editor.removed', { path: shortPath(gone) })} />
            </p>
          )}
          <p class="soft">{t('lab.editor.lead')}</p>
          <FileList lang={lang} paths={files.map(file => file.path)} />
          <NewFile lang={lang} taken={files.map(file => shortPath(file.path))} />
        </>
      )}
    </section>
  )
}
