import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { resolve } from 'node:path'

/** What a program said and how it ended. `ok` is its exit status 0; one that ran out of time or never started is not. */
export interface Ending {
  readonly ok: boolean
  readonly output: string
}

export interface RunOptions {
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Whether what it prints is shown at once; else it is only collected. */
  readonly shown?: boolean
  /** How long it may take, in milliseconds. */
  readonly timeout?: number
}

/**
 * The JavaScript file behind a command of an installed package: `tool('typescript', 'tsc')`. Run by node it works on every
 * system, where the launchers in node_modules/.bin differ. Throws for a package or a command that is not there.
 */
export function tool(name: string, command = name): string {
  const manifest = findPackageJSON(name, import.meta.url)
  if (!manifest) throw new Error(`${name} is not installed: run npm ci`)
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string | Record<string, string> }
  const file = typeof bin === 'string' ? bin : bin[command]
  if (!file) throw new Error(`${name} has no command ${command}`)
  return resolve(manifest, '..', file)
}

/** Runs a JavaScript or TypeScript file under this node. Never rejects: what went wrong is in the ending. */
export function runNode(args: readonly string[], options: RunOptions = {}): Promise<Ending> {
  return run(process.execPath, args, options)
}

/** Runs a program to its end. Never rejects: what went wrong is in the ending. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ending> {
  const { env, shown = false, timeout } = options
  return new Promise(done => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      killSignal: 'SIGKILL',
      ...(timeout === undefined ? {} : { timeout }),
    })
    const said: Buffer[] = []
    const listen = (chunk: Buffer): void => {
      said.push(chunk)
      if (shown) process.stdout.write(chunk)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    // Killed, it may leave children of its own that hold its streams open.
    child.on('exit', (_, signal) => {
      if (signal) for (const stream of [child.stdout, child.stderr]) stream.destroy()
    })
    child.on('error', error => done({ ok: false, output: `${program}: ${error.message}\n` }))
    child.on('close', code => done({ ok: code === 0, output: Buffer.concat(said).toString() }))
  })
}
