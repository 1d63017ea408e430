import { Fragment } from 'preact'
import { useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import type { FilterPlugin } from '../scheduling/profile.ts'
import { $decisionLook, lookAtNodes } from '../stores/lab-decided.ts'
import {
  DECISION_VERDICTS,
  FIRST_DECISION_LOOK,
  type LabDecision,
  type LabNodeDecision,
} from '../stores/lab-verdict.ts'
import { Icon } from './Icon.tsx'
import { LabPages } from './LabPages.tsx'
import { listed, sayReason } from './lab-decision-words.ts'
import { Rich } from './Rich.tsx'
import { Scroller } from './Scroller.tsx'
import { useStored } from './use-stored.ts'

type Props = { lang: Lang; decision: LabDecision }

/** Nodes × plugins: who refuses and why, and the points of those that do not. */
export function DecisionTable({ lang, decision }: Props) {
  const t = labTranslator(lang)
  const look = useStored($decisionLook, FIRST_DECISION_LOOK)
  const { nodes, scored, ties, placed, placedOn, from, matching, all } = decision
  const columns = scored.filter(({ silent }) => !silent)
  const silent = scored.filter(column => column.silent)
  const isWhole = look.filter === '' && look.verdict === 'all'
  // The pod's own node is in sight from the start.
  const isApart = isWhole && from === 0 && placed && !nodes.some(({ name }) => name === placedOn)
  const shown = isApart ? [...nodes, placed] : nodes
  const isScored = columns.length > 0
  return (
    <>
      {all > look.count && <Search lang={lang} matching={matching} all={all} />}
      <Scroller label={t('lab.decision.table.region')}>
        <table class="decide" data-scored={isScored ? '' : undefined}>
          <caption class="vh">{t('lab.decision.table.caption', { pod: decision.pod.name })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('lab.decision.table.node')}</th>
              <th scope="col">{t('lab.decision.table.filters')}</th>
              {columns.map(({ plugin, weight }) => (
                <th key={plugin} scope="col" class="num">
                  <PluginName name={plugin} /> <span class="w">×{weight}</span>
                </th>
              ))}
              {isScored && (
                <th scope="col" class="num">
                  {t('lab.decision.table.score')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map(node => {
              const { name, refusal, total, best: isBest } = node
              const mark = isBest && t(ties > 1 ? 'lab.decision.table.tied' : 'lab.decision.table.chosen')
              const here = name === placedOn && <span class="small here">{t('lab.decision.table.here')}</span>
              if (refusal) {
                return (
                  <tr key={name} class="out">
                    <th scope="row">
                      <code>{name}</code>
                      {here}
                    </th>
                    <td colSpan={columns.length + (isScored ? 2 : 1)}>
                      <Icon name="cross" class="no" /> {refusal.plugin && <b>{refusal.plugin}</b>}{' '}
                      <span class="soft">
                        <Rich text={sayReason(t, lang, refusal.reason)} />
                      </span>
                    </td>
                  </tr>
                )
              }
              return (
                <tr key={name} class={isBest ? 'won' : undefined}>
                  <th scope="row">
                    <code>{name}</code>
                    {isScored && (
                      <span class="tot small" aria-hidden="true">
                        {t('lab.decision.table.points', { count: total })}
                      </span>
                    )}
                    {here}
                  </th>
                  <td>
                    <Icon name="check" class="yes" /> <span>{t('lab.decision.table.passes')}</span>
                    {!isScored && mark && <span class="small chosen">{mark}</span>}
                  </td>
                  {columns.map(({ plugin, weight }) => {
                    const score = node.scores.find(each => each.plugin === plugin)
                    return (
                      <td key={plugin} class="num">
                        {score?.weighted}
                        {score && weight > 1 && (
                          <span class="small soft sum">
                            {score.score} × {weight}
                          </span>
                        )}
                      </td>
                    )
                  })}
                  {isScored && (
                    <td class="num">
                      <b>{total}</b>
                      {mark && <span class="small chosen">{mark}</span>}
                    </td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroller>
      {matching === 0 && all > 0 && <p class="soft small">{t('lab.decision.table.empty')}</p>}
      <LabPages
        lang={lang}
        label={t('lab.decision.table.pages')}
        from={from}
        count={look.count}
        of={matching}
        go={first => lookAtNodes({ from: first })}
      />
      {isScored && silent.length > 0 && (
        <p class="small soft">
          <Rich
            text={t('lab.decision.table.zero', {
              plugins: listed(
                lang,
                silent.map(({ plugin }) => `\`${plugin}\``),
              ),
            })}
          />
        </p>
      )}
    </>
  )
}

/** Looks for nodes by name, or by what they answered. */
function Search({ lang, matching, all }: { lang: Lang; matching: number; all: number }) {
  const t = labTranslator(lang)
  const { filter, verdict } = useStored($decisionLook, FIRST_DECISION_LOOK)
  return (
    <div class="row spread search small">
      <label class="row">
        <span>{t('lab.decision.table.filter')}</span>
        <input
          type="search"
          autocomplete="off"
          spellcheck={false}
          value={filter}
          onInput={({ currentTarget }) => lookAtNodes({ filter: currentTarget.value })}
        />
      </label>
      <label class="row">
        <span>{t('lab.decision.table.verdict')}</span>
        <select
          value={verdict}
          onChange={({ currentTarget }) => {
            const chosen = DECISION_VERDICTS.find(each => each === currentTarget.value)
            if (chosen) lookAtNodes({ verdict: chosen })
          }}
        >
          {DECISION_VERDICTS.map(each => (
            <option key={each} value={each}>
              {t(`lab.decision.table.verdicts.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <p class="soft" role="status">
        {t('lab.rooms.matching', { count: matching, total: all })}
      </p>
    </div>
  )
}

/** Nodes × filters: what each answered, up to the first that refused. */
export function DecisionFilters({ lang, decision: { nodes } }: Props) {
  const t = labTranslator(lang)
  const [open, setOpen] = useState(false)
  const looked = nodes.filter(({ verdicts }) => verdicts.length > 0)
  const plugins = filtersOf(looked)
  if (looked.length === 0) return null
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('lab.decision.filters.title')}</summary>
      {open && (
        <>
          <p class="small">{t('lab.decision.filters.lead')}</p>
          <Scroller label={t('lab.decision.filters.title')}>
            <table class="filters">
              <caption class="vh">{t('lab.decision.filters.caption')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('lab.decision.table.node')}</th>
                  {plugins.map(plugin => (
                    <th key={plugin} scope="col">
                      <PluginName name={plugin} />
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {looked.map(({ name, verdicts }) => (
                  <tr key={name}>
                    <th scope="row">
                      <code>{name}</code>
                    </th>
                    {plugins.map(plugin => {
                      const verdict = verdicts.find(each => each.plugin === plugin)
                      const said = verdict ? (verdict.fits ? 'yes' : 'no') : 'unasked'
                      return (
                        <td key={plugin} data-said={said}>
                          {verdict ? <Icon name={verdict.fits ? 'check' : 'cross'} class={said} /> : '–'}
                          <span class="vh">{t(`lab.decision.filters.${said}`)}</span>
                        </td>
                      )
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroller>
        </>
      )}
    </details>
  )
}

/** The filters that looked at any of these nodes, in the order in which they look. */
function filtersOf(nodes: readonly LabNodeDecision[]): readonly FilterPlugin[] {
  const longest = nodes.reduce<LabNodeDecision['verdicts']>(
    (most, { verdicts }) => (verdicts.length > most.length ? verdicts : most),
    [],
  )
  return longest.map(({ plugin }) => plugin)
}

/** A plugin's name, which may break before each of its words but the first. */
function PluginName({ name }: { name: string }) {
  return (
    <>
      {name.split(/(?=[A-Z])/).map((word, index) => (
        <Fragment key={word}>
          {index > 0 && <wbr />}
          {word}
        </Fragment>
      ))}
    </>
  )
}
