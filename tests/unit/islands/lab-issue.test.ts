import { describe, expect, test } from 'vitest'
import { LANGS } from '../../../src/i18n/lang.ts'
import { issueSentence } from '../../../src/islands/lab-issue.ts'
import { LAB_ISSUE_CODES, type LabIssue } from '../../../src/stores/lab-protocol.ts'

/** Values for every sentence, as the worker gives them. */
const VALUES = {
  version: '7',
  most: 256,
  path: 'cluster.objects[3]',
  object: 4,
  message: 'a `b`',
  kind: 'Pod',
  name: 'web',
  pod: 'web',
  node: 'kind-worker',
}

describe.each(LANGS)('in %s', lang => {
  test.each(LAB_ISSUE_CODES)('%s has words, and every value that they ask for', code => {
    for (const what of ['nodes', 'pods', 'others']) {
      const sentence = issueSentence(lang, { code, values: { ...VALUES, what } })
      expect(sentence).toMatch(/\.$/)
      expect(sentence).not.toMatch(/\blab\.[a-z]|\{\{|undefined/)
    }
  })

  test.each<[string, LabIssue]>([
    ['a state that is none at all', { code: 'state-invalid', values: { path: '' } }],
    ['a file of the lab that is no JSON', { code: 'file-unreadable', values: { message: 'Unexpected token' } }],
  ])('%s is not said to be wrong at a place that has no name', (_, issue) => {
    expect(issueSentence(lang, issue)).not.toMatch(/``|\{\{/)
  })

  test('a value of any length and kind stays one piece of code in one sentence', () => {
    const message = `\`**<b>${'x'.repeat(5000)}\n\u0000\``
    const sentence = issueSentence(lang, { code: 'refused', values: { message } })
    expect(sentence.length).toBeLessThan(500)
    expect(sentence.split('`')).toHaveLength(3)
  })
})
