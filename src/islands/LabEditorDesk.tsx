import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { EditorTranslate } from '../i18n/editor.ts'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import type { ManifestCheck } from '../kubectl/check-manifest.ts'
import type { FieldsAt } from '../kubectl/fields-at.ts'
import { $editing, $files, $history, $terminal, checkFile, fieldsIn } from '../stores/lab.ts'
import {
  $draft,
  $sheet,
  applyDraft,
  closeSheet,
  isUnsaved,
  keepDraft,
  leaveSheet,
  removeSheet,
  renameSheet,
  watchSheet,
} from '../stores/lab-sheet.ts'
import { Icon } from './Icon.tsx'
import { FileList, NewFile, shortPath } from './LabEditorFiles.tsx'
import { type Editor, type EditorMark, openEditor } from './lab-editor.ts'
import { fieldWords, issueWords, richNodes, valueWords } from './lab-editor-words.ts'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** What the button did last. */
type Applied = 'applied' | 'refused' | 'not-applied' | 'saved'

/** The editor with its files, what is wrong with the text, and what becomes of it. */
export function LabEditorDesk({ lang, say }: { lang: Lang; say: EditorTranslate }) {
  const t = labTranslator(lang)
  const sheet = useStored($sheet, undefined)
  const draft = useStored($draft, '')
  const editing = useStored($editing, undefined)
  const files = useStored($files, undefined) ?? []
  const history = useStored($history, undefined)
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor>()
  const [check, setCheck] = useState<ManifestCheck>()
  const [here, setHere] = useState<Here>()
  const [applied, setApplied] = useState<Applied>()
  const [form, setForm] = useState<'new' | 'rename'>()

  useEffect(watchSheet, [])
  // A page that is hidden may not come back.
  useEffect(() => {
    const keep = (): void => {
      if (document.visibilityState === 'hidden') void keepDraft()
    }
    document.addEventListener('visibilitychange', keep)
    return () => document.removeEventListener('visibilitychange', keep)
  }, [])
  const apply = async (): Promise<void> => {
    const answer = await applyDraft()
    if (!answer) return
    setApplied(!answer.ok ? 'not-applied' : answer.exitCode === 0 ? 'applied' : 'refused')
  }
  const save = async (): Promise<void> => {
    if ($sheet.get()?.isAwaited) {
      leaveSheet('save')
      return
    }
    await keepDraft()
    setApplied('saved')
  }
  const acts = useRef({ apply, save })
  acts.current = { apply, save }

  // The editor lives as long as the desk.
  useLayoutEffect(() => {
    if (!host.current) return
    editor.current = openEditor(host.current, {
      label: t('lab.editor.title'),
      hint: t('lab.editor.hint'),
      phrases: {
        Completions: say('editor.phrases.completions'),
        Diagnostics: say('editor.phrases.diagnostics'),
        'No diagnostics': say('editor.phrases.noDiagnostics'),
        close: say('editor.phrases.close'),
        'No field': say('editor.phrases.noField'),
        'Selection deleted': say('editor.phrases.selectionDeleted'),
      },
      check: async text => {
        const found = await checked(text)
        setCheck(found)
        return found?.issues.map(issue => markOf(say, issue, lang)) ?? []
      },
      fieldsAt: async (text, offset) => {
        const answer = await fieldsIn(text, offset)
        return answer.ok ? answer : undefined
      },
      describe: (field, value) => fieldNode(say, { field, value }),
      describeValue: (field, value) => valueNode(say, { field, value }),
      changed: text => {
        $draft.set(text)
        setCheck(undefined)
        setApplied(undefined)
      },
      moved: async offset => {
        const answer = await fieldsIn($draft.get(), offset)
        setHere(answer.ok && answer.field ? { field: answer.field, value: answer.value } : undefined)
      },
      save: () => void acts.current.save(),
      apply: () => void acts.current.apply(),
    })
    return () => editor.current?.end()
  }, [])

  const opened = useRef<typeof editing | string>()
  const isYaml = sheet !== undefined && (/\.ya?ml$/.test(sheet.path) || sheet.path === '')
  useLayoutEffect(() => {
    if (!sheet || !editor.current) return
    editor.current.show($draft.get(), t('lab.editor.label', { path: shortPath(sheet.path) }), isYaml)
    setCheck(undefined)
    setHere(undefined)
    setApplied(undefined)
    // What undo changes in the open file is shown where one is; who opens another one is taken there.
    const open = sheet.isAwaited ? editing : sheet.path
    if (open === opened.current) return
    opened.current = open
    if (sheet.isBack) return
    editor.current.focus()
    const desk = host.current?.parentElement
    if (desk && !isInView(desk)) desk.scrollIntoView()
  }, [sheet?.shown])

  // What the cluster holds decides what may be changed.
  useEffect(() => editor.current?.recheck(), [history?.position])

  const title = sheet ? shortPath(sheet.path) : t('lab.editor.title')
  const others = files.filter(({ path }) => path !== sheet?.path)
  return (
    <section id="yaml" class="stack editor-desk" aria-labelledby="yaml-h">
      <div class="row spread">
        <h2 id="yaml-h" class="h">
          <em title={sheet?.path}>{title}</em>
          {isUnsaved(sheet, draft) && <span class="small soft unsaved"> {t('lab.editor.unsaved')}</span>}
        </h2>
        {sheet?.isAwaited ? (
          <div class="row">
            <button type="button" class="btn slim main" onClick={() => leaveSheet('save')}>
              {t('lab.editor.saveAndLeave')}
            </button>
            <button type="button" class="btn slim" onClick={() => leaveSheet('drop')}>
              {t('lab.editor.leave')}
            </button>
          </div>
        ) : (
          <div class="row">
            <button type="button" class="btn slim" onClick={() => void apply()}>
              {t('lab.editor.apply')}
            </button>
            <button type="button" class="btn slim quiet" onClick={() => void closeSheet()}>
              {t('lab.editor.close')}
            </button>
          </div>
        )}
      </div>
      {editing && (
        <p class="small">
          <Rich text={t('lab.editor.waiting', { line: editing.line.replaceAll('`', '') })} />
        </p>
      )}
      {!sheet?.isAwaited && (
        <div class="row small">
          <FileList lang={lang} paths={others.map(({ path }) => path)} />
          <button
            type="button"
            class="btn slim quiet"
            aria-expanded={form === 'new'}
            onClick={() => setForm(form === 'new' ? undefined : 'new')}
          >
            {t('lab.editor.new')}
          </button>
          <button
            type="button"
            class="btn slim quiet"
            aria-expanded={form === 'rename'}
            onClick={() => setForm(form === 'rename' ? undefined : 'rename')}
          >
            {t('lab.editor.rename')}
          </button>
          <button type="button" class="btn slim quiet" onClick={() => void removeSheet()}>
            {t('lab.editor.remove')}
          </button>
        </div>
      )}
      {form === 'new' && (
        <NewFile lang={lang} taken={files.map(({ path }) => shortPath(path))} leave={() => setForm(undefined)} />
      )}
      {form === 'rename' && sheet && <Rename lang={lang} path={sheet.path} leave={() => setForm(undefined)} />}
      <div
        ref={host}
        class="sheet"
        onFocusOut={({ relatedTarget }) => {
          if (relatedTarget && !host.current?.contains(relatedTarget as Node)) void keepDraft()
        }}
      />
      <div class="small" role="status">
        {applied ? (
          <Outcome lang={lang} applied={applied} />
        ) : (
          isYaml && <Verdict lang={lang} check={check} draft={draft} />
        )}
      </div>
      {check && check.issues.length > 0 && (
        <ul role="list" class="small faults">
          {check.issues.map((issue, index) => (
            <li key={index}>
              <button type="button" class="at" onClick={() => editor.current?.goTo(issue.line, issue.column)}>
                {t('lab.editor.at', { line: issue.line, column: issue.column })}
              </button>{' '}
              <Rich text={issueWords(say, issue)} />
              <code class="said" lang={lang === 'en' ? undefined : 'en'}>
                {issue.text}
              </code>
            </li>
          ))}
        </ul>
      )}
      {here && <FieldHere say={say} here={here} />}
      <p class="small soft">
        <Rich text={t('lab.editor.keys')} />
      </p>
    </section>
  )
}

