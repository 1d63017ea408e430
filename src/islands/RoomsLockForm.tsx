import { useId, useState } from 'preact/hooks'
import { translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import type { Node } from '../kubernetes/node.ts'
import { printTaint, type Taint } from '../kubernetes/taint.ts'
import { parseTaint } from '../kubernetes/taint-spec.ts'
import { nameOf, type Situation, type TaintChange, touchedTaints } from '../stores/rooms.ts'
import { Icon } from './Icon.tsx'
import { Lock } from './Lock.tsx'
import { plain } from './plain.ts'
import { Rich } from './Rich.tsx'
import { issueWords, TypedField, type TypedIssueCode } from './RoomsField.tsx'
import { type Act, memberAt, type Refuse } from './rooms-act.ts'

/** Taints to put on a node: those the lesson offers, at a click, and any other as `kubectl taint` takes it. */
export function RoomsLockForm({
  lang,
  node,
  situation,
  offered,
  act,
  refuse,
}: {
  lang: Lang
  node: Node
  situation: Situation
  offered: readonly Taint[]
  act: Act
  refuse: Refuse
}) {
  const t = translator(lang)
  const name = nameOf(node)
  const group = `offers ${name}`
  const fieldId = useId()
  const [text, setText] = useState('')
  const [issue, setIssue] = useState<{ readonly code: TypedIssueCode; readonly text: string }>()
  const there = (node.spec?.taints ?? []).map(printTaint)
  const offers = offered.filter(taint => !there.includes(printTaint(taint)))

  const submit = (event: Event): void => {
    event.preventDefault()
    const asked = read()
    if ('change' in asked) {
      setIssue(undefined)
      setText('')
      act(asked)
    } else {
      setIssue(asked)
      refuse(issueWords(lang, asked.code))
    }
  }

  return (
    <form class="form" onSubmit={submit}>
      <ul class="offers" hidden={offers.length === 0}>
        {offers.map((taint, index) => (
          <li key={printTaint(taint)}>
            <button
              class="offer"
              type="button"
              data-group={group}
              aria-label={plain(t('rooms.putLock', { taint: printTaint(taint), node: name }))}
              onClick={() =>
                act(
                  { change: 'taint', node: name, taint },
                  plan => memberAt(plan, group, index) ?? document.getElementById(fieldId),
                )
              }
            >
              <Icon name="plus" />
              <Lock taint={taint} />
            </button>
          </li>
        ))}
      </ul>
      <label class="small" for={fieldId}>
        <span>
          <Rich text={t('rooms.other')} />
        </span>
      </label>
      <TypedField lang={lang} id={fieldId} put={t('rooms.put')} text={text} typed={setText} issue={issue} />
    </form>
  )

  /** The change that the text asks for, or what is wrong with it. */
  function read(): TaintChange | { readonly code: TypedIssueCode; readonly text: string } {
    const parsed = parseTaint(text.trim())
    if (!parsed.ok) return parsed.issue
    if (parsed.value.kind === 'add') return { change: 'taint', node: name, taint: parsed.value.taint }
    const { kind: _, ...removed } = parsed.value
    const change = { change: 'untaint', node: name, ...removed } as const
    if (touchedTaints(situation, change).length > 0) return change
    return { code: 'taint-not-found', text: `taint "${removed.effect ? printTaint(removed) : removed.key}" not found` }
  }
}
