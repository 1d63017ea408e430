import { useId, useRef, useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { printTaint, type Taint } from '../kubernetes/taint.ts'
import { parseTaint } from '../kubernetes/taint-spec.ts'
import { $terminal, act, runLine } from '../stores/lab.ts'
import type { LabIssue } from '../stores/lab-protocol.ts'
import type { LabRoom } from '../stores/lab-shown.ts'
import { shellWord } from '../stores/shell-word.ts'
import { Icon } from './Icon.tsx'
import { issueSentence } from './lab-issue.ts'
import { Rich } from './Rich.tsx'
import { TypedField, type TypedIssueCode } from './RoomsField.tsx'

/** What one can do to a node without the terminal: most of it is a command, and is typed there. */
export function LabRoomTools({ lang, room }: { lang: Lang; room: LabRoom }) {
  const t = labTranslator(lang)
  const fieldId = useId()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [issue, setIssue] = useState<{ readonly code: TypedIssueCode; readonly text: string }>()
  const [failed, setFailed] = useState<string>()
  const [unrun, setUnrun] = useState<LabIssue>()
  const node = shellWord(room.name)

  const type = async (line: string): Promise<boolean> => {
    const answer = await runLine(line)
    const isDone = answer.ok && answer.exitCode === 0
    const errors = $terminal
      .get()
      .at(-1)
      ?.lines.filter(({ error }) => error)
    setUnrun(answer.ok ? undefined : answer.issue)
    setFailed(isDone || !answer.ok ? undefined : errors?.map(({ text }) => text).join('\n'))
    return isDone
  }
  const untaint = ({ key, effect }: Taint): void => {
    // The button goes with its taint.
    field.current?.focus()
    void type(`kubectl taint nodes ${node} ${shellWord(`${key}:${effect}-`)}`)
  }
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const parsed = parseTaint(text.trim())
    setIssue(parsed.ok ? undefined : parsed.issue)
    if (parsed.ok && (await type(`kubectl taint nodes ${node} ${shellWord(text.trim())}`))) setText('')
  }

  return (
    <div class="stack small">
      <p class="row">
        <button
          class="btn slim"
          type="button"
          onClick={() => void type(`kubectl ${room.cordoned ? 'uncordon' : 'cordon'} ${node}`)}
        >
          {t(room.cordoned ? 'lab.rooms.uncordon' : 'lab.rooms.cordon')}
        </button>
        <button class="btn slim" type="button" onClick={() => void type(`kubectl drain ${node} --ignore-daemonsets`)}>
          {t('lab.rooms.drain')}
        </button>
        <button
          class="btn slim"
          type="button"
          onClick={() => {
            const code = room.kubelet === 'running' ? 'stop-node' : 'start-node'
            void act({ type: code, node: room.name }, { code, node: room.name })
          }}
        >
          {t(room.kubelet === 'running' ? 'lab.rooms.stop' : 'lab.rooms.start')}
        </button>
      </p>
      <form class="form" onSubmit={event => void submit(event)}>
        <label for={fieldId}>
          <Rich text={t('lab.rooms.taint')} />
        </label>
        <TypedField
          lang={lang}
          id={fieldId}
          put={t('lab.rooms.put')}
          text={text}
          typed={setText}
          issue={issue}
          field={field}
        />
      </form>
      {room.taints.length > 0 && (
        <ul role="list" class="removals">
          {room.taints.map(taint => (
            <li key={printTaint(taint)}>
              <button class="btn quiet slim" type="button" onClick={() => untaint(taint)}>
                <Icon name="cross" />
                <span>
                  <Rich text={t('lab.rooms.remove', { taint: printTaint(taint) })} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div role="status">
        {unrun && (
          <p>
            <Rich text={issueSentence(lang, unrun)} />
          </p>
        )}
        {failed !== undefined && (
          <>
            <p>{t('lab.rooms.failed')}</p>
            <pre class="code wrapped" lang="en">
              <code>{failed}</code>
            </pre>
          </>
        )}
      </div>
      <p class="soft">{t('lab.rooms.typed')}</p>
    </div>
  )
}