function isInView(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return top >= 0 && bottom <= innerHeight
}

/** Another name for the open file. */
function Rename({ lang, path, leave }: { lang: Lang; path: string; leave: () => void }) {
  const t = labTranslator(lang)
  const [name, setName] = useState(shortPath(path))
  const [isTaken, setTaken] = useState(false)
  return (
    <form
      class="row new-file"
      onSubmit={async event => {
        event.preventDefault()
        const to = path.slice(0, path.lastIndexOf('/') + 1) + name.trim()
        if (to === path || name.trim() === '' || (await renameSheet(to))) leave()
        else setTaken(true)
      }}
    >
      <label class="row small">
        <span>{t('lab.editor.name')}</span>
        <input
          type="text"
          value={name}
          spellcheck={false}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <button type="submit" class="btn">
        {t('lab.editor.rename')}
      </button>
      <button type="button" class="btn quiet" onClick={leave}>
        {t('lab.editor.cancel')}
      </button>
      {isTaken && (
        <p class="small" role="alert">
          {t('lab.editor.taken')}
        </p>
      )}
    </form>
  )
}

/** Whether the server would take what is written. */
function Verdict({ lang, check, draft }: { lang: Lang; check: ManifestCheck | undefined; draft: string }) {
  const t = labTranslator(lang)
  if (!check) return <p class="soft">{t('lab.editor.checking')}</p>
  const { issues, objects } = check
  if (issues.length > 0)
    return (
      <p>
        <Icon name="cross" class="no" /> {t('lab.editor.errors', { count: issues.length })}
      </p>
    )
  const [only] = objects
  if (draft.trim() === '' || !only) return <p class="soft">{t('lab.editor.blank')}</p>
  const isDone = objects.every(({ outcome }) => outcome === 'unchanged')
  const text = isDone
    ? t('lab.editor.valid.unchanged')
    : objects.length > 1
      ? t('lab.editor.valid.several', { count: objects.length })
      : only.kind === 'Pod'
        ? t('lab.editor.valid.pod')
        : t('lab.editor.valid.one', { kind: only.kind })
  return (
    <p>
      <Icon name="check" class="yes" /> <Rich text={text} />
    </p>
  )
}

