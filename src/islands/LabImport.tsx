import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { cancelWork } from '../stores/lab.ts'
import { type Brought, bringIn } from '../stores/lab-bring.ts'
import type { ImportAnswer, LabIssue } from '../stores/lab-protocol.ts'
import { Icon } from './Icon.tsx'
import { LabDialog } from './LabDialog.tsx'
import { LabWorking } from './LabWorking.tsx'
import { asCode, listed } from './lab-decision-words.ts'
import { issueSentence } from './lab-issue.ts'
import { Rich } from './Rich.tsx'

const COMMAND = 'kubectl get nodes,pods,ds,deploy -A -o yaml'
const FILES = '.yaml,.yml,.json,.txt,application/json,application/yaml,text/plain'
/** A longer paste is kept beside the field: a field of many megabytes is slow to draw. In characters. */
const LONG = 200_000
const MOST = { nodes: 5000, pods: 50_000 }

type Stage =
  | { readonly stage: 'asking'; readonly wrong?: string }
  | { readonly stage: 'working' }
  | { readonly stage: 'done'; readonly brought: Brought }

/** Brings in an own cluster, or a lab that was shared: pasted, chosen or dropped; with progress, and a way back out. */
export function LabImport({ lang, leave }: { lang: Lang; leave: () => void }) {
  const t = labTranslator(lang)
  const [stage, setStage] = useState<Stage>({ stage: 'asking' })
  const [pasted, setPasted] = useState<string>()
  const field = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const dialog = useRef<HTMLDialogElement>(null)
  const isWorking = stage.stage === 'working'
  const [fieldId, hintId] = [useId(), useId()]

  const bring = async (source: string | Blob): Promise<void> => {
    setStage({ stage: 'working' })
    const brought = await bringIn(source)
    if (brought.answer.ok) setStage({ stage: 'done', brought })
    else setStage({ stage: 'asking', wrong: wrongWords(brought.answer.issue) })
  }

  // A file that misses the dialog would else take the page's place.
  useEffect(() => {
    const hold = (event: DragEvent): void => event.preventDefault()
    const drop = (event: DragEvent): void => {
      event.preventDefault()
      const [file] = event.dataTransfer?.files ?? []
      if (file && !isWorking) void bring(file)
    }
    addEventListener('dragover', hold)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', hold)
      removeEventListener('drop', drop)
    }
  }, [isWorking])

  // What had the focus may be gone with the stage before.
  useLayoutEffect(() => {
    if (stage.stage !== 'asking' || stage.wrong !== undefined) {
      dialog.current?.querySelector<HTMLElement>('[data-next]')?.focus()
    }
  }, [stage])

  return (
    <LabDialog
      title={t('lab.import.title')}
      dialog={dialog}
      left={() => {
        if (isWorking) void cancelWork()
        leave()
      }}
      stays={() => {
        if (isWorking) void cancelWork()
        return isWorking
      }}
    >
      {
        // What was pasted stays, whatever comes of it.
        <div class="stack" hidden={stage.stage !== 'asking'}>
          <p>{t('lab.import.how')}</p>
          <p class="cmd">
            <code>{COMMAND}</code>
            <button class="btn slim" type="button" data-copy={COMMAND} data-copied={t('lab.import.copied')}>
              <Icon name="copy" />
              <span data-label>{t('lab.import.copy')}</span>
            </button>
          </p>
          <label for={fieldId} class="small">
            {t('lab.import.paste')}
          </label>
          {pasted === undefined ? (
            <textarea
              id={fieldId}
              ref={field}
              rows={6}
              wrap="off"
              spellcheck={false}
              autocapitalize="off"
              autocomplete="off"
              aria-describedby={hintId}
              onPaste={event => {
                const text = event.clipboardData?.getData('text') ?? ''
                if (text.length < LONG) return
                event.preventDefault()
                setPasted(text)
              }}
            />
          ) : (
            <p id={fieldId} class="row spread pasted">
              <span>{t('lab.import.kept', { size: megabytes(lang, pasted.length) })}</span>
              <button class="btn slim" type="button" onClick={() => setPasted(undefined)}>
                {t('lab.import.forget')}
              </button>
            </p>
          )}
          <p class="row drop">
            <button class="btn" type="button" onClick={() => chooser.current?.click()}>
              {t('lab.import.choose')}
            </button>
            <span class="small soft">{t('lab.import.drop')}</span>
            <input
              ref={chooser}
              type="file"
              accept={FILES}
              hidden
              aria-label={t('lab.import.choose')}
              onChange={({ currentTarget }) => {
                const [file] = currentTarget.files ?? []
                // Else the same file could not be chosen a second time.
                currentTarget.value = ''
                if (file) void bring(file)
              }}
            />
          </p>
          <p id={hintId} class="small soft">
            {t('lab.import.private')}{' '}
            {t('lab.import.limits', { nodes: counted(lang, MOST.nodes), pods: counted(lang, MOST.pods) })}
          </p>
          <p class="small wrong" role="alert">
            {stage.stage === 'asking' && stage.wrong !== undefined && <Rich text={stage.wrong} />}
          </p>
          <p class="row">
            <button
              class="btn main"
              type="button"
              data-next={stage.stage === 'asking' ? '' : undefined}
              onClick={() => {
                const text = pasted ?? field.current?.value ?? ''
                if (text.trim() === '') setStage({ stage: 'asking', wrong: t('lab.import.empty') })
                else void bring(text)
              }}
            >
              {t('lab.import.go')}
            </button>
            <button class="btn" type="button" onClick={leave}>
              {t('lab.import.close')}
            </button>
          </p>
        </div>
      }
      {isWorking && <LabWorking lang={lang} />}
      {stage.stage === 'done' && (
        <>
          <Outcome lang={lang} brought={stage.brought} />
          <p class="small soft">{t('lab.import.undo')}</p>
          <p>
            <button class="btn main" type="button" data-next onClick={leave}>
              {t('lab.import.close')}
            </button>
          </p>
        </>
      )}
    </LabDialog>
  )

  function wrongWords(issue: LabIssue): string {
    return `${issueSentence(lang, issue)} ${t('lab.import.unchanged')}`
  }
}

