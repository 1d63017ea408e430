import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { run } from '../../../src/shell/run.ts'
import { newSession } from '../../../src/shell/session.ts'

interface Case {
  readonly line: string
  readonly stdout: string
  /** Left out where the real program's own words are not said here. */
  readonly stderr?: string
  readonly exitCode: number
}

const [head = '', ...lines] = readFileSync(new URL('./recorded.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
const { with: programs, files } = JSON.parse(head) as { with: string; files: Record<string, string> }
const cases = lines.map(line => JSON.parse(line) as Case)

describe(`what real programs printed (${programs})`, () => {
  const cluster = kindCluster()
  test.each(cases)('$line', ({ line, ...recorded }) => {
    const { stdout, stderr, exitCode } = run(newSession(cluster, files), line)
    expect({ stdout, exitCode, ...(recorded.stderr !== undefined && { stderr }) }).toEqual(recorded)
  })
})
