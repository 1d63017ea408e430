import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { inspect, parseArgs } from 'node:util'
import { KINDS, kindOf, type Outcome } from './kinds.ts'

/*
 * npm run conformance -- PATH… [--kind K[,K]]
 * Holds recorded answers of real Kubernetes against ours; README.md beside this file describes the forms.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kind: { type: 'string' } },
})
const only = values.kind?.split(',')
/** What recorded answers refer to, and no answer itself. */
const MATERIAL = new Set(['objects.json'])
let passed = 0
let failed = 0

if (positionals.length === 0) fail('command line', 'a folder or a file of recorded answers', 'no path')
for (const kind of only ?? [])
  if (!(kind in KINDS)) fail(`--kind ${kind}`, `one of ${Object.keys(KINDS).join(', ')}`, kind)
for (const path of positionals) for (const file of filesUnder(path)) checkFile(file)

console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function filesUnder(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) {
    fail(path, 'a folder or a file', 'nothing there')
    return []
  }
  if (!found.isDirectory()) return MATERIAL.has(basename(path)) ? [] : [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.jsonl?$/.test(entry.name) && !MATERIAL.has(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

function checkFile(file: string): void {
  const text = readFileSync(file, 'utf8')
  if (!file.endsWith('.jsonl')) {
    checkDocument(file, text, file)
    return
  }
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim()) checkDocument(`${file}:${index + 1}`, line, file)
  }
}

function checkDocument(where: string, text: string, file: string): void {
  let document: object
  try {
    document = JSON.parse(text)
  } catch (error) {
    fail(where, 'JSON', String(error))
    return
  }
  const kind = kindOf(document)
  if (only && !(kind && only.includes(kind))) return
  const check = kind && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  if (!check) {
    fail(where, `a kind this runner knows (${Object.keys(KINDS).join(', ')})`, kind ?? document)
    return
  }
  try {
    for (const outcome of check({ ...document, file } as never)) count(where, outcome)
  } catch (error) {
    fail(where, 'an answer', error)
  }
}

function count(where: string, { name, disagreement }: Outcome): void {
  if (!disagreement) {
    passed += 1
    return
  }
  failed += 1
  console.log(`${where} ${name}`)
  console.log(`  input     ${show(disagreement.input)}`)
  console.log(`  expected  ${show(disagreement.expected)}`)
  console.log(`  got       ${show(disagreement.got)}`)
}

function fail(where: string, expected: unknown, got: unknown): void {
  count(where, { name: '', disagreement: { input: where, expected, got } })
}

function show(value: unknown): string {
  return typeof value === 'string'
    ? value
    : inspect(value, { depth: null, breakLength: 160 }).replaceAll('\n', '\n            ')
}
