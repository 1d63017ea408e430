import { expect, test } from 'vitest'
import type { Complaint } from '../../../src/kubernetes/issue.ts'
import {
  dnsLabelComplaints,
  dnsSubdomainComplaints,
  labelKeyComplaints,
  labelValueComplaints,
} from '../../../src/kubernetes/label.ts'

const codes = (complaints: readonly { code: string }[]) => complaints.map(({ code }) => code)

test.each<[string, string, string[]]>([
  ['a plain name', 'team', []],
  ['one character', 'a', []],
  ['capitals, digits, dots, underscores and dashes inside', 'A1.b_c-D', []],
  ['63 characters', 'a'.repeat(63), []],
  ['a DNS prefix', 'example.com/team', []],
  ['a prefix of 253 characters', `${'a'.repeat(253)}/x`, []],
  ['64 characters', 'a'.repeat(64), ['label-key-name-too-long']],
  ['64 bytes in fewer characters', 'é'.repeat(32), ['label-key-name-too-long', 'label-key-name-format']],
  ['nothing', '', ['label-key-name-empty', 'label-key-name-format']],
  ['a name that starts with a dash', '-a', ['label-key-name-format']],
  ['a name that ends with a dot', 'a.', ['label-key-name-format']],
  ['a space', 'a b', ['label-key-name-format']],
  ['a line break at the end', 'a\n', ['label-key-name-format']],
  ['nothing before the slash', '/x', ['label-key-prefix-empty']],
  ['nothing after the slash', 'x/', ['label-key-name-empty', 'label-key-name-format']],
  ['nothing but a slash', '/', ['label-key-prefix-empty', 'label-key-name-empty', 'label-key-name-format']],
  ['a prefix with capitals', 'Example.com/x', ['label-key-prefix-format']],
  ['a prefix that ends with a dot', 'example./x', ['label-key-prefix-format']],
  ['a prefix of 254 characters', `${'a'.repeat(254)}/x`, ['label-key-prefix-too-long']],
  ['a bad prefix and a bad name', 'A/-', ['label-key-prefix-format', 'label-key-name-format']],
  ['two slashes', 'a/b/c', ['label-key-parts']],
])('a key: %s', (_, key, expected) => {
  expect(codes(labelKeyComplaints(key))).toEqual(expected)
})

test.each<[string, string, string[]]>([
  ['nothing', '', []],
  ['a word', 'red', []],
  ['a number', '05', []],
  ['63 characters', 'v'.repeat(63), []],
  ['64 characters', 'v'.repeat(64), ['label-value-too-long']],
  ['a dash in front', '-1', ['label-value-format']],
  ['a dot behind', 'x.', ['label-value-format']],
  ['a slash', 'a/b', ['label-value-format']],
  ['too long and misshapen', `${'v'.repeat(63)}-`, ['label-value-too-long', 'label-value-format']],
])('a value: %s', (_, value, expected) => {
  expect(codes(labelValueComplaints(value))).toEqual(expected)
})

test.each<[string, string[]]>([
  ['a', []],
  ['my-name', []],
  ['a'.repeat(63), []],
  ['a'.repeat(64), ['dns-label-too-long']],
  ['', ['dns-label-format']],
  ['A', ['dns-label-format']],
  ['a.b', ['dns-label-format']],
  ['a-', ['dns-label-format']],
])('a DNS label: %j', (name, expected) => {
  expect(codes(dnsLabelComplaints(name))).toEqual(expected)
})

test.each<[string, string[]]>([
  ['a', []],
  ['a.b-c.d', []],
  ['a'.repeat(253), []],
  ['a'.repeat(254), ['dns-subdomain-too-long']],
  ['', ['dns-subdomain-format']],
  ['a..b', ['dns-subdomain-format']],
  ['a.-b', ['dns-subdomain-format']],
  ['A.b', ['dns-subdomain-format']],
])('a DNS subdomain: %j', (name, expected) => {
  expect(codes(dnsSubdomainComplaints(name))).toEqual(expected)
})

const long = 'a'.repeat(254)

test.each<[(text: string) => readonly Complaint[], string, Complaint['params'][]]>([
  [labelKeyComplaints, 'a/b/c', [{ key: 'a/b/c' }]],
  [labelKeyComplaints, '/x', [{ key: '/x' }]],
  [labelKeyComplaints, 'x/', [{ key: 'x/' }, { key: 'x/', name: '' }]],
  [labelKeyComplaints, `${long}/x`, [{ key: `${long}/x`, prefix: long, max: 253 }]],
  [labelKeyComplaints, 'A/x', [{ key: 'A/x', prefix: 'A' }]],
  [labelKeyComplaints, long, [{ key: long, name: long, max: 63 }]],
  [labelKeyComplaints, '-', [{ key: '-', name: '-' }]],
  [labelValueComplaints, long, [{ value: long, max: 63 }]],
  [labelValueComplaints, '-', [{ value: '-' }]],
  [dnsLabelComplaints, long, [{ name: long, max: 63 }]],
  [dnsLabelComplaints, '-', [{ name: '-' }]],
  [dnsSubdomainComplaints, long, [{ name: long, max: 253 }]],
  [dnsSubdomainComplaints, '-', [{ name: '-' }]],
])('the words of the course are told what is wrong: %#', (complaintsOf, text, expected) => {
  expect(complaintsOf(text).map(({ params }) => params)).toEqual(expected)
})

const NAME_HINT =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

test.each<[string, string[]]>([
  ['x/', ['name part must be non-empty', `name part ${NAME_HINT}`]],
  ['/x', ['prefix part must be non-empty']],
  ['a'.repeat(64), ['name part must be no more than 63 bytes']],
  [`${'a'.repeat(254)}/x`, ['prefix part must be no more than 253 bytes']],
  [
    'a/b/c',
    [`a valid label key ${NAME_HINT} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`],
  ],
])('Kubernetes says of the key %j', (key, expected) => {
  expect(labelKeyComplaints(key).map(({ text }) => text)).toEqual(expected)
})

test('up to 1.34 a key is a qualified name and lengths are counted in characters', () => {
  expect(labelKeyComplaints('a/b/c', '1.34')[0]?.text).toMatch(/^a qualified name must consist of/)
  expect(labelKeyComplaints('a'.repeat(64), '1.34')[0]?.text).toBe('name part must be no more than 63 characters')
  expect(labelValueComplaints('a'.repeat(64), '1.34')[0]?.text).toBe('must be no more than 63 characters')
  expect(labelValueComplaints('a'.repeat(64), '1.35')[0]?.text).toBe('must be no more than 63 bytes')
  expect(labelKeyComplaints(`${'a'.repeat(254)}/x`, '1.34')[0]?.text).toBe(
    'prefix part must be no more than 253 characters',
  )
})

test('names of objects are counted in characters', () => {
  expect(dnsSubdomainComplaints('a'.repeat(254))[0]?.text).toBe('must be no more than 253 characters')
  expect(dnsLabelComplaints('a'.repeat(64))[0]?.text).toBe('must be no more than 63 characters')
})

test('the texts of values and DNS names end in the example and the expression', () => {
  expect(labelValueComplaints('-')[0]?.text).toBe(
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
  )
  expect(dnsLabelComplaints('-')[0]?.text).toBe(
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  )
  expect(dnsSubdomainComplaints('-')[0]?.text).toBe(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  )
})
