/** What can be wrong with what was written; one word for each sentence that a locale has to have. */
export const ISSUE_CODES = [
  'wrong-type',
  'wrong-number',
  'unknown-field',
  'required',
  'duplicate',
  'label-key-parts',
  'label-key-prefix-empty',
  'label-key-prefix-too-long',
  'label-key-prefix-format',
  'label-key-name-empty',
  'label-key-name-too-long',
  'label-key-name-format',
  'label-value-too-long',
  'label-value-format',
  'dns-label-too-long',
  'dns-label-format',
  'dns-subdomain-too-long',
  'dns-subdomain-format',
  'effect-required',
  'unknown-effect',
  'unknown-operator',
  'empty-key-needs-exists',
  'seconds-need-no-execute',
  'exists-takes-no-value',
  'comparison-operator-off',
  'integer-empty',
  'integer-format',
  'integer-syntax',
  'integer-out-of-range',
  'taint-not-unique',
  'taint-spec-shape',
  'selector-syntax',
  'selector-needs-integer',
  'quantity-format',
  'quantity-suffix',
  'quantity-number',
] as const
export type IssueCode = (typeof ISSUE_CODES)[number]

export type IssueParams = Readonly<Record<string, string | number>>

/** One thing that is wrong with what was written, as data. */
export interface Issue {
  /** Where, from the object's root: `spec.tolerations[0].key`. */
  readonly path: string
  readonly code: IssueCode
  readonly params: IssueParams
  /** The words of Kubernetes itself, always English. */
  readonly text: string
}

/** What a text of a given form breaks, in Kubernetes' words and as data; where it stands is not known yet. */
export interface Complaint {
  readonly code: IssueCode
  readonly params: IssueParams
  readonly text: string
}

/**
 * The complaints about one text as one, where upstream reports them together: texts joined by `separator`, the code of the
 * first. `undefined` if there is none.
 */
export function joinComplaints(complaints: readonly Complaint[], separator = ';'): Complaint | undefined {
  const [first] = complaints
  return first && { ...first, text: complaints.map(({ text }) => text).join(separator) }
}
