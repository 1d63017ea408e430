import { useId, useState } from 'preact/hooks'
import { translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import { type FieldError, printFieldError } from '../kubernetes/field-error.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { TAINT_EFFECTS, type TaintEffect } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import { validateTolerations } from '../kubernetes/validate-tolerations.ts'
import { nameOf } from '../stores/rooms.ts'
import { Key } from './Key.tsx'
import { CODE, issueWords, RoomsIssue } from './RoomsField.tsx'
import type { Act, Refuse } from './rooms-act.ts'

const OPERATORS = ['Exists', 'Equal'] as const

/** A toleration to write field by field, held against the API server's rules before the pod gets it. */
export function RoomsKeyForm({ lang, pod, act, refuse }: { lang: Lang; pod: Pod; act: Act; refuse: Refuse }) {
  const t = translator(lang)
  const issueId = useId()
  const [key, setKey] = useState('')
  const [operator, setOperator] = useState<(typeof OPERATORS)[number]>('Exists')
  const [value, setValue] = useState('')
  const [effect, setEffect] = useState<TaintEffect | ''>('')
  const [issue, setIssue] = useState<FieldError>()
  const toleration: Toleration = {
    ...(key && { key }),
    operator,
    ...(operator === 'Equal' && value && { value }),
    ...(effect && { effect }),
  }

  const add = (event: Event): void => {
    event.preventDefault()
    const before = pod.spec.tolerations ?? []
    const [error] = validateTolerations([...before, toleration], 'spec.tolerations')
    setIssue(error)
    if (error) refuse(issueWords(lang, error.code))
    else act({ change: 'tolerate', pod: nameOf(pod), toleration })
  }

  return (
    <form class="form toleration" onSubmit={add} aria-describedby={issue && issueId}>
      <label>
        <code>key</code>
        <input type="text" {...CODE} value={key} onInput={({ currentTarget }) => setKey(currentTarget.value.trim())} />
      </label>
      <label>
        <code>operator</code>
        <select
          value={operator}
          onChange={({ currentTarget }) => setOperator(currentTarget.value === 'Equal' ? 'Equal' : 'Exists')}
        >
          {OPERATORS.map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        <code>value</code>
        <input
          type="text"
          {...CODE}
          value={operator === 'Equal' ? value : ''}
          disabled={operator === 'Exists'}
          onInput={({ currentTarget }) => setValue(currentTarget.value.trim())}
        />
      </label>
      <label>
        <code>effect</code>
        <select
          value={effect}
          onChange={({ currentTarget }) => setEffect(TAINT_EFFECTS.find(name => name === currentTarget.value) ?? '')}
        >
          <option value="">{t('rooms.everyEffect')}</option>
          {TAINT_EFFECTS.map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <p class="row">
        <Key toleration={toleration} />
        <button class="btn slim" type="submit">
          {t('rooms.add')}
        </button>
      </p>
      {issue && <RoomsIssue lang={lang} id={issueId} code={issue.code} text={printFieldError(issue)} />}
    </form>
  )
}
