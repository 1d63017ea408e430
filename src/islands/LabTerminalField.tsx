import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $editing, $prompt, completeLine } from '../stores/lab.ts'
import { $begun, $unrun, breakOff, typeLines } from '../stores/lab-terminal.ts'
import { completeWith, editLine, pasteInto, replaceWord, searchBack, type TypedLine } from '../stores/terminal-line.ts'
import { TerminalChoices, TerminalKeys } from './LabTerminalKeys.tsx'
import { LabTerminalSaid } from './LabTerminalSaid.tsx'
import { useStored } from './use-stored.ts'

interface FieldProps {
  readonly lang: Lang
  /** The id of what says how the field is left. */
  readonly describedBy: string
  /** What Escape does. */
  readonly leave: () => void
}

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

const FIELD = 'terminal-line'
const EMPTY: TypedLine = { text: '', cursor: 0 }
const CONTINUED = '> '
/** Before the lab is awake, and where a session is over. */
const FALLBACK_PROMPT = '$ '

/** The line that is typed, behind its prompt, with what completes it, what finds it again, and what is said of its answer. */
export function TerminalField({ lang, describedBy, leave }: FieldProps) {
  const t = labTranslator(lang)
  const prompt = useStored($prompt, undefined)
  const begun = useStored($begun, undefined)
  const editing = useStored($editing, undefined)
  const unrun = useStored($unrun, undefined)

  const field = useRef<HTMLTextAreaElement>(null)
  const line = useRef<HTMLLabelElement>(null)
  const [typed, setTyped] = useState(EMPTY)
  const [choices, setChoices] = useState<Choices>()
  const [search, setSearch] = useState<Search>()
  /** Where one is in the history; what was being typed when one went there. */
  const recall = useRef<{ readonly at: number; readonly draft: TypedLine }>()
  /** Where the cursor is to stand once the line is drawn. */
  const cursor = useRef<number>()
  const wasEditing = useRef(false)

  const lines = prompt?.lines ?? []
  const asked = begun === undefined ? prompt?.text || FALLBACK_PROMPT : CONTINUED
  const lead = search ? `${t('lab.terminal.search')} ` : asked

  useLayoutEffect(() => {
    line.current?.style.setProperty('--lead', `${lead.length}ch`)
  }, [lead])

  useLayoutEffect(() => {
    if (cursor.current === undefined) return
    field.current?.setSelectionRange(cursor.current, cursor.current)
    cursor.current = undefined
  })

  // Whoever leaves an editor is back at the line that opened it.
  useEffect(() => {
    if (!editing && wasEditing.current) field.current?.focus()
    wasEditing.current = editing !== undefined
  }, [editing])

  // What could not be run stands there again, unless something else does.
  useEffect(() => {
    if (unrun === undefined) return
    $unrun.set(undefined)
    if (field.current?.value === '') type({ text: unrun, cursor: unrun.length })
  }, [unrun])

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
    breakOff(text)
  }

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

  const control = (key: string, now: TypedLine): boolean => {
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
        else setSearch({ query: now.text, before: now, ...foundIn(lines, now.text) })
        setChoices(undefined)
        return true
      case 'g':
        if (search) endSearch(search.before)
        return search !== undefined
      case 'p':
        goBack(1)
        return true
      case 'd':
        if (now.text === '') run(['exit'])
        else type(editLine(key, now) ?? now)
        return true
      default: {
        const next = editLine(key, now)
        if (next) type(next)
        return next !== undefined
      }
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

  return (
    <>
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
          aria-describedby={describedBy}
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
        <TerminalChoices
          lang={lang}
          words={choices.words}
          take={word => {
            type(replaceWord(read(), choices.start, word))
            field.current?.focus()
          }}
        />
      )}
      <TerminalKeys lang={lang} complete={() => void complete()} goBack={goBack} insert={insert} stop={stop} />
      <LabTerminalSaid lang={lang} choices={choices?.words} />
    </>
  )
}

function foundIn(lines: readonly string[], query: string): { readonly at?: number } {
  const at = searchBack(lines, query)
  return at === undefined ? {} : { at }
}
