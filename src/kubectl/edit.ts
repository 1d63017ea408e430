import { type ApiResource, qualifiedName } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { type Call, Failure, failure, type Verb } from './call.ts'
import { update } from './client.ts'
import { isRecord } from './json.ts'
import type { Placed } from './list.ts'
import { readManifest } from './manifest.ts'
import { sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, select } from './selection.ts'
import { collected, ServerError } from './server-error.ts'
import { printYaml } from './yaml-print.ts'

/** `kubectl edit`, with the editor of the terminal. (kubectl `pkg/cmd/util/editor`) */
export const edit: Verb = {
  name: 'edit',
  flags: [
    ...SELECTING_FLAGS,
    ...WRITING_FLAGS.filter(({ name }) => name !== 'dry-run'),
    { name: 'validate', type: 'string', bare: 'strict' },
  ],
  run(call) {
    const found = select(call)
    const missing = found.flatMap(one => one.missing)
    if (missing.length > 0) throw collected(missing)
    const placed = found.flatMap(({ resource, objects }) => objects.map(object => ({ resource, object })))
    if (placed.length > 0) editAll(call, placed)
    else call.stderr('Edit cancelled, no objects found.\n')
  },
}

const HEADER = [
  '# Edit the object below. Lines that begin with a # are not part of it, and an empty file',
  '# leaves the object as it is. If it cannot be saved, the file opens again with what was wrong.',
  '#',
  '',
].join('\n')

/** An editor that is a command changes something each time, and would go on for ever. */
const MOST_TRIES = 20
const MOST_TEXT = 1024 * 1024

/** Opens one file on all objects, again and again as long as something in it cannot be saved. */
function editAll(call: Call, placed: readonly Placed[]): void {
  const original = printYaml(placed.length === 1 ? placed[0]?.object : listOf(placed))
  let text = HEADER + original
  let isAgain = false
  for (let tries = 1; ; tries += 1) {
    const edited = call.round.edit(text)
    // No editor is there yet: whoever draws the terminal opens one and runs the command again.
    if (edited === undefined) throw new Failure('')
    const content = withoutComments(edited.text)
    const isEndless = tries > MOST_TRIES || (isAgain && content.length > MOST_TEXT)
    if ((isAgain && content === withoutComments(text)) || isEndless)
      throw preserved('Edit cancelled, no valid changes were saved.', edited.path)
    if (content === original) {
      call.stderr('Edit cancelled, no changes made.\n')
      return
    }
    if (content.trim() === '') {
      call.stderr('Edit cancelled, saved file was empty.\n')
      return
    }
    const reasons = save(call, placed, content, edited.path)
    if (reasons.length === 0) return
    isAgain = true
    text = `${HEADER}${reasons.map(line => `# ${line}\n`).join('')}#\n${content}`
  }
}

function listOf(placed: readonly Placed[]): unknown {
  return { apiVersion: 'v1', items: placed.map(({ object }) => object), kind: 'List', metadata: {} }
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter(line => !line.trimStart().startsWith('#'))
    .join('\n')
}

/** Saves what was edited; what cannot be saved as it stands is told, for the file to be opened again. */
function save(call: Call, placed: readonly Placed[], content: string, path: string): readonly string[] {
  const reading = readManifest(content)
  if (!reading.ok) return [`The edited file had a syntax error: line ${reading.faults[0]?.line ?? 1}`]
  const values = reading.documents.flatMap(({ value }) =>
    isRecord(value) && value['kind'] === 'List' && Array.isArray(value['items'])
      ? (value['items'] as unknown[])
      : value,
  )
  const problems: string[] = []
  for (const value of values) {
    const place = placed.find(one => isRecord(value) && isSameObject(one.object, value))
    if (!place) throw preserved('At least one of apiVersion, kind and name was changed', path)
    problems.push(...saveOne(call, place.resource, place.object, value as KubeObject, path))
  }
  return problems
}

function isSameObject(object: KubeObject, value: Readonly<Record<string, unknown>>): boolean {
  const { metadata } = value
  return (
    value['apiVersion'] === object.apiVersion &&
    value['kind'] === object.kind &&
    isRecord(metadata) &&
    metadata['name'] === object.metadata.name &&
    metadata['namespace'] === object.metadata.namespace
  )
}

function saveOne(
  call: Call,
  resource: ApiResource,
  object: KubeObject,
  changed: KubeObject,
  path: string,
): readonly string[] {
  if (sameJson(changed, object)) {
    sayDone(call, resource, object, 'skipped', 'none')
    return []
  }
  const title = `${qualifiedName(resource)} "${object.metadata.name}"`
  try {
    sayDone(call, resource, update(call, resource, changed, 'none'), 'edited', 'none')
    return []
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    const { reason, causes } = error.status
    if (reason === 'Invalid' || reason === 'BadRequest') {
      call.stderr(`error: ${title} is invalid\n`)
      return [`${title} was not valid:`, ...causes.map(({ field, message }) => `* ${field}: ${message}`)]
    }
    call.stderr(`error: ${title} could not be patched: ${error.status.message}\n`)
    throw new Failure(`You can run \`kubectl replace -f ${path}\` to try this update again.\n`)
  }
}

function preserved(message: string, path: string): Failure {
  return new Failure(`A copy of your changes has been stored to "${path}"\n${failure(message).text}`)
}
