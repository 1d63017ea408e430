import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  startCompletion,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { HighlightStyle, indentService, indentUnit, syntaxHighlighting, syntaxTree } from '@codemirror/language'
import {
  type Diagnostic,
  forEachDiagnostic,
  linter,
  lintGutter,
  lintKeymap,
  nextDiagnostic,
  previousDiagnostic,
} from '@codemirror/lint'
import { Compartment, EditorState, type Extension, Prec, type Range, StateEffect } from '@codemirror/state'
import {
  activateHover,
  type Command,
  closeHoverTooltips,
  Decoration,
  type DecorationSet,
  EditorView,
  hasHoverTooltips,
  highlightActiveLine,
  hoverTooltip,
  keymap,
  lineNumbers,
  type Rect,
  type Tooltip,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { FieldChoice, FieldsAt } from '../kubectl/fields-at.ts'

/*
 * The one place that knows CodeMirror. It lives in a shadow root: its styles are constructed sheets there, which the content
 * policy allows; the page's tokens reach it as custom properties.
 */

/** Something that is wrong with the text, as it is drawn under its line. */
export interface EditorMark {
  readonly line: number
  readonly column: number
  /** For who hears it. */
  readonly text: string
  /** What is drawn. */
  readonly draw: () => Node
}

export interface EditorOptions {
  /** Its name, and how one leaves it by keyboard. */
  readonly label: string
  readonly hint: string
  readonly phrases: Readonly<Record<string, string>>
  /** What is wrong with the text; it is asked once nothing was typed for a moment. */
  readonly check: (text: string) => Promise<readonly EditorMark[]>
  readonly fieldsAt: (text: string, offset: number) => Promise<FieldsAt | undefined>
  /** What is said of a field, and of a value or free key of it; nothing: it has no words. */
  readonly describe: (field: NonNullable<FieldsAt['field']>, value?: string) => Node | undefined
  /** What is said of a value or free key alone. */
  readonly describeValue: (field: NonNullable<FieldsAt['field']>, value: string) => Node | undefined
  readonly changed: (text: string) => void
  /** The cursor came to rest there. */
  readonly moved: (offset: number) => void
  /** Ctrl-S, Cmd-S. */
  readonly save: () => void
  /** Ctrl-Enter, Cmd-Enter. */
  readonly apply: () => void
}

export interface Editor {
  /** Another text, with nothing to undo. `isYaml`: it is coloured, checked and completed as a manifest. */
  show(text: string, label: string, isYaml: boolean): void
  focus(): void
  /** Puts the cursor at a place, both counted from 1, and goes there. */
  goTo(line: number, column: number): void
  /** Checks again: something else than the text has changed. */
  recheck(): void
  end(): void
}

/** Opens an editor in `host`. Throws where the browser has no shadow roots: none that reads modules. */
export function openEditor(host: HTMLElement, options: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const language = new Compartment()
  const attributes = new Compartment()
  let still: ReturnType<typeof setTimeout> | undefined

  const view = new EditorView({ parent: root, root, state: stateOf('', options.label, false) })
  return {
    show(text, label, isYaml) {
      view.setState(stateOf(text, label, isYaml))
    },
    focus: () => view.focus(),
    goTo(line, column) {
      const { from, to } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines))
      view.dispatch({ selection: { anchor: Math.min(from + column - 1, to) }, scrollIntoView: true })
      view.focus()
    },
    recheck: () => view.dispatch({ effects: checkAgain.of(undefined) }),
    end() {
      clearTimeout(still)
      view.destroy()
    },
  }

  function stateOf(doc: string, label: string, isYaml: boolean): EditorState {
    return EditorState.create({
      doc,
      extensions: [
        lineNumbers(),
        history(),
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        closeBrackets(),
        highlightActiveLine(),
        // There is no room to scroll to and fro.
        matchMedia('(max-width: 40rem)').matches ? [EditorView.lineWrapping, hangingLines] : [],
        EditorState.phrases.of(options.phrases),
        attributes.of(
          EditorView.contentAttributes.of({
            'aria-label': label,
            'aria-description': options.hint,
            spellcheck: 'false',
            autocapitalize: 'none',
            autocorrect: 'off',
          }),
        ),
        language.of(isYaml ? manifestsOf(options) : []),
        Prec.high(
          keymap.of([
            { key: 'Tab', run: acceptCompletion },
            // Until it is left, or typed in again.
            {
              key: 'Escape',
              run: leaving => {
                if (hasHoverTooltips(leaving.state)) leaving.dispatch({ effects: closeHoverTooltips })
                else leaving.setTabFocusMode(true)
                return true
              },
            },
            {
              key: 'Mod-s',
              run: () => {
                options.save()
                return true
              },
            },
            {
              key: 'Mod-Enter',
              run: () => {
                options.apply()
                return true
              },
            },
          ]),
        ),
        keymap.of([...closeBracketsKeymap, indentWithTab, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.domEventHandlers({
          focus: (_, focused) => {
            focused.setTabFocusMode(false)
            return false
          },
        }),
        EditorView.updateListener.of(update => {
          if (update.docChanged) {
            update.view.setTabFocusMode(false)
            options.changed(update.state.doc.toString())
          }
          if (update.docChanged || update.selectionSet) {
            clearTimeout(still)
            still = setTimeout(() => options.moved(update.view.state.selection.main.head), REST)
          }
        }),
        theme,
        syntaxHighlighting(colours),
      ],
    })
  }
}

/** How long the cursor rests, or nothing is typed, before something is asked, in milliseconds. */
const REST = 250

const HOVERS = matchMedia('(hover: hover)').matches

const checkAgain = StateEffect.define<undefined>()

function manifestsOf({ check, fieldsAt, describe, describeValue }: EditorOptions): Extension {
  let isAsked = false
  const fields = hoverTooltip(async (view, position): Promise<Tooltip | null> => {
    const isKey = isAsked
    isAsked = false
    // Where nothing hovers, a tap would cover the text: the field is told below it.
    if (!HOVERS && !isKey) return null
    const { from = 0, to = 0, field, value } = (await fieldsAt(view.state.doc.toString(), position)) ?? {}
    // The pointer is where it is; the cursor is in its line.
    const dom = field && (isKey || (position >= from && position <= to)) ? describe(field, value) : undefined
    if (isKey) announce(view, dom?.textContent ?? view.state.phrase('No field'))
    if (!dom) return null
    return { pos: from, end: to, above: true, create: () => ({ dom: boxed(dom) }) }
  })
  const tellField: Command = view => {
    const { head } = view.state.selection.main
    isAsked = true
    activateHover(view, head, 1, { tooltip: fields, until: ({ docChanged, selection }) => docChanged || !!selection })
    return true
  }
  return [
    yaml(),
    indents,
    keyLines,
    lintGutter(),
    linter(async ({ state }) => (await check(state.doc.toString())).map(mark => diagnosticOf(state, mark)), {
      delay: REST,
      needsRefresh: update => update.transactions.some(({ effects }) => effects.some(each => each.is(checkAgain))),
    }),
    autocompletion({
      icons: false,
      positionInfo: placeInfo,
      override: [context => complete(context, fieldsAt, describe, describeValue)],
    }),
    fields,
    keymap.of([
      { key: 'F1', run: tellField, preventDefault: true },
      { key: 'F8', run: told(nextDiagnostic), shift: told(previousDiagnostic), preventDefault: true },
    ]),
  ]
}

/** Beside the list of choices, or else below it, or above: never over the other choices. */
function placeInfo(_: EditorView, list: Rect, option: Rect, info: Rect, space: Rect) {
  const [width, height] = [info.right - info.left, info.bottom - info.top]
  const top = Math.max(space.top, Math.min(option.top, space.bottom - height)) - list.top
  if (width <= space.right - list.right) return { style: `top: ${top}px`, class: 'cm-completionInfo-right' }
  if (width <= list.left - space.left) return { style: `top: ${top}px`, class: 'cm-completionInfo-left' }
  const side = height <= space.bottom - list.bottom ? 'top' : 'bottom'
  const left = Math.min(0, space.right - list.left - width - 4)
  return { style: `${side}: ${list.bottom - list.top}px; left: ${left}px`, class: 'cm-field-narrow' }
}

function boxed(content: Node): HTMLElement {
  const dom = document.createElement('div')
  dom.className = 'cm-field'
  dom.append(content)
  return dom
}

/** Says it to who hears, once what is under way is drawn: it would be given up for anything that happens meanwhile. */
function announce(view: EditorView, text: string): void {
  setTimeout(() => view.dispatch({ effects: EditorView.announce.of(text) }))
}

/** Goes to an error, and says it. */
function told(go: Command): Command {
  return view => {
    const isDone = go(view)
    const { from } = view.state.selection.main
    const found: string[] = []
    forEachDiagnostic(view.state, ({ message }, begins, ends) => {
      if (begins <= from && from <= ends) found.push(message)
    })
    announce(view, found.length > 0 ? found.join(' ') : view.state.phrase('No diagnostics'))
    return isDone || found.length > 0
  }
}

/** It is drawn to the end of its field, and no further than its line. */
function diagnosticOf(state: EditorState, { line, column, text, draw }: EditorMark): Diagnostic {
  const { from, to, text: written } = state.doc.line(Math.min(line, state.doc.lines))
  const start = Math.min(from + column - 1, to)
  const end = from + written.replace(/\s+(#.*)?$/, '').length
  let node = syntaxTree(state).resolveInner(start, 1)
  while (node.parent && node.name !== 'Pair' && node.parent.from === start) node = node.parent
  const field = node.name === 'Pair' && node.from === start ? node.to : end
  return {
    from: start,
    to: Math.max(start, Math.min(end, field)),
    severity: 'error',
    message: text,
    renderMessage: draw,
  }
}

async function complete(
  context: CompletionContext,
  fieldsAt: EditorOptions['fieldsAt'],
  describe: EditorOptions['describe'],
  describeValue: EditorOptions['describeValue'],
): Promise<CompletionResult | null> {
  if (!context.explicit && !context.matchBefore(/[\w./"-]$|[:,[{-]\s$/)) return null
  const found = await fieldsAt(context.state.doc.toString(), context.pos)
  if (!found || found.choices.length === 0 || context.aborted) return null
  const { field } = found
  // What is written whole is not proposed: Enter is for the line then.
  const names = new Set(found.choices.map(nameOf))
  if (!context.explicit && names.has(context.state.sliceDoc(found.from, context.pos))) return null
  return {
    from: found.from,
    options: found.choices.map(choice => {
      const option = optionOf(choice, found.to)
      if ('field' in choice) return { ...option, info: () => describe(choice.field) ?? null }
      const value = 'key' in choice ? choice.key : choice.plain
      const words = field && describeValue(field, value)
      return words ? { ...option, info: () => describeValue(field, value) ?? null } : option
    }),
    validFor: text => /^[\w./"-]*$/.test(text) && !names.has(text),
  }
}

function nameOf(choice: FieldChoice): string {
  return 'value' in choice ? choice.value : 'key' in choice ? choice.key : choice.field.name
}

function optionOf(choice: FieldChoice, to: number): Completion {
  const name = nameOf(choice)
  const apply: Completion['apply'] = (view, _, from) => {
    const { doc, selection } = view.state
    const end = Math.max(to, selection.main.head)
    const rest = doc.sliceString(end, doc.lineAt(end).to)
    const [before, after] =
      'value' in choice
        ? [doc.sliceString(from - 1, from) === ':' ? ` ${name}` : name, '']
        : /^\s*:/.test(rest)
          ? [name, '']
          : written(choice, name, from - doc.lineAt(from).from)
    view.dispatch({
      changes: { from, to: end, insert: before + after },
      selection: { anchor: from + before.length },
      userEvent: 'input.complete',
    })
    if (before.endsWith(': ')) startCompletion(view)
  }
  if (!('field' in choice)) return { label: name, apply }
  return { label: name, apply, detail: choice.field.type, ...(choice.field.isRequired && { boost: 1 }) }
}

/** A field with what follows its name, before and behind where one types on. */
function written(
  choice: Exclude<FieldChoice, { readonly value: string }>,
  name: string,
  column: number,
): readonly [string, string] {
  const shape = 'key' in choice ? 'value' : choice.shape
  const dash = choice.opens === 'dash' ? '- ' : ''
  const indent = ' '.repeat(column + dash.length)
  const isFlow = choice.opens === 'flow' || choice.opens === 'brace'
  const [open, close] = choice.opens === 'brace' ? ['{', '}'] : [dash, '']
  switch (shape) {
    case 'object':
    case 'map':
      return isFlow ? [`${open}${name}: {`, `}${close}`] : [`${open}${name}:\n${indent}  `, '']
    case 'list':
      return isFlow ? [`${open}${name}: [`, `]${close}`] : [`${open}${name}:\n${indent}- `, '']
    case 'value':
      return [`${open}${name}: `, close]
  }
}

/** A new line goes on in its object; two further in behind a colon, and between marks. */
const indents = indentService.of(({ state, simulatedBreak }, at) => {
  if (simulatedBreak !== at) return undefined
  const { from } = state.doc.lineAt(at)
  const text = state.sliceDoc(from, at)
  const line = text.replace(/(^|\s)#.*$/, '').trimEnd()
  const [spaces = '', dashes = ''] = /^( *)((?:- +)*)/.exec(line)?.slice(1) ?? []
  const isKey = /^[^\s[{"'].*?:(?=\s|$)|^(["']).*?\1\s*:/.test(line.slice(spaces.length + dashes.length))
  if (line === '') return text.length
  if (/:$|:\s+[|>][-+\d]*$/.test(line)) return spaces.length + dashes.length + 2
  const opened = (line.match(/[{[]/g)?.length ?? 0) - (line.match(/[}\]]/g)?.length ?? 0)
  if (opened > 0) return spaces.length + dashes.length + 2
  return spaces.length + (isKey ? dashes.length : 0)
})

/** The rest of a line that is wrapped stands further in than its beginning: otherwise it would look like another field. */
const hangingLines = linesMarked(({ state: { doc }, viewport }) => {
  const marks: Range<Decoration>[] = []
  const last = doc.lineAt(viewport.to).number
  for (let at = doc.lineAt(viewport.from).number; at <= last; at += 1) {
    const { from, text } = doc.line(at)
    const indent = (/^[ -]*/.exec(text)?.[0].length ?? 0) + 2
    // A first word that has no room would leave its line empty.
    const breaks = /^[ -]*\S{20}/.test(text) ? '; word-break: break-all' : ''
    const style = `padding-left: calc(0.5rem + ${indent}ch); text-indent: -${indent}ch${breaks}`
    marks.push(Decoration.line({ attributes: { style } }).range(from))
  }
  return marks
})

/** Locks and keys stand out: the lines of `taints` and `tolerations`. */
const keyLines = linesMarked(view => keyLinesOf(view).map(from => KEY_LINE.range(from)))

function linesMarked(mark: (view: EditorView) => readonly Range<Decoration>[]) {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet
      constructor(view: EditorView) {
        this.decorations = Decoration.set([...mark(view)])
      }
      update({ docChanged, viewportChanged, view }: ViewUpdate) {
        if (docChanged || viewportChanged) this.decorations = Decoration.set([...mark(view)])
      }
    },
    { decorations: plugin => plugin.decorations },
  )
}

const KEY_LINE = Decoration.line({ class: 'cm-key-line' })

function keyLinesOf({ state: { doc }, viewport }: EditorView): readonly number[] {
  const lines: number[] = []
  let inside: number | undefined
  for (let at = 1; at <= doc.lines; at += 1) {
    const { text, from } = doc.line(at)
    if (from > viewport.to) break
    const indent = /^ */.exec(text)?.[0].length ?? 0
    const opens = /^ *(?:- +)?(?:taints|tolerations):\s*(?:[[{#].*)?$/.test(text)
    if (opens) inside = indent
    else if (
      inside !== undefined &&
      text.trim() !== '' &&
      (indent < inside || (indent === inside && !/^ *[-\]}]/.test(text)))
    )
      inside = undefined
    if (inside !== undefined && text.trim() !== '') lines.push(from)
  }
  return lines
}

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--brass)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--wall)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--ink-2)', fontStyle: 'italic' },
  { tag: [tags.meta, tags.separator, tags.punctuation, tags.labelName, tags.typeName], color: 'var(--ink-2)' },
])

const theme = EditorView.theme({
  '&': {
    backgroundColor: 'var(--sunk)',
    color: 'var(--ink)',
    fontSize: 'var(--editor-size)',
    minHeight: 'inherit',
    maxHeight: 'inherit',
  },
  '&.cm-focused': { outline: '3px solid var(--focus)', outlineOffset: '2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.65', overflow: 'auto', flexGrow: '1' },
  '.cm-content': { padding: '0.75rem 0', caretColor: 'var(--ink)', minHeight: '12rem' },
  '.cm-line': { padding: '0 0.75rem 0 0.5rem' },
  '.cm-key-line': { backgroundColor: 'color-mix(in oklab, var(--brass-fill) 30%, transparent)' },
  '.cm-activeLine': { boxShadow: 'inset 2px 0 var(--edge)', backgroundColor: 'transparent' },
  '.cm-activeLine.cm-key-line': { backgroundColor: 'color-mix(in oklab, var(--brass-fill) 30%, transparent)' },
  '.cm-gutters': { backgroundColor: 'var(--sunk)', color: 'var(--ink-2)', border: '0' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--wrong)',
    textUnderlineOffset: '3px',
  },
  '.cm-lintPoint-error::after': { borderBottomColor: 'var(--wrong)' },
  '.cm-lint-marker-error': { content: 'none' },
  '.cm-lint-marker': { width: '0.6em', height: '1.65em' },
  '.cm-lint-marker::before': { content: '"✕"', color: 'var(--wrong)', fontWeight: '700' },
  '.cm-tooltip': {
    backgroundColor: 'var(--sheet)',
    color: 'var(--ink)',
    border: '1.5px solid var(--edge)',
    borderRadius: 'var(--r)',
    font: 'var(--t-2) / 1.5 var(--sans)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '16em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: `${HOVERS ? 0.25 : 0.7}rem 0.6rem` },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--brass-fill)',
    color: 'var(--on-brass)',
  },
  '.cm-completionDetail': { color: 'inherit', fontStyle: 'normal', opacity: '0.85', marginLeft: '1em' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { padding: '0.5rem 0.75rem', maxWidth: 'min(22rem, 90vw)' },
  '.cm-field': { padding: '0.5rem 0.75rem', maxWidth: 'min(30rem, 90vw)' },
  '.cm-diagnostic-error': {
    borderLeft: '3px solid var(--wrong)',
    padding: '0.4rem 0.75rem',
    whiteSpace: 'normal',
    maxWidth: 'min(30rem, 90vw)',
  },
  '.cm-diagnostic code, .cm-field code, .cm-completionInfo code': { fontFamily: 'var(--mono)', fontSize: '0.9em' },
  '.cm-said': { display: 'block', color: 'var(--ink-2)', overflowWrap: 'anywhere' },
  '.cm-panels': { backgroundColor: 'var(--sheet)', color: 'var(--ink)', borderColor: 'var(--line)' },
  '.cm-panel.cm-panel-lint ul [aria-selected]': { backgroundColor: 'var(--sunk)' },
})
