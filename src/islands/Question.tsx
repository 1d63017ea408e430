import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type IslandTranslate, translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import type { Question as Asked } from '../quiz/question.ts'
import { openQuestion, type QuestionView, type Trouble, untouchedView } from '../stores/question.ts'
import { Icon } from './Icon.tsx'
import { QuestionAfter } from './QuestionAfter.tsx'
import { QuestionFate } from './QuestionFate.tsx'
import { QuestionMatch } from './QuestionMatch.tsx'
import { QuestionMatrix } from './QuestionMatrix.tsx'
import { QuestionNodes } from './QuestionNodes.tsx'
import { QuestionSaid } from './QuestionSaid.tsx'
import { QuestionSituation } from './QuestionSituation.tsx'
import { QuestionWrite } from './QuestionWrite.tsx'
import { saidOf } from './question-drawn.ts'

interface Props {
  lang: Lang
  question: Asked
  /** Of a question in which tolerations are written: the pod's manifest down to them, as YAML. */
  manifest?: string
  /** The wording. */
  children?: ComponentChildren
}

/** A question of a lesson: the situation, what is asked, the answer, and, once it is checked, the verdict and every reason. */
export function Question({ lang, question, manifest, children }: Props) {
  const t = translator(lang)
  const form = useRef<HTMLFormElement>(null)
  const opened = useMemo(() => openQuestion(question), [question])
  const [known, setKnown] = useState<QuestionView>()
  const view = known ?? untouchedView(question)
  const goOn = useRef<GoOn>('stay')

  useLayoutEffect(() => {
    const early = form.current ? givenIn(form.current) : {}
    const stop = opened.view.subscribe(setKnown)
    // What was ticked before the page was awake counts, unless something was kept from before.
    if (Object.keys(early).length > 0 && Object.keys(opened.view.get().answer.given).length === 0) opened.give(early)
    return stop
  }, [opened])

  useLayoutEffect(() => {
    if (goOn.current === 'stay') return
    const target = view.trouble ? TROUBLED[view.trouble.code] : TARGETS[goOn.current]
    const element = target ? form.current?.querySelector<HTMLElement>(target) : undefined
    element?.focus()
    if (element || view.trouble) goOn.current = 'stay'
  })

  const go = (target: GoOn, action: () => unknown) => () => {
    goOn.current = target
    action()
  }
  const askId = `q-${question.id}-ask`
  const { phase, unsure } = view.answer
  const drawn = { t, lang, view, askId, ...(known && { given: view.answer.given }) }

  return (
    <div class="question" id={`q-${question.id}`}>
      <form
        class="q"
        ref={form}
        onInput={({ currentTarget }) => opened.give(givenIn(currentTarget))}
        onSubmit={event => event.preventDefault()}
      >
        <QuestionSituation t={t} question={question} />
        <div class="asked">
          <div class="ask" id={askId}>
            {children}
          </div>
          {question.kind === 'nodes' && <QuestionNodes {...drawn} question={question} />}
          {question.kind === 'match' && <QuestionMatch {...drawn} question={question} />}
          {question.kind === 'matrix' && <QuestionMatrix {...drawn} question={question} />}
          {question.kind === 'fate' && <QuestionFate {...drawn} question={question} />}
          {question.kind === 'write' && <QuestionWrite {...drawn} question={question} manifest={manifest ?? ''} />}
        </div>
        <div role="status" class="said stack" id={saidOf(question)}>
          <QuestionSaid t={t} lang={lang} question={question} view={view} />
        </div>
        <div class="row spread acts">
          <div class="row">
            {phase === 'open' ? (
              <>
                <button class="btn main" type="button" onClick={go('verdict', opened.check)}>
                  {t('quiz.check')}
                </button>
                <button class="btn quiet" type="button" onClick={go('verdict', opened.show)}>
                  {t('quiz.show')}
                </button>
                <button class="btn slim" type="button" aria-pressed={unsure} onClick={() => opened.doubt(!unsure)}>
                  {t('quiz.unsure')}
                </button>
                {question.kind === 'nodes' && <span class="soft small">{t('quiz.nodes.hint')}</span>}
                {question.kind === 'matrix' && <span class="soft small">{t('quiz.matrix.hint')}</span>}
              </>
            ) : (
              <>
                <button class="btn main" type="button" onClick={go('first', opened.retry)}>
                  {t('quiz.again')}
                </button>
                <button class="btn quiet" type="button" onClick={go('first', opened.reset)}>
                  {t('quiz.reset')}
                </button>
              </>
            )}
          </div>
          <LinkToQuestion t={t} id={question.id} />
        </div>
      </form>
      <QuestionAfter t={t} lang={lang} question={question} view={view} />
    </div>
  )
}

/** Where the focus goes once the page shows what an action has led to. */
type GoOn = 'stay' | keyof typeof TARGETS
const TARGETS = { verdict: '.grade', first: 'input, textarea' } as const

/** Where it goes if something was in the way; left out, it stays at *check*, beside which that is said. */
const TROUBLED: Readonly<Partial<Record<Trouble['code'], string>>> = { unread: 'textarea', refused: 'textarea' }

/** The question's own address: it can be followed, and a click copies it. */
function LinkToQuestion({ t, id }: { t: IslandTranslate; id: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async ({ currentTarget }: { currentTarget: HTMLAnchorElement }) => {
    try {
      await navigator.clipboard.writeText(currentTarget.href)
      setCopied(true)
    } catch {
      // Without a clipboard the link has still been followed: the address bar shows it.
    }
  }
  return (
    <a class="btn quiet slim link" href={`#q-${id}`} onClick={copy} onBlur={() => setCopied(false)}>
      <Icon name="link" />
      <span aria-live="polite">{t(copied ? 'quiz.linkCopied' : 'quiz.link')}</span>
    </a>
  )
}

/** What stands in the form, by the names of its fields; empty fields are left out. */
function givenIn(form: HTMLFormElement): Readonly<Record<string, string>> {
  const fields = [...new FormData(form)].filter((field): field is [string, string] => typeof field[1] === 'string')
  return Object.fromEntries(fields.filter(([, value]) => value !== ''))
}