/** What came in, and what did not. */
function Outcome({ lang, brought: { as, answer } }: { lang: Lang; brought: Brought }) {
  const t = labTranslator(lang)
  if (as === 'lab') return <p role="status">{t('lab.import.opened')}</p>
  const { nodes, pods, others, placed, skipped, unmade } = answer as Extract<ImportAnswer, { ok: true }>
  const what = listed(lang, [
    t('lab.import.nodes', { count: nodes }),
    t('lab.import.pods', { count: pods }),
    ...(others > 0 ? [t('lab.import.others', { count: others })] : []),
  ])
  return (
    <div role="status" class="stack">
      <p>{t('lab.import.done', { what })}</p>
      {placed > 0 && <p>{t('lab.import.placed', { count: placed })}</p>}
      {skipped.length > 0 && (
        <p>
          <Rich text={t('lab.import.skipped', { kinds: kinds(skipped) })} />
        </p>
      )}
      {unmade.length > 0 && (
        <p>
          <Rich text={t('lab.import.unmade', { kinds: kinds(unmade) })} />
        </p>
      )}
    </div>
  )

  function kinds(counts: typeof skipped): string {
    const told = counts.slice(0, MOST_KINDS).map(({ kind, count }) => `${asCode(kind)} (${counted(lang, count)})`)
    const more = counts.slice(MOST_KINDS).reduce((sum, { count }) => sum + count, 0)
    return listed(lang, more > 0 ? [...told, t('lab.import.others', { count: more })] : told)
  }
}

/** How many kinds are told by name. */
const MOST_KINDS = 12

function counted(lang: Lang, count: number): string {
  return new Intl.NumberFormat(lang).format(count)
}

function megabytes(lang: Lang, characters: number): string {
  const format = new Intl.NumberFormat(lang, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 })
  return format.format(characters / 1024 / 1024)
}