/** What came of the button, and the words of the terminal's last line. */
function Outcome({ lang, applied }: { lang: Lang; applied: Applied }) {
  const t = labTranslator(lang)
  if (applied === 'saved') return <p>{t('lab.editor.saved')}</p>
  if (applied === 'not-applied') return <p>{t('lab.editor.notApplied')}</p>
  const [first] = $terminal.get().at(-1)?.lines ?? []
  return (
    <p>
      <Icon name={applied === 'applied' ? 'check' : 'cross'} class={applied === 'applied' ? 'yes' : 'no'} />{' '}
      {t(applied === 'applied' ? 'lab.editor.applied' : 'lab.editor.refused')}{' '}
      {first && <code lang={lang === 'en' ? undefined : 'en'}>{first.text}</code>}
    </p>
  )
}

/** What the cursor is at. */
interface Here {
  readonly field: NonNullable<FieldsAt['field']>
  readonly value: string | undefined
}

function FieldHere({ say, here: { field, value } }: { say: EditorTranslate; here: Here }) {
  const words = fieldWords(say, field)
  const meaning = value === undefined ? undefined : valueWords(say, field, value)
  return (
    <dl class="small field">
      <dt>
        <code>
          {field.name}: {field.type}
        </code>
        {field.isRequired && <span class="soft"> {say('editor.types.required')}</span>}
      </dt>
      {words && (
        <dd>
          <Rich text={words} />
        </dd>
      )}
      {meaning && (
        <>
          <dt>
            <code>{value}</code>
          </dt>
          <dd>
            <Rich text={meaning} />
          </dd>
        </>
      )}
    </dl>
  )
}

async function checked(text: string): Promise<ManifestCheck | undefined> {
  const answer = await checkFile(text, $sheet.get()?.isAwaited ? 'edit' : 'apply')
  return answer.ok ? answer : undefined
}

/** An issue as the editor draws it under its line: the course's sentence, then the words of what refuses it. */
function markOf(say: EditorTranslate, issue: ManifestCheck['issues'][number], lang: Lang): EditorMark {
  const { line, column, text } = issue
  const words = issueWords(say, issue)
  return {
    line,
    column,
    text: `${words.replaceAll('`', '')} ${text}`,
    draw: () => {
      const said = document.createElement('code')
      said.className = 'cm-said'
      if (lang !== 'en') said.lang = 'en'
      said.textContent = text
      const node = document.createElement('span')
      node.append(...richNodes(words), said)
      return node
    },
  }
}

function fieldNode(say: EditorTranslate, here: Here): Node | undefined {
  const { field } = here
  const words = fieldWords(say, field)
  if (words === undefined) return undefined
  const name = document.createElement('code')
  name.textContent = `${field.name}: ${field.type}`
  const text = document.createElement('div')
  text.append(...richNodes(words))
  const node = document.createElement('div')
  const meaning = valueNode(say, here)
  node.append(name, text, ...(meaning ? [meaning] : []))
  return node
}

function valueNode(say: EditorTranslate, { field, value }: Here): Node | undefined {
  const words = value === undefined ? undefined : valueWords(say, field, value)
  if (value === undefined || words === undefined) return undefined
  const name = document.createElement('code')
  name.textContent = value
  const text = document.createElement('div')
  text.append(...richNodes(words))
  const node = document.createElement('div')
  node.append(name, text)
  return node
}
