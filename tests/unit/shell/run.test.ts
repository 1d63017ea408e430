import { describe, expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { run } from '../../../src/shell/run.ts'
import { newSession } from '../../../src/shell/session.ts'

const session = newSession(kindCluster(), {
  'a.txt': 'one\ntwo\nthree\n',
  'b.yaml': 'kind: Pod\nmetadata:\n  name: web\nspec:\n  replicas: 3\n',
  'c.json': '{"items":[{"name":"x","n":1},{"name":"y","n":2}]}',
})

function out(line: string): string {
  const { stdout, stderr } = run(session, line)
  return stdout + stderr
}

describe('words', () => {
  test.each([
    ['echo \'a  b\' "c  d" e\\ f', 'a  b c  d e f\n'],
    [`X=1; echo $X \${X}2 "$X" '$X'`, '1 12 1 $X\n'],
    [`echo \${NOPE:-fallback} [$NOPE]`, 'fallback []\n'],
    ['X="a b"; echo $X "$X"', 'a b a b\n'],
    ['echo $(echo a; echo b) `echo c`', 'a b c\n'],
    ['echo *.txt nope*', 'a.txt nope*\n'],
    ['echo {a,b}{1..3}', 'a1 a2 a3 b1 b2 b3\n'],
    ['echo ~', '/home/learner\n'],
    ['echo a # a comment', 'a\n'],
    ['echo a\\\n  b', 'a b\n'],
    ['echo ""', '\n'],
  ])('%s', (line, expected) => {
    expect(out(line)).toBe(expected)
  })
})

describe('lists and streams', () => {
  test.each([
    ['true && echo a || echo b', 'a\n'],
    ['false && echo a || echo b', 'b\n'],
    ['false; echo $?', '1\n'],
    ['! false && echo a', 'a\n'],
    ['echo a > f; echo b >> f; cat f', 'a\nb\n'],
    ['cat < a.txt | head -1', 'one\n'],
    ['nope 2>&1 | wc -l', '1\n'],
    ['nope 2>/dev/null; echo $?', '127\n'],
    ['cat <<EOF\na $HOME\nEOF', 'a /home/learner\n'],
    ["cat <<'EOF'\na $HOME\nEOF", 'a $HOME\n'],
    ['cat <<-EOF | tr a-z A-Z\n\ta\n\tEOF', 'A\n'],
    ['cat <<< text', 'text\n'],
    ['(cd /tmp; pwd); pwd', '/tmp\n/home/learner\n'],
    ['for i in 1 2; do echo n$i; done', 'n1\nn2\n'],
    ['A=1 env | grep ^A=', 'A=1\n'],
    ["alias e='echo x'; e y", 'x y\n'],
    ['echo a | xargs -I X echo [X]', '[a]\n'],
    ['nope', 'bash: nope: command not found\n'],
    ['cat nope', 'cat: nope: No such file or directory\n'],
    ['cat < nope', 'bash: nope: No such file or directory\n'],
  ])('%s', (line, expected) => {
    expect(out(line)).toBe(expected)
  })

  test('what an alias stands for may hold options', () => {
    const { session: with_ } = run(session, "alias kg='kubectl get'")
    expect(run(with_, 'kg nodes -o name').stdout).toBe('node/kind-control-plane\nnode/kind-worker\nnode/kind-worker2\n')
  })
})

describe('programs', () => {
  test.each([
    ['grep -E "^(one|two)$" a.txt', 'one\ntwo\n'],
    ['grep -v o a.txt', 'three\n'],
    ['grep -c t a.txt', '2\n'],
    ['grep -in TWO a.txt', '2:two\n'],
    ['grep -A1 one a.txt', 'one\ntwo\n'],
    ['grep -B1 three a.txt', 'two\nthree\n'],
    ['printf "a\\nx\\nb\\nx\\na\\n" | grep -A1 a', 'a\nx\n--\na\n'],
    ['grep "o\\|w" a.txt', 'one\ntwo\n'],
    ['grep -o "t." a.txt', 'tw\nth\n'],
    ['grep -w tw a.txt; echo $?', '1\n'],
    ['head -n 2 a.txt | tail -n 1', 'two\n'],
    ['tail -n +2 a.txt', 'two\nthree\n'],
    ['head -c 5 a.txt', 'one\nt'],
    ['printf "b\\na\\nb\\n" | sort | uniq -c', '      1 a\n      2 b\n'],
    ['printf "10\\n9\\n" | sort -n', '9\n10\n'],
    ['printf "b 1\\na 2\\n" | sort -k2 -r', 'a 2\nb 1\n'],
    ['wc -l a.txt', '3 a.txt\n'],
    ['echo a:b:c | cut -d: -f2-', 'b:c\n'],
    ['echo hello | tr -d l', 'heo\n'],
    ["sed 's/o/0/g' a.txt", '0ne\ntw0\nthree\n'],
    ["sed -n '2p' a.txt", 'two\n'],
    ["sed '/two/d' a.txt", 'one\nthree\n'],
    ['sed -i s/replicas:.3/replicas:\\ 5/ b.yaml; grep replicas b.yaml', '  replicas: 5\n'],
    ["awk '{print $1}' a.txt", 'one\ntwo\nthree\n'],
    ['echo "a b c" | awk \'{print $NF, $1}\'', 'c a\n'],
    ['awk \'NR>1 && /o/ {print NR":"$0}\' a.txt', '2:two\n'],
    ["awk -F: '{s+=$2} END {print s}' <<< 'a:4'", '4\n'],
    ["jq -r '.items[].name' c.json", 'x\ny\n'],
    ["jq '.items[] | select(.n > 1) | .name' c.json", '"y"\n'],
    ["jq '.items | length' c.json", '2\n'],
    ["yq '.metadata.name' b.yaml", 'web\n'],
    ['ls', 'a.txt\nb.yaml\nc.json\n'],
    ['mkdir d && cp a.txt d && ls d && rm a.txt && ls', 'a.txt\nb.yaml\nc.json\nd\n'],
  ])('%s', (line, expected) => {
    expect(out(line)).toBe(expected)
  })
})

test('the session before a line is left as it was', () => {
  run(session, 'rm a.txt; X=1; cd /tmp')
  expect(out('pwd; cat a.txt')).toBe('/home/learner\none\ntwo\nthree\n')
})

test('an editor changes a file, and a missing one is asked for', () => {
  expect(run(session, 'vi a.txt').wantsEditor).toEqual({ path: '/home/learner/a.txt', text: 'one\ntwo\nthree\n' })
  const edited = run(session, 'vi a.txt; cat a.txt', (_, text) => text.toUpperCase())
  expect(edited.stdout).toBe('ONE\nTWO\nTHREE\n')
})

test.each([
  ['a loop in an alias', 'alias a=b b=a; a'],
  ['a script that calls itself', 'echo "sh s" > s; sh s'],
  ['deep nesting', '('.repeat(5000)],
  ['deep substitution', '$('.repeat(5000)],
  ['many commands', 'for i in {1..1000}; do for j in {1..1000}; do true; done; done'],
  ['a long line', 'x'.repeat(2_000_000)],
])('%s comes to an end', (_, line) => {
  expect(run(session, line).exitCode).not.toBe(0)
})
