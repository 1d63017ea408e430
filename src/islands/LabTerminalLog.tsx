import { useLayoutEffect, useRef } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $editing, $history, $kept, $prompt, $terminal } from '../stores/lab.ts'
import { $begun, $broken, $outcome, $running } from '../stores/lab-terminal.ts'
import { isWipe } from '../stores/terminal-line.ts'
import { Begun, Entry } from './LabTerminalEntry.tsx'
import { troubleOf } from './LabTerminalSaid.tsx'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** What scrolls takes the focus: the arrow keys move it then. (WCAG 2.1.1) */
const FOCUSABLE = { tabIndex: 0 } as const

/** In pixels: so near to its end the log counts as there. */
const NEAR_END = 24

/** What the terminal has printed. It shows its end, but to who has scrolled back. */
export function TerminalLog({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const entries = useStored($terminal, [])
  const prompt = useStored($prompt, undefined)
  const history = useStored($history, undefined)
  const running = useStored($running, undefined)
  const begun = useStored($begun, undefined)
  const broken = useStored($broken, undefined)
  const editing = useStored($editing, undefined)
  const outcome = useStored($outcome, undefined)
  const kept = useStored($kept, 'not-yet')

  const log = useRef<HTMLElement>(null)
  /** Whether the log stays at its end, where it was scrolled to, and whether a person may be moving it. */
  const follow = useRef({ isAtEnd: true, top: 0, byHand: false })

  const shown = entries.filter(entry => !isWipe(entry))
  const trouble = outcome && 'issue' in outcome && troubleOf(outcome.issue, kept)
  const isShown = running && entries.at(-1)?.id !== running.after

  // Who types a line sees what it answers.
  useLayoutEffect(() => {
    follow.current.isAtEnd = true
  }, [running, broken])

  useLayoutEffect(() => {
    const stick = (): void => {
      if (!log.current || !follow.current.isAtEnd) return
      log.current.scrollTop = log.current.scrollHeight
      follow.current = { isAtEnd: true, top: log.current.scrollTop, byHand: false }
    }
    stick()
    // How high an output is shows only once it is in view.
    const grown = new ResizeObserver(stick)
    for (const last of [...(log.current?.children ?? [])].slice(-3)) grown.observe(last)
    return () => grown.disconnect()
  }, [entries, running, begun, broken])

  const scrolled = ({ scrollTop, scrollHeight, clientHeight }: HTMLElement): void => {
    const { isAtEnd, top, byHand } = follow.current
    const isThere = scrollHeight - clientHeight - scrollTop < NEAR_END
    // Only a person who goes up leaves the end: what is printed moves it away by itself.
    const leaves = byHand && scrollTop < top
    follow.current = { isAtEnd: isThere || (isAtEnd && !leaves), top: scrollTop, byHand }
  }

  const takeHold = (): void => {
    follow.current.byHand = true
  }

  return (
    <section
      ref={log}
      class="log"
      {...FOCUSABLE}
      aria-label={t('lab.terminal.log')}
      onWheel={takeHold}
      onTouchMove={takeHold}
      onPointerDown={takeHold}
      onKeyDown={takeHold}
      onScroll={({ currentTarget }) => scrolled(currentTarget)}
      onPointerUp={({ pointerType }) => {
        if (pointerType !== 'mouse' || !getSelection()?.isCollapsed) return
        log.current?.parentElement?.querySelector('textarea')?.focus({ preventScroll: true })
      }}
    >
      {shown.map((entry, index) => (
        <Entry
          key={entry.id}
          t={t}
          lang={lang}
          entry={entry}
          isLast={index === shown.length - 1}
          isUndone={entry.step !== undefined && history !== undefined && entry.step > history.position}
        />
      ))}
      {broken !== undefined && !running && <Begun prompt={prompt?.text ?? ''} line={`${broken}^C`} />}
      {begun !== undefined && !running && <Begun prompt={prompt?.text ?? ''} line={begun} />}
      {running && !isShown && <Begun prompt={prompt?.text ?? ''} line={running.line} />}
      {running && !isShown && !editing && <p class="waiting">{t('lab.terminal.running')}</p>}
      {prompt?.text === '' && !running && <p>{t('lab.terminal.over')}</p>}
      {trouble && !running && <p class="trouble">{t(trouble)}</p>}
      {editing && (
        <p class="waiting at-once">
          <Rich text={t('lab.terminal.editing', { path: editing.path })} />
        </p>
      )}
    </section>
  )
}
