import type { IslandTranslate } from '../i18n/client.ts'
import type { Match } from '../scheduling/toleration.ts'
import type { Fob, Lock } from '../stores/locks.ts'
import { Icon } from './Icon.tsx'
import { Rich } from './Rich.tsx'

interface Props {
  t: IslandTranslate
  lock: Lock
  fob: Fob
  match: Match
  /** Where there is little room, what differs is not spelled out: both stand in the heads. */
  narrow: boolean
}

/** How a toleration stands to a taint, field by field. */
export function QuestionFields({ t, lock, fob, match, narrow }: Props) {
  return (
    <ul class="fields" role="list">
      {FIELDS.map(field => (
        <li key={field}>
          <FieldMark match={match} field={field} />
          <span>
            <b>{field}</b>{' '}
            {match[field] === 'differs' && !narrow ? (
              <Rich text={t('quiz.locks.not', { fob: said(fob.toleration[field]), lock: said(lock.taint[field]) })} />
            ) : (
              t(`quiz.locks.${match[field]}`)
            )}
          </span>
        </li>
      ))}
      {match.tolerates && (
        <li>
          <b class="yes">{t('quiz.locks.opens')}</b>
        </li>
      )}
    </ul>
  )

  function said(value: string | undefined): string {
    return value ? `\`${value}\`` : t('quiz.locks.none')
  }
}

/** The fields that are compared, as Kubernetes names them. */
export const FIELDS = ['key', 'value', 'effect'] as const

/** Whether a field agrees. */
export function FieldMark({ match, field }: { match: Match; field: (typeof FIELDS)[number] }) {
  const differs = match[field] === 'differs'
  return <Icon name={differs ? 'cross' : 'check'} class={differs ? 'no' : 'yes'} />
}
