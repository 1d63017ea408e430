import { useLayoutEffect, useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import type { Remedy } from '../scheduling/what-if.ts'
import { runLine } from '../stores/lab.ts'
import { $asked, $decided } from '../stores/lab-decided.ts'
import type { WhatIfAnswer } from '../stores/lab-protocol.ts'
import { lineFor, ownsTaint, yamlFor } from '../stores/lab-remedy.ts'
import type { LabDecision } from '../stores/lab-verdict.ts'
import { asCode, sayReason, sayRemedy } from './lab-decision-words.ts'
import { issueSentence } from './lab-issue.ts'
import { plain } from './plain.ts'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** How many nodes are offered before one asks for the others. */
const AT_FIRST = 8

/** For each node that refuses the pod what would let it in, once one looks: by one change, or that one is not enough. */
export function DecisionRemedies({ lang, decision }: { lang: Lang; decision: LabDecision }) {
  const t = labTranslator(lang)
  const asked = useStored($asked, [])
  const [whole, setWhole] = useState(false)
  const [said, setSaid] = useState<string>()
  const refused = decision.nearest
  const shown = whole ? refused : refused.slice(0, AT_FIRST)
  const pod = `${decision.pod.namespace}/${decision.pod.name}`

  // Where the pod waits, the first node is looked at unasked: that is what one wants to know.
  useLayoutEffect(() => {
    setWhole(false)
    setSaid(undefined)
    $asked.set(decision.node === undefined ? refused.slice(0, 1) : [])
  }, [pod])

  if (refused.length === 0) return null
  return (
    <div class="stack remedies">
      <h3>{t('lab.remedies.title')}</h3>
      <p class="small soft">
        <Rich text={t('lab.remedies.lead', { pod: decision.pod.name })} />
      </p>
      {shown.map(node => (
        <details
          key={node}
          open={asked.includes(node)}
          onToggle={({ currentTarget: { open } }) => {
            if (open !== $asked.get().includes(node)) {
              $asked.set(open ? [...$asked.get(), node] : $asked.get().filter(other => other !== node))
            }
          }}
        >
          <summary>
            <code>{node}</code>
          </summary>
          {asked.includes(node) && <Remedies lang={lang} decision={decision} node={node} say={setSaid} />}
        </details>
      ))}
      {shown.length < refused.length && (
        <button class="btn slim" type="button" onClick={() => setWhole(true)}>
          {t('lab.remedies.all', { count: refused.length - shown.length })}
        </button>
      )}
      {whole && decision.refusing > refused.length && (
        <p class="small soft">{t('lab.remedies.more', { count: decision.refusing - refused.length })}</p>
      )}
      <p class="small" role="status">
        {said && <Rich text={said} />}
      </p>
    </div>
  )
}

interface Props {
  readonly lang: Lang
  readonly decision: LabDecision
  readonly node: string
}

function Remedies({ lang, decision, node, say }: Props & { say: (text: string) => void }) {
  const t = labTranslator(lang)
  const answer = useStored($decided, undefined)?.remedies.get(node)
  if (!answer) return <p class="small soft">{t('lab.decision.loading')}</p>
  if (!answer.ok) {
    return (
      <p class="small">
        <Rich text={issueSentence(lang, answer.issue)} />
      </p>
    )
  }
  if (answer.fits) return <p class="small">{t('lab.remedies.fits')}</p>
  if (answer.remedies.length === 0) return <InTheWay lang={lang} reasons={answer.reasons} />
  return (
    <ul class="small" role="list">
      {answer.remedies.map(remedy => (
        <li key={JSON.stringify(remedy)}>
          <Change lang={lang} decision={decision} node={node} remedy={remedy} say={say} />
        </li>
      ))}
    </ul>
  )
}

/** Why no single change helps. */
function InTheWay({ lang, reasons }: { lang: Lang; reasons: Extract<WhatIfAnswer, { ok: true }>['reasons'] }) {
  const t = labTranslator(lang)
  return (
    <>
      <p class="small">{t(reasons.length > 1 ? 'lab.remedies.none-several' : 'lab.remedies.none-one')}</p>
      <ul class="small">
        {reasons.map(({ plugin, reason }) => (
          <li key={JSON.stringify(reason)}>
            {plugin && <b>{plugin}</b>} <Rich text={sayReason(t, lang, reason)} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** One change: in words, as the line that makes it, as YAML where it belongs into a manifest, and the button that makes it. */
function Change({ lang, decision, node, remedy, say }: Props & { remedy: Remedy; say: (text: string) => void }) {
  const t = labTranslator(lang)
  const [isDoing, setDoing] = useState(false)
  const line = lineFor(remedy, decision, node)
  const makes = decision.owner === 'Node' ? undefined : decision.owner

  const doIt = async (): Promise<void> => {
    // Pressed twice it is done once; after what the lab is at already, as all else.
    if (isDoing) return
    setDoing(true)
    const answer = await runLine(line)
    setDoing(false)
    if (!answer.ok) say(issueSentence(lang, answer.issue))
    else say(answer.exitCode === 0 ? t('lab.remedies.done', { line }) : t('lab.remedies.failed'))
  }

  return (
    <>
      <div class="row spread">
        <span>
          <Rich text={sayRemedy(t, remedy)} />
        </span>
        <button
          class="btn slim"
          type="button"
          aria-disabled={isDoing}
          aria-label={plain(t('lab.remedies.do-what', { line: sayRemedy(t, remedy) }))}
          onClick={doIt}
        >
          {t('lab.remedies.do')}
        </button>
      </div>
      <p class="line">
        <code>{line}</code>
      </p>
      {remedy.change === 'tolerate' && (
        <details>
          <summary>
            <span>
              <Rich
                text={makes ? t('lab.remedies.in-template', { owner: asCode(makes) }) : t('lab.remedies.in-manifest')}
              />
            </span>
          </summary>
          <pre class="code">
            <code>{yamlFor(remedy.toleration)}</code>
          </pre>
        </details>
      )}
      {ownsTaint(remedy) && <p class="soft">{t('lab.remedies.owned')}</p>}
    </>
  )
}
