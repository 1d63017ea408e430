import { useId, useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import type { LabClause, LabDecision } from '../stores/lab-verdict.ts'
import { sayReason } from './lab-decision-words.ts'
import { Rich } from './Rich.tsx'

/** The message of `FailedScheduling`: each part that says something opens, and shows whom its number counts, and why. */
export function DecisionMessage({ lang, decision }: { lang: Lang; decision: LabDecision }) {
  const t = labTranslator(lang)
  const panel = useId()
  const [chosen, setChosen] = useState<number>()
  const { clauses } = decision
  const clause = chosen === undefined ? undefined : clauses[chosen]
  return (
    <div class="stack message">
      <h3>{t('lab.clauses.title')}</h3>
      <p class="small soft">{t('lab.clauses.lead')}</p>
      <p class="said" lang="en">
        {clauses.map((each, index) =>
          says(each) ? (
            <button
              key={index}
              type="button"
              class="clause"
              aria-expanded={chosen === index}
              aria-controls={panel}
              onClick={() => setChosen(chosen === index ? undefined : index)}
            >
              <code>{each.text.trim()}</code>
            </button>
          ) : (
            <code key={index}>{each.text}</code>
          ),
        )}
      </p>
      <div id={panel} class="counted" aria-live="polite">
        {clause && <Counted lang={lang} clause={clause} />}
      </div>
    </div>
  )
}

/** Whether there is more to say of a piece than that it joins two others. */
function says({ of, nodes, reason }: LabClause): boolean {
  return of === 'preemption' || nodes !== undefined || reason !== undefined
}

function Counted({ lang, clause }: { lang: Lang; clause: LabClause }) {
  const t = labTranslator(lang)
  const { of, nodes, reason, noHelp, count = 0 } = clause
  if (of === 'whole') return <p>{t('lab.clauses.head', { count })}</p>
  if (!nodes) {
    const text = reason ? t('lab.clauses.refusal', { reason: sayReason(t, lang, reason) }) : t('lab.clauses.preemption')
    return (
      <p>
        <Rich text={text} />
      </p>
    )
  }
  return (
    <>
      {noHelp && <p>{t(`lab.clauses.${noHelp}`)}</p>}
      {of === 'preemption' && reason && (
        <p>
          <Rich text={t('lab.clauses.still', { reason: sayReason(t, lang, reason) })} />
        </p>
      )}
      <p class="small">{t('lab.clauses.counts', { count })}</p>
      <ul class="small">
        {nodes.map(({ name, reason: why = reason }) => {
          return (
            <li key={name}>
              <code>{name}</code>{' '}
              {why && (
                <span class="soft">
                  <Rich text={sayReason(t, lang, why)} />
                </span>
              )}
            </li>
          )
        })}
        {count > nodes.length && <li>{t('lab.clauses.more', { count: count - nodes.length })}</li>}
      </ul>
    </>
  )
}
