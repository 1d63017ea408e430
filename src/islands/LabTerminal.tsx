import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $editing, $files, $history, $kept, $prompt, $terminal, completeLine } from '../stores/lab.ts'
import { openFile } from '../stores/lab-desk.ts'
import { $begun, $broken, $outcome, $running, breakOff, typeLines } from '../stores/lab-terminal.ts'
import { completeWith, isWipe, pasteInto, replaceWord, searchBack, type TypedLine } from '../stores/terminal-line.ts'
import { Icon } from './Icon.tsx'
import { Begun, Entry } from './LabTerminalEntry.tsx'
import { LabTerminalSaid, troubleOf } from './LabTerminalSaid.tsx'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** What scrolls takes the focus: the arrow keys move it then. (WCAG 2.1.1) */
const FOCUSABLE = { tabIndex: 0 } as const

/** Of many candidates, those that are shown. */
const MOST_CHOICES = 60

/** In pixels: so near to its end the log counts as there. */
const NEAR_END = 24

const HERE = 'term'
const FIELD = 'terminal-line'
const HINT = 'terminal-hint'
const EMPTY: TypedLine = { text: '', cursor: 0 }

/** What Tab found: the words among which to choose, and where in the line one of them would begin. */
interface Choices {
  readonly start: number
  readonly words: readonly string[]
}

/** Ctrl-R: what is looked for, and the line of the history that holds it. */
interface Search {
  readonly query: string
  readonly at?: number
  readonly before: TypedLine
}

/**
 * The terminal: what was typed and answered, as text; below it the line that one types. In a lesson `onLeave` is what
 * Escape does: there the terminal has neither a heading nor an editor beside it.
 */
