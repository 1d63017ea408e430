import { describe, expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { converse, openSession, readRequest, type Terminal } from '../../../src/shell/headless.ts'
import { newSession, type Session } from '../../../src/shell/session.ts'

const fresh = newSession(kindCluster())

/** Types lines, and gives what stood on the screen at the end. */
async function screenOf(lines: readonly string[], terminal: Partial<Terminal> = {}, session: Session = fresh) {
  const queue = [...lines]
  let screen = ''
  const status = await converse(session, {
    echoes: true,
    readLine: async () => queue.shift(),
    edit: async () => undefined,
    write: (_, text) => {
      screen += text
    },
    ...terminal,
  })
  return { screen, status }
}

describe('a script that is piped in', () => {
  test('is printed with what each line answers', async () => {
    expect(await screenOf(['echo a', 'nope', 'false'])).toEqual({
      screen:
        'learner@terminal:~$ echo a\na\nlearner@terminal:~$ nope\nbash: nope: command not found\nlearner@terminal:~$ false\n',
      status: 1,
    })
  })

  test('may have commands of several lines', async () => {
    const { screen } = await screenOf(['for i in 1 2; do', 'echo $i', 'done', 'cat <<EOF', '$HOME', 'EOF'])
    expect(screen).toBe(
      'learner@terminal:~$ for i in 1 2; do\n> echo $i\n> done\n1\n2\nlearner@terminal:~$ cat <<EOF\n> $HOME\n> EOF\n/home/learner\n',
    )
  })

  test('says so where it breaks off', async () => {
    const { screen, status } = await screenOf(["echo 'a"])
    expect(screen).toContain("bash: unexpected EOF while looking for matching `''\n")
    expect(status).toBe(2)
  })

  test('ends at exit', async () => {
    const { screen, status } = await screenOf(['exit 3', 'echo never'])
    expect(screen).toBe('learner@terminal:~$ exit 3\n')
    expect(status).toBe(3)
  })

  test('has nobody to edit a file', async () => {
    const { screen, status } = await screenOf(['vi a'])
    expect(screen).toContain('nobody is here to edit a file: name a command in EDITOR\n')
    expect(status).toBe(1)
  })

  test('gives pods a second a line to start', async () => {
    const { screen } = await screenOf([
      'kubectl run web --image=nginx',
      ':',
      ':',
      ':',
      ':',
      "kubectl get pod web -o jsonpath='{.status.phase}'",
    ])
    expect(screen).toMatch(/Running$/)
  })
})

test('each file that a line opens is edited in turn', async () => {
  const edit: Terminal['edit'] = async ({ path, text }) => `${text}${path}\n`
  const { screen } = await screenOf(['vi a; vi a b; vi b; cat a b'], { edit, echoes: false })
  expect(screen).toBe('/home/learner/a\n/home/learner/b\n/home/learner/b\n')
})

describe('the command line', () => {
  test('asks for a preset, a version, a seed, a time and files', () => {
    expect(readRequest(['--preset', 'ha', '--version=1.35', '--seed', '7', '--at', '+5m', 'a.yaml'])).toEqual({
      preset: 'ha',
      version: 'v1.35.4',
      seed: 7,
      at: '+5m',
      files: ['a.yaml'],
    })
    expect(readRequest([])).toEqual({ preset: 'kind', files: [] })
  })

  test.each([[['--preset', 'moon']], [['--version', '1.20']], [['--seed', 'x']], [['--help']]])(
    '%j is refused',
    args => {
      expect(typeof readRequest(args)).toBe('string')
    },
  )

  test.each([
    ['+90s', 90],
    ['+5m', 300],
    ['2026-11-23T09:35:25Z', 3600],
  ])('--at %s opens the session that much later', (at, seconds) => {
    const [now, later] = [
      openSession({ preset: 'kind', files: [] }, {}),
      openSession({ preset: 'kind', files: [], at }, {}),
    ]
    if (typeof now === 'string' || typeof later === 'string') throw new Error('no session')
    expect(later.cluster.now - now.cluster.now).toBe(seconds)
  })

  test.each(['yesterday', '2020-01-01', '+5 years'])('--at %s is refused', at => {
    expect(openSession({ preset: 'kind', files: [], at }, {})).toContain('--at')
  })
})
