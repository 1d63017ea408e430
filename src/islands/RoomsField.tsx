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

/** Of a field that takes code: nothing may correct it. */
export const CODE = { autocomplete: 'off', autocapitalize: 'off', spellcheck: false } as const