export function LabTerminal({ lang, onLeave }: { lang: Lang; onLeave?: () => void }) {
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

  const field = useRef<HTMLTextAreaElement>(null)
  const line = useRef<HTMLLabelElement>(null)
  const log = useRef<HTMLElement>(null)
  const keys = useRef<HTMLElement>(null)
  const [typed, setTyped] = useState(EMPTY)
  const [choices, setChoices] = useState<Choices>()
  const [search, setSearch] = useState<Search>()
  /** Where one is in the history; what was being typed when one went there. */
  const recall = useRef<{ readonly at: number; readonly draft: TypedLine }>()
  /** Where the cursor is to stand once the line is drawn. */
  const cursor = useRef<number>()
  const wasEditing = useRef(false)
  /** Whether the log stays at its end, where it was scrolled to, and whether a person may be moving it. */
  const follow = useRef({ isAtEnd: true, top: 0, byHand: false })

  const lines = prompt?.lines ?? []
  const asked = begun === undefined ? prompt?.text || FALLBACK_PROMPT : CONTINUED
  const lead = search ? `${t('lab.terminal.search')} ` : asked
  const shown = entries.filter(entry => !isWipe(entry))
  const trouble = outcome && 'issue' in outcome && troubleOf(outcome.issue, kept)
  const isShown = running && entries.at(-1)?.id !== running.after

  useLayoutEffect(() => {
    line.current?.style.setProperty('--lead', `${lead.length}ch`)
  }, [lead])

  useLayoutEffect(() => {
    if (cursor.current === undefined) return
    field.current?.setSelectionRange(cursor.current, cursor.current)
    cursor.current = undefined
  })

  // A terminal shows its end, but to who has scrolled back while it prints.
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

  // Whoever leaves an editor is back at the line that opened it.
  useEffect(() => {
    if (!editing && wasEditing.current) field.current?.focus()
    wasEditing.current = editing !== undefined
  }, [editing])

  const type = (next: TypedLine): void => {
    cursor.current = next.cursor
    setTyped(next)
    setChoices(undefined)
  }

  const read = (): TypedLine => {
    const { value = '', selectionStart = 0 } = field.current ?? {}
    return { text: value, cursor: selectionStart }
  }

  const run = (texts: readonly string[], rest = EMPTY): void => {
    recall.current = undefined
    setSearch(undefined)
    type(rest)
    follow.current.isAtEnd = true
    void typeLines(texts)
  }

  const complete = async (): Promise<void> => {
    const before = read()
    const answer = await completeLine(before.text, before.cursor)
    if (!answer.ok || field.current?.value !== before.text) return
    const { line: next, choices: words } = completeWith(before, answer)
    type(next)
    setChoices(words.length > 0 ? { start: answer.start, words } : undefined)
  }

  const goBack = (by: 1 | -1): void => {
    const from = recall.current ?? { at: lines.length, draft: read() }
    const at = Math.min(Math.max(from.at - by, 0), lines.length)
    const text = lines[at]
    recall.current = text === undefined ? undefined : { ...from, at }
    type(text === undefined ? from.draft : { text, cursor: text.length })
  }

  const find = (query: string, before?: number): void => {
    const at = searchBack(lines, query, before)
    setSearch(now => ({ query, before: now?.before ?? typed, ...(at !== undefined && { at }) }))
  }

  const take = (): TypedLine => {
    const text = search?.at === undefined ? search?.query : lines[search.at]
    return text === undefined ? EMPTY : { text, cursor: text.length }
  }

  const endSearch = (next: TypedLine): void => {
    setSearch(undefined)
    type(next)
  }

  const stop = (): void => {
    const { text } = read()
    setSearch(undefined)
    recall.current = undefined
    type(EMPTY)
    follow.current.isAtEnd = true
    breakOff(text)
  }

  const leave = onLeave ?? (() => keys.current?.focus())

  /** What a key does; `false`: what it does in any field. */
  const press = (event: KeyboardEvent): boolean => {
    const { key, altKey, metaKey, shiftKey } = event
    const now = read()
    if (event.isComposing || altKey || metaKey) return false
    if (event.ctrlKey) return control(key.toLowerCase(), now)
    if (search) {
      switch (key) {
        case 'Enter':
          run([take().text])
          return true
        case 'Escape':
          endSearch(search.before)
          return true
        case 'Tab':
        case 'ArrowRight':
        case 'End':
          if (shiftKey) return false
          endSearch(take())
          return true
        case 'ArrowUp':
          find(search.query, search.at)
          return true
        default:
          return false
      }
    }
    switch (key) {
      case 'Enter':
        run([now.text])
        return true
      case 'Tab':
        // An empty line has nothing to complete, and Shift-Tab always leads out.
        if (shiftKey || now.text === '') return false
        void complete()
        return true
      case 'Escape':
        if (choices) setChoices(undefined)
        else leave()
        return true
      case 'ArrowUp':
        if (now.text.slice(0, now.cursor).includes('\n')) return false
        goBack(1)
        return true
      case 'ArrowDown':
        if (now.text.slice(now.cursor).includes('\n')) return false
        goBack(-1)
        return true
      default:
        return false
    }
  }

  const control = (key: string, { text, cursor: at }: TypedLine): boolean => {
    switch (key) {
      case 'c':
        // With a selection it copies, as everywhere else.
        if (!getSelection()?.isCollapsed || field.current?.selectionStart !== field.current?.selectionEnd) return false
        stop()
        return true
      case 'l':
        void typeLines(['clear'])
        return true
      case 'r':
        if (search) find(search.query, search.at)
        else setSearch({ query: text, before: { text, cursor: at }, ...foundIn(lines, text) })
        setChoices(undefined)
        return true
      case 'g':
        if (search) endSearch(search.before)
        return search !== undefined
      case 'd':
        if (text !== '') return false
        run(['exit'])
        return true
      case 'a':
        type({ text, cursor: 0 })
        return true
      case 'e':
        type({ text, cursor: text.length })
        return true
      case 'u':
        type({ text: text.slice(at), cursor: 0 })
        return true
      case 'k':
        type({ text: text.slice(0, at), cursor: at })
        return true
      default:
        return false
    }
  }

  const change = ({ value, selectionStart }: HTMLTextAreaElement, inputType: string): void => {
    // A keyboard on a screen may tell of no key.
    if (inputType === 'insertLineBreak') {
      run([search ? take().text : value.replace('\n', '')])
      return
    }
    recall.current = undefined
    setChoices(undefined)
    if (search) find(value)
    else setTyped({ text: value, cursor: selectionStart })
  }

  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    const { value, selectionStart, selectionEnd } = event.currentTarget as HTMLTextAreaElement
    if (!/[\r\n]/.test(text) || search) return
    event.preventDefault()
    const { run: complete, rest } = pasteInto(value, selectionStart, selectionEnd, text)
    run(complete, rest)
  }

  /** Puts a character in, from the row of keys. */
  const insert = (put: string): void => {
    const { text, cursor: at } = read()
    type({ text: text.slice(0, at) + put + text.slice(at), cursor: at + put.length })
  }

  const value = search ? search.query : typed.text
  const found = search?.at === undefined ? undefined : lines[search.at]
  const rowOfKeys: readonly (readonly [name: string, label: string, act: () => void])[] = [
    [t('lab.terminal.row.tab'), t('lab.terminal.row.complete'), () => void complete()],
    ['↑', t('lab.terminal.row.back'), () => goBack(1)],
    ['↓', t('lab.terminal.row.forth'), () => goBack(-1)],
    ['|', t('lab.terminal.row.pipe'), () => insert('|')],
    ['-', t('lab.terminal.row.dash'), () => insert('-')],
    ['/', t('lab.terminal.row.slash'), () => insert('/')],
    [t('lab.terminal.row.ctrlC'), t('lab.terminal.row.stop'), stop],
  ]

  return (
    <section id={HERE} class="stack terminal" aria-label={t('lab.terminal.title')}>
      {!onLeave && (
        <h2 class="h">
          <em>{t('lab.terminal.title')}</em>
        </h2>
      )}
      <div class="screen">
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
            if (pointerType === 'mouse' && getSelection()?.isCollapsed) field.current?.focus({ preventScroll: true })
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
          {trouble && !running && <p class="trouble">{t(trouble)}</p>}
          {editing && (
            <p class="waiting at-once">
              <Rich text={t('lab.terminal.editing', { path: editing.path })} />
            </p>
          )}
        </section>
        <label class="line" ref={line}>
          <span class="ghost" aria-hidden="true">
            <b>{lead}</b>
            <span>{`${value} `}</span>
          </span>
          <span class="vh">{search ? t('lab.terminal.searchField') : t('lab.terminal.field')}</span>
          <textarea
            ref={field}
            id={FIELD}
            rows={1}
            value={value}
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            autocorrect="off"
            enterkeyhint="send"
            aria-describedby={HINT}
            onInput={event => change(event.currentTarget, (event as InputEvent).inputType)}
            onPaste={paste}
            onKeyDown={event => {
              if (press(event)) event.preventDefault()
            }}
          />
        </label>
        {search && (
          <p class="found" aria-live="polite">
            {found === undefined ? t('lab.terminal.notFound') : <code>{found}</code>}
          </p>
        )}
        {choices && (
          <ul class="choices" role="list" aria-label={t('lab.terminal.choices', { count: choices.words.length })}>
            {choices.words.slice(0, MOST_CHOICES).map(word => (
              <li key={word}>
                <button
                  type="button"
                  tabIndex={-1}
                  onPointerDown={keepFocus}
                  onClick={() => {
                    type(replaceWord(read(), choices.start, word))
                    field.current?.focus()
                  }}
                >
                  <code>{word}</code>
                </button>
              </li>
            ))}
            {choices.words.length > MOST_CHOICES && (
              <li>{t('lab.terminal.moreChoices', { count: choices.words.length - MOST_CHOICES })}</li>
            )}
          </ul>
        )}
        <fieldset class="keys" aria-label={t('lab.terminal.row.label')}>
          {rowOfKeys.map(([name, label, act]) => (
            <button key={label} type="button" aria-label={label} onPointerDown={keepFocus} onClick={act}>
              <kbd>{name}</kbd>
            </button>
          ))}
        </fieldset>
      </div>
      <LabTerminalSaid lang={lang} choices={choices?.words} />
      <p id={HINT} class="small soft">
        <Rich text={t('lab.terminal.hint')} />
      </p>
      <div class="row below">
        <details>
          <summary ref={keys} class="small">
            {t('lab.terminal.help.title')}
          </summary>
          <dl class="small help">
            {HELP.map(each => (
              <div key={each}>
                <dt>
                  <Rich text={t(`lab.terminal.help.${each}.keys`)} />
                </dt>
                <dd>
                  <Rich text={t(`lab.terminal.help.${each}.what`)} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
        {!onLeave && <TerminalFiles lang={lang} />}
      </div>
    </section>
  )
}

const HELP = ['run', 'complete', 'history', 'search', 'stop', 'clear', 'leave'] as const

const CONTINUED = '> '
/** Before the lab is awake, and where a session is over. */
const FALLBACK_PROMPT = '$ '

/** The files of the machine that one is on, each to be opened in the editor. */
function TerminalFiles({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const files = useStored($files, undefined) ?? []
  if (files.length === 0) return null
  return (
    <details>
      <summary class="small">{t('lab.terminal.files', { count: files.length })}</summary>
      <ul class="files" role="list">
        {files.map(({ path, size }) => (
          <li key={path} class="row">
            <code>{path}</code>
            <span class="small soft">{t('lab.terminal.size', { size })}</span>
            <button type="button" class="btn quiet slim" onClick={() => openFile(path)}>
              <Icon name="term" />
              {t('lab.terminal.open')}
              <span class="vh">{path}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}

function foundIn(lines: readonly string[], query: string): { readonly at?: number } {
  const at = searchBack(lines, query)
  return at === undefined ? {} : { at }
}

/** A button that works on the line: the line stays the one that is typed in, and a screen's keyboard stays. */
function keepFocus(event: Event): void {
  event.preventDefault()
}
