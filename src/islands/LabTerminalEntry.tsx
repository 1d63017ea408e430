import { useEffect, useMemo, useState } from 'preact/hooks'
import type { LabTranslate } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import type { TerminalEntry, TerminalLine } from '../stores/lab-protocol.ts'
import { blocksOf, MOST_IN_BLOCK, type OutputBlock } from '../stores/terminal-line.ts'
import { Icon } from './Icon.tsx'

interface EntryProps {
  readonly t: LabTranslate
  readonly lang: Lang
  readonly entry: TerminalEntry
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
        {blocksOf(entry.lines).map(block => (
          <Block
            key={block.from}
            block={block}
            lines={entry.lines}
            lang={lang}
            label={block.error ? t('lab.terminal.stderr') : undefined}
          />
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

/** Lines that scroll together. Where an output has many blocks, those out of view are not laid out. */
function Block({
  block: { from, to, error },
  lines,
  lang,
  label,
}: {
  block: OutputBlock
  lines: readonly TerminalLine[]
  lang: Lang
  label: string | undefined
}) {
  return useMemo(() => {
    const text = lines.slice(from, to).map(each => each.text)
    const isFull = to - from === MOST_IN_BLOCK
    const output = (
      <pre
        class={isFull ? 'out full' : 'out'}
        data-stream={error ? 'stderr' : undefined}
        lang={lang === 'en' ? undefined : 'en'}
      >
        {`${text.join('\n')}\n`}
      </pre>
    )
    return error ? <fieldset aria-label={label}>{output}</fieldset> : output
  }, [from, to, lines.length >= to, label])
}

/** ↑ and ↓ go from one command's copy button to the next; whether the key was one of them. */
function moveAmongCopies(button: HTMLElement, key: string): boolean {
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return false
  const all = [...(button.closest('.log')?.querySelectorAll<HTMLElement>('.copy') ?? [])]
  all[all.indexOf(button) + (key === 'ArrowUp' ? -1 : 1)]?.focus()
  return true
}
