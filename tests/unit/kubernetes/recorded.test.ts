import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { KINDS } from '../../conformance/kinds.ts'

const RECORDED = new URL('../../conformance/recorded/v1.37/', import.meta.url)
const FILES = [
  'rules/quantity.jsonl',
  'rules/duration.jsonl',
  'rules/selector.jsonl',
  ...readdirSync(new URL('validation/', RECORDED)).map(name => `validation/${name}`),
]

// The same answers that `npm run conformance` compares: here so that a mutated rule does not go unseen.
describe.each(FILES)('%s', file => {
  const lines = readFileSync(new URL(file, RECORDED), 'utf8').split('\n').filter(Boolean)
  const documents = lines.map((line): { case: string; kind: string } => JSON.parse(line))
  test.each(documents.map(document => [document.case, document] as const))('%s agrees', (_, document) => {
    const outcomes = [...(KINDS[document.kind]?.(document as never) ?? [])]
    expect(outcomes).toEqual([{ name: document.case }])
  })
})
