import { describe, expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { run } from '../../../src/shell/run.ts'
import { newSession, prompt, type Session } from '../../../src/shell/session.ts'

const cluster = kindCluster()
const fresh = newSession(cluster)

/** Runs lines one after the other, as typed; gives the last result. */
function type(session: Session, lines: readonly string[]) {
  return lines.reduce((result, line) => run(result.session, line), {
    ...run(session, ''),
    session,
  })
}

/** What a line prints, in a session in which others have run. */
function printed(...lines: readonly string[]): string {
  return type(fresh, lines).stdout
}

describe('kubectl is a program among the others', () => {
  test('its output goes through pipes', () => {
    expect(printed("kubectl get nodes | awk 'NR>1 {print $1}' | grep -v control")).toBe('kind-worker\nkind-worker2\n')
  })

  test('k is an alias of it', () => {
    expect(printed('k get nodes')).toBe(printed('kubectl get nodes'))
  })

  test('a variable holds several of its words', () => {
    expect(printed('export wide="-o wide"', 'k get nodes $wide')).toBe(printed('kubectl get nodes -o wide'))
  })

  test('what it complains about goes to stderr, and its status is seen', () => {
    const { stdout, stderr, exitCode } = run(fresh, 'kubectl get pod nope | wc -l; kubectl get pod nope')
    expect(stdout).toBe('0\n')
    expect(stderr).toMatch(/^(Error from server \(NotFound\): pods "nope" not found\n){2}$/)
    expect(exitCode).toBe(1)
  })
})

describe('a session remembers', () => {
  test('variables, exported or not', () => {
    expect(printed('x=1', 'export y=2', "echo $x$y; bash -c 'echo [$x][$y]'")).toBe('12\n[][2]\n')
  })

  test('the directory', () => {
    expect(printed('mkdir a', 'cd a', 'pwd; cd ..; pwd; cd -')).toBe(
      '/home/learner/a\n/home/learner\n/home/learner/a\n',
    )
  })

  test('files, with heredocs and the time at which they were written', () => {
    const lines = ['cat > pod.yaml <<EOF\nhome: $HOME\nEOF', 'sleep 90', 'touch b', 'ls -l; cat pod.yaml']
    expect(printed(...lines)).toBe(
      'total 8\n-rw-r--r-- 1 learner learner     0 Nov 23 08:36 b\n-rw-r--r-- 1 learner learner    20 Nov 23 08:35 pod.yaml\nhome: /home/learner\n',
    )
  })

  test('aliases, from the line after on', () => {
    expect(printed("alias kgn='kubectl get nodes --no-headers | wc -l'", 'kgn')).toBe('3\n')
    expect(printed("alias sudo='sudo '", 'sudo k get nodes --no-headers | wc -l')).toBe('3\n')
    expect(printed("alias ls='ls -1'", 'touch a b', 'ls')).toBe('a\nb\n')
  })

  test('what was typed', () => {
    expect(printed('echo a', '', 'echo b', 'history')).toBe('    1  echo a\n    2  echo b\n    3  history\n')
  })

  test('what was typed twice in a row once, as with `ignoredups`', () => {
    const typed = ['kubectl get ns', 'kubectl get ns ', 'echo a', 'echo a', 'echo b', 'echo a', 'history']
    expect(printed(...typed)).toBe(
      ['kubectl get ns', 'echo a', 'echo b', 'echo a', 'history']
        .map((line, at) => `    ${at + 1}  ${line}\n`)
        .join(''),
    )
  })

  test('the exit status of the last command', () => {
    expect(printed('false', 'echo $?')).toBe('1\n')
  })
})

describe('several lines', () => {
  test('are run one after the other', () => {
    expect(printed('alias hi="echo hi"\nhi\nfor i in 1 2; do\n  echo $i\ndone')).toBe('hi\n1\n2\n')
  })

  test('a heredoc feeds the command before it, and its end may be indented', () => {
    expect(printed("cat <<-'EOF' | tr a-z A-Z\n\tone $x\n\tEOF\necho two")).toBe('ONE $X\ntwo\n')
  })
})

describe('an editor', () => {
  test('is asked for: nothing has happened until someone answers', () => {
    const result = run(fresh, 'echo before > f; vi f; cat f')
    expect(result.editing).toEqual({ path: '/home/learner/f', text: 'before\n' })
    expect(result.session).toBe(fresh)
  })

  test('gives the text that a person leaves', () => {
    const { stdout } = run(fresh, 'echo before > f; vi f; cat f', ({ text }) => `${text}after\n`)
    expect(stdout).toBe('before\nafter\n')
  })
})

describe('kubectl edit', () => {
  const taint = 'kubectl taint node kind-worker a=b:NoSchedule'
  const see = "kubectl get node kind-worker -o jsonpath='{.spec.taints[*].value}'"

  test('runs the command that EDITOR names', () => {
    const { stdout } = type(fresh, [taint, "EDITOR='sed -i s/value:.b/value:\\ c/' kubectl edit node kind-worker", see])
    expect(stdout).toBe('c')
  })

  test('asks for an editor where none is named, and goes on with what it leaves', () => {
    const tainted = type(fresh, [taint]).session
    const asked = run(tainted, 'kubectl edit node kind-worker')
    expect(asked.editing?.text).toContain('value: b\n')
    expect(asked.session).toBe(tainted)
    const edited = run(tainted, 'kubectl edit node kind-worker; ls /tmp', ({ text }) =>
      text.replace('value: b', 'value: d'),
    )
    expect(edited.stdout).toBe('node/kind-worker edited\n')
    expect(run(edited.session, see).stdout).toBe('d')
  })
})

describe('on a node', () => {
  test('what is typed after ssh runs there, until exit', () => {
    const there = type(fresh, ['ssh kind-worker'])
    expect(prompt(there.session)).toBe('learner@kind-worker:~$ ')
    expect(type(there.session, ['hostname']).stdout).toBe('kind-worker\n')
    const back = type(there.session, ['exit'])
    expect(back.stderr).toBe('logout\nConnection to kind-worker closed.\n')
    expect(prompt(back.session)).toBe('learner@terminal:~$ ')
    expect(prompt(type(back.session, ['exit']).session)).toBe('')
  })

  test('one command runs there and comes back', () => {
    expect(printed('x=1', 'ssh learner@kind-worker2 "hostname; echo [$x]"; hostname')).toBe(
      'kind-worker2\n[1]\nterminal\n',
    )
  })

  test('an address leads there too', () => {
    const lines = [
      "ip=$(kubectl get node kind-worker -o jsonpath='{.status.addresses[0].address}')",
      'ssh $ip hostname',
    ]
    expect(printed(...lines)).toBe('kind-worker\n')
  })

  test('each has files of its own', () => {
    expect(printed('touch here', 'ssh kind-worker', 'touch there; ls; ssh kind-worker2 ls /etc/kubernetes')).toBe(
      'there\nmanifests\n',
    )
  })

  test('an unknown host is not found', () => {
    const { stderr, exitCode } = run(fresh, 'ssh nowhere')
    expect(stderr).toBe('ssh: Could not resolve hostname nowhere: Name or service not known\n')
    expect(exitCode).toBe(255)
  })

  test('kubectl has credentials on the control plane only', () => {
    expect(printed('ssh kind-control-plane kubectl get nodes --no-headers | wc -l')).toBe('3\n')
    expect(run(fresh, 'ssh kind-worker kubectl get nodes')).toMatchObject({
      stderr: 'The connection to the server localhost:8080 was refused - did you specify the right host or port?\n',
      exitCode: 1,
    })
  })

  test('systemctl stops and starts the kubelet, and the cluster notices in its time', () => {
    const ready = "kubectl get node kind-worker --no-headers | awk '{print $2}'"
    const stopped = type(fresh, ['ssh kind-worker sudo systemctl stop kubelet', 'sleep 60', ready])
    expect(stopped.stdout).toBe('NotReady\n')
    const status = run(stopped.session, 'ssh kind-worker systemctl status kubelet')
    expect(status.stdout).toContain('Active: inactive (dead)')
    expect(status.exitCode).toBe(3)
    const started = type(stopped.session, ['ssh kind-worker systemctl restart kubelet.service', 'sleep 60', ready])
    expect(started.stdout).toBe('Ready\n')
    expect(run(started.session, 'ssh kind-worker systemctl is-active kubelet').stdout).toBe('active\n')
  })

  test('there is no kubelet beside the cluster', () => {
    expect(run(fresh, 'systemctl status kubelet')).toMatchObject({
      stderr: 'Unit kubelet.service could not be found.\n',
      exitCode: 4,
    })
  })

  test('a manifest in the directory of static pods runs, and goes with its file', () => {
    const manifest = [
      'apiVersion: v1',
      'kind: Pod',
      'metadata:',
      '  name: own',
      'spec:',
      '  containers:',
      '  - name: a',
      '    image: nginx',
    ]
    const pods = 'kubectl get pods -o name'
    const made = type(fresh, [
      'ssh kind-worker',
      `cd /etc/kubernetes/manifests; cat > own.yaml <<EOF\n${manifest.join('\n')}\nEOF`,
      'exit',
      pods,
    ])
    expect(made.stdout).toBe('pod/own-kind-worker\n')
    expect(type(made.session, ['ssh kind-worker rm /etc/kubernetes/manifests/own.yaml', 'sleep 60', pods]).stdout).toBe(
      '',
    )
  })

  test('the control plane has the manifests that it runs from', () => {
    expect(printed('ssh kind-control-plane ls /etc/kubernetes/manifests | cat')).toBe(
      'etcd.yaml\nkube-apiserver.yaml\nkube-controller-manager.yaml\nkube-scheduler.yaml\n',
    )
    expect(printed('ssh kind-control-plane yq .metadata.name /etc/kubernetes/manifests/etcd.yaml')).toBe('etcd\n')
  })

  test.each([
    'kind: Pod\n',
    'kind: Pod\nmetadata: {}\nspec: {}\n',
    ': : :\n\t',
    'kind: Pod\nmetadata: {name: 3}\nspec: {containers: 1}\n',
  ])('%j in the directory of static pods runs nothing', text => {
    const { session } = run(fresh, `ssh kind-worker 'cat > /etc/kubernetes/manifests/x.yaml' <<'EOF'\n${text}\nEOF`)
    expect(run(session, 'sleep 10; kubectl get pods').stderr).toBe('No resources found in default namespace.\n')
  })

  test('sleep lets the clock run', () => {
    expect(type(fresh, ['sleep 1m 30']).session.cluster.now).toBe(cluster.now + 90)
    expect(printed('sleep 5m', 'date')).toBe('Mon Nov 23 08:40:25 UTC 2026\n')
  })
})

describe('yq', () => {
  const session = newSession(cluster, {
    'pods.yaml':
      'kind: Pod\nmetadata:\n  name: a\n  labels: {app: web, ok: "yes"}\n---\nkind: Pod\nmetadata:\n  name: b\n',
  })

  test.each([
    ['yq .metadata.name pods.yaml', 'a\n---\nb\n'],
    ["yq eval '.metadata.labels' pods.yaml", 'app: web\nok: "yes"\n---\nnull\n'],
    ["cat pods.yaml | yq -o=json '.metadata | keys'", '[\n  "labels",\n  "name"\n]\n---\n[\n  "name"\n]\n'],
    ["kubectl get node kind-worker -o yaml | yq '.spec.podCIDRs[0]'", '10.244.2.0/24\n'],
  ])('%s', (line, expected) => {
    expect(run(session, line).stdout).toBe(expected)
  })

  test('says where a text is no YAML', () => {
    expect(run(session, "printf 'a: b: c\\n' | yq .").stderr).toMatch(/^yq: error: bad file: yaml: line 1: /)
  })
})

describe('what would not end is stopped, and says so', () => {
  test.each([
    ['while true; do :; done', 'a loop may take 1000 turns here'],
    ['for i in {1..999}; do for j in {1..999}; do :; done; done', 'more than 10000 commands come of this line'],
    ['echo "source f" > f; source f', 'shells are nested too deeply'],
    ['x=$(cat f)aaaaaaaa; for i in {1..40}; do x=$x$x; done', 'more than 16000000 characters come of this line'],
    ['awk \'BEGIN { x = "aaaaaaaa" } { x = x x } END { print length(x) }\' <(seq 60)', 'the line asks for too much'],
  ])('%s', (line, words) => {
    const { stderr, exitCode, session } = run(fresh, line)
    expect(stderr).toContain(`bash: stopped: ${words}\n`)
    expect(exitCode).toBe(1)
    expect(run(session, 'echo on').stdout).toBe('on\n')
  })

  test.each([
    ['parentheses', '('.repeat(5000)],
    ['substitutions', '$('.repeat(5000)],
    ['quoted substitutions', '"$('.repeat(5000)],
    ['an alias of itself', 'alias a=b b=a\na'],
    ['a filter', `jq -n '${'['.repeat(5000)}'`],
    ['a program', `awk 'BEGIN { print ${'('.repeat(5000)} }'`],
    ['sums', `echo $((${'('.repeat(5000)}))`],
    ['a long word', 'x'.repeat(2_000_000)],
  ])('%s', (_, line) => {
    expect(run(fresh, line).exitCode).not.toBe(0)
  })

  test('a word of braces that stands for too many words stays as it is', () => {
    expect(printed('echo {1..99999999}')).toBe('{1..99999999}\n')
  })
})

describe('what is not there says so in one line', () => {
  test.each([
    ['foo', 127, 'bash: foo: command not found\n'],
    ['sleep 1 &', 2, 'bash: commands in the background (&) are not available here\n'],
    ['f() { echo a; }', 2, 'bash: functions are not available here\n'],
    ['case a in a) echo;; esac', 2, 'bash: case is not available here\n'],
    ['set -e', 127, 'bash: set: not available here\n'],
    ['[[ a == a ]]', 2, 'bash: [[ is not available here\n'],
    ['watch kubectl get pods', 1, /^watch: time only moves when a command moves it; .*\n$/],
    ["jq -n '.a = 1'", 3, /what changes a value \(=, \|=, del\) is not available here/],
    ["awk 'BEGIN { while (1) x++ }'", 2, 'awk: while is not available here\n'],
    ['sed y/a/b/ <<< a', 1, 'sed: -e expression #1, char 1: the command y is not available here\n'],
    ['sort --parallel=2', 2, /^sort: unrecognized option '--parallel' \(here it knows .*\)\n$/],
  ])('%s', (line, status, words) => {
    const { stderr, exitCode } = run(fresh, line)
    expect(exitCode).toBe(status)
    if (typeof words === 'string') expect(stderr).toBe(words)
    else expect(stderr).toMatch(words)
  })
})

test('both streams are also given in the order in which they were written', () => {
  expect(run(fresh, 'echo a; echo b >&2; echo c').output).toEqual([
    { stream: 'stdout', text: 'a\n' },
    { stream: 'stderr', text: 'b\n' },
    { stream: 'stdout', text: 'c\n' },
  ])
})
