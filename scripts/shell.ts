/**
 * The course's terminal on one's own: `npm run -s shell`. With a script piped in, it prints each line and what it answers.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { complete } from '../src/shell/complete.ts'
import { converse, openSession, readRequest, type Terminal } from '../src/shell/headless.ts'
import type { Session } from '../src/shell/session.ts'

const request = readRequest(process.argv.slice(2))
const files = typeof request === 'string' ? [] : request.files.map(path => [basename(path), readFileSync(path, 'utf8')])
const session = typeof request === 'string' ? request : openSession(request, Object.fromEntries(files))
if (typeof session === 'string') {
  process.stderr.write(`${session}\n`)
  process.exit(2)
}
process.exitCode = await converse(session, process.stdin.isTTY ? personsTerminal() : scriptsTerminal())

function scriptsTerminal(): Terminal {
  const lines = readFileSync(0, 'utf8').replace(/\n$/, '').split('\n')
  return { echoes: true, write, readLine: async () => lines.shift(), edit: async () => undefined }
}

function personsTerminal(): Terminal {
  let current: Session | undefined
  const reader = createInterface({
    input: process.stdin,
    output: process.stdout,
    completer: (line: string): [string[], string] => {
      if (!current) return [[], line]
      const { from, candidates } = complete(current, line, line.length)
      return [[...candidates], line.slice(from)]
    },
  })
  let ended = false
  reader.on('close', () => {
    ended = true
  })
  return {
    echoes: false,
    write,
    async readLine(prompt, next) {
      current = next
      if (ended) return undefined
      const line = reader.question(prompt)
      const end = new Promise<undefined>(resolve => reader.once('close', () => resolve(undefined)))
      return Promise.race([line, end])
    },
    async edit({ path, text }) {
      const directory = mkdtempSync(join(tmpdir(), 'shell-'))
      const file = join(directory, basename(path))
      writeFileSync(file, text)
      reader.pause()
      const { status } = spawnSync(process.env['EDITOR'] ?? 'vi', [file], { stdio: 'inherit', shell: true })
      reader.resume()
      const edited = readFileSync(file, 'utf8')
      rmSync(directory, { recursive: true })
      return status === 0 ? edited : undefined
    },
  }
}

function write(stream: 'stdout' | 'stderr', text: string): void {
  process[stream].write(text)
}
