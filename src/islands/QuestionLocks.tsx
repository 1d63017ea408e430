import type { IslandTranslate } from '../i18n/client.ts'
import type { Fob, Lock, Locks } from '../stores/locks.ts'
import { Key } from './Key.tsx'
import { Lock as LockPlate } from './Lock.tsx'
import { FIELDS, FieldMark, QuestionFields } from './QuestionFields.tsx'
import { Rich } from './Rich.tsx'

interface Props {
  t: IslandTranslate
  id: string
  locks: Locks
}

/** Columns that a lesson's width holds, and pairs that a reader takes in at once. */
const MOST_COLUMNS = 3
const MOST_PAIRS = 12

/**
 * Every lock against every key, field by field: as a table of locks and keys where there are few, else lock by lock. The
 * roles stand there because a phone shows rows as blocks, and browsers then forget that they are a table's.
 */
export function QuestionLocks({ t, id, locks }: Props) {
  const headingId = `${id}-locks`
  const { fobs, matches } = locks
  const few = fobs.length <= MOST_COLUMNS && !fobs.some(({ of }) => of)
  const table = few ? <Grid t={t} id={headingId} locks={locks} /> : <Groups t={t} id={headingId} locks={locks} />
  const heading = <h3 id={headingId}>{t('quiz.locks.heading')}</h3>
  const lead = (
    <p class="soft">
      <Rich text={t('quiz.locks.lead')} />
    </p>
  )
  if (fobs.length * matches.length > MOST_PAIRS) {
    return (
      <details class="stack">
        <summary>{heading}</summary>
        {lead}
        {table}
      </details>
    )
  }
  return (
    <div class="stack">
      {heading}
      {lead}
      {table}
    </div>
  )
}

function Grid({ t, id, locks: { locks, fobs, matches } }: Props) {
  return (
    <table class="matrix" role="table" aria-labelledby={id}>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            <span class="soft">{t('quiz.locks.lock')}</span>
          </th>
          {fobs.map((fob, index) => (
            <th key={index} scope="col" role="columnheader">
              <Key toleration={fob.toleration} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {locks.map((lock, row) => (
          <tr key={row} role="row">
            <th scope="row" role="rowheader">
              <LockHead t={t} lock={lock} />
            </th>
            {fobs.map((fob, column) => {
              const match = matches[row]?.[column]
              return (
                match && (
                  <td key={column} role="cell" class={match.tolerates ? 'hit' : undefined}>
                    <span class="cell-head" aria-hidden="true">
                      <Key toleration={fob.toleration} />
                    </span>
                    <QuestionFields t={t} lock={lock} fob={fob} match={match} narrow={fobs.length === MOST_COLUMNS} />
                  </td>
                )
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Groups({ t, id, locks: { locks, fobs, matches } }: Props) {
  return (
    <table class="matrix groups" role="table" aria-labelledby={id}>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            <span class="soft">{t('quiz.locks.key')}</span>
          </th>
          {FIELDS.map(field => (
            <th key={field} scope="col" role="columnheader">
              <code>{field}</code>
            </th>
          ))}
        </tr>
      </thead>
      {locks.map((lock, row) => (
        <tbody key={row} role="rowgroup">
          <tr role="row">
            <th scope="rowgroup" colSpan={FIELDS.length + 1}>
              <LockHead t={t} lock={lock} />
            </th>
          </tr>
          {fobs.map((fob, column) => {
            const match = matches[row]?.[column]
            return (
              match && (
                <tr key={column} role="row" class={match.tolerates ? 'hit' : undefined}>
                  <th scope="row" role="rowheader">
                    <FobHead fob={fob} />
                  </th>
                  {FIELDS.map(field => (
                    <td key={field} role="cell">
                      <span class="cell-head" aria-hidden="true">
                        <b>{field}</b>
                      </span>
                      <FieldMark match={match} field={field} /> {t(`quiz.locks.${match[field]}`)}
                    </td>
                  ))}
                </tr>
              )
            )
          })}
        </tbody>
      ))}
    </table>
  )
}

function LockHead({ t, lock: { of, taint, state } }: { t: IslandTranslate; lock: Lock }) {
  return (
    <span class="head">
      {of && <code class="nb">{of}</code>}
      <LockPlate taint={taint} />
      {state && <span class="state">{t(`quiz.locks.${state}`)}</span>}
    </span>
  )
}

function FobHead({ fob: { of, toleration } }: { fob: Fob }) {
  return (
    <span class="head">
      {of && <code class="nb">{of}</code>}
      <Key toleration={toleration} />
    </span>
  )
}
