import { byteLength } from './go-text.ts'
import type { Complaint, IssueCode } from './issue.ts'
import { isBefore, type KubernetesVersion } from './version.ts'

const NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const DNS_SUBDOMAIN = `${DNS_LABEL}(\\.${DNS_LABEL})*`
const NAME_FORMAT = new RegExp(`^${NAME}$`)
const VALUE_FORMAT = new RegExp(`^(${NAME})?$`)
const DNS_LABEL_FORMAT = new RegExp(`^${DNS_LABEL}$`)
const DNS_SUBDOMAIN_FORMAT = new RegExp(`^${DNS_SUBDOMAIN}$`)

const NAME_TEXT =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
const NAME_HINT = regexHint(NAME, 'MyName', 'my.name', '123-abc')

/**
 * What is wrong with the key of a label, taint or toleration: an optional DNS prefix and a name, `example.com/team`.
 * Nothing wrong: an empty list. (apimachinery `content.IsLabelKey`; up to 1.34 `IsQualifiedName`)
 */
export function labelKeyComplaints(key: string, version?: KubernetesVersion): readonly Complaint[] {
  const parts = key.split('/')
  if (parts.length > 2) {
    const noun = isBefore(version, '1.35') ? 'a qualified name' : 'a valid label key'
    const prefixHint = " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
    return [complaint('label-key-parts', { key }, `${noun} ${NAME_TEXT} ${NAME_HINT}${prefixHint}`)]
  }
  const name = parts.at(-1) ?? ''
  const prefix = parts.length === 2 ? parts[0] : undefined
  return [
    ...(prefix === undefined ? [] : prefixComplaints(key, prefix, version)),
    ...nameComplaints(key, name, version),
  ]
}

/** What is wrong with the value of a label, taint or toleration. (apimachinery `content.IsLabelValue`) */
export function labelValueComplaints(value: string, version?: KubernetesVersion): readonly Complaint[] {
  const complaints: Complaint[] = []
  if (byteLength(value) > 63) {
    complaints.push(complaint('label-value-too-long', { value, max: 63 }, atMost(63, unitOf(version))))
  }
  if (!VALUE_FORMAT.test(value)) {
    const hint = regexHint(`(${NAME})?`, 'MyValue', 'my_value', '12345')
    const text = `a valid label must be an empty string or ${NAME_TEXT.slice('must '.length)} ${hint}`
    complaints.push(complaint('label-value-format', { value }, text))
  }
  return complaints
}

/** What is wrong with a name of one DNS label, as a container's or a namespace's. (apimachinery `IsDNS1123Label`) */
export function dnsLabelComplaints(name: string): readonly Complaint[] {
  const complaints: Complaint[] = []
  if (byteLength(name) > 63)
    complaints.push(complaint('dns-label-too-long', { name, max: 63 }, atMost(63, 'characters')))
  if (!DNS_LABEL_FORMAT.test(name)) {
    const text =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
    complaints.push(complaint('dns-label-format', { name }, `${text} ${regexHint(DNS_LABEL, 'my-name', '123-abc')}`))
  }
  return complaints
}

/**
 * What is wrong with a name of DNS labels joined by dots, as most objects' names. Objects' names count `characters`,
 * the prefix of a label key `bytes` since 1.35. (apimachinery `IsDNS1123Subdomain`)
 */
export function dnsSubdomainComplaints(
  name: string,
  unit: 'characters' | 'bytes' = 'characters',
): readonly Complaint[] {
  const complaints: Complaint[] = []
  if (byteLength(name) > 253)
    complaints.push(complaint('dns-subdomain-too-long', { name, max: 253 }, atMost(253, unit)))
  if (!DNS_SUBDOMAIN_FORMAT.test(name)) {
    const text =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
    complaints.push(complaint('dns-subdomain-format', { name }, `${text} ${regexHint(DNS_SUBDOMAIN, 'example.com')}`))
  }
  return complaints
}

function prefixComplaints(key: string, prefix: string, version: KubernetesVersion | undefined): readonly Complaint[] {
  if (prefix === '') return [complaint('label-key-prefix-empty', { key }, 'prefix part must be non-empty')]
  return dnsSubdomainComplaints(prefix, unitOf(version)).map(({ code, text }) =>
    code === 'dns-subdomain-too-long'
      ? complaint('label-key-prefix-too-long', { key, prefix, max: 253 }, `prefix part ${text}`)
      : complaint('label-key-prefix-format', { key, prefix }, `prefix part ${text}`),
  )
}

function nameComplaints(key: string, name: string, version: KubernetesVersion | undefined): readonly Complaint[] {
  const complaints: Complaint[] = []
  if (name === '') complaints.push(complaint('label-key-name-empty', { key }, 'name part must be non-empty'))
  if (byteLength(name) > 63) {
    const text = `name part ${atMost(63, unitOf(version))}`
    complaints.push(complaint('label-key-name-too-long', { key, name, max: 63 }, text))
  }
  if (!NAME_FORMAT.test(name)) {
    complaints.push(complaint('label-key-name-format', { key, name }, `name part ${NAME_TEXT} ${NAME_HINT}`))
  }
  return complaints
}

function complaint(code: IssueCode, params: Complaint['params'], text: string): Complaint {
  return { code, params, text }
}

function atMost(max: number, unit: string): string {
  return `must be no more than ${max} ${unit}`
}

/** Label keys and values were counted in "characters" up to 1.34; it was bytes all along. (kubernetes-spec 3.2) */
function unitOf(version: KubernetesVersion | undefined): 'characters' | 'bytes' {
  return isBefore(version, '1.35') ? 'characters' : 'bytes'
}

/** The two spaces before each `or` are upstream's. (apimachinery `RegexError`) */
function regexHint(regex: string, ...examples: readonly string[]): string {
  return `(e.g. ${examples.map(example => `'${example}', `).join(' or ')}regex used for validation is '${regex}')`
}
