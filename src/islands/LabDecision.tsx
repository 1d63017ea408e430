import { useEffect } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $doors, advance } from '../stores/lab.ts'
import { $decided, $deciding, podInQuestion, watchDecision } from '../stores/lab-decided.ts'
import { $chosenPod, choosePod } from '../stores/lab-desk.ts'
import type { PodName } from '../stores/lab-terms.ts'
import type { LabDecision as Decision } from '../stores/lab-verdict.ts'
import { standingOf } from '../stores/lab-why.ts'
import { Icon } from './Icon.tsx'
import { DecisionMessage } from './LabDecisionMessage.tsx'
import { DecisionRemedies } from './LabDecisionRemedies.tsx'
import { DecisionFilters, DecisionTable } from './LabDecisionTable.tsx'
import { listed, sayPreemption, sayWhy } from './lab-decision-words.ts'
import { issueSentence } from './lab-issue.ts'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** Why a pod is where it is, or why it waits: what the scheduler finds now, node by node, and what would change it. */
export function LabDecision({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const decided = useStored($decided, undefined)
  const deciding = useStored($deciding, false)
  const doors = useStored($doors, undefined)
  useStored($chosenPod, undefined)
  useEffect(watchDecision, [])

  const pod = podInQuestion()
  const current = decided && pod && isSame(decided.pod, pod) ? decided : undefined
  const decision = current?.answer.ok ? current.answer.decision : undefined
  const choices =
    pod && !doors?.choices.some(one => isSame(one, pod)) ? [pod, ...(doors?.choices ?? [])] : doors?.choices
  return (
    <section id="why" class="stack decision" aria-labelledby="why-h" aria-busy={deciding}>
      <div class="row spread">
        <h2 id="why-h" class="h">
          <em>{decision ? titleOf(decision) : t('lab.decision.heading')}</em>
        </h2>
        {choices && choices.length > 0 && (
          <label class="row small asked">
            <span>{t('lab.decision.pod')}</span>
            <select
              value={pod && keyOf(pod)}
              onChange={({ currentTarget }) => {
                const chosen = choices.find(one => keyOf(one) === currentTarget.value)
                if (chosen) choosePod(chosen)
              }}
            >
              {choices.map(one => (
                <option key={keyOf(one)} value={keyOf(one)}>
                  {one.namespace === 'default' ? one.name : keyOf(one)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {decision ? (
        <Decided lang={lang} decision={decision} />
      ) : (
        <p class="soft" role="status">
          {current && !current.answer.ok ? (
            <Rich text={issueSentence(lang, current.answer.issue)} />
          ) : (
            t(pod ? 'lab.decision.loading' : 'lab.decision.none')
          )}
        </p>
      )}
    </section>
  )

  function titleOf(decision: Decision): string {
    const title = decision.unasked && decision.placedOn === undefined ? 'unasked' : standingOf(decision)
    const names = { pod: decision.pod.name, node: decision.placedOn ?? '' }
    return t(`lab.decision.title.${decision.unasked === 'static' ? 'unasked' : title}`, names)
  }
}

function Decided({ lang, decision }: { lang: Lang; decision: Decision }) {
  const t = labTranslator(lang)
  const pod = decision.pod.name
  const { named, preemption } = decision
  const now = decision.unasked ? `lab.decision.unasked.${decision.unasked}` : `lab.decision.now.${standingOf(decision)}`
  return (
    <>
      <p class="small soft">
        {`${t('lab.decision.lead')}. `}
        <Rich text={t(now as 'lab.decision.now.there', { pod })} />
      </p>
      {!decision.unasked && standingOf(decision) === 'would-go' && (
        <p>
          <button class="btn slim" type="button" onClick={() => void advance('next')}>
            {t('lab.decision.move')} <Icon name="next" />
          </button>
        </p>
      )}
      {named && (
        <p class="small">
          <Rich
            text={
              decision.owner === 'DaemonSet'
                ? t('lab.decision.daemon')
                : t('lab.decision.named', {
                    nodes: listed(
                      lang,
                      named.map(name => `\`${name}\``),
                    ),
                  })
            }
          />
        </p>
      )}
      <DecisionTable lang={lang} decision={decision} />
      <p class="note" aria-live="polite">
        <Rich text={sayWhy(t, lang, decision)} />
      </p>
      <div class="more">
        {decision.scored.length > 0 && (
          <details>
            <summary>{t('lab.decision.columns.title')}</summary>
            <p class="small">{t('lab.decision.columns.lead')}</p>
            <dl class="small">
              {decision.scored.map(({ plugin, weight }) => (
                <div key={plugin}>
                  <dt>
                    <code>{plugin}</code> <span class="w">×{weight}</span>
                  </dt>
                  <dd>
                    <Rich text={t(`lab.decision.columns.${plugin}`)} />
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )}
        <DecisionFilters lang={lang} decision={decision} />
      </div>
      {decision.node === undefined && <DecisionMessage lang={lang} decision={decision} />}
      {preemption && (
        <p class="small">
          <Rich text={sayPreemption(t, lang, preemption)} />
        </p>
      )}
      <DecisionRemedies lang={lang} decision={decision} />
    </>
  )
}

function isSame(a: PodName, b: PodName): boolean {
  return a.name === b.name && a.namespace === b.namespace
}

function keyOf({ namespace, name }: PodName): string {
  return `${namespace}/${name}`
}
