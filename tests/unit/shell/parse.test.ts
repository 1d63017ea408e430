import { describe, expect, test } from 'vitest'
import { isComplete } from '../../../src/shell/parse.ts'

describe('a text waits for more lines', () => {
  test.each([
    "echo 'open",
    'echo "open',
    'echo $(open',
    'echo `open',
    'echo ${open',
    'echo a \\',
    'echo a |',
    'echo a &&',
    'echo a ||\n',
    'cat <<EOF\none line',
    'cat <<EOF',
    "cat <<'EOF'\n$x\n",
    'kubectl apply -f - <<EOF\napiVersion: v1\n',
    'for i in 1 2; do',
    'for i in 1 2\n',
    'while true',
    'if true; then echo a',
    '(echo a',
    '{ echo a;',
    'echo a\necho "b',
  ])('%j', text => {
    expect(isComplete(text)).toBe(false)
  })
})

describe('a text can run', () => {
  test.each([
    '',
    'echo a',
    'echo a # not "open',
    'echo \'a\' "b"',
    'cat <<EOF\nbody\nEOF',
    'cat <<-EOF\n\tbody\n\tEOF\n',
    'for i in 1 2; do echo $i; done',
    'if true; then echo a; fi',
    'echo $((1 + 2))',
    'echo a \\\nb',
    'echo )',
    '&& echo never',
    'case x in',
  ])('%j', text => {
    expect(isComplete(text)).toBe(true)
  })
})
