import { isRecord } from '../kubectl/json.ts'
import { readManifest } from '../kubectl/manifest.ts'
import { printYaml } from '../kubectl/yaml-print.ts'
import { query } from './jq.ts'
import { type Program, ProgramFailure } from './process.ts'

/** `yq FILTER [FILE…]`: jq's filters on YAML, with YAML printed (JSON with `-o json`). It writes nothing back (`-i`). */
export const yq: Program = process => {
  const { args } = process
  return query(
    { ...process, args: /^e(val)?$/.test(args[0] ?? '') ? args.slice(1) : args },
    { read: readYaml, print, between: '---\n' },
  )
}

function readYaml(text: string): readonly unknown[] {
  const reading = readManifest(text)
  if (reading.ok) return reading.documents.map(({ value }) => value)
  const [fault] = reading.faults
  throw new ProgramFailure(`error: bad file: yaml: line ${fault?.line}: ${fault?.text}`)
}

function print(value: unknown, { value: option }: { readonly value: (letter: string) => string | undefined }): string {
  if (/^=?j/.test(option('o') ?? '')) return JSON.stringify(value ?? null, undefined, 2)
  if (typeof value === 'string') return value
  return isRecord(value) || Array.isArray(value) ? printYaml(value).replace(/\n$/, '') : String(value ?? null)
}
