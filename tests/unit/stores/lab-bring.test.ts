import { expect, test } from 'vitest'
import { isShared } from '../../../src/stores/lab-bring.ts'

test.each<[string, string, boolean]>([
  ['a payload', '1.q1YqLU4tykvMTVWyUlAqSC0q', true],
  ['a payload of another version, with space around it', '\n 7.AAAA \n', true],
  ['an address', 'https://example.org/course/fr/labo/#s=1.AAAA', true],
  ['an address that holds nonsense', 'https://example.org/#s=<script>', true],
  ['a state as JSON', '{"format":1,"about":{}}', true],
  ['nothing', '', false],
  ['what kubectl prints as JSON', '{\n    "apiVersion": "v1",\n    "items": [', false],
  ['what kubectl prints as YAML', 'apiVersion: v1\nitems:\n- apiVersion: v1', false],
  ['YAML that speaks of an address', 'apiVersion: v1\n# https://example.org/#s=1.AAAA\nkind: Pod', false],
  ['a number', '1.5\nitems: []', false],
])('%s is taken for what it is', (_, head, shared) => {
  expect(isShared(head)).toBe(shared)
})
