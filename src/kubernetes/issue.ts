/** What can be wrong with a toleration or a taint; one word for each sentence that a locale has to have for the lessons. */
export const TOLERATION_ISSUE_CODES = [
  'wrong-type',
  'wrong-number',
  'unknown-field',
  'label-key-parts',
  'label-key-prefix-empty',
  'label-key-prefix-too-long',
  'label-key-prefix-format',
  'label-key-name-empty',
  'label-key-name-too-long',
  'label-key-name-format',
  'label-value-too-long',
  'label-value-format',
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
] as const

/** What else can be wrong with an object. */
const OTHER_ISSUE_CODES = [
  'required',
  'duplicate',
  'too-long',
  'unsupported-value',
  'out-of-range',
  'negative',
  'not-positive',
  'immutable',
  'time-format',
  'quantity-format',
  'quantity-suffix',
  'quantity-number',
  'selector-syntax',
  'selector-needs-integer',
  'dns-label-too-long',
  'dns-label-format',
  'dns-subdomain-too-long',
  'dns-subdomain-format',
  'name-required',
  'namespace-not-allowed',
  'image-spaces',
  'init-containers-only',
  'port-name-too-long',
  'port-name-characters',
  'port-name-letter',
  'port-name-hyphens',
  'port-name-hyphen-outside',
  'host-port-differs',
  'not-whole',
  'not-whole-pages',
  'huge-pages-alone',
  'unknown-resource',
  'resource-not-for-containers',
  'extended-resource-name',
  'limit-required',
  'request-above-limit',
  'request-not-limit',
  'values-required',
  'values-forbidden',
  'single-value-required',
  'unknown-field-key',
  'terms-required',
  'topology-key-required',
  'min-domains-for-hard-only',
  'needs-label-selector',
  'key-twice',
  'not-on-create',
  'gated-on-node',
  'containers-changed',
  'deadline-increased',
  'deadline-removed',
  'toleration-changed',
  'gate-added',
  'node-selector-changed',
  'node-affinity-terms-changed',
  'node-affinity-changed',
  'pod-field-immutable',
  'pod-cidr-changed',
  'provider-id-changed',
  'selector-empty',
  'selector-misses-template',
  'not-in-template',
  'percent-format',
  'over-hundred-percent',
  'surge-and-unavailable',
  'neither-surge-nor-unavailable',
  'rolling-update-forbidden',
  'deadline-too-short',
] as const
export type IssueCode = (typeof TOLERATION_ISSUE_CODES)[number] | (typeof OTHER_ISSUE_CODES)[number]

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
