import type { Ref } from 'preact'
import { useId } from 'preact/hooks'
import { translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import type { IssueCode } from '../kubernetes/issue.ts'
import { Icon } from './Icon.tsx'
import { Rich } from './Rich.tsx'

/** What can be wrong with a taint that is typed. */
const OF_TAINTS = ['taint-spec-shape', 'taint-not-found'] as const
/** What can be wrong with it as with a toleration. */
const OF_BOTH = [
  'unknown-effect',
  'label-key-parts',
  'label-key-prefix-empty',
  'label-key-prefix-too-long',
  'label-key-prefix-format',
  'label-key-name-empty',
  'label-key-name-too-long',
  'label-key-name-format',
  'label-value-too-long',
  'label-value-format',
  'empty-key-needs-exists',
] as const

export type TypedIssueCode = IssueCode | 'taint-not-found'

/** A hint in the learner's language; none for what cannot be wrong here. */
export function issueWords(lang: Lang, code: TypedIssueCode): string | undefined {
  const t = translator(lang)
  const ofTaint = OF_TAINTS.find(each => each === code)
  const ofBoth = OF_BOTH.find(each => each === code)
  return ofTaint ? t(`rooms.issue.${ofTaint}`) : ofBoth && t(`quiz.issues.${ofBoth}`)
}

/** Why something that was typed is refused: Kubernetes' own words, and a hint in the learner's language. */
export function RoomsIssue({ lang, id, code, text }: { lang: Lang; id: string; code: TypedIssueCode; text: string }) {
  const hint = issueWords(lang, code)
  return (
    <div class="issue small" id={id}>
      <p>
        <code lang="en">{text}</code>
      </p>
      {hint && (
        <p class="verdict" data-v="no">
          <Icon name="cross" />
          <span>
            <Rich text={hint} />
          </span>
        </p>
      )}
    </div>
  )
}

interface TypedFieldProps {
  readonly lang: Lang
  readonly id: string
  /** What the button says. */
  readonly put: string
  readonly text: string
  readonly typed: (text: string) => void
  readonly issue: { readonly code: TypedIssueCode; readonly text: string } | undefined
  readonly field?: Ref<HTMLInputElement>
}

/** A field for code with the button that takes it, and below both why what was typed is refused. */
export function TypedField({ lang, id, put, text, typed, issue, field }: TypedFieldProps) {
  const issueId = useId()
  return (
    <>
      <p class="typed">
        <input
          {...(field && { ref: field })}
          id={id}
          type="text"
          {...CODE}
          value={text}
          aria-invalid={issue !== undefined}
          aria-describedby={issue && issueId}
          onInput={({ currentTarget }) => typed(currentTarget.value)}
        />
        <button class="btn slim" type="submit">
          {put}
        </button>
      </p>
      {issue && <RoomsIssue lang={lang} id={issueId} code={issue.code} text={issue.text} />}
    </>
  )
}

/** Of a field that takes code: nothing may correct it. */
export const CODE = { autocomplete: 'off', autocapitalize: 'off', spellcheck: false } as const
