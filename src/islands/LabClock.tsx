import { useRef, useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $clock, $timers, advance } from '../stores/lab.ts'
import type { LabTimer } from '../stores/lab-shown.ts'
import { Icon } from './Icon.tsx'
import { sayTime, sayTimer } from './lab-said.ts'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

const STEPS = [10, 60, 300] as const
/** Timers that are told without being asked for. */
const SOONEST = 3

/** The lab's own time, which moves only when it is moved, and what is due. */
export function LabClock({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const clock = useStored($clock, undefined)
  const timers = useStored($timers, undefined)
  const [said, setSaid] = useState<{ readonly text: string; readonly at: number }>()

  const next = useRef<HTMLButtonElement>(null)
  const move = async (by: number | 'next' | 'rest'): Promise<void> => {
    const answer = await advance(by)
    if (!answer.ok) return
    const passed = t('lab.clock.passed', { time: sayTime(t, answer.seconds) })
    const rests = t(answer.seconds === 0 && by === 'next' ? 'lab.clock.nothing' : 'lab.clock.rests')
    const text = [...(answer.seconds > 0 ? [passed] : []), ...(answer.rests || answer.seconds === 0 ? [rests] : [])]
    setSaid({ text: text.join(' '), at: $clock.get()?.seconds ?? 0 })
  }

  // What was due is no longer in the list, and its button with it.
  const goTo = (seconds: number): void => {
    next.current?.focus()
    void move(seconds)
  }

  return (
    <section class="clock" aria-label={t('lab.clock.title')}>
      <div class="row spread">
        <p class="row now">
          <Icon name="clock" />
          <span>
            <b class="time">{sayTime(t, clock?.seconds ?? 0)}</b> <span class="soft small">{t('lab.clock.since')}</span>
          </span>
        </p>
        <p class="row">
          {STEPS.map(seconds => (
            <button key={seconds} class="btn slim" type="button" onClick={() => void move(seconds)}>
              {t('lab.clock.by', { time: sayTime(t, seconds) })}
            </button>
          ))}
          <button ref={next} class="btn slim" type="button" onClick={() => void move('next')}>
            {t('lab.clock.next')} <Icon name="next" />
          </button>
          <button class="btn slim" type="button" onClick={() => void move('rest')}>
            {t('lab.clock.rest')}
          </button>
        </p>
      </div>
      <p class="small soft passed" role="status">
        {said && said.at === (clock?.seconds ?? 0) ? said.text : ''}
      </p>
      {timers && timers.length > 0 && <Timers lang={lang} timers={timers} go={goTo} />}
    </section>
  )
}

/** What is due, the soonest first: the clock can be moved right to each. */
function Timers({ lang, timers, go }: { lang: Lang; timers: readonly LabTimer[]; go: (seconds: number) => void }) {
  const t = labTranslator(lang)
  const soonest = timers.slice(0, SOONEST)
  const later = timers.slice(SOONEST)
  const list = (some: readonly LabTimer[]) => (
    <ul role="list">
      {some.map(timer => (
        <li key={`${timer.what} ${timer.node} ${timer.what === 'node-lost' ? '' : timer.pod.name}`}>
          <span class="state" data-s="now">
            <Icon name="clock" />
            {t('lab.clock.in', { time: sayTime(t, timer.in) })}
          </span>{' '}
          <span>
            <Rich text={sayTimer(t, timer)} />
          </span>
          <button class="btn quiet slim" type="button" onClick={() => go(timer.in)}>
            {t('lab.clock.go')}
          </button>
        </li>
      ))}
    </ul>
  )
  return (
    <div class="timers small">
      <h2 class="vh">{t('lab.clock.timers')}</h2>
      {list(soonest)}
      {later.length > 0 && (
        <details>
          <summary>{t('lab.clock.more', { count: later.length })}</summary>
          {list(later)}
        </details>
      )}
    </div>
  )
}
