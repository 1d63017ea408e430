import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { LabTranslate } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import type { TerminalLine } from '../stores/lab-shown.ts'
import { blocksOf, MOST_IN_BLOCK, piecesOf, type ShownEntry } from '../stores/terminal-line.ts'
import { Icon } from './Icon.tsx'

interface EntryProps {
  readonly t: LabTranslate
  readonly lang: Lang
  readonly entry: ShownEntry
  /** The copy button that Tab reaches; ↑ and ↓ go to the others. */
  readonly isLast: boolean
  readonly isUndone: boolean
}

/** A command, and what it answered. Drawn anew only where it changes: there may be thousands. */
export function Entry({ t, lang, entry, isLast, isUndone }: EntryProps) {
  const [isCopied, setCopied] = useState(false)

  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [isCopied])

  const copy = (): void => {
    navigator.clipboard.writeText(entry.line).then(
      () => setCopied(true),
      () => undefined,
    )
  }

  return useMemo(
    () => (
      <div class={isUndone ? 'entry undone' : 'entry'}>
        <div class="typed">
          <code>
            <b>{entry.prompt}</b>
            {entry.line}
          </code>
          <span class="marks">
            {isUndone && <span>{t('lab.terminal.undone')}</span>}
            {entry.exitCode !== 0 && (
              <span class="exit">
                <Icon name="cross" />
                {t('lab.terminal.exit', { code: entry.exitCode })}
              </span>
            )}
            {entry.line.trim() !== '' && (
              <button
                type="button"
                class="copy"
                tabIndex={isLast ? 0 : -1}
                aria-label={isCopied ? t('lab.terminal.copied') : t('lab.terminal.copy', { line: entry.line })}
                onClick={copy}
                onKeyDown={event => {
                  if (moveAmongCopies(event.currentTarget, event.key)) event.preventDefault()
                }}
              >
                <Icon name={isCopied ? 'check' : 'copy'} />
              </button>
            )}
          </span>
        </div>
        <Run t={t} lang={lang} lines={entry.lines} />
        {entry.more?.map((lines, index) => (
          <Run key={index} t={t} lang={lang} lines={lines} />
        ))}
      </div>
    ),
    [entry, isLast, isUndone, isCopied],
  )
}

/** What is being run, or was begun and is not complete: each line behind its prompt. */
export function Begun({ prompt, line }: { prompt: string; line: string }) {
  return (
    <div class="entry">
      <div class="typed">
        <code>
          <b>{prompt}</b>
          {line}
        </code>
      </div>
    </div>
  )
}

interface RunProps {
  readonly t: LabTranslate
  readonly lang: Lang
  readonly lines: readonly TerminalLine[]
}

/** Lines that came together, in blocks that are laid out together: of many blocks those out of view are not. */
function Run({ t, lang, lines }: RunProps) {
  const run = useRef<HTMLDivElement>(null)

  // As high as it is about, while it is not laid out.
  useLayoutEffect(() => {
    run.current?.style.setProperty('--lines', String(lines.length))
  }, [lines])

  return useMemo(() => {
    const drawn = blocksOf(lines).map(({ from, to, error }) => {
      const text = lines.slice(from, to).map(each => each.text)
      const output = (
        <pre
          key={from}
          class={to - from === MOST_IN_BLOCK ? 'out full' : 'out'}
          data-stream={error ? 'stderr' : undefined}
          lang={lang === 'en' ? undefined : 'en'}
        >
          {piecesOf(`${text.join('\n')}\n`).map((piece, at) => {
            return piece.endsWith('\n') ? piece : <span key={at}>{piece}</span>
          })}
        </pre>
      )
      return error ? (
        <fieldset key={from} aria-label={t('lab.terminal.stderr')}>
          {output}
        </fieldset>
      ) : (
        output
      )
    })
    return lines.length > MOST_IN_BLOCK ? (
      <div ref={run} class="run">
        {drawn}
      </div>
    ) : (
      drawn
    )
  }, [lines])
}

/** ↑ and ↓ go from one command's copy button to the next; whether the key was one of them. */
function moveAmongCopies(button: HTMLElement, key: string): boolean {
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return false
  const all = [...(button.closest('.log')?.querySelectorAll<HTMLElement>('.copy') ?? [])]
  all[all.indexOf(button) + (key === 'ArrowUp' ? -1 : 1)]?.focus()
  return true
}
